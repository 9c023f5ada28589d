"""The index's settings, each default with its reason. Only entry points read the environment."""

from collections.abc import Mapping
from dataclasses import dataclass, field

# The bundled model; "sentence-transformers:<id or folder>" takes any other.
MODEL = "bundled:all-MiniLM-L6-v2"
# Word pieces of a passage's own text; with 40 of title and heading they fit the model's 256.
PASSAGE_PIECES = 200

# Candidates: nearest passages, and articles of each ranking of articles. 50 to 400 gave the same figures.
DEPTH = 200
ARTICLES = 100
# Weights of an article's standardised scores: its nearest passage, what it is about as a whole, its words.
# BM25 of the best passage added nothing to these three (docs/log-index.md).
DENSE = 0.4
ARTICLE_DENSE = 0.4
WORDS = 0.6
# What closeness in time may add, in the same unit: asked for ("this week") or implied by an as-of day.
NEAR = 4.0
AS_OF = 3.0
# A month: news of last week is still "recent", of last season hardly.
NEAR_DAYS = 30
# How many leading articles have their references followed, and what being referred to adds:
# enough to bring in what the reader would look up, too little to displace what answers by itself.
FOLLOWED = 3
REFERENCE = 0.5
# Weights of a passage among the passages, what the first of an article is ahead (news says the main thing
# first), and how much of what a passage is behind its article's best it loses.
PASSAGE_DENSE = 1.0
PASSAGE_WORDS = 0.5
LEAD = 0.5
BEHIND = 1.0
# So that one long live blog does not fill the list.
PER_ARTICLE = 3
# Articles of one publication that rank as they are, and what each further one loses.
PER_PUBLICATION = 3
REPEATED = 0.2
# Unfiltered, exact search over fewer passages than this is no slower than the graph (docs/log-index.md).
GRAPH_FROM = 40_000
# Where filters leave fewer passages than this, exact search over those takes no longer than so many neighbours
# of the graph as would be needed (docs/log-index.md).
EXACT_TO = 50_000


@dataclass(frozen=True, slots=True)
class SearchSettings:
    """How rankings are joined; weights are in standard deviations of the candidates' scores.

    Attributes:
        depth, articles: candidates: nearest passages, and articles of each ranking of articles.
        dense, article_dense, words: weights of cosine of an article's nearest passage, cosine of its mean, its BM25.
        near, as_of: weight of closeness to the day of `Filters.near`, else to that of `Filters.as_of`.
        near_days: days after which that closeness has fallen to 1/e.
        followed, reference: leading articles whose references are followed, and the weight of that.
        passage_dense, passage_words, lead: weights of a passage's cosine, its BM25, and its being the article's first.
        behind: share that a passage loses of what it is behind its article's best.
        per_article: passages of one article at most.
        per_publication, repeated: articles of one publication before each further one loses `repeated`.
        graph_from: from this many passages on, unfiltered searches walk Chroma's graph.
        exact_to: from this many passages on that pass the filters, filtered ones do.
    """

    depth: int = DEPTH
    articles: int = ARTICLES
    dense: float = DENSE
    article_dense: float = ARTICLE_DENSE
    words: float = WORDS
    near: float = NEAR
    as_of: float = AS_OF
    near_days: int = NEAR_DAYS
    followed: int = FOLLOWED
    reference: float = REFERENCE
    passage_dense: float = PASSAGE_DENSE
    passage_words: float = PASSAGE_WORDS
    lead: float = LEAD
    behind: float = BEHIND
    per_article: int = PER_ARTICLE
    per_publication: int = PER_PUBLICATION
    repeated: float = REPEATED
    graph_from: int = GRAPH_FROM
    exact_to: int = EXACT_TO


@dataclass(frozen=True, slots=True)
class IndexSettings:
    """How an index is built and searched.

    Attributes:
        model: "<backend>:<model>", see `index.encoding.BACKENDS`.
        passage_pieces: word pieces of a passage's text at most. A change of this or of the model
            makes the next build a whole one.
    """

    model: str = MODEL
    passage_pieces: int = PASSAGE_PIECES
    search: SearchSettings = field(default_factory=SearchSettings)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "IndexSettings":
        """The defaults, with the model that BACKFILE_MODEL names. For entry points."""
        return cls(model=environment.get("BACKFILE_MODEL") or MODEL)


DEFAULTS = IndexSettings()
