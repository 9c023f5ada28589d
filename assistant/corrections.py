"""Corrections that a publication printed of a figure: the wrong one never answers, and the right one says since when.

Used by `assistant.plain`. Reads the correction blocks of the articles that an
answer cites; a correction that names no two figures changes nothing.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.answer import Note
from assistant.citations import cite
from assistant.days import named
from assistant.evidence import Evidence
from assistant.terms import numbers
from corpus.article import Article, Block

# "… gave the share as 12.9 percent. It is 12.6."
_WRONG_THEN_RIGHT = re.compile(
    r"(?P<wrong>[^.]*(?:\.\d[^.]*)*)\.\s+(?:It|They|The \w+|In fact,? \w+)\s+"
    r"(?:is|was|are|were|has|have|had)\b(?P<right>.*)",
    re.S,
)
_DATED = re.compile(r"^\W*\w+,\s+([^:]{3,30}):")


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction of an article: the numbers that it withdraws and those that it gives, each in one form."""

    article: Article
    block: Block
    day: date | None
    wrong: frozenset[str]
    right: frozenset[str]


def corrections_of(article: Article) -> tuple[Correction, ...]:
    """The corrections of figures that the article prints."""
    found = (_read(article, block) for block in article.blocks if block.kind == "correction")
    return tuple(each for each in found if each is not None)


def _read(article: Article, block: Block) -> Correction | None:
    text = article.text[block.start : block.end]
    dated = _DATED.match(text)
    told = _WRONG_THEN_RIGHT.search(text[dated.end() :] if dated else text.partition(":")[2] or text)
    if told is None:
        return None
    wrong, right = (
        numbers(told["wrong"]) - numbers(told["right"]),
        numbers(told["right"]) - numbers(told["wrong"]),
    )
    if not wrong or not right:
        return None
    return Correction(article, block, _day(dated.group(1), article) if dated else article.published, frozenset(wrong),
                      frozenset(right))  # fmt: skip


def _day(words: str, article: Article) -> date | None:
    """The day that a correction names, in its article's year where it names none."""
    for time in named(words):
        if time.month and time.day and (time.year or article.published):
            year = time.year or (article.published.year if article.published else 0)
            return date(year, time.month, time.day)
    return article.published


def corrected(
    chosen: Sequence[Evidence], article: Callable[[str], Article], as_of: date | None
) -> tuple[list[Evidence], tuple[Note, ...]]:
    """The chosen sentences, the correction in the place of those that it withdrew, and a note on each they touch."""
    sources = {one.hit.passage.article_id: article(one.hit.passage.article_id) for one in chosen}
    kept, notes = list(chosen), []
    for source in sources.values():
        for each in corrections_of(source):
            if as_of and each.day and each.day > as_of:
                continue
            of_it = [one for one in kept if one.hit.passage.article_id == source.id]
            gone = [
                one for one in of_it if numbers(one.text) & each.wrong and not numbers(one.text) & each.right
            ]
            if gone or any(numbers(one.text) & each.right for one in of_it):
                told = [_in_place_of(one, each) for one in gone[:1]]
                kept = [*told, *(one for one in kept if one not in gone)]
                notes.append(_note(each))
    return kept, tuple(notes)


def _in_place_of(withdrawn: Evidence, correction: Correction) -> Evidence:
    start, end = correction.block.start, correction.block.end
    return replace(withdrawn, start=start, end=end, text=correction.article.text[start:end])


def _note(correction: Correction) -> Note:
    source, day = correction.article, correction.day
    when = f" on {day.day} {day:%B %Y}" if day else ""
    words = " ".join(source.text[correction.block.start : correction.block.end].strip("* ").split())
    text = f"{source.publication or 'The publication'} corrected this{when}: “{words}”"
    return Note("superseded", text, (cite(source, correction.block.start, correction.block.end),))
