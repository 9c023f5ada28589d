"""The figures that found passages give for what a question asks: who counted how many, and when.

Used by `assistant.standing` (which figure stands, who disagrees) and by
`assistant.timeline`. Reads words only, no vectors; one figure a sentence, the
one that the sentence arrives at ("from 13 percent to 10" states 10).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.amounts import (
    CURRENCY,
    OTHER_UNITS,
    PEOPLE,
    counted_by,
    is_amount,
    is_move,
    is_stated,
    shown,
    source_of,
)
from assistant.dates import MONTHS
from assistant.days import named as days_named
from assistant.figures import Figure, figures
from assistant.kinds import Kind
from assistant.question import Understood
from assistant.scope import fate, is_part, limits, places, strikes_otherwise
from assistant.statement import Statement
from assistant.terms import Rarity, covered, question_terms, terms
from corpus.bodies import is_body
from index.passage import Hit

MEASURED_KINDS: tuple[Kind, ...] = ("number", "money", "percentage")
# How many sentences before a figure tell what it is of: "The count goes on. On Monday it gave 6,240 cases."
WINDOW = 2
_DYING = "dead death deaths die died dying kill killed killing toll fatalities fatality"
_COSTING = "cost costs price priced costed worth value valued estimate"
_COST = frozenset(terms(_COSTING))
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_DEATH = frozenset(terms(_DYING))
# Children are some of the people: their number is no toll.
_SOME = frozenset(
    terms(
        "children women men boys girls babies civilians soldiers troops officers policemen teachers students"
    )
)
_GROWING = frozenset(terms("cases infections victims arrests"))
_LISTED = frozenset(terms("names lives bodies"))
# A figure of money without its currency, "the new figure, 6.8 billion", is a large one.
LARGE = 1e6
# A figure asked for as it was at the beginning, or at one moment, has no newer one.
_ONE_MOMENT = re.compile(
    r"\b(?:at first|first|originally|initially|initial|at the time|that day|on the (?:night|day)|how many more"
    r"|how many fewer|than)\b",
    re.I,
)
# So has one of a moment told by another event, but for a toll: "how many died when the dam failed".
_BESIDE_ANOTHER = re.compile(r"\b(?:before|after|when|while)\b", re.I)
# Everybody grows older: no report replaces another.
_AGE = re.compile(r"\bhow old\b|\b(?:what|which) age\b", re.I)
# A day that is still to come may be put off.
_TO_COME = re.compile(r"\b(?:is|are|will|due|next|scheduled|planned|to be)\b", re.I)
_PRESENT = re.compile(r"\b(?:is|are|do|does|has|have|will|would|now|currently|so far|latest|stands?)\b", re.I)
_DONE = re.compile(r"\b(?:did|was|were)\b", re.I)
_WOULD = re.compile(r"\b(?:will|would)\b", re.I)
_BACKGROUND_YEAR = re.compile(r"\b(?:in|of|since|from|by)\s+((?:1[5-9]|20)\d\d)\b", re.I)
_STANDS_FOR = re.compile(
    r"\b(?:it|they|that|this|which|the (?:figure|number|count|toll|total|rate|price|bulletin|sum))\b", re.I
)
_PRONOUN = re.compile(r"\b(?:he|she|his|her|they|their|it|its)\b", re.I)
_SYNONYMS = tuple(
    frozenset(terms(words))
    for words in (
        _COSTING,
        "count counted counts number figure toll list cases case",
        "poll polls survey share vote votes voting voted election elect elected gives gave ballot",
        "sentence sentenced prison jail serve serving serves served",
        "president presidential presidency",
        _DYING,
    )
)


@dataclass(frozen=True, slots=True)
class _Told:
    """A figure as its sentence has it, see `Statement`."""

    value: float
    shown: str
    counted: str = ""
    source: str = ""
    rough: bool = False


def asks_state(question: Understood) -> bool:
    """Whether a figure or a day to come is asked for, as it stands: not that of the beginning or of a moment.

    What was paid or won is done; a count of the dead goes on after it was asked in the past tense.
    """
    if question.kind == "date":
        return _TO_COME.search(question.clause) is not None
    if _AGE.search(question.clause):
        return False
    deaths = bool(frozenset(terms(question.clause)) & _DEATH)
    goes_on = deaths or (
        _PRESENT.search(question.clause)
        and not _DONE.search(question.clause)
        and not _BESIDE_ANOTHER.search(question.standalone)
    )
    return question.kind in MEASURED_KINDS and bool(goes_on) and not _ONE_MOMENT.search(question.standalone)


def statements(question: Understood, hits: Sequence[Hit], rarity: Rarity) -> list[Statement]:
    """What the passages state of the figure asked for, the surest first."""
    reading = _Reading(question, rarity)
    found = [each for hit in hits if hit.passage.kind == "reporting" for each in reading.statements(hit)]
    return sorted(found, key=lambda each: -each.sure)


class _Reading:
    """Reads the figures of passages for one question."""

    def __init__(self, question: Understood, rarity: Rarity) -> None:
        self._question = question
        self._rarity = rarity
        self._wanted = frozenset(question_terms(question.standalone))
        self._noun = frozenset(terms(" ".join(question.noun)))
        self._deaths = bool(self._wanted & _DEATH) and (not self._noun or bool(self._noun & PEOPLE))
        self._names = frozenset(
            terms(" ".join(name for name in question.names if name.casefold() not in MONTHS))
        )
        telling = self._wanted - self._names
        alike = telling.union(*(group for group in _SYNONYMS if group & telling))
        self._telling = alike if self._deaths else alike - self._noun

    def statements(self, hit: Hit) -> Iterator[Statement]:
        """One for each sentence of the passage that states a fitting figure."""
        passage = hit.passage
        sentences = [
            passage.text[start - passage.start : end - passage.start] for start, end in passage.sentences
        ]
        held = [frozenset(terms(sentence)) for sentence in sentences]
        titled = frozenset(terms(f"{passage.title} {passage.heading}"))
        around = self._covered(titled.union(*held))
        for place, (start, end) in enumerate(passage.sentences):
            sentence = sentences[place]
            window = frozenset[str]().union(*held[max(0, place - WINDOW) : place + 1])
            # Elsewhere in the passage is too far: a round-up tells of one massacre beside another.
            named = not self._names or bool((window | titled) & self._names)
            before = " ".join(sentences[max(0, place - WINDOW) : place])
            if not self._is_about(sentence, before, held[place], window, passage.published):
                continue
            elsewhere = places(sentence, self._wanted) and not self._names & held[place]
            if (
                (self._names and elsewhere)
                or strikes_otherwise(sentence, self._question.standalone)
                or self._of_another_year(sentence, passage.published)
            ):
                continue
            for told in self._stated(sentence, held[place], window, passage.published):
                yield Statement(
                    hit, start, end, sentence, told.value, told.shown, told.counted, self._covered(window), around,
                    named, self._question.kind, told.source, limits(sentence, told.shown, self._wanted),
                    self._deaths or bool(self._noun & _GROWING), told.rough,
                )  # fmt: skip

    def _of_another_year(self, sentence: str, published: date | None) -> bool:
        """Whether it tells of a year before its article's that the question does not name: an earlier event."""
        years = {int(year) for year in _YEAR.findall(sentence)}
        asked = {int(year) for year in _YEAR.findall(self._question.standalone)}
        return published is not None and bool(years) and max(years) < published.year and not years & asked

    def _covered(self, held: frozenset[str]) -> float:
        """The share of the question's terms held, where a word of like meaning counts as the question's own."""
        alike = (self._wanted & group for group in _SYNONYMS if held & group)
        return covered(self._wanted, held.union(*alike), self._rarity)

    def _is_about(
        self, sentence: str, before: str, held: frozenset[str], window: frozenset[str], day: date | None
    ) -> bool:
        """Whether the sentence tells what the question asks of, now, and of nobody else."""
        bracketed = sentence.startswith(("(", "["))
        past = day and any(int(year) < day.year for year in _BACKGROUND_YEAR.findall(sentence))
        about = held & self._telling or (_STANDS_FOR.search(sentence) and window & self._telling)
        return bool(about) and not bracketed and not past and not self._of_another(sentence, before)

    def _of_another(self, sentence: str, before: str) -> bool:
        """Whether the question is of somebody, and the sentence neither names them nor takes them up."""
        asked = [name.split()[-1] for name in self._question.names if " " in name and not is_body(name)]
        taken_up = _PRONOUN.search(sentence) and any(last in before for last in asked)
        return bool(asked) and not taken_up and not any(last in sentence for last in asked)

    def _stated(
        self, sentence: str, held: frozenset[str], window: frozenset[str], day: date | None
    ) -> Iterator["_Told"]:
        """The figure or day that the sentence arrives at."""
        if self._question.kind == "date":
            yield from _day_to_come(sentence, day)
            return
        every = figures(sentence)
        rate = any(figure.percent for figure in every)
        stated = [
            figure
            for figure in every
            if is_amount(sentence, figure)
            and is_stated(sentence[: figure.start])
            and self._fits(sentence, figure, held, window, rate)
        ]
        arrived = [figure for figure in stated if re.search(r"\bto\s+$", sentence[: figure.start])]
        for figure in (arrived or stated)[:1]:
            counted = "" if self._deaths else counted_by(sentence, figure)
            words = shown(sentence, figure)
            if self._question.kind == "percentage" and not figure.percent:
                words = f"{words} percent"
            yield _Told(figure.value, words, counted, source_of(sentence, figure), figure.rough)

    def _fits(
        self, sentence: str, figure: Figure, held: frozenset[str], window: frozenset[str], rate: bool
    ) -> bool:
        counted = counted_by(sentence, figure).partition("/")[0]
        if _WOULD.search(sentence[: figure.start]) and not _WOULD.search(self._question.standalone):
            return False
        if self._question.kind == "percentage":
            return figure.percent or (rate and bool(re.search(r"\bto\s+$", sentence[: figure.start])))
        if is_move(sentence, figure) or is_part(sentence, figure):
            return False
        if figure.percent or self._question.kind == "money":
            large = not counted and figure.value >= LARGE
            priced = not self._wanted & _COST or held & _COST or _STANDS_FOR.search(sentence)
            return bool(not figure.percent and priced and (counted in CURRENCY or large))
        if self._deaths:
            befell = fate(sentence, figure)
            # "On the same evening it held 262 names": what befell them was said before.
            taken_up = befell is None and counted in _LISTED and _STANDS_FOR.search(sentence)
            counts = (counted in PEOPLE | _DEATH or not counted) and counted not in _SOME - self._wanted
            return (befell == 0 or bool(taken_up)) and counts and bool(window & _DEATH)
        if not self._noun:
            return bool(counted) and counted not in CURRENCY | PEOPLE
        bare = counted not in OTHER_UNITS | CURRENCY
        return counted in self._noun or (self._noun <= held and bare)


def _day_to_come(sentence: str, published: date | None) -> Iterator["_Told"]:
    """The last day that the sentence sets for something, later than its own."""
    if published is None:
        return
    for time in reversed(days_named(sentence)):
        if time.month is None or time.day is None or not is_stated(sentence[: time.span[0]]):
            continue
        try:
            day = date(time.year or published.year, time.month, time.day)
        except ValueError:
            continue
        if day > published:
            yield _Told(float(day.toordinal()), time.text.rstrip("."))
            return
