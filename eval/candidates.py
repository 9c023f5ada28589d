"""What readers said of answers in the chat, as drafts of questions: praise is gold, blame a question to be settled.

Called by `eval.command` for `app.py eval candidates`. Reads HOME/feedback.jsonl,
which the chat writes, and changes nothing in it.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from eval.errors import SetUnreadable
from eval.fields import Fields
from eval.imported import read_json_lines
from eval.questions import DRAFT, Evidence, Forbidden, Nugget, Question, QuestionTurn

FEEDBACK = "feedback.jsonl"
VERDICTS = ("good", "answer_wrong", "evidence_wrong")
_TODO = {
    "good": "a reader found this answer good; shorten the aliases to what must be said",
    "answer_wrong": "a reader found the answer wrong; write the right one, or make it unanswerable",
    "evidence_wrong": "a reader found the evidence wrong; choose the right articles and quotes",
}


def candidates(home: Path) -> tuple[Question, ...]:
    """A draft for each question that was judged, the last verdict of a question and day standing.

    Raises:
        SetUnreadable: there is no feedback yet, or a line of it is broken.
    """
    path = home / FEEDBACK
    if not path.is_file():
        raise SetUnreadable(f"{path}: no feedback yet; the chat writes it when a reader judges an answer")
    found: dict[str, Question] = {}
    for number, row in enumerate(read_json_lines(path), 1):
        try:
            question = candidate(row)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise SetUnreadable(f"{path}, line {number}: no feedback ({error})") from error
        found[question.id] = question
    return tuple(found.values())


def candidate(row: Mapping[str, Any]) -> Question:
    """The draft of one line of feedback.

    Raises:
        ValueError: a key is missing or of the wrong type.
    """
    fields = Fields(dict(row), "feedback")
    verdict = fields.choice("verdict", VERDICTS)
    asked, standalone, day = fields.word("question"), fields.get("standalone", str, ""), fields.day("as_of")
    answer = fields.get("answer", dict)
    comment = fields.get("comment", str, "")
    gold = _gold(answer) if verdict == "good" else ()
    cited = tuple(dict.fromkeys(c["article_id"] for s in answer["sentences"] for c in s["citations"]))
    return Question(
        id=_id(standalone or asked, day),
        type=("unanswerable", "single_fact", "multi_article")[min(2, len(cited))],
        split="dev",
        story_id=cited[0] if cited else "chat",
        turns=(QuestionTurn(standalone or asked),),
        answerable=bool(cited),
        as_of=day,
        answer=(answer.get("short") or gold[0].aliases[0]) if gold else "",
        nuggets=gold,
        forbidden=tuple(_wrong(answer)) if verdict == "answer_wrong" else (),
        required_articles=cited,
        notes=" ".join(
            filter(None, (DRAFT, f"{_TODO[verdict]}.", f"“{comment}”" if comment else "", _said(answer)))
        ),
    )


def _gold(answer: Mapping[str, Any]) -> tuple[Nugget, ...]:
    """A nugget a sentence, with the words it cites as its evidence."""
    return tuple(
        Nugget(
            f"n{number}",
            sentence["text"],
            True,
            tuple(c["quote"] for c in sentence["citations"]),
            tuple((Evidence(c["article_id"], c["quote"]),) for c in sentence["citations"]),
        )
        for number, sentence in enumerate(_cited(answer["sentences"]), 1)
    )


def _cited(sentences: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    return (s for s in sentences if s["citations"])


def _wrong(answer: Mapping[str, Any]) -> Iterator[Forbidden]:
    if answer.get("short"):
        yield Forbidden(answer["short"], "a reader found it wrong")


def _said(answer: Mapping[str, Any]) -> str:
    return f"The answer was: {' '.join(s['text'] for s in answer['sentences']) or 'the corpus does not say'}"


def _id(words: str, day: date | None) -> str:
    return f"chat-{sha256(f'{words} {day}'.encode()).hexdigest()[:10]}"
