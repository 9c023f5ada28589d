"""Any sentence-transformers model as an encoder: for other languages, bigger machines, a GPU.

The one home of `sentence_transformers`; made by `index.encoding` when a
setting asks for it. Never runs code that comes with a model.
"""

import os
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from index.errors import ModelUnusable

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

# On a processor small batches are fastest (8: 16 passages a CPU second, 32: 13);
# a GPU wants its memory filled, and where that is too much the batch is halved until it fits.
CPU_BATCH = 8
GPU_BATCH = 512


class SentenceTransformerEncoder:
    """An `index.encoding.Encoder`."""

    def __init__(self, model: str) -> None:
        """`model` is a hub id or a folder."""
        if not model:
            raise ModelUnusable("no model is named; say sentence-transformers:<id or folder>")
        self.name = f"sentence-transformers:{model}"
        self._id = model
        self._gpu_batch = GPU_BATCH

    @cached_property
    def _model(self) -> "SentenceTransformer":
        os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
        from sentence_transformers import SentenceTransformer

        try:
            return SentenceTransformer(self._id, trust_remote_code=False)
        except (OSError, ValueError) as error:
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise ModelUnusable(
                f"cannot load the model {self._id!r}: {reason}; give another id or a local folder"
            ) from error

    @property
    def dimension(self) -> int:
        return int(self._model.get_embedding_dimension() or 0)

    def lengths(self, texts: Sequence[str]) -> list[int]:
        tokenizer: Any = self._model.tokenizer
        if not texts:
            return []
        found = tokenizer(list(texts), add_special_tokens=False, truncation=False, verbose=False)
        return [len(ids) for ids in found["input_ids"]]

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        batch = CPU_BATCH if self._model.device.type == "cpu" else self._gpu_batch
        while True:
            try:
                return self._encoded(texts, batch)
            except RuntimeError as error:
                # By name, so that torch keeps its one home.
                if type(error).__name__ != "OutOfMemoryError" or batch == 1:
                    raise
                # Kept: the next call would run into the same wall.
                batch = self._gpu_batch = batch // 2

    encode_passages = encode

    def _encoded(self, texts: Sequence[str], batch: int) -> np.ndarray:
        vectors = self._model.encode(
            list(texts),
            batch_size=batch,
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        return np.asarray(vectors, dtype=np.float32).reshape(len(texts), -1)
