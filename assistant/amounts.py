"""One figure in its sentence: whether it is an amount, what it counts, who counted, how it is shown.

Used by `assistant.statements`. Pure functions over a sentence and one of its
figures.
"""

import re

from assistant.figures import Figure
from assistant.terms import terms

CURRENCY = frozenset(
    terms(
        "dollar dollars cent cents euro euros pound pounds yen yuan rupee rupees ruble rubles franc francs peso pesos"
        " crown crowns ducat ducats krenn dren drens sol florin florins tamga"
    )
)
PEOPLE = frozenset(
    terms("people persons person men women children victims residents civilians lives bodies names")
)
# Units that a figure of something else would carry: a span of time or a length is no count of cases.
OTHER_UNITS = frozenset(
    terms(
        "percent day days week weeks month months year years hour hours minute minutes kilometer kilometers mile miles"
        " meter meters metre metres times vote votes seat seats page pages"
    )
)
# The state speaks under many names.
_OFFICIAL = frozenset(
    terms(
        "government state official officials authorities authority ministry ministries minister police army health"
        " court inquiry guard agency commission"
    )
)
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
_DATE_AFTER = re.compile(rf"^(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}")
_DATE_BEFORE = re.compile(rf"\b{_MONTH}\.?\s+$")
# The figure that a sentence moves away from, compares with or adds, not the one it states.
_PASSED = re.compile(
    r"\b(?:from|against|than|by|after|instead of|rather than|was once|had been|not|up from|down from|compared with"
    r"|of the|the other|had \w+ at|had \w+)\s+(?:about\s+|some\s+|only\s+)?[$€£]?$",
    re.I,
)
# By how much something moved is not where it stands; of a share it may be ("prices rose 18.7 percent").
_MOVED = re.compile(
    r"\b(?:up|down|r[io]se[sn]?|rising|f[ae]ll(?:s|en|ing)?|dipp\w+|jump\w*|climb\w*|dropp?\w*|gr[eo]w(?:s|n|ing)?|gain\w*"
    r"|los(?:t|es?|ing)|add(?:s|ed|ing)|increas\w+|sav(?:es?|ed|ing)|another|further|additional|extra)\s+(?:by\s+)?"
    r"(?:an average of\s+|only\s+)?(?:about\s+|some\s+|nearly\s+|almost\s+|at least\s+|more than\s+)?[$€£]?$",
    re.I,
)
_MORE = re.compile(
    r"\s*(?:[\w-]+\s+){0,2}(?:less|more|higher|lower|fewer|above|below|on the|in the (?:past|last)"
    r"|jump|rise|increase|hike|cut|drop|fall|gain|loss)\b",
    re.I,
)
# A figure that only may be, or that somebody asks for, stands for nothing yet.
_SUPPOSED = re.compile(
    r"\b(?:[Ii]f|[Uu]nless|about to|could|should|may|might|advis\w+|expects?|expected"
    r"|forecast\w*|predict\w*|wants?|asks?|asked|goal|target)\b"
)
# What one person makes it out to be: no newer figure than the one that stands, but an opinion of it.
_RECKONED = re.compile(
    r"\b(?:he|she|I|analysts?|experts?|economists?)\s+(?:has |have |had )?(?:puts?|estimat\w+|valu\w+"
    r"|reckon\w*|think\w*|thought|guess\w*)\b",
    re.I,
)
_RATE = re.compile(r"\s+(?:[\w-]+\s+)?(?:a|an|per|each|every)\s+([\d,]*\s?[a-z]{3,})\b")
# Small words after a figure, behind which nothing stands that it counts.
_NOT_COUNTED = re.compile(
    r"\s*(?:percent|per cent|%)?\s*(?:to|in|on|at|by|for|and|or|from|with|a|an|the|last|this|as|but|that|of the|is|are"
    r"|was|were|has|had)\b",
    re.I,
)
# Who counted: a name beside a verb or noun of counting.
_NAME = (
    r"(?:(?:[Tt]he\s+)?[A-Z][\w-]*(?:\s+(?:of\s+)?[A-Z][\w-]*)*"
    r"|(?:[Tt]he\s+(?:[a-z]+\s+)?(?:government|state|ministry|police|army|guard|authorities|inquiry)|[Oo]fficials))"
)
_COUNTING = (
    r"(?:count\w*|list|toll|figure|estimate\w*|own|put|puts|gave|gives|report\w*|said|says|thinks|thought"
    r"|registered|number)"
)
_COUNTED_BY = re.compile(
    rf"\b(?:according to|reported by)\s+({_NAME})|\b(?:says?|said)\s+({_NAME})(?=[,.;”\"]|$)"
    rf"|({_NAME})(?:[’']s)?(?:,[^,;]{{3,60}},)?\s+(?:had\s+|has\s+)?{_COUNTING}\b"
)


def is_amount(sentence: str, figure: Figure) -> bool:
    """Whether it is no ordinal, year, clock time or day of a month."""
    word = sentence[figure.start : figure.end]
    after, before = sentence[figure.end :], sentence[: figure.start]
    if re.search(r"(?:st|nd|rd|th)$", word) or re.fullmatch(r"(?i)first|second|third|\w+th", word):
        return False
    if _DATE_AFTER.match(after) or _DATE_BEFORE.search(before) or re.match(r"\s?[ap]\.?m\b|:\d", after):
        return False
    return not re.fullmatch(r"(?:1[89]|20)\d\d", word)


def is_stated(before: str) -> bool:
    """Whether the words before a figure give it as what is, not as what was, may be or is compared."""
    return not (_PASSED.search(before) or _SUPPOSED.search(before) or _RECKONED.search(before))


def is_move(sentence: str, figure: Figure) -> bool:
    """Whether the words around a figure give it as the size of a change."""
    after = sentence[figure.end :]
    return bool(_MOVED.search(sentence[: figure.start]) or _MORE.match(after))


def counted_by(sentence: str, figure: Figure) -> str:
    """What a figure counts and at which rate ("crown/day"), as far as the words right after it say."""
    after = sentence[figure.end :]
    counted = "" if _NOT_COUNTED.match(after) else figure.counted
    rate = _RATE.match(after)
    return f"{counted}/{rate.group(1)}" if rate else counted


def source_of(sentence: str, figure: Figure) -> str:
    """Who gives the figure, as its own clause says; "" where nobody is named."""
    clause = next(match for match in re.finditer(r"[^;]+", sentence) if match.end() >= figure.end)
    found = _COUNTED_BY.search(clause.group(0))
    name = next((group for group in found.groups() if group), "") if found else ""
    return "" if name in _PRONOUNS else name


_PRONOUNS = frozenset(("He", "She", "It", "They", "That", "This", "There", "The", "A", "We"))


def is_official(words: str) -> bool:
    """Whether the words name the state or one of its offices."""
    return bool(frozenset(terms(words)) & _OFFICIAL)


def shown(sentence: str, figure: Figure) -> str:
    """The figure's words with the unit that stands behind it."""
    after = sentence[figure.end :]
    unit = re.match(r"\s+(?:percent|per cent)|\s?%|\s+[a-z]{3,}(?=\s|\W|$)", after)
    sign = re.search(r"[$€£]\s?$", sentence[: figure.start])
    wanted = unit is not None and (figure.percent or terms(unit.group(0)) == [figure.counted])
    words = sentence[figure.start : figure.end].rstrip(".") + (unit.group(0) if unit and wanted else "")
    return (sign.group(0) if sign else "") + words
