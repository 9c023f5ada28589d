"""The project's own question set is true to the sample corpus, and holds enough of every kind."""

from collections import Counter
from pathlib import Path

import pytest

from corpus.parsing import Corpus, read_corpus
from eval.articles import ArticleTable
from eval.lint import lint
from eval.loading import SETS, read_set
from eval.questions import TYPES, UNANSWERABLE_TYPES, Question

# A type with fewer questions says nothing.
LEAST_OF_A_TYPE = dict.fromkeys(TYPES, 5) | {
    "follow_up": 15,
    "comparison": 10,
    "timeline": 10,
    "false_premise": 15,
    "temporal": 20,
    "who_said": 20,
    "unanswerable": 20,
}


@pytest.fixture(scope="module")
def questions() -> tuple[Question, ...]:
    return read_set(SETS / "sample.jsonl").questions


@pytest.fixture(scope="module")
def corpus(root: Path) -> Corpus:
    return read_corpus([root / "corpus" / "sample"])


@pytest.fixture(scope="module")
def articles(corpus: Corpus) -> ArticleTable:
    return ArticleTable(corpus.articles)


def test_the_lint_finds_nothing(questions: tuple[Question, ...], articles: ArticleTable) -> None:
    assert lint(questions, articles) == ()


def test_every_article_proves_something(questions: tuple[Question, ...], corpus: Corpus) -> None:
    quoted = {e.article_id for q in questions for n in q.nuggets for one in n.evidence_any_of for e in one}

    assert {a.id for a in corpus.articles} - quoted == set()


def test_every_type_is_asked_often_enough(questions: tuple[Question, ...]) -> None:
    counts = Counter(q.type for q in questions)

    assert {kind: counts[kind] for kind in LEAST_OF_A_TYPE if counts[kind] < LEAST_OF_A_TYPE[kind]} == {}


def test_there_are_at_least_a_hundred_and_fifty(questions: tuple[Question, ...]) -> None:
    assert len(questions) >= 150


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
