"""Ask a question of the index: understood, composed in the form it asks for, or an honest no.

What app.py, the chat page and `eval` call. Every answer rests on one
generation from beginning to end. Never writes to the index.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from assistant.advice import advice_on
from assistant.answer import Answer, Sentence, Stage, Turn
from assistant.draft import Composing, Draft
from assistant.errors import QuestionUnusable
from assistant.forms import COMPOSERS, form_asked
from assistant.occasions import limited_by_event
from assistant.plain import compose as compose_plainly
from assistant.question import Understood, understand
from assistant.referents import people_of
from assistant.rewriting import rewritten
from assistant.settings import AssistantSettings
from corpus.errors import ArticleUnknown
from corpus.names import Person
from index.library import Generation, Library
from index.passage import Filters, Found, Hit

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

NEAREST = 5
# Whom a follow-up's "he" may mean is looked up in so many articles that the last answer cited or came near.
ARTICLES_READ = 4


class Assistant:
    """Answers questions about a library's articles. Safe for threads."""

    def __init__(
        self, library: Library, settings: AssistantSettings = AssistantSettings(), model: "LLM | None" = None
    ) -> None:
        """`model` writes the answers where one is given; without one they are extracted."""
        self.library = library
        self._settings = settings
        self._model = model

    @property
    def settings(self) -> AssistantSettings:
        """How it answers; the log of an evaluation keeps it."""
        return self._settings

    @property
    def model(self) -> "LLM | None":
        """What writes its answers, None where they are extracted."""
        return self._model

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
        yield clock.begins(Stage("reading", "Reading the question"))
        generation = self.library.open()
        understood = self._understood(generation, question, filters, history)
        understood, dated = limited_by_event(generation, understood)
        draft: Draft | None = None
        for composing in self._composers(generation, understood):
            draft = yield from clock.timed(composing)
            if draft is not None:
                break
        assert draft is not None, "the plain form composes every question"
        # A limit that was dropped again needs no explanation.
        kept = dated if draft.filters in (None, understood.filters) else ()
        draft = replace(draft, notes=(*kept, *draft.notes))
        yield _signed(draft, understood, generation.name, clock.total())

    def search(self, query: str, filters: Filters = Filters(), k: int = 10) -> Found:
        """Passages for a query whose words may hold dates and publications, as a question's may."""
        generation = self.library.open()
        understood = self._understood(generation, query, filters, ())
        return generation.search(understood.standalone, understood.filters, k)

    def _composers(self, generation: Generation, understood: Understood) -> Iterator[Composing]:
        """The composer of the form asked for, then the plain one, for where the articles do not bear that form."""
        form = form_asked(understood)
        if form in COMPOSERS:
            yield COMPOSERS[form](generation, understood, self._settings)
        yield compose_plainly(generation, understood, self._settings, self._model)

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
        people = _people(generation, history[-1]) if history else ()
        standalone = rewritten(question, history, people, self._model)
        # An archive's "last month" counts from its own last day, unless the reader says from which.
        today = filters.as_of or min(date.today(), generation.last_day or date.today())
        understood = understand(standalone, filters, (), publications, today=today)
        return replace(understood, question=question)


def _signed(draft: Draft, question: Understood, generation: str, timings: dict[str, float]) -> Answer:
    return Answer(
        question=question.question,
        standalone=question.standalone,
        filters=draft.filters or question.filters,
        outcome=draft.outcome,
        confidence=draft.confidence,
        sentences=draft.sentences,
        nearest=_nearest(draft.hits),
        generation=generation,
        timings_ms=timings,
        refused=draft.refused,
        advice=advice_on(question, draft.outcome, draft.hits),
        author=draft.author,
        short=draft.short,
        short_citation=draft.short_citation,
        form=draft.form,
        notes=draft.notes,
        speaker=question.speaker,
        sought=question.kind,
    )


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


def _people(generation: Generation, turn: Turn) -> tuple[Person, ...]:
    """Who is named in the articles that a turn cited or came near, as far as the index still has them."""
    cited = [citation.article_id for sentence in turn.answer.sentences for citation in sentence.citations]
    near = [hit.passage.article_id for hit in turn.answer.nearest]
    people: list[Person] = []
    for id_ in list(dict.fromkeys([*cited, *near]))[:ARTICLES_READ]:
        try:
            people += people_of(generation.article(id_))
        except ArticleUnknown:
            continue
    return tuple(people)


def _nearest(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """The best hit of each article, so many articles."""
    by_article: dict[str, Hit] = {}
    for hit in hits:
        by_article.setdefault(hit.passage.article_id, hit)
    return tuple(by_article.values())[:NEAREST]


class _Clock:
    """Wall times of stages, in milliseconds; a stage lasts until the next one begins."""

    def __init__(self) -> None:
        self._start = self._last = time.perf_counter()
        self._stage = ""
        self._laps: dict[str, float] = {}

    def begins(self, stage: Stage) -> Stage:
        """The stage, and the one before it ends."""
        self._lap()
        self._stage = stage.name
        return stage

    def timed(self, composing: Composing) -> Composing:
        """The same events, each stage among them taken as begun."""
        while True:
            try:
                event = next(composing)
            except StopIteration as end:
                draft: Draft | None = end.value
                return draft
            yield self.begins(event) if isinstance(event, Stage) else event

    def total(self) -> dict[str, float]:
        """The times of all stages, and their sum as "total"."""
        self._lap()
        return self._laps | {"total": (self._last - self._start) * 1000}

    def _lap(self) -> None:
        now = time.perf_counter()
        if self._stage:
            self._laps[self._stage] = self._laps.get(self._stage, 0.0) + (now - self._last) * 1000
        self._last = now
