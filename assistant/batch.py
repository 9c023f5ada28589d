"""Many questions from one file of JSON lines, each answered in turn, the models loaded once.

Used by app.py for `ask --batch` and `search --batch`. It knows the form of a
line and nothing of answers: what to do with a question is handed in.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from corpus.errors import BackfileError
from index.passage import PASSAGE_KINDS, Filters

EXPECTED = 'expected an object like {"id": "q1", "question": "…", "as_of": "2023-08-15"}'


def run(
    path: Path, default: Filters, answer: Callable[[str, Filters], dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    """Yield one object a line of the file, each with the line's "id", in the file's order.

    A line that cannot be read, and a question that is refused, gives
    `{"id", "error"}`; the lines after it go on.

    Args:
        path: UTF-8 JSON lines with "id" and "question", and "as_of", "since", "until" (ISO dates),
            "source", "section" (a name or a list of them) and "kind" (of passages, one or a list) where
            wanted; blank lines are passed over.
        default: the filters of a line that names none of its own.

    Raises:
        BackfileError: the file cannot be read.
    """
    for number, line in _lines(path):
        row: object = None
        try:
            row = json.loads(line)
            question, filters = _question(row, default)
            yield {"id": _id(row), **answer(question, filters)}
        except (BackfileError, ValueError, RecursionError) as error:
            yield {"id": _id(row), "error": f"{path.name}, line {number}: {error}"}


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        with path.open(encoding="utf-8-sig") as lines:
            yield from ((number, line) for number, line in enumerate(lines, 1) if line.strip())
    except (OSError, UnicodeDecodeError) as error:
        raise BackfileError(
            f"{path} cannot be read as a batch ({error}): give a UTF-8 file of JSON lines"
        ) from None


def _id(row: object) -> object:
    return row.get("id") if isinstance(row, dict) else None


def _question(row: object, default: Filters) -> tuple[str, Filters]:
    if not isinstance(row, dict) or "id" not in row or not isinstance(row.get("question"), str):
        raise ValueError(EXPECTED)
    kinds = _names(row, "kind")
    if unknown := set(kinds) - set(PASSAGE_KINDS):
        raise ValueError(f"no kind {', '.join(sorted(unknown))}; known: {', '.join(PASSAGE_KINDS)}")
    return row["question"], replace(
        default,
        as_of=_day(row, "as_of") or default.as_of,
        since=_day(row, "since") or default.since,
        until=_day(row, "until") or default.until,
        publications=_names(row, "source") or default.publications,
        sections=_names(row, "section") or default.sections,
        kinds=tuple(kind for kind in PASSAGE_KINDS if kind in kinds) or default.kinds,
    )


def _names(row: dict[str, Any], name: str) -> tuple[str, ...]:
    found = row.get(name) or []
    return tuple(map(str, found if isinstance(found, list) else [found]))


def _day(row: dict[str, Any], name: str) -> date | None:
    return date.fromisoformat(str(row[name])) if row.get(name) else None
