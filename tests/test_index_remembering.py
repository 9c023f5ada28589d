"""Remembered vectors: the same as encoded ones, in order, and no more of them than allowed."""

from collections.abc import Sequence

import numpy as np

from index.remembering import Remembering


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
