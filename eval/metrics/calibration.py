"""Does the confidence know what it is worth? AUROC, the risk–coverage curve and the areas under it.

Used by `eval.scoring` and the report. Pure functions over confidences and losses.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RiskAtCoverage:
    """Answering the `coverage` most confident share of the questions, the mean loss is `risk`.

    `confidence` is the least confidence among them: the threshold that answers just these.
    """

    coverage: float
    risk: float
    confidence: float


def auroc(right: Sequence[float], wrong: Sequence[float]) -> float | None:
    """The chance that a random right answer is more confident than a random wrong one, ties half.

    None where either side is empty. By ranks, so the cost is that of a sort.
    """
    if not right or not wrong:
        return None
    ranks = _mid_ranks([*right, *wrong])
    above = sum(ranks[: len(right)]) - len(right) * (len(right) + 1) / 2
    return above / (len(right) * len(wrong))


def _mid_ranks(values: Sequence[float]) -> list[float]:
    """Ranks from 1, the lowest first; equal values share the mean of their ranks."""
    order = sorted(range(len(values)), key=lambda i: values[i])
    ranks = [0.0] * len(values)
    first = 0
    while first < len(order):
        last = first
        while last + 1 < len(order) and values[order[last + 1]] == values[order[first]]:
            last += 1
        for i in order[first : last + 1]:
            ranks[i] = (first + last) / 2 + 1
        first = last + 1
    return ranks


def risk_coverage(confidences: Sequence[float], losses: Sequence[float]) -> tuple[RiskAtCoverage, ...]:
    """The curve, a point a question, most confident first; ties in the order given."""
    order = sorted(range(len(losses)), key=lambda i: -confidences[i])
    points = []
    total = 0.0
    for k, i in enumerate(order, 1):
        total += losses[i]
        points.append(RiskAtCoverage(k / len(order), total / k, confidences[i]))
    return tuple(points)


def aurc(curve: Sequence[RiskAtCoverage]) -> float | None:
    """The mean risk over all coverages (Geifman, Uziel and El-Yaniv, ICLR 2019); lower is better."""
    return sum(p.risk for p in curve) / len(curve) if curve else None


def augrc(curve: Sequence[RiskAtCoverage]) -> float | None:
    """The mean of risk times coverage: the loss that is answered, over all questions (arXiv 2407.01032).

    AURC weighs the first few questions so heavily that it can rank two systems the wrong way round.
    """
    return sum(p.risk * p.coverage for p in curve) / len(curve) if curve else None
