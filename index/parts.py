"""Write the parts of a generation into its folder: articles, passages, vectors, graph, words.

Used by `index.building` on a folder that nobody reads yet. Decides nothing
but whether the live generation's graph can be extended.
"""

import shutil
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

import numpy as np

from corpus.article import Article
from corpus.store import ArticleStore
from index.addresses import words_in_address
from index.layout import ARTICLES, CHROMA, LEXICAL_ARTICLES, LEXICAL_PASSAGES, VECTORS
from index.lexical import write_lexical
from index.passage import Passage
from index.passage_store import CutArticle, write_passages
from index.passages import seen_by_encoder
from index.vectors import VectorStore, compact, fill

# Where a third is new, a graph from scratch takes about as long as a copy that is extended.
MOST_ADDED = 0.33
# What of a passage lies in the graph: its id, the digest of what was encoded, its day, its publication.
Entry = tuple[str, str, int, str]


def write_parts(
    folder: Path,
    articles: Sequence[CutArticle],
    vectors: np.ndarray,
    before: tuple[Path, Sequence[Entry]] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Collection[str]:
    """Write all parts; ids of the passages whose place an earlier graph gives, none where the graph is a new one.

    Args:
        articles: in id order; they number the rows.
        vectors: float32 of shape (passages, dimension), rows of length 1.
        before: a whole generation's folder and what its graph holds.
        progress: called with (parts done, parts in all).
    """
    held: list[Collection[str]] = []
    steps: list[Callable[[], object]] = [
        lambda: ArticleStore.write(folder / ARTICLES, [entry.article for entry in articles]),
        lambda: write_passages(folder, articles),
        lambda: np.save(folder / VECTORS, vectors),
        lambda: held.append(_write_graph(folder / CHROMA, articles, vectors, before)),
        lambda: write_lexical(
            folder / LEXICAL_PASSAGES, (seen_by_encoder(p) for entry in articles for p in entry.passages)
        ),
        lambda: write_lexical(folder / LEXICAL_ARTICLES, (_words_of(entry.article) for entry in articles)),
    ]
    for done, step in enumerate(steps):
        if progress:
            progress(done, len(steps))
        step()
    return held[0]


def _words_of(article: Article) -> str:
    """What the ranking of whole articles by words sees of one."""
    return f"{article.title}\n{words_in_address(article.url)}\n{article.text}"


def entries(passages: Sequence[Passage], digests: Sequence[str]) -> list[Entry]:
    """What a graph holds of these passages, in their order."""
    return [
        (passage.id, digest, _day_number(passage), passage.publication)
        for passage, digest in zip(passages, digests, strict=True)
    ]


def _write_graph(
    folder: Path,
    articles: Sequence[CutArticle],
    vectors: np.ndarray,
    before: tuple[Path, Sequence[Entry]] | None,
) -> Collection[str]:
    wanted = [entry for cut in articles for entry in entries(cut.passages, cut.digests)]
    held = _extensible(wanted, before)
    if before and held:
        shutil.copytree(before[0] / CHROMA, folder)
    else:
        VectorStore.create(folder).close()
    rows = [row for row, entry in enumerate(wanted) if entry not in held]
    if rows:
        ids, _, days, publications = zip(*(wanted[row] for row in rows), strict=True)
        fill(folder, ids, vectors[rows], days, publications)
    compact(folder)
    return [id_ for id_, *_ in held]


def _extensible(wanted: Sequence[Entry], before: tuple[Path, Sequence[Entry]] | None) -> frozenset[Entry]:
    """What the earlier graph holds, if it can go on; empty where anything of it is to go.

    Chroma only marks what is removed, and leaves its vector in the file: a
    removed article is to be gone from every part, so then the graph is made anew.
    """
    held = frozenset(before[1]) if before else frozenset()
    added = len(wanted) - len(held)
    return held if held.issubset(wanted) and added <= MOST_ADDED * len(wanted) else frozenset()


def _day_number(passage: Passage) -> int:
    """20230818, which Chroma can compare; 0 where there is no date."""
    return int(passage.published.strftime("%Y%m%d")) if passage.published else 0
