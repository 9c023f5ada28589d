"""Weighing articles and passages: each weight moves what it should, over vectors that a reader can multiply."""

from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from index.article_rows import ArticleRows, best_of_each
from index.fusion import beyond_first, first_of_each
from index.lexical import Lexical, write_lexical
from index.passage import Filters
from index.passage_store import ROW
from index.settings import SearchSettings
from index.weighing import Query, Weighed, Weigher

EAST, NORTH = np.array([1.0, 0.0], dtype=np.float32), np.array([0.0, 1.0], dtype=np.float32)
NOTHING = SearchSettings(
    dense=0, article_dense=0, words=0, near=0, as_of=0, reference=0, passage_dense=0, passage_words=0, lead=0,
    behind=1, repeated=0,
)  # fmt: skip
EVERYTHING = Query("bridge", EAST, Filters(), None)
FIRST_OF_MAY = date(2023, 5, 1)


@dataclass
class Passages:
    """The columns of a passage store."""

    rows: np.ndarray
    publications: dict[str, int] = field(default_factory=lambda: {"": 0, "Courier": 1, "Post": 2})


def table(*found: dict[str, int]) -> Passages:
    """Rows with the fields given, every article its own family unless said otherwise."""
    rows = np.zeros(len(found), dtype=ROW)
    for row, values in zip(rows, found, strict=True):
        for name, value in {"family": values["article"], **values}.items():
            row[name] = value
    return Passages(rows)


def weighed(
    folder: Path,
    passages: Passages,
    settings: SearchSettings,
    *,
    vectors: list[np.ndarray] | None = None,
    texts: list[str] | None = None,
    query: Query = EVERYTHING,
    via: dict[int, int] | None = None,
) -> Weighed:
    articles = 1 + int(passages.rows["article"].max())
    write_lexical(folder / "passages", texts or ["word"] * len(passages.rows))
    write_lexical(folder / "articles", ["word"] * articles)
    lexical = Lexical(folder / "passages"), Lexical(folder / "articles")
    stacked = np.array(vectors or [EAST] * len(passages.rows))
    return Weigher(passages, stacked, lexical, settings).weighed(query, np.arange(articles), via or {})  # type: ignore[arg-type]


def test_rows_of_articles_come_article_by_article():
    rows = ArticleRows(np.array([0, 0, 2, 2, 2, 3]), 4)

    assert rows.of(np.array([2, 0])).tolist() == [2, 3, 4, 0, 1]
    assert rows.of(np.array([1])).tolist() == []
    assert rows.of(np.array([], dtype=np.int64)).tolist() == []


def test_article_passes_if_one_of_its_rows_does():
    rows = ArticleRows(np.array([0, 0, 2]), 3)

    assert rows.passing(np.array([False, True, False])).tolist() == [True, False, False]


def test_direction_of_an_article_is_the_mean_of_its_passages_at_length_one():
    directions = ArticleRows(np.array([0, 0, 2]), 3).directions(np.array([EAST, NORTH, NORTH]))

    assert directions == pytest.approx(np.array([[0.5**0.5, 0.5**0.5], [0, 0], [0, 1]]))


def test_best_of_each_group():
    groups, best = best_of_each(np.array([0, 0, 2]), np.array([1.0, 3.0, 2.0]))

    assert (groups.tolist(), best.tolist()) == ([0, 2], [3.0, 2.0])


def test_first_of_each_group_is_its_highest_and_of_equals_the_first():
    assert first_of_each(np.array([7, 5, 7, 5]), np.array([1.0, 2.0, 3.0, 2.0])).tolist() == [
        False,
        True,
        True,
        False,
    ]


def test_places_beyond_the_first_ones_of_a_group():
    # By score the group's order is 4, 3, 2, 1; two are free.
    assert beyond_first(np.zeros(4), np.array([4.0, 1.0, 3.0, 2.0]), 2).tolist() == [0, 2, 0, 1]


def test_scores_of_some_rows_equal_those_of_all(tmp_path: Path):
    write_lexical(tmp_path, ["river bridge ford", "river", "bridge bridge", "hill", "river bridge hill"])
    lexical, rows = Lexical(tmp_path), np.array([0, 2, 3, 4])

    for query in ("bridge over the river", "bridge bridge", "unheard-of", "hill", "ford"):
        assert lexical.scores_of(query, rows) == pytest.approx(lexical.scores(query)[rows])
    assert lexical.scores_of("river", np.array([], dtype=np.int64)).tolist() == []


@pytest.mark.parametrize("weight", ["dense", "article_dense"])
def test_nearer_article_scores_higher(tmp_path: Path, weight: str):
    passages = table({"article": 0}, {"article": 1})

    found = weighed(tmp_path, passages, replace(NOTHING, **{weight: 1.0}), vectors=[NORTH, EAST])

    # Standardised cosines of 0 and 1.
    assert found.score.tolist() == [-1.0, 1.0]


def test_article_is_as_near_as_its_nearest_passage_and_about_the_mean_of_all(tmp_path: Path):
    passages = table({"article": 0}, {"article": 0}, {"article": 1})
    vectors = [EAST, NORTH, np.array([0.8, 0.6], dtype=np.float32)]

    nearest = weighed(tmp_path / "a", passages, replace(NOTHING, dense=1.0), vectors=vectors)
    about = weighed(tmp_path / "b", passages, replace(NOTHING, article_dense=1.0), vectors=vectors)

    # Nearest: 1.0 against 0.8. As a whole: 0.71 against 0.8.
    assert nearest.article_score.tolist() == [1.0, 1.0, -1.0]
    assert about.article_score.tolist() == [-1.0, -1.0, 1.0]


def test_passage_loses_what_it_is_behind_its_articles_best(tmp_path: Path):
    passages = table({"article": 0}, {"article": 0})

    found = weighed(
        tmp_path, passages, replace(NOTHING, passage_dense=1.0, behind=0.5), vectors=[NORTH, EAST]
    )

    # The first is two standard deviations behind, of which half is lost.
    assert found.score.tolist() == [-1.0, 0.0]


def test_passage_with_the_words_of_the_query_is_ahead(tmp_path: Path):
    passages = table({"article": 0}, {"article": 0})

    found = weighed(tmp_path, passages, replace(NOTHING, passage_words=1.0), texts=["a river", "a bridge"])

    assert found.score.tolist() == [-2.0, 0.0]


def test_lead_of_an_article_is_ahead(tmp_path: Path):
    passages = table({"article": 0}, {"article": 0}, {"article": 1})

    assert weighed(tmp_path, passages, replace(NOTHING, lead=0.5)).score.tolist() == [0.0, -0.5, 0.0]


def test_closeness_in_time_falls_to_a_third_in_its_days_and_is_nothing_without_a_date(tmp_path: Path):
    day = FIRST_OF_MAY.toordinal()
    passages = table(*({"article": n, "day": d} for n, d in enumerate([day, day - 10, day + 10, 0])))
    query = Query("bridge", EAST, Filters(near=FIRST_OF_MAY), None)

    found = weighed(tmp_path, passages, replace(NOTHING, near=2.0, near_days=10), query=query)

    assert found.score == pytest.approx([2.0, 2 / np.e, 2 / np.e, 0.0])


def test_as_of_day_counts_where_no_nearness_is_asked_for(tmp_path: Path):
    passages = table({"article": 0, "day": FIRST_OF_MAY.toordinal()})
    query = Query("bridge", EAST, Filters(as_of=FIRST_OF_MAY), None)

    assert weighed(tmp_path, passages, replace(NOTHING, near=2.0, as_of=1.0), query=query).score == [1.0]


def test_article_referred_to_is_lifted(tmp_path: Path):
    passages = table({"article": 0}, {"article": 1})

    found = weighed(tmp_path, passages, replace(NOTHING, reference=0.5), via={1: 0})

    assert (found.score.tolist(), found.via) == ([0.0, 0.5], {1: 0})


def test_one_article_of_a_family_is_left(tmp_path: Path):
    passages = table({"article": 0}, {"article": 1, "family": 0}, {"article": 2})

    found = weighed(tmp_path, passages, replace(NOTHING, dense=1.0), vectors=[NORTH, EAST, NORTH])

    assert np.isinf(found.score).tolist() == [True, False, False]


def test_each_further_article_of_a_publication_loses_more(tmp_path: Path):
    passages = table(*({"article": n, "publication": 1} for n in range(4)), {"article": 4, "publication": 2})

    found = weighed(tmp_path, passages, replace(NOTHING, per_publication=2, repeated=0.25))

    assert found.score.tolist() == [0.0, 0.0, -0.25, -0.5, 0.0]


def test_articles_without_a_publication_lose_nothing(tmp_path: Path):
    passages = table(*({"article": n, "publication": 0} for n in range(3)))

    assert weighed(tmp_path, passages, replace(NOTHING, per_publication=1, repeated=1.0)).score.tolist() == [
        0,
        0,
        0,
    ]


def test_only_passages_that_the_filters_let_pass_are_weighed(tmp_path: Path):
    passages = table({"article": 0}, {"article": 0}, {"article": 1})
    query = Query("bridge", EAST, Filters(), np.array([False, True, False]))

    assert weighed(tmp_path, passages, NOTHING, query=query).rows.tolist() == [1]


def test_nothing_that_passes_gives_nothing(tmp_path: Path):
    query = Query("bridge", EAST, Filters(), np.array([False]))

    assert weighed(tmp_path, table({"article": 0}), NOTHING, query=query).score.tolist() == []
