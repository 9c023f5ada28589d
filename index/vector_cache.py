"""Vectors that are finished but not yet published, so that a crash in mid-build loses none.

One SQLite file per model in <home>/cache; `index.building` fills it while it
encodes and empties it once a generation that holds the vectors is live.
"""

import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

# Parameters of one SQL statement, well below SQLite's limit.
_ASKED_AT_ONCE = 500


class VectorCache:
    """Vectors of one encoder by digest of the text encoded. For the holder of the build lock alone."""

    def __init__(self, home: Path, model: str, dimension: int) -> None:
        folder = home / "cache"
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / f"{re.sub(r'[^A-Za-z0-9.-]+', '-', model)[-100:]}.sqlite"
        self._dimension = dimension
        try:
            self._connection = self._opened()
        except sqlite3.DatabaseError:
            # A cache that cannot be read is worth nothing, and nothing is lost with it but time.
            self._path.unlink(missing_ok=True)
            self._connection = self._opened()

    def get(self, digests: Sequence[str]) -> dict[str, np.ndarray]:
        """The vectors that are there, by digest."""
        found: dict[str, np.ndarray] = {}
        for start in range(0, len(digests), _ASKED_AT_ONCE):
            some = digests[start : start + _ASKED_AT_ONCE]
            marks = ",".join("?" * len(some))
            for digest, data in self._connection.execute(
                f"SELECT digest, data FROM vector WHERE digest IN ({marks})", some
            ):
                if len(data) == 4 * self._dimension:
                    found[digest] = np.frombuffer(data, dtype=np.float32)
        return found

    def put(self, vectors: Mapping[str, np.ndarray]) -> None:
        """Keep vectors; on disk when this returns."""
        rows: Iterable[tuple[str, bytes]] = ((digest, vector.tobytes()) for digest, vector in vectors.items())
        with self._connection:
            self._connection.executemany("INSERT OR REPLACE INTO vector VALUES (?, ?)", rows)

    def close(self) -> None:
        self._connection.close()

    def remove(self) -> None:
        """Forget everything: the vectors live in a generation now."""
        self.close()
        for path in self._path.parent.glob(self._path.name + "*"):
            path.unlink()

    def _opened(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path)
        # A write-ahead log survives a kill at any point; a power cut may cost the last batches, no more.
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute(
            "CREATE TABLE IF NOT EXISTS vector (digest TEXT PRIMARY KEY, data BLOB) WITHOUT ROWID"
        )
        connection.commit()
        return connection
