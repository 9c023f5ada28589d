"""What an import of another project's data set gives: questions of the schema, and articles where it brings texts.

Made by the readers in `eval.importers`, written by `eval.importing`. Frozen
data, and the two small rules that all readers share.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from corpus.article import Article
from corpus.identity import is_safe
from eval.articles import locate
from eval.errors import SetUnreadable
from eval.formats import Misread, rows_of_jsonl
from eval.questions import Evidence, Question

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """A text that the data set brings, in the keys that `app.py index` reads."""

    id: str
    text: str
    title: str = ""
    published: str = ""
    url: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Imported:
    """
    Attributes:
        articles: empty where the set comes without its texts.
        left_out: one line for each question that could not be taken, with the reason.
    """

    questions: tuple[Question, ...]
    articles: tuple[ArticleRecord, ...] = ()
    left_out: tuple[str, ...] = ()


def article_id(given: str) -> str:
    """The id under which the index will hold an article that its data set calls `given`."""
    if is_safe(given):
        return given
    slug = _UNSAFE.sub("-", given).strip("-._")[:60]
    return f"{slug or 'article'}-{sha256(given.encode()).hexdigest()[:10]}"


def find_words(words: str, articles: Iterable[Article]) -> Evidence | None:
    """The place of the words in the first article that holds them, word for word but for white space."""
    for article in articles:
        span = locate(article, words)
        if span:
            return Evidence(article.id, article.text[span.start : span.end])
    return None


def read_json(path: Path) -> Any:
    """The JSON of a file.

    Raises:
        SetUnreadable: no such file, or no JSON in it.
    """
    try:
        return json.loads(path.read_text("utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise SetUnreadable(f"{path}: cannot be read as JSON ({error})") from error


def read_json_lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a file of JSON lines.

    Raises:
        SetUnreadable: no such file, or a line that is no JSON object.
    """
    try:
        return [row for _, row in rows_of_jsonl(path.read_text("utf-8-sig"))]
    except Misread as error:
        raise SetUnreadable(f"{path}, line {error.place}: {error}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise SetUnreadable(f"{path}: cannot be read ({error})") from error


def read_lines(path: Path) -> list[str]:
    """The lines of a text file that hold something.

    Raises:
        SetUnreadable: no such file, or no UTF-8.
    """
    try:
        return [line for line in path.read_text("utf-8-sig").splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise SetUnreadable(f"{path}: cannot be read ({error})") from error


def files_wanted(files: Sequence[Path], least: int, most: int, what: str) -> None:
    """Refuse a wrong number of files; `what` says which are wanted."""
    if not least <= len(files) <= most:
        raise SetUnreadable(f"{len(files)} files given, expected {what}")
