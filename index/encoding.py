"""Encoders: texts in, unit vectors out, chosen by a setting.

`index.building` encodes passages with one, `index.library` the queries with
the same. Vectors of encoders with different names never meet in one index.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np

from index.bundled import NAME as BUNDLED
from index.errors import ModelUnusable

# Ends the name of vectors whose encoder rounds to eight bits: they are never mixed with exact ones in one index,
# but exact queries are asked of them.
EIGHT_BITS = "-int8"
# Ends the setting for whoever wants no rounding.
EXACT = "-exact"


class Encoder(Protocol):
    """Turns texts into vectors.

    Attributes:
        name: names the vectors of passages: equal names mean vectors that may stand in one index.
        dimension: numbers in a vector.
    """

    @property
    def name(self) -> str: ...

    @property
    def dimension(self) -> int: ...

    def lengths(self, texts: Sequence[str]) -> Sequence[int]:
        """Word pieces of each text, uncut, the model's own markers left out."""

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Queries and sentences as float32 of shape (texts, dimension), rows of length 1."""

    def encode_passages(self, texts: Sequence[str]) -> np.ndarray:
        """The same for the texts of an index, perhaps rounded for speed, as the name then says."""


def asked_alike(model: str, other: str) -> bool:
    """Whether vectors of these two names take the same queries."""
    return model.removesuffix(EIGHT_BITS) == other.removesuffix(EIGHT_BITS)


def _bundled(model: str, home: Path) -> Encoder:
    from index.light import LightMiniLM

    if model not in (BUNDLED, f"{BUNDLED}{EXACT}"):
        raise ModelUnusable(
            f"no model {model!r} is bundled, only {BUNDLED} and {BUNDLED}{EXACT};"
            f" another is named sentence-transformers:{model}"
        )
    return LightMiniLM(home / "models", eight_bits=False if model.endswith(EXACT) else None)


def _sentence_transformers(model: str, _home: Path) -> Encoder:
    from index.transformer import SentenceTransformerEncoder

    return SentenceTransformerEncoder(model)


BACKENDS: dict[str, Callable[[str, Path], Encoder]] = {
    "bundled": _bundled,
    "sentence-transformers": _sentence_transformers,
}


def encoder(model: str, home: Path) -> Encoder:
    """The encoder that the setting `model` names, as "<backend>:<model>".

    Raises:
        ModelUnusable: no such backend, or the backend has no such model.
    """
    backend, _, name = model.partition(":")
    if backend not in BACKENDS:
        raise ModelUnusable(f"no encoder backend {backend!r} in {model!r}; known: {', '.join(BACKENDS)}")
    return BACKENDS[backend](name, home)
