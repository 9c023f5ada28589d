"""The index's settings, each default with its reason. Only entry points read the environment."""

from collections.abc import Mapping
from dataclasses import dataclass, field

# The bundled model; "sentence-transformers:<id or folder>" takes any other.
MODEL = "bundled:all-MiniLM-L6-v2"
# Word pieces of a passage's own text; with 40 of title and heading they fit the model's 256.
PASSAGE_PIECES = 200

# Candidates of each ranking. 100 and 400 gave the same figures on the dev questions.
DEPTH = 200
# Weights of standardised scores: dense evidence counts as much as all words together.
DENSE = 1.0
PASSAGE_WORDS = 0.5
ARTICLE_WORDS = 0.5
# What closeness in time may add, in the same unit: asked for ("this week") or implied by an as-of day.
NEAR = 3.0
AS_OF = 1.5
# A fortnight: news of last week is still "recent", of last month hardly.
NEAR_DAYS = 14
# How many leading passages have their articles' references followed, and what being referred to adds:
# enough to bring in what the reader would look up, too little to displace what answers by itself.
FOLLOWED = 3
REFERENCE = 0.5
# So that one long live blog does not fill the list.
PER_ARTICLE = 3
# Exact search over fewer passages than this is faster than importing Chroma, and exact.
GRAPH_FROM = 50_000


@dataclass(frozen=True, slots=True)
class SearchSettings:
    """How rankings are joined; weights are in standard deviations of the candidates' scores.

    Attributes:
        depth: candidates taken of each ranking.
        dense, passage_words, article_words: weights of cosine, BM25 of the passage, BM25 of its article.
        near, as_of: weight of closeness to the day of `Filters.near`, else to that of `Filters.as_of`.
        near_days: days after which that closeness has fallen to 1/e.
        followed, reference: leading passages whose articles' references are followed, and the weight of that.
        per_article: passages of one article at most.
        graph_from: from this many passages on, unfiltered searches walk Chroma's graph.
    """

    depth: int = DEPTH
    dense: float = DENSE
    passage_words: float = PASSAGE_WORDS
    article_words: float = ARTICLE_WORDS
    near: float = NEAR
    as_of: float = AS_OF
    near_days: int = NEAR_DAYS
    followed: int = FOLLOWED
    reference: float = REFERENCE
    per_article: int = PER_ARTICLE
    graph_from: int = GRAPH_FROM


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
