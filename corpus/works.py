"""Tell the title of a song, film or show in quotation marks from words that somebody said.

Used by `corpus.understanding`. A title is told by its capitals and by a word
for the work beside it, or by its maker or channel before it; in doubt it is speech.
"""

import re
from collections.abc import Iterable

from corpus.given_names import is_given_name
from corpus.quotes import Span
from corpus.wordlists import word_set

_SMALL = word_set(
    "a an and at but by de del for from in into is la le of on or the to vs with without over under my your"
)
_MAX_WORDS = 9
_MAX_BETWEEN = 60
_WORK = (
    r"(?:films?|movies?|songs?|albums?|singles?|shows?|series|sitcoms?|dramas?|comed(?:y|ies)|books?|novels?|memoirs?|"
    r"plays?|musicals?|operas?|poems?|podcasts?|episodes?|documentar(?:y|ies)|paintings?|essays?|tracks?|hits?|ballads?|"
    r"anthems?|video|franchise|sequel|trilogy|thriller|biopic|soundtrack|works|soap|hymns?|theme|column|newsletter|"
    r"sculptures?|magazine)"
)
# "the film “Jaws”", "her hit, “Finally”", "host of “Late Night”", "starred in “Alien”", "NBC’s “Dateline”"
_BEFORE = re.compile(
    rf"(?:\b{_WORK}(?: (?:called|titled|entitled|named|as|like))?,? |"
    r"\b(?:hosts?|anchors?|stars?|creator|author|director|writer|producer|cast|episodes?|season|soundtrack|version|"
    r"rendition|performance|premiere|finale|reboot|remake) (?:of|from|to) |"
    r"\b(?:starr(?:ed|ing|s)|appear(?:ed|ing|s)|featured|role|cameo|heard) (?:in|on) |"
    r"\b(?:sang|sings|singing|performed|performing|directed|recorded|co-starred in|titled|entitled|watching) |"
    r"\b[A-Z][\w.&-]*['’]s? |\bon )$"
)
_AFTER = re.compile(
    rf"[”\"’'],? (?:\w+ ){{0,2}}?(?:{_WORK}|star|co-star|actor|actress|creator|alum|host|author|director|fans?|finale|"
    r"writer|cast|podcaster|\(\d{4}\)|starring|premiered|aired|airs|debuted|season)(?![\w-])"
)
# One cue is weak: these need more than one word of capitals.
_WEAK = re.compile(r"\bon $|\b[A-Z][\w.&-]*['’]s? $")
# "“Speak,” by Ann Roe"
_BY_MAKER = re.compile(r"[”\"’'],? by [A-Z]")
# Between two titles of a list: "“Tootsie” and “Manhattan”", "“Speak” by Ann Roe, “Shout” by her".
_LISTED = re.compile(
    r"[”\"’'](?: by (?:[A-Z][\w.’'-]* ?){1,4})?(?:,|;)? ?(?:and |or |and then )?"
    r"(?:[A-Z][\w.&’'-]*['’]s? )?[“\"‘']"
)
_NICKNAME = re.compile(r"[A-Z][\w’'-]*(?: [A-Z][\w’'-]*){0,2}")
_GIVEN_BEFORE = re.compile(r"\b([A-Z][\w’-]*) [“\"‘']$")
_FAMILY_AFTER = re.compile(r"[”\"’'] ((?:[a-z]{2,3} )?[A-Z][a-z][\w’-]*)")


def parted(text: str, spans: Iterable[Span]) -> tuple[list[Span], list[Span]]:
    """The spans that somebody may have said, and those that are titles of works."""
    spoken: list[Span] = []
    titles: list[Span] = []
    for span in spans:
        listed = bool(titles) and _LISTED.fullmatch(text[titles[-1].end : span.start][:_MAX_BETWEEN])
        (titles if _is_title(text, span, listed=bool(listed)) else spoken).append(span)
    return spoken, titles


def nickname_of(text: str, start: int, end: int) -> str:
    """The whole name around a nickname in quotation marks ("Edward “Big Ed” Farley"), "" where it is none."""
    given = _GIVEN_BEFORE.search(text, max(0, start - 40), start)
    family = _FAMILY_AFTER.match(text, end) if given else None
    named = given and family and is_given_name(given.group(1)) and _NICKNAME.fullmatch(text, start, end)
    return f"{given.group(1)} {family.group(1)}" if given and family and named else ""


def _is_title(text: str, span: Span, *, listed: bool) -> bool:
    """Whether a span is the title of a work, or a nickname inside a name; `listed`: it follows a title in a list."""
    words = text[span.start : span.end].rstrip(",;.?!").split(" ")
    if len(words) > _MAX_WORDS or not _in_capitals(words):
        return False
    before = text[max(0, span.start - 60) : span.start - 1]
    after = text[span.end : span.end + 45]
    if listed or _AFTER.match(after) or _BY_MAKER.match(after):
        return True
    if nickname_of(text, span.start, span.end):
        return True
    if not _BEFORE.search(before):
        return False
    return not _WEAK.search(before) or len(words) > 1


def _in_capitals(words: list[str]) -> bool:
    """Whether all but the small words begin with a capital or a digit, the first included, and more than one does."""
    strong = [word for word in words if word.lower() not in _SMALL]
    return (
        bool(strong)
        and all(word[:1].isupper() or word[:1].isdigit() for word in strong)
        and words[0][:1].isupper()
        and not all(word.isupper() for word in words if len(word) > 1)
    )
