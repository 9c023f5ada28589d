"""Check a sentence that a model wrote against the words it cites: a necessary condition, no proof.

Used by `assistant.writing`. Numbers, dates, names, quotations, speakers,
negation, hedging and likeness must agree; a sentence that passes is called
"no inconsistency found", never "entailed". Never mends a sentence.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from assistant.dates import MONTHS
from assistant.terms import names, numbers, terms, words
from corpus.sentences import split

# Similarity of a sentence and the nearest source sentence, cosine 0..1; handed in, since it needs a model.
Likeness = Callable[[str, Sequence[str]], float]

_QUOTED = re.compile(r"“([^”]{3,})”|\"([^\"]{3,})\"")
_NEGATION = frozenset("not no never none nobody nothing neither nor without cannot".split())
_HEDGES = frozenset(
    "may might could would likely unlikely possibly perhaps alleged allegedly reportedly expected plans planned "
    "proposed seeks considering suspected".split()
)
_SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "m": 1e6, "bn": 1e9}
_SCALED = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*-?\s*(thousand|million|billion|trillion|bn|m)\b", re.I)
_PERCENT = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*(?:%|per ?cent\b)", re.I)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# A claim shares at least this part of its terms with what it cites; measured on ../shared ragtruth, docs/log.
LEAST_SHARED = 0.5
# Where a claim and one source sentence share this much of either, they must agree in negation and hedging.
SAME_STATEMENT = 0.6
LEAST_LIKENESS = 0.35


@dataclass(frozen=True, slots=True)
class Source:
    """What a sentence cites: the passage's words, its article's title and day, and who is quoted in it."""

    text: str
    title: str = ""
    published: date | None = None
    quoted: tuple[tuple[str, str], ...] = field(default=())


def inconsistency(sentence: str, sources: Sequence[Source], likeness: Likeness | None = None) -> str:
    """The first thing about the sentence that its sources do not bear out, in words; "" where none is found."""
    if not sources:
        return "it cites nothing"
    claim = _Claim.of(sentence)
    held = _Held.of(sources)
    for check in (_quotations, _speakers, _numbers, _dates, _names, _content, _negation, _hedging):
        if reason := check(claim, held):
            return reason
    if likeness is not None and likeness(sentence, held.sentences) < LEAST_LIKENESS:
        return "it is not about what it cites"
    return ""


@dataclass(frozen=True, slots=True)
class _Claim:
    text: str
    terms: frozenset[str]
    words: frozenset[str]

    @classmethod
    def of(cls, sentence: str) -> "_Claim":
        return cls(sentence, frozenset(terms(sentence)), frozenset(words(sentence)))


@dataclass(frozen=True, slots=True)
class _Held:
    """The sources in the forms that the checks need."""

    sources: tuple[Source, ...]
    text: str
    sentences: tuple[str, ...]
    terms: frozenset[str]
    words: frozenset[str]

    @classmethod
    def of(cls, sources: Sequence[Source]) -> "_Held":
        parts = [part for source in sources for part in (source.title, source.text) if part]
        text = "\n\n".join(parts)
        sentences = tuple(part[start:end] for part in parts for start, end in split(part))
        return cls(tuple(sources), text, sentences, frozenset(terms(text)), frozenset(words(text)))

    def same_statement(self, claim: _Claim) -> str:
        """The source sentence that states what the claim states, "" where none does.

        Shares are taken both ways: a clause beside the one repeated may be denied or hedged by itself.
        """
        best = max(self.sentences, key=lambda one: len(claim.terms & set(terms(one))), default="")
        held = set(terms(best))
        shared = len(claim.terms & held)
        either = min(shared / (len(claim.terms) or 1), shared / (len(held) or 1))
        return best if either >= SAME_STATEMENT else ""


def _folded(text: str) -> str:
    return " ".join(words(text))


def _quotations(claim: _Claim, held: _Held) -> str:
    said = f" {_folded(held.text)} "
    for match in _QUOTED.finditer(claim.text):
        quote = match.group(1) or match.group(2)
        if f" {_folded(quote)} " not in said:
            return f"the quoted words “{quote[:60]}” are not in what it cites"
    return ""


def _speakers(claim: _Claim, held: _Held) -> str:
    """A quotation must not stand beside another name than its speaker's."""
    for match in _QUOTED.finditer(claim.text):
        quote = _folded(match.group(1) or match.group(2))
        outside = _QUOTED.sub(" ", claim.text)
        for words_said, speaker in (pair for source in held.sources for pair in source.quoted):
            if not speaker or quote not in _folded(words_said):
                continue
            if names(outside) and not set(words(speaker)) & set(words(outside)):
                return f"the quoted words are {speaker}'s"
    return ""


def _numbers(claim: _Claim, held: _Held) -> str:
    known = numbers(held.text)
    for source in held.sources:
        if source.published:
            known |= {str(source.published.year), str(source.published.day)}
    for number in sorted(numbers(claim.text) - known):
        return f"the number {number} is not in what it cites"
    amounts = _amounts(held.text)
    for amount, shown in sorted(_amounts(claim.text).items()):
        if amount not in amounts:
            return f"the amount {shown} is not in what it cites"
    return ""


def _amounts(text: str) -> dict[tuple[str, float], str]:
    """Sums with their scale and per cents, since "3 million" and "3 billion" share a number."""
    found = {}
    for match in _SCALED.finditer(text):
        value = float(match.group(1).replace(",", "")) * _SCALES[match.group(2).casefold()]
        found["sum", value] = match.group(0)
    for match in _PERCENT.finditer(text):
        found["per cent", float(match.group(1).replace(",", ""))] = match.group(0)
    return found


def _dates(claim: _Claim, held: _Held) -> str:
    published = {word for source in held.sources if source.published for word in _day_words(source.published)}
    for name in (*MONTHS, *_WEEKDAYS):
        if name == "may" and "May" not in claim.text:
            continue
        abbreviated = name[:3] in held.words or name[:4] in held.words
        if name in claim.words and name not in held.words and not abbreviated and name not in published:
            return f"the date “{name.capitalize()}” is not in what it cites"
    return ""


def _day_words(day: date) -> tuple[str, str]:
    return MONTHS[day.month - 1], _WEEKDAYS[day.weekday()]


def _names(claim: _Claim, held: _Held) -> str:
    """Every word of every name stands in the sources, or their initials do ("UN", "U.S.")."""
    initials = {"".join(word[0] for word in name.split()).casefold() for name in names(held.text)}
    spelled = {word.replace(".", "") for word in held.words}
    for name in names(_QUOTED.sub(" ", claim.text)):
        missing = [
            word
            for word in words(name)
            if word.replace(".", "") not in spelled | initials
            and not set(terms(word)) <= held.terms
            and not any(word[:5] == other[:5] for other in held.words if len(word) > 4)
        ]
        if missing and not _abbreviates(name, held):
            return f"the name “{name}” is not in what it cites"
    return ""


def _abbreviates(name: str, held: _Held) -> bool:
    """Whether the initials of a name written out stand in the sources."""
    letters = "".join(word[0] for word in name.split() if word[0].isupper()).casefold()
    return len(letters) > 1 and letters in {word.replace(".", "") for word in held.words}


def _content(claim: _Claim, held: _Held) -> str:
    shared = len(claim.terms & held.terms) / (len(claim.terms) or 1)
    return "" if shared >= LEAST_SHARED else "most of its words are not in what it cites"


def _negation(claim: _Claim, held: _Held) -> str:
    nearest = held.same_statement(claim)
    if not nearest or _negated(claim.text) == _negated(nearest):
        return ""
    return "it denies what it cites" if _negated(claim.text) else "it asserts what its source denies"


def _negated(text: str) -> bool:
    return any(word in _NEGATION or word.endswith("n't") for word in words(text))


def _hedging(claim: _Claim, held: _Held) -> str:
    hedged = _HEDGES & set(words(held.same_statement(claim)))
    if not hedged or _HEDGES & claim.words:
        return ""
    return f"its source only says “{min(hedged)}”"
