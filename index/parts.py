"""Write the parts of a generation into its folder: articles, passages, vectors, words.

Used by `index.building` on a folder that nobody reads yet. Decides nothing.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from corpus.store import ArticleStore
from index.layout import ARTICLES, CHROMA, LEXICAL_ARTICLES, LEXICAL_PASSAGES, VECTORS
from index.lexical import write_lexical
from index.passage import Passage
from index.passage_store import CutArticle, write_passages
from index.passages import seen_by_encoder
from index.vectors import VectorStore


def write_parts(folder: Path, articles: Sequence[CutArticle], vectors: np.ndarray) -> None:
    """Write all parts.

    Args:
        articles: in id order; they number the rows.
        vectors: float32 of shape (passages, dimension), rows of length 1.
    """
    passages = [passage for entry in articles for passage in entry.passages]
    ArticleStore.write(folder / ARTICLES, [entry.article for entry in articles])
    write_passages(folder, articles)
    np.save(folder / VECTORS, vectors)
    with VectorStore(folder / CHROMA, create=True) as store:
        ids, publications = [p.id for p in passages], [p.publication for p in passages]
        store.add(ids, vectors, [_day_number(p) for p in passages], publications)
    write_lexical(folder / LEXICAL_PASSAGES, [seen_by_encoder(passage) for passage in passages])
    write_lexical(folder / LEXICAL_ARTICLES, [f"{e.article.title}\n{e.article.text}" for e in articles])


def _day_number(passage: Passage) -> int:
    """20230818, which Chroma can compare; 0 where there is no date."""
    return int(passage.published.strftime("%Y%m%d")) if passage.published else 0
