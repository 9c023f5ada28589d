"""What a model wrote is checked against what it cites; each planted error is named."""

from datetime import date

import pytest

from assistant.verification import Source, inconsistency

SOURCE = Source(
    "Mara Velin told Parliament on Tuesday that 27 people died when the Tarn dam failed. "
    "“We were warned twice,” Velin said. The army did not open the gates. "
    "Repairs may cost 3 million crowns, about 40 percent of the budget.",
    title="Toll of the Tarn dam rises",
    published=date(2023, 5, 11),
    quoted=(("We were warned twice,", "Mara Velin"),),
)


@pytest.mark.parametrize(
    "sentence",
    [
        "Mara Velin told Parliament that 27 people died when the Tarn dam failed.",
        "On 11 May 2023, Velin said 27 people died.",
        "“We were warned twice,” Velin said.",
        "The army did not open the gates.",
        "Repairs may cost 3 million crowns, or 40% of the budget.",
    ],
)
def test_no_inconsistency_is_found_in_what_the_source_says(sentence: str) -> None:
    assert inconsistency(sentence, [SOURCE]) == ""


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("Mara Velin told Parliament that 72 people died when the dam failed.", "the number 72"),
        ("Repairs may cost 3 billion crowns.", "the amount 3 billion"),
        ("Mara Velin told Parliament on Friday that 27 people died.", "the date “Friday”"),
        ("Goran Petrik told Parliament that 27 people died.", "the name “Goran Petrik”"),
        ("“We were never warned,” Velin said.", "the quoted words"),
        ("“We were warned twice,” Parliament said.", "the quoted words are Mara Velin's"),
        ("The army did open the gates.", "it asserts what its source denies"),
        ("Repairs will cost 3 million crowns, 40 percent of the budget.", "its source only says “may”"),
        (
            "Velin was not told that 27 people died when the Tarn dam failed on Tuesday.",
            "it denies what it cites",
        ),
        ("The army did not pardon any striking harbour pilots.", "most of its words"),
    ],
)
def test_a_planted_error_is_named(sentence: str, reason: str) -> None:
    assert inconsistency(sentence, [SOURCE]).startswith(reason)


def test_a_sentence_without_a_citation_is_refused() -> None:
    assert inconsistency("27 people died.", []) == "it cites nothing"


def test_a_sentence_unlike_its_source_is_refused() -> None:
    assert inconsistency("27 people died.", [SOURCE], lambda *_: 0.1) == "it is not about what it cites"
