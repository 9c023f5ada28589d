"""Ask every question of a set, several at once, and log each answer as it comes.

Used by `eval.command`. Raw log first: nothing is scored here, a killed run goes
on where it stopped, and a finished log can be scored again without a question.
"""

import hashlib
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import asdict, is_dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO, Any, Protocol

from assistant.answer import Answer, Turn, filters_as_json
from corpus.article import Article
from corpus.errors import BackfileError
from eval.errors import RunMismatch
from eval.questions import Question, QuestionSet
from eval.runlog import LOG_NAME, FoundPassage, Record, RunHeader, RunLog, read_log, to_line
from eval.settings import DEFAULTS, EvalSettings
from index.passage import Filters, Found, Hit

ROOT = Path(__file__).parent.parent
# The folders whose code decides an answer; `eval` itself may change and old logs still be scored.
ANSWERING = ("corpus", "index", "assistant")


class Asked(Protocol):
    """The assistant, as far as a run needs it. Must be safe for threads."""

    @property
    def settings(self) -> Any: ...
    @property
    def model(self) -> Any: ...
    def ask(self, question: str, filters: Filters = ..., history: tuple[Turn, ...] = ...) -> Answer: ...


class Searched(Protocol):
    """The live generation of the index, as far as a run needs it."""

    @property
    def name(self) -> str: ...
    @property
    def manifest(self) -> Any: ...
    @property
    def settings(self) -> Any: ...
    def search(self, query: str, filters: Filters = ..., k: int = ...) -> Found: ...
    def article(self, id: str, /) -> Article: ...


Progress = Callable[[int, int], None]


def header_of(
    questions: QuestionSet, assistant: Asked, generation: Searched, settings: EvalSettings
) -> RunHeader:
    """All that the answers of a run depend on."""
    return RunHeader(
        set_name=questions.name,
        set_digest=questions.digest,
        code=code_digest(),
        generation=generation.name,
        manifest=_as_json(generation.manifest),
        assistant=_as_json(
            {
                "settings": assistant.settings,
                "model": getattr(assistant.model, "metadata", None),
                "index": generation.settings,
            }
        ),
        settings={"depth": settings.depth},
        started=datetime.now(UTC).isoformat(timespec="seconds"),
        jobs=settings.jobs,
    )


def code_digest(root: Path = ROOT) -> str:
    """sha256 over the names and bytes of the Python files that decide an answer."""
    digest = hashlib.sha256()
    for folder in ANSWERING:
        for path in sorted((root / folder).rglob("*.py")):
            digest.update(f"{path.relative_to(root).as_posix()}\0".encode())
            digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()


def _as_json(value: Any) -> Any:
    """A JSON form of settings and manifests; anything unknown by its words."""
    if is_dataclass(value) and not isinstance(value, type):
        value = asdict(value)
    if isinstance(value, Mapping):
        return {str(k): _as_json(v) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_as_json(v) for v in value]
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def run_set(
    questions: QuestionSet,
    *,
    assistant: Asked,
    generation: Searched,
    folder: Path,
    settings: EvalSettings = DEFAULTS,
    progress: Progress | None = None,
) -> RunLog:
    """Ask what the log in `folder` lacks, appending a line as each is done, and give the log in the set's order.

    Raises:
        RunMismatch: the log there is of another set, code, index, model or settings.
        LogUnreadable: the log there is broken.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / LOG_NAME
    done = _begin(path, header_of(questions, assistant, generation, settings))
    rest = [q for q in questions.questions if q.id not in done]
    with path.open("a", encoding="utf-8") as log:
        for number, record in enumerate(_records(rest, assistant, generation, settings), len(done) + 1):
            _write(log, to_line(record))
            if progress:
                progress(number, len(questions.questions))
    written = read_log(path)
    place = {q.id: i for i, q in enumerate(questions.questions)}
    return replace(written, records=tuple(sorted(written.records, key=lambda r: place[r.id])))


def _records(
    questions: Sequence[Question], assistant: Asked, generation: Searched, settings: EvalSettings
) -> Iterator[Record]:
    """Records as they are done, which need not be the order of the questions; the caller alone writes."""
    pool = ThreadPoolExecutor(settings.jobs, thread_name_prefix="eval")
    try:
        asked: list[Future[Record]] = [
            pool.submit(answer_one, q, assistant, generation, settings.depth) for q in questions
        ]
        for one in as_completed(asked):
            yield one.result()
    finally:
        # On an error or Ctrl-C nothing more is begun, and what is under way is not waited for.
        pool.shutdown(wait=False, cancel_futures=True)


def _begin(path: Path, header: RunHeader) -> frozenset[str]:
    """Start the log, or mend one that a kill cut short; the ids already answered."""
    if not path.exists() or b"\n" not in path.read_bytes():
        path.write_text(to_line(header), encoding="utf-8")
        return frozenset()
    log = read_log(path)
    differing = log.header.differences(header)
    if differing:
        what = ", ".join(differing)
        raise RunMismatch(f"{path} is the log of another run ({what} differ): name another --out")
    whole = path.read_bytes()
    path.write_bytes(whole[: whole.rfind(b"\n") + 1])
    return frozenset(r.id for r in log.records)


def _write(log: IO[str], line: str) -> None:
    log.write(line)
    log.flush()
    os.fsync(log.fileno())


def answer_one(question: Question, assistant: Asked, generation: Searched, depth: int) -> Record:
    """Ask the turns in order, the last one for the record. A stated error becomes part of the record."""
    filters = Filters(as_of=question.as_of)
    history: list[Turn] = []
    try:
        if question.search_only:
            return _searched(question, generation.search(question.text, filters=filters, k=depth))
        for turn in question.turns[:-1]:
            history.append(Turn(turn.user, assistant.ask(turn.user, filters=filters, history=tuple(history))))
        started = time.perf_counter()
        answer = assistant.ask(question.text, filters=filters, history=tuple(history))
        wall_ms = (time.perf_counter() - started) * 1000
        found = generation.search(answer.standalone, filters=answer.filters, k=depth)
    except BackfileError as error:
        return Record(id=question.id, question=question.text, error=str(error))
    return Record(
        id=question.id,
        question=question.text,
        standalone=answer.standalone,
        searched=filters_as_json(answer.filters),
        outcome=answer.outcome,
        confidence=answer.confidence,
        sentences=answer.sentences,
        refused=answer.refused,
        found=found_of(found),
        author=answer.author,
        short=answer.short,
        form=answer.form,
        notes=answer.notes,
        wall_ms=round(wall_ms, 1),
    )


def _searched(question: Question, found: Found) -> Record:
    return Record(
        id=question.id,
        question=question.text,
        standalone=question.text,
        outcome="searched",
        found=found_of(found),
    )


def found_of(found: Found) -> tuple[FoundPassage, ...]:
    """The hits as far as a log keeps them."""
    return tuple(_found(hit) for hit in found.hits)


def filters_from_json(row: Mapping[str, Any]) -> Filters:
    """The filters that a record says it was searched with."""
    fields: dict[str, Any] = {
        name: date.fromisoformat(row[name]) for name in ("as_of", "since", "until", "near") if name in row
    }
    fields |= {name: tuple(row[name]) for name in ("publications", "sections", "kinds") if name in row}
    return Filters(**fields)


def _found(hit: Hit) -> FoundPassage:
    p = hit.passage
    return FoundPassage(
        article_id=p.article_id,
        passage_id=p.id,
        start=p.start,
        end=p.end,
        score=hit.score,
        dense_rank=hit.dense_rank,
        lexical_rank=hit.lexical_rank,
        via_reference=hit.via_reference,
        versions=hit.versions,
    )
