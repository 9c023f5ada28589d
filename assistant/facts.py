"""Are the facts of a sentence those of what it cites? Quoted words, figures and times; names are `assistant.naming`'s.

Used by `assistant.verification`. Each check takes a claim, its sources and the
source sentence it repeats, and says in words what is wrong, or "".
"""

import re
from collections import Counter
from datetime import date

from assistant.aligned import QUOTED, Alignment, Held, Statement, folded, same_place
from assistant.days import WEEKDAYS, Named, meant, named, weekdays
from assistant.figures import Figure, figures, rounds_to
from assistant.terms import terms

# What a writer may leave out of a quotation, or put in.
_LEFT_OUT = re.compile(r"\[[^\]]*\]|\(\.{3}\)|\.{3}|…")
# So many capitalised words in quotes are a title.
_TITLE_WORDS = 5
# A count up to here, in letters, may be the writer's own: "the two ministers".
_COUNTED_BY_EYE = 10
# Of these a sentence may hold several figures, of several things.
_MEASURES = frozenset(
    terms(
        "year-old old years days weeks months hours minutes miles kilometers metres dollars century million"
    )
)
# "in 2031" is a year, "2031 pages" is not.
_BEFORE_A_YEAR = re.compile(
    r"(?:^|[(,–-]|\b(?:in|since|of|from|by|until|till|before|after|during|the|early|late|mid|through|to|and|between|for"
    r"|year|autumn|summer|spring|winter|around|about|than|as))\s*$",
    re.I,
)
_WEEKDAY = re.compile(rf"\b(?:{'|'.join(WEEKDAYS)})\b")


def quotations(claim: Statement, held: Held, _: Alignment) -> str:
    """Word for word, but for what brackets and dots leave out; a short title in quotes is a name."""
    said = f" {folded(held.text)} "
    for match in QUOTED.finditer(claim.text):
        quote = match.group(1) or match.group(2)
        if _is_title(quote):
            continue
        if any(f" {part} " not in said for part in map(folded, _LEFT_OUT.split(quote)) if part):
            return f"the quoted words “{quote[:60]}” are not in what it cites"
    return ""


def _is_title(quote: str) -> bool:
    parts = quote.split()
    return len(parts) <= _TITLE_WORDS and all(part[:1].isupper() or len(part) <= 3 for part in parts)


def numbers(claim: Statement, held: Held, at: Alignment) -> str:
    """Every figure stands in the sources, counts the same, and in the sentence that is repeated."""
    text = _without_times(claim.text)
    known = figures(held.text)
    here = figures(at.repeated.text)
    mine = figures(text)
    others, added = _unmatched(here, mine)
    for figure in mine:
        shown = text[figure.start : figure.end]
        if not any(_stands_for(figure, other) for other in known):
            if figure.spelled and figure.value <= _COUNTED_BY_EYE and not (others and at.same):
                continue
            return f"the number {shown} is not in what it cites"
        if at.same and _counted_otherwise(figure, here, known):
            return f"what it cites counts otherwise than {shown}"
        if figure not in added or not at.repeats_all_but(terms(shown)):
            continue
        if any(same_place(text, figure.span, at.repeated.text, other.span) for other in others):
            return f"the number {shown} is said of something else"
    return ""


def _unmatched(here: list[Figure], mine: list[Figure]) -> tuple[list[Figure], list[Figure]]:
    """The figures of the sentence repeated that the claim leaves out, and those it has more, one for one."""
    added = list(mine)
    missing = []
    for other in here:
        same = next((figure for figure in added if _stands_for(figure, other)), None)
        if same is None:
            missing.append(other)
        else:
            added.remove(same)
    return missing, added


def _counted_otherwise(figure: Figure, here: list[Figure], known: list[Figure]) -> bool:
    """Whether the same is counted in the sentence repeated, and nowhere by this figure."""
    if not figure.counted or figure.counted in _MEASURES or (figure.spelled and figure.value == 1):
        return False
    same = [other for other in (*here, *known) if other.counted == figure.counted]
    return any(other in here for other in same) and not any(_stands_for(figure, other) for other in same)


def _stands_for(figure: Figure, other: Figure) -> bool:
    return _equal(figure, other) or rounds_to(figure, other)


def _equal(one: Figure, other: Figure) -> bool:
    return one.value == other.value and one.percent == other.percent


def _without_times(text: str) -> str:
    """The text with the times that it names blanked, so that a day is no figure."""
    for time in named(text):
        if time.month or _BEFORE_A_YEAR.search(text[: time.span[0]]):
            start, end = time.span
            text = text[:start] + " " * (end - start) + text[end:]
    return text


def times(claim: Statement, held: Held, at: Alignment) -> str:
    """Every day, month and year is named by the sources or meant by their relative words."""
    known = [
        time for source in held.sources for time in meant(f"{source.title}. {source.text}", source.published)
    ]
    for time in named(claim.text):
        if not any(time.agrees(other) for other in known):
            return f"the date “{time.text.strip(' .,')}” is not in what it cites"
    if reason := _moved(claim, held, at):
        return reason
    days = {_weekday(time) for time in known} | weekdays(held.text)
    for day in sorted(weekdays(claim.text) - days):
        return f"the date “{day.capitalize()}” is not in what it cites"
    return ""


def _moved(claim: Statement, held: Held, at: Alignment) -> str:
    """Where the sentence repeated names a time of its own, the claim must not name another instead."""
    mine, stated = named(claim.text), named(at.repeated.text)
    if not at.repeats_all_but(_time_terms(claim.text)):
        return ""
    day = held.days[0] if len(set(held.days)) == 1 else None
    here = meant(at.repeated.text, day)[: None if day is None else -1]
    instead = [other for other in stated if not any(each.agrees(other) for each in mine)]
    for time in mine:
        if instead and not any(time.agrees(other) for other in here):
            return f"the date “{time.text.strip(' .,')}” is said of something else"
    more = Counter(_WEEKDAY.findall(claim.text.casefold())) - Counter(
        _WEEKDAY.findall(at.repeated.text.casefold())
    )
    less = Counter(_WEEKDAY.findall(at.repeated.text.casefold())) - Counter(
        _WEEKDAY.findall(claim.text.casefold())
    )
    if more and less:
        return f"the date “{min(more).capitalize()}” is said of something else"
    return ""


def _time_terms(text: str) -> set[str]:
    return {term for time in named(text) for term in terms(time.text)} | set(terms(" ".join(weekdays(text))))


def _weekday(time: Named) -> str:
    if not (time.year and time.month and time.day):
        return ""
    return WEEKDAYS[date(time.year, time.month, time.day).weekday()]
