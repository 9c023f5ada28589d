"""Weigh the sentences of the passages found: which of them answer the question, and how well.

Used by `assistant.plain` and the other forms. Reads no article but through the
passages handed in, and chooses nothing: `assistant.answering` does.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant.clues import Clues, Reader, weight_of
from assistant.datelines import is_no_report, report_begins
from assistant.question import Understood
from assistant.settings import AssistantSettings
from assistant.terms import Rarity, covered
from index.passage import Hit

Encode = Callable[[Sequence[str]], np.ndarray]

FEWEST_WORDS = 5
# A correction tells what was wrong before: quoted alone it would state the very error.
NO_EVIDENCE = ("caption", "heading", "correction")


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sentence, `passage.text` at `start:end` of the article's text, and why it is here.

    Attributes:
        score: what its clues weigh together; higher is better, comparable within one question only.
        part: which of the questions joined in one it was weighed for, from 0.
    """

    hit: Hit
    start: int
    end: int
    text: str
    score: float
    clues: Clues
    part: int = 0


def weigh(
    question: Understood,
    hits: Sequence[Hit],
    encode: Encode,
    rarity: Rarity,
    settings: AssistantSettings = AssistantSettings(),
) -> list[Evidence]:
    """The sentences of the hits, best first; ties keep the order of the search.

    Only `settings.sentences_weighed` of them are compared by meaning: those that the other clues
    speak for. A question that joins several ("what was set, and what was paid?") has each sentence
    once for each part, the best of either in front of the rest.
    """
    alike: dict[str, np.ndarray] = {}
    weighed = [
        _weighed_for(one, number, hits, encode, rarity, settings, alike)
        for number, one in enumerate(question.alone())
    ]
    return sorted((evidence for part in weighed for evidence in part), key=lambda evidence: -evidence.score)


def _weighed_for(
    question: Understood,
    part: int,
    hits: Sequence[Hit],
    encode: Encode,
    rarity: Rarity,
    settings: AssistantSettings,
    known: dict[str, np.ndarray],
) -> Iterator[Evidence]:
    newest = max((hit.passage.published for hit in hits if hit.passage.published), default=None)
    readers = [Reader(question, hit, rarity, newest) for hit in hits if hit.passage.kind not in NO_EVIDENCE]
    anywhere = covered(question.terms, frozenset().union(*(reader.words for reader in readers)), rarity)
    candidates = sorted(_candidates(readers, part), key=lambda one: -one.score)[: settings.sentences_weighed]
    texts = [question.standalone, *(candidate.text for candidate in candidates)]
    missing = [text for text in dict.fromkeys(texts) if text not in known]
    if missing:
        known |= dict(zip(missing, encode(missing), strict=True))
    for candidate in candidates:
        similarity = float(known[candidate.text] @ known[question.standalone])
        clues = replace(candidate.clues, similarity=similarity, anywhere=anywhere)
        yield replace(candidate, clues=clues, score=weight_of(clues))


def _candidates(readers: Sequence[Reader], part: int) -> Iterator[Evidence]:
    """Every sentence that can stand in an answer, scored without its own similarity."""
    seen: set[tuple[str, int]] = set()
    for reader in readers:
        passage = reader.hit.passage
        for place, (start, end) in enumerate(passage.sentences):
            begins = report_begins(reader.sentences[place])
            sentence = reader.sentences[place][begins:]
            if (passage.article_id, start) in seen or not _is_prose(sentence):
                continue
            seen.add((passage.article_id, start))
            clues = reader.clues(place)
            yield Evidence(reader.hit, start + begins, end, sentence, weight_of(clues), clues, part)


def _is_prose(sentence: str) -> bool:
    """Whether it can stand in an answer: no remnant of a few words, question, bracketed reference or caption."""
    bracketed = sentence.startswith(("(", "[")) and sentence.rstrip(".").endswith((")", "]"))
    short = len(sentence.split()) < FEWEST_WORDS
    return not (short or bracketed or sentence.endswith("?") or is_no_report(sentence))
