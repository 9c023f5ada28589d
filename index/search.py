"""Find passages: dense and lexical evidence joined, filtered, and each hit with the reason why it is there.

Used by `index.library`, one `Searcher` a generation. Knows no question's
meaning, asks no model but the encoder, and changes nothing.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from index.exact import allowed, similarities
from index.fusion import joined, top
from index.lexical import Lexical
from index.passage import Filters, Found, Hit
from index.passage_store import PassageStore
from index.settings import SearchSettings
from index.vectors import VectorStore


@dataclass(frozen=True, slots=True)
class _Candidates:
    """Passages worth a look, and their evidence, all arrays of one length."""

    rows: np.ndarray
    similarity: np.ndarray
    bm25: np.ndarray
    score: np.ndarray
    # Article whose reference led here, -1 where the passage came by itself.
    via: np.ndarray


class Searcher:
    """Search over one generation's parts. Safe for threads."""

    def __init__(
        self,
        name: str,
        passages: PassageStore,
        vectors: np.ndarray,
        lexical: tuple[Lexical, Lexical],
        graph: Callable[[], VectorStore],
        encode: Callable[[Sequence[str]], np.ndarray],
        settings: SearchSettings,
    ) -> None:
        """`lexical` ranks passages and whole articles; `graph` opens Chroma when it is first needed."""
        self._name = name
        self._passages = passages
        self._vectors = vectors
        self._by_passage, self._by_article = lexical
        self._graph = graph
        self._encode = encode
        self._settings = settings

    def rarity(self, word: str) -> float:
        """Inverse document frequency of a stemmed word among the passages, > 0."""
        return self._by_passage.rarity(word)

    def search(self, query: str, filters: Filters, k: int) -> Found:
        """The best `k` passages, a family once and an article as often as the settings allow."""
        clock = _Clock()
        vector = self._encode([query])[0]
        clock.lap("encode")
        mask = allowed(self._passages.rows, filters, self._passages.publications, self._passages.sections)
        dense = self._dense(vector, mask)
        clock.lap("dense")
        bm25 = self._by_passage.scores(query)
        lexical = top(bm25 if mask is None else np.where(mask, bm25, -np.inf), self._settings.depth)
        lexical = lexical[bm25[lexical] > 0]
        by_article = self._by_article.scores(query)
        clock.lap("lexical")
        rows = np.union1d(dense, lexical).astype(np.int64)
        candidates = self._weighed(vector, rows, bm25, by_article, filters)
        followed = self._followed(candidates, mask)
        if followed:
            rows = np.union1d(rows, list(followed)).astype(np.int64)
            candidates = self._lifted(self._weighed(vector, rows, bm25, by_article, filters), followed)
        hits = tuple(self._hits(candidates, dense, lexical, k))
        clock.lap("join")
        return Found(query, filters, hits, self._name, clock.total())

    def _dense(self, vector: np.ndarray, mask: np.ndarray | None) -> np.ndarray:
        if mask is None and len(self._vectors) >= self._settings.graph_from:
            found = [
                self._passages.row_of(id_) for id_ in self._graph().nearest(vector, self._settings.depth)
            ]
            return np.array([row for row in found if row is not None], dtype=np.int64)
        return top(similarities(self._vectors, vector, mask), self._settings.depth)

    def _weighed(
        self,
        vector: np.ndarray,
        rows: np.ndarray,
        bm25: np.ndarray,
        by_article: np.ndarray,
        filters: Filters,
    ) -> _Candidates:
        via = np.full(len(rows), -1)
        if not len(rows):
            return _Candidates(rows, np.empty(0), np.empty(0), np.empty(0), via)
        similarity = self._vectors[rows] @ vector
        weights = self._settings
        score = joined(
            [
                (similarity, weights.dense),
                (bm25[rows], weights.passage_words),
                (by_article[self._passages.rows["article"][rows]], weights.article_words),
            ]
        )
        score += self._nearness(rows, filters)
        return _Candidates(rows, similarity, bm25[rows], score, via)

    def _followed(self, found: _Candidates, mask: np.ndarray | None) -> dict[int, int]:
        """Rows of articles that the best ones refer to, each with the number of the one that refers to it."""
        articles = self._passages.rows["article"]
        leaders = dict.fromkeys(
            int(articles[row]) for row in found.rows[top(found.score, self._settings.followed)]
        )
        followed: dict[int, int] = {}
        for leader in leaders:
            for target in self._passages.targets(leader):
                if target not in leaders:
                    first, last = self._passages.span(target)
                    allowed_rows = [row for row in range(first, last) if mask is None or mask[row]]
                    followed |= {row: leader for row in allowed_rows if row not in followed}
        return followed

    def _lifted(self, found: _Candidates, followed: Mapping[int, int]) -> _Candidates:
        """The best passage of each article referred to, raised a little."""
        articles = self._passages.rows["article"]
        score, via = found.score.copy(), found.via.copy()
        raised: set[int] = set()
        for place in top(found.score, len(found.score)):
            row = int(found.rows[place])
            article = int(articles[row])
            if row in followed and article not in raised:
                raised.add(article)
                score[place] += self._settings.reference
                via[place] = followed[row]
        return replace(found, score=score, via=via)

    def _nearness(self, rows: np.ndarray, filters: Filters) -> np.ndarray | float:
        """What closeness in time adds: an article of the day itself the whole weight, others less."""
        day, weight = (
            (filters.near, self._settings.near) if filters.near else (filters.as_of, self._settings.as_of)
        )
        if day is None:
            return 0.0
        days = self._passages.rows["day"][rows]
        # Later articles than a wished-for day are as far off as earlier ones.
        away = np.abs(day.toordinal() - days)
        return np.where(days > 0, weight * np.exp(-away / self._settings.near_days), 0.0)

    def _hits(self, found: _Candidates, dense: np.ndarray, lexical: np.ndarray, k: int) -> Iterator[Hit]:
        chosen = self._chosen(found, k)
        dense_ranks, lexical_ranks = _ranks(dense), _ranks(lexical)
        passages = self._passages.passages([int(found.rows[place]) for place in chosen])
        for rank, (place, passage) in enumerate(zip(chosen, passages, strict=True), start=1):
            row = int(found.rows[place])
            yield Hit(
                rank=rank,
                passage=passage,
                score=float(found.score[place]),
                dense_rank=dense_ranks.get(row),
                lexical_rank=lexical_ranks.get(row),
                similarity=float(found.similarity[place]),
                bm25=float(found.bm25[place]),
                via_reference=self._referring(int(found.via[place])),
                versions=self._versions(row),
            )

    def _chosen(self, found: _Candidates, k: int) -> list[int]:
        """Places of the best `k`, one article a family, so many passages an article."""
        order = np.lexsort((found.rows, -found.score))
        columns = self._passages.rows
        shown: dict[int, int] = {}
        count: Counter[int] = Counter()
        chosen: list[int] = []
        for place in order:
            row = columns[found.rows[place]]
            article, family = int(row["article"]), int(row["family"])
            if shown.setdefault(family, article) != article or count[article] >= self._settings.per_article:
                continue
            count[article] += 1
            chosen.append(int(place))
            if len(chosen) == k:
                break
        return chosen

    def _referring(self, number: int) -> str:
        return self._passages.article_ids([number])[0] if number >= 0 else ""

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
