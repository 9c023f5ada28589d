"""The store gives back what was written, by id, and never changes."""

from dataclasses import replace
from datetime import date
from threading import Thread

import pytest

from corpus.article import Article, Block, Cut, Quotation, Reference
from corpus.errors import ArticleUnknown
from corpus.families import changes, signature_of, with_families
from corpus.store import ArticleStore, Listed

FULL = Article(
    id="a",
    title="T",
    text="“Go,” she said. (See “OLD,” 1 May 2023.)",
    published=date(2023, 6, 1),
    published_from="text",
    updated=date(2023, 6, 2),
    authors=("Ann Roe",),
    publication="The Ledger",
    section="News",
    url="https://x.example/a",
    language="en",
    blocks=(Block(0, 40, "commentary", "OUR VIEW"),),
    quotations=(Quotation(1, 4, "she", "Ann Roe", "vet", "CNN"),),
    references=(Reference(22, 25, "OLD", date(2023, 5, 1), "", "b"),),
    links=((1, 3, "https://x.example/l"),),
    cuts=(Cut("Read more", "page remnant"),),
    family="a",
    digest="d",
    source="a.txt",
    updated_from="metadata",
)


@pytest.fixture
def store(tmp_path):
    older = replace(FULL, id="b", published=date(2023, 5, 1), publication="", references=())
    ArticleStore.write(tmp_path / "s.sqlite", [FULL, older])
    opened = ArticleStore(tmp_path / "s.sqlite")
    yield opened
    opened.close()


def test_an_article_comes_back_whole(store):
    assert store.article("a") == FULL


def test_an_unknown_id_is_an_error(store):
    with pytest.raises(ArticleUnknown, match="no article has the id 'zzz'"):
        store.article("zzz")


def test_ids_references_family_and_publications(store):
    assert store.ids() == ("a", "b")
    assert store.referring_to("b") == ("a",)
    assert store.family("b") == ("a", "b")
    assert store.publications() == ("The Ledger",)


def test_the_listing_is_newest_first_and_undated_last(tmp_path):
    undated = replace(FULL, id="u", published=None)
    later = replace(FULL, id="z", title="Later", published=date(2023, 6, 2))
    ArticleStore.write(tmp_path / "listed.sqlite", [FULL, undated, later])

    listed = ArticleStore(tmp_path / "listed.sqlite").listing()

    assert [each.id for each in listed] == ["z", "a", "u"]
    assert listed[1] == Listed("a", "T", date(2023, 6, 1), "The Ledger", "News", ("Ann Roe",))


def test_threads_share_a_store(store):
    seen = []
    threads = [Thread(target=lambda: seen.append(store.article("a"))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert seen == [FULL] * 4


def test_a_store_is_never_overwritten(tmp_path, store):
    with pytest.raises(FileExistsError):
        ArticleStore.write(tmp_path / "s.sqlite", [])


def test_wire_copies_make_a_family_named_by_the_newest():
    wire = " ".join(f"word{n} of the long report" for n in range(60))
    texts = [wire, wire + " And a last line was added.", "Something else altogether was said. " * 20]
    articles = [
        Article(id=name, title="", text=text, published=day)
        for name, text, day in zip("abc", texts, (date(2023, 1, 1), date(2023, 1, 2), None), strict=True)
    ]

    grouped = with_families(articles, [signature_of(text) for text in texts])

    assert [article.family for article in grouped] == ["b", "b", "c"]


def test_what_an_update_changed_is_told_by_paragraph():
    older = Article(
        id="a", title="", text="One.\n\nTwo.", blocks=(Block(0, 4, "reporting"), Block(6, 10, "reporting"))
    )
    newer = Article(id="b", title="", text="One.\n\nTen.", blocks=older.blocks)

    assert changes(older, newer) == (("Two.",), ("Ten.",))
