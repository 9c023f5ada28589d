"""RealTime QA (Kasai et al., NeurIPS 2023): newsroom quiz questions, gold articles but no quotes.

Used by `eval.loading` for files in that form. Knows the form only; how its
figures are counted is in `eval.importers.realtimeqa_figures`.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from eval.imported import Imported, files_wanted, read_json_lines
from eval.questions import Nugget, Question, QuestionTurn

KEYS = frozenset({"question_id", "question", "answer"})


def fits(row: dict[str, Any]) -> bool:
    """Whether a row is of this form."""
    return row.keys() >= KEYS


def read(files: Sequence[Path]) -> Imported:
    """All questions of one or more files; an id used again gets the number of its row."""
    files_wanted(files, 1, 9, "one or more .jsonl files of RealTime QA")
    rows = [row for path in files for row in read_json_lines(path)]
    taken: set[str] = set()
    questions = []
    for number, row in enumerate(rows, 1):
        question = question_from_row(row)
        if question.id in taken:
            question = replace(question, id=f"{question.id}-{number}")
        taken.add(question.id)
        questions.append(question)
    return Imported(tuple(questions))


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
