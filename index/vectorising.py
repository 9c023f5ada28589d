"""Vectors of all passages of a build: those that are known already, and the rest encoded.

Used by `index.building`. Encoding is nearly all of a build's time, so every
text is encoded once, and what is finished is kept before the next begins.
"""

import contextlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

import numpy as np

from index.encoding import Encoder
from index.errors import IndexingError
from index.generations import Generations
from index.layout import VECTORS
from index.manifest import read_manifest
from index.passage_store import CutArticle, PassageStore
from index.passages import seen_by_encoder
from index.soundness import problems_with_files
from index.vector_cache import VectorCache

# Called with a stage's name, what of it is done, and what there is to do.
Progress = Callable[[str, int, int], None]

# Passages encoded between two commits of the cache: some seconds of work, which a kill may cost. More at once
# find better company in length, and cores that have no batch left wait for the others less often.
ENCODED_AT_ONCE = 512


def vectors_of(
    articles: Sequence[CutArticle],
    encoder: Encoder,
    known: Mapping[str, np.ndarray],
    cache: VectorCache,
    progress: Progress,
) -> tuple[np.ndarray, int]:
    """Vectors of all passages in row order, and how many of them were new.

    Args:
        known: vectors by digest, see `known_vectors`.
        cache: holds what a build that was killed had finished, and takes what this one finishes.
    """
    order = [digest for entry in articles for digest in entry.digests]
    vectors = np.empty((len(order), encoder.dimension), dtype=np.float32)
    waiting = _fill(vectors, order, known, range(len(order)))
    cached = cache.get(list(dict.fromkeys(order[row] for row in waiting)))
    waiting = _fill(vectors, order, cached, waiting)
    texts = _texts(articles, {order[row] for row in waiting})
    missing = list(texts)
    encoded: dict[str, np.ndarray] = {}
    for start in range(0, len(missing), ENCODED_AT_ONCE):
        some = missing[start : start + ENCODED_AT_ONCE]
        new = dict(zip(some, encoder.encode_passages([texts[digest] for digest in some]), strict=True))
        cache.put(new)
        encoded |= new
        progress("encode", start + len(some), len(missing))
    _fill(vectors, order, encoded, waiting)
    return vectors, len(missing)


def _fill(
    vectors: np.ndarray, order: Sequence[str], given: Mapping[str, np.ndarray], rows: Iterable[int]
) -> list[int]:
    """Set the rows whose vector is given; those that still wait for theirs."""
    waiting = []
    for row in rows:
        vector = given.get(order[row])
        if vector is None:
            waiting.append(row)
        else:
            vectors[row] = vector
    return waiting


def _texts(articles: Sequence[CutArticle], wanted: Collection[str]) -> dict[str, str]:
    """What the encoder sees of the passages wanted, by digest, each text once."""
    return {
        digest: seen_by_encoder(passage)
        for entry in articles
        for digest, passage in zip(entry.digests, entry.passages, strict=True)
        if digest in wanted
    }


def known_vectors(generations: Generations, model: str) -> dict[str, np.ndarray]:
    """Vectors of an encoder that whole generations hold, by digest of the text encoded."""
    known: dict[str, np.ndarray] = {}
    for name in generations.names():
        folder = generations.folder(name)
        try:
            found = read_manifest(folder)
        except IndexingError:
            continue
        if found.model == model and not problems_with_files(folder, found.files):
            vectors = np.load(folder / VECTORS, mmap_mode="r")
            with contextlib.closing(PassageStore(folder)) as store:
                known |= {digest: vectors[row] for row, digest in enumerate(store.digests())}
    return known
