"""The plain form of an answer: a few sentences that answer, by extraction or by a model, or an honest no.

Used by `assistant.assistant` where no other form is asked for or can be
composed. Adds what a reader must know beside the sentences: what superseded a
figure, who disagrees, what the question takes for granted wrongly.
"""

import logging
from collections.abc import Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.abstention import confidence, features_of, outcome
from assistant.answer import Sentence, Stage
from assistant.answering import choose, write
from assistant.draft import Draft
from assistant.evidence import Evidence, weigh
from assistant.question import Understood
from assistant.replies import ModelFailed
from assistant.settings import AssistantSettings
from assistant.writing import written
from index.library import Generation
from index.passage import Found

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Weighed:
    """All that a plain answer is made of, before it is written."""

    question: Understood
    found: Found
    evidence: list[Evidence]
    chosen: list[Evidence]
    confidence: float


@dataclass(frozen=True, slots=True)
class _Told:
    """The sentences of an answer, those refused, and who wrote them; `declined` where the model found no answer."""

    sentences: tuple[Sentence, ...] = ()
    refused: tuple[Sentence, ...] = ()
    author: str = "extractive"
    declined: bool = False


def weigh_found(
    generation: Generation, question: Understood, found: Found, settings: AssistantSettings
) -> Weighed:
    """The evidence in what was found, the sentences chosen of it, and how sure they make."""
    evidence = weigh(question, found.hits, generation.encode, generation.rarity, settings)
    chosen = choose(question, evidence, settings)
    sure = confidence(features_of(question, chosen), settings.calibration) if chosen else 0.0
    return Weighed(question, found, evidence, chosen, sure)


def compose(
    generation: Generation, question: Understood, settings: AssistantSettings, model: "LLM | None" = None
) -> Generator[Stage | Sentence, None, Draft]:
    """Stages and sentences as they come, and the draft."""
    yield Stage("searching", "Searching the articles")
    found = generation.search(question.standalone, question.filters, settings.passages_found)
    yield Stage("weighing", "Weighing the evidence")
    weighed = weigh_found(generation, question, found, settings)
    state = outcome(weighed.confidence, settings.calibration)
    told = _Told()
    if state != "abstained":
        yield Stage("writing", "Writing the answer")
        told = yield from _telling(generation, weighed, settings, model)
        state = "abstained" if told.declined else state
    return Draft(
        form="answer",
        outcome=state,
        confidence=weighed.confidence,
        sentences=told.sentences,
        hits=found.hits,
        refused=told.refused,
        author=told.author,
    )


def _telling(
    generation: Generation, weighed: Weighed, settings: AssistantSettings, model: "LLM | None"
) -> Generator[Sentence, None, _Told]:
    """The sentences as they stand: the model's where it can be trusted, else extracted ones."""
    refused: tuple[Sentence, ...] = ()
    if model is not None:
        hits = weighed.found.hits[: settings.prompt_passages]
        try:
            reply = yield from written(
                model, weighed.question.standalone, hits, generation.article, generation.encode
            )
        except ModelFailed as failure:
            logger.warning("%s; the answer was extracted instead", failure)
        else:
            if reply.passed or reply.declined:
                declined = not reply.passed
                return _Told(reply.passed, reply.refused, model.metadata.model_name, declined)
            refused = reply.refused
    sentences = tuple(write(weighed.chosen, generation.article))
    yield from sentences
    return _Told(sentences, refused)
