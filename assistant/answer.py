"""What an answer is: sentences with citations, an outcome and a confidence. Frozen data, and its JSON form.

Made by `assistant.assistant`, shown by `assistant.ui` and app.py, scored by
`eval`. Never searches or writes a sentence itself.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from index.passage import Filters, Hit

Outcome = Literal["answered", "uncertain", "abstained"]


@dataclass(frozen=True, slots=True)
class Citation:
    """The exact words that a sentence rests on: `quote == article.text[start:end]`."""

    article_id: str
    title: str
    published: date | None
    publication: str
    url: str
    start: int
    end: int
    quote: str
    speaker: str = ""
    kind: str = "reporting"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an answer. `failed` says why verification refused it ("" where it passed);
    a sentence that failed is never part of `Answer.sentences`, only of `Answer.refused`."""

    text: str
    citations: tuple[Citation, ...]
    failed: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question.

    Attributes:
        standalone: the question as it was searched, a follow-up rewritten to stand alone.
        filters: what was asked for and what was read out of the question, joined.
        confidence: 0..1, calibrated as `assistant.abstention` says.
        sentences: empty where the outcome is "abstained".
        refused: sentences of a model that failed verification, with the reason.
        nearest: the nearest hits, at most one an article, for "the corpus does not say" and the evidence panel.
        advice: one line each: how to widen the question, or what to beware of.
        author: "extractive", or the name of the model that wrote it.
    """

    question: str
    standalone: str
    filters: Filters
    outcome: Outcome
    confidence: float
    sentences: tuple[Sentence, ...]
    nearest: tuple[Hit, ...]
    generation: str
    timings_ms: dict[str, float] = field(default_factory=dict)
    refused: tuple[Sentence, ...] = ()
    advice: tuple[str, ...] = ()
    author: str = "extractive"


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question of a conversation and its answer."""

    question: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class Stage:
    """Progress of an answer: what is being done now, in words for the reader."""

    name: Literal["reading", "searching", "weighing", "writing"]
    text: str


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def filters_as_json(filters: Filters) -> dict[str, Any]:
    """The filters that are set, dates in ISO form; an empty object where none is."""
    fields = {
        "as_of": _day(filters.as_of),
        "since": _day(filters.since),
        "until": _day(filters.until),
        "near": _day(filters.near),
        "publications": list(filters.publications),
        "sections": list(filters.sections),
        "kinds": list(filters.kinds),
    }
    return {name: value for name, value in fields.items() if value}
