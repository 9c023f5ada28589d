"""Split a text into sentences, as spans; used by every part that cites or quotes.

Rules, no model: a sentence ends at . ! ? or … (closing quotes and brackets
included) before white space, unless the full stop belongs to an abbreviation,
an initial or a number. Never loses a character that is not white space.
"""

import re

from corpus.wordlists import word_set

# Abbreviations that are followed by a name or a number, so that a capital after them starts no sentence.
_TITLES = word_set(
    "adm amb apr art asst atty aug ave bldg blvd brig bros capt cc cf ch cmdr co col corp cpl cpt ct dec "
    "dept det dir dist dr ed eds eg est etc ex feb fig figs fr ft gen gov hon hr hwy ie inc insp jan jr "
    "jul jun km lieut lt ltd maj mar messrs min mme mlle mr mrs ms msgr mt nat no nos nov oct op pfc ph "
    "pl pp pres prof pt pvt rd rep reps res rev rs sen sens sep sept sgt sr st ste supt surg tel treas "
    "univ viz vol vols vs"
)
# These end a sentence as often as not: a capital after them decides, unless it opens what they abbreviate.
_ENDING_ABBREVIATIONS = frozenset(
    {"co", "corp", "inc", "ltd", "etc", "jr", "sr", "bros", "no", "art", "min", "dir", "ex", "res", "ed"}
)
_CANDIDATE = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s)|\n{2,}")
_LAST_WORD = re.compile(r"[\w.&'’-]*$")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]?")
_OPENERS = "\"'“‘«([—–-¿¡*•"
# Words that open a sentence far more often than they follow "U.S." or an initial inside one.
_SENTENCE_OPENERS = word_set(
    "The A An In On At It He She They We I But And Yet So This That These Those There When While After "
    "Before If As For His Her Its Their Our You Your What Who How Why Where Some Many Most Several Since "
    "Though Although However Meanwhile Also Still Then Now Both Last No Not Officials According Earlier "
    "Later During Under With Without"
)


def split(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences of `text`, in order, without outer white space."""
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _CANDIDATE.finditer(text):
        if match.end() > start and _ends_sentence(text, match):
            _append(spans, text, start, match.end())
            start = match.end()
    _append(spans, text, start, len(text))
    return spans


def _append(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        spans.append((start, end))


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    mark = match.group()
    if mark[0] == "\n":
        return True
    following = _following(text, match.end())
    if not following:
        return True
    if following[0].islower():
        return False
    if mark[0] != "." or mark.startswith(".."):
        return True
    return not _abbreviated(text, match.start(), following, closed=len(mark) > 1)


def _following(text: str, position: int) -> str:
    """The word after a candidate, opening marks left out; "" where a paragraph ends."""
    window = text[position : position + 60]
    gap = len(window) - len(window.lstrip())
    if "\n\n" in window[:gap]:
        return ""
    words = window.split(maxsplit=1)
    return (words[0].lstrip(_OPENERS) or words[0]) if words else ""


def _abbreviated(text: str, stop: int, following: str, *, closed: bool) -> bool:
    """Whether the full stop at `stop` belongs to the word before it and ends nothing."""
    found = _LAST_WORD.search(text[max(0, stop - 30) : stop])
    word = found.group().lstrip("'’-") if found else ""
    bare = word.lower().replace(".", "")
    plain_next = following.strip(".,;:!?\"'”’)")
    if _DOTTED.fullmatch(word + "."):
        if bare == "c" and following[0].isdigit():
            # "c. 1880"
            return True
        if len(bare) == 1:
            return word.isupper() and plain_next not in _SENTENCE_OPENERS and not (word == "I" and closed)
        if bare in ("am", "pm"):
            return False
        return not closed and plain_next not in _SENTENCE_OPENERS
    if bare in _TITLES and word[:1].isupper() | (bare in ("vs", "cf", "eg", "ie", "viz", "no", "etc")):
        if bare in _ENDING_ABBREVIATIONS:
            return bare == "no" and following[0].isdigit()
        return not closed
    return False
