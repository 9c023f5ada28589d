"""MultiHop-RAG (Tang and Yang, COLM 2024): questions over two to four news articles, with the facts that answer.

Read by `eval.importing`. Its own scorer counts an answer as right when one
word is shared; here the whole answer must stand in what is said.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from eval.errors import SetUnreadable
from eval.imported import ArticleRecord, Imported, article_id, files_wanted, read_json
from eval.questions import Evidence, Nugget, Question, QuestionTurn

WANTED = "MultiHopRAG.json corpus.json"
TYPES = {
    "inference_query": "multi_article",
    "comparison_query": "comparison",
    "temporal_query": "temporal",
    "null_query": "unanswerable",
}


def read(files: Sequence[Path]) -> Imported:
    """All questions, numbered as they come, and the corpus under ids made from its addresses."""
    files_wanted(files, 2, 2, WANTED)
    try:
        corpus = [_record(row) for row in read_json(files[1])]
        ids = {
            (row["title"], row["source"]): r.id for row, r in zip(read_json(files[1]), corpus, strict=True)
        }
        questions = tuple(_question(number, row, ids) for number, row in enumerate(read_json(files[0]), 1))
    except (KeyError, TypeError, AttributeError) as error:
        raise SetUnreadable(f"{files[0]}: not in the form of MultiHop-RAG ({error!r})") from error
    return Imported(questions, tuple(corpus))


def _record(row: dict[str, Any]) -> ArticleRecord:
    return ArticleRecord(
        id=article_id(row.get("url") or row["title"]),
        text=row["body"],
        title=row["title"],
        published=row.get("published_at") or "",
        url=row.get("url") or "",
        source=row.get("source") or "",
    )


def _question(number: int, row: dict[str, Any], ids: dict[tuple[str, str], str]) -> Question:
    kind = TYPES[row["question_type"]]
    answerable = kind != "unanswerable"
    evidence = tuple(
        Evidence(ids[e["title"], e["source"]], e["fact"])
        for e in row.get("evidence_list") or ()
        if (e["title"], e["source"]) in ids
    )
    gold = tuple(dict.fromkeys(e.article_id for e in evidence))
    nugget = Nugget("n1", row["answer"], True, (row["answer"],), (evidence,) if evidence else ())
    return Question(
        id=f"multihop-{number}",
        type=kind,
        split="dev",
        story_id="+".join(sorted(gold)) or f"multihop-{number}",
        turns=(QuestionTurn(row["query"]),),
        answerable=answerable,
        answer=row["answer"] if answerable else "",
        nuggets=(nugget,) if answerable else (),
        required_articles=gold if answerable else (),
    )
