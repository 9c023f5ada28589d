"""The way into the index for readers: always the live generation, reopened when another one is published.

Used by `assistant`, `eval` and app.py. Never writes but for `rollback`, and
never waits for a builder.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from corpus.article import Article, SetAside
from corpus.store import ArticleStore
from index.encoding import Encoder, asked_alike, encoder
from index.errors import GenerationDamaged, GenerationForeign, IndexingError, IndexMissing
from index.generations import Generations
from index.layout import ARTICLES, CHROMA, LEXICAL_ARTICLES, LEXICAL_PASSAGES, VECTORS
from index.lexical import Lexical
from index.manifest import differences, read_manifest
from index.neighbours import Neighbours
from index.passage import Filters, Found, Passage
from index.passage_store import PassageStore
from index.remembering import Remembering
from index.search import Searcher
from index.set_aside import read_set_aside
from index.settings import DEFAULTS, IndexSettings, SearchSettings
from index.soundness import problems_with_files
from index.verifying import problems_of

logger = logging.getLogger(__name__)

EVERYTHING = Filters()


@dataclass(frozen=True, slots=True)
class Status:
    """The state of a home's index.

    Attributes:
        generation: "" where nothing is indexed.
        previous: generations to go back to, newest first.
        disk_bytes: of everything below the home.
        problems: what a check found, or why the live generation does not serve; nothing where all is well.
    """

    home: str
    generation: str = ""
    created: str = ""
    articles: int = 0
    passages: int = 0
    publications: int = 0
    set_aside: int = 0
    model: str = ""
    paths: tuple[str, ...] = ()
    previous: tuple[str, ...] = ()
    disk_bytes: int = 0
    problems: tuple[str, ...] = ()

    @property
    def healthy(self) -> bool:
        """Whether the live generation answers, as far as was looked."""
        return not self.problems

    def as_json(self) -> dict[str, Any]:
        """The fields, and "healthy", fit for `json.dumps`."""
        return asdict(self) | {"healthy": self.healthy}


class Generation:
    """One generation, opened for reading. Safe for threads; nothing is loaded before it is asked for."""

    def __init__(self, folder: Path, encoder: Encoder, settings: IndexSettings) -> None:
        """Raises GenerationDamaged or GenerationForeign where the folder cannot serve."""
        self.name = folder.name
        self.manifest = read_manifest(folder)
        if not asked_alike(self.manifest.model, encoder.name):
            raise GenerationForeign(
                f"generation {self.name} was made with the model {self.manifest.model}, not {encoder.name};"
                " run: python app.py index"
            )
        wrong = problems_with_files(folder, self.manifest.files)
        if wrong:
            raise GenerationDamaged(
                f"generation {self.name} is damaged: {wrong[0]}; run: python app.py index --rebuild"
            )
        self.settings = settings
        self._folder = folder
        self._encoder = encoder
        self._remembering = Remembering(encoder.encode)
        self.articles = ArticleStore(folder / ARTICLES)
        self._passages = PassageStore(folder)

    def search(self, query: str, filters: Filters = EVERYTHING, k: int = 10) -> Found:
        """The best `k` passages for a query, see `index.search`."""
        return self._searcher.search(query, filters, k)

    def searching_with(
        self, settings: SearchSettings, encode: Callable[[Sequence[str]], np.ndarray] | None = None
    ) -> Searcher:
        """A search over the same parts with other weights, as tuning tries them; `encode` may remember vectors."""
        return Searcher(
            self.name,
            self._passages,
            self._vectors,
            self._lexical,
            self._neighbours.nearest if self.manifest.walkable else _no_graph,
            encode or self._encoder.encode,
            settings,
        )

    def article(self, article_id: str) -> Article:
        """The article of that id; raises ArticleUnknown."""
        return self.articles.article(article_id)

    def passages_of(self, article_id: str) -> list[Passage]:
        """An article's passages in the order of its text."""
        return self._passages.of_article(article_id)

    def publications(self) -> tuple[str, ...]:
        """Names of all publications, sorted."""
        return self.articles.publications()

    @cached_property
    def last_day(self) -> date | None:
        """The day of the newest article, up to which the archive goes; None where no article has a date."""
        newest = int(self._passages.rows["bound"].max(initial=0))
        return date.fromordinal(newest) if newest else None

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """float32 of shape (texts, dimension), rows of length 1, comparable with the passages' vectors."""
        return self._remembering(texts)

    def rarity(self, word: str) -> float:
        """How much a stemmed word tells: its inverse document frequency among the passages, > 0."""
        return self._searcher.rarity(word)

    def close(self) -> None:
        """Let the files go; the object is of no use afterwards."""
        self.articles.close()
        self._passages.close()
        if "_neighbours" in self.__dict__:
            self._neighbours.close()

    def open_graph(self) -> bool:
        """Open the graph now instead of at the second search, and wait for it; whether it serves."""
        return self.manifest.walkable and self._neighbours.wait()

    def set_aside(self) -> tuple[SetAside, ...]:
        """The files and records that gave no article when it was built, and why."""
        return read_set_aside(self._folder)

    @property
    def model(self) -> str:
        """Name of the encoder whose vectors it holds."""
        return self.manifest.model

    @cached_property
    def _vectors(self) -> np.ndarray:
        vectors: np.ndarray = np.load(self._folder / VECTORS, mmap_mode="r")
        return vectors

    @cached_property
    def _lexical(self) -> tuple[Lexical, Lexical]:
        return Lexical(self._folder / LEXICAL_PASSAGES), Lexical(self._folder / LEXICAL_ARTICLES)

    @cached_property
    def _searcher(self) -> Searcher:
        return self.searching_with(self.settings.search)

    @cached_property
    def _neighbours(self) -> Neighbours:
        return Neighbours(self._folder / CHROMA, self._vectors[0])


class Library:
    """The index of a home. Safe for threads."""

    def __init__(self, home: Path, settings: IndexSettings = DEFAULTS) -> None:
        self._home = home
        self._settings = settings
        self._generations = Generations(home)
        self._encoder = encoder(settings.model, home)
        self._opening = threading.Lock()
        self._open: Generation | None = None
        self._refused = ""

    def open(self) -> Generation:
        """The live generation. One that cannot serve leaves the last good one serving, with a warning.

        Raises:
            IndexMissing: nothing has been indexed.
            GenerationDamaged, GenerationForeign: none can serve.
        """
        with self._opening:
            try:
                name = self._generations.live()
            except IndexMissing as error:
                if self._open is None:
                    self._open = self._newest_whole(self._generations.names(), error)
                return self._open
            if self._open is None or name not in (self._open.name, self._refused):
                self._open = self._opened(name)
            return self._open

    def status(self, *, check: bool = False) -> Status:
        """What is there; with `check`, the live generation is read through in a child process."""
        try:
            name = self._generations.live()
        except IndexMissing as error:
            return Status(str(self._home), disk_bytes=_size(self._home), problems=(str(error),))
        previous = tuple(reversed([each for each in self._generations.names() if each < name]))
        folder = self._generations.folder(name)
        try:
            found = read_manifest(folder)
        except IndexingError as error:
            return Status(
                str(self._home), name, previous=previous, disk_bytes=_size(self._home), problems=(str(error),)
            )
        problems = problems_of(folder) if check else differences(folder, found.files, digests=False)
        return Status(
            str(self._home), name, found.created, found.articles, found.passages, found.publications,
            found.set_aside, found.model, found.paths, previous, _size(self._home), tuple(problems),
        )  # fmt: skip

    def rollback(self) -> str:
        """Make the generation before the live one live again; its name.

        Raises:
            RollbackImpossible: none is kept.
            IndexBusy: a build is going on.
        """
        with self._generations.lock():
            return self._generations.rollback()

    def _opened(self, name: str) -> Generation:
        """The generation named, else the one that serves already, else the newest other one that can."""
        try:
            return self._generation(name)
        except (GenerationDamaged, GenerationForeign) as error:
            self._refused = name
            if self._open is not None:
                logger.warning("%s; generation %s goes on answering", error, self._open.name)
                return self._open
            # Those before the one named come first: what is newer than it was rolled back from.
            others = [each for each in self._generations.names() if each != name]
            return self._newest_whole(sorted(others, key=lambda each: (each < name, each)), error)

    def _newest_whole(self, names: Sequence[str], error: IndexingError) -> Generation:
        """The last of these that can serve; raises the error that made it necessary where none can."""
        for name in reversed(names):
            try:
                found = self._generation(name)
            except (GenerationDamaged, GenerationForeign):
                continue
            logger.warning("%s; generation %s answers instead", error, name)
            return found
        raise error

    def _generation(self, name: str) -> Generation:
        return Generation(self._generations.folder(name), self._encoder, self._settings)


def _no_graph(_vector: np.ndarray, _k: int) -> None:
    """Every search is exact."""


def _size(folder: Path) -> int:
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file())
