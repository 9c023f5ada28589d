"""Exact neighbours over a memory-mapped array, and the filters that choose its rows.

`index.search` uses it wherever a filter stands, and for all of a small corpus:
at 100,000 passages a filter that leaves 9 % costs 4 ms here and 113 ms as a
`where` of Chroma. Pure functions over arrays.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from index.passage import Filters
from index.passage_store import KINDS


def allowed(
    rows: np.ndarray, filters: Filters, publications: Mapping[str, int], sections: Mapping[str, int]
) -> np.ndarray | None:
    """Which rows pass the filters, as a mask; None where no filter stands.

    Args:
        rows: array of `index.passage_store.ROW`.
        publications, sections: number of each name, as used in `rows`. A name
            that is not there matches nothing; case does not count.
    """
    masks = []
    if filters.as_of:
        masks.append((rows["bound"] > 0) & (rows["bound"] <= filters.as_of.toordinal()))
    if filters.since:
        masks.append(rows["day"] >= filters.since.toordinal())
    if filters.until:
        masks.append((rows["day"] > 0) & (rows["day"] <= filters.until.toordinal()))
    if filters.publications:
        masks.append(np.isin(rows["publication"], _numbers(filters.publications, publications)))
    if filters.sections:
        masks.append(np.isin(rows["section"], _numbers(filters.sections, sections)))
    if filters.kinds:
        masks.append(np.isin(rows["kind"], [KINDS.index(kind) for kind in filters.kinds]))
    return np.logical_and.reduce(masks) if masks else None


def similarities(vectors: np.ndarray, query: np.ndarray, mask: np.ndarray | None) -> np.ndarray:
    """Cosine of every row with the query, -inf where the mask forbids."""
    if mask is None:
        return cosines(vectors, query)
    found = np.full(len(vectors), -np.inf, dtype=np.float32)
    rows = np.flatnonzero(mask)
    # Beyond half of the rows, gathering them costs more than multiplying them all.
    found[rows] = (
        cosines(vectors, query)[rows] if 2 * len(rows) > len(vectors) else cosines(vectors[rows], query)
    )
    return found


def cosines(vectors: np.ndarray, query: np.ndarray) -> np.ndarray:
    """Cosine of each row with the query, all of length 1.

    Not `vectors @ query`: BLAS shares that out among its threads, which wait
    for each other by spinning. On a busy machine 2,000 rows took it 28 ms, this
    0.2 ms; a search is one of many, and one core's.
    """
    found: np.ndarray = np.einsum("ij,j->i", vectors, query)
    return found


def _numbers(names: Sequence[str], known: Mapping[str, int]) -> list[int]:
    wanted = {name.casefold() for name in names}
    return [number for name, number in known.items() if name.casefold() in wanted]
