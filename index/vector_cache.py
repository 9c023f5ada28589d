"""Vectors that are finished but not yet published, so that a crash in mid-build loses none.

One SQLite file per model in <home>/cache; `index.building` fills it while it
encodes and empties it once a generation that holds the vectors is live.
"""

import contextlib
import hashlib
import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

# Parameters of one SQL statement, well below SQLite's limit.
_ASKED_AT_ONCE = 500


class VectorCache:
    """Vectors of one encoder by digest of the text encoded. For the holder of the build lock alone.

    A cache that cannot be read is emptied: nothing is lost with it but time.
    """

    def __init__(self, home: Path, model: str, dimension: int) -> None:
        folder = home / "cache"
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / f"{re.sub(r'[^A-Za-z0-9.-]+', '-', model)[-100:]}.sqlite"
        self._bytes = 4 * dimension
        try:
            self._connection = self._opened()
        except sqlite3.OperationalError:
            # No room or no leave: not the cache's fault.
            raise
        except sqlite3.DatabaseError:
            self._begin_anew()

    def get(self, digests: Sequence[str]) -> dict[str, np.ndarray]:
        """The vectors that are there, by digest."""
        try:
            return dict(self._found(digests))
        except sqlite3.DatabaseError:
            self._begin_anew()
            return {}

    def put(self, vectors: Mapping[str, np.ndarray]) -> None:
        """Keep vectors; on disk when this returns."""
        rows = [(digest, vector.tobytes()) for digest, vector in vectors.items()]
        marked = [(digest, data, _mark(digest, data)) for digest, data in rows]
        try:
            self._write(marked)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            self._begin_anew()
            self._write(marked)

    def close(self) -> None:
        self._connection.close()

    def remove(self) -> None:
        """Forget everything: the vectors live in a generation now."""
        self.close()
        for path in self._path.parent.glob(self._path.name + "*"):
            path.unlink()

    def _found(self, digests: Sequence[str]) -> Iterator[tuple[str, np.ndarray]]:
        for start in range(0, len(digests), _ASKED_AT_ONCE):
            some = digests[start : start + _ASKED_AT_ONCE]
            marks = ",".join("?" * len(some))
            rows = self._connection.execute(
                f"SELECT digest, data, mark FROM kept WHERE digest IN ({marks})", some
            )
            for digest, data, mark in rows:
                # SQLite does not notice a bit that turned within a value.
                if len(data) == self._bytes and mark == _mark(digest, data):
                    yield digest, np.frombuffer(data, dtype=np.float32)

    def _write(self, rows: Sequence[tuple[str, bytes, bytes]]) -> None:
        with self._connection:
            self._connection.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", rows)

    def _begin_anew(self) -> None:
        with contextlib.suppress(AttributeError):
            self._connection.close()
        for path in self._path.parent.glob(self._path.name + "*"):
            path.unlink()
        self._connection = self._opened()

    def _opened(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path)
        # A write-ahead log survives a kill at any point; a power cut may cost the last batches, no more.
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute(
            "CREATE TABLE IF NOT EXISTS kept (digest TEXT PRIMARY KEY, data BLOB, mark BLOB) WITHOUT ROWID"
        )
        connection.commit()
        return connection


def _mark(digest: str, data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=8, key=digest.encode()).digest()
