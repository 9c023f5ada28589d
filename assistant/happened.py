"""The day that a sentence tells of: its own date word, counted from the day of its article, else none.

Used by `assistant.timeline`. Pure functions over a sentence and a day. Dates
inside quotations and plans ("will meet on Friday") say nothing of what
happened; a month alone gives its first day and says that it is not exact.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.dates import MONTHS

SOON_DAYS = 60
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_ORDINAL = r"\d{1,2}(?:st|nd|rd|th)?"
_DATE = re.compile(
    rf"\b(?P<day_first>{_ORDINAL})\s+(?:of\s+)?(?P<month_after>{_MONTH})(?:,?\s+(?P<year_after>(?:19|20)\d\d)\b)?"
    rf"|\b(?P<month_before>{_MONTH})\s+(?P<day_second>{_ORDINAL})\b(?!\s+(?:percent|people))"
    r"(?:,?\s+(?P<year_before>(?:19|20)\d\d)\b)?"
    r"|\b(?P<last>last\s+)?(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)s?\b"
    r"(?P<of_last_week>\s+(?:of\s+)?last week)?"
    r"|\b(?P<near>yesterday|last night|this morning|today|tonight)\b"
    rf"|\b(?:in|of|since|early|late|mid-?|by|until|during)\s+(?:the\s+\w+\s+of\s+)?(?P<month_only>{_MONTH})"
    r"(?:,?\s+(?P<year_only>(?:19|20)\d\d)\b)?",
    re.I,
)
_QUOTED = re.compile(r"[“\"][^”\"]*(?:[”\"]|$)")
# What stands before the date of something that has not happened yet, or that is only measured from it.
_PLANNED = re.compile(
    r"\b(?:will|would|shall|is to|are to|was to|were to|to be|due|next|scheduled|plans?|planned|expected|set for|until"
    r"|enters?|takes effect|comes? into|begins?|starts?|opens?|expires?|ends|runs out|falls due"
    r"|ahead of|before|by|hopes?|intends?|wants? to|must|deadline|postponed to|moved to|put off to|coming)\b[^.;]*$",
    re.I,
)


# Words that say that something has happened, in the plain past or the perfect; the irregular ones that news uses.
_PAST = re.compile(
    r"\b(?:(?!need|exceed|proceed|succeed|indeed|hundred|speed|feed|breed|seed|weed|greed)\w{2,}ed"
    r"|was|were|had|has been|have been|did|became|began|bought|broke|brought|built|came|caught|chose|cut"
    r"|died|drew|drove|fell|fled|fought|found|froze|gave|got|grew|held|hit|hurt|kept|knew|laid|led|left|lent|let|lost|made|meant|met|paid"
    r"|put|quit|ran|rang|read|rose|said|sank|saw|sent|set|shook|shot|shut|sold|sought|spent|split|spoke|spread|stood|stole"
    r"|struck|swept|swore|threw|told|took|tore|understood|went|won|wrote)\b",
    re.I,
)
_AHEAD = re.compile(
    r"\b(?:will|would|shall|plans? to|planning to|hopes? to|intends? to|bracing|due to|about to|poised to|preparing to"
    r"|(?:is|are) (?:set|due|expected|scheduled|likely|going)? ?to|could|may|might)\b",
    re.I,
)
_NOT = re.compile(r"\b(?:not|never|no longer|unlikely)\b|n[’']t\b", re.I)
# "The earthquake of 6 June" names an event that the sentence may only look back on; "the night of 6 June" is a time.
_NAMING = re.compile(r"\b(?!night|morning|evening|afternoon|day|week)[a-z]+ of (?:the )?$", re.I)
_YEAR = re.compile(r"\b(?:in|of|since|from|until)\s+((?:1[5-9]|20)\d\d)\b", re.I)


@dataclass(frozen=True, slots=True)
class Happened:
    """A day, and whether the words name it (`exact`) or only its month."""

    day: date
    exact: bool = True


def happened(sentence: str, published: date) -> Happened | None:
    """The first day up to `published` that the sentence says something happened on; None where it says none."""
    text = _unquoted(sentence)
    vague: Happened | None = None
    for match in _DATE.finditer(text):
        before = text[: match.start()]
        if _PLANNED.search(before) or _NAMING.search(before) or match.group(0)[:3] in ("may", "mar"):
            continue
        found = _resolved(match, published)
        if found is not None and found.day <= published:
            if found.exact:
                return found
            vague = vague or found
    return vague


def tells_an_event(sentence: str) -> bool:
    """Whether anything in its own words, not in a quotation, is told as past."""
    return _PAST.search(_unquoted(sentence)) is not None


def looks_ahead(sentence: str) -> bool:
    """Whether it tells first of what is to come."""
    text = _unquoted(sentence)
    ahead, past = _AHEAD.search(text), _PAST.search(text)
    return ahead is not None and (past is None or ahead.start() < past.start())


def planned(sentence: str, published: date) -> date | None:
    """The first exact day after `published` that the sentence sets for something; None where it sets none."""
    text = _unquoted(sentence)
    for match in _DATE.finditer(text):
        ahead = _PLANNED.search(text[: match.start()]) or _AHEAD.search(text[: match.start()])
        day = _day_ahead(match, published) if ahead and not _NOT.search(text[: match.start()]) else None
        if day is not None and day > published:
            return day
    return None


def _day_ahead(match: re.Match[str], published: date) -> date | None:
    """The next such day from the publication on; None where only a month is named or no calendar has it."""
    parts = match.groupdict()
    if parts["weekday"]:
        wanted = _WEEKDAYS.index(parts["weekday"].casefold())
        return published + timedelta(days=(wanted - published.weekday()) % 7)
    month, number = parts["month_after"] or parts["month_before"], parts["day_first"] or parts["day_second"]
    if not month or not number:
        return None
    year = parts["year_after"] or parts["year_before"]
    months = [name[:3] for name in MONTHS]
    try:
        day = date(
            int(year or published.year),
            months.index(month[:3].casefold()) + 1,
            int(re.sub(r"\D", "", number)),
        )
        return day if year or day > published else day.replace(year=day.year + 1)
    except ValueError:
        return None


def _unquoted(sentence: str) -> str:
    """The sentence with its quotations blanked, offsets kept."""
    return _QUOTED.sub(lambda match: " " * len(match.group(0)), sentence)


def is_background(sentence: str, published: date) -> bool:
    """Whether it tells of an earlier year, as reports do that recall what came before their story."""
    return any(int(year) < published.year for year in _YEAR.findall(sentence))


def _resolved(match: re.Match[str], published: date) -> Happened | None:
    parts = match.groupdict()
    if parts["weekday"]:
        return Happened(_weekday(parts, published))
    if parts["near"]:
        back = timedelta(days=parts["near"].casefold() in ("yesterday", "last night"))
        return Happened(published - back)
    month = parts["month_after"] or parts["month_before"] or parts["month_only"]
    year = parts["year_after"] or parts["year_before"] or parts["year_only"]
    number = parts["day_first"] or parts["day_second"]
    day = _calendar_day(month, int(re.sub(r"\D", "", number)) if number else 1, year, published)
    return Happened(day, exact=bool(number)) if day else None


def _weekday(parts: dict[str, str | None], published: date) -> date:
    """The latest day of that name up to the day of publication; of the week before where the words say so."""
    wanted = _WEEKDAYS.index(str(parts["weekday"]).casefold())
    if parts["of_last_week"]:
        return published - timedelta(days=published.weekday() + 7 - wanted)
    back = (published.weekday() - wanted) % 7
    return published - timedelta(days=back or (7 if parts["last"] else 0))


def _calendar_day(month: str, day: int, year: str | None, published: date) -> date | None:
    """That day in the year given, else its latest up to the publication; None where no calendar has it."""
    number = next(n for n, name in enumerate(MONTHS, 1) if name.startswith(month[:3].casefold()))
    try:
        if year:
            return date(int(year), number, day)
        found = date(published.year, number, day)
        if found <= published:
            return found
        # A day of the next weeks is one to come, or of a page that was changed later.
        return None if (found - published).days <= SOON_DAYS else date(published.year - 1, number, day)
    except ValueError:
        return None
