"""Tell the title of a song, film or show in quotation marks from words that somebody said.

Used by `corpus.understanding`. A title is told by its capitals and by a word
for the work beside it, or by its maker or channel before it; in doubt it is speech.
"""

import re
from collections.abc import Iterable

from corpus.quotes import Span
from corpus.wordlists import word_set

_SMALL = word_set(
    "a an and at but by de del for from in into is la le of on or the to vs with without over under my your"
)
_MAX_WORDS = 9
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
    r"\b[A-Z][\w.&-]*['’]s? |\b(?:on|and|or) )$"
)
_AFTER = re.compile(
    rf"[”\"’'],? (?:\w+ ){{0,2}}?(?:{_WORK}|star|co-star|actor|actress|creator|alum|host|author|director|fans?|finale|"
    r"writer|cast|podcaster|\(\d{4}\)|starring|premiered|aired|airs|debuted|season)(?![\w-])"
)
# One cue is weak; these need a title of capitals on both sides of a list, or a work named after it.
_WEAK = re.compile(r"\b(?:on|and|or) $|\b[A-Z][\w.&-]*['’]s? $")


def parted(text: str, spans: Iterable[Span]) -> tuple[list[Span], list[Span]]:
    """The spans that somebody may have said, and those that are titles of works."""
    spoken: list[Span] = []
    titles: list[Span] = []
    for span in spans:
        (titles if _is_title(text, span) else spoken).append(span)
    return spoken, titles


def _is_title(text: str, span: Span) -> bool:
    words = text[span.start : span.end].rstrip(",;.?!").split(" ")
    if len(words) > _MAX_WORDS or not _in_capitals(words):
        return False
    before = text[max(0, span.start - 60) : span.start - 1]
    after = text[span.end : span.end + 45]
    if _AFTER.match(after):
        return True
    found = _BEFORE.search(before)
    if not found:
        return False
    weak = _WEAK.search(before)
    return not weak or (weak.group().endswith("s ") and len(words) > 1)


def _in_capitals(words: list[str]) -> bool:
    """Whether all but the small words begin with a capital or a digit, the first included, and more than one does."""
    strong = [word for word in words if word.lower() not in _SMALL]
    return (
        bool(strong)
        and all(word[:1].isupper() or word[:1].isdigit() for word in strong)
        and words[0][:1].isupper()
        and not all(word.isupper() for word in words if len(word) > 1)
    )
