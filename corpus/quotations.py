"""Quotations with their speakers: who says it, in which role, and which outlet relayed it.

Used by `corpus.understanding`. Walks through the paragraphs in order; who is
meant by a name, a role or a pronoun, `corpus.speakers` knows. A speaker that
the text does not name stays "".
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from corpus.article import Block, Quotation, Reference
from corpus.clauses import Attribution, after_quote, before_quote
from corpus.frames import FAR, MASK, NEAR, is_all_quoted, masked, sentences_of
from corpus.names import Names, Person
from corpus.outlets import Outlets
from corpus.quotes import Span
from corpus.speakers import NOBODY, Company, Speaker
from corpus.subjects import sentence_subject

# A short quotation without a speaker that a longer one with a speaker repeats is his.
_MIN_ECHO_WORDS = 3
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
# Of the 4,929 real articles the fullest has 650 quotations; text made of nothing else must not take for ever.
_MOST_ATTRIBUTED = 1_500
_TO_YOU = re.compile(r"\b[Yy]ou(?:r|rs|rself)?\b")
# One question may be rhetorical; an interview has several.
_ANSWERS = 2
# Echoes are sought for the opening's quotations, among the next ones.
_ECHOED, _ECHOING = 12, 200


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
    return _with_echoes(text, _Reader(text, blocks, spans, _titles(references, works)).read())


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
        self._frame = masked(text, [*((span.start, span.end) for span in spans), *titles, *headings])
        names = Names(self._frame)
        for span in spans:
            names.learn_quoted(text[span.start : span.end], span.start)
        self._outlets = Outlets(self._frame, names)
        self._company = Company(self._frame, names, self._outlets)
        self._last = NOBODY
        self._carried = False
        self._silent_from = spans[_MOST_ATTRIBUTED].start if len(spans) > _MOST_ATTRIBUTED else len(text)
        self._interviewee = self._interviewed()

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

    def _interviewed(self) -> Person | None:
        """Who answers the questions of an interview: the first person named, where paragraphs that are questions to
        "you" are followed by paragraphs of quoted words alone."""
        answers = sum(self._answers(before, block) for before, block in pairwise(self._blocks))
        if answers < _ANSWERS:
            return None
        people = (person for person, _ in self._company.names.named_between(0, len(self._frame)))
        return next((each for each in people if " " in each.name and self._company.speaks(each)), None)

    def _answers(self, question: Block, block: Block) -> bool:
        if not is_all_quoted(self._words(block)):
            return False
        asked = self._words(question)
        return bool(_TO_YOU.search(asked)) or (asked.endswith("?") and MASK not in asked)

    def _words(self, block: Block) -> str:
        return self._frame[block.start : block.end]

    def _read_block(self, number: int, block: Block, spans: Sequence[Span]) -> list[Quotation]:
        if block.kind == "heading":
            return [Quotation(span.start, span.end) for span in spans]
        sentences = [(block.start + a, block.start + b) for a, b in sentences_of(self._words(block))]
        found: list[Quotation] = []
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
            found.append(
                Quotation(span.start, span.end, speaker.near, speaker.full, speaker.role, speaker.outlet)
            )
            previous = speaker
            self._last = speaker if speaker.full else self._last
        self._note(sentences[done:])
        self._carried = bool(spans and spans[-1].carried)
        return found

    def _before(self, number: int, block: Block) -> Speaker | None:
        """Who speaks when a paragraph opens: the one whose words are carried over, or who is interviewed."""
        if self._interviewee and number and self._answers(self._blocks[number - 1], block):
            return self._company.speaker_of(self._interviewee, block.start)
        return self._last if self._carried else None

    def _note(self, sentences: Sequence[tuple[int, int]]) -> None:
        for start, end in sentences:
            if start <= self._silent_from:
                self._company.note(start, end)

    def _speaker(self, span: Span, sentence: tuple[int, int], block: Block, following: int) -> Speaker | None:
        """Who speaks `span` by its sentence, `following` where the next quotation opens; None if it goes on
        another."""
        if span.start >= self._silent_from:
            return NOBODY
        start, end = max(sentence[0], span.start - FAR), min(sentence[1], span.end + FAR)
        prefix = self._frame[start : max(start, span.start - 1)]
        if block.label and prefix.startswith(block.label):
            prefix = prefix[len(block.label) + 1 :]
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
                speaker = self._company.resolved(attribution, span.start, prefix)
                if speaker is not None:
                    return speaker
        if after and self._relays(after):
            return NOBODY
        if prefix.rstrip(" " + MASK).endswith(","):
            # "Pargeter put it at nine pounds, “and that is dear.”"
            person = self._company.meant(sentence_subject(prefix), span.start)
            if person and self._company.speaks(person):
                return self._company.speaker_of(person, span.start)
        return None

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
        if all_quoted:
            return replace(self._last, outlet="")
        return self._company.last_spoken_of(span.start)

    def _relayed_before(self, speaker: Speaker, block: Block, start: int) -> str:
        """The outlet that the paragraph names for the same speaker before the sentence at `start`."""
        first = max(block.start, start - FAR)
        told = self._outlets.in_clause(self._frame[first:start], first) if speaker.full else ""
        named = {person.name for person in self._company.names.people_between(first, start)}
        return told if speaker.full in named else ""


def _titles(references: Sequence[Reference], works: Sequence[Span]) -> list[tuple[int, int]]:
    named = [(each.start, each.end) for each in references if each.title and not each.url]
    return named + [(work.start, work.end) for work in works]


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
