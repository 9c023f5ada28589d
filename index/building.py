"""Bring the index up to date with a corpus: build a generation aside, have it checked, publish it.

Called by app.py's `index`. Never touches a published generation; a build that
fails, or is killed, leaves the live one answering. What it encoded before that
is kept, and so is what earlier generations hold.
"""

import logging
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from corpus.article import Article, Corpus, SetAside
from corpus.parsing import fingerprint, read_corpus
from index.encoding import Encoder, encoder
from index.errors import GenerationDamaged, GenerationForeign, IndexEmpty, IndexMissing
from index.generations import Generations, writable
from index.manifest import (
    Manifest,
    described,
    differences,
    digest_of,
    libraries,
    read_manifest,
    write_manifest,
)
from index.parts import write_parts
from index.passage_store import CutArticle, PassageStore
from index.passages import cut, seen_by_encoder
from index.settings import DEFAULTS, IndexSettings
from index.vector_cache import VectorCache
from index.vectorising import Progress, known_vectors, vectors_of
from index.verifying import problems_of

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did.

    Attributes:
        generation: the live generation afterwards; "" after a dry run with none.
        written: whether a new generation was published.
        reason: why all was built anew, "" where only changes were.
        added, changed, removed: article ids, against the generation that was live before.
        articles, passages: how many the live generation holds.
        encoded: passages that had to be encoded; the others' vectors were known.
        seconds: wall time by stage.
    """

    generation: str
    written: bool
    reason: str = ""
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    articles: int = 0
    passages: int = 0
    encoded: int = 0
    seconds: Mapping[str, float] = field(default_factory=dict)


def build(
    home: Path,
    paths: Sequence[Path] | None = None,
    *,
    fallback: Sequence[Path] = (),
    settings: IndexSettings = DEFAULTS,
    rebuild: bool = False,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> BuildReport:
    """Index the articles under `paths`; None means those of the live generation, else `fallback`.

    Args:
        rebuild: trust nothing that is there, encode everything again.
        dry_run: report what would change, and write nothing.

    Raises:
        CorpusError: a path cannot be read.
        IndexingError: another builder, no room, no articles, an unusable model, or a generation
            that failed its check. The live generation stays as it was.
    """
    generations = Generations(home)
    with generations.lock():
        builder = _Builder(home, generations, settings, progress or _silent)
        return builder.build(paths, fallback, rebuild=rebuild, dry_run=dry_run)


class _Builder:
    """One build, under the lock."""

    def __init__(
        self, home: Path, generations: Generations, settings: IndexSettings, progress: Progress
    ) -> None:
        self._home = home
        self._generations = generations
        self._settings = settings
        self._progress = progress
        self._encoder: Encoder = encoder(settings.model, home)
        self._clock = _Clock()

    def build(
        self, paths: Sequence[Path] | None, fallback: Sequence[Path], *, rebuild: bool, dry_run: bool
    ) -> BuildReport:
        live = self._live()
        if paths is None:
            if live is None and not fallback:
                raise IndexMissing(f"nothing is indexed in {self._home}, so no paths are known; name them")
            paths = [Path(path) for path in live.paths] if live else list(fallback)
        damaged = self._damage(live)
        reason = self._reason(live, damaged, rebuild)
        mark = fingerprint(paths)
        if live and not reason and live.fingerprint == mark:
            return self._unchanged(live, self._clock.seconds("read"))
        corpus = read_corpus(paths, progress=lambda done, total: self._progress("read", done, total))
        self._clock.lap("read")
        if not corpus.articles:
            raise IndexEmpty(_nothing_found(paths, corpus))
        changes = self._changes(corpus, live, damaged=bool(damaged))
        if live and not reason and not any(changes):
            return self._unchanged(live, self._clock.seconds("read"), corpus.set_aside)
        if dry_run:
            return BuildReport(
                live.name if live else "", False, reason, *changes, corpus.set_aside, len(corpus.articles),
                seconds=self._clock.laps,
            )  # fmt: skip
        return self._publish(corpus, paths, mark, live, reason, changes, rebuild)

    def _live(self) -> Manifest | None:
        try:
            return read_manifest(self._generations.folder(self._generations.live()))
        except IndexMissing:
            return None
        except (GenerationDamaged, GenerationForeign) as error:
            logger.warning("%s; building all anew", error)
            return None

    def _damage(self, live: Manifest | None) -> str:
        folder = self._generations.folder(live.name) if live else Path()
        if live and differences(folder, live.files, digests=True):
            return f"generation {live.name} is damaged"
        return ""

    def _reason(self, live: Manifest | None, damaged: str, rebuild: bool) -> str:
        if rebuild:
            return "asked to"
        if live is None:
            return "there was no index"
        if live.model != self._encoder.name:
            return f"the model changed from {live.model} to {self._encoder.name}"
        if live.passage_pieces != self._settings.passage_pieces:
            return (
                f"passages changed from {live.passage_pieces} to {self._settings.passage_pieces} word pieces"
            )
        return damaged

    def _changes(
        self, corpus: Corpus, live: Manifest | None, *, damaged: bool
    ) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
        before: dict[str, str] = {}
        if live and not damaged:
            store = PassageStore(self._generations.folder(live.name))
            before = store.article_digests()
            store.close()
        now = {article.id: article.digest for article in corpus.articles}
        added = tuple(id_ for id_ in now if id_ not in before)
        changed = tuple(id_ for id_, digest in now.items() if before.get(id_, digest) != digest)
        return added, changed, tuple(id_ for id_ in before if id_ not in now)

    def _unchanged(
        self, live: Manifest, seconds: Mapping[str, float], set_aside: tuple[SetAside, ...] = ()
    ) -> BuildReport:
        return BuildReport(
            live.name,
            False,
            set_aside=set_aside,
            articles=live.articles,
            passages=live.passages,
            seconds=seconds,
        )

    def _publish(
        self,
        corpus: Corpus,
        paths: Sequence[Path],
        mark: str,
        live: Manifest | None,
        reason: str,
        changes: tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]],
        rebuild: bool,
    ) -> BuildReport:
        with writable(self._home):
            folder = self._generations.start()
            articles = list(self._cut(corpus.articles))
            if not any(entry.passages for entry in articles):
                raise IndexEmpty(_nothing_found(paths, corpus))
            cache = VectorCache(self._home, self._encoder.name, self._encoder.dimension)
            known = {} if rebuild else known_vectors(self._generations, self._encoder.name)
            vectors, encoded = vectors_of(articles, self._encoder, known, cache, self._progress)
            self._clock.lap("encode")
            write_parts(folder, articles, vectors)
            written = self._manifest(folder, corpus, paths, mark, articles)
            write_manifest(folder, written)
            self._clock.lap("store")
            self._check(folder)
            self._generations.publish(folder)
            cache.remove()
            self._generations.prune({written.name, live.name} if live else {written.name})
        return BuildReport(
            written.name, True, reason, *changes, corpus.set_aside, written.articles, written.passages,
            encoded, self._clock.seconds("publish"),
        )  # fmt: skip

    def _cut(self, articles: Sequence[Article]) -> Iterator[CutArticle]:
        for done, article in enumerate(articles, start=1):
            passages = cut(article, self._encoder.lengths, pieces=self._settings.passage_pieces)
            yield CutArticle(article, passages, [digest_of([seen_by_encoder(p)])[:32] for p in passages])
            self._progress("cut", done, len(articles))
        self._clock.lap("cut")

    def _manifest(
        self, folder: Path, corpus: Corpus, paths: Sequence[Path], mark: str, articles: Sequence[CutArticle]
    ) -> Manifest:
        ids = [passage.id for entry in articles for passage in entry.passages]
        return Manifest(
            name=folder.name,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            paths=tuple(str(path.resolve()) for path in paths),
            fingerprint=mark,
            articles=len(articles),
            passages=len(ids),
            publications=len({article.publication for article in corpus.articles} - {""}),
            set_aside=len(corpus.set_aside),
            corpus_digest=digest_of(article.digest for article in corpus.articles),
            id_digest=digest_of(ids),
            model=self._encoder.name,
            dimension=self._encoder.dimension,
            passage_pieces=self._settings.passage_pieces,
            libraries=libraries(),
            files=described(folder),
        )

    def _check(self, folder: Path) -> None:
        self._progress("check", 0, 1)
        problems = problems_of(folder)
        self._clock.lap("check")
        if problems:
            raise GenerationDamaged(
                f"the new generation failed its check and was not published: {problems[0]}"
            )
        self._progress("check", 1, 1)


def _silent(_stage: str, _done: int, _total: int) -> None:
    """Show no progress."""


class _Clock:
    """Wall seconds by stage."""

    def __init__(self) -> None:
        self._last = time.perf_counter()
        self.laps: dict[str, float] = {}

    def lap(self, stage: str) -> None:
        now = time.perf_counter()
        self.laps[stage] = round(self.laps.get(stage, 0.0) + now - self._last, 3)
        self._last = now

    def seconds(self, stage: str) -> dict[str, float]:
        """All stages, this one closed."""
        self.lap(stage)
        return self.laps


def _nothing_found(paths: Sequence[Path], corpus: Corpus) -> str:
    where = ", ".join(str(path) for path in paths)
    why = ""
    if corpus.set_aside:
        first = corpus.set_aside[0]
        why = f"; {len(corpus.set_aside)} set aside, the first: {first.source}: {first.reason}"
    return f"no article was found in {where}{why}; name files or folders that hold articles"
