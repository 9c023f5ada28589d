"""What `eval` wants of the articles, and where words stand in them.

Used by the lint, the metrics and the report. `index.library.Generation` and
`corpus.store.ArticleStore` fit the seam as they are; `ArticleTable` serves a
corpus that was just parsed.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from corpus.article import Article
from corpus.errors import ArticleUnknown


class ArticleSource(Protocol):
    """Articles by id; raises `corpus.errors.ArticleUnknown`."""

    def article(self, id: str, /) -> Article: ...


class ArticleTable:
    """An `ArticleSource` over articles in memory."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self._articles = {a.id: a for a in articles}

    def article(self, id: str, /) -> Article:
        try:
            return self._articles[id]
        except KeyError:
            raise ArticleUnknown(f"no article {id!r} in this corpus of {len(self._articles)}") from None


@dataclass(frozen=True, slots=True)
class Span:
    """`article.text[start:end]` of one article."""

    article_id: str
    start: int
    end: int

    def overlaps(self, other: "Span") -> bool:
        """Whether they share at least one character."""
        return self.article_id == other.article_id and self.start < other.end and other.start < self.end


def locate(article: Article, quote: str) -> Span | None:
    """The first place of the quote, word for word, where a run of white space equals any other."""
    pattern = r"\s+".join(re.escape(word) for word in quote.split())
    match = re.search(pattern, article.text) if pattern else None
    return Span(article.id, match.start(), match.end()) if match else None


def covered(span: Span, by: Iterable[Span]) -> bool:
    """Whether every character of the span lies in one of the others; gaps between blocks do not count.

    A gap of up to two characters is the white space between two passages.
    """
    reached = span.start
    for piece in sorted((p for p in by if p.overlaps(span)), key=lambda p: p.start):
        if piece.start > reached + 2:
            return False
        reached = max(reached, piece.end)
    return reached >= span.end
