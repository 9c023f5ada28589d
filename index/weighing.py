"""Weigh articles and their passages against a query: dense and lexical evidence joined, closeness in time, variety.

`index.search` names the candidates and shows what comes out. An article is
weighed as a whole, a passage against the others: what answers a question is an
article, and which of its passages to show is a second question.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from index.article_rows import ArticleRows, best_of_each
from index.exact import cosines
from index.fusion import beyond_first, first_of_each, joined
from index.lexical import Lexical
from index.passage import Filters
from index.passage_store import PassageStore
from index.settings import SearchSettings


@dataclass(frozen=True, slots=True)
class Query:
    """A query as the rankings take it; `mask` says which rows the filters let pass, None for all."""

    text: str
    vector: np.ndarray
    filters: Filters
    mask: np.ndarray | None


@dataclass(frozen=True, slots=True)
class Weighed:
    """Passages with their evidence in row order, and the score of their articles; arrays of one length.

    Attributes:
        similarity: cosine of query and passage.
        bm25: of the passage, ≥ 0.
        article_score: the passage's article's evidence joined; -inf where its family is shown by another.
        score: what orders passages: the article's score, less what the passage is behind its article's best.
        via: by article number, the number of the article whose reference led there.
    """

    rows: np.ndarray
    articles: np.ndarray
    similarity: np.ndarray
    bm25: np.ndarray
    article_score: np.ndarray
    score: np.ndarray
    via: Mapping[int, int] = field(default_factory=dict)


class Weigher:
    """Weighs with the arrays of one generation. Safe for threads."""

    def __init__(
        self,
        passages: PassageStore,
        vectors: np.ndarray,
        lexical: tuple[Lexical, Lexical],
        settings: SearchSettings,
    ) -> None:
        """`lexical` ranks passages and whole articles."""
        self._passages = passages
        self._vectors = vectors
        self._by_passage, self._by_article = lexical
        self._settings = settings
        # A copy that lies together: every query reads the whole column.
        self.article_of_row = np.ascontiguousarray(passages.rows["article"])
        self.rows = ArticleRows(self.article_of_row, len(self._by_article))

    @cached_property
    def directions(self) -> np.ndarray:
        """What each article is about as a whole, see `ArticleRows.directions`."""
        return self.rows.directions(self._vectors)

    def weighed(self, query: Query, numbers: np.ndarray, via: Mapping[int, int]) -> Weighed:
        """The passages of these articles that the filters let pass, weighed.

        Args:
            numbers: of articles, ascending.
            via: which of them are there because of whose reference.
        """
        rows = self.rows.of(numbers)
        rows = rows if query.mask is None else rows[query.mask[rows]]
        articles = self.article_of_row[rows]
        similarity = cosines(self._vectors[rows], query.vector)
        bm25 = self._by_passage.scores_of(query.text, rows)
        if not len(rows):
            return Weighed(rows, articles, similarity, bm25, similarity, similarity)
        numbers, closest = best_of_each(articles, similarity)
        of_each = self._articles(query, numbers, closest, via)[np.searchsorted(numbers, articles)]
        return Weighed(
            rows, articles, similarity, bm25, of_each, of_each - self._behind(rows, similarity, bm25), via
        )

    def _articles(
        self, query: Query, numbers: np.ndarray, closest: np.ndarray, via: Mapping[int, int]
    ) -> np.ndarray:
        weights = self._settings
        about = cosines(self.directions[numbers], query.vector)
        words = self._by_article.scores_of(query.text, numbers)
        score = joined([(closest, weights.dense), (about, weights.article_dense), (words, weights.words)])
        score += self._nearness(numbers, query.filters)
        score += np.where(np.isin(numbers, list(via)), weights.reference, 0.0)
        return self._varied(numbers, score)

    def _nearness(self, numbers: np.ndarray, filters: Filters) -> np.ndarray | float:
        """What closeness in time adds: an article of the day itself the whole weight, others less."""
        day, weight = (
            (filters.near, self._settings.near) if filters.near else (filters.as_of, self._settings.as_of)
        )
        if day is None:
            return 0.0
        days = self._column("day", numbers)
        # Later articles than a wished-for day are as far off as earlier ones.
        away = np.abs(day.toordinal() - days)
        return np.where(days > 0, weight * np.exp(-away / self._settings.near_days), 0.0)

    def _varied(self, numbers: np.ndarray, score: np.ndarray) -> np.ndarray:
        """Scores that leave one article of a family, and keep several publications in view."""
        score = np.where(first_of_each(self._column("family", numbers), score), score, -np.inf)
        publications = self._column("publication", numbers)
        repeats = beyond_first(publications, score, self._settings.per_publication)
        nameless = self._passages.publications.get("", -1)
        return score - self._settings.repeated * np.where(publications == nameless, 0, repeats)

    def _behind(self, rows: np.ndarray, similarity: np.ndarray, bm25: np.ndarray) -> np.ndarray:
        """How far each passage's own evidence is behind that of its article's best, weighted."""
        weights = self._settings
        own = joined([(similarity, weights.passage_dense), (bm25, weights.passage_words)])
        own += np.where(rows == self.rows.first(self.article_of_row[rows]), weights.lead, 0.0)
        numbers, best = best_of_each(self.article_of_row[rows], own)
        return weights.behind * (best[np.searchsorted(numbers, self.article_of_row[rows])] - own)

    def _column(self, name: str, numbers: np.ndarray) -> np.ndarray:
        """What the first rows of these articles say, each article having some."""
        return self._passages.rows[name][self.rows.first(numbers)]
