"""The graph of a large generation for searches: opened in the background, and done without where it cannot serve.

`index.library` makes one a generation, `index.search` asks it. Loading the
graph of a million passages takes seconds and gigabytes, so a process that asks
one question never does it, and a chat answers by exact search meanwhile.
"""

import logging
import threading
from pathlib import Path

import numpy as np

from index.vectors import VectorStore

logger = logging.getLogger(__name__)

# The second search shows that there will be more of them.
OPENED_AT = 2


class Neighbours:
    """Nearest passages by a generation's graph. Safe for threads."""

    def __init__(self, folder: Path, probe: np.ndarray) -> None:
        """`probe` is any vector of the generation."""
        self._folder = folder
        self._probe = probe
        self._lock = threading.Lock()
        self._asked = 0
        self._store: VectorStore | None = None
        self._closed = False
        self._opening: threading.Thread | None = None

    def nearest(self, vector: np.ndarray, k: int) -> list[str] | None:
        """Ids of the k nearest passages, best first; None where the graph is not open: search exactly then."""
        with self._lock:
            self._asked += 1
            if self._asked == OPENED_AT:
                self._begin()
            store = self._store
        if store is None:
            return None
        try:
            return store.nearest(vector, k)
        except (
            Exception
        ) as error:  # Chroma's engine raises errors of its own, and exact search needs none of it
            self._give_up(error)
            return None

    def wait(self) -> bool:
        """Have the graph opened, if it is not yet, and wait for it; whether it serves."""
        with self._lock:
            self._asked = max(self._asked, OPENED_AT)
            opening = self._opening or self._begin()
        opening.join()
        return self._store is not None

    def close(self) -> None:
        with self._lock:
            store, self._store, self._closed = self._store, None, True
        if store:
            store.close()

    def _begin(self) -> threading.Thread:
        self._opening = threading.Thread(target=self._open, daemon=True, name="graph")
        self._opening.start()
        return self._opening

    def _open(self) -> None:
        try:
            store = VectorStore.reading(self._folder)
            # The first query loads the graph's file.
            store.nearest(self._probe, 1)
        except Exception as error:
            self._give_up(error)
            return
        with self._lock:
            if not self._closed:
                self._store = store
                return
        store.close()

    def _give_up(self, error: Exception) -> None:
        logger.warning("the graph in %s does not serve (%s); searching exactly instead", self._folder, error)
        self.close()
