"""Parses of a generation's articles in one SQLite file, so that the next build parses only what is new.

`index.building` hands it to `corpus.parsing` as its `Parses`: it reads the
live generation's file and writes the next one's. Knows nothing of what it keeps.
"""

import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path

# Values of one query: older builds of SQLite take 999.
_AT_ONCE = 500


class ParseStore:
    """`corpus.parses.Parses`. What is asked for or put is kept for `write`; all else is forgotten with it."""

    def __init__(self, before: Path | None = None) -> None:
        """`before` is the file of a whole generation; one of an older program may lack it."""
        self._before = before if before and before.is_file() else None
        self._kept: dict[str, bytes] = {}

    def get(self, keys: Sequence[str]) -> Mapping[str, bytes]:
        if self._before is None:
            return {}
        found: dict[str, bytes] = {}
        connection = sqlite3.connect(f"{self._before.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
        try:
            for start in range(0, len(keys), _AT_ONCE):
                some = keys[start : start + _AT_ONCE]
                marks = ", ".join("?" * len(some))
                found |= dict(
                    connection.execute(f"SELECT key, data FROM parse WHERE key IN ({marks})", some).fetchall()
                )
        finally:
            connection.close()
        self._kept |= found
        return found

    def put(self, key: str, data: bytes) -> None:
        self._kept[key] = data

    def write(self, path: Path) -> None:
        """Write a new file that holds what this build has used."""
        connection = sqlite3.connect(path)
        try:
            # Written aside and checked before anybody reads it: no journal needed.
            connection.executescript(
                "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
                "CREATE TABLE parse (key TEXT PRIMARY KEY, data BLOB) WITHOUT ROWID;"
            )
            connection.executemany("INSERT INTO parse VALUES (?, ?)", sorted(self._kept.items()))
            connection.commit()
        finally:
            connection.close()
