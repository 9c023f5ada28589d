"""A figure or day that an article states: where, of what, and how surely it is of what a question asks.

Made by `assistant.statements`, compared by `assistant.standing` and
`assistant.series`. Frozen data, and no work.
"""

from dataclasses import dataclass
from datetime import date

from index.passage import Hit


@dataclass(frozen=True, slots=True)
class Statement:
    """One figure or day, where it is stated, and how surely it is of what the question asks.

    Attributes:
        value: with its scale, "3 million" is 3e6; a day is its ordinal.
        shown: as the text has it, with its unit.
        counted: the stem of what it counts, "" where the sentence does not say.
        near: share, by rarity, of the question's terms in the sentence and the ones before it, 0..1.
        around: the same of its passage and title.
        named: whether a name of the question stands in its passage or title.
        kind: the kind of answer it is.
        source: who counted, as the sentence names them, "" where it names nobody.
        limits: the places that the sentence sets it in and the kind of thing that it is of, as far as the question
            does not name them.
        cumulative: it counts what can only become more, the dead or the cases of a disease.
        rough: its words call it so ("more than two dozen").
    """

    hit: Hit
    start: int
    end: int
    text: str
    value: float
    shown: str
    counted: str
    near: float
    around: float
    named: bool = True
    kind: str = "number"
    source: str = ""
    limits: frozenset[str] = frozenset()
    cumulative: bool = False
    rough: bool = False

    @property
    def sure(self) -> float:
        """How surely it is of what the question asks, 0..1."""
        return (self.near + self.around) / 2

    @property
    def day(self) -> date | None:
        """The day it was published."""
        return self.hit.passage.published
