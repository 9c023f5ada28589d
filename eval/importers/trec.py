"""TREC test collections: topics, judgments, and documents where they come as JSON lines.

Read by `eval.importing`. Also reads the TIME collection in that form. Its
questions have no answers: only the search is scored on them.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from eval.errors import SetUnreadable
from eval.imported import ArticleRecord, Imported, article_id, files_wanted, read_json_lines, read_lines
from eval.questions import Question, QuestionTurn

WANTED = "TOPICS QRELS [DOCUMENTS.jsonl]"
# <top> <num> Number: 301 <title> words <desc> …, of which the title is what a reader would type.
_TOPIC = re.compile(r"<top>(.*?)</top>", re.DOTALL | re.IGNORECASE)
_NUMBER = re.compile(r"<num>\s*(?:Number:)?\s*(\S+)", re.IGNORECASE)
_TITLE = re.compile(r"<title>\s*(?:Topic:)?\s*(.*?)\s*(?=<|$)", re.DOTALL | re.IGNORECASE)


def read(files: Sequence[Path]) -> Imported:
    """Questions in the order of the topics; one without a relevant document is left out, as trec_eval does."""
    files_wanted(files, 2, 3, WANTED)
    relevant = read_qrels(files[1])
    documents = read_json_lines(files[2]) if len(files) > 2 else []
    return search_questions(
        dict(read_topics(files[0])), relevant, tuple(_record(row, files[2]) for row in documents)
    )


def search_questions(
    texts: Mapping[str, str], relevant: Mapping[str, Sequence[str]], articles: tuple[ArticleRecord, ...]
) -> Imported:
    """A question a topic, with its relevant articles as gold. Shared with BEIR."""
    questions = tuple(
        Question(
            id=name,
            type="single_fact" if len(relevant[name]) == 1 else "multi_article",
            split="dev",
            story_id=name,
            turns=(QuestionTurn(text),),
            answerable=True,
            required_articles=tuple(article_id(a) for a in relevant[name]),
        )
        for name, text in texts.items()
        if relevant.get(name)
    )
    left_out = tuple(f"{name}: no relevant document" for name in texts if not relevant.get(name))
    return Imported(questions, articles, left_out)


def read_topics(path: Path) -> Iterator[tuple[str, str]]:
    """(number, words) of topics: TREC's `<top>` form, JSON lines, or lines of number, tab, words.

    Raises:
        SetUnreadable: none of these.
    """
    lines = read_lines(path)
    text = "\n".join(lines)
    if _TOPIC.search(text):
        for topic in _TOPIC.findall(text):
            number, title = _NUMBER.search(topic), _TITLE.search(topic)
            if not number or not title:
                raise SetUnreadable(f"{path}: a topic without <num> or <title>")
            yield number.group(1), " ".join(title.group(1).split())
    elif text.startswith("{"):
        for row in read_json_lines(path):
            yield _value(row, ("query_id", "_id", "id", "qid"), path), _value(row, ("text", "query"), path)
    else:
        for line in lines:
            number_, tab, words = line.partition("\t")
            if not tab:
                raise SetUnreadable(f"{path}: {line!r:.60} is no topic; expected number, tab, words")
            yield number_.strip(), words.strip()


def read_qrels(path: Path) -> dict[str, list[str]]:
    """Relevant document ids by topic number. A grade above 0 is relevant; higher grades count the same.

    Raises:
        SetUnreadable: a line that is not `topic iteration document grade`.
    """
    relevant: dict[str, list[str]] = defaultdict(list)
    for line in read_lines(path):
        parts = line.split()
        if len(parts) != 4 or not parts[3].lstrip("-").isdigit():
            raise SetUnreadable(f"{path}: {line!r:.60} is no judgment; expected: topic 0 document grade")
        if int(parts[3]) > 0:
            relevant[parts[0]].append(parts[2])
    return dict(relevant)


def _record(row: dict[str, Any], path: Path) -> ArticleRecord:
    return ArticleRecord(
        id=article_id(_value(row, ("doc_id", "_id", "id", "docno"), path)),
        text=_value(row, ("text", "body", "contents"), path),
        title=str(row.get("title") or ""),
        published=str(row.get("date") or row.get("published") or ""),
    )


def _value(row: dict[str, Any], keys: Sequence[str], path: Path) -> str:
    found = next((row[k] for k in keys if row.get(k) not in (None, "")), None)
    if found is None:
        raise SetUnreadable(f"{path}: a line without {' or '.join(map(repr, keys))}")
    return str(found)
