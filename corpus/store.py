"""Articles in one SQLite file: written once by a build, then only read, by id in well under a millisecond.

The file lies in a generation folder and never changes after `write`, so it is
opened immutable and without locks. Knows no search: passages live in `index`.
"""

import json
import sqlite3
import threading
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from corpus.article import Article, Block, Cut, Quotation, Reference
from corpus.errors import ArticleUnknown

_SCHEMA = """
CREATE TABLE article (
    id TEXT PRIMARY KEY, title TEXT, text TEXT, published TEXT, published_from TEXT, updated TEXT, authors
    TEXT,
    publication TEXT, section TEXT, url TEXT, language TEXT, links TEXT, family TEXT, digest TEXT, source TEXT,
    updated_from TEXT
) WITHOUT ROWID;
CREATE TABLE block (article TEXT, place INT, start INT, "end" INT, kind TEXT, label TEXT,
    PRIMARY KEY (article, place)) WITHOUT ROWID;
CREATE TABLE quotation (article TEXT, place INT, start INT, "end" INT, speaker TEXT, speaker_full TEXT, role
TEXT,
    outlet TEXT, PRIMARY KEY (article, place)) WITHOUT ROWID;
CREATE TABLE reference (article TEXT, place INT, start INT, "end" INT, title TEXT, published TEXT, url TEXT,
    target TEXT, PRIMARY KEY (article, place)) WITHOUT ROWID;
CREATE TABLE cut (article TEXT, place INT, text TEXT, reason TEXT, PRIMARY KEY (article, place)) WITHOUT
ROWID;
CREATE INDEX article_by_family ON article (family);
CREATE INDEX article_by_publication ON article (publication);
CREATE INDEX reference_by_target ON reference (target);
"""
_PARTS = (
    ("block", Block, "blocks"),
    ("quotation", Quotation, "quotations"),
    ("reference", Reference, "references"),
    ("cut", Cut, "cuts"),
)
_COLUMNS = (
    "id",
    "title",
    "text",
    "published",
    "published_from",
    "updated",
    "authors",
    "publication",
    "section",
    "url",
    "language",
    "links",
    "family",
    "digest",
    "source",
    "updated_from",
)


@dataclass(frozen=True, slots=True)
class Listed:
    """An article as a line of a list: what is shown of it without reading it."""

    id: str
    title: str
    published: date | None
    publication: str
    section: str
    authors: tuple[str, ...]


class ArticleStore:
    """Read access to a file that `ArticleStore.write` made; threads may share one object.

    Raises:
        FileNotFoundError: there is no such file.
    """

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise FileNotFoundError(path)
        self._uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        self._local = threading.local()
        self._opened: list[sqlite3.Connection] = []
        self._opening = threading.Lock()

    @staticmethod
    def write(path: Path, articles: Iterable[Article]) -> None:
        """Write a new file with all `articles`.

        Raises:
            FileExistsError: `path` is there already; a store never changes.
        """
        if path.exists():
            raise FileExistsError(path)
        connection = sqlite3.connect(path)
        try:
            # Built in a folder that nobody reads yet and checked before it goes live: no journal needed.
            connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + _SCHEMA)
            for article in articles:
                _insert(connection, article)
            connection.commit()
            connection.execute("PRAGMA optimize")
        finally:
            connection.close()

    def article(self, article_id: str) -> Article:
        """The article of that id.

        Raises:
            ArticleUnknown: no article has it.
        """
        rows = self._all(f"SELECT {', '.join(self._columns)} FROM article WHERE id = ?", article_id)
        if not rows:
            raise ArticleUnknown(
                f"no article has the id {article_id[:200]!r}; `search` and `status` show which there are"
            )
        values: dict[str, Any] = dict(zip(self._columns, rows[0], strict=True))
        for table, kind, name in _PARTS:
            columns = ", ".join(f'"{field.name}"' for field in fields(kind))
            rows = self._all(f"SELECT {columns} FROM {table} WHERE article = ? ORDER BY place", article_id)
            values[name] = tuple(_part(kind, row) for row in rows)
        values["published"], values["updated"] = _day(values["published"]), _day(values["updated"])
        values["authors"] = tuple(json.loads(values["authors"]))
        values["links"] = tuple((start, end, url) for start, end, url in json.loads(values["links"]))
        return Article(**values)

    @cached_property
    def _columns(self) -> tuple[str, ...]:
        """The columns that this file has: one of an older build lacks the latest, whose defaults then hold."""
        there = {row[0] for row in self._all("SELECT name FROM pragma_table_info('article')")}
        return tuple(column for column in _COLUMNS if column in there)

    def ids(self) -> tuple[str, ...]:
        """All ids, in id order."""
        return self._first_column("SELECT id FROM article ORDER BY id")

    def listing(self) -> tuple[Listed, ...]:
        """All articles, newest first, undated last, in id order within a day."""
        rows = self._all(
            "SELECT id, title, published, publication, section, authors FROM article"
            " ORDER BY published IS NULL, published DESC, id"
        )
        return tuple(
            Listed(id_, title, _day(published), publication, section, tuple(json.loads(authors)))
            for id_, title, published, publication, section, authors in rows
        )

    def referring_to(self, article_id: str) -> tuple[str, ...]:
        """Ids of the articles that refer to this one, in id order."""
        return self._first_column(
            "SELECT DISTINCT article FROM reference WHERE target = ? ORDER BY article", article_id
        )

    def family(self, article_id: str) -> tuple[str, ...]:
        """Ids of its near-duplicate family, itself included, newest first, undated last."""
        return self._first_column(
            "SELECT id FROM article WHERE family = (SELECT family FROM article WHERE id = ?)"
            " ORDER BY published IS NULL, published DESC, id = family DESC, id",
            article_id,
        )

    def publications(self) -> tuple[str, ...]:
        """Names of all publications, sorted; the articles that name none add nothing."""
        return self._first_column(
            "SELECT DISTINCT publication FROM article WHERE publication <> '' ORDER BY publication"
        )

    def close(self) -> None:
        """Close the connections of all threads; the object is of no use afterwards."""
        with self._opening:
            while self._opened:
                self._opened.pop().close()

    def _first_column(self, query: str, *values: str) -> tuple[str, ...]:
        return tuple(row[0] for row in self._all(query, *values))

    def _all(self, query: str, *values: str) -> list[tuple[Any, ...]]:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            with self._opening:
                # Each thread has its own connection; `close` alone touches those of others.
                connection = sqlite3.connect(self._uri, uri=True, check_same_thread=False)
                self._opened.append(connection)
            self._local.connection = connection
        return connection.execute(query, values).fetchall()


def _insert(connection: sqlite3.Connection, article: Article) -> None:
    row = [getattr(article, name) for name in _COLUMNS]
    row[_COLUMNS.index("published")] = _iso(article.published)
    row[_COLUMNS.index("updated")] = _iso(article.updated)
    row[_COLUMNS.index("authors")] = json.dumps(article.authors, ensure_ascii=False)
    row[_COLUMNS.index("links")] = json.dumps(article.links, ensure_ascii=False)
    connection.execute(
        f"INSERT INTO article ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(row))})", row
    )
    for table, kind, name in _PARTS:
        names = [field.name for field in fields(kind)]
        marks = ", ".join("?" * (len(names) + 2))
        connection.executemany(
            f"INSERT INTO {table} VALUES ({marks})",
            [
                (article.id, place, *(_plain(getattr(part, column)) for column in names))
                for place, part in enumerate(getattr(article, name))
            ],
        )


def _plain(value: Any) -> Any:
    return _iso(value) if isinstance(value, date) else value


def _part(kind: Any, row: tuple[Any, ...]) -> Any:
    if kind is Reference:
        start, end, title, published, url, target = row
        return Reference(start, end, title, _day(published), url, target)
    return kind(*row)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
