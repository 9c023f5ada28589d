"""Runs and judgments in TREC's text formats, for other people's tools.

Used by `eval.reporting`. Article ids hold no white space, so the formats need no quoting.
"""

from collections.abc import Iterator

from eval.metrics.retrieval import ranked_articles
from eval.scores import Scored


def run_lines(scored: Scored, tag: str) -> Iterator[str]:
    """`question Q0 article rank score tag`, a line an article, best first; the score is one over the rank."""
    for s in scored.scores:
        order = ranked_articles(s.record.found, frozenset(s.question.required_articles))
        for rank, article_id in enumerate(order, 1):
            yield f"{s.question.id} Q0 {article_id} {rank} {1 / rank:.6f} {tag}\n"


def qrels_lines(scored: Scored) -> Iterator[str]:
    """`question 0 article 1`, a line a required article of an answerable question."""
    for s in scored.scores:
        if s.question.answerable:
            yield from (f"{s.question.id} 0 {a} 1\n" for a in s.question.required_articles)
