"""Characters, sentences and spans: true for any text."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.characters import fold_space, normalise
from corpus.draft import Draft, paragraphs_of
from corpus.prepared import Prepared
from corpus.preparing import prepare
from corpus.sentences import split
from corpus.settings import CorpusSettings
from corpus.understanding import understand

ANY_TEXT = st.text(st.characters(), max_size=400)
# What articles are made of, so that quotations, brackets and names come about often.
NEWSY = st.lists(
    st.sampled_from(
        [
            "“", "”", '"', "‘", "’", "'", "(See ", ")", " said", " told", " Li", " Gen. Li Shangfu", ", ", ". ", "? ",
            "\n\n", "he ", "COMMENT: ", " 18 Apr 2023", "according to ", "The Post", " the minister", ": ", "—", " and",
            " that", "A", "x",
        ]
    ),
    max_size=60,
).map("".join)  # fmt: skip


@given(ANY_TEXT)
def test_normalisation_is_idempotent_and_leaves_no_hidden_characters(text):
    once = normalise(text)

    assert normalise(once) == once
    assert fold_space(fold_space(text)) == fold_space(text)
    assert not [char for char in once if unicodedata.category(char) in ("Co", "Cs")]


def test_joiners_stay_only_where_a_script_needs_them():
    family, persian = "👨\u200d👩", "می\u200cخواهم"

    assert normalise(family) == family
    assert normalise(persian) == persian
    assert normalise("pass\u200dword\u202e\U000e0041\u00ad") == "password"


@given(ANY_TEXT | NEWSY)
def test_sentences_cover_all_but_white_space_in_order(text):
    spans = split(text)
    covered = "".join(text[start:end] for start, end in spans)

    assert all(text[start:end] == text[start:end].strip() != "" for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert "".join(covered.split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Gen. Li Shangfu met Dr. A. B. Cole on Jan. 5. They talked.", 2),
        ("The U.S. Senate voted. The U.S. He left.", 3),
        ("“We go.” “We stay.” He said so.", 3),
        ("It cost $3.5 million… and more. Nobody paid!", 2),
        ("“Will you?” she asked. No. 5 came.", 2),
        ("He was born c. 1880 in Mt. Vernon. He died in 1950.", 2),
        ("The vote was 52-48. Sen. J. D. Vance abstained.", 2),
        ("He said: “It leaks. It always has.” Then he left.", 3),
    ],
)
def test_abbreviations_initials_and_quotations_end_no_sentence_too_early(text, count):
    assert len(split(text)) == count


@settings(deadline=None)
@given(ANY_TEXT | NEWSY, ANY_TEXT)
def test_every_span_of_an_article_lies_in_its_block_and_has_no_outer_space(text, title):
    prepared = prepare(Draft("x.txt", paragraphs_of(text), title=title), CorpusSettings())
    if not isinstance(prepared, Prepared):
        return
    article = understand(prepared, "x", frozenset({"COMMENT"}), frozenset())

    assert "\n\n".join(article.text[block.start : block.end] for block in article.blocks) == article.text
    for part in (*article.quotations, *(each for each in article.references if each.title)):
        words = article.text[part.start : part.end]
        assert words == words.strip() != ""
        assert any(block.start <= part.start < part.end <= block.end for block in article.blocks)
    assert all(article.text[each.start : each.end] == each.title for each in article.references if each.title)
