"""Decide between an answer, an uncertain answer and "the corpus does not say".

Used by `assistant.plain` and the other forms. A logistic regression over a
handful of features of the evidence, kept as plain numbers; `bench/calibration.py`
made them and makes them anew. Reads no text and chooses no sentence.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from assistant.answer import Outcome
from assistant.evidence import Evidence
from assistant.question import Understood
from assistant.settings import AS_FITTED, Calibration

# An asked-for "this week" that nothing nearer than this many days speaks of is not met.
STALE_DAYS = 31
# As of a day, what was reported so many days before may have been overtaken.
AGED_DAYS = 90
# A question of more terms tells a story beside what it asks, whose words need not stand beside the answer.
SHORT = 6
# What somebody said is asked about in the asker's own words.
_RETOLD = re.compile(
    r"\b(?:sa(?:id|ys?)|t(?:old|ells?)|claim(?:s|ed)?|call(?:s|ed)?|describe[sd]?|argue[sd]?|compare[sd]?|think[s]?)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Features:
    """What the confidence is made of.

    Attributes:
        score: of the best sentence, see `assistant.clues`; from about 0 to 14.
        similarity: highest cosine of question and one sentence among the chosen, -1..1.
        subject: highest share of the terms of the question's names, by rarity, in one passage with its title, 0..1.
        anywhere: the same of all its terms in all that was found together, 0..1.
        ranks: whether meaning and words both put the best sentence's passage first, falling with its ranks, 0..1.
        stale: 1 where the question asks for the recent and the best sentence is older, else how near it is to that.
        age: 1 where the answer is asked as of a day and its newest article is a quarter older, less where it is newer.
        unmet: share of what a short question asks of its names that the best sentence with its neighbours lacks, 0..1.
    """

    score: float
    similarity: float
    subject: float
    anywhere: float
    ranks: float
    stale: float
    age: float
    unmet: float


# Fitted by bench/calibration.py on RealTime QA over 1,000 articles (103 answerable questions, 291 unanswerable), over
# the same without the articles that answer every second question (52, 50), and on the development questions of the
# sample set (91, 32); figures in docs/log-evidence.md.
INTERCEPT = -9.069
WEIGHTS = {
    "score": 0.313,
    "similarity": 2.381,
    "subject": 1.499,
    "anywhere": 1.977,
    "ranks": 1.334,
    "stale": -3.234,
    # By hand: RealTime QA asks of its own week alone and would have it -3.1, under which an archive's older years fall.
    "age": -1.0,
    # By hand, on the sample set: a fit over all would have it -0.4, since few questions of RealTime QA are short.
    "unmet": -1.5,
}
# At and above the first an answer is given, between them it is marked as uncertain, below none is given. Of the
# questions that no article answers 0.7 % of RealTime QA's reach the first (at most 2.2 %, Clopper-Pearson, one-sided
# 95 %, each week held out in turn), and 9.4 % of the sample set's (at most 22 %), which are about what its articles
# speak of at length. At the second 0, 2 and 8 % of the answerable are given up, in the order of the sets above.
ANSWERED_FROM = 0.4
UNCERTAIN_FROM = 0.06


def features_of(question: Understood, chosen: Sequence[Evidence]) -> Features:
    """The features of the sentences chosen.

    Raises:
        ValueError: nothing was chosen, and so there is nothing to be confident of.
    """
    if not chosen:
        raise ValueError("no evidence")
    best = max(chosen, key=lambda one: one.score)
    clues = [one.clues for one in chosen]
    return Features(
        score=best.score,
        similarity=max(one.similarity for one in clues),
        subject=max(one.subject for one in clues),
        anywhere=max(one.anywhere for one in clues),
        ranks=_ranks(best),
        stale=_stale(question, chosen),
        age=_age(question, chosen),
        unmet=_unmet(question, best),
    )


def confidence(features: Features, calibration: Calibration = AS_FITTED) -> float:
    """How likely the answer is right, 0..1, as far as the training questions tell."""
    values = asdict(features)
    fitted = INTERCEPT + sum(WEIGHTS[name] * values[name] for name in WEIGHTS)
    return 1 / (1 + math.exp(-calibration.slope * fitted - calibration.shift))


def outcome(confident: float, calibration: Calibration = AS_FITTED) -> Outcome:
    """Which of the three states a confidence means."""
    answered, uncertain = calibration.answered_from, calibration.uncertain_from
    if confident >= (ANSWERED_FROM if answered is None else answered):
        return "answered"
    return "uncertain" if confident >= (UNCERTAIN_FROM if uncertain is None else uncertain) else "abstained"


def _ranks(one: Evidence) -> float:
    ranks = (one.hit.dense_rank, one.hit.lexical_rank)
    return sum(1 / rank for rank in ranks if rank) / 2


def _unmet(question: Understood, best: Evidence) -> float:
    long = len(question.terms) > SHORT
    return 0.0 if long or _RETOLD.search(question.clause) else 1 - best.clues.asked


def _stale(question: Understood, chosen: Sequence[Evidence]) -> float:
    near = question.filters.near
    if near is None:
        return 0.0
    days = [abs((near - one.hit.passage.published).days) for one in chosen if one.hit.passage.published]
    return min(1.0, min(days, default=STALE_DAYS) / STALE_DAYS)


def _age(question: Understood, chosen: Sequence[Evidence]) -> float:
    as_of = question.filters.as_of
    if as_of is None:
        return 0.0
    days = [(as_of - one.hit.passage.published).days for one in chosen if one.hit.passage.published]
    return min(1.0, min(days, default=AGED_DAYS) / AGED_DAYS)
