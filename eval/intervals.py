"""Intervals: a bootstrap over stories for means, Wilson for rates, Clopper–Pearson for an upper bound.

Used by scoring, comparing and the report. Pure functions over numbers; a fixed
seed makes the same numbers give the same interval.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval.settings import LEVEL, RESAMPLES, SEED

Floats = NDArray[np.float64]
# Two-sided 95 % point of the standard normal.
Z95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Interval:
    """A value with its interval, over `n` values of `stories` independent groups."""

    value: float
    low: float
    high: float
    n: int
    stories: int


def story_mean(
    values: Sequence[float],
    stories: Sequence[str],
    *,
    resamples: int = RESAMPLES,
    seed: int = SEED,
    level: float = LEVEL,
) -> Interval:
    """The mean over questions, with the percentile interval of a bootstrap that draws whole stories.

    Questions of one story share articles and fail together, so drawing questions gives intervals that are too
    narrow (Miller, "Adding Error Bars to Evals", arXiv 2411.00640). With a story a question this is the plain
    bootstrap.

    Raises:
        ValueError: no values, or not as many stories as values.
    """
    sums, counts = _by_story(values, stories)
    means = _draws(len(sums), resamples, seed) @ np.column_stack([sums, counts])
    low, high = _ends(means[:, 0] / means[:, 1], level)
    return Interval(float(sums.sum() / counts.sum()), low, high, len(values), len(sums))


def story_statistic(
    statistic: Callable[[Sequence[int]], float | None],
    stories: Sequence[str],
    *,
    resamples: int,
    seed: int = SEED,
    level: float = LEVEL,
) -> Interval | None:
    """The bootstrap of any statistic of a list of question numbers, for those that are no means.

    Draws that give it no value are left out; None where the questions as they are give it none.
    """
    value = statistic(range(len(stories)))
    if value is None:
        return None
    members = [[i for i, s in enumerate(stories) if s == story] for story in dict.fromkeys(stories)]
    drawn = (
        statistic([i for group, times in zip(members, draw, strict=True) for i in group * int(times)])
        for draw in _draws(len(members), resamples, seed)
    )
    low, high = _ends(np.array([d for d in drawn if d is not None]), level)
    return Interval(value, low, high, len(stories), len(members))


def wilson(successes: int, n: int, *, z: float = Z95) -> tuple[float, float]:
    """The score interval of a rate (Wilson 1927), 95 % by default: honest at 0 and 1, as a bootstrap is not.

    Raises:
        ValueError: n is zero, or the successes are not between 0 and n.
    """
    if not 0 <= successes <= n or n == 0:
        raise ValueError(f"{successes} of {n} is no rate")
    p = successes / n
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)


def clopper_pearson_upper(failures: int, n: int, *, level: float = LEVEL) -> float:
    """The one-sided upper bound of a failure rate; with no failure it is close to 3/n."""
    if not 0 <= failures <= n or n == 0:
        raise ValueError(f"{failures} of {n} is no rate")
    from scipy.stats import beta  # 0.3 s to import, and only a threshold needs it

    return 1.0 if failures == n else float(beta.ppf(level, failures + 1, n - failures))


def _by_story(values: Sequence[float], stories: Sequence[str]) -> tuple[Floats, Floats]:
    if not values or len(values) != len(stories):
        raise ValueError(f"{len(values)} values of {len(stories)} stories: expected as many, at least one")
    number = {story: i for i, story in enumerate(dict.fromkeys(stories))}
    sums, counts = np.zeros(len(number)), np.zeros(len(number))
    for value, story in zip(values, stories, strict=True):
        sums[number[story]] += value
        counts[number[story]] += 1
    return sums, counts


def _draws(groups: int, resamples: int, seed: int) -> Floats:
    """How often each group is drawn, a row a resample: n draws out of n with replacement."""
    generator = np.random.default_rng(seed)
    return generator.multinomial(groups, np.full(groups, 1 / groups), size=resamples).astype(np.float64)


def _ends(values: Floats, level: float) -> tuple[float, float]:
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
