"""Read the time that a question asks about: "in August 2023", "since July", "as of 1 June", "this week".

Used by `assistant.question`. Pure functions over text and a given day; they
never ask the clock. A bare year is left alone: it names what a report is about
("trade in 2022", "the 2022 World Cup"), and such reports appear later too.
"""

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
# A weekly reports an event of a day up to a week later.
REPORTED_WITHIN = timedelta(days=7)

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_YEAR = r"(?:18|19|20|21)\d\d"
_DAY_NUMBER = r"\d{1,2}(?:st|nd|rd|th)?\b"
_WHEN = (
    rf"(?:{_YEAR}-\d{{2}}-\d{{2}}\b"
    rf"|(?:the\s+)?{_DAY_NUMBER}(?:\s+of)?\s+{_MONTH}(?:,?\s+{_YEAR}\b)?"
    rf"|{_MONTH}\s+{_DAY_NUMBER}(?:,?\s+{_YEAR}\b)?"
    rf"|(?:early |mid-?\s?|late )?{_MONTH}(?:,?\s+(?:of\s+)?{_YEAR}\b)?)"
)
_BETWEEN = re.compile(rf"\b(?:between|from)\s+({_WHEN})\s+(?:and|to|until|till|through)\s+({_WHEN})", re.I)
_AS_OF = re.compile(rf"\b(?:as of|as at|as it stood on|as known on|known (?:by|on))\s+({_WHEN})", re.I)
# "by" and "until" are left out: "will it open by May?" asks about a plan, not about reports up to May.
_BOUND = re.compile(
    rf"\b(since|starting|from|up to|before|prior to|after|in|during|throughout|on)\s+({_WHEN})", re.I
)
# "during the riot on 6 January": the day belongs to the event, of which later reports tell too.
_EVENT = re.compile(
    r"\b(?:during|after|before|since|following|of|in|at|about|over|behind)\s+(?:the|an?)\s+(?:[\w’'-]+\s+){1,4}$",
    re.I,
)
# "A conference to be held on 22 May": reports of a plan come before its day, and others after it.
_PLANNED = re.compile(
    r"\b(?:to be|is to|are to|was to|were to|will|planned|scheduled|due(?! to))\b[^.;?]*$", re.I
)
# "The recent election" names an election and no time: when it was recent, nothing tells.
_RECENT = re.compile(
    r"\b(?:this week(?:end)?|today|tonight|yesterday|right now|currently|most recent|recently|lately|latest|newest"
    r"|last week(?:end)?|past week|these days|in recent days|so far|just announced|now)\b",
    re.I,
)
_PAST_SPAN = re.compile(
    r"\b(?:in|over|during|within)\s+the\s+(?:last|past)\s+(\w+)?\s*(day|week|month)s?\b", re.I
)
_CALENDAR = re.compile(r"\b(this|last)\s+(month|year)\b", re.I)
_COUNTS = {"": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "few": 3, "several": 4, "couple": 2}
_DAYS_IN = {"day": 1, "week": 7, "month": 31}


@dataclass(frozen=True, slots=True)
class Period:
    """The time read out of a question, as bounds on publication; `words` are the phrases that said so."""

    since: date | None = None
    until: date | None = None
    as_of: date | None = None
    near: date | None = None
    words: tuple[str, ...] = ()


def read_period(question: str, today: date) -> Period:
    """The period that the question asks about; relative words count from `today` or the question's "as of".

    A month without a year is the latest one that has begun by then. Words such as
    "this week" or "latest" set only `near`: they ask for the newest reports, and
    exclude none.
    """
    period = Period()
    for match in _AS_OF.finditer(question):
        span = _days_of(match.group(1), today)
        if span is not None:
            today = span[1]
            period = Period(as_of=span[1], words=(match.group(0),))
    for match in _BETWEEN.finditer(question):
        period = _between(period, match, today)
    for match in _BOUND.finditer(_AS_OF.sub(" ", _BETWEEN.sub(" ", question))):
        period = _bounded(period, match, today)
    period = _relative(period, question, today)
    if recent := _RECENT.search(question):
        period = replace(period, near=today, words=(*period.words, recent.group(0)))
    return period


def _between(period: Period, match: re.Match[str], today: date) -> Period:
    last = _days_of(match.group(2), today)
    first = _days_of(match.group(1), last[1] if last else today)
    if first is None or last is None or first[0] > last[1]:
        return period
    return replace(period, since=first[0], until=last[1], words=(*period.words, match.group(0)))


def _bounded(period: Period, match: re.Match[str], today: date) -> Period:
    """Join one "preposition + time" to the period; a day that no calendar has changes nothing."""
    word = match.group(1).casefold()
    span = _days_of(match.group(2), today)
    if span is None:
        return period
    first, last = span
    if word in ("on", "in", "during") and _PLANNED.search(match.string[: match.start()]):
        return period
    found: dict[str, date] = {}
    if word in ("since", "starting", "from"):
        found = {"since": first}
    elif word == "up to":
        found = {"until": last}
    elif word in ("before", "prior to"):
        found = {"until": first - timedelta(days=1)}
    elif word == "after":
        found = {"since": last + timedelta(days=1)}
    elif first == last and _EVENT.search(match.string[: match.start()]):
        found = {"since": first}
    elif first == last:
        found = {"since": first, "until": last + REPORTED_WITHIN}
    else:
        found = {"since": first, "until": last}
    return replace(period, words=(*period.words, match.group(0)), **found)


def _relative(period: Period, question: str, today: date) -> Period:
    """Spans that end today: "in the past three weeks", "this month", "last month", "this year"."""
    since: date | None = None
    match = _PAST_SPAN.search(question)
    if match is not None:
        word = (match.group(1) or "").casefold()
        count = int(word) if word.isdigit() and len(word) < 4 else _COUNTS.get(word, 1)
        since = today - timedelta(days=count * _DAYS_IN[match.group(2).casefold()])
    elif (match := _CALENDAR.search(question)) is not None:
        which, unit = match.group(1).casefold(), match.group(2).casefold()
        if unit == "month":
            first = today.replace(day=1)
            since = first if which == "this" else (first - timedelta(days=1)).replace(day=1)
        elif which == "this":
            since = date(today.year, 1, 1)
    if match is None or since is None or period.since is not None:
        return period
    return replace(period, since=since, words=(*period.words, match.group(0)))


def _days_of(words: str, today: date) -> tuple[date, date] | None:
    """First and last day that the words name; None where there is no such day."""
    if iso := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", words):
        return _one_day(*(int(part) for part in iso.groups()))
    name = re.search(_MONTH, words, re.I)
    if name is None or name.group(0)[0].islower():  # "may" is a verb, "march" a demonstration
        return None
    month = next(
        number for number, full in enumerate(MONTHS, 1) if full.startswith(name.group(0)[:3].casefold())
    )
    given = re.search(rf"\b{_YEAR}\b", words)
    number = re.search(r"\b(\d{1,2})(?:st|nd|rd|th)?\b", words)
    day = int(number.group(1)) if number else 1
    year = int(given.group(0)) if given else today.year - ((month, day) > (today.month, today.day))
    if number:
        return _one_day(year, month, day)
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _one_day(year: int, month: int, day: int) -> tuple[date, date] | None:
    try:
        return date(year, month, day), date(year, month, day)
    except ValueError:
        return None
