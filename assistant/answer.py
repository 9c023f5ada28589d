"""What an answer is: sentences with citations, an outcome and a confidence. Frozen data, and its JSON form.

Made by `assistant.assistant`, shown by `assistant.ui` and app.py, scored by
`eval`. Never searches or writes a sentence itself.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from index.passage import Filters, Hit

Outcome = Literal["answered", "uncertain", "abstained"]
# How an answer is laid out; "forecast" holds what was expected, then what came of it, told apart by `Sentence.label`.
Form = Literal["answer", "timeline", "comparison", "forecast"]
NoteKind = Literal["disagreement", "superseded", "false_premise", "widened", "period", "forecast", "doubt"]


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
class Note:
    """What a reader must know beside the answer's sentences, in the app's words, with the words it rests on.

    "superseded": another figure or state replaced this one; "disagreement": sources differ; "false_premise":
    no article reports what the question takes for granted; "widened": more was searched than was asked;
    "period": the day of an event that the question counts its time from;
    "forecast": whether what was expected came about; "doubt": a model's sentence whose wording goes beyond what
    it cites.
    """

    kind: NoteKind
    text: str
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an answer.

    Attributes:
        failed: why verification refused it, "" where it passed; a sentence that failed is never part of
            `Answer.sentences`, only of `Answer.refused`.
        day: the day that an entry of a timeline is of, which need not be the day it was published.
        label: the part of the answer that it belongs to: a side of a comparison, or what was expected and
            what came; sentences of one label stand together. "" where the answer has no parts.
        notes: what holds of this sentence alone, such as what superseded it.
    """

    text: str
    citations: tuple[Citation, ...]
    failed: str = ""
    day: date | None = None
    label: str = ""
    notes: tuple[Note, ...] = ()


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
        short: the answer in a few words (a number, a name, a date), "" where none is sure enough; shown before the
            sentences, and always the words of `short_citation`, which lie inside a sentence that is cited too.
        form: how the sentences are laid out; a timeline's are in order of their days, oldest first.
        notes: what holds of the answer as a whole; an answer that abstains may carry some too.
        speaker: the one whose words the question was understood to ask for, "" where nobody's.
        sought: the kind of answer it was understood to seek, a `kinds.Kind`; "" where it was not looked at.
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
    short: str = ""
    short_citation: Citation | None = None
    form: Form = "answer"
    notes: tuple[Note, ...] = ()
    speaker: str = ""
    sought: str = ""


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
