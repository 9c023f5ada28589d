"""Which rows of passages make up which article, and what the passages say of it as a whole.

`index.search` ranks articles before passages with it. Rows of one article lie
together, in article order. Pure arrays: no store, no query.
"""

import numpy as np


class ArticleRows:
    """The rows of each article, by article number; an article may have none."""

    def __init__(self, article_of_row: np.ndarray, articles: int) -> None:
        """`article_of_row` holds article numbers below `articles`, ascending."""
        self._bounds = np.searchsorted(article_of_row, np.arange(articles + 1))

    def of(self, numbers: np.ndarray) -> np.ndarray:
        """All rows of these articles, article by article in the order given."""
        first, last = self._bounds[numbers], self._bounds[numbers + 1]
        lengths = last - first
        # Each row is its place in the result, moved to where its article begins.
        moved = np.repeat(first - np.concatenate([[0], np.cumsum(lengths)[:-1]]), lengths)
        return np.arange(lengths.sum()) + moved if len(numbers) else np.empty(0, dtype=np.int64)

    def first(self, numbers: np.ndarray) -> np.ndarray:
        """The first row of each of these articles."""
        return self._bounds[numbers]

    def passing(self, mask: np.ndarray) -> np.ndarray:
        """Which articles have a row that the mask lets pass."""
        passed = np.concatenate([[0], np.cumsum(mask)])
        return passed[self._bounds[1:]] > passed[self._bounds[:-1]]

    def directions(self, vectors: np.ndarray) -> np.ndarray:
        """Each article's mean vector at length 1, zeros for an article without rows: what it is about as a whole."""
        whole = np.zeros((len(self._bounds) - 1, vectors.shape[1]), dtype=np.float32)
        # A loop over articles is twelve times as fast here as one call of `np.add.reduceat`.
        for number, (first, last) in enumerate(zip(self._bounds[:-1], self._bounds[1:], strict=True)):
            if last > first:
                vectors[first:last].sum(axis=0, out=whole[number])
        whole /= np.maximum(np.linalg.norm(whole, axis=1, keepdims=True), 1e-9)
        return whole


def best_of_each(groups: np.ndarray, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The groups that occur, and the highest value of each; `groups` is ascending, not empty."""
    starts = np.flatnonzero(np.diff(groups, prepend=groups[0] - 1))
    return groups[starts], np.maximum.reduceat(values, starts)
