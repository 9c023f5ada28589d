"""Vectors in Chroma: nearest passages over the whole corpus, by a graph that does not slow down as it grows.

The one home of `chromadb`. `index.building` writes a folder aside, once, or
extends a copy of the live one; `index.search` asks it where the corpus is
large. Holds ids, vectors, an integer date and the publication: text lives elsewhere.
"""

import contextlib
import os
import sqlite3
import warnings
import weakref
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from index.views import View

if TYPE_CHECKING:
    from chromadb.api import ClientAPI

COLLECTION = "passages"
# Neighbours looked at while searching: recall@10 0.988 → 0.993 at one million for 0.1 ms more.
SEARCH_WIDTH = 400
# Vectors that may wait in Chroma's log before the graph's files are written anew, all of them: so that a
# million takes 20 writings and not 183.
BULK_THRESHOLD = 50_000
# The smallest that Chroma takes: nothing is left in the log, which every reader would have to replay.
SYNC_THRESHOLD = 2
_DATABASE = "chroma.sqlite3"


class VectorStore:
    """One folder's collection. One process may write it, and only before it is published."""

    def __init__(self, folder: Path, *, view: View | None = None) -> None:
        """Opens a written folder where it lies, or a reader's view of it; `reading` makes one."""
        client: Any = _client(view.folder if view else folder)
        self._client = client
        # A reader that is dropped without being closed must let Chroma's engine and its view go too.
        self._end = weakref.finalize(self, _closed, client, view)
        try:
            self._passages = client.get_collection(COLLECTION, embedding_function=None)
        except BaseException:
            self.close()
            raise

    @classmethod
    def reading(cls, folder: Path) -> Self:
        """Open a published folder without changing a byte of it.

        Raises:
            OSError: no room for the view.
        """
        view = View(folder)
        try:
            return cls(folder, view=view)
        except BaseException:
            view.close()
            raise

    @classmethod
    def create(cls, folder: Path) -> Self:
        """An empty collection in a new folder."""
        configuration: Any = {
            "hnsw": {"space": "cosine", "ef_search": SEARCH_WIDTH, "sync_threshold": SYNC_THRESHOLD}
        }
        with _storing():
            client: Any = _client(folder)
            # Without `embedding_function=None` Chroma downloads a model of its own.
            client.create_collection(COLLECTION, configuration=configuration, embedding_function=None)
            client.close()
        return cls(folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Write out what is buffered and let the files go."""
        self._end()

    def add(
        self, ids: Sequence[str], vectors: np.ndarray, dates: Sequence[int], publications: Sequence[str]
    ) -> None:
        """Add passages; an id that is there already is a mistake of the caller, which Chroma would ignore.

        Raises:
            OSError: no room; Chroma says so in errors of its own.
        """
        with _storing():
            for part in _parts(len(ids), self._client.get_max_batch_size()):
                metadatas: Any = [
                    {"date": date, "publication": publication}
                    for date, publication in zip(dates[part], publications[part], strict=True)
                ]
                self._passages.add(ids=list(ids[part]), embeddings=vectors[part], metadatas=metadatas)

    def sync_every(self, vectors: int) -> None:
        """How many added vectors wait in the log; counts from the next opening, or before anything else here."""
        with _storing(), warnings.catch_warnings():
            # Chroma warns of its own way to store that there is no embedding function.
            warnings.simplefilter("ignore", DeprecationWarning)
            self._passages.modify(configuration={"hnsw": {"sync_threshold": vectors}})

    def remove(self, ids: Sequence[str]) -> None:
        """Take passages out of every answer. Their vectors stay in the graph's file: build anew to be rid of them."""
        for part in _parts(len(ids), self._client.get_max_batch_size()):
            self._passages.delete(ids=list(ids[part]))

    def count(self) -> int:
        return self._passages.count()

    def nearest(self, vector: np.ndarray, k: int) -> list[str]:
        """Ids of the k nearest passages, best first."""
        return self.nearest_of_each(vector[None], k)[0]

    def nearest_of_each(self, vectors: np.ndarray, k: int) -> list[list[str]]:
        """Ids of the k nearest passages of each vector, best first."""
        found = self._passages.query(
            query_embeddings=list(vectors), n_results=max(1, min(k, self.count())), include=[]
        )
        return found["ids"]

    def vectors_of(self, ids: Sequence[str]) -> dict[str, np.ndarray]:
        """The vectors of these passages, float32, by id; one that is not there is left out."""
        found = self._passages.get(ids=list(ids), include=["embeddings"])
        return dict(zip(found["ids"], np.asarray(found["embeddings"], dtype=np.float32), strict=True))


def fill(
    folder: Path, ids: Sequence[str], vectors: np.ndarray, dates: Sequence[int], publications: Sequence[str]
) -> None:
    """Add passages to a folder so that nothing waits in Chroma's log, whatever their number. Raises OSError."""
    bulk = len(ids) - BULK_THRESHOLD // 2 if len(ids) > BULK_THRESHOLD else 0
    for part, waiting in ((slice(0, bulk), BULK_THRESHOLD), (slice(bulk, len(ids)), SYNC_THRESHOLD)):
        if ids[part]:
            with VectorStore(folder) as store:
                if bulk:
                    store.sync_every(waiting)
                store.add(ids[part], vectors[part], dates[part], publications[part])


def compact(folder: Path) -> None:
    """Give back the room that Chroma's log took while it was written: four fifths of its database."""
    connection = sqlite3.connect(folder / _DATABASE)
    try:
        connection.execute("VACUUM")
    finally:
        connection.close()


def load_engine() -> None:
    """Import Chroma, a second's work, before it is needed."""
    import chromadb  # noqa: F401


def _client(folder: Path) -> "ClientAPI":
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(str(folder), Settings(anonymized_telemetry=False))


def _closed(client: Any, view: View | None) -> None:
    client.close()
    if view:
        view.close()


@contextlib.contextmanager
def _storing() -> Iterator[None]:
    """Chroma's own errors while it writes, as the system's: a full disk comes as one of them."""
    from chromadb.errors import ChromaError

    try:
        yield
    except ChromaError as error:
        raise OSError(f"Chroma could not store vectors ({error})") from error


def _parts(count: int, size: int) -> Iterator[slice]:
    for start in range(0, count, size):
        yield slice(start, start + size)
