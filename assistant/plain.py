"""The plain form of an answer: a few sentences that answer, by extraction or by a model, or an honest no.

Used by `assistant.assistant` where no other form is asked for or can be
composed. Adds what a reader must know beside the sentences: what superseded a
figure, who disagrees, what the question takes for granted wrongly.
"""

import logging
from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.abstention import confidence, features_of, outcome
from assistant.answer import Citation, Note, Outcome, Sentence, Stage
from assistant.answering import choose, write
from assistant.citations import cite
from assistant.corrections import corrected as withdrawn
from assistant.draft import Draft
from assistant.evidence import Evidence, weigh
from assistant.holders import holder_asked
from assistant.holders import led_by as led_by_holder
from assistant.holders import notes_on as notes_on_holder
from assistant.premise import (
    Contradiction,
    about_the_one_asked,
    contradiction,
    corrected,
    silence,
    unborne,
)
from assistant.question import Understood
from assistant.replies import ModelFailed
from assistant.settings import AssistantSettings
from assistant.short import short_answer
from assistant.standing import led_by, notes_on, standing
from assistant.widening import note_on, widened
from assistant.writing import written
from index.library import Generation
from index.passage import Found

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

logger = logging.getLogger(__name__)

# An answer to a question that no article bears out is worth half of what its evidence promises.
PREMISE_DOUBT = 0.5


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
    weighed, notes = _widened(generation, weigh_found(generation, question, found, settings), settings)
    if weighed.chosen and (against := contradiction(weighed.question, weighed.found.hits, generation.rarity)):
        return (yield from _corrected(generation, weighed, against))
    weighed, beside = _qualified(generation, weighed)
    state = _state(weighed, beside, settings)
    told = _Told()
    if state != "abstained":
        yield Stage("writing", "Writing the answer")
        told = yield from _telling(generation, weighed, settings, model)
        state = "abstained" if told.declined else state
    short = _short(generation, weighed) if state == "answered" and told.author == "extractive" else None
    return Draft(
        form="answer",
        outcome=state,
        confidence=weighed.confidence,
        sentences=told.sentences,
        hits=weighed.found.hits,
        filters=weighed.question.filters,
        notes=(*notes, *beside)
        if told.sentences
        else tuple(note for note in beside if note.kind == "false_premise"),
        refused=told.refused,
        author=told.author,
        short=" ".join(short.quote.split()) if short else "",
        short_citation=short,
    )


def _corrected(
    generation: Generation, weighed: Weighed, against: Contradiction
) -> Generator[Stage | Sentence, None, Draft]:
    """The draft that says what is reported instead of what the question takes for granted."""
    yield Stage("writing", "Naming what is reported instead")
    sentence, note = corrected(against, weighed.chosen[0], generation.article)
    yield sentence
    return Draft(
        form="answer",
        outcome="uncertain",
        confidence=weighed.confidence * PREMISE_DOUBT,
        sentences=(sentence,),
        hits=weighed.found.hits,
        filters=weighed.question.filters,
        notes=(note,),
    )


def _qualified(generation: Generation, weighed: Weighed) -> tuple[Weighed, tuple[Note, ...]]:
    """The figure that stands put first, a premise that nobody reports doubted, and the notes on both."""
    notes: tuple[Note, ...] = ()
    if weighed.chosen and (stands := standing(weighed.question, weighed.found.hits, generation.rarity)):
        weighed = replace(weighed, chosen=led_by(stands, weighed.chosen))
        notes = notes_on(stands, generation.article)
    elif weighed.chosen and (found := holder_asked(generation, weighed.question, weighed.found.hits)):
        weighed = replace(weighed, chosen=led_by_holder(found, weighed.chosen))
        notes = notes_on_holder(found, generation.article)
    if weighed.chosen:
        chosen, corrections = withdrawn(weighed.chosen, generation.article, weighed.question.filters.as_of)
        weighed = replace(weighed, chosen=chosen)
        notes += corrections
    if taken := silence(weighed.question, weighed.found.hits):
        # What is reported of the one asked about, and nothing else; where that is nothing, no answer.
        chosen = about_the_one_asked(weighed.question, weighed.chosen)
        sure = weighed.confidence * PREMISE_DOUBT if chosen else 0.0
        weighed = replace(weighed, chosen=chosen, confidence=sure)
        notes += (Note("false_premise", unborne(taken)),)
    return weighed, notes


def _state(weighed: Weighed, notes: Sequence[Note], settings: AssistantSettings) -> Outcome:
    """What the confidence means; an answer whose premise is doubted is uncertain at best."""
    state = outcome(weighed.confidence, settings.calibration)
    doubted = any(note.kind == "false_premise" for note in notes)
    return "uncertain" if doubted and state == "answered" else state


def _widened(
    generation: Generation, weighed: Weighed, settings: AssistantSettings
) -> tuple[Weighed, tuple[Note, ...]]:
    """What is found without the limits read out of the words, and a note, where only that answers; else as it was."""
    wide = widened(weighed.question)
    if wide is None or outcome(weighed.confidence, settings.calibration) == "answered":
        return weighed, ()
    found = generation.search(wide.standalone, wide.filters, settings.passages_found)
    again = weigh_found(generation, wide, found, settings)
    if outcome(again.confidence, settings.calibration) != "answered" and (weighed.chosen or not again.chosen):
        return weighed, ()
    return again, (note_on(weighed.question.filters, wide.filters),)


def _short(generation: Generation, weighed: Weighed) -> Citation | None:
    """The span that is the answer in a few words, where one stands out; it lies in a chosen sentence."""
    short = short_answer(
        weighed.question, weighed.chosen, weighed.evidence, generation.rarity, weighed.confidence
    )
    # What stands today leads the answer: an older figure is not its short form.
    led = weighed.chosen and weighed.chosen[0] not in weighed.evidence
    if short is None or (led and short.evidence is not weighed.chosen[0]):
        return None
    return cite(generation.article(short.evidence.hit.passage.article_id), short.start, short.end)


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
