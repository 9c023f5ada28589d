"""Learn an archive's own weights and thresholds on the dev split of its questions, and report on the test split.

Called by `eval.command` for `app.py eval tune`. The test split is asked once
before and once after, and decides nothing.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from statistics import fmean

import numpy as np

from assistant.settings import Calibration
from eval.articles import ArticleSource
from eval.errors import NothingToTune
from eval.intervals import clopper_pearson_upper
from eval.metrics import citations, retrieval
from eval.questions import Question
from eval.runlog import FoundPassage, Record
from eval.running import filters_from_json, found_of
from eval.scores import Scored
from eval.tuned import WEIGHTS
from index.passage import Filters, Found
from index.settings import SearchSettings

# A weight is tried at these multiples of what it is.
STEPS = (0.5, 0.75, 1.33, 2.0)
# A step must gain so much on dev to be taken: less is as likely chance (docs/log-eval.md).
LEAST_GAIN = 0.005
# Pulls slope and shift towards 1 and 0, so that a few questions cannot turn the confidence over.
PRIOR = 1.0
# Of the answers that are not marked as uncertain, at most this share may be wrong.
TARGET_RISK = 0.2
LEVEL = 0.95
# Below this share of being right on dev nothing is said at all.
LEAST_RIGHT = 0.1

Search = Callable[[str, Filters, int], Found]


@dataclass(frozen=True, slots=True)
class Weighted:
    """The best weights found, and what they score on dev beside the weights as they were."""

    weights: dict[str, float]
    before: float
    after: float


def tune_weights(
    questions: Sequence[tuple[Question, Record]],
    articles: ArticleSource,
    searching_with: Callable[[SearchSettings], Search],
    now: SearchSettings,
    depth: int,
) -> Weighted:
    """Coordinate ascent over `WEIGHTS`, one pass: the mean of nDCG@10 and all-evidence@10.

    Args:
        questions: answerable ones with the records of a run, which say as what each was searched.
    """
    objective = _Objective(questions, articles, searching_with, depth)
    best, before = now, objective(now)
    score = before
    for name in WEIGHTS:
        tried = [replace(best, **{name: getattr(now, name) * step}) for step in STEPS]
        scores = [objective(settings) for settings in tried]
        if max(scores) >= score + LEAST_GAIN:
            best, score = tried[scores.index(max(scores))], max(scores)
    changed = {n: round(getattr(best, n), 4) for n in WEIGHTS if getattr(best, n) != getattr(now, n)}
    return Weighted(changed, before, score)


class _Objective:
    """The score of a search's weights on the questions."""

    def __init__(
        self,
        questions: Sequence[tuple[Question, Record]],
        articles: ArticleSource,
        searching_with: Callable[[SearchSettings], Search],
        depth: int,
    ) -> None:
        self._questions = questions
        self._searching_with = searching_with
        self._depth = depth
        self._gold = {q.id: citations.gold_spans(q, articles) for q, _ in questions}
        self._relevant = {q.id: frozenset(q.required_articles) for q, _ in questions}

    def __call__(self, settings: SearchSettings) -> float:
        search = self._searching_with(settings)
        found = {
            q.id: found_of(search(r.standalone, filters_from_json(r.searched or {}), self._depth))
            for q, r in self._questions
        }
        rankings = {
            name: retrieval.ranked_articles(hits, self._relevant[name]) for name, hits in found.items()
        }
        gains = retrieval.ranking_scores(rankings, self._relevant)
        reached = [
            self._reached(q, found[q.id]) for q, _ in self._questions if any(self._gold[q.id].values())
        ]
        parts = [fmean(one["ndcg@10"] for one in gains.values()), *([fmean(reached)] if reached else [])]
        return fmean(parts)

    def _reached(self, question: Question, found: Sequence[FoundPassage]) -> float:
        sets = [self._gold[question.id][n.id] for n in question.vital]
        return float(all(retrieval.evidence_reached(sets, found, self._depth)))


def tune_calibration(dev: Scored, target: float = TARGET_RISK) -> Calibration:
    """Slope and shift by penalised logistic regression of "right" on the log-odds of the confidence; thresholds.

    Answered from the lowest threshold whose one-sided Clopper–Pearson bound on dev keeps the target; where none
    does, from where it is most confident, which is honest and rarely what one wants: add questions.

    Raises:
        NothingToTune: all answers were right, or none was.
    """
    judged = [s for s in dev.scores if not s.question.search_only and 0 < s.record.confidence < 1]
    right = np.array([float(s.right) for s in judged])
    if not 0 < right.sum() < len(right):
        raise NothingToTune(
            f"{int(right.sum())} of {len(right)} dev answers are right: nothing tells them apart"
        )
    odds = np.array([math.log(s.record.confidence / (1 - s.record.confidence)) for s in judged])
    slope, shift = _logistic(odds, right)
    moved = 1 / (1 + np.exp(-slope * odds - shift))
    answered = lowest_threshold(list(moved), list(1 - right), target)
    return Calibration(
        slope=round(slope, 4),
        shift=round(shift, 4),
        answered_from=round(answered, 4),
        uncertain_from=round(min(answered, LEAST_RIGHT), 4),
    )


def lowest_threshold(confidences: Sequence[float], losses: Sequence[float], target: float) -> float:
    """The lowest threshold at which the upper bound of the risk of what is answered is within the target.

    Rounded down a little, so that the question at the threshold is answered; the highest confidence where no
    threshold is good enough.
    """
    # Of equal confidences the lost ones come first: a cut among them looks no better than it is.
    order = sorted(zip(confidences, losses, strict=True), reverse=True)
    lost = np.cumsum([loss for _, loss in order])
    good = [
        confidence
        for k, (confidence, _) in enumerate(order, 1)
        if clopper_pearson_upper(int(lost[k - 1]), k, level=LEVEL) <= target
    ]
    return math.floor((min(good) if good else order[0][0]) * 1e4) / 1e4


def _logistic(x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """Newton's method on two numbers, with a Gaussian prior around slope 1 and shift 0."""
    at, prior = np.array([1.0, 0.0]), np.array([1.0, 0.0])
    design = np.column_stack([x, np.ones_like(x)])
    for _ in range(50):
        p = 1 / (1 + np.exp(-design @ at))
        gradient = design.T @ (y - p) - PRIOR * (at - prior)
        hessian = (design * (p * (1 - p))[:, None]).T @ design + PRIOR * np.eye(2)
        step = np.linalg.solve(hessian, gradient)
        at = at + step
        if np.abs(step).max() < 1e-9:
            break
    return float(at[0]), float(at[1])
