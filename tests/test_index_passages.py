"""Cutting articles into passages."""

from collections.abc import Sequence
from dataclasses import replace

from corpus.article import Article, Block
from index.passages import context, cut


def words(texts: Sequence[str]) -> list[int]:
    """A measure a reader can count: one piece a word."""
    return [len(text.split()) for text in texts]


def article(*blocks: tuple[str, str], title: str = "Title") -> Article:
    spans, position = [], 0
    for kind, text in blocks:
        spans.append(Block(position, position + len(text), kind))  # type: ignore[arg-type]
        position += len(text) + 2
    return Article("a", title, "\n\n".join(text for _, text in blocks), blocks=tuple(spans))


def test_passage_is_a_slice_of_its_article():
    whole = article(("reporting", "One two three. Four five six."), ("reporting", "Seven eight."))

    passages = cut(whole, words, pieces=4)

    assert [p.text for p in passages] == ["One two three.", "Four five six.", "Seven eight."]
    assert all(whole.text[p.start : p.end] == p.text for p in passages)


def test_short_paragraphs_of_one_kind_are_joined():
    [passage] = cut(article(("reporting", "One two."), ("reporting", "Three four.")), words, pieces=10)

    assert passage.text == "One two.\n\nThree four."
    assert passage.sentences == ((0, 8), (10, 21))


def test_commentary_never_shares_a_passage_with_reporting():
    passages = cut(article(("reporting", "One two."), ("commentary", "Three four.")), words, pieces=10)

    assert [(p.kind, p.text) for p in passages] == [("reporting", "One two."), ("commentary", "Three four.")]


def test_heading_becomes_context_of_what_follows():
    passages = cut(
        article(("reporting", "Before."), ("heading", "Second subject"), ("reporting", "After.")),
        words,
        pieces=10,
    )

    assert [(p.text, p.heading) for p in passages] == [("Before.", ""), ("After.", "Second subject")]
    assert context(passages[1]) == "Title\nSecond subject"


def test_words_of_the_address_stand_in_for_a_missing_title():
    untitled = replace(
        article(("reporting", "One.")), title="", url="https://news.example/1/bridge-opens.html"
    )

    [passage] = cut(untitled, words, pieces=10)

    assert context(passage) == "bridge opens"


def test_long_run_is_shared_out_evenly_instead_of_leaving_a_scrap():
    passages = cut(article(("reporting", "A b. C d. E f. G h. I j. K l.")), words, pieces=10)

    # Twelve words in two passages of at most ten: six and six, not ten and two.
    assert [len(p.text.split()) for p in passages] == [6, 6]


def test_sentence_longer_than_the_budget_stands_alone():
    passages = cut(
        article(("reporting", "Short one. This sentence has far too many words. Short two.")), words, pieces=4
    )

    assert [p.text for p in passages] == ["Short one.", "This sentence has far too many words.", "Short two."]


def test_endless_sentence_is_split_at_white_space_without_losing_a_word():
    text = "word " * 1000 + "end"

    passages = cut(article(("reporting", text)), words, pieces=10_000)

    sentences = [text[start:end] for p in passages for start, end in p.sentences]
    assert " ".join(sentences) == text
    assert max(map(len, sentences)) <= 1_000


def test_endless_word_is_split_at_its_length():
    [passage] = cut(article(("reporting", "x" * 2_500)), words, pieces=10)

    assert [end - start for start, end in passage.sentences] == [1_000, 1_000, 500]


def test_ids_count_the_passages_of_an_article():
    passages = cut(
        article(("reporting", "One."), ("commentary", "Two."), ("reporting", "Three.")), words, pieces=10
    )

    assert [p.id for p in passages] == ["a#0", "a#1", "a#2"]


def test_article_without_blocks_has_no_passage():
    assert cut(Article("a", "Title", ""), words, pieces=10) == ()
