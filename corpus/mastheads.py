"""The lines at the head of a text that name its day, its author and its publication.

Used by `corpus.preparing` for texts whose format has no fields. Such a line is
short and holds nothing but names, a date and small words. Pure.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from corpus.dating import date_line, says_updated, written_date_in
from corpus.given_names import is_given_name
from corpus.mentions import NAME
from corpus.wordlists import word_set

_HEAD = 5
_MAX_CHARS, _MAX_WORDS = 110, 16
_SMALL_WORDS = word_set("by in of and the for at on published posted updated from with staff date")
_BYLINE = re.compile(
    r"(?:written |story |reporting )?by (?P<names>\S.{1,80}?)(?:,? (?:in|for|at|from) .*|[.;|].*)?",
    re.IGNORECASE,
)
_FULL_NAME = re.compile(rf"(?=\S+ ){NAME}")
_BETWEEN_NAMES = re.compile(r",? and |, ")
_MAX_SIGNATURE, _MAX_AFFILIATION, _READ_ON = 90, 45, 4
_WEEKDAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b,?")
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d{2}\b(?: ?[ap]\.?m\.?)?(?: [A-Z]{2,4}\b)?")


@dataclass(frozen=True, slots=True)
class Masthead:
    """What the head of a text says of itself, and which paragraphs say nothing else."""

    day: date | None
    authors: tuple[str, ...]
    publication: str
    lines: frozenset[str]


def masthead_of(paragraphs: Sequence[str]) -> Masthead:
    """Read the first paragraphs; a publication's name is believed only in or beside a line with a date."""
    day, publication = None, ""  # type: tuple[date | None, str]
    authors, signed = _signature_of(paragraphs)
    lines = set(signed)
    head = paragraphs[:_HEAD]
    dated = [_dated(text) for text in head]
    for place, text in enumerate(head):
        byline = _BYLINE.fullmatch(_without_date(text)) if _is_names(text) else None
        if dated[place] and _is_names(text):
            day = day or (None if says_updated(text) else dated[place])
        elif not byline and not (_is_name_of_paper(text) and any(dated[max(0, place - 1) : place + 2])):
            continue
        lines.add(text)
        if byline and not authors:
            authors = tuple(
                name.strip() for name in re.split(r",| and | & ", byline.group("names")) if name.strip()
            )
        elif not byline and not publication:
            publication = _paper_in(text)
    return Masthead(day, authors, publication, frozenset(lines))


def _signature_of(paragraphs: Sequence[str]) -> tuple[tuple[str, ...], Sequence[str]]:
    """The authors whose bare names open a text, and the lines that say so ("Ann Roe" over "Special for the Courier").

    A name of which the text goes on to speak is a heading.
    """
    opening = paragraphs[0] if paragraphs else ""
    if len(opening) > _MAX_SIGNATURE or len(paragraphs) < 3 or not is_given_name(opening.split(" ")[0]):
        return (), ()
    parts = [part for part in _BETWEEN_NAMES.split(opening) if part]
    full = [part for part in parts if _FULL_NAME.fullmatch(part)]
    # The last may be the paper ("Ann Roe, Associated Press").
    names = [part for part in full if part is not parts[-1] or is_given_name(part.split(" ")[0])]
    affiliated = len(paragraphs[1]) <= _MAX_AFFILIATION and paragraphs[1][-1] not in '.?!:”"’'
    below = " ".join(paragraphs[1 + affiliated :][:_READ_ON])
    spoken_of = any(name.rpartition(" ")[2] in below for name in names)
    if not names or spoken_of or len(parts) > len(names) + 1 or not (affiliated or len(parts) > len(names)):
        return (), ()
    return tuple(names), paragraphs[: 1 + affiliated]


def _dated(text: str) -> date | None:
    if len(text) > _MAX_CHARS:
        return None
    return date_line(text) or (written_date_in(text)[0] if _is_names(text) else None)


def _is_names(text: str) -> bool:
    """Whether a line holds only capitalised words, small words and a date."""
    if len(text) > _MAX_CHARS:
        return False
    words = re.findall(r"[^\W\d_][\w'’.-]*", _without_date(text))
    if len(words) > _MAX_WORDS:
        return False
    return (
        bool(words or _dated_only(text))
        and all(word[0].isupper() or word.lower() in _SMALL_WORDS for word in words)
        and (bool(_dated_only(text)) or bool(_BYLINE.fullmatch(text)) or written_date_in(text)[0] is not None)
    )


def _dated_only(text: str) -> bool:
    return bool(date_line(text))


def _without_date(text: str) -> str:
    _, start, end = written_date_in(text)
    bare = text[:start] + " " + text[end:] if end else text
    return " ".join(_CLOCK.sub(" ", _WEEKDAY.sub(" ", bare)).split()).strip(" ,;|·•—–-.")


def _is_name_of_paper(text: str) -> bool:
    words = text.split()
    return (
        len(text) < 50
        and 2 <= len(words) <= 5
        and words[0] == "The"
        and all(word[0].isupper() or word == "of" for word in words)
    )


def _paper_in(text: str) -> str:
    name = re.sub(
        r"^(?:published|posted|updated|date)\b:?\s*(?:on|in)?\s*",
        "",
        _without_date(text),
        flags=re.IGNORECASE,
    ).strip(" ,;:|·•—–-.()")
    return name if _is_name_of_paper(name) else ""
