"""Read a corpus: files to drafts, drafts to articles, then what only the whole corpus can tell.

The entry to this folder, used by `index.building` and by tests. Small corpora
are parsed in this process, large ones in a pool; both give the same result.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from os import cpu_count
from pathlib import Path
from typing import TypeVar

from corpus.article import Article, Corpus, SetAside
from corpus.cleaning import repeated_lines
from corpus.draft import Draft
from corpus.errors import ArticleUnreadable
from corpus.families import Signature, signature_of, with_families
from corpus.identity import Claim, assign
from corpus.prepared import Prepared
from corpus.preparing import prepare
from corpus.reading import read
from corpus.references import resolve
from corpus.settings import CorpusSettings
from corpus.structure import learned_labels
from corpus.understanding import understand, with_digest
from corpus.walking import open_found, walk

# Raised whenever the same files would give other articles, so that an index knows that it is stale.
PARSER_VERSION = 2
# Below this many characters a pool costs more than it saves (starting one takes 0.3 s, a million characters
# 0.5 s).
_POOL_FROM_CHARS = 3_000_000
_CHUNK = 32
_HASHED_AT_ONCE = 1 << 20
_DEFAULTS = CorpusSettings()

Progress = Callable[[int, int], None]
_In = TypeVar("_In")
_Out = TypeVar("_Out")


def read_corpus(
    paths: Sequence[Path], *, settings: CorpusSettings = _DEFAULTS, progress: Progress | None = None
) -> Corpus:
    """All articles under `paths`, in id order, and what was set aside.

    Args:
        paths: files and folders; an article found twice is read once.
        progress: called with (articles done, articles in all) now and then.

    Raises:
        PathUnusable: a path does not exist or may not be read.
    """
    drafts: list[Draft] = []
    set_aside: list[SetAside] = []
    for found in walk(paths):
        for item in [found] if isinstance(found, SetAside) else read(found, settings):
            (drafts if isinstance(item, Draft) else set_aside).append(item)  # type: ignore[arg-type]
    characters = sum(len(paragraph.text) for draft in drafts for paragraph in draft.paragraphs)
    with _Spread(_workers(settings, characters)) as spread:
        prepared: list[Prepared] = []
        for outcome in spread.map(partial(_prepare, settings=settings), drafts):
            (prepared if isinstance(outcome, Prepared) else set_aside).append(outcome)  # type: ignore[arg-type]
        articles = _finished(prepared, settings, spread, progress)
    return Corpus(tuple(sorted(articles, key=lambda article: article.id)), tuple(set_aside))


def fingerprint(paths: Sequence[Path], settings: CorpusSettings = _DEFAULTS) -> str:
    """sha256 over the names and bytes of the files, the settings and the parser's version; parses nothing.

    Raises:
        PathUnusable: a path does not exist or may not be read.
    """
    total = hashlib.sha256(repr((PARSER_VERSION, settings)).encode())
    for found in walk(paths):
        total.update(f"\0{found.source}\0".encode())
        if isinstance(found, SetAside):
            total.update(found.reason.encode())
            continue
        try:
            with open_found(found, max_bytes=settings.max_collection_bytes) as stream:
                while piece := stream.read(_HASHED_AT_ONCE):
                    total.update(piece)
        except ArticleUnreadable as error:
            total.update(str(error).encode())
    return total.hexdigest()


def _finished(
    prepared: Sequence[Prepared], settings: CorpusSettings, spread: "_Spread", progress: Progress | None
) -> list[Article]:
    pairs = [(each.publication, each.paragraphs) for each in prepared]
    labels = learned_labels(each.paragraphs for each in prepared) | frozenset(settings.commentary_labels)
    repeated = repeated_lines(pairs)
    ids = assign([Claim(p.given_id, p.source, p.url, p.title + p.paragraphs[0].text) for p in prepared])
    jobs = list(zip(prepared, ids, strict=True))
    articles: list[Article] = []
    signatures: list[Signature] = []
    for done, (article, signature) in enumerate(
        spread.map(partial(_understand, labels=labels, repeated=repeated), jobs), 1
    ):
        articles.append(article)
        signatures.append(signature)
        if progress and (done % _CHUNK == 0 or done == len(jobs)):
            progress(done, len(jobs))
    return [with_digest(article) for article in with_families(resolve(articles), signatures)]


def _prepare(draft: Draft, settings: CorpusSettings) -> Prepared | SetAside:
    return prepare(draft, settings)


def _understand(
    job: tuple[Prepared, str], labels: frozenset[str], repeated: frozenset[tuple[str, str]]
) -> tuple[Article, Signature]:
    article = understand(*job, labels, repeated)
    return article, signature_of(article.text)


class _Spread:
    """`map` in order, over a pool of fresh processes or in this one."""

    def __init__(self, workers: int) -> None:
        # Fresh processes: forking one that runs threads (a chat, torch) may deadlock.
        self._pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn")) if workers > 1 else None

    def map(self, function: Callable[[_In], _Out], items: Iterable[_In]) -> Iterator[_Out]:
        if self._pool is None:
            return map(function, items)
        return self._pool.map(function, items, chunksize=_CHUNK)

    def __enter__(self) -> "_Spread":
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)


def _workers(settings: CorpusSettings, characters: int) -> int:
    if settings.workers:
        return settings.workers
    return 1 if characters < _POOL_FROM_CHARS else cpu_count() or 1
