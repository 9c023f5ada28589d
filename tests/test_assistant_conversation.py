"""Follow-ups rewritten to stand alone: by who and what the turns before spoke of, and by a model that keeps to it."""

from collections.abc import Callable

import pytest

from assistant.answer import Answer, Citation, Sentence, Turn
from assistant.conversation import stand_alone
from assistant.referents import office, people_of, person, several, thing
from assistant.rewriting import rewritten
from corpus.article import Article, Quotation
from corpus.names import Person
from index.passage import Filters
from tests.answering_models import FakeModel

OSTAVO = Person("Ruel Ostavo", 0, ["the water minister"], role_words={"water", "minister"})
CALLORAN = Person(
    "Inez Calloran", 0, ["the new water minister"], gender="f", role_words={"new", "water", "minister"}
)
PROSECUTOR = Person("Emeric Stanhall", 0, ["the prosecutor of Castrel"], role_words={"prosecutor", "castrel"})
AUBIN = Person("Lorenz Aubin", 0)


def turn(question: str, *sentences: str, short: str = "") -> Turn:
    told = tuple(
        Sentence(text, (Citation("a1", "Title", None, "Paper", "", 0, 1, text),)) for text in sentences
    )
    return Turn(question, Answer(question, question, Filters(), "answered", 0.9, told, (), "g", short=short))


RESIGNED = turn("Who resigned as Zembara's water minister in April?", "Ruel Ostavo said that he was leaving.")


@pytest.mark.parametrize(
    ("before", "follow_up", "alone"),
    [
        (
            RESIGNED,
            "Who took over from him?",
            "Who took over from Ruel Ostavo as Zembara's water minister?",
        ),
        (RESIGNED, "Who is his successor?", "Who succeeded Ruel Ostavo as Zembara's water minister?"),
        (RESIGNED, "Who was put in his place?", "Who succeeded Ruel Ostavo as Zembara's water minister?"),
        (
            RESIGNED,
            "How many of his letters did he sign that day?",
            "How many of his letters did Ruel Ostavo sign that day?",
        ),
        (
            RESIGNED,
            "Why?",
            "Why is it that Ruel Ostavo resigned as Zembara's water minister in April?",
        ),
        (
            turn("Did Norvask pay the fine?", "It did."),
            "Why?",
            "Why did Norvask pay the fine?",
        ),
        (
            turn("How much did Zembara ask of the donors?", "1.9 billion."),
            "And how much was it offered?",
            "How much was Zembara offered?",
        ),
        (
            turn("How much did Pellandra pledge to Zembara?", "240 million."),
            "And Norvask?",
            "How much did Norvask pledge to Zembara?",
        ),
        (
            turn("How much did Pellandra pledge to Zembara in June?", "240 million."),
            "And in July?",
            "How much did Pellandra pledge to Zembara in July?",
        ),
        (
            turn("How well does the vaccine protect after one dose?", "31 percent."),
            "And after two doses?",
            "How well does the vaccine protect after two doses?",
        ),
        (
            turn("Which canal did Ilse Korvath choose?", "The short one."),
            "How many locks will it have?",
            "How many locks will the canal have?",
        ),
        (
            turn("When did Sundrel and Norvask sign the treaty?", "On Monday."),
            "What did they sign before?",
            "What did Sundrel and Norvask sign before?",
        ),
        (
            turn("What broke at the dam?", "The hoist of Gate 3 was original equipment, 42 years old."),
            "Who said that?",
            "Who said that the hoist of Gate 3 was original equipment, 42 years old?",
        ),
        # A question that stands alone is left alone, whatever was asked before.
        (
            RESIGNED,
            "What does a loaf of bread cost in Dovrath?",
            "What does a loaf of bread cost in Dovrath?",
        ),
    ],
)
def test_a_follow_up_takes_up_what_it_leaves_out(before: Turn, follow_up: str, alone: str) -> None:
    assert stand_alone(follow_up, [before], [OSTAVO, CALLORAN]) == alone


def test_whom_the_question_calls_by_an_office_is_not_the_one_it_asks_for() -> None:
    before = turn(
        "Whom did the prosecutor of Castrel charge?",
        "On 19 September Emeric Stanhall, the prosecutor of Castrel, charged Lorenz Aubin with bribery.",
    )

    assert person([before], [PROSECUTOR, AUBIN], "m") == "Lorenz Aubin"


def test_she_is_no_man_although_he_was_named_first() -> None:
    before = turn("Who holds the office?", "Ruel Ostavo held it first.", "Inez Calloran holds it now.")

    assert person([before], [OSTAVO, CALLORAN], "f") == "Inez Calloran"
    assert person([before], [OSTAVO, CALLORAN], "m") == "Ruel Ostavo"


def test_the_short_answer_is_whom_who_found() -> None:
    before = turn("Who left last?", "Inez Calloran saw Ruel Ostavo leave.", short="Ruel Ostavo")

    assert person([before], [OSTAVO, CALLORAN]) == "Ruel Ostavo"


def test_nobody_fits_where_nobody_was_named() -> None:
    assert person([turn("What failed?", "A gate of the dam jammed.")]) == ""


def test_the_other_referents_of_a_question() -> None:
    asked = turn("Which office did the Hollen Dam inquiry blame?")

    assert thing([turn("What did the Hollen Dam cost?")]) == "the Hollen Dam"
    assert thing([asked]) == "the office"
    assert several([turn("What did Sundrel and the Norvask Navy sign?")]) == "Sundrel and Norvask Navy"
    assert office([turn("Who was the governor of Karsenia's bank?")]) == "governor of Karsenia's bank"


def test_only_those_quoted_or_called_by_a_role_are_people() -> None:
    text = "Vera Lund said so. The Brenn Post printed it. Olaf Rein, the minister, agreed with Harl Dokk."
    article = Article("a", "Title", text, quotations=(Quotation(0, 9, "Lund", "Vera Lund"),))

    assert {found.name for found in people_of(article)} == {"Vera Lund", "Olaf Rein"}


def broken(prompt: str) -> str:
    raise ConnectionError("http://user:canary-key@host refused")


def test_a_models_rewrite_is_taken_where_it_keeps_to_what_was_said() -> None:
    model = FakeModel(reply=lambda _: "Who followed Ruel Ostavo as Zembara's water minister?")

    assert (
        rewritten("Who took over from him?", [RESIGNED], [OSTAVO], model)
        == "Who followed Ruel Ostavo as Zembara's water minister?"
    )


@pytest.mark.parametrize(
    "reply",
    [
        lambda _: "Who followed Goran Petrik as water minister?",  # nobody has named him
        lambda _: "Who took over on 7 May from Ruel Ostavo?",  # nobody has said that day
        lambda _: "Inez Calloran took over.",  # an answer, no question
        lambda _: "Sure!\nWho took over?",
        lambda _: "",
        broken,
    ],
)
def test_a_rewrite_that_adds_or_fails_gives_way_to_the_rules(
    reply: Callable[[str], str], caplog: pytest.LogCaptureFixture
) -> None:
    found = rewritten("Who took over from him?", [RESIGNED], [OSTAVO], FakeModel(reply=reply))

    assert found == "Who took over from Ruel Ostavo as Zembara's water minister?"
    assert "canary-key" not in caplog.text


def test_a_question_that_stands_alone_never_waits_for_a_model() -> None:
    alone = "What does a loaf of bread cost in Dovrath?"

    assert rewritten(alone, [RESIGNED], [], FakeModel(reply=broken)) == alone
    assert rewritten("Who left?", [], [], FakeModel(reply=broken)) == "Who left?"
