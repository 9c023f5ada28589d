"""Who holds an office, and whom they replaced. Passages made by hand, no index."""

import pytest

from assistant.holders import Held, held
from assistant.offices import office_asked
from tests.handmade import hit


def found(question: str, *told: tuple[str, str]) -> Held | None:
    office = office_asked(question)
    assert office is not None
    return held(office, [hit(rank, day, text) for rank, (day, text) in enumerate(told, 1)])


def shown(held_by: Held | None) -> tuple[str, list[str]] | None:
    return (held_by.holder.name, [each.name for each in held_by.before]) if held_by else None


LUND = ("2023-03-01", "Norsund's prime minister, Vera Lund, opened the bridge.")
LUND_AGAIN = ("2023-03-09", "Prime Minister Vera Lund of Norsund was booed in Harl.")


@pytest.mark.parametrize(
    "successor",
    [
        "Olaf Rein was sworn in as prime minister of Norsund on Friday.",
        "On Friday Olaf Rein became Norsund's prime minister.",
        "Vera Lund was succeeded by Olaf Rein as prime minister of Norsund.",
        "Olaf Rein, 47, was formally appointed prime minister of Norsund.",
        "Vera Lund, the prime minister of Norsund, resigned. His successor, Olaf Rein, is a pilot.",
    ],
)
def test_one_who_came_into_the_office_later_replaces_the_holder(successor: str) -> None:
    holder = found("Who is prime minister of Norsund?", LUND, LUND_AGAIN, ("2023-05-06", successor))

    assert shown(holder) == ("Olaf Rein", ["Vera Lund"])


@pytest.mark.parametrize(
    "other",
    [
        "Olaf Rein could be appointed prime minister of Norsund.",
        "Former Prime Minister Olaf Rein of Norsund was in the hall.",
        "Deputy Prime Minister Olaf Rein of Norsund was in the hall.",
        "Brenn's prime minister, Olaf Rein, was sworn in on a visit of Norsund.",
        "The Brennish prime minister Olaf Rein came to Norsund.",
        "Olaf Rein named a boat after the prime minister of Norsund.",
    ],
)
def test_one_who_does_not_hold_it_replaces_nobody(other: str) -> None:
    holder = found("Who is prime minister of Norsund?", LUND, LUND_AGAIN, ("2023-05-06", other))

    assert shown(holder) == ("Vera Lund", [])


def test_one_article_alone_that_titles_another_is_not_enough() -> None:
    told = ("2023-05-06", "Prime Minister Olaf Rein of Norsund was in the hall.")

    assert shown(found("Who is prime minister of Norsund?", LUND, LUND_AGAIN, told)) == ("Vera Lund", [])


def test_one_who_only_resigned_is_in_office_until_somebody_follows() -> None:
    told = ("2023-05-06", "Vera Lund, prime minister of Norsund, resigned on Friday.")

    assert shown(found("Who leads Norsund?", LUND, LUND_AGAIN, told)) == ("Vera Lund", [])


def test_minister_of_a_thing_and_thing_minister_are_one_office() -> None:
    told = ("2023-05-06", "Olaf Rein, Norsund's ports minister, asked for patience.")

    assert shown(found("Who is Norsund’s minister of ports?", told)) == ("Olaf Rein", [])


@pytest.mark.parametrize(
    "question",
    ["Who is the first woman who was prime minister of Norsund?", "Who won the vote?", "Who is the mayor?"],
)
def test_a_question_that_asks_for_more_or_less_than_an_office_asks_for_none(question: str) -> None:
    assert office_asked(question) is None
