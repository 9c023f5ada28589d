"""Passages of a generation: their words in one SQLite file, what filters ask in one memory-mapped array.

`index.building` writes both once, `index.search` reads them. A passage's row
numbers its vector and its place in every ranking. Knows no ranking.
"""

import json
import sqlite3
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any, get_args

import numpy as np

from corpus.article import Article, BlockKind
from index.passage import Passage

PASSAGES = "passages.sqlite"
ROWS = "rows.npy"
KINDS: tuple[BlockKind, ...] = get_args(BlockKind)

# Days are proleptic ordinals, 0 where there is none. `bound` is the day of an
# inferred date too, which may satisfy as-of but no other filter.
ROW = np.dtype(
    [("article", "i4"), ("family", "i4"), ("day", "i4"), ("bound", "i4"),
     ("publication", "i4"), ("section", "i4"), ("kind", "i1")]
)  # fmt: skip

_SCHEMA = """
CREATE TABLE article (number INTEGER PRIMARY KEY, id TEXT UNIQUE, digest TEXT, title TEXT, published TEXT,
    publication TEXT, section TEXT, url TEXT, family TEXT, first INT, last INT);
CREATE TABLE passage (row INTEGER PRIMARY KEY, id TEXT UNIQUE, article INT, start INT, "end" INT, text TEXT,
    kind TEXT, sentences TEXT, heading TEXT, speakers TEXT, digest TEXT);
CREATE TABLE target (article INT, target INT, PRIMARY KEY (article, target)) WITHOUT ROWID;
CREATE TABLE name (kind TEXT, number INT, name TEXT, PRIMARY KEY (kind, number)) WITHOUT ROWID;
CREATE INDEX article_by_family ON article (family);
"""
# Values of one query: SQLite takes 32,766, older builds of it 999.
_AT_ONCE = 500
_PASSAGE = """SELECT p.id, a.id, p.start, p."end", p.text, p.kind, p.sentences, a.title, p.heading,
    p.speakers, a.published, a.publication, a.section, a.url, a.family
    FROM passage p JOIN article a ON a.number = p.article"""


@dataclass(frozen=True, slots=True)
class CutArticle:
    """An article with its passages and the digest of what the encoder sees of each."""

    article: Article
    passages: Sequence[Passage]
    digests: Sequence[str]


def write_passages(folder: Path, articles: Sequence[CutArticle]) -> None:
    """Write both files of a generation; articles and passages are numbered in the order given."""
    numbers = {entry.article.id: number for number, entry in enumerate(articles)}
    publications = _numbered(entry.article.publication for entry in articles)
    sections = _numbered(entry.article.section for entry in articles)
    rows = np.zeros(sum(len(entry.passages) for entry in articles), dtype=ROW)
    connection = sqlite3.connect(folder / PASSAGES)
    try:
        # Written aside and checked before anybody reads it: no journal needed.
        connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + _SCHEMA)
        first = 0
        for number, entry in enumerate(articles):
            last = first + len(entry.passages)
            rows[first:last] = _rows(entry, number, numbers, publications, sections)
            _insert(connection, entry, number, first, numbers)
            first = last
        for kind, names in (("publication", publications), ("section", sections)):
            connection.executemany(
                "INSERT INTO name VALUES (?, ?, ?)", [(kind, n, name) for name, n in names.items()]
            )
        connection.commit()
    finally:
        connection.close()
    np.save(folder / ROWS, rows)


class PassageStore:
    """Read access to what `write_passages` wrote; threads may share one object."""

    def __init__(self, folder: Path) -> None:
        self._uri = f"{(folder / PASSAGES).resolve().as_uri()}?mode=ro&immutable=1"
        self._local = threading.local()
        self._opened: list[sqlite3.Connection] = []
        self._opening = threading.Lock()
        self.rows: np.ndarray = np.load(folder / ROWS, mmap_mode="r")
        self.publications = {
            name: n for n, name in self._all("SELECT number, name FROM name WHERE kind = 'publication'")
        }
        self.sections = {
            name: n for n, name in self._all("SELECT number, name FROM name WHERE kind = 'section'")
        }

    def passages(self, rows: Sequence[int]) -> list[Passage]:
        """The passages of these rows, in the order given."""
        return [_passage(self._all(f"{_PASSAGE} WHERE p.row = ?", int(row))[0]) for row in rows]

    def of_article(self, article_id: str) -> list[Passage]:
        """An article's passages in the order of its text; none for an unknown id."""
        return [
            _passage(found) for found in self._all(f"{_PASSAGE} WHERE a.id = ? ORDER BY p.row", article_id)
        ]

    def row_of(self, passage_id: str) -> int | None:
        found = self._all("SELECT row FROM passage WHERE id = ?", passage_id)
        return int(found[0][0]) if found else None

    def rows_of(self, passage_ids: Sequence[str]) -> np.ndarray:
        """Rows of these passages in the order given; an unknown id has none."""
        known: dict[str, int] = {}
        for start in range(0, len(passage_ids), _AT_ONCE):
            some = passage_ids[start : start + _AT_ONCE]
            marks = ", ".join("?" * len(some))
            known |= dict(self._all(f"SELECT id, row FROM passage WHERE id IN ({marks})", *some))
        return np.array([known[id_] for id_ in passage_ids if id_ in known], dtype=np.int64)

    def ids(self) -> list[str]:
        """All passage ids, in row order."""
        return [found[0] for found in self._all("SELECT id FROM passage ORDER BY row")]

    def digests(self) -> list[str]:
        """Digest of what the encoder saw, in row order."""
        return [found[0] for found in self._all("SELECT digest FROM passage ORDER BY row")]

    def by_article(self) -> dict[str, tuple[Passage, ...]]:
        """All passages, by article id, each in the order of its text; an article without any is left out."""
        found = [_passage(row) for row in self._all(f"{_PASSAGE} ORDER BY p.row")]
        return {id_: tuple(some) for id_, some in groupby(found, key=lambda passage: passage.article_id)}

    def article_digests(self) -> dict[str, str]:
        """Digest of each article, by id."""
        return dict(self._all("SELECT id, digest FROM article"))

    def article_ids(self, numbers: Iterable[int]) -> list[str]:
        return [self._all("SELECT id FROM article WHERE number = ?", int(number))[0][0] for number in numbers]

    def span(self, number: int) -> tuple[int, int]:
        """First row of an article's passages, and the row after its last."""
        first, last = self._all("SELECT first, last FROM article WHERE number = ?", int(number))[0]
        return first, last

    def targets(self, number: int) -> list[int]:
        """Numbers of the articles that this article refers to."""
        return [found[0] for found in self._all("SELECT target FROM target WHERE article = ?", int(number))]

    def versions(self, number: int, family: int) -> tuple[str, ...]:
        """Ids of the other articles of a family, newest first."""
        found = self._all(
            "SELECT id FROM article WHERE family = (SELECT id FROM article WHERE number = ?) AND number <> ?"
            " ORDER BY published IS NULL, published DESC, id",
            family, number,
        )  # fmt: skip
        return tuple(row[0] for row in found)

    def close(self) -> None:
        """Close the connections of all threads; the object is of no use afterwards."""
        with self._opening:
            while self._opened:
                self._opened.pop().close()

    def _all(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            # Each thread has a connection of its own; `close` alone touches those of others.
            connection = self._local.connection = sqlite3.connect(
                self._uri, uri=True, check_same_thread=False
            )
            with self._opening:
                self._opened.append(connection)
        return connection.execute(query, values).fetchall()


def _numbered(names: Iterable[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(sorted(set(names)))}


def _rows(
    entry: CutArticle,
    number: int,
    numbers: dict[str, int],
    publications: dict[str, int],
    sections: dict[str, int],
) -> np.ndarray:
    article = entry.article
    bound = article.published.toordinal() if article.published else 0
    day = bound if article.published_from != "inferred" else 0
    family = numbers.get(article.family, number)
    publication, section = publications[article.publication], sections[article.section]
    return np.array(
        [(number, family, day, bound, publication, section, KINDS.index(p.kind)) for p in entry.passages],
        dtype=ROW,
    )


def _insert(
    connection: sqlite3.Connection, entry: CutArticle, number: int, first: int, numbers: dict[str, int]
) -> None:
    a = entry.article
    published = a.published.isoformat() if a.published else None
    connection.execute(
        f"INSERT INTO article VALUES ({', '.join('?' * 11)})",
        (number, a.id, a.digest, a.title, published, a.publication, a.section, a.url, a.family or a.id,
         first, first + len(entry.passages)),
    )  # fmt: skip
    connection.executemany(
        f"INSERT INTO passage VALUES ({', '.join('?' * 11)})",
        [
            (
                row,
                p.id,
                number,
                p.start,
                p.end,
                p.text,
                p.kind,
                json.dumps(p.sentences),
                p.heading,
                json.dumps(p.speakers),
                digest,
            )
            for row, (p, digest) in enumerate(zip(entry.passages, entry.digests, strict=True), start=first)
        ],
    )
    targets = {numbers[reference.target] for reference in a.references if reference.target in numbers} - {
        number
    }
    connection.executemany(
        "INSERT INTO target VALUES (?, ?)", [(number, target) for target in sorted(targets)]
    )


def _passage(found: tuple[Any, ...]) -> Passage:
    (id_, article_id, start, end, text, kind, sentences, title, heading, speakers, published,
     publication, section, url, family) = found  # fmt: skip
    return Passage(
        id=id_, article_id=article_id, start=start, end=end, text=text, kind=kind,
        sentences=tuple((s, e) for s, e in json.loads(sentences)), title=title, heading=heading,
        speakers=tuple(json.loads(speakers)), published=date.fromisoformat(published) if published else None,
        publication=publication, section=section, url=url, family=family,
    )  # fmt: skip
