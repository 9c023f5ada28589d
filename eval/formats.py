"""The files that a question set may be kept in: JSON Lines, YAML, and CSV for those who work in a spreadsheet.

Used by `eval.loading`. Turns each form into rows of the schema and judges none
of them. docs/questions.md shows one question in each form.
"""

import csv
import io
import json
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from eval.questions import SCHEMA, UNANSWERABLE_TYPES

Rows = Iterator[tuple[int, dict[str, Any]]]
# What stands between the entries of one CSV cell: commas and semicolons are part of answers.
BETWEEN = "|"
COLUMNS = (
    "id", "type", "split", "story_id", "earlier", "question", "standalone", "as_of", "answer", "aliases",
    "answer_kind", "speaker", "required_articles", "forbidden", "forbidden_why", "notes",
    "nugget", "importance", "nugget_aliases", "evidence", "article_id", "quote",
)  # fmt: skip


class Misread(ValueError):
    """What cannot be read as rows, and at which line or question of the file."""

    def __init__(self, place: int, message: object) -> None:
        super().__init__(str(message))
        self.place = place


def rows_of_jsonl(text: str) -> Rows:
    """(line, row) of each line that holds something."""
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                row = json.loads(line)
            except (ValueError, RecursionError) as error:
                raise Misread(number, error) from error
            yield number, _object(row, number)


def rows_of_yaml(text: str) -> Rows:
    """(number of the question from 1, row) of a list of questions. A bare date is taken for its ISO form."""
    import yaml  # 30 ms, and most sets are no YAML

    try:
        found = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise Misread(mark.line + 1 if mark else 1, f"no YAML: {' '.join(str(error).split())}") from error
    if not isinstance(found, list):
        raise Misread(1, f"expected a list of questions, got {type(found).__name__}")
    for number, row in enumerate(found, 1):
        yield number, _object(_dates_as_text(row), number)


def rows_of_csv(text: str) -> Rows:
    """(line of its first row, question) of a table with the names of `COLUMNS` in its first row.

    A row with an id begins a question, one without goes on with it: another nugget, or further evidence of the
    last one ("or" in `evidence` begins an alternative, "and" adds to the one before).
    """
    table = csv.DictReader(io.StringIO(text), strict=True)
    unknown = sorted(set(table.fieldnames or ()) - set(COLUMNS))
    if unknown or "id" not in (table.fieldnames or ()):
        raise Misread(1, f"column {(unknown or ['id'])[0]!r} is {'unknown' if unknown else 'missing'}")
    row: dict[str, Any] | None = None
    begun = 0
    try:
        for cells in table:
            filled = {k: v.strip() for k, v in cells.items() if k and isinstance(v, str) and v.strip()}
            if "id" in filled:
                if row:
                    yield begun, row
                row, begun = _question_of(filled), table.line_num
            elif row is None and filled:
                raise ValueError("the first row of a question needs an id")
            if row:
                _add_gold(row, filled)
    except (csv.Error, ValueError) as error:
        raise Misread(table.line_num, error) from error
    if row:
        yield begun, row


def _question_of(cells: dict[str, str]) -> dict[str, Any]:
    kind = cells.get("type", "")
    earlier = [{"user": words} for words in _several(cells.get("earlier", ""))]
    last = {"user": cells.get("question", ""), "standalone": cells.get("standalone", "")}
    whys = _several(cells.get("forbidden_why", ""))
    forbidden = _several(cells.get("forbidden", ""))
    return {
        "schema": SCHEMA,
        **{k: cells[k] for k in ("id", "as_of", "answer", "answer_kind", "speaker", "notes") if k in cells},
        "type": kind,
        "split": cells.get("split", "dev"),
        "story_id": cells.get("story_id", cells["id"]),
        "turns": [*earlier, last],
        "answerable": kind not in UNANSWERABLE_TYPES,
        "aliases": _several(cells.get("aliases", "")),
        "forbidden": [
            {"alias": alias, "why": whys[i] if i < len(whys) else ""} for i, alias in enumerate(forbidden)
        ],
        "required_articles": _several(cells.get("required_articles", "")),
        "nuggets": [],
    }


def _add_gold(row: dict[str, Any], cells: dict[str, str]) -> None:
    nuggets = row["nuggets"]
    if "nugget" in cells:
        nuggets.append(
            {
                "id": f"n{len(nuggets) + 1}",
                "text": cells["nugget"],
                "importance": cells.get("importance", "vital"),
                "aliases": _several(cells.get("nugget_aliases", "")) or [cells["nugget"]],
                "evidence_any_of": [],
            }
        )
    if "quote" in cells:
        if not nuggets:
            raise ValueError(f"question {row['id']!r}: a quote needs its nugget in the same row or above")
        evidence = {"article_id": cells.get("article_id", ""), "quote": cells["quote"]}
        sets = nuggets[-1]["evidence_any_of"]
        if cells.get("evidence") == "and" and sets:
            sets[-1].append(evidence)
        else:
            sets.append([evidence])


def _several(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(BETWEEN) if part.strip()]


def _object(row: Any, number: int) -> dict[str, Any]:
    if not isinstance(row, dict):
        raise Misread(number, f"expected a JSON object, got {type(row).__name__}")
    return row


def _dates_as_text(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(k): _dates_as_text(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_dates_as_text(v) for v in value]
    return value.isoformat() if isinstance(value, date) else value


FORMATS: dict[str, Callable[[str], Rows]] = {
    ".jsonl": rows_of_jsonl,
    ".csv": rows_of_csv,
    ".yaml": rows_of_yaml,
    ".yml": rows_of_yaml,
}
