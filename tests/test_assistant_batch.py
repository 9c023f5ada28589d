"""The filters of a batch's lines and of the command line: each line's own, else the default."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.batch import run
from assistant.ui.arguments import filters_of, filters_parser
from index.passage import Filters


def read(path: Path, row: dict[str, Any], default: Filters = Filters()) -> tuple[list[Filters], list[Any]]:
    """The filters that each line's question is asked with, and what `run` yields."""
    asked: list[Filters] = []

    def answer(_question: str, filters: Filters) -> dict[str, Any]:
        asked.append(filters)
        return {}

    path.write_text(json.dumps({"id": "q", "question": "Who?"} | row), "utf-8")
    return asked, list(run(path, default, answer))


def test_line_names_every_filter(tmp_path: Path):
    row = {
        "as_of": "2023-08-15", "since": "2023-07-01", "until": "2023-08-01",
        "source": ["Post", "Courier"], "section": "World", "kind": ["commentary", "reporting"],
    }  # fmt: skip

    [filters], _ = read(tmp_path / "b.jsonl", row)

    assert filters == Filters(
        date(2023, 8, 15), date(2023, 7, 1), date(2023, 8, 1), ("Post", "Courier"), ("World",),
        ("reporting", "commentary"),
    )  # fmt: skip


def test_line_without_filters_takes_the_default_ones(tmp_path: Path):
    default = Filters(publications=("Post",), sections=("World",), kinds=("caption",))

    asked, _ = read(tmp_path / "b.jsonl", {}, default)

    assert asked == [default]


@pytest.mark.parametrize("kind", ["heading", 5])
def test_unknown_kind_is_an_error_of_its_line(tmp_path: Path, kind: object):
    asked, [row] = read(tmp_path / "b.jsonl", {"kind": kind})

    assert asked == []
    assert f"no kind {kind}; known: reporting, commentary, caption, correction" in row["error"]


def test_options_of_the_command_line_become_filters():
    args = filters_parser().parse_args(["--section", "World", "--kind", "commentary", "--source", "Post"])

    assert filters_of(args) == Filters(publications=("Post",), sections=("World",), kinds=("commentary",))
