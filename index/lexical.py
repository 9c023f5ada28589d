"""BM25 over words: the ranking that knows names, numbers and rare words exactly.

The one home of `bm25s` and `Stemmer`. `index.building` writes it, `index.search`
reads it memory-mapped. Knows rows of texts and nothing of passages.
"""

import logging
import math
import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

# Lucene's BM25 with the parameters that Robertson and Zaragoza, "The Probabilistic
# Relevance Framework", 2009, give as fair for most collections.
METHOD = "lucene"
K1 = 1.2
B = 0.75

# Words so frequent that they tell texts apart by chance only, question words with them.
STOP_WORDS = frozenset(
    [
        "a",
        "about",
        "after",
        "all",
        "also",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "because",
        "been",
        "before",
        "being",
        "between",
        "but",
        "by",
        "can",
        "could",
        "did",
        "do",
        "does",
        "doing",
        "for",
        "from",
        "had",
        "has",
        "have",
        "having",
        "he",
        "her",
        "here",
        "hers",
        "him",
        "his",
        "how",
        "i",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "itself",
        "just",
        "me",
        "might",
        "more",
        "most",
        "my",
        "no",
        "nor",
        "not",
        "of",
        "off",
        "on",
        "once",
        "only",
        "or",
        "other",
        "our",
        "ours",
        "out",
        "over",
        "own",
        "she",
        "should",
        "so",
        "some",
        "such",
        "than",
        "that",
        "the",
        "their",
        "theirs",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "through",
        "to",
        "too",
        "under",
        "until",
        "up",
        "very",
        "was",
        "we",
        "were",
        "what",
        "when",
        "where",
        "which",
        "while",
        "who",
        "whom",
        "whose",
        "why",
        "will",
        "with",
        "would",
        "you",
        "your",
        "yours",
    ]
)
_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|\d+(?:[.,]\d+)*|[^\W\d_]+(?:'[^\W\d_]+)?")


def words(text: str) -> list[str]:
    """Stems of a text's words, stop words left out, in order, repeats kept."""
    plain = _without_marks(text).casefold().replace("’", "'")
    kept = (word.replace(".", "") if word[0].isalpha() else word for word in _WORD.findall(plain))
    return _stemmer().stemWords([word for word in kept if word not in STOP_WORDS])


def write_lexical(folder: Path, texts: Iterable[str]) -> None:
    """Index the texts, whose numbers are the rows, in a new folder."""
    bm25s = _library()
    # A text without words gets one that no query has: bm25s fails where all texts are empty.
    vocabulary: dict[str, int] = {"": 0}
    rows = [[vocabulary.setdefault(word, len(vocabulary)) for word in words(text)] or [0] for text in texts]
    index = bm25s.BM25(k1=K1, b=B, method=METHOD)
    index.index((rows, vocabulary), show_progress=False)
    index.save(folder, show_progress=False)


class Lexical:
    """A written index, memory-mapped. Safe for threads: reading changes nothing."""

    def __init__(self, folder: Path) -> None:
        self._index: Any = _library().BM25.load(folder, mmap=True)
        # Plain views of the mapped arrays: each slice of a `memmap` costs 10 µs.
        parts = self._index.scores
        self._bounds, self._rows, self._weights = map(
            np.asarray, (parts["indptr"], parts["indices"], parts["data"])
        )

    def __len__(self) -> int:
        """Number of rows."""
        return int(self._index.scores["num_docs"])

    def scores(self, query: str) -> np.ndarray:
        """BM25 of every row, float32, zero where no word of the query stands."""
        numbers = self._known(query)
        if not numbers:
            return np.zeros(len(self), dtype=np.float32)
        return self._index.get_scores_from_ids(numbers)

    def scores_of(self, query: str, rows: np.ndarray) -> np.ndarray:
        """BM25 of some rows, given ascending: what `scores` says of them, without reading all others."""
        found = np.zeros(len(rows), dtype=np.float32)
        for number in self._known(query) if len(rows) else []:
            postings = slice(self._bounds[number], self._bounds[number + 1])
            holders = self._rows[postings]
            place = np.searchsorted(holders, rows)
            place[place == len(holders)] = 0
            held = holders[place] == rows
            found[held] += self._weights[postings][place[held]]
        return found

    def _known(self, query: str) -> list[int]:
        vocabulary = self._index.vocab_dict
        return [vocabulary[word] for word in words(query) if word in vocabulary]

    def rarity(self, word: str) -> float:
        """Inverse document frequency of a stemmed word, > 0; a word that no row holds is the rarest.

        The form that Lucene's BM25 uses, log(1 + (N - n + 0.5) / (n + 0.5)).
        """
        number = self._index.vocab_dict.get(word)
        held = 0 if number is None else int(self._bounds[number + 1] - self._bounds[number])
        return math.log1p((len(self) - held + 0.5) / (held + 0.5))


def _library() -> Any:
    import bm25s

    # It sets its own logger to DEBUG when imported.
    logging.getLogger("bm25s").setLevel(logging.WARNING)
    return bm25s


def _without_marks(text: str) -> str:
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


@cache
def _stemmer() -> Any:
    import Stemmer

    return Stemmer.Stemmer("english")
