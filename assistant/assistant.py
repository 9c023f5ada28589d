"""Ask a question of the index: understood, searched, weighed, answered, or an honest no.

What app.py, the chat page and `eval` call. Every answer rests on one
generation from beginning to end. Never writes to the index.
"""

import logging
import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from assistant.abstention import confidence, features_of, outcome
from assistant.answer import Answer, Sentence, Stage, Turn
from assistant.answering import choose, write
from assistant.errors import QuestionUnusable
from assistant.evidence import Evidence, weigh
from assistant.question import Understood, understand
from assistant.settings import AssistantSettings
from assistant.writing import ModelFailed, ask_model, verified
from index.library import Generation, Library
from index.passage import Filters, Found, Hit

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

logger = logging.getLogger(__name__)

NEAREST = 5


@dataclass(frozen=True, slots=True)
class _Weighed:
    """All that an answer is made of, before it is written."""

    question: Understood
    found: Found
    chosen: list[Evidence]
    confidence: float


class Assistant:
    """Answers questions about a library's articles. Safe for threads."""

    def __init__(
        self, library: Library, settings: AssistantSettings = AssistantSettings(), model: "LLM | None" = None
    ) -> None:
        """`model` writes the answers where one is given; without one they are extracted."""
        self.library = library
        self._settings = settings
        self._model = model

    def ask(self, question: str, filters: Filters = Filters(), history: Sequence[Turn] = ()) -> Answer:
        """The answer, whole; see `stream`."""
        answer: Answer | None = None
        for event in self.stream(question, filters, history):
            if isinstance(event, Answer):
                answer = event
        assert answer is not None
        return answer

    def stream(
        self, question: str, filters: Filters = Filters(), history: Sequence[Turn] = ()
    ) -> Iterator[Stage | Sentence | Answer]:
        """Stages as they begin, sentences as they stand, and the answer last.

        Raises:
            QuestionUnusable: the question is empty or too long.
            IndexingError: there is no index that can serve.
        """
        clock = _Clock()
        yield Stage("reading", "Reading the question")
        generation = self.library.open()
        understood = self._understood(generation, question, filters, history)
        clock.lap("reading")
        yield Stage("searching", "Searching the articles")
        found = generation.search(understood.standalone, understood.filters, self._settings.passages_found)
        clock.lap("searching")
        yield Stage("weighing", "Weighing the evidence")
        weighed = self._weighed(generation, understood, found)
        clock.lap("weighing")
        answer = yield from self._written(generation, weighed, clock)
        yield answer

    def search(self, query: str, filters: Filters = Filters(), k: int = 10) -> Found:
        """Passages for a query whose words may hold dates and publications, as a question's may."""
        generation = self.library.open()
        understood = self._understood(generation, query, filters, ())
        return generation.search(understood.standalone, understood.filters, k)

    def _understood(
        self, generation: Generation, question: str, filters: Filters, history: Sequence[Turn]
    ) -> Understood:
        question = question.strip()
        most = self._settings.question_characters
        if not question:
            raise QuestionUnusable("the question is empty; ask something of the articles")
        if len(question) > most:
            raise QuestionUnusable(f"the question has {len(question)} characters; shorten it to {most}")
        publications = generation.publications()
        filters = replace(filters, publications=_known(filters.publications, publications))
        return understand(question, filters, history, publications, today=filters.as_of or date.today())

    def _weighed(self, generation: Generation, understood: Understood, found: Found) -> _Weighed:
        evidence = weigh(understood, found.hits, generation.encode, generation.rarity, self._settings)
        chosen = choose(understood, evidence, self._settings)
        return _Weighed(
            understood, found, chosen, confidence(features_of(understood, chosen)) if chosen else 0.0
        )

    def _written(
        self, generation: Generation, weighed: _Weighed, clock: "_Clock"
    ) -> Generator[Stage | Sentence, None, Answer]:
        state = outcome(weighed.confidence)
        sentences: list[Sentence] = []
        refused: list[Sentence] = []
        author = "extractive"
        if state != "abstained":
            yield Stage("writing", "Writing the answer")
            sentences, refused, author = self._sentences(generation, weighed)
            yield from sentences
        clock.lap("writing")
        return Answer(
            question=weighed.question.question,
            standalone=weighed.question.standalone,
            filters=weighed.question.filters,
            outcome=state,
            confidence=weighed.confidence,
            sentences=tuple(sentences),
            nearest=_nearest(weighed.found.hits),
            generation=generation.name,
            timings_ms=clock.total(),
            refused=tuple(refused),
            advice=_advice(weighed.question, state),
            author=author,
        )

    def _sentences(
        self, generation: Generation, weighed: _Weighed
    ) -> tuple[list[Sentence], list[Sentence], str]:
        """Sentences, those refused, and who wrote them: the model where it can be trusted, else extraction."""
        refused: list[Sentence] = []
        if self._model is not None:
            hits = weighed.found.hits[: self._settings.prompt_passages]
            try:
                text = ask_model(self._model, weighed.question.standalone, [hit.passage for hit in hits])
                passed, refused = verified(text, hits, generation.article, generation.encode)
                if passed:
                    return passed, refused, self._model.metadata.model_name
            except ModelFailed as failure:
                logger.warning("%s; the answer was extracted instead", failure)
        return write(weighed.chosen, generation.article), refused, "extractive"


def _known(asked: Sequence[str], publications: Sequence[str]) -> tuple[str, ...]:
    """The publications asked for, spelled as the corpus spells them.

    Raises:
        QuestionUnusable: the corpus has none of that name; the message lists what it has.
    """
    spelled = {publication.casefold(): publication for publication in publications}
    unknown = [name for name in asked if name.casefold() not in spelled]
    if unknown:
        some = ", ".join(publications[:12]) or "none"
        raise QuestionUnusable(f"no publication is called {unknown[0]!r}; the index holds: {some}")
    return tuple(spelled[name.casefold()] for name in asked)


def _nearest(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """The best hit of each article, so many articles."""
    by_article: dict[str, Hit] = {}
    for hit in hits:
        by_article.setdefault(hit.passage.article_id, hit)
    return tuple(by_article.values())[:NEAREST]


def _advice(question: Understood, state: str) -> tuple[str, ...]:
    """How to widen a question that was not answered, or what to beware of."""
    if state == "answered":
        return ()
    advice = []
    filters = question.filters
    if filters.since or filters.until or filters.as_of:
        advice.append("Only a part of the archive was searched: widen the dates to see the rest.")
    if filters.publications:
        advice.append(f"Only {', '.join(filters.publications)} was searched: try all publications.")
    if state == "uncertain":
        advice.append("The evidence is thin: check the words cited.")
    elif not advice:
        advice.append("Name the people, places or dates that the articles would name.")
    return tuple(advice)


class _Clock:
    """Wall times of stages, in milliseconds."""

    def __init__(self) -> None:
        self._start = self._last = time.perf_counter()
        self._laps: dict[str, float] = {}

    def lap(self, stage: str) -> None:
        now = time.perf_counter()
        self._laps[stage] = (now - self._last) * 1000
        self._last = now

    def total(self) -> dict[str, float]:
        return self._laps | {"total": (self._last - self._start) * 1000}
