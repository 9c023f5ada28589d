"""Hits made by hand, for tests of what is read out of passages: no index, no search."""

from datetime import date

from corpus.sentences import split
from index.passage import Hit, Passage


def hit(rank: int, day: str, text: str, *, title: str = "", publication: str = "") -> Hit:
    """A passage that is the whole of its article `a{rank}`, published on an ISO day."""
    passage = Passage(
        id=f"a{rank}#0",
        article_id=f"a{rank}",
        start=0,
        end=len(text),
        text=text,
        kind="reporting",
        sentences=tuple(split(text)),
        title=title,
        published=date.fromisoformat(day),
        publication=publication,
    )
    return Hit(rank=rank, passage=passage, score=1 / rank)
