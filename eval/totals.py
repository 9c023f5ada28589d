"""Means with intervals over the scores of many questions.

Used by `eval.scoring` for the whole set and for each type. Looks at scores
only, never at an answer.
"""

from collections.abc import Callable, Iterable, Sequence

from eval.intervals import Interval, story_mean, story_statistic, wilson
from eval.metrics.calibration import RiskAtCoverage, augrc, aurc, auroc, risk_coverage
from eval.metrics.catalogue import METRICS
from eval.questions import TYPES
from eval.scores import QuestionScore
from eval.settings import EvalSettings

# Percentiles of the answer's wall time in the report.
LATENCY_SHARES = (0.5, 0.95)
# The areas cost a sort a resample, and their intervals are read to two digits.
AREA_RESAMPLES = 500


def totals_of(scores: Sequence[QuestionScore], settings: EvalSettings) -> dict[str, Interval]:
    """The mean of each metric that applies to any of these questions, in the catalogue's order."""
    areas = _areas(scores, settings)
    found = {name: areas.get(name) or _mean(scores, name, settings) for name in METRICS}
    return {name: interval for name, interval in found.items() if interval}


def _mean(scores: Sequence[QuestionScore], metric: str, settings: EvalSettings) -> Interval | None:
    units = [(value, s.question.story_id) for s in scores for value in s.values.get(metric, ())]
    if not units:
        return None
    values, stories = zip(*units, strict=True)
    mean = story_mean(values, stories, resamples=settings.resamples, seed=settings.seed, level=settings.level)
    if set(values) in ({0.0}, {1.0}):
        # A bootstrap of equal values has no width; as many stories bound the rate no better than this.
        low, high = wilson(round(values[0]) * mean.stories, mean.stories)
        return Interval(mean.value, low, high, mean.n, mean.stories)
    return mean


def _areas(scores: Sequence[QuestionScore], settings: EvalSettings) -> dict[str, Interval | None]:
    """The metrics of a whole list: they need both kinds of question, so a slice of one kind has none."""
    scores = [s for s in scores if not s.question.search_only]
    if len({s.question.answerable for s in scores}) < 2:
        return {}
    statistics: dict[str, Callable[[Sequence[int]], float | None]] = {
        "auroc": lambda drawn: _auroc(scores, drawn),
        "aurc": lambda drawn: aurc(curve_of(scores, drawn)),
        "augrc": lambda drawn: augrc(curve_of(scores, drawn)),
    }
    stories = [s.question.story_id for s in scores]
    resamples = min(AREA_RESAMPLES, settings.resamples)
    return {
        name: story_statistic(
            statistic, stories, resamples=resamples, seed=settings.seed, level=settings.level
        )
        for name, statistic in statistics.items()
    }


def _auroc(scores: Sequence[QuestionScore], drawn: Sequence[int]) -> float | None:
    right = [scores[i].record.confidence for i in drawn if scores[i].right]
    unanswerable = [scores[i].record.confidence for i in drawn if not scores[i].question.answerable]
    return auroc(right, unanswerable)


def curve_of(scores: Sequence[QuestionScore], drawn: Sequence[int]) -> tuple[RiskAtCoverage, ...]:
    """The risk–coverage curve of the questions with these numbers; whatever is not right is a loss."""
    confidences = [scores[i].record.confidence for i in drawn]
    return risk_coverage(confidences, [0.0 if scores[i].right else 1.0 for i in drawn])


def by_type(scores: Sequence[QuestionScore], settings: EvalSettings) -> dict[str, dict[str, Interval]]:
    """The totals of each type of question."""
    kinds = [kind for kind in TYPES if any(s.question.type == kind for s in scores)]
    return {kind: totals_of([s for s in scores if s.question.type == kind], settings) for kind in kinds}


def latency(times: Iterable[float]) -> tuple[float, ...]:
    """p50 and p95 of the wall times that were taken, by nearest rank; empty where there is none."""
    taken = sorted(t for t in times if t > 0)
    return tuple(taken[round(share * (len(taken) - 1))] for share in LATENCY_SHARES) if taken else ()
