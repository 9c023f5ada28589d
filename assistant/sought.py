"""Find in a sentence what a question seeks: a number for "how many", a new name for "who", a day for "when".

Used by `assistant.evidence` and `assistant.short`. Surface forms only: it can
tell that an answer of the right kind may be there, never that it is the right
one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.dates import MONTHS
from assistant.places import PLACES
from assistant.question import Understood
from assistant.terms import NUMBER, NUMBER_WORDS, names, numbers, terms, words
from corpus.bodies import is_body
from corpus.occupations import is_occupation

_DATE = re.compile(
    rf"\b(?:\d{{1,2}}\s+)?(?:{'|'.join(MONTHS)})(?:\s+\d{{1,2}}(?:st|nd|rd|th)?\b)?(?:,?\s+(?:19|20)\d\d)?"
    r"|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:19|20)\d\d\b"
    r"|\b(?:last|next|this|later this|earlier this) (?:week(?:end)?|month|year|spring|summer|autumn|fall|winter)\b"
    r"|\b(?:yesterday|today|tomorrow)\b",
    re.I,
)
# A quotation carried on over sentences has only its opening or its closing mark here.
_QUOTED = re.compile(r"[“\"][^”\"]{8,}|[^“\"]{8,}[”\"]")
_SPELLED = "|".join(NUMBER_WORDS)
_COUNT = re.compile(
    rf"{NUMBER.pattern}(?:\s(?:hundred|thousand|million|billion|trillion)\b)?"
    rf"|\b(?:{_SPELLED}|hundreds?|thousands?|dozens?|millions?)(?:[\s-](?:{_SPELLED}|hundred|thousand|million|billion|and))*\b",
    re.I,
)
_CURRENCY = (
    r"(?:dollars?|cents?|euros?|pounds?|yen|yuan|won|rupees?|ro?ubles?|francs?|pesos?|reais|rand|shekels?|lira|zloty"
    r"|crowns?|kron[ae]r?|dinars?|dirhams?|riyals?|ducats?)\b"
)
_SCALE = r"(?:hundred|thousand|million|billion|trillion)"
_MONEY = re.compile(
    rf"[$€£¥]\s?\d[\d,.]*\d?(?:\s{_SCALE})?|\b(?:\d[\d,.]*|{_SPELLED})(?:\s{_SCALE})?(?:\s[\w-]+)?\s{_CURRENCY}",
    re.I,
)
_PERCENTAGE = re.compile(
    rf"\b(?:\d[\d.]*|{_SPELLED})(?:[\s-]?%|[\s-]per ?cent\b| percentage points?)"
    r"|\b(?:half|one[ -]third|two[ -]thirds|a (?:third|quarter|fifth)|three[ -]quarters)\b",
    re.I,
)
# How a reason is told. "After" and "as" tell one as often as not.
_BECAUSE = re.compile(
    r"\b(?:because|since|as|due to|owing to|thanks to|after|amid|following|over|so that|in (?:order|response|protest)"
    r"|reasons?|caus\w+|grounds|blam\w+|cit(?:ed|es|ing)|led to|prompt\w+|trigger\w+|to (?:avoid|prevent|protect))\b",
    re.I,
)
_TITLE = re.compile(r"[“\"]([A-Z][^”\"]{2,60})[”\"]")
_PREPOSITION = re.compile(
    r"\b(?:in|at|near|from|to|of|across|outside|off|over|around|into)\s+(?:the\s+)?$", re.I
)
# Words behind "Winmar, " in which what she is should stand.
OFFICE_WITHIN = 6
# How a person's name goes on ("Winmar, the governor", "Winmar told"), and what stands before one.
_AS_A_PERSON = re.compile(
    r"(?:,? (?:said|says|told|added|wrote|warned|argued|who|has|had|was sworn|won|resigned|announced|became)\b"
    r"|, (?:\d\d|who|whose)\b)"
)
_TITLED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Prof|Sir|Gen|Rep|Sen|Gov|Judge|President|minister|president|governor|judge|professor|skipper"
    r"|captain|singer|actor|actress|star|player|leader|chief|secretary|director|spokes(?:man|woman|person)|deputy"
    r"|lawyer|engineer|editor|candidate|author|by|named|called)\.?,? $"
)
_ORDINAL = re.compile(r"\d(?:st|nd|rd|th)$")
_YEAR = re.compile(r"(?:19|20)\d\d$")
# The units that "how heavy" and the like are answered in; "how long" asks for a time or a length.
_TIMES = r"(?:seconds?|minutes?|hours?|days?|nights?|weeks?|fortnights?|months?|years?|decades?)"
_LENGTHS = (
    r"(?:mm|cm|km|m|millimet(?:er|re)s?|centimet(?:er|re)s?|met(?:er|re)s?|kilomet(?:er|re)s?|inch(?:es)?|feet|foot|ft"
    r"|yards?|miles?)"
)
_UNITS = tuple(
    (re.compile(rf"\bhow (?:{asked})\b", re.I), re.compile(rf"^[\s-]?(?:[a-z]+\s)?{units}\b", re.I))
    for asked, units in (
        ("long", rf"(?:{_TIMES}|{_LENGTHS})"),
        ("soon|often", _TIMES),
        ("far|tall|high|deep|wide|thick|large|big|short(?:er)?", _LENGTHS),
        ("heavy|much does .* weigh", r"(?:kg|kilos?|kilograms?|grams?|tons?|tonnes?|pounds?|ounces?|lbs?)"),
        ("fast", r"(?:mph|kph|knots|km/h|miles an hour|kilomet(?:er|re)s an hour)"),
        ("hot|cold|warm", r"(?:degrees|°)"),
    )
)
# "Sunak, 42, will", "a 61-year-old", "at the age of 96": ten years of something are no age.
_ASKS_AGE = re.compile(r"\bhow old\b|\bwhat (?:is|was) the age\b", re.I)
_AGE_BEHIND = re.compile(r"^[\s-](?:years?|months?|weeks?|days?)[\s-](?:old\b|of age\b)")
_AGE_BEFORE = re.compile(r"\b(?:aged?|age of|is|was|turn(?:s|ed)?)\s$")
# A change is told as a share as often as in its unit.
_ASKS_CHANGE = re.compile(
    r"\bhow much\b.*\b(?:increas|ris[ei]|rose|grow|grew|f[ae]ll|drop|declin|climb|jump|shr[aiu]nk)", re.I
)
# How well a thing that may be meant fits, where another would fit better.
HALF = 0.5
# So far behind a number its noun may stand: "84 tonnes of herring", "63 of the hot dogs".
NOUN_WITHIN = 40


@dataclass(frozen=True, slots=True)
class Span:
    """What may be the answer: `sentence[start:end]`, and how well its form fits the kind sought, 0..1."""

    start: int
    end: int
    text: str
    fit: float

    @property
    def key(self) -> str:
        """Equal for equal answers in different words: "ten" and "10", "Joe Biden" and "Biden" are not told apart."""
        found = sorted(numbers(self.text))
        return " ".join(found) if found else (words(self.text) or [""])[-1]


def spans(question: Understood, sentence: str, speakers: Sequence[str] = ()) -> list[Span]:
    """What may be the answer in a sentence, as it stands there; nothing that the question says itself.

    `speakers` are names of people quoted nearby.
    """
    if question.kind in ("number", "money", "percentage", "date"):
        return list(_measures(question, sentence))
    if question.kind in ("person", "place", "name", "list"):
        return list(_named(question, sentence, speakers))
    return []


def fits(question: Understood, sentence: str, speakers: Sequence[str] = ()) -> float:
    """How well the best span fits, 0..1; kinds without a surface form (a fact, a summary) fit any sentence half."""
    if question.kind == "quotation":
        return float(_QUOTED.search(sentence) is not None)
    if question.kind == "reason":
        return HALF if _BECAUSE.search(sentence) else 0.0
    if question.kind in ("fact", "summary", "yes-no"):
        return HALF
    found = spans(question, sentence, speakers)
    if question.kind == "list":
        return min(1.0, len(found) / 2)
    return max((span.fit for span in found), default=0.0)


def _measures(question: Understood, sentence: str) -> Iterator[Span]:
    known = numbers(question.standalone)
    exact = {"money": _MONEY, "percentage": _PERCENTAGE, "date": _DATE}.get(question.kind)
    taken: list[tuple[int, int]] = []
    for match in exact.finditer(sentence) if exact else ():
        taken.append(match.span())
        if question.kind == "date" or not numbers(match.group(0)) or numbers(match.group(0)) - known:
            yield Span(*match.span(), match.group(0), 1.0)
    if question.kind == "date":
        return
    for match in _COUNT.finditer(sentence):
        if _ORDINAL.search(match.group(0)):
            continue
        inside = any(start < match.end() and match.start() < end for start, end in taken)
        found = numbers(match.group(0))
        if not inside and (found - known or not found):
            yield Span(*match.span(), match.group(0), _counted(question, sentence, match))


def _counted(question: Understood, sentence: str, match: re.Match[str]) -> float:
    """How well a bare number fits: best before the noun or unit asked for, worst where it is a year."""
    if question.kind != "number":
        return HALF
    if _YEAR.match(match.group(0)):
        return 0.25
    behind = sentence[match.end() : match.end() + NOUN_WITHIN]
    if _ASKS_CHANGE.search(question.clause) and _PERCENTAGE.match(sentence, match.start()):
        return 1.0
    if _ASKS_AGE.search(question.clause):
        return 1.0 if _is_age(sentence[: match.start()], behind) else HALF
    units = next((units for asked, units in _UNITS if asked.search(question.clause)), None)
    if units is not None:
        return 1.0 if units.search(behind) else HALF
    if not question.noun:
        return 0.75
    return 1.0 if set(terms(" ".join(question.noun))) & set(terms(behind)) else HALF


def _is_age(before: str, behind: str) -> bool:
    between_commas = before.endswith(", ") and behind.startswith(",")
    told = _AGE_BEFORE.search(before) is not None and behind[:1] in ("", ".", ",", " ")
    return between_commas or _AGE_BEHIND.match(behind) is not None or told


def _named(question: Understood, sentence: str, speakers: Sequence[str]) -> Iterator[Span]:
    known = set(words(question.standalone))
    titles = list(_TITLE.finditer(sentence)) if question.kind == "name" else []
    for title in titles:
        if not set(words(title.group(1))) <= known:
            yield Span(title.start(), title.end(), title.group(0), 1.0)
    at = 0
    for name in names(sentence):
        at = max(sentence.find(name, at), sentence.find(name))
        inside = any(title.start() <= at < title.end() for title in titles)
        if at < 0 or inside or set(words(name)) <= known or sentence[at - 1 : at] == "(":
            continue
        yield Span(at, at + len(name), name, _name_fit(question, sentence, at, name, speakers))


def _name_fit(question: Understood, sentence: str, at: int, name: str, speakers: Sequence[str]) -> float:
    kind = question.kind
    if kind == "place":
        known = next((PLACES[noun] for noun in question.noun if noun in PLACES), None)
        if known is not None and name in known:
            return 1.0
        after = 1.0 if _PREPOSITION.search(sentence[:at]) else HALF
        return after if known is None else after - 0.25
    if kind == "person":
        return _person_fit(question, sentence, at, name, speakers)
    # "Sales of it rose": one word that opens a sentence may be no name.
    return HALF if " " not in name and not sentence[:at].strip(" “\"'‘") else 1.0


def _person_fit(question: Understood, sentence: str, at: int, name: str, speakers: Sequence[str]) -> float:
    """Full for one who is quoted or whose name stands as a person's does, little for a body's or a place's name.

    "Justice Stephen Breyer" is most likely the very one whom a question calls Breyer, if not one of his family.
    """
    if is_body(name):
        return 0.1
    if words(name)[-1:] in [words(asked) for asked in question.names]:
        return 0.25
    if any(set(name.split()) & set(speaker.split()) for speaker in speakers):
        return 1.0
    behind = sentence[at + len(name) :]
    if _AS_A_PERSON.match(behind) or _TITLED.search(sentence[:at]) or _in_office(behind):
        return 1.0
    return 0.6 if " " in name else 0.35


def _in_office(behind: str) -> bool:
    """Whether an office or a calling follows: ", governor of the bank" or ", the water minister"."""
    if not behind.startswith(", "):
        return False
    apposition = re.split(r"[,;:.]", behind[2:])[0]
    return any(is_occupation(word) for word in words(apposition)[:OFFICE_WITHIN])
