"""Read a corpus: files to drafts, drafts to articles, then what only the whole corpus can tell.

The entry to this folder, used by `index.building` and by tests. Small corpora
are parsed in this process, large ones in a pool; both give the same result.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
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
from corpus.parses import NothingKept, Parse, Parses, key_of, packed, unpacked
from corpus.prepared import Prepared
from corpus.preparing import prepare
from corpus.references import resolve
from corpus.rereading import read_again
from corpus.settings import CorpusSettings
from corpus.structure import label_of, learned_labels
from corpus.understanding import understand, with_digest
from corpus.walking import open_found, walk

# Raised whenever the same files would give other articles, so that an index knows that it is stale.
PARSER_VERSION = 7
# Below this many characters a pool costs more than it saves (starting one takes 0.3 s, a million characters
# 0.5 s).
_POOL_FROM_CHARS = 3_000_000
_CHUNK = 32
_HASHED_AT_ONCE = 1 << 20
_DEFAULTS = CorpusSettings()
_NOTHING_KEPT = NothingKept()

Progress = Callable[[int, int], None]
# A prepared article, its id, and of the corpus's labels and repeated lines those that it holds.
Job = tuple[Prepared, str, frozenset[str], frozenset[tuple[str, str]]]
_In = TypeVar("_In")
_Out = TypeVar("_Out")


def read_corpus(
    paths: Sequence[Path],
    *,
    settings: CorpusSettings = _DEFAULTS,
    progress: Progress | None = None,
    parses: Parses = _NOTHING_KEPT,
) -> Corpus:
    """All articles under `paths`, in id order, and what was set aside.

    Args:
        paths: files and folders; an article found twice is read once.
        progress: called with (articles done, articles in all) now and then.
        parses: what earlier readings made of the same drafts; takes what this one makes of others.

    Raises:
        PathUnusable: a path does not exist or may not be read.
    """
    drafts: list[Draft] = []
    set_aside: list[SetAside] = []
    for found in walk(paths):
        for item in (
            [found] if isinstance(found, SetAside) else read_again(found, settings, parses, PARSER_VERSION)
        ):
            (drafts if isinstance(item, Draft) else set_aside).append(item)  # type: ignore[arg-type]
    with _Spread(settings) as spread:
        outcomes = [*_prepared(drafts, settings, spread, parses)]
        kept = [each for each in outcomes if isinstance(each, _Known)]
        set_aside += [each for each in outcomes if isinstance(each, SetAside)]
        articles = _finished(kept, settings, spread, parses, progress)
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


@dataclass(frozen=True, slots=True)
class _Known:
    """A prepared article, and what an earlier reading made of the same draft."""

    key: str
    prepared: Prepared
    before: Parse | None = None


def _prepared(
    drafts: Sequence[Draft], settings: CorpusSettings, spread: "_Spread", parses: Parses
) -> Iterator[_Known | SetAside]:
    """The drafts prepared, in order; those that were parsed before are taken from there."""
    # Where a draft lay, and how many processes parse, changes nothing that is not set here.
    judged = replace(settings, workers=0)
    keys = [key_of(PARSER_VERSION, judged, replace(draft, source="")) for draft in drafts]
    before = parses.get(keys)
    fresh = [draft for draft, key in zip(drafts, keys, strict=True) if key not in before]
    characters = sum(len(paragraph.text) for draft in fresh for paragraph in draft.paragraphs)
    outcomes = spread.map(partial(_prepare, settings=settings), fresh, characters)
    for draft, key in zip(drafts, keys, strict=True):
        if key in before:
            parse = unpacked(Parse, before[key])
            yield _Known(key, replace(parse.prepared, source=draft.source), parse)
        else:
            outcome = next(outcomes)
            yield outcome if isinstance(outcome, SetAside) else _Known(key, outcome)


def _finished(
    known: Sequence[_Known],
    settings: CorpusSettings,
    spread: "_Spread",
    parses: Parses,
    progress: Progress | None,
) -> list[Article]:
    prepared = [each.prepared for each in known]
    pairs = [(each.publication, each.paragraphs) for each in prepared]
    labels = learned_labels(each.paragraphs for each in prepared) | frozenset(settings.commentary_labels)
    repeated = repeated_lines(pairs)
    ids = assign([Claim(p.given_id, p.source, p.url, p.title + p.paragraphs[0].text) for p in prepared])
    jobs = [_job(each, id_, labels, repeated) for each, id_ in zip(prepared, ids, strict=True)]
    articles: list[Article] = []
    signatures: list[Signature] = []
    for done, parse in enumerate(_understood(known, jobs, spread, parses), 1):
        articles.append(parse.article)
        signatures.append(parse.signature)
        if progress and (done % _CHUNK == 0 or done == len(jobs)):
            progress(done, len(jobs))
    return [with_digest(article) for article in with_families(resolve(articles), signatures)]


def _job(
    prepared: Prepared, article_id: str, labels: frozenset[str], repeated: frozenset[tuple[str, str]]
) -> Job:
    """All that understanding one article takes; of the corpus no more than this article holds.

    So an article is understood alike, and need not be understood again, whatever else the corpus learns.
    """
    texts = [paragraph.text for paragraph in prepared.paragraphs]
    own_lines = {(prepared.publication, text) for text in texts}
    return prepared, article_id, labels & set(map(label_of, texts)), repeated & own_lines


def _understood(
    known: Sequence[_Known], jobs: Sequence[Job], spread: "_Spread", parses: Parses
) -> Iterator[Parse]:
    contexts = [key_of(id_, sorted(labels), sorted(lines)) for _, id_, labels, lines in jobs]
    asked = [
        each.before is None or each.before.context != context
        for each, context in zip(known, contexts, strict=True)
    ]
    fresh = [job for job, ask in zip(jobs, asked, strict=True) if ask]
    characters = sum(len(paragraph.text) for job in fresh for paragraph in job[0].paragraphs)
    outcomes = spread.map(_understand, fresh, characters)
    for each, context, ask in zip(known, contexts, asked, strict=True):
        if not ask and each.before:
            article = replace(each.before.article, source=each.prepared.source)
            yield replace(each.before, article=article)
            continue
        parse = Parse(each.prepared, context, *next(outcomes))
        if parses is not _NOTHING_KEPT:
            parses.put(each.key, packed(parse))
        yield parse


def _prepare(draft: Draft, settings: CorpusSettings) -> Prepared | SetAside:
    return prepare(draft, settings)


def _understand(job: Job) -> tuple[Article, Signature]:
    article = understand(*job)
    return article, signature_of(article.text)


class _Spread:
    """`map` in order, over a pool of fresh processes or in this one."""

    def __init__(self, settings: CorpusSettings) -> None:
        self._settings = settings
        self._pool: ProcessPoolExecutor | None = None

    def map(self, function: Callable[[_In], _Out], items: Sequence[_In], characters: int) -> Iterator[_Out]:
        """The results for items that hold so many characters together."""
        workers = _workers(self._settings, characters)
        if workers == 1:
            return map(function, items)
        if self._pool is None:
            # Fresh processes: forking one that runs threads (a chat, torch) may deadlock.
            self._pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"))
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
