"""How a figure moved: its values in the articles found, each on its day.

Used by `assistant.timeline` where a question asks how a toll, a price or a rate
developed. Knows nothing of events.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.evidence import Evidence
from assistant.happened import Happened, happened
from assistant.question import Understood
from assistant.standing import asked_of, comparable
from assistant.statement import Statement
from assistant.statements import MEASURED_KINDS, statements
from assistant.terms import Rarity
from index.passage import Hit

# What grows, falls or moves is a figure.
MEASURED = re.compile(
    r"\bhow (?:did|has|have|had) .*"
    r"\b(?:grow|grew|grown|change|changed|move|moved|rise|risen|fall|fallen|increase|decline)\b"
    r"|\btime ?line of .*\b(?:toll|price|count|rate|cases|deaths|number|cost|figures?)\b",
    re.I,
)
# Words that ask how it moved, which a statement of its value need not hold.
_MOVING = re.compile(
    r"\b(?:grow|grew|grown|change|changed|move|moved|rise|risen|fall|fallen|increase|decline|in the course|put on|over"
    r"|official)\b",
    re.I,
)
FEWEST_VALUES = 2
# Nobody checks each value of a series, so each must stand closer to the words asked than a single newer figure.
AS_NEAR = 0.6


def series(
    story: Understood, like: Evidence, hits: Sequence[Hit], rarity: Rarity
) -> list[tuple[Happened, Evidence]]:
    """The values of the figure, oldest first, one a day, each as evidence of the form of `like`."""
    best: list[Statement] = []
    subject = " ".join(_MOVING.sub(" ", story.standalone).split())
    for kind in MEASURED_KINDS:
        asked = replace(story, standalone=subject, clause=subject, parts=(subject,), kind=kind)
        found = statements(asked, hits, rarity)
        alike = asked_of(asked, comparable(found, loosely=True)) if found else []
        alike = [each for each in alike if each.named and each.near >= AS_NEAR * found[0].near]
        if _worth(alike) > _worth(best):
            best = alike
    if len(best) < FEWEST_VALUES:
        return []
    return _in_order(best, like)


def _worth(found: Sequence[Statement]) -> float:
    """How well these can be the series asked for: many different values, surely of the subject."""
    return len({each.value for each in found}) * max((each.sure for each in found), default=0.0) ** 2


def _in_order(found: Sequence[Statement], like: Evidence) -> list[tuple[Happened, Evidence]]:
    dated = [
        (happened(each.text, each.day) or Happened(each.day), each) for each in found if each.day is not None
    ]
    kept: list[tuple[Happened, Evidence]] = []
    values: list[float] = []
    for told, each in sorted(dated, key=lambda pair: (pair[0].day, -pair[1].sure)):
        if values and (each.value == values[-1] or kept[-1][0] == told):
            continue
        values.append(each.value)
        evidence = replace(like, hit=each.hit, start=each.start, end=each.end, text=each.text)
        kept.append((told, evidence))
    return kept
