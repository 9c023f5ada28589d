"""The article that the project started from: every part of it understood."""

from datetime import date

import pytest

from corpus.article import Article
from corpus.parsing import read_corpus


@pytest.fixture(scope="module")
def seed(shared_data) -> Article:
    (article,) = read_corpus([*sorted((shared_data / "seed").glob("*.txt"))]).articles
    return article


def test_caption_and_page_remnant_are_cut_and_reported(seed):
    assert [(cut.text, cut.reason) for cut in seed.cuts] == [
        ("Map Of Europe With Magnifying Glass Focussed on Belarus", "image caption"),
        ("Skip to content", "page remnant"),
    ]
    assert seed.title == ""


def test_date_is_bounded_by_the_latest_reference(seed):
    assert (seed.published, seed.published_from) == (date(2023, 8, 15), "inferred")


def test_kinds_of_blocks(seed):
    kinds = {
        seed.text[block.start : block.start + 24]: block.kind
        for block in seed.blocks
        if block.kind != "reporting"
    }

    assert kinds == {
        "The matchup would be the": "commentary",
        "TRENDPOST: Li also met w": "commentary",
        "TRENDPOST: China has ang": "commentary",
        "But the visit clearly sh": "commentary",
        "Putin Achieved Goals in ": "heading",
    }


def test_every_quotation_has_its_speaker_and_outlet(seed):
    said = [(seed.text[q.start : q.end][:14], q.speaker_full, q.outlet) for q in seed.quotations]

    assert said == [
        ("truly fraterna", "Li Shangfu", ""),
        ("steadily devel", "Li Shangfu", "The South China Morning Post"),
        ("Last year we r", "Li Shangfu", ""),
        ("The purpose of", "Li Shangfu", ""),
        ("absolute suppo", "Alexander Lukashenko", ""),
        ("We stay commit", "Alexander Lukashenko", "The Global Times"),
        ("You should kno", "Alexander Lukashenko", "The Global Times"),
        ("strategically ", "Li Haidong", "The Global Times"),
        ("The U.S.-led W", "Li Haidong", ""),
        ("Against this b", "Li Haidong", ""),
        ("de-risk.", "", ""),
        ("Its [Russia’s]", "Alexander Lukashenko", ""),
        ("Ukraine will n", "Alexander Lukashenko", "Al Jazeera"),
        ("Negotiations s", "Alexander Lukashenko", ""),
        ("cannot win pea", "Geng Shuang", ""),
        ("Weapons may be", "Geng Shuang", ""),
        ("Currently, the", "Geng Shuang", ""),
    ]


def test_references_two_in_one_bracket_included(seed):
    assert [(reference.title[:12], reference.published) for reference in seed.references] == [
        ("POLAND TO SE", date(2023, 8, 15)),
        ("WWIII: BELAR", date(2023, 4, 4)),
        ("U.S. WEAPONI", date(2023, 8, 1)),
        ("MAJORITY OF ", date(2023, 4, 18)),
        ("G7 MEETING F", date(2023, 5, 23)),
    ]
