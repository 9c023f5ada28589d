"""The parser against the labelled articles: the bars of the corpus, and that the scorer counts as it says."""

import json
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest

from corpus.article import Article, Block, Corpus, Quotation, Reference, SetAside
from tests.labelled_scoring import GOLD_SUFFIX, LABELLED, SPLITS, Miss, Scores, Tally, read_split, score

# The least score of each measure, over each split by itself.
BARS = {
    "block kind": 0.97,
    "cut": 0.97,
    "quotation span": 0.97,
    "speaker": 0.92,
    "reference": 0.97,
    "title": 0.97,
    "published": 0.97,
}


@cache
def scores_of(split: str) -> Scores:
    return score(*read_split(split))


@pytest.mark.parametrize("split", SPLITS)
@pytest.mark.parametrize("measure", BARS)
def test_parser_reaches_the_bar(split: str, measure: str) -> None:
    scores = scores_of(split)
    misses = [miss for miss in scores.misses if miss.measure == measure]

    assert scores.tallies[measure].score >= BARS[measure], misses


def test_labelled_sets_are_as_large_as_the_bars_ask() -> None:
    golds = [json.loads(path.read_text("utf-8")) for path in LABELLED.rglob(f"*{GOLD_SUFFIX}")]
    ours = [json.loads(path.read_text("utf-8")) for path in (LABELLED / "sample").glob(f"*{GOLD_SUFFIX}")]

    assert len(golds) >= 25
    assert sum(len(gold["quotations"]) for gold in golds) >= 150
    assert sum(len(gold["references"]) for gold in golds) >= 60
    assert len(ours) >= 12
    assert sum(len(gold["quotations"]) for gold in ours) >= 100


@pytest.mark.parametrize("split", SPLITS)
def test_gold_quotes_its_own_blocks_and_points_at_articles_of_its_split(split: str) -> None:
    corpus, golds = read_split(split)
    ids = {article.id for article in corpus.articles}
    for name, gold in golds.items():
        text = "\n".join(block["text"] for block in gold["blocks"])
        strange = [item["text"] for item in gold["quotations"] if item["text"] not in text]
        unknown = [item for item in gold["references"] if item["target"] and item["target"] not in ids]

        assert (strange, unknown) == ([], []), name


TEXT = "“It leaks,” said Dr. Ann Roe. “Badly,” she said.\n\nOUR VIEW: Mend it. (See “OLD ROOF,” 2 May 2023.)"
GOLD: dict[str, Any] = {
    "title": "The roof",
    "published": "2023-06-01",
    "blocks": [
        {"text": "“It leaks,” said Dr. Ann Roe. “Badly,” she said.", "kind": "reporting"},
        {"text": "OUR VIEW: Mend it. (See “OLD ROOF,” 2 May 2023.)", "kind": "commentary"},
    ],
    "cut": ["Read more"],
    "quotations": [
        {"text": "It leaks,", "speaker_full": "Ann Roe", "outlet": ""},
        {"text": "Badly,", "speaker_full": "Ann Roe", "outlet": ""},
    ],
    "references": [{"title": "OLD ROOF", "published": "2023-05-02", "target": "old-roof"}],
}


def parsed(**changes: Any) -> Corpus:
    """The article of `TEXT` as a parser without fault would give it, but for `changes`."""
    parts: dict[str, Any] = {
        "title": "THE ROOF",
        "published": date(2023, 6, 1),
        "published_from": "text",
        "blocks": (Block(0, 48, "reporting"), Block(50, len(TEXT), "commentary", "OUR VIEW")),
        "quotations": (quotation("It leaks,", "Dr. Ann Roe"), quotation("Badly,", "Ann Roe")),
        "references": (reference("OLD ROOF", "old-roof"),),
    }
    return Corpus((Article(id="roof", text=TEXT, **{**parts, **changes}),))


def quotation(words: str, speaker: str) -> Quotation:
    start = TEXT.index(words)
    return Quotation(start, start + len(words), speaker="she", speaker_full=speaker)


def reference(title: str, target: str) -> Reference:
    start = TEXT.index(title)
    return Reference(start, start + len(title), title, date(2023, 5, 2), target=target)


def tallies(corpus: Corpus) -> dict[str, Tally]:
    return score(corpus, {"roof": GOLD}).tallies


def test_a_parse_that_equals_the_gold_scores_one_on_every_measure() -> None:
    scores = score(parsed(), {"roof": GOLD})

    assert {name: tally.score for name, tally in scores.tallies.items()} == dict.fromkeys(
        [*BARS, "outlet", "reference date"], 1.0
    )
    assert scores.misses == []


def test_a_quotation_too_many_and_one_too_few_both_lower_the_span_score() -> None:
    more = tallies(parsed(quotations=(*parsed().articles[0].quotations, quotation("Mend it.", ""))))
    fewer = tallies(parsed(quotations=(quotation("It leaks,", "Ann Roe"),)))

    assert more["quotation span"] == Tally(right=2, found=3, gold=2)  # F1 = 4/5
    assert more["quotation span"].score == pytest.approx(4 / 5)
    assert fewer["quotation span"].score == pytest.approx(2 / 3)


def test_a_wrong_speaker_is_counted_over_matched_quotations_only() -> None:
    scores = score(parsed(quotations=(quotation("It leaks,", "Bob Day"),)), {"roof": GOLD})

    assert scores.tallies["speaker"] == Tally(right=0, found=1, gold=1)
    assert Miss("roof", "speaker", "It leaks,", "Ann Roe", "Bob Day") in scores.misses


def test_a_speaker_where_the_gold_names_nobody_is_wrong() -> None:
    nobody = {**GOLD, "quotations": [{"text": "It leaks,", "speaker_full": "", "outlet": ""}]}
    scores = score(parsed(quotations=(quotation("It leaks,", "Ann Roe"),)), {"roof": nobody})

    assert scores.tallies["speaker"].score == 0.0


def test_an_equally_good_reading_of_the_speaker_is_right() -> None:
    either = {
        **GOLD,
        "quotations": [{"text": "It leaks,", "speaker_full": "", "also": ["Roe"], "outlet": ""}],
    }
    scores = score(parsed(quotations=(quotation("It leaks,", "Dr. Roe"),)), {"roof": either})

    assert scores.tallies["speaker"].score == 1.0


@pytest.mark.parametrize(
    ("heard", "right"), [("the Packet", 1), ("The Amaris Packet", 1), ("Ledger", 0), ("", 0)]
)
def test_an_outlet_may_be_named_in_short(heard: str, right: int) -> None:
    gold = {**GOLD, "quotations": [{"text": "It leaks,", "speaker_full": "", "outlet": "Amaris Packet"}]}
    found = replace(quotation("It leaks,", ""), outlet=heard)

    assert score(parsed(quotations=(found,)), {"roof": gold}).tallies["outlet"].right == right


def test_a_block_of_the_wrong_kind_is_a_miss() -> None:
    wrong = (Block(0, 48, "reporting"), Block(50, len(TEXT), "reporting"))

    assert tallies(parsed(blocks=wrong))["block kind"] == Tally(right=1, found=2, gold=2)


def test_a_remnant_left_in_a_block_is_a_miss() -> None:
    kept = {**GOLD, "cut": ["Mend it."]}

    assert score(parsed(), {"roof": kept}).tallies["cut"].score == 0.0


def test_an_unresolved_reference_does_not_count_for_a_resolved_one() -> None:
    unresolved = tallies(parsed(references=(reference("OLD ROOF", ""),)))

    assert unresolved["reference"] == Tally(right=0, found=1, gold=1)


def test_an_inferred_bound_is_no_date_of_publication() -> None:
    assert tallies(parsed(published_from="inferred"))["published"].score == 0.0


def test_a_labelled_article_that_was_not_parsed_is_an_error_that_says_why() -> None:
    corpus = Corpus((), (SetAside("roof.txt", "empty file"),))

    with pytest.raises(ValueError, match=r"not parsed: roof\. Set aside: roof\.txt: empty file"):
        score(corpus, {"roof": GOLD})


def test_a_split_without_gold_is_an_error() -> None:
    with pytest.raises(ValueError, match="all gold"):
        score(parsed(), {})
