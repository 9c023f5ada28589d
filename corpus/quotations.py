"""Quotations with their speakers: who says it, in which role, and which outlet relayed it.

Used by `corpus.understanding`. Reads each paragraph in order and remembers who
is spoken of, so that "he said" and carried-over quotations find their speaker.
A speaker that the text does not name stays "".
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.article import Block, Quotation, Reference
from corpus.clauses import Attribution, after_quote, before_quote
from corpus.names import Names, Person, is_body
from corpus.occupations import is_occupation
from corpus.outlets import Outlets
from corpus.quotes import Span
from corpus.sentences import split
from corpus.subjects import Subject, sentence_subject, unnamed_people

# Quoted words become this, so that nothing inside them is taken for a name or a verb; offsets stay.
_MASK = "\x01"
_GENDER = {"he": "m", "she": "f"}
# A short quotation without a speaker that a longer one with a speaker repeats is his.
_MIN_ECHO_WORDS = 3
# How far from a quotation its attribution is sought, in characters: no sentence of the 4,929 real articles
# that
# attributes one is longer, and one without bounds would make hostile text slow.
_FAR, _NEAR = 500, 300
_THE_ONE = re.compile(r"(?:[Tt]he|[Hh]is|[Hh]er|[\w-]+['’]s) (?:[\w-]+ )?(?P<noun>[a-z-]+)$")
_WRITING = re.compile(r"\b(?:entry|letter|diary|note|reply|e-?mail|message|postcard|memo|will|tweet)$")
_BLOCKS_BEFORE = 3
# Of the 4,929 real articles the fullest has 650 quotations; text made of nothing else must not take for ever.
_MOST_ATTRIBUTED = 1_500
_TO_YOU = re.compile(r"\b[Yy]ou(?:r|rs|rself)?\b")
# One question may be rhetorical; an interview has several.
_ANSWERS = 2
# Echoes are sought for the opening's quotations, among the next ones.
_ECHOED, _ECHOING = 12, 200


@dataclass(frozen=True, slots=True)
class _Speaker:
    """Who was found to speak: as named beside the quotation, in full, and the role."""

    near: str = ""
    full: str = ""
    role: str = ""
    outlet: str = ""


_NOBODY = _Speaker()


def quotations_of(
    text: str, blocks: Sequence[Block], spans: Sequence[Span], references: Sequence[Reference]
) -> tuple[Quotation, ...]:
    """One quotation a span, in order. Titles of `references` and headings name nobody."""
    if not spans:
        return ()
    return _with_echoes(text, _Reader(text, blocks, spans, references).read())


class _Reader:
    """Walks through an article and remembers who was spoken of last."""

    def __init__(
        self, text: str, blocks: Sequence[Block], spans: Sequence[Span], references: Sequence[Reference]
    ) -> None:
        self._blocks = blocks
        self._spans = spans
        titles = [(each.start, each.end) for each in references if each.title and not each.url]
        headings = [(block.start, block.end) for block in blocks if block.kind == "heading"]
        self._frame = _masked(text, [(span.start, span.end) for span in spans] + titles + headings)
        self._names = Names(self._frame)
        for span in spans:
            self._names.learn_quoted(text[span.start : span.end], span.start)
        self._outlets = Outlets(self._frame, self._names)
        self._salient: Person | None = None
        self._asked: Person | None = None
        self._last = _NOBODY
        self._carried = False
        self._silent_from = spans[_MOST_ATTRIBUTED].start if len(spans) > _MOST_ATTRIBUTED else len(text)
        self._interviewee = self._interviewed()

    def read(self) -> list[Quotation]:
        quotations: list[Quotation] = []
        place = 0
        near = self._near_quotations()
        for number, block in enumerate(self._blocks):
            if not near[number]:
                continue
            first = place
            while place < len(self._spans) and self._spans[place].start < block.end:
                place += 1
            answers = bool(self._interviewee) and number > 0 and self._asks(self._blocks[number - 1])
            quotations += self._read_block(block, self._spans[first:place], answers=answers)
        return quotations

    def _near_quotations(self) -> list[bool]:
        """For each block whether it holds a quotation or stands shortly before one: who is spoken of elsewhere matters
        to none."""
        quoting = [_MASK in self._frame[block.start : block.end] for block in self._blocks]
        return [any(quoting[number : number + 1 + _BLOCKS_BEFORE]) for number in range(len(quoting))]

    def _interviewed(self) -> Person | None:
        """Who answers the questions of an interview: the first person named, where paragraphs that are questions to
        "you" are followed by paragraphs of quoted words alone."""
        pairs = pairwise(self._blocks)
        answers = sum(self._is_all_quoted(block) and self._asks(before) for before, block in pairs)
        if answers < _ANSWERS:
            return None
        people = (person for person, _ in self._names.named_between(0, len(self._frame)))
        return next((person for person in people if " " in person.name and self._speaks(person)), None)

    def _asks(self, block: Block) -> bool:
        words = self._frame[block.start : block.end]
        return bool(_TO_YOU.search(words)) or (words.endswith("?") and _MASK not in words)

    def _is_all_quoted(self, block: Block) -> bool:
        words = self._frame[block.start : block.end]
        return _MASK in words and not words.strip(" “”\"'‘’" + _MASK + ".,!?…")

    def _read_block(self, block: Block, spans: Sequence[Span], *, answers: bool) -> list[Quotation]:
        if block.kind == "heading":
            return [Quotation(span.start, span.end) for span in spans]
        sentences = [
            (block.start + start, block.start + end)
            for start, end in _sentences(self._frame[block.start : block.end])
        ]
        found: list[Quotation] = []
        previous: _Speaker | None = self._last if self._carried else None
        all_quoted = self._is_all_quoted(block)
        if all_quoted and answers and self._interviewee:
            previous = self._of_person(self._interviewee, block.start)
        done = 0
        for place, span in enumerate(spans):
            while done < len(sentences) and sentences[done][1] < span.start:
                self._note_subject(*sentences[done])
                done += 1
            start, end = sentences[done] if done < len(sentences) else (block.start, block.end)
            following = spans[place + 1].start - 1 if place + 1 < len(spans) else block.end
            speaker = (
                self._speaker(span, (start, end), block, following)
                if span.start < self._silent_from
                else _NOBODY
            )
            if speaker is None:
                speaker = self._continued(span, previous, all_quoted=all_quoted)
            found.append(
                Quotation(span.start, span.end, speaker.near, speaker.full, speaker.role, speaker.outlet)
            )
            previous = speaker
            if speaker.full:
                self._last = speaker
        for start, end in sentences[done:]:
            self._note_subject(start, end)
        self._carried = bool(spans and spans[-1].carried)
        return found

    def _speaker(
        self, span: Span, sentence: tuple[int, int], block: Block, following: int
    ) -> _Speaker | None:
        """Who speaks `span` by its sentence, `following` where the next quotation opens; None if it goes on
        another."""
        start, end = max(sentence[0], span.start - _FAR), min(sentence[1], span.end + _FAR)
        prefix = self._frame[start : max(start, span.start - 1)]
        if block.label and prefix.startswith(block.label):
            prefix = prefix[len(block.label) + 1 :]
        suffix = self._frame[span.end + 1 : max(span.end, min(end, following, span.end + _NEAR))]
        outlet = self._outlets.in_clause(self._frame[start:end], start)
        after = after_quote(suffix) if self._may_follow(span, suffix) else None
        before = before_quote(prefix) if prefix.strip(" " + _MASK) else None
        for attribution in (before, after) if before and before.verb != "according to" else (after, before):
            if attribution and not self._relays(attribution):
                speaker = self._resolved(attribution, span.start, prefix)
                if speaker is not None:
                    return replace(speaker, outlet=outlet or self._relayed_before(speaker, block, start))
        if after and self._relays(after):
            return replace(_NOBODY, outlet=outlet)
        if prefix.rstrip(" " + _MASK).endswith(","):
            # "Pargeter put it at nine pounds, “and that is dear.”"
            person = self._person_meant(sentence_subject(prefix), span.start)
            if person and self._speaks(person):
                return replace(self._of_person(person, span.start), outlet=outlet)
        if not prefix.strip(" ,“\"'‘") or (prefix.lstrip()[:1] in "“\"'‘" and prefix.lstrip()[1:2] == _MASK):
            return None
        return replace(_NOBODY, outlet=outlet)

    def _may_follow(self, span: Span, suffix: str) -> bool:
        """A full stop inside the marks ends the sentence: what follows attributes nothing."""
        inside = self._frame[span.end - 1]
        return inside != "." or suffix.startswith(",")

    def _relays(self, attribution: Attribution) -> bool:
        """Whether the attribution names an outlet that reported and not a speaker."""
        subject = attribution.subject
        if subject.kind != "name" or not self._outlets.is_outlet(subject.text):
            return False
        return attribution.verb in ("reported", "reports", "according to", "wrote", "quoted", "noted", "said")

    def _continued(self, span: Span, previous: _Speaker | None, *, all_quoted: bool) -> _Speaker:
        """A quotation that stands alone goes on with the one before it, or is spoken by whom the text speaks
        of."""
        if previous is not None:
            return previous
        if all_quoted:
            return replace(self._last, outlet="")
        return self._of_person(self._salient, span.start) if self._salient else _NOBODY

    def _relayed_before(self, speaker: _Speaker, block: Block, start: int) -> str:
        """The outlet that the paragraph names for the same speaker before the sentence at `start`."""
        first = max(block.start, start - _FAR)
        told = self._outlets.in_clause(self._frame[first:start], first) if speaker.full else ""
        named = {person.name for person in self._names.people_between(first, start)}
        return told if speaker.full in named else ""

    def _resolved(self, attribution: Attribution, position: int, prefix: str) -> _Speaker | None:
        """The speaker that an attribution means; None where its subject cannot be one."""
        subject = attribution.subject
        if subject.kind == "pronoun":
            if subject.text in ("it", "they", "we", "i"):
                return _NOBODY if subject.text != "i" else None
            opening = self._person_meant(sentence_subject(prefix), position)
            person = self._by_pronoun(subject.text, position, opening)
        elif subject.kind == "description":
            person = self._names.by_role(subject.text, position) or self._described(subject.text, position)
            if person is None:
                return _Speaker(role=subject.text if len(subject.text) < 120 else "")
        else:
            person = self._names.person(subject.text, position)
            if person is None:
                return _Speaker(subject.text, subject.text, subject.titles)
        if person is None:
            return _NOBODY
        self._salient = person
        near = f"{subject.titles} {subject.text}".strip() if subject.kind == "name" else subject.text
        return replace(self._of_person(person, position), near=near)

    def _described(self, description: str, position: int) -> Person | None:
        """Whom "the captain" or "the letter" means where no role fits: him of whom the sentence before speaks, if the
        text has not said what he is."""
        found = _THE_ONE.match(description)
        person = self._salient
        if not found or person is None or not self._speaks(person):
            return None
        if _WRITING.search(found.group("noun")):
            return person
        nearby = {each.name for each in self._names.people_between(max(0, position - _NEAR), position)}
        return (
            person
            if is_occupation(found.group("noun")) and not person.roles and person.name in nearby
            else None
        )

    def _by_pronoun(self, pronoun: str, position: int, opening: Person | None = None) -> Person | None:
        """The nearest person whose gender does not forbid it; the pronoun then fixes the gender."""
        gender = _GENDER[pronoun]
        near = max(0, position - 600)
        recent = [
            each for each in reversed(self._names.named_between(near, position)) if self._speaks(each[0])
        ]
        if self._unnamed_since(recent[0][1] if recent else near - 1, near, position):
            return None
        candidates = [opening, self._asked, self._salient, *(each for each, _ in recent)]
        for person in candidates:
            if person and self._speaks(person) and person.may_be(gender):
                person.gender = gender
                return person
        return None

    def _unnamed_since(self, named: int, near: int, position: int) -> bool:
        """Whether somebody without a name was introduced after `named`, where the last one with a name stands."""
        for place, description in reversed(unnamed_people(self._frame, near, position)):
            if place < named:
                return False
            if not description.startswith("The ") or not (
                self._names.by_role(description, place) or self._described(description, place)
            ):
                return True
        return False

    def _speaks(self, person: Person) -> bool:
        """Whether a name can be a person's: no outlet, and named in full or with a title or role."""
        if is_body(person.name) or self._outlets.is_outlet(person.name):
            return False
        return " " in person.name or bool(person.roles)

    def _of_person(self, person: Person | None, position: int) -> _Speaker:
        if person is None:
            return _NOBODY
        full = self._names.fullest(person.name, position)
        known = self._names.people.get(full, person)
        return _Speaker(person.name, full, next(iter(known.roles), ""))

    def _note_subject(self, start: int, end: int) -> None:
        """Remember of whom a sentence speaks."""
        if start > self._silent_from:
            return
        end = min(end, start + _FAR)
        sentence = self._frame[start:end]
        attribution = before_quote(sentence)
        subject = attribution.subject if attribution else None
        if (
            subject is None
            or subject.kind == "pronoun"
            or (subject.kind == "name" and self._outlets.is_outlet(subject.text))
        ):
            subject = sentence_subject(sentence) or subject
        person = self._person_meant(subject, end) or self._person_meant(sentence_subject(sentence), end)
        mentioned = [each for each in self._names.people_between(start, end) if self._speaks(each)]
        if person is None and subject and subject.kind == "pronoun" and subject.text in _GENDER:
            person = self._by_pronoun(subject.text, start)
        self._note_question(attribution, person, mentioned)
        if person and self._speaks(person):
            self._salient = person
            self._learn_gender(person, sentence)
        else:
            # Spoken of without being the subject: only whom the text introduces ("a laugh from crofter
            # Ennis").
            introduced = [each for each in mentioned if each.roles]
            self._salient = introduced[-1] if introduced else self._salient

    def _note_question(
        self, attribution: Attribution | None, asking: Person | None, mentioned: Sequence[Person]
    ) -> None:
        """Remember who was asked: he answers next. The one named beside the asker, else the one spoken of before."""
        self._asked = None
        if attribution and attribution.verb in ("asked", "asks"):
            others = [each for each in mentioned if each is not asking]
            before = self._salient if self._salient is not asking else None
            self._asked = others[0] if others else before

    def _person_meant(self, subject: Subject | None, position: int) -> Person | None:
        if subject is None or subject.kind == "pronoun":
            return None
        if subject.kind == "name":
            return self._names.person(subject.text, position)
        return self._names.by_role(subject.text, position)

    def _learn_gender(self, person: Person, sentence: str) -> None:
        """ "Karlow said she …": a pronoun right after the subject's verb is the subject's."""
        found = re.search(r"\b(?:said|says|wrote|told \w+|believes|thinks)(?: that)? (he|she)\b", sentence)
        if found and not person.gender:
            person.gender = _GENDER[found.group(1)]


def _masked(text: str, parts: Sequence[tuple[int, int]]) -> str:
    """The text with parts of it masked but for their last character, which may end a sentence."""
    pieces, cursor = [], 0
    for start, end in sorted(parts):
        if start >= cursor:
            pieces += [text[cursor:start], _MASK * (end - start - 1), text[end - 1 : end]]
            cursor = end
    return "".join([*pieces, text[cursor:]])


def _sentences(frame: str) -> list[tuple[int, int]]:
    """Sentences of a masked paragraph; one that ends in ? or ! inside marks goes on where its attribution
    follows."""
    joined: list[tuple[int, int]] = []
    for start, end in split(frame):
        if joined and re.search(r"\x01[?!…][”\"’']?$", frame[joined[-1][0] : joined[-1][1]]):
            opening = frame[start:end]
            if opening[0] not in "“\"‘'" and after_quote(opening.split(_MASK)[0][:120]):
                joined[-1] = (joined[-1][0], end)
                continue
        joined.append((start, end))
    return joined


def _with_echoes(text: str, quotations: list[Quotation]) -> tuple[Quotation, ...]:
    """Give a speaker to the opening's short quotations whose words a named speaker says in full further
    on."""
    out = list(quotations)
    for place, quotation in enumerate(quotations[:_ECHOED]):
        words = text[quotation.start : quotation.end].strip(" .,;").casefold()
        if quotation.speaker_full or len(words.split()) < _MIN_ECHO_WORDS:
            continue
        for each in quotations[place + 1 : place + _ECHOING]:
            if each.speaker_full and words in text[each.start : each.end].casefold():
                out[place] = replace(quotation, speaker_full=each.speaker_full, role=each.role)
                break
    return tuple(out)
