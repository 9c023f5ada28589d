"""Merge rankings of the same passages into one.

Pure functions over arrays and ids: no model, no store, no I/O. `index.search`
uses them to join dense and lexical scores, which do not compare as they are.
"""

from collections.abc import Sequence

import numpy as np


def top(scores: np.ndarray, count: int) -> np.ndarray:
    """Rows of the `count` highest scores, best first, ties in row order; -inf is never among them."""
    count = min(count, int(np.count_nonzero(scores > -np.inf)))
    if count == 0:
        return np.empty(0, dtype=np.int64)
    cut = np.argpartition(-scores, count - 1)[:count]
    cut.sort()
    return cut[np.argsort(-scores[cut], kind="stable")]


def standardised(scores: np.ndarray) -> np.ndarray:
    """Scores as standard deviations from their mean; zeros where all are alike.

    The z-score of Renda and Straccia, "Web metasearch", SAC 2003.
    """
    spread = float(scores.std())
    return (scores - scores.mean()) / spread if spread > 0 else np.zeros_like(scores)


def joined(parts: Sequence[tuple[np.ndarray, float]]) -> np.ndarray:
    """Weighted sum of several standardised scores of the same candidates."""
    return np.sum([weight * standardised(scores.astype(np.float64)) for scores, weight in parts], axis=0)


def first_of_each(groups: np.ndarray, scores: np.ndarray) -> np.ndarray:
    """Whether an item has the highest score of its group; of equal ones the first."""
    return _place_in_group(groups, scores) == 0


def beyond_first(groups: np.ndarray, scores: np.ndarray, free: int) -> np.ndarray:
    """How many places an item is beyond the first `free` of its group by score; 0 for those."""
    return np.maximum(0, _place_in_group(groups, scores) - free + 1)


def _place_in_group(groups: np.ndarray, scores: np.ndarray) -> np.ndarray:
    order = np.lexsort((-scores, groups))
    places = np.empty(len(groups), dtype=np.int64)
    starts = np.flatnonzero(np.diff(groups[order], prepend=np.nan))
    places[order] = np.arange(len(groups)) - np.repeat(starts, np.diff(starts, append=len(groups)))
    return places
