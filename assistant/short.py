"""The short answer: the number, the name or the day inside a cited sentence, where one stands out from the others.

Used by `assistant.plain`. What may be the answer is found by its form, and
counts for more the better its sentence answers, the more articles say it, and
the closer it stands to the question's words. Says nothing where none stands out.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.evidence import Evidence
from assistant.kinds import Kind
from assistant.places import PLACES
from assistant.question import Understood
from assistant.sought import Span, spans
from assistant.terms import Rarity, covered, terms, words

# Characters either way of a span in which the question's words should stand.
BESIDE = 60
# A span with none of the question's words beside it counts this much, one with all of them so much more.
ALONE = 0.3
# The share of all votes times the confidence of the answer from which it is shown. On RealTime QA 15 of the 15 shown
# are right, on the sample set, whose figures change from week to week, 12 of 19 (docs/log-evidence.md).
ENOUGH: dict[Kind, float] = {
    "number": 0.45, "money": 0.45, "percentage": 0.3, "date": 0.7, "person": 0.41, "place": 0.6, "name": 0.39,
}  # fmt: skip
# For a country or state, whose names are known.
ENOUGH_NAMED_PLACE = 0.2
# What fits its kind less is not shown: a bare number for a count of something, a body for a person.
FITTING = 0.75


@dataclass(frozen=True, slots=True)
class Short:
    """The span of an article that answers, and how sure it is that it does, 0..1."""

    evidence: Evidence
    start: int
    end: int
    text: str
    sure: float


@dataclass(frozen=True, slots=True)
class _Vote:
    weight: float
    evidence: Evidence
    span: Span


def short_answer(
    question: Understood,
    chosen: Sequence[Evidence],
    evidence: Sequence[Evidence],
    rarity: Rarity,
    confident: float,
) -> Short | None:
    """The span that most speaks for, where it stands in a chosen sentence and its lead is large enough.

    Args:
        confident: the confidence of the whole answer, 0..1.
    """
    if question.kind not in ENOUGH or len(question.parts) > 1 or not chosen:
        return None
    ballots: dict[str, dict[str, _Vote]] = defaultdict(dict)
    for vote in _votes(question, evidence, rarity):
        article = vote.evidence.hit.passage.article_id
        mine = ballots[vote.span.key].get(article)
        if mine is None or vote.weight > mine.weight:
            ballots[vote.span.key][article] = vote
    if not ballots:
        return None
    totals = {key: sum(vote.weight for vote in votes.values()) for key, votes in ballots.items()}
    first = max(totals, key=lambda key: totals[key])
    sure = confident * totals[first] / sum(totals.values())
    named = question.kind == "place" and any(noun in PLACES for noun in question.noun)
    enough, fitting = (ENOUGH_NAMED_PLACE, 1.0) if named else (ENOUGH[question.kind], FITTING)
    shown = [
        vote
        for vote in ballots[first].values()
        if vote.span.fit >= fitting and any(vote.evidence is one for one in chosen)
    ]
    return _cut(max(shown, key=lambda vote: vote.weight), sure) if shown and sure >= enough else None


def _votes(question: Understood, evidence: Sequence[Evidence], rarity: Rarity) -> Iterator[_Vote]:
    outlets = {word for one in evidence for word in words(one.hit.passage.publication)}
    for one in evidence:
        for span in spans(question, one.text, one.hit.passage.speakers):
            if set(words(span.text)) <= outlets:
                continue
            beside = one.text[max(0, span.start - BESIDE) : span.end + BESIDE]
            near = ALONE + covered(question.terms, terms(beside), rarity)
            yield _Vote(math.exp(one.score - evidence[0].score) * span.fit * near, one, span)


def _cut(vote: _Vote, sure: float) -> Short:
    start = vote.evidence.start + vote.span.start
    return Short(vote.evidence, start, start + len(vote.span.text), vote.span.text, sure)
