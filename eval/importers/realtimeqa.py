"""RealTime QA (Kasai et al., NeurIPS 2023): newsroom quiz questions, gold articles but no quotes.

Used by `eval.loading` for files in that form. Knows the form only; how its
figures are counted is in `eval.importers.realtimeqa_figures`.
"""

from datetime import date
from typing import Any

from eval.questions import Nugget, Question, QuestionTurn

KEYS = frozenset({"question_id", "question", "answer"})


def fits(row: dict[str, Any]) -> bool:
    """Whether a row is of this form."""
    return row.keys() >= KEYS


def question_from_row(row: dict[str, Any], *, line: int = 0) -> Question:
    """A question of the schema; one without gold articles is unanswerable from the articles that come along.

    Every answer string becomes a vital nugget, since a question with two wants both. All is "dev": the
    shared files are there to tune on.

    Raises:
        ValueError: a key is missing or its date is none.
    """
    gold = tuple(str(i) for i in row.get("gold_doc_ids") or ())
    answers = tuple(str(a) for a in row["answer"])
    name = str(row["question_id"])
    day = row.get("question_date") or ""
    return Question(
        id=name,
        type="single_fact" if gold else "unanswerable",
        split="dev",
        story_id=name,
        turns=(QuestionTurn(str(row["question"])),),
        answerable=bool(gold),
        as_of=date.fromisoformat(day.replace("/", "-")) if day else None,
        answer=answers[0] if gold and answers else "",
        nuggets=tuple(Nugget(f"n{i}", a, True, (a,)) for i, a in enumerate(answers, 1)) if gold else (),
        required_articles=gold,
        notes=str(row.get("evidence") or ""),
        line=line,
    )
