"""Vectors in Chroma: nearest passages over the whole corpus, by a graph that does not slow down as it grows.

The one home of `chromadb`. `index.building` writes a folder aside, once;
`index.search` asks it where no filter stands (a `where` costs Chroma 60 to
180 ms at 100,000 passages, so filtered searches go to `index.exact`).
Holds ids, vectors, an integer date and the publication: text lives elsewhere.
"""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import numpy as np

if TYPE_CHECKING:
    from chromadb.api import ClientAPI

COLLECTION = "passages"
# Neighbours looked at while searching: recall@10 0.988 → 0.993 at one million for 0.1 ms more.
SEARCH_WIDTH = 400


class VectorStore:
    """One folder's collection. One process may write it, and only before it is published."""

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        self._client: Any = _client(folder)
        if create:
            configuration: Any = {"hnsw": {"space": "cosine", "ef_search": SEARCH_WIDTH}}
            # Without `embedding_function=None` Chroma downloads a model of its own.
            self._passages = self._client.create_collection(
                COLLECTION, configuration=configuration, embedding_function=None
            )
        else:
            self._passages = self._client.get_collection(COLLECTION, embedding_function=None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Write out what is buffered and let the files go."""
        self._client.close()

    def add(
        self, ids: Sequence[str], vectors: np.ndarray, dates: Sequence[int], publications: Sequence[str]
    ) -> None:
        """Add passages; an id that is there already is a mistake of the caller, which Chroma would ignore."""
        from chromadb.errors import ChromaError

        for part in _parts(len(ids), self._client.get_max_batch_size()):
            metadatas: Any = [
                {"date": date, "publication": publication}
                for date, publication in zip(dates[part], publications[part], strict=True)
            ]
            try:
                self._passages.add(ids=list(ids[part]), embeddings=vectors[part], metadatas=metadatas)
            except ChromaError as error:
                # A full disk comes as one of Chroma's own errors.
                raise OSError(f"Chroma could not store vectors ({error})") from error

    def remove(self, ids: Sequence[str]) -> None:
        """Take passages out, their vectors with them."""
        for part in _parts(len(ids), self._client.get_max_batch_size()):
            self._passages.delete(ids=list(ids[part]))

    def count(self) -> int:
        return self._passages.count()

    def nearest(self, vector: np.ndarray, k: int) -> list[str]:
        """Ids of the k nearest passages, best first."""
        found = self._passages.query(
            query_embeddings=[vector], n_results=max(1, min(k, self.count())), include=[]
        )
        return found["ids"][0]

    def read(self, size: int = 2_000) -> Iterator[tuple[list[str], np.ndarray]]:
        """All ids with their vectors, in no promised order, `size` at a time."""
        for start in range(0, self.count(), size):
            found = self._passages.get(limit=size, offset=start, include=["embeddings"])
            yield found["ids"], np.asarray(found["embeddings"], dtype=np.float32)


def version() -> str:
    """Chroma's version: its files are not promised to open in an older one."""
    from importlib.metadata import version as installed

    return installed("chromadb")


def _client(folder: Path) -> "ClientAPI":
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(str(folder), Settings(anonymized_telemetry=False))


def _parts(count: int, size: int) -> Iterator[slice]:
    for start in range(0, count, size):
        yield slice(start, start + size)
