"""Days, months and years that a text names; relative ones ("on Tuesday", "last month") count from its day.

Used by `assistant.facts`. Pure functions over text and a given day; never asks
the clock. A question's time is read by `assistant.dates`, which knows what a
reader means; this knows what an article says.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from assistant.dates import MONTHS

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH = "|".join(
    [*MONTHS, "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec"]
)
_YEAR = r"(?:1[5-9]|20|21)\d\d"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_TO = r"(?:\s?(?:-|–|to|and|through|until)\s?)"
_NAMED = re.compile(
    rf"(?P<iso>\b{_YEAR}-\d\d-\d\d\b)"
    rf"|\b(?:(?P<from>{_DAY}){_TO})?(?P<day>{_DAY})\s+(?:of\s+)?(?P<month>{_MONTH})\b\.?(?:,?\s+(?P<year>{_YEAR})\b)?"
    rf"|\b(?P<month2>{_MONTH})\b\.?\s+(?P<day2>{_DAY}\b)(?:{_TO}(?P<to>{_DAY})\b)?(?:,?\s+(?P<year2>{_YEAR})\b)?"
    rf"|\b(?P<month3>{_MONTH})\b\.?(?:,?\s+(?:of\s+)?(?P<year3>{_YEAR})\b)?",
    re.I,
)
_BARE_YEAR = re.compile(
    rf"(?<![\w.,$€£-])(?P<year>{_YEAR})(?:-\d\d)?(?![\w,-]*\d)(?!\s*(?:%|per ?cent|people|million))\b"
)
_WEEKDAY = re.compile(rf"\b({'|'.join(WEEKDAYS)})\b", re.I)
_NEAR = {
    "today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1, "this morning": 0, "this afternoon": 0,
    "this evening": 0, "last night": -1, "overnight": 0,
}  # fmt: skip
_RELATIVE = re.compile(rf"\b({'|'.join(_NEAR)})\b", re.I)
_CALENDAR = re.compile(
    rf"\b(last|next|this|earlier this|later this)\s+(week|month|year|{'|'.join(MONTHS)})\b"
    rf"|\b(early|late|mid)?-?\s?(\w+)\s+(year|month)s?\s+(ago|earlier|before|later)\b",
    re.I,
)
_A_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Named:
    """A time as far as it is named: any of year, month and day may be None. `text` is how it was put."""

    year: int | None
    month: int | None
    day: int | None
    text: str = ""
    span: tuple[int, int] = (0, 0)

    def agrees(self, other: "Named") -> bool:
        """Whether all that this one names, the other names alike; a month's year that it leaves open may be any."""
        left_open = other.year is None and self.month is not None
        years = self.year is None or left_open or self.year == other.year
        pairs = ((self.month, other.month), (self.day, other.day))
        return years and all(mine is None or mine == theirs for mine, theirs in pairs)


def named(text: str) -> list[Named]:
    """The times that the text names by month, day or year, in order."""
    found: list[Named] = []
    for match in _NAMED.finditer(text):
        found += _of(match)
    taken = [each.span for each in found]
    for match in _BARE_YEAR.finditer(text):
        if not any(match.start() < end and start < match.end() for start, end in taken):
            found.append(Named(int(match.group("year")), None, None, match.group(0), match.span()))
    return sorted(found, key=lambda each: each.span)


def weekdays(text: str) -> set[str]:
    """The weekdays that the text names, case-folded."""
    return {match.group(1).casefold() for match in _WEEKDAY.finditer(text)}


def meant(text: str, published: date | None) -> list[Named]:
    """All times that the text means: those it names, and where its day is known, those it counts from there."""
    found = named(text)
    if published is None:
        return found
    found = [full for time in found for full in _with_year(time, published)]
    found += [Named(day.year, day.month, day.day) for day in _days_near(text, published)]
    found += _calendar(text, published)
    return [*found, Named(published.year, published.month, published.day)]


def _with_year(time: Named, published: date) -> Iterable[Named]:
    """A month without its year is the last one before the article's day, or the next one."""
    if time.year is not None or time.month is None:
        return [time]
    begun = published.year if time.month <= published.month else published.year - 1
    return [replace(time, year=begun), replace(time, year=begun + 1)]


def _of(match: re.Match[str]) -> Iterable[Named]:
    words, span = match.group(0), match.span()
    if match.group("iso"):
        parts = [int(part) for part in words.split("-")]
        return [Named(parts[0], parts[1], parts[2], words, span)]
    name = match.group("month") or match.group("month2") or match.group("month3")
    # "may" and "march" are verbs too; only "March" and "May" are months.
    if name.casefold() in ("may", "march", "mar", "sep", "dec", "jan") and not name[0].isupper():
        return []
    year = next((int(match.group(key)) for key in ("year", "year2", "year3") if match.group(key)), None)
    days = [match.group(key) for key in ("from", "day", "day2", "to") if match.group(key)]
    numbers = [int(re.sub(r"\D", "", day)) for day in days]
    return [Named(year, _month(name), day, words, span) for day in numbers] or [
        Named(year, _month(name), None, words, span)
    ]


def _month(name: str) -> int:
    return next(number for number, month in enumerate(MONTHS, 1) if month.startswith(name.casefold()[:3]))


def _days_near(text: str, published: date) -> Iterable[date]:
    """The days that weekdays and words such as "yesterday" may mean: the one before and the one after."""
    for match in _RELATIVE.finditer(text):
        yield published + timedelta(days=_NEAR[match.group(1).casefold()])
    for name in weekdays(text):
        back = (published.weekday() - WEEKDAYS.index(name)) % 7
        before = published - timedelta(days=back)
        yield from (before, before + _A_WEEK, before - _A_WEEK)


def _calendar(text: str, published: date) -> Iterable[Named]:
    for match in _CALENDAR.finditer(text):
        which, unit = (match.group(1) or "").casefold(), (match.group(2) or "").casefold()
        step = {"last": -1, "next": 1}.get(which.split(" ")[-1] if which else "", 0)
        if unit == "year":
            yield Named(published.year + step, None, None)
        elif unit == "month":
            month = published.month + step
            yield Named(published.year + (month - 1) // 12, (month - 1) % 12 + 1, None)
        elif unit in MONTHS:
            yield Named(published.year + (step if step < 0 else 0), MONTHS.index(unit) + 1, None)
            yield Named(published.year, MONTHS.index(unit) + 1, None)
        elif unit == "week":
            day = published + step * _A_WEEK
            monday = day - timedelta(days=day.weekday())
            for past in range(7):
                each = monday + timedelta(days=past)
                yield Named(each.year, each.month, each.day)
        elif match.group(5):
            yield from _years_away(match, published)


def _years_away(match: re.Match[str], published: date) -> Iterable[Named]:
    from assistant.figures import figures

    count = figures(match.group(4)) if match.group(4).casefold() not in ("a", "one") else []
    away = int(count[0].value) if count else 1
    sign = 1 if match.group(6).casefold() == "later" else -1
    if match.group(5).casefold() == "year" and away < 500:
        yield Named(published.year + sign * away, None, None)
