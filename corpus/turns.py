"""Whose turn it is in an interview, a transcript or a hearing, by labels and by the order of the paragraphs.

Used by `corpus.quotations`. Reads the masked text alone; who a name means,
`corpus.speakers` knows.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from corpus.article import Block
from corpus.frames import MASK, is_all_quoted
from corpus.names import Person
from corpus.quotes import Span
from corpus.speakers import Company, Speaker

_TO_YOU = re.compile(r"\b[Yy]ou(?:r|rs|rself)?\b")
# One question may be rhetorical; an interview has several.
_ANSWERS = 2
# "Juneau: Governor Roe said …": a label before a whole sentence; "Roe: “…”" has nothing between.
_LABEL = re.compile(r"([A-Z][\w.’' -]{0,40}): (?=\S+ \S+ )")
_ASKED = re.compile(r"\x01\S{0,3} (?:asked|asks)\b|\b(?:asked|asks)\.?$")
# An answer in court; longer words without an attribution go on with the speaker before.
_SHORT_ANSWER = 50


class Turns:
    """The turns of one article; `follow` is told each paragraph with its last two speakers, in order."""

    def __init__(self, frame: str, blocks: Sequence[Block], company: Company) -> None:
        self._frame = frame
        self._blocks = blocks
        self._company = company
        # Who asked in the paragraph before, and who answers where the next one is nothing but short words.
        self._dialogue: tuple[Speaker, Speaker] | None = None
        answers = sum(self._answers(before, block) for before, block in pairwise(blocks))
        self._interviewee = self._first_named() if answers >= _ANSWERS else None
        questions = sum(frame.startswith("Q: ", block.start) for block in blocks)
        self._behind_a = self._first_named() if questions >= _ANSWERS else None

    def interviewee(self, number: int) -> Person | None:
        """Who speaks the quoted words that are all of a paragraph, if they answer the question in the one before."""
        if not (
            self._interviewee and number and self._answers(self._blocks[number - 1], self._blocks[number])
        ):
            return None
        return self._interviewee

    def labelled(self, block: Block) -> Person | None:
        """Whose words a paragraph is by its label ("ROE: I told …", "A: I told …")."""
        label = _LABEL.match(self._frame, block.start, block.end)
        if label and label.group(1) == "A":
            return self._behind_a
        person = self._company.names.person(label.group(1), block.start) if label else None
        return person if person and self._company.speaks(person) else None

    def unlabelled(self, prefix: str, block: Block) -> str:
        """The words before a quotation without the label that opens their paragraph, if that is no speaker's."""
        if block.label and prefix.startswith(MASK):
            return prefix[len(block.label) + 1 :]
        label = _LABEL.match(prefix)
        person = self._company.names.person(label.group(1), block.start) if label else None
        return prefix[label.end() :] if label and not (person and self._company.speaks(person)) else prefix

    def follow(self, block: Block, spans: Sequence[Span], last: Speaker, before_last: Speaker) -> None:
        """Note who asks and who answers: "“How many?” asked Sheikh." and then "“Four.”"."""
        words = self._words(block)
        if self._dialogue and is_all_quoted(words):
            return
        asks = len(spans) == 1 and self._frame[spans[0].end - 1] == "?" and _ASKED.search(words)
        self._dialogue = (last, before_last) if asks and before_last.full else None

    def reply(self, span: Span) -> Speaker | None:
        """Who speaks short words that stand alone in a dialogue: he who asks if they ask, else he who answers."""
        if self._dialogue is None or span.end - span.start >= _SHORT_ANSWER:
            return None
        return self._dialogue[self._frame[span.end - 1] != "?"]

    def _first_named(self) -> Person | None:
        people = (person for person, _ in self._company.names.named_between(0, len(self._frame)))
        return next((each for each in people if " " in each.name and self._company.speaks(each)), None)

    def _answers(self, question: Block, block: Block) -> bool:
        """Whether a paragraph of quoted words alone follows a question, or words to "you"."""
        if not is_all_quoted(self._words(block)):
            return False
        asked = self._words(question)
        return bool(_TO_YOU.search(asked)) or (asked.endswith("?") and MASK not in asked)

    def _words(self, block: Block) -> str:
        return self._frame[block.start : block.end]
