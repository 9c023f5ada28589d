"""What search speaks of: passages, filters, hits. Frozen data that crosses the border, and no work.

Used by `index`, `assistant`, `eval` and app.py alike.
"""

from dataclasses import dataclass, field
from datetime import date

from corpus.article import BlockKind

# A heading is context of the passages under it, never one itself.
PASSAGE_KINDS: tuple[BlockKind, ...] = ("reporting", "commentary", "caption", "correction")


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences inside blocks of one kind of one article; `text == article.text[start:end]`.

    Attributes:
        id: "<article id>#<ordinal>", unique in a generation.
        sentences: (start, end) of each sentence, offsets into the article's text, in order, no white space
            at their ends. The first starts at `start`, the last ends at `end`.
        heading: the heading that the passage stands under, "" where there is none.
        speakers: fullest names of those quoted within the passage, in order of appearance.
    """

    id: str
    article_id: str
    start: int
    end: int
    text: str
    kind: BlockKind
    sentences: tuple[tuple[int, int], ...]
    title: str = ""
    heading: str = ""
    speakers: tuple[str, ...] = ()
    published: date | None = None
    publication: str = ""
    section: str = ""
    url: str = ""
    family: str = ""


@dataclass(frozen=True, slots=True)
class Filters:
    """What may be found. Dates are inclusive; an article without a date passes no date filter but `as_of`
    only if its inferred bound does.

    `near` is no filter but a wish: articles published close to (and not long before) that day rank higher,
    for questions that say "this week" or "latest".
    """

    as_of: date | None = None
    since: date | None = None
    until: date | None = None
    publications: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    kinds: tuple[BlockKind, ...] = ()
    near: date | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """One passage found, and why.

    Attributes:
        rank: from 1.
        score: the joined score that orders the hits; comparable within one search only.
        dense_rank, lexical_rank: rank (from 1) in either list, None where that list lacks it.
        similarity: cosine of query and passage, -1..1, None where not computed.
        bm25: lexical score, ≥ 0, None where not computed.
        via_reference: id of the article whose reference led here, "" where found by itself.
        versions: ids of the other articles of its family, newest first.
    """

    rank: int
    passage: Passage
    score: float
    dense_rank: int | None = None
    lexical_rank: int | None = None
    similarity: float | None = None
    bm25: float | None = None
    via_reference: str = ""
    versions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """The outcome of a search: hits best first, from one generation; stages' wall times in milliseconds."""

    query: str
    filters: Filters
    hits: tuple[Hit, ...]
    generation: str
    timings_ms: dict[str, float] = field(default_factory=dict)
