"""Find passages: first the articles that answer, then passages of each, every hit with the reason why it is there.

Used by `index.library`, one `Searcher` a generation. It gathers candidates,
has them weighed by `index.weighing`, and shows the best. Knows no question's
meaning, asks no model but the encoder, and changes nothing.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

from index.exact import allowed, cosines, similarities
from index.fusion import top
from index.lexical import Lexical
from index.passage import Filters, Found, Hit
from index.passage_store import PassageStore
from index.settings import SearchSettings
from index.weighing import Query, Weighed, Weigher


class Searcher:
    """Search over one generation's parts. Safe for threads."""

    def __init__(
        self,
        name: str,
        passages: PassageStore,
        vectors: np.ndarray,
        lexical: tuple[Lexical, Lexical],
        graph: Callable[[np.ndarray, int], list[str] | None],
        encode: Callable[[Sequence[str]], np.ndarray],
        settings: SearchSettings,
    ) -> None:
        """`lexical` ranks passages and whole articles; `graph` gives ids nearest to a vector, None where it cannot."""
        self._name = name
        self._passages = passages
        # A plain view of what may be mapped: each slice of a `memmap` costs 10 µs.
        self._vectors = np.asarray(vectors)
        self._by_passage, self._by_article = lexical
        self._graph = graph
        self._encode = encode
        self._settings = settings
        self._weigher = Weigher(passages, self._vectors, lexical, settings)

    def rarity(self, word: str) -> float:
        """Inverse document frequency of a stemmed word among the passages, > 0."""
        return self._by_passage.rarity(word)

    def search(self, query: str, filters: Filters, k: int) -> Found:
        """The best `k` passages, a family once and an article as often as the settings allow."""
        clock = _Clock()
        vector = self._encode([query])[0]
        clock.lap("encode")
        mask = allowed(self._passages.rows, filters, self._passages.publications, self._passages.sections)
        asked = Query(query, vector, filters, mask)
        nearest = self._nearest(asked)
        clock.lap("dense")
        numbers = self._candidates(asked, nearest)
        clock.lap("candidates")
        weighed = self._weigher.weighed(asked, numbers, {})
        if followed := self._followed(weighed, mask):
            weighed = self._weigher.weighed(asked, np.union1d(numbers, list(followed)), followed)
        clock.lap("weigh")
        hits = tuple(self._hits(weighed, nearest, k))
        clock.lap("show")
        return Found(query, filters, hits, self._name, clock.total())

    def _nearest(self, asked: Query) -> np.ndarray:
        """Rows nearest to the query, best first."""
        depth, held = self._settings.depth, len(self._vectors)
        passing = held if asked.mask is None else int(np.count_nonzero(asked.mask))
        walked = None
        if passing >= (self._settings.graph_from if asked.mask is None else self._settings.exact_to):
            # So many more neighbours that about `depth` of them pass the filters.
            walked = self._graph(asked.vector, depth * held // passing)
        if walked is None:
            return top(similarities(self._vectors, asked.vector, asked.mask), depth)
        found = self._passages.rows_of(walked)
        return (found if asked.mask is None else found[asked.mask[found]])[:depth]

    def _candidates(self, asked: Query, nearest: np.ndarray) -> np.ndarray:
        """Numbers of the articles that any ranking puts among its first, ascending."""
        words = self._by_article.scores(asked.text)
        rankings = [np.where(words > 0, words, -np.inf), cosines(self._weigher.directions, asked.vector)]
        if asked.mask is not None:
            passing = self._weigher.rows.passing(asked.mask)
            rankings = [np.where(passing, scores, -np.inf) for scores in rankings]
        first = [top(scores, self._settings.articles) for scores in rankings]
        return np.unique(np.concatenate([self._weigher.article_of_row[nearest], *first]))

    def _followed(self, weighed: Weighed, mask: np.ndarray | None) -> Mapping[int, int]:
        """Articles that the best ones refer to, each with the number of the one that refers to it."""
        best = weighed.articles[top(weighed.score, len(weighed.score))]
        leaders = list(dict.fromkeys(best.tolist()))[: self._settings.followed]
        followed: dict[int, int] = {}
        for leader in leaders:
            for target in self._passages.targets(leader):
                rows = self._weigher.rows.of(np.array([target]))
                if target not in leaders and len(rows) and (mask is None or mask[rows].any()):
                    followed.setdefault(target, leader)
        return followed

    def _hits(self, weighed: Weighed, nearest: np.ndarray, k: int) -> Iterator[Hit]:
        chosen = self._chosen(weighed, k)
        by_words = top(np.where(weighed.bm25 > 0, weighed.bm25, -np.inf), self._settings.depth)
        dense_ranks, lexical_ranks = _ranks(nearest), _ranks(weighed.rows[by_words])
        passages = self._passages.passages([int(weighed.rows[place]) for place in chosen])
        for rank, (place, passage) in enumerate(zip(chosen, passages, strict=True), start=1):
            row, article = int(weighed.rows[place]), int(weighed.articles[place])
            yield Hit(
                rank=rank,
                passage=passage,
                score=float(weighed.score[place]),
                dense_rank=dense_ranks.get(row),
                lexical_rank=lexical_ranks.get(row),
                similarity=float(weighed.similarity[place]),
                bm25=float(weighed.bm25[place]),
                via_reference=self._id(weighed.via[article]) if article in weighed.via else "",
                versions=self._versions(row),
            )

    def _chosen(self, weighed: Weighed, k: int) -> list[int]:
        """Places of the best `k`, so many passages an article."""
        count: Counter[int] = Counter()
        chosen: list[int] = []
        for place in top(weighed.score, len(weighed.score)):
            if len(chosen) == k:
                break
            article = int(weighed.articles[place])
            if count[article] < self._settings.per_article:
                count[article] += 1
                chosen.append(int(place))
        return chosen

    def _id(self, number: int) -> str:
        return self._passages.article_ids([number])[0]

    def _versions(self, row: int) -> tuple[str, ...]:
        own = self._passages.rows[row]
        return self._passages.versions(int(own["article"]), int(own["family"]))


class _Clock:
    """Wall times of stages, in milliseconds."""

    def __init__(self) -> None:
        self._start = self._last = time.perf_counter()
        self._laps: dict[str, float] = {}

    def lap(self, stage: str) -> None:
        now = time.perf_counter()
        self._laps[stage] = round((now - self._last) * 1000, 2)
        self._last = now

    def total(self) -> dict[str, float]:
        return self._laps | {"total": round((self._last - self._start) * 1000, 2)}


def _ranks(rows: np.ndarray) -> dict[int, int]:
    return {int(row): rank for rank, row in enumerate(rows, start=1)}
