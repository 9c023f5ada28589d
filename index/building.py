"""Bring the index up to date with a corpus: build a generation aside, have it checked, publish it.

Called by app.py's `index`. Never touches a published generation; a build that
fails, or is killed, leaves the live one answering. What it encoded before that
is kept, and so is what earlier generations hold.
"""

import contextlib
import logging
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import numpy as np

from corpus.article import Article, Corpus, SetAside
from corpus.parsing import fingerprint, read_corpus
from index.clock import Clock
from index.earlier import Earlier
from index.encoding import Encoder, encoder
from index.errors import GenerationDamaged, IndexEmpty
from index.generations import Generations, writable
from index.layout import PARSES
from index.manifest import MANIFEST, Manifest, described, digest_of, libraries, read_manifest, write_manifest
from index.parse_store import ParseStore
from index.parts import write_parts
from index.passage_store import CutArticle
from index.passages import CUTTER_VERSION, cut, seen_by_encoder
from index.set_aside import write_set_aside
from index.settings import DEFAULTS, IndexSettings
from index.soundness import note_sound
from index.standing import Standing
from index.vector_cache import VectorCache
from index.vectorising import Progress, known_vectors, vectors_of
from index.verifying import Examiner

logger = logging.getLogger(__name__)

# Ids of the articles added, changed and removed.
Changes = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]


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
        dry: whether this only says what a build would do.
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
    dry: bool = False


def build(
    home: Path,
    paths: Sequence[Path] | None = None,
    *,
    fallback: Sequence[Path] = (),
    settings: IndexSettings = DEFAULTS,
    rebuild: bool = False,
    add: bool = False,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> BuildReport:
    """Index the articles under `paths`; None means those of the live generation, else `fallback`.

    Args:
        rebuild: trust nothing that is there, encode everything again.
        add: index `paths` besides those of the live generation, instead of them.
        dry_run: report what would change, and write nothing.

    Raises:
        CorpusError: a path cannot be read.
        IndexingError: another builder, no room, no articles, an unusable model, or a generation
            that failed its check. The live generation stays as it was.
    """
    generations = Generations(home)
    with contextlib.nullcontext() if dry_run else generations.lock():
        standing = Standing(generations)
        builder = _Builder(home, generations, standing, settings, progress or _silent)
        sources = standing.sources(paths, fallback, add=add)
        return builder.build(sources, rebuild=rebuild, dry_run=dry_run)


class _Builder:
    """One build, under the lock."""

    def __init__(
        self,
        home: Path,
        generations: Generations,
        standing: Standing,
        settings: IndexSettings,
        progress: Progress,
    ) -> None:
        self._home = home
        self._standing = standing
        self._generations = generations
        self._settings = settings
        self._progress = progress
        self._encoder: Encoder = encoder(settings.model, home)
        self._clock = Clock()

    def build(self, paths: Sequence[Path], *, rebuild: bool, dry_run: bool) -> BuildReport:
        live = self._standing.live
        reason = "asked to" if rebuild else self._standing.reason_to_rebuild(self._encoder, self._settings)
        resolved = tuple(str(path.resolve()) for path in paths)
        # Paths that are new must be remembered, even where they hold nothing new.
        same = live if live and not reason and live.paths == resolved else None
        mark = fingerprint(paths)
        if same and same.fingerprint == mark:
            return self._unchanged(same, self._clock.seconds("read"))
        earlier = self._standing.earlier(recut=bool(reason), reparse=rebuild)
        parses = earlier.parses()
        corpus = read_corpus(paths, progress=partial(self._progress, "read"), parses=parses)
        self._clock.lap("read")
        if not corpus.articles:
            raise IndexEmpty(_nothing_found(paths, corpus))
        changes = _changes(corpus, earlier.digests)
        if same and not any(changes):
            return self._unchanged(same, self._clock.seconds("read"), corpus.set_aside)
        if dry_run:
            return BuildReport(
                live.name if live else "", False, reason, *changes, corpus.set_aside, len(corpus.articles),
                seconds=self._clock.laps, dry=True,
            )  # fmt: skip
        plan = _Plan(corpus, resolved, mark, reason, changes, rebuild)
        return self._publish(plan, earlier, parses)

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

    def _publish(self, plan: "_Plan", earlier: Earlier, parses: ParseStore) -> BuildReport:
        cache: VectorCache | None = None
        try:
            with writable(self._home):
                folder = self._generations.start()
                articles = list(self._cut(plan.corpus.articles, earlier))
                if not any(entry.passages for entry in articles):
                    raise IndexEmpty(_nothing_found(plan.paths, plan.corpus))
                cache = VectorCache(self._home, self._encoder.name, self._encoder.dimension)
                known = {} if plan.rebuild else known_vectors(self._generations, self._encoder.name)
                vectors, encoded = vectors_of(articles, self._encoder, known, cache, self._progress)
                self._clock.lap("encode")
                with Examiner() as examiner:
                    kept = self._write(folder, plan, articles, vectors, earlier, parses)
                    written = self._checked(examiner, folder, kept)
                self._go_live(folder, written)
                cache.remove()
        finally:
            if cache:
                cache.close()
            # A build that failed for want of room must not keep what room there was.
            self._generations.sweep()
        return BuildReport(
            written.name, True, plan.reason, *plan.changes, plan.corpus.set_aside, written.articles,
            written.passages, encoded, self._clock.seconds("publish"),
        )  # fmt: skip

    def _write(
        self,
        folder: Path,
        plan: "_Plan",
        articles: Sequence[CutArticle],
        vectors: np.ndarray,
        earlier: Earlier,
        parses: ParseStore,
    ) -> Collection[str]:
        """Write the generation's files; ids of the passages whose place in the graph is checked already."""
        kept = write_parts(folder, articles, vectors, earlier.graph(), partial(self._progress, "store"))
        parses.write(folder / PARSES)
        write_set_aside(folder, plan.corpus.set_aside)
        write_manifest(folder, self._manifest(folder, plan, articles))
        self._clock.lap("store")
        return kept

    def _go_live(self, folder: Path, written: Manifest) -> None:
        self._generations.publish(folder)
        note_sound(self._generations.folder(written.name), written.files)
        self._generations.prune({written.name, self._generations.whole_before(written.name)})

    def _cut(self, articles: Sequence[Article], earlier: Earlier) -> Iterator[CutArticle]:
        for done, article in enumerate(articles, start=1):
            known = earlier.passages(article)
            yield known or self._cut_anew(article)
            self._progress("cut", done, len(articles))
        self._clock.lap("cut")

    def _cut_anew(self, article: Article) -> CutArticle:
        passages = cut(article, self._encoder.lengths, pieces=self._settings.passage_pieces)
        return CutArticle(article, passages, [digest_of([seen_by_encoder(p)])[:32] for p in passages])

    def _manifest(self, folder: Path, plan: "_Plan", articles: Sequence[CutArticle]) -> Manifest:
        corpus = plan.corpus
        ids = [passage.id for entry in articles for passage in entry.passages]
        return Manifest(
            name=folder.name,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            paths=plan.paths,
            fingerprint=plan.mark,
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
            cutter=CUTTER_VERSION,
        )

    def _checked(self, examiner: Examiner, folder: Path, kept: Collection[str]) -> Manifest:
        """The manifest of a generation that passed its check; it may have learned that its graph is unfit."""
        written = read_manifest(folder)
        self._progress("check", 0, 1)
        found = examiner.examine(folder, known=kept)
        if found.problems:
            raise GenerationDamaged(
                f"the new generation failed its check and was not published: {found.problems[0]}"
            )
        if found.unfound:
            logger.warning(
                "the graph does not find %d passages by their own vectors: searches will be exact",
                len(found.unfound),
            )
            written = replace(written, walkable=False)
            (folder / MANIFEST).unlink()
            write_manifest(folder, written)
        self._clock.lap("check")
        self._progress("check", 1, 1)
        return written


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is to be published: the corpus, where it came from, and why."""

    corpus: Corpus
    paths: tuple[str, ...]
    mark: str
    reason: str
    changes: Changes
    rebuild: bool


def _changes(corpus: Corpus, before: Mapping[str, str]) -> Changes:
    now = {article.id: article.digest for article in corpus.articles}
    added = tuple(id_ for id_ in now if id_ not in before)
    changed = tuple(id_ for id_, digest in now.items() if before.get(id_, digest) != digest)
    return added, changed, tuple(id_ for id_ in before if id_ not in now)


def _silent(_stage: str, _done: int, _total: int) -> None:
    """Show no progress."""


def _nothing_found(paths: Sequence[Path | str], corpus: Corpus) -> str:
    where = ", ".join(str(path) for path in paths)
    why = ""
    if corpus.set_aside:
        first = corpus.set_aside[0]
        why = f"; {len(corpus.set_aside)} set aside, the first: {first.source}: {first.reason}"
    return f"no article was found in {where}{why}; name files or folders that hold articles"
