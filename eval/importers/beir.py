"""BEIR (Thakur et al., NeurIPS 2021): corpus.jsonl, queries.jsonl and judgments in a table with a head.

Read by `eval.importing`. Its questions have no answers: only the search is
scored on them.
"""

import csv
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from eval.errors import SetUnreadable
from eval.imported import ArticleRecord, Imported, article_id, files_wanted, read_json_lines, read_lines
from eval.importers.trec import search_questions

WANTED = "the data set's FOLDER [QRELS.tsv; default: qrels/test.tsv]"


def read(files: Sequence[Path]) -> Imported:
    """The queries that the table judges, and the whole corpus. Grades above 0 count as relevant, all the same."""
    files_wanted(files, 1, 2, WANTED)
    folder = files[0]
    judged = _judgments(files[1] if len(files) > 1 else folder / "qrels" / "test.tsv")
    queries = {str(q["_id"]): str(q["text"]) for q in _rows(folder / "queries.jsonl")}
    records = tuple(
        ArticleRecord(
            article_id(str(d["_id"])),
            str(d["text"]),
            str(d.get("title") or ""),
            url=str((d.get("metadata") or {}).get("url") or ""),
        )
        for d in _rows(folder / "corpus.jsonl")
    )
    # A BEIR folder holds the queries of all its splits; those of another split are not left out, but not meant.
    return search_questions({n: text for n, text in queries.items() if n in judged}, judged, records)


def _rows(path: Path) -> list[dict[str, Any]]:
    rows = read_json_lines(path)
    for number, row in enumerate(rows, 1):
        if not {"_id", "text"} <= row.keys():
            raise SetUnreadable(f"{path}, row {number}: expected the keys '_id' and 'text'")
    return rows


def _judgments(path: Path) -> dict[str, list[str]]:
    table = csv.DictReader(read_lines(path), delimiter="\t")
    if not {"query-id", "corpus-id", "score"} <= set(table.fieldnames or ()):
        raise SetUnreadable(f"{path}: expected the columns query-id, corpus-id and score")
    relevant: dict[str, list[str]] = defaultdict(list)
    for row in table:
        relevant[row["query-id"]] += [row["corpus-id"]] if int(row["score"]) > 0 else []
    return dict(relevant)
