"""The default encoder: all-MiniLM-L6-v2 without torch, the vectors that sentence-transformers gives.

Made by `index.encoding`. Passages go through eight bits where the processor
is fast in them (`index.quantised`), all else is exact. Reads tokenizer and
weights from the installed package, keeps its exported graph in the home, and
loads neither before they are needed: cutting passages takes the tokenizer
alone. Safe for threads.
"""

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import groupby
from pathlib import Path

import numpy as np

from index.bundled import DIGESTS, DIMENSION, LIMIT, NAME, checked
from index.encoding import EIGHT_BITS
from index.graph import exported
from index.pieces import MARKERS, Pieces, padded, width_of
from index.runtimes import Batch, EightBits, Runtime, runtime

# Texts of like length a batch. Larger ones fall out of a core's cache: 4 to 8 were best of 1 to 32.
BATCH = 6


def name_of(*, eight_bits: bool) -> str:
    """The name of the vectors of passages."""
    exact = f"{NAME}-{DIGESTS['model.safetensors'][:12]}"
    return f"{exact}{EIGHT_BITS}" if eight_bits else exact


class LightMiniLM:
    """An `index.encoding.Encoder`."""

    dimension = DIMENSION
    limit = LIMIT - MARKERS

    def __init__(
        self, models: Path, *, cores: int = 0, runtime_name: str = "", eight_bits: bool | None = None
    ) -> None:
        """`models` is the folder of exported graphs; `cores` 0 takes all that this process may use.

        Args:
            eight_bits: whether passages are encoded so; None leaves it to the processor.
        """
        self._eight_bits = EightBits.suits() if eight_bits is None else eight_bits
        self.name = name_of(eight_bits=self._eight_bits)
        self._models = models
        self._cores = cores or len(os.sched_getaffinity(0))
        self._runtime_name = runtime_name
        # One queue of batches: two callers at once would mix their results.
        self._lock = threading.RLock()

    @cached_property
    def _pieces(self) -> Pieces:
        return Pieces(checked("tokenizer.json"), LIMIT)

    @cached_property
    def _run(self) -> Runtime:
        return runtime(exported(self._models), cores=self._cores, name=self._runtime_name)

    @cached_property
    def _run_passages(self) -> Runtime:
        if not self._eight_bits:
            return self._run
        return runtime(exported(self._models), cores=self._cores, name="openvino-int8")

    def lengths(self, texts: Sequence[str]) -> list[int]:
        with self._lock:
            return self._pieces.lengths(texts)

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        return self._encoded(texts, lambda: self._run)

    def encode_passages(self, texts: Sequence[str]) -> np.ndarray:
        return self._encoded(texts, lambda: self._run_passages)

    def _encoded(self, texts: Sequence[str], run: Callable[[], Runtime]) -> np.ndarray:
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        with self._lock:
            rows = self._pieces.ids(texts)
            # Longest first: the last batches are short, so that no core waits long for the others.
            order = sorted(range(len(rows)), key=lambda number: len(rows[number]), reverse=True)
            groups = list(_groups(order, [width_of(row) for row in rows]))
            for group, found in zip(groups, run().run(_batches(rows, groups)), strict=True):
                vectors[group] = found
        # bf16 leaves lengths of 0.998 to 1.002, and a cosine wants 1.
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def _groups(order: Sequence[int], widths: Sequence[int]) -> Iterator[list[int]]:
    """Batches of one width each: what a text is encoded with must not change its vector in the last bits."""
    for _, alike in groupby(order, key=lambda number: widths[number]):
        group = list(alike)
        for start in range(0, len(group), BATCH):
            yield group[start : start + BATCH]


def _batches(rows: Sequence[Sequence[int]], groups: Sequence[Sequence[int]]) -> Iterator[Batch]:
    for group in groups:
        yield padded([rows[number] for number in group])
