"""Is a difference between two runs more than chance? Paired tests that flip or draw whole stories.

Used by `eval.comparing`. Pure functions over numbers. No Wilcoxon and no sign
test: both miss differences and invent them (Smucker, Allan and Carterette, CIKM 2007).
"""

import itertools
from collections.abc import Sequence

import numpy as np

from eval.settings import RESAMPLES, SEED

# Up to this many stories all 2^n sign patterns are tried, and the p-value is exact.
EXACT_STORIES = 12
# Two sums of the same numbers in another order may differ by this much.
_ROUNDING = 1e-12


def randomisation_p(
    differences: Sequence[float], stories: Sequence[str], *, resamples: int = RESAMPLES, seed: int = SEED
) -> float:
    """The two-sided p-value of the mean difference, by flipping the signs of whole stories.

    Under "the runs are alike" each story's differences could as well have the other sign. Random flips count
    the pattern seen as one of the draws, so p is never 0 (Phipson and Smyth 2010).

    Raises:
        ValueError: no differences, or not as many stories as differences.
    """
    if not differences or len(differences) != len(stories):
        raise ValueError(f"{len(differences)} differences of {len(stories)} stories: expected as many")
    sums: dict[str, float] = {}
    for difference, story in zip(differences, stories, strict=True):
        sums[story] = sums.get(story, 0.0) + difference
    # A story without a difference has no sign to flip.
    moved = np.array([s for s in sums.values() if s != 0.0])
    if not len(moved):
        return 1.0
    exact = len(moved) <= EXACT_STORIES
    signs = _all_signs(len(moved)) if exact else _random_signs(len(moved), resamples, seed)
    as_far = int(np.sum(np.abs(signs @ moved) >= abs(moved.sum()) - _ROUNDING))
    return as_far / len(signs) if exact else (as_far + 1) / (resamples + 1)


def _all_signs(n: int) -> np.ndarray:
    return np.array(list(itertools.product((-1.0, 1.0), repeat=n)))


def _random_signs(n: int, resamples: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).choice((-1.0, 1.0), size=(resamples, n))


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """Adjusted p-values in the order given: each may be held against the level as it is (Holm 1979)."""
    adjusted = [0.0] * len(p_values)
    largest = 0.0
    for rank, i in enumerate(sorted(range(len(p_values)), key=lambda i: p_values[i])):
        largest = max(largest, min(1.0, (len(p_values) - rank) * p_values[i]))
        adjusted[i] = largest
    return tuple(adjusted)
