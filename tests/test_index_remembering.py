"""Remembered vectors: the same as encoded ones, in order, and no more of them than allowed."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index.encoding import encoder
from index.library import Library
from index.remembering import Remembering
from index.settings import IndexSettings


class Lengths:
    """Encodes a text as its length and its number of a's, and counts what it is asked for."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []

    def __call__(self, texts: Sequence[str]) -> np.ndarray:
        self.asked.append(list(texts))
        return np.array([[len(text), text.count("a")] for text in texts], dtype=np.float32).reshape(-1, 2)


def test_only_what_is_new_is_encoded_and_rows_keep_their_order():
    encode = Lengths()
    remembering = Remembering(encode)
    remembering(["a", "bb"])

    rows = remembering(["ccc", "a", "ccc", "bb"])

    assert rows.tolist() == [[3, 0], [1, 1], [3, 0], [2, 0]]
    assert encode.asked == [["a", "bb"], ["ccc"]]


def test_what_was_not_asked_for_longest_is_forgotten():
    encode = Lengths()
    remembering = Remembering(encode, most=2)
    remembering(["a", "bb"])
    remembering(["a"])
    remembering(["ccc"])

    remembering(["a", "bb"])

    assert encode.asked == [["a", "bb"], ["ccc"], ["bb"]]


def test_no_texts_give_no_rows():
    assert Remembering(Lengths())([]).shape == (0, 2)


def test_a_result_that_is_changed_changes_nothing_that_is_remembered():
    remembering = Remembering(Lengths())
    remembering(["a"])[:] = 9

    assert remembering(["a"]).tolist() == [[1, 1]]


def test_the_encoder_gives_a_text_the_same_vector_beside_any_others(sample_home: Path):
    generation = Library(sample_home).open()
    texts = [passage.text for id_ in generation.articles.ids()[:4] for passage in generation.passages_of(id_)]
    sentences = [sentence for text in texts for sentence in text.split(". ")]
    encode = encoder(IndexSettings().model, sample_home).encode

    alone = np.vstack([encode([sentence]) for sentence in sentences[:20]])

    assert len(sentences) > 60
    assert np.array_equal(encode(sentences)[:20], alone)
