"""References: how texts point to other articles, and what is found at the other end."""

from dataclasses import replace
from datetime import date

import pytest

from corpus.article import Reference
from corpus.references import resolve
from tests.test_corpus_speakers import article_of

OTHERS = (
    replace(article_of("Some text."), id="old", title="Old Roof Leaks Again", published=date(2023, 5, 2)),
    replace(
        article_of("A text."), id="ship", title="Ship Runs Aground off Cape", published=date(2023, 4, 18)
    ),
)
# fmt: off
# ruff: noqa: E501
CASES = [
    ('It leaked. (See “OLD ROOF LEAKS AGAIN,” 2 May 2023.)',['old']),
    ('It leaked. (See “OLD ROOF LEAKS AGAIN”, 2 May 2023; “SHIP RUNS AGROUND OFF CAPE,” 18 Apr 2023.)',['old','ship']),
    ('It leaked. [See "Old roof leaks again" (May 2, 2023) and "Ship runs aground off cape" (April 18, 2023).]',['old','ship']),
    ('It leaked. See our report “Old Roof Leaks Again” of 2 May.',['old']),
    ('It leaked, as we reported on 2 May 2023.',['old']),
    ('It leaked, as we wrote last month (“Old Roof Leaks Again”, 2nd May 2023).',['old']),
    ('It leaked (see “Old Roof Leaks, Again,” May 2nd, 2023).',['old']),
    ('It leaked. For more, read “Old Roof Leaks Again.”',['old']),
    ('It leaked. Related: “Old Roof Leaks Again”, 2 May 2023',['old']),
    ('It leaked. (See OLD ROOF LEAKS AGAIN, 2 May 2023.)',['old']),
    ('It leaked. (See also “Old Roof Leaks Agian,” 3 May 2023.)',['old']),
    ('It leaked. (See “NEVER WRITTEN AT ALL,” 2 May 2023.)',['']),
    ('As The Ledger reported on May 2, 2023, it leaked.',['old']),
    ('It leaked (“Old Roof Leaks Again,” 2 May 2023; “Ship Runs Aground off Cape,” 18 April 2023).',['old','ship']),
    ('It leaked. (Read “Old Roof Leaks Again”.)',['old']),
    ('It leaked, as reported in our issue of 2 May 2023.',['old']),
    ('It leaked. Last month’s article, “Old Roof Leaks Again,” explains why.',['old']),
    ('It leaked. (See “Old Roof Leaks Again,” 02.05.2023.)',['old']),
    ('It leaked. (See “Old Roof Leaks Again,” 2023-05-02.)',['old']),
]
# fmt: on


def references(text: str) -> tuple[Reference, ...]:
    article = replace(article_of(text), id="a", published=date(2023, 6, 1))
    return resolve([*OTHERS, article])[-1].references


@pytest.mark.parametrize(("text", "targets"), CASES)
def test_targets_of_the_references_of_a_text(text: str, targets: list[str]) -> None:
    assert [reference.target for reference in references(text)] == targets


@pytest.mark.parametrize("written", ["2 May 2023", "2nd May, 2023", "May 2, 2023", "2023-05-02"])
def test_the_date_beside_a_title_is_read(written: str) -> None:
    (reference,) = references(f"It leaked. (See “OLD ROOF LEAKS AGAIN,” {written}.)")

    assert reference.published == date(2023, 5, 2)


def test_a_title_of_another_year_is_another_article() -> None:
    (reference,) = references("It leaked. (See “OLD ROOF LEAKS AGAIN,” 2 May 2021.)")

    assert reference.target == ""
