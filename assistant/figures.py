"""The figures of a text as values: numerals, numbers spelled out, their scale, and whether they are per cents.

Used by `assistant.facts` to compare a sentence with what it cites. Pure
functions over text; knows nothing of what a figure counts but the word after it.
"""

import re
from dataclasses import dataclass

from assistant.terms import terms

_UNITS = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
_TENS = {
    word: 10 * place
    for place, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12,
}  # fmt: skip
_SCALES = {
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
    "k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "tn": 1e12,
}  # fmt: skip
_WORD = "|".join(sorted([*_UNITS, *_TENS], key=len, reverse=True))
_SCALE = "|".join(sorted(_SCALES, key=len, reverse=True))
_LONG_SCALE = "hundred|thousand|million|billion|trillion"
_SPELLED = re.compile(
    rf"\b(?:(?:a|{_WORD})(?:[\s-]+(?:and\s+)?(?:{_LONG_SCALE}|dozen|{_WORD}))+|{_WORD}|dozen)\b", re.I
)
_NUMERAL = re.compile(
    rf"(?<![\w.,])(?P<digits>\d+(?:,\d{{3}})*(?:\.\d+)?)(?P<ordinal>st|nd|rd|th)?(?:\s?-?(?P<scale>{_SCALE})\b)?",
    re.I,
)
_ORDINAL = re.compile(rf"\b(?:{'|'.join(_ORDINALS)})\b", re.I)
_PERCENT = re.compile(r"^[\s-]*(?:%|per ?cent\b)", re.I)
_ABOUT = re.compile(
    r"\b(?:about|around|over|under|nearly|almost|approximately|roughly|some|more than|less than|fewer than|at least"
    r"|up to|close to|as many as|above|below)\s+[$€£]?$",
    re.I,
)
# What a figure counts follows it within so many characters: "27 people", "3 million crowns".
_COUNTED_WITHIN = 40


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure.

    Attributes:
        counted: the stem of the first content word after it, "" where none follows closely.
        rough: it is called so in the text ("about", "over", "nearly").
        spelled: it is written in letters.
    """

    value: float
    percent: bool
    counted: str
    start: int
    end: int
    rough: bool = False
    spelled: bool = False

    @property
    def span(self) -> tuple[int, int]:
        return self.start, self.end


def figures(text: str) -> list[Figure]:
    """The figures of a text in order; ordinals count as their number."""
    found = [_figure(text, match, _numeral(match), spelled=False) for match in _NUMERAL.finditer(text)]
    taken = [(figure.start, figure.end) for figure in found]
    for match in _SPELLED.finditer(text):
        value = _spelled(match.group(0))
        if value is not None and not _overlaps(match.span(), taken):
            found.append(_figure(text, match, value, spelled=True))
    for match in _ORDINAL.finditer(text):
        found.append(_figure(text, match, _ORDINALS[match.group(0).casefold()], spelled=True))
    return sorted(found, key=lambda figure: figure.start)


def rounds_to(figure: Figure, other: Figure) -> bool:
    """Whether `other` is what the rough `figure` stands for: the same but for its last digits."""
    if not figure.rough or figure.percent != other.percent or not other.value:
        return False
    # 1,800 has two digits of its own: it may stand for 1,750 to 1,899, and "over 1,800" for 1,821.
    step = 10 ** (len(f"{figure.value:.0f}") - len(f"{figure.value:.0f}".rstrip("0") or "0"))
    return figure.value != other.value and step > 1 and -step / 2 <= other.value - figure.value < step


def _figure(text: str, match: re.Match[str], value: float, *, spelled: bool) -> Figure:
    after = text[match.end() : match.end() + _COUNTED_WITHIN]
    percent = bool(_PERCENT.match(after))
    counted = terms(re.split(r"[.,;:()“”\"]", _PERCENT.sub("", after), maxsplit=1)[0])
    rough = bool(_ABOUT.search(text[: match.start()]))
    return Figure(value, percent, counted[0] if counted else "", match.start(), match.end(), rough, spelled)


def _numeral(match: re.Match[str]) -> float:
    scale = match.group("scale")
    return float(match.group("digits").replace(",", "")) * (_SCALES[scale.casefold()] if scale else 1)


def _spelled(text: str) -> float | None:
    """The value of "three hundred and twelve", "twenty-six", "a million"; None for a mere "a"."""
    whole, current = 0.0, 0.0
    for word in re.split(r"[\s-]+", text.casefold()):
        if word in _UNITS or word in _TENS:
            current += _UNITS.get(word, _TENS.get(word, 0))
        elif word == "dozen":
            current = 12 * (current or 1)
        elif word == "hundred":
            current = 100 * (current or 1)
        elif word in _SCALES:
            whole += (current or 1) * _SCALES[word]
            current = 0.0
    return whole + current


def _overlaps(span: tuple[int, int], taken: list[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in taken)
