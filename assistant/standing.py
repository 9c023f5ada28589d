"""Which figure stands: the newest of those that articles give for one thing, what it replaced, and who disagrees.

Used by `assistant.plain`. Precision before reach: figures are compared only
where they count the same, stand about equally close to the words of the
question, and one is later than the other.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.amounts import is_official
from assistant.answer import Citation, Note
from assistant.citations import cite
from assistant.evidence import Evidence
from assistant.question import Understood
from assistant.statement import Statement
from assistant.statements import asks_state, statements
from assistant.terms import Rarity
from corpus.article import Article
from index.passage import Hit

# A figure as good as the surest has at least this share of its sureness, and at least so much of its own.
AS_SURE = 0.6
SURE = 0.45
# And its own sentence and the ones before it hold so much of what those of the surest hold.
AS_NEAR = 0.42
# Figures that differ within so many days are two counts, not one count that went on.
SAME_TIME_DAYS = 3
# A toll may grow tenfold in a week; a figure thirty times as large is one of something else.
LARGER_BY = 30
# A toll is counted on for some months; a rate, a price or a stock may stand for longer. Between two figures further
# apart lies another event, or another story.
COUNTED_ON_DAYS = 120
STANDS_DAYS = 400
# "Nearly 20", "two dozen" and "some 300" stand for figures so near to them.
ROUGHLY = 0.06
_REVISED = re.compile(
    r"\b(?:revis\w+|correct\w+|lower\w*|down from|fewer than|restat\w+|re-?count\w*|amend\w+)\b", re.I
)
# Two sums are seldom one sum at two times: aid on aid, a grant for some and a grant for others. That it is one, its
# newest report says.
_CHANGED = re.compile(
    r"\b(?:now|ris(?:e|es|en|ing)|rose|rais\w+|gr(?:ew|own)|climb\w*|increas\w+|fell|fall\w*|cut|up from|overrun"
    r"|doubled|tripled|new (?:figure|estimate|price|sum|total)|instead of|no longer|not the)\b",
    re.I,
)
# An older figure is named with the one that replaced it; more than this is a timeline.
NAMED = 3


@dataclass(frozen=True, slots=True)
class Standing:
    """The statement that stands, those it replaced, newest first, and a rival of its time."""

    newest: Statement
    older: tuple[Statement, ...] = ()
    rival: Statement | None = None


def standing(question: Understood, hits: Sequence[Hit], rarity: Rarity) -> Standing | None:
    """The figure that stands on the day asked; None where fewer than two figures can be compared."""
    if not asks_state(question) or question.read & {"since", "until"}:
        return None
    found = statements(question, hits, rarity)
    if not found or found[0].sure < SURE:
        return None
    alike = comparable(found)
    ours = asked_of(question, alike)
    # A toll that is smaller than one before is of something else, or of a part.
    ours = [
        each
        for each in ours
        if not any(_shrinks(each, other) and not _of_two_counts(each, other) for other in ours)
    ]
    if not ours:
        return None
    newest = max(ours, key=lambda each: (each.day or date.min, each.sure))
    older = _older(ours, newest) if _may_replace(newest) else ()
    rival = _rival(alike, newest)
    return Standing(newest, older, rival) if older or rival else None


def comparable(found: Sequence[Statement], *, loosely: bool = False) -> list[Statement]:
    """The statements of what the surest one states: counting the same, dated, nearly as sure, of a like size."""
    best = found[0]
    least = AS_SURE * best.sure
    return [
        each
        for each in found
        if each.day and _counts_alike(each, best, loosely) and _same_scope(each, best)
        and each.sure >= least and each.near >= AS_NEAR * best.near and _like_size(each.value, best.value)
    ]  # fmt: skip


def _counts_alike(one: Statement, other: Statement, loosely: bool) -> bool:
    """Whether both count the same; loosely, money may leave its currency out."""
    left_out = loosely and one.kind == "money" and "" in (one.counted, other.counted)
    return one.counted == other.counted or left_out


def _same_scope(one: Statement, other: Statement) -> bool:
    """Whether either is limited only by what the other, its title or the question speaks of too."""
    return all(
        limit in f"{beside.text} {beside.hit.passage.title}"
        for each, beside in ((one, other), (other, one))
        for limit in each.limits
    )


def _same_value(one: Statement, other: Statement) -> bool:
    """Whether the two give one figure: the same, or one of them the other roughly ("more than two dozen", 25)."""
    rough = one.rough or other.rough
    return abs(one.value - other.value) <= (ROUGHLY * max(one.value, other.value) if rough else 0)


def _shrinks(newest: Statement, older: Statement) -> bool:
    """Whether a count that can only grow is smaller than before, and the words do not say that it was put right."""
    smaller = newest.cumulative and _follows(newest, older) and newest.value < older.value
    return smaller and not _REVISED.search(newest.text)


def _like_size(one: float, other: float) -> bool:
    small, large = sorted((abs(one), abs(other)))
    return large <= LARGER_BY * max(small, 1)


def asked_of(question: Understood, found: Sequence[Statement]) -> list[Statement]:
    """Those of the state's own count where the question asks for that, else all."""
    official = is_official(question.standalone)
    return [each for each in found if not (official and _is_rival(question, each))]


def _is_rival(question: Understood, statement: Statement) -> bool:
    """Whether somebody else than the office asked about counted."""
    return (
        bool(statement.source)
        and not is_official(statement.source)
        and statement.source not in question.standalone
    )


def _older(ours: Sequence[Statement], newest: Statement) -> tuple[Statement, ...]:
    """The last figure of each earlier day, newest first, as far as it differs from the one after it."""
    kept: list[Statement] = []
    for each in sorted(ours, key=lambda one: (one.day or date.min, one.sure), reverse=True):
        last = kept[-1] if kept else newest
        counts_on = _follows(last, each) and not _shrinks(newest, each)
        if counts_on and not any(_same_value(each, one) for one in (newest, *kept)):
            kept.append(each)
    return tuple(kept)


def _may_replace(newest: Statement) -> bool:
    words = newest.text
    return newest.kind != "money" or bool(_CHANGED.search(words) or _REVISED.search(words))


def _follows(newer: Statement, older: Statement) -> bool:
    """Whether the newer may be what the older count became: later, and not so much later that it is another's."""
    if newer.day is None or older.day is None:
        return False
    most = COUNTED_ON_DAYS if newer.cumulative else STANDS_DAYS
    return 0 < (newer.day - older.day).days <= most


def _rival(alike: Sequence[Statement], newest: Statement) -> Statement | None:
    """Another figure of the same time by another counter, who is named."""
    for each in alike:
        near = each.day and newest.day and abs((each.day - newest.day).days) <= SAME_TIME_DAYS
        grew = newest.cumulative and each.value < newest.value and each.day != newest.day
        if near and _of_two_counts(each, newest) and each.value != newest.value and not grew:
            return each
    return None


def _of_two_counts(one: Statement, other: Statement) -> bool:
    """Whether both name who counted, and it was not the same."""
    return bool(one.source and other.source) and one.source != other.source


def led_by(stands: Standing, chosen: Sequence[Evidence]) -> list[Evidence]:
    """The chosen sentences with the standing figure's first, and without those that state what it replaced."""
    gone = {(each.hit.passage.article_id, each.start) for each in stands.older}
    newest = stands.newest
    place = (newest.hit.passage.article_id, newest.start)
    rest = [one for one in chosen if (one.hit.passage.article_id, one.start) not in gone | {place}]
    lead = replace(chosen[0], hit=newest.hit, start=newest.start, end=newest.end, text=newest.text)
    return [lead, *rest][: max(1, len(chosen))]


def notes_on(stands: Standing, article: Callable[[str], Article]) -> tuple[Note, ...]:
    """What the standing figure replaced, and who gives another, each with its words."""
    notes = []
    if stands.older:
        told = ", ".join(f"{each.shown} ({_origin(each)})" for each in stands.older[:NAMED])
        newest = f"{stands.newest.shown} ({_origin(stands.newest)})"
        text = f"The newest figure found, {newest}, replaces earlier ones: {told}."
        notes.append(Note("superseded", text, _cited([*stands.older[:NAMED], stands.newest], article)))
    if stands.rival is not None:
        both = (stands.newest, stands.rival)
        text = f"Reports disagree: {'; '.join(f'{each.source} has {each.shown} ({_origin(each)})' for each in both)}."
        notes.append(Note("disagreement", text, _cited(both, article)))
    return tuple(notes)


def _cited(found: Sequence[Statement], article: Callable[[str], Article]) -> tuple[Citation, ...]:
    return tuple(cite(article(each.hit.passage.article_id), each.start, each.end) for each in found)


def _origin(statement: Statement) -> str:
    day = statement.day
    when = f"{day.day} {day:%b %Y}" if day else "undated"
    return ", ".join(part for part in (statement.hit.passage.publication, when) if part)
