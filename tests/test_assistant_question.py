"""What is read out of a question: time, kind, speaker, publication, and a follow-up's stand-alone form."""

from datetime import date

import pytest

from assistant.answer import Answer, Citation, Sentence, Turn
from assistant.conversation import stand_alone
from assistant.dates import read_period
from assistant.question import understand
from assistant.terms import covered, names, numbers, question_terms
from index.passage import Filters

TODAY = date(2023, 9, 10)


def turn(question: str, answer: str = "", speaker: str = "") -> Turn:
    cited = Citation("a1", "Title", None, "Paper", "", 0, 1, answer, speaker)
    return Turn(
        question,
        Answer(question, question, Filters(), "answered", 0.9, (Sentence(answer, (cited,)),), (), "g"),
    )


@pytest.mark.parametrize(
    ("question", "since", "until"),
    [
        ("What happened in August 2023?", date(2023, 8, 1), date(2023, 8, 31)),
        ("What has changed since July?", date(2023, 7, 1), None),
        ("What was said between March and May 2023?", date(2023, 3, 1), date(2023, 5, 31)),
        ("What was known before the 5th of May?", None, date(2023, 5, 4)),
        ("What followed after 3 March 2023?", date(2023, 3, 4), None),
        ("What broke in the past three weeks?", date(2023, 8, 20), None),
        # A month that has not begun yet this year is last year's.
        ("Who left in late October?", date(2022, 10, 1), date(2022, 10, 31)),
        # A report of a day's event appears within a week of it.
        ("What did she say on 12 May 2023?", date(2023, 5, 12), date(2023, 5, 19)),
        # Of an event that has a day, later reports tell too.
        ("Who was hurt during the riot at the port on 12 May 2023?", date(2023, 5, 12), None),
    ],
)
def test_a_period_in_words_bounds_the_publication_date(
    question: str, since: date | None, until: date | None
) -> None:
    period = read_period(question, TODAY)

    assert (period.since, period.until) == (since, until)


@pytest.mark.parametrize(
    "question",
    [
        "How much did trade grow in 2022?",  # a bare year is what a report is about
        "What may happen next?",
        "Will the bridge open by December?",  # a plan, not a bound on reports
        "Who speaks at the congress to be held in Lund on 22 May?",  # reports of it come before that day, and after
        "Who marched in march step on 31 February 2023?",  # no such day
    ],
)
def test_words_that_only_look_like_a_period_bound_nothing(question: str) -> None:
    period = read_period(question, TODAY)

    assert (period.since, period.until, period.as_of) == (None, None, None)


def test_as_of_takes_the_last_day_that_it_names() -> None:
    assert read_period("Who led the inquiry as of June 2023?", TODAY).as_of == date(2023, 6, 30)


def test_relative_words_count_from_the_day_of_an_as_of_in_the_same_question() -> None:
    assert read_period("As of 1 June, what is the latest toll?", TODAY).near == date(2023, 6, 1)


def test_a_recent_event_is_not_the_latest_report() -> None:
    assert read_period("How many votes did each party get in the recent election?", TODAY).near is None
    assert read_period("What did the minister say most recently?", TODAY).near == TODAY


def test_latest_asks_for_near_and_excludes_nothing() -> None:
    period = read_period("What is the latest on the dam?", TODAY)

    assert (period.near, period.since, period.until) == (TODAY, None, None)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many people died?", "number"),
        ("When did the talks end?", "date"),
        ("Who won the vote?", "person"),
        ("Which country left the union?", "place"),
        ("Which company recalled its cars?", "name"),
        ("What did Li Shangfu say about relations with Belarus?", "quotation"),
        ("How did the crisis develop?", "summary"),
        ("Did the minister resign?", "yes-no"),
        # The story is told first; only the clause that asks counts.
        ("Who knew? A deal was announced. Which measure did lawmakers leave out?", "fact"),
    ],
)
def test_the_kind_of_answer_sought_is_read_from_the_clause_that_asks(question: str, kind: str) -> None:
    assert understand(question, today=TODAY).kind == kind


def test_the_speaker_asked_about_is_named() -> None:
    assert understand("What did Geng Shuang tell the Security Council?", today=TODAY).speaker == "Geng Shuang"


def test_a_publication_asked_for_its_view_filters_to_its_commentary() -> None:
    understood = understand(
        "What does The Harbour Weekly think of the treaty?", publications=["The Harbour Weekly"], today=TODAY
    )

    assert understood.filters == Filters(publications=("The Harbour Weekly",), kinds=("commentary",))
    assert understood.read == {"publications", "kinds"}


def test_a_publication_named_in_passing_filters_nothing() -> None:
    understood = understand(
        "Which Harbour Weekly editor resigned?", publications=["Harbour Weekly"], today=TODAY
    )

    assert understood.filters.publications == ()


def test_a_common_word_is_no_publication_that_shares_it() -> None:
    understood = understand(
        "What did Putin this week say he would do?", publications=["The Week"], today=TODAY
    )

    assert understood.filters.publications == ()


def test_filters_given_win_over_filters_read() -> None:
    given = Filters(since=date(2023, 1, 1))

    assert understand("What happened in August 2023?", given, today=TODAY).filters == given


@pytest.mark.parametrize(
    ("follow_up", "alone"),
    [
        ("What about Lukashenko?", "What did Lukashenko say about relations with Belarus?"),
        ("And Lukashenko?", "What did Lukashenko say about relations with Belarus?"),
        ("When did he visit Minsk?", "When did Li Shangfu visit Minsk?"),
        ("What is his role?", "What is Li Shangfu's role?"),
        ("And in June 2023?", "What did Li Shangfu say about relations with Belarus in June 2023?"),
        ("What happened in Korvath in May?", "What happened in Korvath in May?"),
    ],
)
def test_a_follow_up_is_rewritten_to_stand_alone(follow_up: str, alone: str) -> None:
    before = turn("What did Li Shangfu say about relations with Belarus?", "“…”, Li said.", "Li Shangfu")

    assert stand_alone(follow_up, [before]) == alone


def test_she_is_the_one_that_the_answer_to_who_named() -> None:
    before = turn("Who led the inquiry into the Tarn dam?", "Judge Mara Velin led it.")

    assert stand_alone("What did she find?", [before]) == "What did Judge Mara Velin find?"


def test_a_first_question_is_left_as_it_is() -> None:
    assert stand_alone("And now?", []) == "And now?"


def test_names_leave_out_sentence_openers_and_possessives() -> None:
    text = "According to Viktor Khrenin, the Bank of Tarn's board met. However, Li left."

    assert names(text) == ["Viktor Khrenin", "Bank of Tarn", "Li"]


def test_numbers_are_equal_in_figures_and_words() -> None:
    assert numbers("10,000 and five on the 3rd at 5.9") == {"10000", "5", "3", "5.9"}


def test_coverage_is_the_share_of_rarity_held() -> None:
    # Held: 3 of 3 + 1.
    assert covered(["dam", "the"], ["dam"], {"dam": 3.0, "the": 1.0}.__getitem__) == pytest.approx(0.75)


def test_the_publication_whose_voice_is_asked_for_is_no_subject():
    understood = understand(
        "What does The Pelorus Review think of the treaty?",
        publications=("The Pelorus Review",),
        today=date(2023, 10, 1),
    )

    assert understood.filters.publications == ("The Pelorus Review",)
    assert "pelorus" not in " ".join(understood.terms)
    assert "review" not in understood.terms


@pytest.mark.parametrize(
    "question",
    [
        "Compare what The Gull and The Brenn Courier reported about the flood.",
        "Compare what The Brenn Courier and The Gull reported about the flood.",
        "What did the Gull and the Brenn Courier say about the dam?",
    ],
)
def test_publications_joined_by_and_are_sources_together(question: str) -> None:
    papers = ("The Gull", "The Brenn Courier", "The Wire")

    found = understand(question, publications=papers, today=TODAY)

    assert found.filters.publications == ("The Gull", "The Brenn Courier")


def test_a_verb_that_only_orders_an_answer_is_no_term() -> None:
    assert question_terms("Compare the floods in Brenn and Harl") == question_terms(
        "The floods in Brenn and Harl"
    )
