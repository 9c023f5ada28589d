"""Dates of articles: from fields, addresses and text, each with where it came from; never from a file's
times.

Pure functions. `corpus.parsing` asks in the order metadata, url, text; the
inferred bound comes later, from the article's references. Day before month
is read only where the month is a word or the first number cannot be a month.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from corpus.article import DateSource

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january",
            "feb february febr",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ),
        1,
    )
    for name in names.split()
}
MONTH_WORD = "|".join(sorted((name.capitalize() for name in MONTHS), key=len, reverse=True))
# "15 Aug 2023", "15th of August, 2023" / "August 15, 2023", "Aug. 15th 2023"
WRITTEN_DATE = (
    rf"(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?[ ](?:of[ ])?(?P<m1>{MONTH_WORD})\.?,?[ ](?P<y1>\d{{4}})"
    rf"|(?P<m2>{MONTH_WORD})\.?[ ](?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?[ ](?P<y2>\d{{4}}))(?!\d)"
)
_WRITTEN = re.compile(WRITTEN_DATE, re.IGNORECASE)
_ISO = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)|(\d{4})/(\d{1,2})/(\d{1,2})(?!\d)|(\d{4})(\d{2})(\d{2})(?!\d)"
)
_NUMERIC = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?!\d)")
_IN_URL = re.compile(r"/((?:19|20)\d{2})[/-]?(\d{2}|[a-z]{3})[/-]?(\d{2})(?=[/_.-]|$)", re.IGNORECASE)
_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d{2})[-_./]?([01]\d)[-_./]?([0-3]\d)(?!\d)")
_UPDATED = re.compile(
    r"(?:last |\b)(?:updated|modified|corrected|revised)(?: on| at)?:? "
    r"(?:\d{1,2}[:.]\d{2} ?(?:[ap]\.?m\.?)?,? ?(?:[A-Z]{2,4},? )?)?(?:on )?(?P<day>.{6,40})",
    re.IGNORECASE,
)
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?[ ]|(?:mon|tue|wed|thu|fri|sat|sun),?[ ])?"
_SAID_TO_BE_PUBLISHED = re.compile(
    rf"(?:(?:first )?(?:published|posted|issued|dated?|publication date)(?: on| at)?:?[ "
    rf"]{{0,2}})?{_WEEKDAY}{WRITTEN_DATE}"
    r"(?:[ ,|—–-]{0,3}(?:at )?\d{1,2}[:.]\d{2}[ ]?(?:[ap]\.?m\.?)?(?:[ ](?:[A-Z]{2,4}))?)?[.]?",
    re.IGNORECASE,
)
_ISO_LINE = re.compile(
    (
        r"(?:(?:first )?(?:published|posted|updated|dated?)(?: on)?:? "
        r")?(\d{4}[-/]\d{1,2}[-/]\d{1,2}|\d{1,2}[./]\d{1,2}[./]\d{4})\.?"
    ),
    re.IGNORECASE,
)
# "SEATTLE, Aug. 15, 2023 (AP) —"; a dateline without a year dates nothing.
_DATELINE = re.compile(
    rf"[A-Z][A-Za-z.' ]{{1,40}},? (?:\([A-Z]{{2,12}}\) ?)?(?:[—–-]+ )?{WRITTEN_DATE} "
    rf"?(?:\([A-Za-z ]{{2,20}}\) ?)?[—–-]"
)
# Longer than any line that only dates.
_MAX_LINE = 200
_EARLIEST, _LATEST = 1600, 2100
# Paragraphs at either end of an article in which a line of its own may give the date.
_HEAD, _FOOT = 5, 3


@dataclass(frozen=True, slots=True)
class Dated:
    """A date and where it came from."""

    day: date
    source: DateSource


def published(field: str, url: str, paragraphs: Sequence[str]) -> Dated | None:
    """The day an article was published, by its metadata, else its address, else a date line of its text."""
    day = parse_date(field)
    if day:
        return Dated(day, "metadata")
    day = date_in_url(url)
    if day:
        return Dated(day, "url")
    lines = (line for line in _edges(paragraphs) if not says_updated(line))
    day = next((found for found in map(date_line, lines) if found), None)
    return Dated(day, "text") if day else None


def says_updated(line: str) -> bool:
    """Whether a line dates the last change and not the publication."""
    return bool(_UPDATED.match(line[:200]))


def updated(field: str, paragraphs: Sequence[str]) -> Dated | None:
    """The day an article was last changed, by its metadata, else by a line at either end ("Updated 3 April 2023")."""
    day = parse_date(field)
    if day:
        return Dated(day, "metadata")
    told = (_UPDATED.search(paragraph) for paragraph in _edges(paragraphs) if len(paragraph) < _MAX_LINE)
    day = next((found for match in told if match and (found := parse_date(match.group("day")))), None)
    return Dated(day, "text") if day else None


def date_in_name(source: str) -> Dated | None:
    """The day in a file's name or folders ("2023-03-04-title.txt", "2023/03/04/title.txt")."""
    for match in _IN_NAME.finditer(source[-300:]):
        day = _day(*(int(part) for part in match.groups()))
        if day:
            return Dated(day, "file name")
    return None


def parse_date(value: str) -> date | None:
    """The first date in a field: ISO, written out, numeric (month first), RFC 2822 or seconds since 1970."""
    value = value.strip()[:200]
    if not value:
        return None
    if re.fullmatch(r"\d{9,10}(?:\.\d+)?|\d{12,13}", value):
        seconds = float(value[:10] if "." not in value else value)
        return _sane(datetime.fromtimestamp(seconds, UTC).date())
    iso = _ISO.match(value)
    if iso:
        year, month, day = (int(part) for part in iso.groups() if part)
        return _day(year, month, day)
    return written_date(value) or _numeric(value)


def written_date(text: str) -> date | None:
    """The first date written with its month as a word."""
    match = _WRITTEN.search(text)
    return date_of(match) if match else None


def written_date_in(text: str) -> tuple[date | None, int, int]:
    """The first written date with its place, (None, 0, 0) where there is none."""
    match = _WRITTEN.search(text)
    return (date_of(match), match.start(), match.end()) if match else (None, 0, 0)


def date_of(match: re.Match[str]) -> date | None:
    """The day that a match of a pattern with `WRITTEN_DATE` inside means."""
    day, month, year = (match.group(f"{part}1") or match.group(f"{part}2") for part in "dmy")
    return _day(int(year), MONTHS[month.lower()], int(day))


def date_in_url(url: str) -> date | None:
    """The day in an address such as /2022/07/01/ or /2022/jul/01/."""
    match = _IN_URL.search(url[:2000])
    if not match:
        return None
    month = int(match.group(2)) if match.group(2).isdigit() else MONTHS.get(match.group(2).lower(), 0)
    return _day(int(match.group(1)), month, int(match.group(3)))


def date_line(paragraph: str) -> date | None:
    """The day of a paragraph that is a date line ("Tuesday, September 1, 2015") or opens with a dated
    dateline."""
    head = paragraph[:160]
    plain = _ISO_LINE.fullmatch(head)
    if plain:
        return parse_date(plain.group(1))
    match = _SAID_TO_BE_PUBLISHED.fullmatch(head) or _DATELINE.match(head)
    return date_of(match) if match else None


def is_date_line(paragraph: str) -> bool:
    """Whether the paragraph is nothing but a date line."""
    return len(paragraph) < 160 and bool(
        _SAID_TO_BE_PUBLISHED.fullmatch(paragraph) or _ISO_LINE.fullmatch(paragraph)
    )


def _edges(paragraphs: Sequence[str]) -> Sequence[str]:
    return [*paragraphs[:_HEAD], *paragraphs[_HEAD:][-_FOOT:]]


def _numeric(value: str) -> date | None:
    match = _NUMERIC.search(value)
    if not match:
        return None
    first, second, year = (int(part) for part in match.groups())
    return (
        _day(year, second, first)
        if first > 12 or value[match.start(1) :].find(".") in (1, 2)
        else _day(year, first, second)
    )


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return _sane(date(year, month, day))
    except ValueError:
        return None


def _sane(day: date) -> date | None:
    return day if _EARLIEST <= day.year <= _LATEST else None
