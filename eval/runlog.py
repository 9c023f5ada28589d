"""The raw log of a run: a header line, then one JSON line a question, written before anything is scored.

Written by `eval.running`, read by scoring, comparing and reporting. Never scores.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any

from assistant.answer import Citation, Note, Sentence
from eval.errors import LogUnreadable

LOG_SCHEMA = 1
LOG_NAME = "run.jsonl"


@dataclass(frozen=True, slots=True)
class RunHeader:
    """What a run depends on. Two logs with equal headers hold equal answers, times aside.

    Attributes:
        set_digest: sha256 of the question set's file.
        code: sha256 over the Python files that answer questions.
        generation: name of the index generation; `manifest` is what it says of corpus, model and passages.
        assistant: the settings and the model that answered, and the settings of the search.
        settings: the settings of the run itself.
        started: when, in ISO form; no part of what makes two runs alike.
        jobs: how many questions were asked at once, which changes their times and no more.
    """

    set_name: str
    set_digest: str
    code: str
    generation: str
    manifest: dict[str, Any]
    assistant: dict[str, Any]
    settings: dict[str, Any]
    started: str = field(default="", compare=False)
    jobs: int = field(default=1, compare=False)
    schema: int = LOG_SCHEMA

    def differences(self, other: "RunHeader") -> tuple[str, ...]:
        """Names of the fields that differ."""
        compared = (f.name for f in fields(self) if f.compare)
        return tuple(name for name in compared if getattr(self, name) != getattr(other, name))


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A hit of the search, as far as the metrics need it; `versions` are the others of its family."""

    article_id: str
    passage_id: str
    start: int
    end: int
    score: float
    dense_rank: int | None = None
    lexical_rank: int | None = None
    via_reference: str = ""
    versions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """What the assistant did with one question.

    Attributes:
        standalone: the question as it was searched.
        searched: the filters it was searched with, in JSON form.
        outcome: the answer's, or "searched" where the question's gold names articles only and nothing was asked.
        found: the hits of the same search, best first.
        short, form, notes: of `assistant.answer.Answer`.
        wall_ms: wall time of the answer alone, earlier turns and the log's own search left out.
        error: the message of a stated error, with which a question counts as unanswered; else "".
    """

    id: str
    question: str
    standalone: str = ""
    searched: dict[str, Any] | None = None
    outcome: str = "abstained"
    confidence: float = 0.0
    sentences: tuple[Sentence, ...] = ()
    refused: tuple[Sentence, ...] = ()
    found: tuple[FoundPassage, ...] = ()
    author: str = ""
    short: str = ""
    form: str = "answer"
    notes: tuple[Note, ...] = ()
    wall_ms: float = 0.0
    error: str = ""

    @property
    def text(self) -> str:
        """The answer's sentences as one text, without its notes."""
        return " ".join(s.text for s in self.sentences)

    @property
    def all_notes(self) -> tuple[Note, ...]:
        """The notes on single sentences and on the whole."""
        return (*(n for s in self.sentences for n in s.notes), *self.notes)

    @property
    def shown(self) -> str:
        """Everything that the reader is told: the sentences and the notes."""
        return " ".join([self.text, *(n.text for n in self.all_notes)])

    @property
    def citations(self) -> tuple[Citation, ...]:
        """All citations: of the sentences in their order, then of the notes."""
        of_sentences = (c for s in self.sentences for c in s.citations)
        return (*of_sentences, *(c for n in self.all_notes for c in n.citations))


@dataclass(frozen=True, slots=True)
class RunLog:
    """A run read back, records in the order in which they were written."""

    header: RunHeader
    records: tuple[Record, ...]


def to_line(item: RunHeader | Record) -> str:
    """One line of JSON, with its end of line; dates in ISO form."""
    return json.dumps(asdict(item), ensure_ascii=False, default=_iso) + "\n"


def _iso(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a log")


def read_log(path: Path) -> RunLog:
    """Read a log. A last line that a kill cut short is left out.

    Raises:
        LogUnreadable: no such file, no header, or a broken line before the last.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise LogUnreadable(f"{path}: no run's log to read ({error.strerror})") from error
    # Only a line that ends was written whole.
    rows = list(_rows(path, data[: data.rfind(b"\n") + 1]))
    if not rows:
        raise LogUnreadable(f"{path}: holds no header; delete it to run again")
    return RunLog(_header(path, rows[0]), tuple(_record(path, n, row) for n, row in enumerate(rows[1:], 2)))


def _rows(path: Path, data: bytes) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(data.splitlines(), 1):
        try:
            row = json.loads(line)
        except ValueError as error:
            raise LogUnreadable(
                f"{path}, line {number}: no JSON ({error}); delete it to run again"
            ) from error
        yield row


def _header(path: Path, row: dict[str, Any]) -> RunHeader:
    if row.get("schema") != LOG_SCHEMA:
        raise LogUnreadable(f"{path}: schema {row.get('schema')!r}, expected {LOG_SCHEMA}; delete it")
    return RunHeader(**row)


def _record(path: Path, number: int, row: dict[str, Any]) -> Record:
    try:
        row["sentences"] = tuple(_sentence(s) for s in row["sentences"])
        row["refused"] = tuple(_sentence(s) for s in row["refused"])
        row["notes"] = tuple(_note(n) for n in row.get("notes", ()))
        row["found"] = tuple(FoundPassage(**(f | {"versions": tuple(f["versions"])})) for f in row["found"])
        return Record(**row)
    except (KeyError, TypeError, ValueError) as error:
        raise LogUnreadable(f"{path}, line {number}: no record ({error}); delete it to run again") from error


def _sentence(row: dict[str, Any]) -> Sentence:
    return Sentence(
        row["text"],
        tuple(_citation(c) for c in row["citations"]),
        row["failed"],
        day=_day(row.get("day")),
        label=row.get("label", ""),
        notes=tuple(_note(n) for n in row.get("notes", ())),
    )


def _note(row: dict[str, Any]) -> Note:
    return Note(row["kind"], row["text"], tuple(_citation(c) for c in row["citations"]))


def _citation(row: dict[str, Any]) -> Citation:
    return Citation(**(row | {"published": _day(row["published"])}))


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
