"""Quotations with their speakers: who says it, in which role, and which outlet relayed it.

Used by `corpus.understanding`. Walks through the paragraphs in order; who is
meant by a name, a role or a pronoun, `corpus.speakers` knows. A speaker that
the text does not name stays "".
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from corpus.article import Block, Quotation, Reference
from corpus.clauses import Attribution, after_quote, before_quote
from corpus.echoes import with_echoes
from corpus.frames import FAR, MASK, NEAR, is_all_quoted, masked, sentences_of
from corpus.given_names import likely_gender
from corpus.mentions import mentions_in
from corpus.names import Names, Person
from corpus.outlets import Outlets
from corpus.quotes import Span
from corpus.roles import gender_of_role, is_person_noun
from corpus.speakers import NOBODY, Company, Speaker
from corpus.subjects import sentence_subject, subject_before
from corpus.turns import Turns
from corpus.works import nickname_of

# "an e-mail headed “…”", "the words “…”": what a thing is called or says, though he who "used the term" says it.
_THING = re.compile(
    r"(?:\b(?:headed|entitled|inscribed|nicknamed|known as|so-called|marked)|"
    r"(?<!used )(?<!uses )(?<!with )(?<!coined )\b[Tt]he "
    r"(?:words?|phrase|term|slogan|motto|heading|headline|inscription)),? $"
)
# "Then: “Some Christmas.”": the speaker goes on.
_AND_THEN = re.compile(r"(?:And|But|Then|And then|Later|Again|Finally|Still)(?:[,:]| )*")
_GOES_ON = re.compile(r" (?:\([^()]*\) )?[a-z]")
_BLOCKS_BEFORE = 3
# Of the 4,929 real articles the fullest has 650 quotations: of text made of nothing else no more is read for speakers.
_MOST_ATTRIBUTED = 1_000
# "– Karen Bass, mayor": who signs the quotation above.
_SIGNED = re.compile(r"\s{1,3}[—–-]{1,2} ?([A-Z][^,.:;’'\n]{3,80}),")
# In these first paragraphs somebody may be described before the name is told.
_LEDE = 2
_APPOSED = re.compile(r", (?:\d{1,3}\b|an? |the |who |of )")
# An article of so many headings with at most so many paragraphs each is a list.
_LIST_HEADINGS, _LIST_PARAGRAPHS = 6, 2


def quotations_of(
    text: str,
    blocks: Sequence[Block],
    spans: Sequence[Span],
    references: Sequence[Reference],
    works: Sequence[Span] = (),
) -> tuple[Quotation, ...]:
    """One quotation a span, in order. Titles of `references` and `works`, and headings, name nobody."""
    if not spans:
        return ()
    read, passed = spans[:_MOST_ATTRIBUTED], spans[_MOST_ATTRIBUTED:]
    end = passed[0].start - 1 if passed else len(text)
    shown = [replace(block, end=min(block.end, end)) for block in blocks if block.start < end]
    titles = [each for each in _titles(references, works) if each[1] <= end]
    found = _Reader(text[:end], shown, read, titles).read()
    return (*with_echoes(text, found), *(Quotation(span.start, span.end) for span in passed))


class _Reader:
    """Walks through an article, paragraph by paragraph."""

    def __init__(
        self,
        text: str,
        blocks: Sequence[Block],
        spans: Sequence[Span],
        titles: Sequence[tuple[int, int]],
    ) -> None:
        self._blocks = blocks
        self._spans = spans
        headings = [(block.start, block.end) for block in blocks if block.kind == "heading"]
        labels = [(block.start, block.start + len(block.label)) for block in blocks if block.label]
        self._frame = masked(text, [*((span.start, span.end) for span in spans), *titles, *headings, *labels])
        names = Names(self._frame)
        for span in spans:
            names.learn_quoted(text[span.start : span.end], span.start)
        for start, end in titles:
            if name := nickname_of(text, start, end):
                names.learn_nickname(name, text[start:end], start)
        self._outlets = Outlets(self._frame, names)
        self._company = Company(self._frame, names, self._outlets)
        self._small = frozenset(span.start for span in spans if text[span.start].islower())
        self._is_list = _is_list(blocks)
        self._last = NOBODY
        self._before_last = NOBODY
        self._carried = False
        self._turns = Turns(self._frame, blocks, self._company)
        # Who says "I" in the paragraph that is being read.
        self._i: Person | None = None

    def read(self) -> list[Quotation]:
        """The quotations of all blocks, in order. Blocks far before any quotation matter to none, and are passed."""
        starts = [span.start for span in self._spans]
        bounds = [bisect_left(starts, block.start) for block in self._blocks] + [len(starts)]
        quotations: list[Quotation] = []
        for number, block in enumerate(self._blocks):
            near = bounds[min(number + 1 + _BLOCKS_BEFORE, len(self._blocks))]
            if near > bounds[number]:
                quotations += self._read_block(
                    number, block, self._spans[bounds[number] : bounds[number + 1]]
                )
        return quotations

    def _words(self, block: Block) -> str:
        return self._frame[block.start : block.end]

    def _read_block(self, number: int, block: Block, spans: Sequence[Span]) -> list[Quotation]:
        if block.kind == "heading":
            if self._is_list:
                # Each item stands alone.
                self._last, self._before_last = NOBODY, NOBODY
                self._company.forget(block.end)
            return [Quotation(span.start, span.end) for span in spans]
        sentences = [(block.start + a, block.start + b) for a, b in sentences_of(self._words(block))]
        found: list[Quotation] = []
        self._i = self._turns.labelled(block)
        previous = self._before(number, block)
        all_quoted = is_all_quoted(self._words(block))
        done = 0
        for place, span in enumerate(spans):
            passed = done
            while done < len(sentences) and sentences[done][1] < span.start:
                done += 1
            self._note(sentences[passed:done])
            sentence = sentences[done] if done < len(sentences) else (block.start, block.end)
            following = spans[place + 1].start - 1 if place + 1 < len(spans) else block.end
            speaker = self._speaker(span, sentence, block, following)
            if speaker is None:
                speaker = self._continued(span, previous, all_quoted=all_quoted)
            if number < _LEDE and speaker.role and not speaker.full:
                speaker = self._named_next(number, speaker)
            found.append(
                Quotation(span.start, span.end, speaker.near, speaker.full, speaker.role, speaker.outlet)
            )
            previous = speaker
            self._remember(speaker)
        self._note(sentences[done:])
        self._carried = bool(spans and spans[-1].carried)
        self._turns.follow(block, spans, self._last, self._before_last)
        return found

    def _named_next(self, number: int, speaker: Speaker) -> Speaker:
        """Who is described in the lede and named as the next paragraph opens ("A vet said …", "Luc Roe, 44, …")."""
        following = self._blocks[number + 1].start if number + 1 < len(self._blocks) else len(self._frame)
        person = next((each for each, _ in self._company.names.named_between(following, following + 1)), None)
        if (
            person is None
            or " " not in person.name
            or not self._company.speaks(person)
            or person.first < following
        ):
            return speaker
        apposed = _APPOSED.match(self._frame, following + len(person.name))
        fits = person.may_be(gender_of_role(speaker.role) or likely_gender(person.name))
        somebody = any(map(is_person_noun, speaker.role.lower().split()))
        found = self._company.speaker_of(person, following)
        return replace(found, outlet=speaker.outlet) if apposed and fits and somebody else speaker

    def _remember(self, speaker: Speaker) -> None:
        if speaker.full and speaker.full != self._last.full:
            self._before_last = self._last
        self._last = speaker if speaker.full else self._last

    def _before(self, number: int, block: Block) -> Speaker | None:
        """Who speaks when a paragraph opens: the one whose words are carried over, or who is interviewed."""
        interviewee = self._turns.interviewee(number)
        if interviewee:
            return self._company.speaker_of(interviewee, block.start)
        return self._last if self._carried else None

    def _note(self, sentences: Sequence[tuple[int, int]]) -> None:
        for start, end in sentences:
            self._company.note(start, end)

    def _speaker(self, span: Span, sentence: tuple[int, int], block: Block, following: int) -> Speaker | None:
        """Who speaks `span` by its sentence, `following` where the next quotation opens; None if it goes on
        another."""
        start, end = max(sentence[0], span.start - FAR), min(sentence[1], span.end + FAR)
        prefix = self._turns.unlabelled(self._frame[start : max(start, span.start - 1)], block)
        suffix = self._frame[span.end + 1 : max(span.end, min(end, following, span.end + NEAR))]
        outlet = self._outlets.in_clause(self._frame[start:end], start)
        if _THING.search(prefix):
            return replace(NOBODY, outlet=outlet)
        after = after_quote(suffix) if self._may_follow(span, suffix) else None
        speaker = self._attributed(span, prefix, after)
        if speaker is not None:
            return replace(speaker, outlet=outlet or self._relayed_before(speaker, block, start))
        if self._goes_on(span, prefix, suffix, after):
            return None
        return replace(NOBODY, outlet=outlet)

    def _attributed(self, span: Span, prefix: str, after: Attribution | None) -> Speaker | None:
        """The speaker that the words around a quotation name, NOBODY included; None where they attribute nothing."""
        before = before_quote(prefix) if prefix.strip(" " + MASK) else None
        for attribution in (before, after) if before and before.verb != "according to" else (after, before):
            if attribution and not self._relays(attribution):
                if attribution.subject.text == "i" and self._i:
                    return self._company.speaker_of(self._i, span.start)
                speaker = self._company.resolved(attribution, span.start, prefix)
                if speaker is not None:
                    return speaker
        if after and self._relays(after):
            return NOBODY
        person = self._bare_subject(span, prefix)
        if person:
            return self._company.speaker_of(person, span.start)
        if prefix.rstrip(" " + MASK).endswith(","):
            # "Pargeter put it at nine pounds, “and that is dear.”"
            person = self._company.meant(sentence_subject(prefix), span.start)
            if person and self._company.speaks(person):
                return self._company.speaker_of(person, span.start)
        return None

    def _bare_subject(self, span: Span, prefix: str) -> Person | None:
        """Whose own words follow his name at once ("Rodgers “just wanted to play”"), if he was the last to speak."""
        subject = subject_before(prefix) if span.start in self._small else None
        person = self._company.meant(subject, span.start)
        last = self._last.full
        return (
            person if person and last and last == self._company.speaker_of(person, span.start).full else None
        )

    def _goes_on(self, span: Span, prefix: str, suffix: str, after: Attribution | None) -> bool:
        """Whether a quotation that nothing attributes opens its sentence, and so goes on with what was said before."""
        if _AND_THEN.fullmatch(prefix):
            return True
        opening = prefix.lstrip()
        if prefix.strip(" ,“\"'‘") and not (opening[:1] in "“\"'‘" and opening[1:2] == MASK):
            return False
        # "“Dark money” generally refers to …": a word talked about.
        talked_about = (
            not opening and not after and self._frame[span.end - 1].isalnum() and _GOES_ON.match(suffix)
        )
        return not talked_about

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

    def _continued(self, span: Span, previous: Speaker | None, *, all_quoted: bool) -> Speaker:
        """A quotation that stands alone goes on with the one before it, or is spoken by whom the text speaks
        of."""
        if previous is not None:
            return previous
        if all_quoted and (signed := self._signed(span)):
            return signed
        if all_quoted and (reply := self._turns.reply(span)):
            return replace(reply, outlet="")
        if all_quoted:
            return replace(self._last, outlet="")
        return self._company.last_spoken_of(span.start)

    def _signed(self, span: Span) -> Speaker | None:
        """Who signs a quotation that is a paragraph of its own: "– Karen Bass, mayor" in the next one."""
        below = _SIGNED.match(self._frame, span.end + 1)
        named = [each for each in mentions_in(below.group(1)) if " " in each.name] if below else []
        person = self._company.names.person(named[-1].name, span.end + NEAR) if named else None
        return self._company.speaker_of(person, span.end + NEAR) if person else None

    def _relayed_before(self, speaker: Speaker, block: Block, start: int) -> str:
        """The outlet that the paragraph names for the same speaker before the sentence at `start`."""
        first = max(block.start, start - FAR)
        told = self._outlets.in_clause(self._frame[first:start], first) if speaker.full else ""
        named = {person.name for person in self._company.names.people_between(first, start)}
        return told if speaker.full in named else ""


def _is_list(blocks: Sequence[Block]) -> bool:
    """Whether an article is a list of items under headings, of which each stands alone ("News from our 50 states")."""
    headings = sum(block.kind == "heading" for block in blocks)
    return headings >= _LIST_HEADINGS and len(blocks) - headings <= _LIST_PARAGRAPHS * headings


def _titles(references: Sequence[Reference], works: Sequence[Span]) -> list[tuple[int, int]]:
    named = [(each.start, each.end) for each in references if each.title and not each.url]
    return named + [(work.start, work.end) for work in works]
