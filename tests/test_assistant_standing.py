"""Which figure stands: what a newer one may replace, and what it may not. Passages made by hand, no index."""

from datetime import date

import pytest

from assistant.question import understand
from assistant.standing import Standing, standing
from tests.handmade import hit


def found(question: str, *told: tuple[str, str]) -> Standing | None:
    hits = [hit(rank, day, text, publication="The Gull") for rank, (day, text) in enumerate(told, 1)]
    return standing(understand(question, today=date(2023, 12, 1)), hits, lambda _term: 1.0)


def shown(stands: Standing | None) -> tuple[str, list[str]] | None:
    return (stands.newest.shown, [each.shown for each in stands.older]) if stands else None


FIRST = ("2023-05-04", "At least 12 people were killed in the flood in Brenn, the mayor said.")


def test_a_later_toll_of_the_same_event_replaces_the_earlier_one() -> None:
    stands = found(
        "How many people were killed in the flood in Brenn?",
        FIRST,
        ("2023-05-11", "The flood in Brenn killed 19 people, a new count says."),
    )

    assert shown(stands) == ("19 people", ["12 people"])


@pytest.mark.parametrize(
    "other",
    [
        # Of another place, of another kind, of a part, of another fate, of another year, or too much later.
        ("2023-05-11", "It came a week after 40 people were killed in the flood in Harl."),
        ("2023-05-11", "An earthquake in Brenn killed 40 people on Monday."),
        ("2023-05-11", "The flood killed many in Brenn, including 40 people of one street."),
        ("2023-05-11", "The flood in Brenn killed many people and injured 40 people."),
        ("2023-05-11", "In 1990 a flood in Brenn killed 40 people."),
        ("2023-11-11", "The flood in Brenn killed 40 people on Friday."),
        ("2023-05-11", "The flood in Brenn killed four people."),
        ("2023-05-11", "The flood in Brenn killed 40 children."),
        ("2023-05-11", "The flood that struck Brenn killed 40 people in Norsund."),
    ],
)
def test_a_figure_of_anything_else_replaces_nothing(other: tuple[str, str]) -> None:
    assert found("How many people were killed in the flood in Brenn?", FIRST, other) is None


def test_a_toll_that_was_put_right_may_be_smaller() -> None:
    stands = found(
        "How many people were killed in the flood in Brenn?",
        FIRST,
        ("2023-05-11", "The mayor corrected the count: the flood in Brenn killed 9 people."),
    )

    assert shown(stands) == ("9 people", ["12 people"])


def test_a_rough_figure_does_not_replace_the_one_that_it_stands_for() -> None:
    assert (
        found(
            "How many women have accused Olaf Rein?",
            ("2023-05-04", "So far 25 women have accused Olaf Rein."),
            ("2023-05-20", "More than two dozen women have accused Olaf Rein."),
        )
        is None
    )


def test_rates_of_two_kinds_of_a_thing_do_not_replace_each_other() -> None:
    assert (
        found(
            "What is the average mortgage rate?",
            ("2023-05-04", "The average 30-year fixed-rate mortgage was 6.3 percent."),
            ("2023-06-04", "The average on an adjustable-rate mortgage is 5.5 percent."),
        )
        is None
    )


def test_a_larger_toll_of_an_earlier_day_by_another_counter_is_a_disagreement() -> None:
    stands = found(
        "How many people were killed in the flood in Brenn?",
        ("2023-05-04", "The Brenn Post counted 15 people killed in the flood in Brenn."),
        ("2023-05-05", "The coast guard said that 12 people were killed in the flood in Brenn."),
    )

    assert stands is not None
    assert stands.older == ()
    assert stands.rival is not None
    assert (stands.newest.shown, stands.rival.shown) == ("12 people", "15 people")


def test_a_smaller_toll_of_the_day_before_is_no_disagreement() -> None:
    stands = found(
        "How many people were killed in the flood in Brenn?",
        ("2023-05-04", "The Brenn Post counted 12 people killed in the flood in Brenn."),
        ("2023-05-05", "The coast guard said that 15 people were killed in the flood in Brenn."),
    )

    assert stands is not None
    assert stands.rival is None


COST = ("2023-05-04", "The bridge in Brenn costs 2 billion crowns.")


def test_a_sum_beside_a_sum_replaces_nothing() -> None:
    stands = found(
        "How much does the bridge in Brenn cost?",
        COST,
        ("2023-06-11", "The bridge in Brenn costs 3 billion crowns."),
    )

    assert stands is None


def test_a_sum_that_its_report_calls_changed_replaces_the_one_before() -> None:
    stands = found(
        "How much does the bridge in Brenn cost?",
        COST,
        ("2023-06-11", "The bridge in Brenn now costs 3 billion crowns."),
    )

    assert shown(stands) == ("3 billion crowns", ["2 billion crowns"])
