"""A timeline's line: where its points stand, what they say, and when there is none."""

import re
from datetime import date

from assistant.answer import Sentence
from assistant.ui.axis import axis
from tests.ui_room import FERRY, citation

SOURCE = (citation(FERRY, 0, 20),)


def on(*days: int, words: str = "It happened.") -> list[Sentence]:
    return [Sentence(words, SOURCE, day=date(2023, 5, day)) for day in days]


def test_points_stand_true_to_scale() -> None:
    assert re.findall(r"inset-inline-start:([\d.]+)%", axis(on(1, 6, 11))) == ["0.00", "50.00", "100.00"]


def test_points_that_come_close_stand_above_one_another() -> None:
    assert re.findall(r"--lane:(\d)", axis(on(1, 2, 2, 30))) == ["0", "1", "2", "0"]
    assert 'style="--lanes:3"' in axis(on(1, 2, 2, 30))
    assert "".join(re.findall(r"--lane:(\d)", axis(on(1, *[2] * 8, 30)))) == "0123450000"


def test_a_point_opens_its_source_and_says_what_happened() -> None:
    shown = axis(on(1, 2, 3, words="The “quay” <b>broke</b>."))

    assert (
        shown.count(f'data-event="open_article" data-article="{FERRY.id}" data-start="0" data-end="20"') == 3
    )
    assert 'aria-label="2 May 2023: The “quay” &lt;b&gt;broke&lt;/b&gt;."' in shown


def test_long_words_are_cut_at_a_word() -> None:
    label = re.search(r'title="1 May 2023: ([^"]+)"', axis(on(1, 2, 3, words="harbour " * 30)))

    assert label is not None
    assert label[1] == "harbour " * 11 + "…"


def test_two_days_make_no_line() -> None:
    assert axis([*on(1, 2), *on(2)]) == ""


def test_a_sentence_without_a_day_or_a_source_has_no_point() -> None:
    undated = Sentence("Once.", SOURCE)
    unsourced = Sentence("Never.", (), day=date(2023, 5, 20))

    assert axis([*on(1, 6, 11), undated, unsourced]).count('class="point"') == 3
