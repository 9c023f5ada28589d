"""Joining rankings, exact search with filters, and BM25 over stems: arithmetic a reader can follow."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from index.exact import allowed, similarities
from index.fusion import joined, standardised, top
from index.lexical import Lexical, words, write_lexical
from index.passage import Filters
from index.passage_store import ROW

PUBLICATIONS = {"": 0, "Courier": 1, "Post": 2}
SECTIONS = {"": 0, "World": 1}


def rows(*found: tuple[int, int, int, int]) -> np.ndarray:
    """Rows of (day, bound, publication, section), each of an article of its own, all reporting."""
    return np.array([(n, n, day, bound, p, s, 1) for n, (day, bound, p, s) in enumerate(found)], dtype=ROW)


def passing(table: np.ndarray, filters: Filters) -> list[int]:
    mask = allowed(table, filters, PUBLICATIONS, SECTIONS)
    assert mask is not None
    return [int(row) for row in np.flatnonzero(mask)]


def test_top_is_best_first_with_ties_in_row_order():
    assert top(np.array([1.0, 3.0, 1.0, 3.0]), 3).tolist() == [1, 3, 0]


def test_top_never_names_a_forbidden_row():
    assert top(np.array([-np.inf, 0.5, -np.inf]), 3).tolist() == [1]


def test_standardised_scores_are_deviations_from_the_mean():
    # Mean 3, standard deviation 2.
    assert standardised(np.array([1.0, 5.0])).tolist() == [-1.0, 1.0]


def test_scores_that_are_all_alike_say_nothing():
    assert standardised(np.array([4.0, 4.0])).tolist() == [0.0, 0.0]


def test_joined_is_the_weighted_sum_of_standardised_scores():
    score = joined([(np.array([1.0, 5.0]), 1.0), (np.array([30.0, 10.0]), 0.5)])

    # -1 + 0.5 · 1 and 1 + 0.5 · (-1)
    assert score.tolist() == [-0.5, 0.5]


def test_no_filter_gives_no_mask():
    assert allowed(rows((1, 1, 0, 0)), Filters(), PUBLICATIONS, SECTIONS) is None


def test_as_of_takes_an_inferred_bound_and_no_undated_article():
    day = date(2023, 5, 1).toordinal()
    table = rows((day, day, 0, 0), (day + 1, day + 1, 0, 0), (0, day, 0, 0), (0, 0, 0, 0))

    assert passing(table, Filters(as_of=date(2023, 5, 1))) == [0, 2]


def test_since_and_until_are_inclusive_and_take_no_inferred_bound():
    day = date(2023, 5, 1).toordinal()
    table = rows((day, day, 0, 0), (day + 2, day + 2, 0, 0), (day + 3, day + 3, 0, 0), (0, day + 1, 0, 0))

    assert passing(table, Filters(since=date(2023, 5, 1), until=date(2023, 5, 3))) == [0, 1]


def test_until_takes_no_undated_article():
    assert passing(rows((0, 0, 0, 0), (5, 5, 0, 0)), Filters(until=date(2023, 5, 1))) == [1]


def test_publication_matches_without_case():
    assert passing(rows((1, 1, 1, 0), (1, 1, 2, 0)), Filters(publications=("courier",))) == [0]


def test_unknown_publication_matches_nothing():
    assert passing(rows((1, 1, 1, 0)), Filters(publications=("Gazette",))) == []


def test_section_and_kind_filter():
    table = rows((1, 1, 0, 1), (1, 1, 0, 0))

    assert passing(table, Filters(sections=("World",))) == [0]
    assert passing(table, Filters(kinds=("commentary",))) == []


@pytest.mark.parametrize("share", [0.0, 0.1, 0.9])
def test_masked_similarities_equal_the_unmasked_ones(share: float):
    rng = np.random.default_rng(0)
    vectors = rng.normal(size=(200, 8)).astype(np.float32)
    query = vectors[3]
    mask = rng.random(200) < share

    found = similarities(vectors, query, mask)

    assert np.allclose(found[mask], similarities(vectors, query, None)[mask], atol=1e-5)
    assert np.all(found[~mask] == -np.inf)


def test_words_are_stems_without_stop_words_and_accents():
    assert words("The ministers of Peña were resigning") == ["minist", "pena", "resign"]


def test_initials_with_and_without_full_stops_are_one_word():
    assert words("U.S. and US") == words("US and U.S.") == ["us", "us"]


def test_numbers_stay_whole():
    assert words("1,000 men, 2.5 per cent") == ["1,000", "men", "2.5", "per", "cent"]


def test_lexical_scores_are_lucene_bm25(tmp_path: Path):
    write_lexical(tmp_path / "words", ["river bridge", "river"])

    scores = Lexical(tmp_path / "words").scores("bridges")

    # idf = ln(1 + (2 - 1 + 0.5) / (1 + 0.5)) = ln 2; tf = 1 / (1 + 1.2 · (0.25 + 0.75 · 2 / 1.5)) = 0.4
    assert scores == pytest.approx([np.log(2) * 0.4, 0.0])


def test_query_of_unknown_words_scores_nothing(tmp_path: Path):
    write_lexical(tmp_path / "words", ["river bridge", "river"])

    assert Lexical(tmp_path / "words").scores("unheard-of the").tolist() == [0.0, 0.0]


def test_texts_without_any_word_can_be_indexed(tmp_path: Path):
    write_lexical(tmp_path / "words", ["", "the"])

    assert Lexical(tmp_path / "words").scores("the river").tolist() == [0.0, 0.0]
