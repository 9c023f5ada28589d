"""Decide between an answer, an uncertain answer and "the corpus does not say".

Used by `assistant.assistant`. A logistic regression over a handful of features
of the evidence, kept as plain numbers; `bench/calibration.py` made them and
makes them anew. Reads no text and chooses no sentence.
"""

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from assistant.answer import Outcome
from assistant.evidence import Evidence
from assistant.question import Understood

# An asked-for "this week" that nothing nearer than this many days speaks of is not met.
STALE_DAYS = 31


@dataclass(frozen=True, slots=True)
class Features:
    """What the confidence is made of; all 0..1 but the similarities, -1..1.

    Attributes:
        similarity: highest cosine of question and one sentence among the chosen.
        passage: the same of question and whole passage.
        overlap: highest share of the question's terms, by rarity, in one chosen sentence.
        context: the same with neighbours, title and heading.
        fit: whether the best sentence holds something of the kind asked for.
        agreement: whether meaning and words both put the best sentence's passage first, falling with its ranks.
        stale: 1 where the question asks for the recent and the best sentence is older, else how near it is to that.
    """

    similarity: float
    passage: float
    overlap: float
    context: float
    fit: float
    agreement: float
    stale: float


# Fitted by bench/calibration.py on the 103 answerable and 291 unanswerable questions of RealTime QA over 1,000
# articles (../shared/data/realtimeqa); figures in docs/log.md.
INTERCEPT = -7.72
WEIGHTS = {
    "similarity": 1.131,
    "passage": 3.041,
    "overlap": 1.269,
    "context": 1.829,
    "fit": 1.158,
    "agreement": 2.316,
    "stale": -1.749,
}
# At and above the first an answer is given, between them it is marked as uncertain, below none is given. On the
# training questions 2.8 % of the unanswerable reach the first; 14 % reach the second, and 9 % of the answerable do not.
ANSWERED_FROM = 0.3
UNCERTAIN_FROM = 0.08


def features_of(question: Understood, chosen: Sequence[Evidence]) -> Features:
    """The features of the sentences chosen, best first.

    Raises:
        ValueError: nothing was chosen, and so there is nothing to be confident of.
    """
    if not chosen:
        raise ValueError("no evidence")
    best = max(chosen, key=lambda one: one.score)
    return Features(
        similarity=max(one.similarity for one in chosen),
        passage=max(one.passage for one in chosen),
        overlap=max(one.overlap for one in chosen),
        context=max(one.context for one in chosen),
        fit=best.fit,
        agreement=_agreement(best),
        stale=_stale(question, chosen),
    )


def confidence(features: Features) -> float:
    """How likely the answer is right, 0..1, as far as the training questions tell."""
    values = asdict(features)
    return 1 / (1 + math.exp(-INTERCEPT - sum(WEIGHTS[name] * values[name] for name in WEIGHTS)))


def outcome(confident: float) -> Outcome:
    """Which of the three states a confidence means."""
    if confident >= ANSWERED_FROM:
        return "answered"
    return "uncertain" if confident >= UNCERTAIN_FROM else "abstained"


def _agreement(one: Evidence) -> float:
    ranks = (one.hit.dense_rank, one.hit.lexical_rank)
    return sum(1 / rank for rank in ranks if rank) / 2


def _stale(question: Understood, chosen: Sequence[Evidence]) -> float:
    near = question.filters.near
    if near is None:
        return 0.0
    days = [abs((near - one.hit.passage.published).days) for one in chosen if one.hit.passage.published]
    return min(1.0, min(days, default=STALE_DAYS) / STALE_DAYS)
