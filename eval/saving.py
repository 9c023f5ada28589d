"""Write questions as a set: one JSON object of the schema a line.

Used by the importers, by drafting and by the candidates from the chat. What
is written here reads back the same through `eval.loading`.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from eval.errors import SetUnreadable
from eval.questions import SCHEMA, Nugget, Question


def question_as_json(question: Question) -> dict[str, Any]:
    """One object of the schema, keys in its order."""
    return {
        "id": question.id,
        "schema": SCHEMA,
        "type": question.type,
        "split": question.split,
        "story_id": question.story_id,
        "turns": [
            {"user": t.user} | ({"standalone": t.standalone} if t.standalone else {}) for t in question.turns
        ],
        "as_of": question.as_of.isoformat() if question.as_of else None,
        "answerable": question.answerable,
        "answer": question.answer,
        "aliases": list(question.aliases),
        "answer_kind": question.answer_kind,
        "nuggets": [_nugget(n) for n in question.nuggets],
        "forbidden": [{"alias": f.alias, "why": f.why} for f in question.forbidden],
        "speaker": question.speaker or None,
        "required_articles": list(question.required_articles),
        "notes": question.notes,
    }


def _nugget(nugget: Nugget) -> dict[str, Any]:
    return {
        "id": nugget.id,
        "text": nugget.text,
        "importance": "vital" if nugget.vital else "okay",
        "aliases": list(nugget.aliases),
        "evidence_any_of": [
            [{"article_id": e.article_id, "quote": e.quote} for e in one] for one in nugget.evidence_any_of
        ],
    }


def write_set(path: Path, questions: Sequence[Question]) -> None:
    """Write a new set.

    Raises:
        SetUnreadable: there is a file of that name already: a person's work may be in it.
    """
    lines = (json.dumps(question_as_json(q), ensure_ascii=False) + "\n" for q in questions)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.writelines(lines)
    except FileExistsError:
        raise SetUnreadable(f"{path} is there already: name another file, or remove it first") from None
