"""Find the spans between quotation marks: straight and curly, single and double, carried over paragraphs.

Used by `corpus.quotations`. Knows no speaker. A quotation within a quotation
belongs to the outer one; an apostrophe is no mark.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.article import Block

_MARK = re.compile(r"[“”„«»\"‘’'‚]")
_DOUBLE = '“”„«»"'
_OPENS_AFTER = " \n\t([{—–-/…:\xa0“‘\"'"
# Words that lose their first letter: the mark before them is an apostrophe.
_CLIPPED = re.compile(r"(?:\d\ds?\b|(?:em|til|tis|twas|n|cause|round|bout)\b)", re.IGNORECASE)


# The fullest real article has 650 in 0.3 million characters; the longest that is read may have 2 million.
_MOST_SPANS = 5_000


@dataclass(frozen=True, slots=True)
class Span:
    """Offsets of the words between two marks. `carried`: the paragraph ended before a closing mark."""

    start: int
    end: int
    carried: bool = False


def spans_of(text: str, blocks: Sequence[Block]) -> list[Span]:
    """The quoted spans of an article, in order, none across a block's end; of absurdly many the first ones."""
    spans: list[Span] = []
    for place, block in enumerate(blocks):
        following = blocks[place + 1].start if place + 1 < len(blocks) else len(text)
        if len(spans) >= _MOST_SPANS:
            break
        goes_on = text[following : following + 1] in ("“", '"', "„", "«")
        spans += _spans_in(text, block.start, block.end, goes_on=goes_on)
    return spans


def _spans_in(text: str, start: int, end: int, *, goes_on: bool) -> list[Span]:
    spans: list[Span] = []
    position = start
    unclosed: set[str] = set()
    while len(spans) < _MOST_SPANS and (opening := _MARK.search(text, position, end)):
        position = opening.end()
        if opening.group() in unclosed or not _opens(text, opening.start(), start, end):
            continue
        double = opening.group() in _DOUBLE
        closing = _closing(text, position, end, opening.group())
        if closing >= 0:
            _append(spans, text, position, closing)
            position = closing + 1
        elif double and (goes_on or opening.start() == start):
            _append(spans, text, position, end, carried=True)
            break
        elif double:
            # What closes none of this kind here closes none further on either.
            unclosed.add(opening.group())
    return spans


def _append(spans: list[Span], text: str, start: int, end: int, *, carried: bool = False) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if any(char.isalnum() for char in text[start:end]):
        spans.append(Span(start, end, carried))


def _opens(text: str, position: int, start: int, end: int) -> bool:
    """Whether a mark can open a quotation where it stands."""
    mark = text[position]
    after = text[position + 1 : position + 2]
    if position + 1 >= end or not after or after.isspace():
        return False
    if mark in "“„«‚":
        return True
    before = text[position - 1] if position > start else " "
    if before not in _OPENS_AFTER:
        return False
    if mark in "'‘’" and (_CLIPPED.match(text, position + 1) or not (after.isalnum() or after in '“"[…$')):
        return False
    return mark in "\"'‘"


def _closing(text: str, position: int, end: int, opened: str) -> int:
    """Where the quotation opened before `position` closes, -1 if it does not in this block."""
    if opened in "'‘‚":
        return _closing_single(text, position, end)
    for match in _MARK.finditer(text, position, end):
        mark, at = match.group(), match.start()
        if opened == "«":
            if mark == "»":
                return at
        elif mark in "’'" and text[at + 1 : at + 2] == mark and opened in '“"':
            # Two single marks for a double one.
            return at
        elif mark == "”" or (mark == '"' and _may_close(text, at, end)) or (mark == "“" and opened == "„"):
            return at
    return -1


def _may_close(text: str, position: int, end: int) -> bool:
    """A straight mark closes where no word follows at once and something stands before it."""
    after = text[position + 1 : position + 2] if position + 1 < end else " "
    before = text[position - 1]
    return not after.isalnum() or (not before.isspace() and before in ".,?!…")


def _closing_single(text: str, position: int, end: int) -> int:
    """A single mark closes after a word's end; of several, the first beside a stop, or the last before a new
    opening."""
    possible = -1
    nested = 0
    for match in _MARK.finditer(text, position, end):
        mark, at = match.group(), match.start()
        if mark in '“"':
            nested = 0 if mark == '"' and nested else 1
            continue
        if mark == "”":
            nested = 0
            continue
        after = text[at + 1 : at + 2] if at + 1 < end else " "
        before = text[at - 1]
        if mark == "‘" or (mark == "'" and before.isspace() and after.isalnum()):
            break
        if mark not in "’'" or after.isalnum() or before.isspace() or nested:
            continue
        if before in ".,!?…" or after in ",.;:!?)—–" or before not in "sz":
            return at
        if possible < 0:
            possible = at
    return possible
