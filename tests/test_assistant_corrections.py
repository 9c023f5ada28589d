"""Corrections of figures: read from their block, and applied to what an answer cites."""

from datetime import date

import pytest

from assistant.clues import Clues
from assistant.corrections import corrected, corrections_of
from assistant.evidence import Evidence
from corpus.article import Article, Block
from index.passage import Hit, Passage

TOLD = "Rein had 12.9 percent of the vote.\n\n"


def article(correction: str) -> Article:
    text = TOLD + correction
    block = Block(len(TOLD), len(text), "correction")
    return Article("a", "Harl votes", text, date(2023, 9, 14), publication="The Gull", blocks=(block,))


def evidence(source: Article) -> Evidence:
    text = TOLD.strip()
    passage = Passage("a#0", source.id, 0, len(text), text, "reporting", ((0, len(text)),))
    return Evidence(Hit(rank=1, passage=passage, score=1.0), 0, len(text), text, 1.0, Clues())


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        ("Correction: An earlier version gave the share as 12.9 percent. It is 12.6.", {"12.9"}, {"12.6"}),
        ("Correction: The print edition gave it as 15 to 10. It was 14 to 11.", {"15", "10"}, {"14", "11"}),
        ("Correction: An earlier version said that she had paid three times. She has.", None, None),
        ("Editor's note: This column first appeared in March.", None, None),
    ],
)
def test_a_correction_names_the_wrong_figure_and_the_right_one(
    text: str, wrong: set[str] | None, right: set[str] | None
) -> None:
    found = corrections_of(article(text))

    assert [(set(each.wrong), set(each.right)) for each in found] == ([(wrong, right)] if wrong else [])


def test_the_correction_stands_for_the_withdrawn_figure_and_the_note_names_day_and_source() -> None:
    source = article(
        "Correction, 15 September: An earlier version gave his share as 12.9 percent. It is 12.6."
    )

    kept, notes = corrected([evidence(source)], lambda _id: source, None)

    assert [one.text for one in kept] == [source.text[len(TOLD) :]]
    assert notes[0].text.startswith("The Gull corrected this on 15 September 2023: “Correction")
    assert "12.6" in notes[0].citations[0].quote


def test_a_correction_of_after_the_day_asked_is_not_known() -> None:
    source = article(
        "Correction, 15 September: An earlier version gave his share as 12.9 percent. It is 12.6."
    )

    assert corrected([evidence(source)], lambda _id: source, date(2023, 9, 14))[1] == ()
