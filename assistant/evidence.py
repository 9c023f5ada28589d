"""Weigh the sentences of the passages found: which of them answer the question, and how well.

Used by `assistant.assistant`. Reads no article but through the passages handed
in, and chooses nothing: `assistant.answering` does.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from assistant.question import Understood
from assistant.settings import AssistantSettings
from assistant.sought import fits
from assistant.terms import Rarity, covered, terms
from index.passage import Hit, Passage

Encode = Callable[[Sequence[str]], np.ndarray]

FEWEST_WORDS = 5
_SAID = r"\b(?:said|says|told|added|warned|argued|wrote|called|insisted|promised|replied|declared|announced|noted)\b"
FRESH_DAYS = 31
# Set by hand: they found as many answers as a regression over the same features, ten-fold (docs/log-assistant.md).
WEIGHTS = {
    "similarity": 4.0,
    "overlap": 2.0,
    "context": 1.0,
    "passage": 1.0,
    "fit": 1.0,
    "speaks": 2.0,
    "fresh": 0.5,
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sentence, `passage.text` at `start:end` of the article's text, and why it is here.

    Attributes:
        similarity: cosine of question and sentence, -1..1.
        overlap: share of the question's terms, by rarity, that the sentence holds, 0..1.
        context: the same with its neighbours, title and heading.
        passage: similarity of its passage as the search gave it, -1..1.
        fit: 1 where it holds something of the kind asked for that the question does not, else 0.
        speaks: 1 where the one asked about is quoted in it, else 0.
        fresh: 1 for the day a question about the latest is asked, falling to 0 in a month; 0 otherwise.
    """

    hit: Hit
    start: int
    end: int
    text: str
    score: float
    similarity: float
    overlap: float
    context: float
    passage: float
    fit: float
    speaks: float
    fresh: float


@dataclass(frozen=True, slots=True)
class _Candidate:
    hit: Hit
    start: int
    end: int
    text: str
    overlap: float
    context: float


def weigh(
    question: Understood,
    hits: Sequence[Hit],
    encode: Encode,
    rarity: Rarity,
    settings: AssistantSettings = AssistantSettings(),
) -> list[Evidence]:
    """The sentences of the hits, best first; ties keep the order of the search.

    Only `settings.sentences_weighed` of them are compared by meaning: those that share
    most terms with the question, by themselves and with their surroundings.
    """
    candidates = _shortlist(list(_candidates(question, hits, rarity)), settings.sentences_weighed)
    if not candidates:
        return []
    vectors = encode([question.standalone, *(candidate.text for candidate in candidates)])
    similarities = vectors[1:] @ vectors[0]
    weighed = [
        _weighed(question, candidate, float(similarity))
        for candidate, similarity in zip(candidates, similarities, strict=True)
    ]
    return sorted(weighed, key=lambda evidence: -evidence.score)


def _candidates(question: Understood, hits: Sequence[Hit], rarity: Rarity) -> Iterable[_Candidate]:
    seen: set[tuple[str, int]] = set()
    for hit in hits:
        passage = hit.passage
        if passage.kind in ("caption", "heading"):
            continue
        sentences = [
            passage.text[start - passage.start : end - passage.start] for start, end in passage.sentences
        ]
        held = [frozenset(terms(sentence)) for sentence in sentences]
        around = frozenset(terms(f"{passage.title} {passage.heading}"))
        for place, (start, end) in enumerate(passage.sentences):
            if (passage.article_id, start) in seen or not _is_prose(sentences[place]):
                continue
            seen.add((passage.article_id, start))
            near = around.union(*held[max(0, place - 1) : place + 2])
            yield _Candidate(
                hit,
                start,
                end,
                sentences[place],
                covered(question.terms, held[place], rarity),
                covered(question.terms, near, rarity),
            )


def _is_prose(sentence: str) -> bool:
    """Whether it can stand in an answer: no remnant of a few words, no question or bracketed reference."""
    bracketed = sentence.startswith(("(", "[")) and sentence.rstrip(".").endswith((")", "]"))
    return len(sentence.split()) >= FEWEST_WORDS and not sentence.endswith("?") and not bracketed


def _shortlist(candidates: list[_Candidate], most: int) -> list[_Candidate]:
    """The most promising by words and by the rank of their passage, in the order of the search."""
    if len(candidates) <= most:
        return candidates
    promise = [
        candidate.overlap + candidate.context + 1.0 / (1 + candidate.hit.rank / 4) for candidate in candidates
    ]
    kept = sorted(sorted(range(len(candidates)), key=lambda place: -promise[place])[:most])
    return [candidates[place] for place in kept]


def _weighed(question: Understood, candidate: _Candidate, similarity: float) -> Evidence:
    passage = candidate.hit.passage
    features = {
        "similarity": similarity,
        "overlap": candidate.overlap,
        "context": candidate.context,
        "passage": candidate.hit.similarity if candidate.hit.similarity is not None else similarity,
        "fit": fits(question, candidate.text),
        "speaks": _speaks(question.speaker, passage, candidate.text),
        "fresh": _fresh(question.filters.near, passage.published),
    }
    score = sum(WEIGHTS[name] * value for name, value in features.items())
    return Evidence(candidate.hit, candidate.start, candidate.end, candidate.text, score, **features)


def _speaks(speaker: str, passage: Passage, sentence: str) -> float:
    """1 where quoted words stand beside "X said", half where X is quoted in the same passage."""
    # A quotation carried on over sentences has only its opening or its closing mark here.
    if not speaker or not any(mark in sentence for mark in '“”"'):
        return 0.0
    # Articles go on with one part of a name, the last ("Oldane") or the first ("Li" for Li Shangfu).
    parts = speaker.split()
    name = rf"\b(?:{'|'.join(re.escape(part) for part in parts)})\b"
    if re.search(rf"{name}[^.“”\"]{{0,90}}{_SAID}|{_SAID}\s+(?:\w+\s+){{0,3}}{name}", sentence):
        return 1.0
    return 0.5 if any(set(parts) & set(quoted.split()) for quoted in passage.speakers) else 0.0


def _fresh(near: date | None, published: date | None) -> float:
    if near is None or published is None:
        return 0.0
    return max(0.0, 1.0 - abs((near - published).days) / FRESH_DAYS)
