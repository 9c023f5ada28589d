"""The comparison form: what the articles say of either side, each side searched for by itself.

Used by `assistant.forms`. A sentence that speaks of both sides stands first;
where there is none, each side has its own, of two articles where two have them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from assistant.abstention import confidence, features_of, outcome
from assistant.answer import Sentence, Stage
from assistant.answering import write
from assistant.conversation import at_another_time
from assistant.dates import MONTHS, read_period
from assistant.draft import Composing, Draft
from assistant.evidence import Evidence, weigh
from assistant.question import Understood
from assistant.settings import AssistantSettings
from assistant.terms import names, question_terms
from index.library import Generation
from index.passage import Hit

ASKED = re.compile(
    r"\bcompar(?:e[ds]?|ison)\b|\bversus\b|\bvs\b|\bdiffer(?:s|ed|ently|ent)?\b|\bboth\b|\bdisagree\w*|\bcontrast\b"
    r"|\bhow far apart\b|\beach\b|\b(?:more|less|fewer|higher|lower|larger|smaller|bigger|better|worse)\b.*\bor\b"
    r"|\bor\b.*\b(?:more|less|fewer|most)\b"
    r"|\bagainst\b|\baccording to\b.*\baccording to\b"
    r"|\band (?:how|what) (?:much|many|high|did|was|is|does|according)\b",
    re.I,
)
# What may stand between the names of two sides: "Pellandra or Norvask", "the state's list and the Record's".
_BETWEEN = re.compile(
    r"(?:[’']s?)?(?:\s+[a-z-]+){0,3}?,?\s+(?:and|or|versus|vs\.?|against|compared (?:with|to)|than)\s+"
    r"(?:(?:by|from|in|of|to|for|what|how (?:much|many|high)|(?:it|that) (?:is|was)|according to|with|that of)\s+)*"
    r"(?:[Tt]he\s+)?"
)
_MONTH = re.compile(rf"(?:{'|'.join(month.capitalize() for month in MONTHS)})(?:\s+\d{{4}})?")
_LISTED = (", ", ", the ", ", and ", ", and the ")
_EACH = re.compile(r"\b(?:each|both|respectively)\b\s*", re.I)
# A sentence that names its side is worth so much more, one whose passage does so much.
NAMES_SIDE = 2.0
NEAR_SIDE = 0.7
# A part of so many terms besides its name repeats the other without its words.
REPEATED_TERMS = 1
# A second article is preferred where its sentence is weaker by no more than this.
SECOND_ARTICLE = 1.0


@dataclass(frozen=True, slots=True)
class Side:
    """One of the things compared: its name, and the question asked of it alone."""

    label: str
    question: str


def sides_of(question: Understood) -> tuple[Side, ...]:
    """The sides that the question names, in its order; none where it names no pair."""
    text = question.standalone
    places = [(match.span(), name) for name in question.names if (match := _place(text, name))]
    places.sort()
    joined: list[tuple[tuple[int, int], str]] = []
    for one, other in pairwise(places):
        linked = _BETWEEN.fullmatch(text[one[0][1] : other[0][0]]) or text[one[0][1] : other[0][0]] in _LISTED
        if linked and (not joined or joined[-1] == one):
            joined = [*joined, other] if joined else [one, other]
    if not joined:
        return _of_parts(question)
    start, end = joined[0][0][0], joined[-1][0][1]
    return tuple(Side(name, _EACH.sub("", text[:start] + name + text[end:])) for _, name in joined)


def _place(text: str, name: str) -> re.Match[str] | None:
    return re.search(rf"\b{re.escape(name)}\b", text)


def _of_parts(question: Understood) -> tuple[Side, ...]:
    """The sides of a question that asks twice: "How high …in February, and how high in August?"."""
    if len(question.parts) != 2:
        return ()
    first, second = question.parts
    labels = [_own_name(one, other) for one, other in ((first, second), (second, first))]
    if not all(labels):
        return ()
    # The second part may leave out what it repeats: "…, and what did the Record have?", "…, and how high in August?"
    if _is_month(labels[1]):
        second = at_another_time(first, f"in {labels[1]}")
    elif len(question_terms(second)) <= len(question_terms(labels[1])) + REPEATED_TERMS:
        second = first.replace(labels[0], labels[1])
    return Side(labels[0], first), Side(labels[1], second)


def _own_name(one: str, other: str) -> str:
    """The name that only this part has, or its month; "" where it has neither."""
    own = [name for name in names(one) if name not in other]
    month = next((match.group(0) for match in _MONTH.finditer(one) if match.group(0) not in other), "")
    return next(iter(own), month)


def _is_month(label: str) -> bool:
    return _MONTH.fullmatch(label) is not None


def compose(generation: Generation, question: Understood, settings: AssistantSettings) -> Composing:
    """Stages, sentences side by side, and the draft; None where a side is not named or not found."""
    sides = sides_of(question)
    if not sides:
        return None
    yield Stage("searching", f"Searching for {' and for '.join(side.label for side in sides)}")
    found = [_found(generation, question, side, settings) for side in sides]
    hits = _joined([hits for hits, _ in found])
    yield Stage("weighing", "Weighing the evidence of each side")
    if not all(evidence for _, evidence in found):
        return None
    chosen = _chosen(sides, [evidence for _, evidence in found])
    if not chosen:
        return None
    sure = confidence(features_of(question, [one for _, one in chosen]), settings.calibration)
    state = outcome(sure, settings.calibration)
    if state == "abstained":
        return None
    yield Stage("writing", "Setting the sides beside each other")
    sentences = [_sentence(generation, label, one) for label, one in chosen]
    yield from sentences
    return Draft("comparison", state, sure, tuple(sentences), hits)


def _found(
    generation: Generation, question: Understood, side: Side, settings: AssistantSettings
) -> tuple[Sequence[Hit], list[Evidence]]:
    """Hits and evidence for one side, those that name it raised."""
    period = read_period(side.question, question.filters.as_of or generation.last_day or date.today())
    bounds = {name: getattr(period, name) for name in ("since", "until") if name in question.read}
    filters = replace(question.filters, **bounds)
    asked = replace(
        question,
        filters=filters,
        standalone=side.question,
        terms=tuple(question_terms(side.question)),
        names=tuple(names(side.question)),
        clause=side.question,
        parts=(side.question,),
    )
    found = generation.search(side.question, filters, settings.passages_found // 2)
    narrow = replace(settings, sentences_weighed=settings.sentences_weighed // 2)
    evidence = weigh(asked, found.hits, generation.encode, generation.rarity, narrow)
    raised = [replace(one, score=one.score + _of_side(side, one)) for one in evidence]
    return found.hits, sorted(raised, key=lambda one: -one.score)


def _of_side(side: Side, one: Evidence) -> float:
    if _names(side, one):
        return NAMES_SIDE
    return NEAR_SIDE if side.label.split()[-1] in one.hit.passage.text else 0.0


def _chosen(sides: Sequence[Side], found: Sequence[list[Evidence]]) -> list[tuple[str, Evidence]]:
    """The best sentence of each side that names it; first one that speaks of all, where it is the best of each.

    Nothing where a side has no sentence of its own.
    """
    best = [evidence[0] for evidence in found]
    if all(_same(one, best[0]) for one in best) and all(_names(side, best[0]) for side in sides):
        label = " and ".join(side.label for side in sides)
        rest = (
            (side.label, one) for side, evidence in zip(sides, found, strict=True) for one in evidence[1:3]
        )
        extra = next(((label, one) for label, one in rest if _other_article(one, best[0])), None)
        return [(label, best[0]), *([extra] if extra else [])]
    chosen: list[tuple[str, Evidence]] = []
    for side, evidence in zip(sides, found, strict=True):
        own = [one for one in evidence if (_names(side, one) or _is_month(side.label)) and one.clues.fit > 0]
        fresh = [one for one in own if not any(_same(one, other) for _, other in chosen)] or own
        if not fresh:
            return []
        other = (
            one for one in fresh
            if chosen and _other_article(one, chosen[0][1]) and one.score >= fresh[0].score - SECOND_ARTICLE
        )  # fmt: skip
        chosen.append((side.label, next(other, fresh[0])))
    return chosen


def _names(side: Side, one: Evidence) -> bool:
    return side.label.split()[-1] in one.text


def _same(one: Evidence, other: Evidence) -> bool:
    return (one.hit.passage.article_id, one.start) == (other.hit.passage.article_id, other.start)


def _other_article(one: Evidence, other: Evidence) -> bool:
    return one.hit.passage.article_id != other.hit.passage.article_id


def _sentence(generation: Generation, label: str, one: Evidence) -> Sentence:
    (sentence,) = write([one], generation.article)
    return replace(sentence, label=label)


def _joined(found: Sequence[Sequence[Hit]]) -> tuple[Hit, ...]:
    """The hits of both sides in turn, each passage once."""
    seen: dict[str, Hit] = {}
    for pair in zip(*found, strict=False):
        for hit in pair:
            seen.setdefault(hit.passage.id, hit)
    return tuple(seen.values())
