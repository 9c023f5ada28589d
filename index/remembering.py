"""Vectors of the sentences that were compared last, so that asking on about a subject encodes only what is new.

Used by `index.library` for questions and sentences. A text's vector does not
depend on what it is encoded with, so a remembered one is the same to the bit.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence

import numpy as np

# Some 40 sentences are weighed a question: the last 500 questions, in 31 MB of 384 float32 each.
MOST = 20_000

Encode = Callable[[Sequence[str]], np.ndarray]


class Remembering:
    """An `encode` that keeps its newest results. Safe for threads."""

    def __init__(self, encode: Encode, most: int = MOST) -> None:
        self._encode = encode
        self._most = most
        self._held: OrderedDict[str, np.ndarray] = OrderedDict()
        self._lock = threading.Lock()

    def __call__(self, texts: Sequence[str]) -> np.ndarray:
        """As `encode`: one row a text, in their order."""
        if not texts:
            return self._encode(texts)
        rows = self._known(texts)
        new = [text for text in dict.fromkeys(texts) if text not in rows]
        if new:
            # Copies: a row of the array would keep all of it.
            encoded = {text: row.copy() for text, row in zip(new, self._encode(new), strict=True)}
            self._keep(encoded)
            rows |= encoded
        return np.stack([rows[text] for text in texts])

    def _known(self, texts: Sequence[str]) -> dict[str, np.ndarray]:
        with self._lock:
            known = {text: self._held[text] for text in texts if text in self._held}
            for text in known:
                self._held.move_to_end(text)
        return known

    def _keep(self, new: dict[str, np.ndarray]) -> None:
        with self._lock:
            self._held |= new
            while len(self._held) > self._most:
                self._held.popitem(last=False)
