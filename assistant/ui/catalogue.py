"""What the page shows of the index: the live generation's state, and articles with their neighbours.

The only module of this folder that talks to the index. It turns the index's
stated errors into states that the page can show, and never searches.
"""

import logging
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal, Protocol

from assistant.ui.reader import Surroundings
from corpus.article import Article
from corpus.errors import BackfileError
from index.errors import IndexMissing
from index.generations import Generations

log = logging.getLogger(__name__)

# A hub article can be referred to from everywhere; the newest few are what a reader follows.
MOST_NEIGHBOURS = 12
# What an empty panel shows of the newest articles.
MOST_NEWEST = 8

# Reading 5,000 articles for their dates takes some seconds; above that the page does without headlines.
MOST_READ = 5_000

SAMPLE = ("corpus", "sample")

Condition = Literal["ready", "missing", "broken"]


class Shelf(Protocol):
    """What the pages need of an `index.library.Library`."""

    def open(self) -> Any: ...

    def status(self, *, check: bool = ...) -> Any: ...

    def rollback(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Headline:
    """An article as a line in a list."""

    id: str
    title: str
    published: date
    publication: str
    # Whom it quotes first by a full name.
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class IndexState:
    """The live generation in figures; `message` says what is wrong and what to do where it is not ready."""

    condition: Condition
    generation: str = ""
    articles: int = 0
    newest: tuple[Headline, ...] = ()
    publications: tuple[str, ...] = ()
    message: str = ""
    # Whether the articles are the sample corpus; whether a build goes on; the newer generation that cannot serve.
    sample: bool = False
    building: bool = False
    refused: str = ""

    @property
    def mark(self) -> str:
        """What changes whenever a page must show something else of the index."""
        return f"{self.condition} {self.generation} {self.message} {self.building} {self.refused}"


class Catalogue:
    """Reads the live generation; figures are counted once a generation."""

    def __init__(self, library: Shelf, home: Path | None = None) -> None:
        """Without a `home`, nothing is known of builds and refused generations."""
        self._library = library
        self._generations = Generations(home) if home else None
        self._counted = IndexState("missing")

    def state(self) -> IndexState:
        """The index as it is now; never raises a stated error."""
        try:
            generation = self._library.open()
            if generation.name != self._counted.generation:
                self._counted = _count(generation)
            return self._standing(self._counted)
        except IndexMissing as error:
            return self._standing(IndexState("missing", message=str(error)))
        except BackfileError as error:
            return self._standing(IndexState("broken", message=str(error)))

    def _standing(self, state: IndexState) -> IndexState:
        """The state with what goes on beside it."""
        if self._generations is None:
            return state
        try:
            live = self._generations.live()
        except BackfileError:
            live = ""
        refused = live if live and state.generation and live != state.generation else ""
        return replace(state, building=bool(self._generations.building_since()), refused=refused)

    def article(self, article_id: str) -> tuple[Article, Surroundings]:
        """An article and what surrounds it. Raises `BackfileError` where the live generation lacks it."""
        generation = self._library.open()
        found = generation.article(article_id)
        store = generation.articles
        referring = [store.article(other) for other in store.referring_to(article_id)[:MOST_NEIGHBOURS]]
        versions = [store.article(other) for other in store.family(article_id) if other != article_id]
        return found, Surroundings(tuple(referring), tuple(versions[:MOST_NEIGHBOURS]))


def _count(generation: Any) -> IndexState:
    ids = generation.articles.ids()
    read = ids if len(ids) <= MOST_READ else ()
    dated = [
        Headline(a.id, a.title, a.published, a.publication, _speaker(a))
        for a in map(generation.article, read)
        if a.published
    ]
    newest = sorted(dated, key=lambda headline: (headline.published, headline.id), reverse=True)[:MOST_NEWEST]
    return IndexState(
        "ready",
        generation.name,
        len(ids),
        tuple(newest),
        tuple(generation.publications()),
        sample=_is_sample(generation),
    )


def _speaker(article: Article) -> str:
    return next((q.speaker_full for q in article.quotations if " " in q.speaker_full), "")


def _is_sample(generation: Any) -> bool:
    """Whether the sample corpus, and nothing else, was indexed."""
    paths = generation.manifest.paths
    return len(paths) == 1 and Path(paths[0]).parts[-2:] == SAMPLE
