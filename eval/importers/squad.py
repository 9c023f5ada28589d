"""SQuAD 2.0 (Rajpurkar, Jia and Liang, ACL 2018): questions on paragraphs, a third of them without an answer.

Read by `eval.importing`. A title's paragraphs become one article, the sentence
around an answer its evidence, and a plausible wrong answer is forbidden.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from corpus.sentences import split
from eval.errors import SetUnreadable
from eval.imported import ArticleRecord, Imported, article_id, files_wanted, read_json
from eval.questions import Evidence, Forbidden, Nugget, Question, QuestionTurn

WANTED = "one file, such as dev-v2.0.json"


def read(files: Sequence[Path]) -> Imported:
    """All questions of a file; a title is a story, since its questions share their paragraphs."""
    files_wanted(files, 1, 1, WANTED)
    found = read_json(files[0])
    if not isinstance(found, dict) or not isinstance(found.get("data"), list):
        raise SetUnreadable(f"{files[0]}: expected an object with the key 'data'")
    try:
        questions = tuple(
            _question(qa, entry["title"], paragraph["context"])
            for entry in found["data"]
            for paragraph in entry["paragraphs"]
            for qa in paragraph["qas"]
        )
        records = tuple(_record(entry) for entry in found["data"])
    except (KeyError, TypeError) as error:
        raise SetUnreadable(f"{files[0]}: not in the form of SQuAD 2.0 ({error!r})") from error
    return Imported(questions, records)


def _record(entry: dict[str, Any]) -> ArticleRecord:
    text = "\n\n".join(p["context"].strip() for p in entry["paragraphs"])
    return ArticleRecord(article_id(entry["title"]), text, entry["title"].replace("_", " "))


def _question(qa: dict[str, Any], title: str, context: str) -> Question:
    answers = [] if qa.get("is_impossible") else qa["answers"]
    wordings = tuple(dict.fromkeys(a["text"] for a in answers))
    plausible = dict.fromkeys(a["text"] for a in qa.get("plausible_answers") or ())
    article = article_id(title)
    return Question(
        id=str(qa["id"]),
        type="single_fact" if wordings else "unanswerable",
        split="dev",
        story_id=article,
        turns=(QuestionTurn(qa["question"].strip()),),
        answerable=bool(wordings),
        answer=wordings[0] if wordings else "",
        aliases=wordings[1:],
        nuggets=(Nugget("n1", wordings[0], True, wordings, _evidence(article, context, answers)),)
        if wordings
        else (),
        forbidden=tuple(Forbidden(text, "plausible, but not what is asked") for text in plausible),
        required_articles=(article,) if wordings else (),
    )


def _evidence(
    article: str, context: str, answers: Sequence[dict[str, Any]]
) -> tuple[tuple[Evidence, ...], ...]:
    """The sentences in which the answers stand, each once, as alternatives."""
    starts = {a["answer_start"] for a in answers}
    around = [context[s:e].strip() for s, e in split(context) if any(s <= at < e for at in starts)]
    return tuple((Evidence(article, words),) for words in around)
