"""Each rule of the lint finds its fault, and a sound set gives no finding."""

from dataclasses import replace
from datetime import date

import pytest

from eval.lint import lint
from eval.questions import Forbidden, Question, QuestionTurn
from tests.eval_room import CANAL, COST, DEAD, FLOOD, NOBODY, TOLL, Room, evidence, nugget, renamed


def rules(*questions: Question) -> list[str]:
    return [f.rule for f in lint(questions, Room())]


def proved_by(quote: str) -> Question:
    return replace(COST, nuggets=(nugget("6.8 billion", proofs=(evidence(CANAL, quote),)),))


def test_a_sound_set_gives_no_finding():
    assert lint([COST, DEAD, NOBODY], Room()) == ()


@pytest.mark.parametrize(
    ("question", "rule"),
    [
        (proved_by("costs 6.8 billion"), "quote not word for word"),
        (proved_by("Work starts in May."), "alias not in evidence"),
        (replace(DEAD, as_of=date(2023, 4, 5), required_articles=()), "later than as_of"),
        (replace(COST, required_articles=("canal", "lost")), "gold missing"),
        (replace(COST, required_articles=()), "gold missing"),
        (replace(COST, nuggets=(nugget("6.8 billion"),)), "no evidence"),
        (replace(COST, required_articles=("flood",)), "not required"),
        (replace(COST, answer="a fortune"), "answer beside its nuggets"),
        (replace(DEAD, forbidden=(Forbidden("112", "by mistake"),)), "gold forbidden"),
        (replace(COST, type="follow_up"), "follow-up alone"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_fault_is_found_by_its_rule(question, rule):
    assert rule in rules(question)


def test_evidence_of_an_unknown_article_is_gold_missing():
    lost = replace(CANAL, id="lost")
    question = replace(COST, nuggets=(nugget("6.8 billion", proofs=(evidence(lost, "6.8 billion"),)),))

    assert "evidence names 'lost', which is not in the corpus" in [
        f.message for f in lint([question], Room())
    ]


def test_the_second_alternative_needs_no_required_article():
    proofs = (evidence(TOLL, "counts 112 dead"), evidence(FLOOD, "The government counts 64 dead."))
    question = replace(
        DEAD, nuggets=(replace(DEAD.nuggets[0], aliases=("112", "64"), evidence_any_of=proofs),), forbidden=()
    )

    assert lint([question], Room()) == ()


def test_two_questions_of_the_same_words_and_day_are_twins():
    twin = renamed(replace(COST, turns=(QuestionTurn("what will the canal cost, in crowns"),)), "again")

    assert [(f.question_id, f.message) for f in lint([COST, twin], Room())] == [
        ("again", "asks the same as cost")
    ]


def test_the_same_words_on_another_day_are_another_question():
    later = replace(renamed(DEAD, "later"), as_of=date(2023, 5, 30))

    assert lint([DEAD, later], Room()) == ()


def test_nuggets_of_one_id_are_twins():
    assert "duplicate" in rules(replace(COST, nuggets=COST.nuggets * 2))


def test_a_story_in_two_splits_is_found():
    other = replace(
        renamed(NOBODY, "other"), split="dev", story_id="flood", turns=(QuestionTurn("Who sang?"),)
    )

    assert [f.message for f in lint([DEAD, other], Room())] == ["flood is dev here, test in dead"]
