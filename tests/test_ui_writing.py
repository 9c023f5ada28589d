"""What the page writes: escaping, addresses, numbering, the reader's layers, chips. Pure functions, exact strings."""

import json
import os
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.answer import Answer, Sentence, Turn
from assistant.ui.catalogue import Catalogue, IndexState
from assistant.ui.chips import bar, chips, chosen, reading
from assistant.ui.conversation import UNEXPECTED, Draft, answering, running, stopped
from assistant.ui.escaping import address, day, host, linked, text
from assistant.ui.events import Events
from assistant.ui.masthead import Way, masthead
from assistant.ui.numbering import by_article, numbered
from assistant.ui.reader import article as read
from assistant.ui.rendering import conversation
from assistant.ui.settings import UiSettings
from assistant.ui.starters import welcome
from corpus.article import Article, Block, Quotation
from corpus.errors import ArticleUnknown
from index.passage import Filters
from tests.ui_room import FERRY, HERRING, MOLE, Echo, citation, room, shelf

NOTHING = Filters()


def test_text_is_safe_in_elements_and_attributes() -> None:
    assert (
        text("<a href=\"x\" id='y'>&</a>") == "&lt;a href=&quot;x&quot; id=&#x27;y&#x27;&gt;&amp;&lt;/a&gt;"
    )


def test_characters_that_hide_or_reorder_words_are_left_out_and_joiners_stay() -> None:
    assert text("a\u202eb\u200bc\U000e0041d\ud800e\x00f") == "abcdef"
    assert text("\u0646\u200c\u0645\n") == "\u0646\u200c\u0645\n"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "javascript:alert(1)",
        "JAVASCRIPT://x/%0aalert(1)",
        "data:text/html,x",
        "//host/x",
        " https://host/x",
        "https://host/x y",
        'https://host/"x',
        "https:/\\host",
        "https://",
        "ftp://host",
        "https://[host",
    ],
)
def test_an_address_that_is_not_plainly_http_is_no_link(url: str) -> None:
    assert address(url) == ""
    assert linked(url, "words") == "words"


def test_an_address_is_escaped_and_its_host_named() -> None:
    assert address("https://host.example/a?b=1&c=2") == "https://host.example/a?b=1&amp;c=2"
    assert host("https://good.example@evil.example/") == "evil.example"


def test_a_day_is_written_for_people_and_for_machines() -> None:
    assert day(date(2023, 8, 3)) == '<time datetime="2023-08-03">3 Aug 2023</time>'
    assert day(None) == '<span class="undated">undated</span>'


def cites(*spans: tuple[Article, int, int]) -> Sentence:
    return Sentence("Said.", tuple(citation(*span) for span in spans))


def test_numbers_follow_first_appearance_and_one_span_has_one_number() -> None:
    first, second = (FERRY, 0, 9), (MOLE, 0, 9)
    sentences = [cites(first), cites(second, first), cites((FERRY, 0, 3))]

    assert [(n.number, n.citation.article_id, n.citation.end) for n in numbered(sentences).values()] == [
        (1, "ferry-returns", 9),
        (2, "ferry-mole", 9),
        (3, "ferry-returns", 3),
    ]
    assert {key: [n.number for n in group] for key, group in by_article(sentences).items()} == {
        "ferry-returns": [1, 3],
        "ferry-mole": [2],
    }


def plain(words: str, **known: Any) -> Article:
    return Article("a", "T", words, blocks=(Block(0, len(words), "reporting"),), **known)


def test_marked_words_that_cross_a_quotation_stay_whole_words() -> None:
    shown = plain("He said no today.", quotations=(Quotation(8, 10),))

    assert (
        '<p class="reporting">He <mark class="cited">said </mark><span class="quoted">'
        '<mark class="cited">no</mark></span> today.</p>'
    ) in read(shown, (3, 10))


def test_a_link_of_the_format_is_one_only_where_it_is_http() -> None:
    shown = plain("one two", links=((0, 3, "javascript:x"), (4, 7, "https://host.example/")))

    assert (
        '<p class="reporting">one <a href="https://host.example/" target="_blank" '
        'rel="noopener noreferrer nofollow">two</a></p>'
    ) in read(shown)


def test_overlapping_pointers_lose_no_word_and_repeat_none() -> None:
    shown = plain("abcdef", links=((0, 4, "https://a.example/"), (2, 6, "https://b.example/")))
    body = read(shown).split('<p class="reporting">')[1].split("</p>")[0]

    assert body == (
        '<a href="https://a.example/" target="_blank" rel="noopener noreferrer nofollow">abcd</a>'
        '<a href="https://b.example/" target="_blank" rel="noopener noreferrer nofollow">ef</a>'
    )


def test_an_inferred_date_is_named_as_a_bound() -> None:
    shown = plain("x", published=date(2023, 8, 15), published_from="inferred")

    assert "not before <time" in read(shown)
    assert "(inferred from its references)" in read(shown)


def test_a_span_outside_the_text_marks_nothing() -> None:
    events = Events(room())

    for start, end in (("0", "99999"), ("5", "5"), ("-1", "3"), ("x", "3")):
        assert "<mark" not in events.reader({"article": FERRY.id, "start": start, "end": end})
    assert "<mark" in events.reader({"article": FERRY.id, "start": "0", "end": "3"})


def test_an_unknown_article_is_said_in_words() -> None:
    events = Events(room())

    assert "no article has the id &#x27;&lt;b&gt;&#x27;" in events.reader({"article": "<b>"})


def test_the_bar_understands_dates_and_known_publications_only() -> None:
    fields = {"as_of": "2023-05-03", "since": "yesterday", "until": "", "publication": "Nobody's"}

    assert chosen(fields, ["The Harbour Weekly"]) == Filters(as_of=date(2023, 5, 3))


def test_an_answers_chips_name_each_filter_that_was_understood() -> None:
    shown = chips(Filters(since=date(2023, 8, 1), publications=("A", "B"), near=date(2023, 8, 3)))

    assert shown.count('class="chip"') == 4
    for words in ("Since 1 Aug 2023", "near 3 Aug 2023", ">A<", ">B<"):
        assert words in shown


def test_whose_words_and_what_kind_of_answer_were_understood_can_be_seen_and_edited() -> None:
    shown = reading("Marta <Quill>", "number", "How many ships did Marta Quill say?")

    assert re.findall(r">([^<]+)</button>", shown) == ["said by Marta &lt;Quill&gt;", "looks for a number"]
    assert shown.count('data-event="edit_question" data-question="How many ships did Marta Quill say?"') == 2


def test_a_kind_that_tells_nothing_has_no_chip() -> None:
    assert reading("", "fact", "What happened?") == ""


def test_no_filter_has_no_chip() -> None:
    assert chips(NOTHING) == ""
    assert 'class="chip"' not in bar(NOTHING, ["A"])


def test_a_rewritten_question_is_shown_and_an_unchanged_one_is_not() -> None:
    answer = Answer("And then?", "What happened after the ferry?", NOTHING, "abstained", 0.1, (), (), "g")

    assert "Searched: What happened after the ferry?" in conversation([Turn("And then?", answer)], "")
    same = replace(answer, standalone="And then?")
    assert "Searched" not in conversation([Turn("And then?", same)], "")


def test_answering_grows_a_draft_and_ends_with_the_turn() -> None:
    steps = list(answering(Echo(shelf()), "Who is rested?", NOTHING, ()))

    last = [step[-1] for step in steps]
    assert [type(entry).__name__ for entry in last] == ["Draft"] * 4 + ["Asked"]
    assert [entry.stage for entry in last[:4] if isinstance(entry, Draft)] == [
        "Reading the question",
        "Searching the articles",
        "Writing",
        "Writing",
    ]


def test_a_bug_becomes_a_message_that_tells_nothing_of_the_machine() -> None:
    *_, (last,) = answering(Echo(shelf()), "crash", NOTHING, ())

    assert isinstance(last, Draft)
    assert last.failed == UNEXPECTED


def test_stopping_marks_a_running_draft_and_nothing_else() -> None:
    draft = Draft("Q")

    assert running([draft])
    assert stopped([draft]) == (replace(draft, stopped=True),)
    assert not running(stopped([draft]))
    assert stopped([replace(draft, failed="x")]) == (replace(draft, failed="x"),)


def test_a_question_that_is_too_long_is_refused_before_the_assistant_sees_it() -> None:
    echo = Echo(shelf())
    events = Events(room(echo, UiSettings(question_limit=10)))

    ((last,),) = list(events.answer("x" * 11, NOTHING, ()))

    assert isinstance(last, Draft)
    assert last.failed == "The question has 11 characters; at most 10 are read. Please shorten it."
    assert echo.asked == []


def test_starters_come_from_the_settings_else_from_the_newest_articles() -> None:
    state = Catalogue(shelf()).state()

    assert re.findall(r'data-question="([^"]*)"', welcome(state, ())) == [
        "What is known about “Ferry to Oststrand Returns After Repairs”?",
        "What did Marta Quill say?",
        "What is known about “Ferry Hits the Mole”?",
        "What is known about “Herring Quota Cut by a Third”?",
    ]
    assert re.findall(r'data-question="([^"]*)"', welcome(state, ("Why?",))) == ["Why?"]


def test_a_title_that_was_cut_short_makes_no_starter() -> None:
    state = Catalogue(shelf((MOLE, replace(HERRING, title="Herring quota cut by a ...")))).state()

    assert re.findall(r'data-question="([^"]*)"', welcome(state, ())) == [
        "What is known about “Ferry Hits the Mole”?"
    ]


def test_the_masthead_says_when_the_index_was_made() -> None:
    state = replace(Catalogue(shelf()).state(), generation="20261124T131205-0000")

    assert "indexed 24 Nov 2026, 13:12 UTC" in masthead(state)


def test_a_missing_index_is_a_state_and_not_an_error() -> None:
    empty = shelf()
    empty.generation = None

    assert Catalogue(empty).state() == IndexState(
        "missing", message="nothing is indexed here yet: run `python app.py index` first"
    )


def test_the_catalogue_gives_what_refers_to_an_article() -> None:
    _, around = Catalogue(shelf()).article("ferry-mole")

    assert [one.id for one in around.referring] == ["ferry-returns"]
    with pytest.raises(ArticleUnknown):
        Catalogue(shelf()).article("nothing")


def test_stages_are_shown_while_answering() -> None:
    steps = answering(Echo(shelf()), "Who is rested?", NOTHING, ())
    next(steps)

    assert "Searching the articles" in conversation(next(steps), "")


def test_a_large_corpus_is_counted_without_reading_it() -> None:
    state = Catalogue(shelf([replace(MOLE, id=f"a{n}") for n in range(5_001)])).state()

    assert (state.articles, state.newest) == (5_001, ())


READY = IndexState("ready", "g1", 3, (), ())


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (READY, "3 articles"),
        (replace(READY, articles=1), "1 article<"),
        (replace(READY, building=True), "A new index is being built"),
        (replace(READY, refused="g2"), "g2 cannot be read, an earlier index answers"),
        (IndexState("missing"), "No index yet"),
        (IndexState("missing", building=True), "A new index is being built"),
        (IndexState("broken", message="<b>"), "The index cannot be read: &lt;b&gt;"),
    ],
)
def test_the_masthead_says_how_the_index_is(state: IndexState, words: str) -> None:
    assert words in masthead(state)


def test_the_masthead_leads_to_the_other_pages_by_relative_ways() -> None:
    ways = [Way(".", "Chat", here=True), Way("corpus", "Corpus")]

    assert '<a href="." aria-current=page>Chat</a><a href="corpus">Corpus</a>' in masthead(READY, ways)
    assert "<nav" not in masthead(READY, ways[:1])


def test_an_index_that_is_being_built_is_known_by_its_process_and_its_folder(home: Path) -> None:
    (home / "index" / "building" / "g2").mkdir(parents=True)
    lock = home / "index" / "LOCK"
    catalogue = Catalogue(shelf(), home)
    assert not catalogue.state().building

    lock.write_text(json.dumps({"pid": os.getpid(), "since": "2026-01-01T00:00:00+00:00"}), "utf-8")
    assert catalogue.state().building

    (home / "index" / "building" / "g2").rmdir()
    assert not catalogue.state().building


def test_a_newer_generation_that_cannot_serve_is_named(home: Path) -> None:
    newer = "20260101T000000-0000"
    (home / "index").mkdir(parents=True)
    (home / "index" / "CURRENT").write_text(newer, "utf-8")

    assert Catalogue(shelf(name="20250101T000000-0000"), home).state().refused == newer
    assert Catalogue(shelf(name=newer), home).state().refused == ""


def test_a_build_is_said_on_the_empty_page() -> None:
    assert "An index is being built right now" in welcome(IndexState("missing", building=True), ())
    assert "On the server, run <code>python app.py index PATH…</code>" in welcome(IndexState("missing"), ())
    assert "Drop article files on the" in welcome(IndexState("missing"), (), editing=True)
    broken = IndexState("broken", message="a <part> is damaged")
    assert "a &lt;part&gt; is damaged" in welcome(broken, ())
