"""The project's own question set is true to the sample corpus, and holds enough of every kind."""

from collections import Counter
from pathlib import Path

import pytest

from corpus.parsing import read_corpus
from eval.articles import ArticleTable
from eval.lint import lint
from eval.loading import SETS, read_set
from eval.questions import TYPES, UNANSWERABLE_TYPES, Question

# A type with fewer questions says nothing; "adversarial" needs articles that no sample should hold.
LEAST_OF_A_TYPE = {kind: 6 for kind in TYPES if kind != "adversarial"}


@pytest.fixture(scope="module")
def questions() -> tuple[Question, ...]:
    return read_set(SETS / "sample.jsonl").questions


@pytest.fixture(scope="module")
def articles(root: Path) -> ArticleTable:
    return ArticleTable(read_corpus([root / "corpus" / "sample"]).articles)


def test_the_lint_finds_nothing(questions: tuple[Question, ...], articles: ArticleTable) -> None:
    assert lint(questions, articles) == ()


def test_every_type_is_asked_often_enough(questions: tuple[Question, ...]) -> None:
    counts = Counter(q.type for q in questions)

    assert {kind: counts[kind] for kind in LEAST_OF_A_TYPE if counts[kind] < LEAST_OF_A_TYPE[kind]} == {}


def test_there_are_at_least_seventy_two(questions: tuple[Question, ...]) -> None:
    assert len(questions) >= 72


def test_a_quarter_has_no_answer(questions: tuple[Question, ...]) -> None:
    assert sum(q.type in UNANSWERABLE_TYPES for q in questions) >= len(questions) / 4


def test_the_same_words_are_asked_of_several_days(questions: tuple[Question, ...]) -> None:
    days = Counter(q.text for q in questions if q.type == "temporal")

    assert sum(count > 1 for count in days.values()) >= 5


def test_superseded_facts_are_forbidden(questions: tuple[Question, ...]) -> None:
    assert sum(bool(q.forbidden) for q in questions if q.type == "temporal") >= 10


def test_both_splits_hold_answerable_and_unanswerable_questions(questions: tuple[Question, ...]) -> None:
    kinds = Counter((q.split, q.answerable) for q in questions)

    assert min(kinds[split, answerable] for split in ("dev", "test") for answerable in (True, False)) >= 12
