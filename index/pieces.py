"""Word pieces of the bundled model: how many a text has, and the padded arrays that the model takes.

The one home of `tokenizers`. Used by `index.light`; never loads a model.
"""

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np

# [CLS] and [SEP], which the model puts around every text.
MARKERS = 2
# Rows are filled up to a multiple of it: 2 % more work on passages.
STEP = 8


class Pieces:
    """The tokenizer of a model folder."""

    def __init__(self, tokenizer: Path, limit: int) -> None:
        """`tokenizer` is a tokenizer.json; `limit` counts the two markers."""
        # One process encodes at a time, and forks after a parallel call warn.
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "true")
        from tokenizers import Tokenizer

        self._whole = Tokenizer.from_file(str(tokenizer))
        # The file comes with truncation to 128 and fixed padding switched on.
        self._whole.no_truncation()
        self._whole.no_padding()
        self._cut = Tokenizer.from_file(str(tokenizer))
        self._cut.no_padding()
        self._cut.enable_truncation(limit)

    def lengths(self, texts: Sequence[str]) -> list[int]:
        """Word pieces of each text, markers left out, nothing cut."""
        return [
            len(found.ids) for found in self._whole.encode_batch_fast(list(texts), add_special_tokens=False)
        ]

    def ids(self, texts: Sequence[str]) -> list[list[int]]:
        """Piece numbers of each text, markers included, cut at the limit."""
        return [found.ids for found in self._cut.encode_batch_fast(list(texts))]


def width_of(row: Sequence[int]) -> int:
    """The width that a row is filled up to: its own length alone decides, not the rows beside it."""
    return -(-len(row) // STEP) * STEP


def padded(rows: Sequence[Sequence[int]]) -> tuple[np.ndarray, np.ndarray]:
    """Rows of piece numbers as one array, zero-filled at the right, and the mask of what is real."""
    width = max(width_of(row) for row in rows)
    ids = np.zeros((len(rows), width), dtype=np.int64)
    mask = np.zeros((len(rows), width), dtype=np.int64)
    for number, row in enumerate(rows):
        ids[number, : len(row)] = row
        mask[number, : len(row)] = 1
    return ids, mask
