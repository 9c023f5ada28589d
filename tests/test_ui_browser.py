"""The page in a real browser: asking, streaming, numbers, the reader, filters, honest states."""

import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.answer import Answer, Sentence, Stage
from assistant.ui.catalogue import Catalogue
from assistant.ui.chips import MOST_AT_A_GLANCE
from assistant.ui.serving import application
from assistant.ui.settings import UiSettings
from assistant.ui.starters import SAMPLE_STARTERS, welcome
from index.passage import Filters
from tests.browser import DESKTOP, FRAMEWORK_WARNINGS, TELEPHONE, ask, chromium, opened, serving, unharmed
from tests.ui_room import FERRY, HERRING, MOLE, Echo, article, shelf

pytestmark = [pytest.mark.browser, *FRAMEWORK_WARNINGS]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as running:
        yield running


@pytest.fixture(scope="module")
def room() -> Any:
    return shelf()


@pytest.fixture(scope="module")
def echo(room: Any) -> Echo:
    return Echo(room)


@pytest.fixture(scope="module")
def address(room: Any, echo: Echo) -> Iterator[str]:
    with serving(application(echo, room, UiSettings(status_seconds=0.5))) as running:
        yield running


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    with unharmed(browser, address) as fresh:
        yield fresh


def texts(locator: Any) -> list[str]:
    return [words.strip() for words in locator.all_inner_texts()]


def test_an_answer_has_its_sentences_with_numbers_in_order_of_citation(page: Any) -> None:
    turn = ask(page, "Where is Oststrand?")

    assert texts(turn.locator(".sentence")) == [
        "The ferry to Oststrand will sail again from Monday, the harbour board said.1",
        "Fishermen in Oststrand called the cut a funeral with paperwork.2",
        "The ferry to Oststrand struck the north mole on Saturday.3",
    ]


def test_a_number_opens_the_article_with_the_cited_words_marked_and_in_view(page: Any) -> None:
    turn = ask(page, "Where is Oststrand?")
    turn.locator("button.cite").nth(1).click()

    mark = page.locator("#reader mark.cited")
    mark.wait_for()
    assert mark.inner_text() == "Fishermen in Oststrand called the cut a funeral with paperwork."
    assert page.locator("#reader h2").inner_text() == "Herring Quota Cut by a Third"
    box = mark.bounding_box()
    assert 0 < box["y"] < DESKTOP[1]


def test_enter_on_a_number_opens_the_reader_and_escape_returns_to_the_number(page: Any) -> None:
    turn = ask(page, "Where is Oststrand?")
    turn.locator("button.cite").first.focus()
    page.keyboard.press("Enter")
    page.locator("#reader mark.cited").wait_for()
    assert page.evaluate("document.activeElement.className") == "reader"

    page.keyboard.press("Escape")

    assert page.locator("#reader").is_hidden()
    assert page.evaluate("document.activeElement.textContent") == "1"


def test_hovering_a_number_shows_its_card(page: Any) -> None:
    turn = ask(page, "Who is rested?")
    turn.locator("button.cite").first.hover()

    card = page.locator("#citation-card.shown")
    card.wait_for()
    assert texts(card.locator("> span")) == [
        "Ferry to Oststrand Returns After Repairs",
        "The Harbour Weekly · 9 May 2023",
        "“The hull is sound and the crew is rested,”",
        "Marta Quill",
    ]


def test_the_keyboard_alone_reaches_the_card_of_a_number(page: Any) -> None:
    ask(page, "Where is Oststrand?")
    for _ in range(30):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.className") == "cite":
            break

    assert page.locator("#citation-card.shown .card-title").inner_text() == "Ferry Hits the Mole"


def test_a_reference_leads_to_the_other_article_and_back_links_lead_home(page: Any) -> None:
    ask(page, "Where is the timetable?").locator("button.cite").first.click()
    page.locator("#reader .commentary .reference").click()
    page.locator("#reader h2", has_text=MOLE.title).wait_for()

    page.locator("#reader .neighbours .reference", has_text=FERRY.title).press("Enter")

    page.locator("#reader h2", has_text=FERRY.title).wait_for()


def test_the_way_back_leads_through_the_articles_read(page: Any) -> None:
    ask(page, "Where is the timetable?").locator("button.cite").first.click()
    back = page.locator("#reader [data-event=close_reader]")
    page.locator("#reader .commentary .reference").click()
    page.locator("#reader h2", has_text=MOLE.title).wait_for()
    assert back.inner_text() == "← Back"

    back.click()
    page.locator("#reader mark.cited").wait_for()
    assert back.inner_text() == "← Back to the evidence"
    back.click()

    page.locator("#evidence .for").wait_for()


def test_an_article_opened_a_second_time_is_there_at_once(page: Any) -> None:
    number = ask(page, "Where is Oststrand?").locator("button.cite").nth(1)
    number.click()
    page.locator("#panel.reading:not(.waiting) mark.cited").wait_for()
    page.keyboard.press("Escape")

    number.click()

    page.locator("#panel.reading:not(.waiting) mark.cited").wait_for()
    assert page.evaluate("document.activeElement.className") == "reader"


def test_commentary_is_named_as_the_publications_own_voice(page: Any) -> None:
    turn = ask(page, "Where is the timetable?")

    assert turn.locator(".sentence .voice").inner_text() == "the publication’s own voice"


def test_the_reader_says_who_is_quoted_and_who_relayed_it(page: Any) -> None:
    ask(page, "Who is rested?").locator("button.cite").first.click()

    said = page.locator("#reader .speakers")
    said.wait_for()
    assert said.inner_text() == "Quoted: Marta Quill, the harbourmaster, as reported by Radio Strand"


def test_the_evidence_groups_citations_by_article_and_lists_the_others(page: Any) -> None:
    ask(page, "What does the board say?")

    assert texts(page.locator("#evidence .source:not(.other) h3")) == [FERRY.title, MOLE.title]
    assert page.locator("#evidence .count").inner_text() == "cited 2 times"
    assert texts(page.locator("#evidence .other strong")) == ["Herring Quota Cut by a Third"]


def test_an_earlier_turn_brings_its_evidence_back(page: Any) -> None:
    first = ask(page, "Who is rested?")
    ask(page, "What falls by tonnes?")
    page.locator("#evidence .for", has_text="What falls").wait_for()

    first.locator(".control", has_text="1 article cited").click()

    page.locator("#evidence .for", has_text="Who is rested?").wait_for()


def test_an_abstention_is_a_state_of_its_own_with_the_nearest_articles(page: Any) -> None:
    turn = ask(page, "abstain, please")

    assert turn.locator(".abstained h3").inner_text() == "The corpus does not say."
    assert turn.locator(".sentence").count() == 0
    assert turn.locator(".nearest").count() == 3
    assert texts(turn.locator(".advice li")) == ["Ask about a longer time."]
    turn.locator(".nearest").first.click()
    page.locator("#reader mark.cited").wait_for()


def test_an_uncertain_answer_says_so(page: Any) -> None:
    turn = ask(page, "Oststrand, no doubt?")

    assert "An uncertain answer" in turn.locator(".notice.uncertain").inner_text()


def test_a_stated_error_is_shown_and_the_page_stays_usable(page: Any) -> None:
    turn = ask(page, "fail")
    assert turn.locator("[role=alert]").inner_text() == "The model does not answer: is its server running?"

    assert ask(page, "Where is Oststrand?").locator(".sentence").count() == 3


def test_a_bug_is_shown_without_its_details(page: Any) -> None:
    turn = ask(page, "crash")

    assert "Something went wrong" in turn.locator("[role=alert]").inner_text()
    assert "secret" not in page.content()


def test_a_starter_can_be_asked_with_a_click(page: Any) -> None:
    page.locator(".starter").first.click()

    turn = page.locator(".turn")
    turn.locator(".controls").wait_for()
    assert turn.locator(".question").inner_text() == f"What is known about “{FERRY.title}”?"


def test_the_last_question_can_be_edited_and_asked_again(page: Any, echo: Echo) -> None:
    turn = ask(page, "Who is rested?")
    turn.locator(".control", has_text="Edit question").click()
    page.wait_for_function("document.querySelector('#question textarea').value === 'Who is rested?'")

    asked = len(echo.asked)
    turn.locator(".control", has_text="Ask again").click()
    page.wait_for_function("document.querySelector('#question textarea').value === ''")
    page.locator(".turn .controls").wait_for()

    assert echo.asked[asked:] == [("Who is rested?", Filters(), 0)]
    assert page.locator(".turn").count() == 1


def test_a_follow_up_carries_the_history(page: Any, echo: Echo) -> None:
    ask(page, "Who is rested?")
    ask(page, "Where is Oststrand?")

    assert echo.asked[-1] == ("Where is Oststrand?", Filters(), 1)


def test_filters_chosen_in_the_bar_reach_the_assistant(page: Any, echo: Echo) -> None:
    page.locator("[data-event=toggle_filters]").click()
    page.fill("input[name=as_of]", "2023-05-03")
    page.locator("#filters .chip", has_text="As of 3 May 2023").wait_for()

    ask(page, "Where is Oststrand?")

    assert echo.asked[-1][1] == Filters(as_of=date(2023, 5, 3))


def test_several_publications_can_be_chosen_and_each_be_taken_away(browser: Any) -> None:
    of_another = replace(HERRING, publication="Strand, “Daily”")
    echo = Echo(shelf((FERRY, of_another)))
    with serving(application(echo, echo.shelf)) as address, opened(browser, address) as page:
        page.locator("[data-event=toggle_filters]").click()
        page.locator(".publications summary").press("Enter")
        for name in (FERRY.publication, of_another.publication):
            page.get_by_label(name, exact=True).check()
            page.locator("#filters .chip", has_text=name).wait_for()
        assert page.locator(".publications summary").inner_text() == "2 chosen"
        page.keyboard.press("Escape")
        assert page.locator(".publications fieldset").is_hidden()
        ask(page, "Where is Oststrand?")

        page.locator("#filters .chip", has_text=FERRY.publication).click()
        page.locator("#filters .chip", has_text=FERRY.publication).wait_for(state="detached")
        ask(page, "Where is Oststrand?")

    assert [filters.publications for _, filters, _ in echo.asked] == [
        (of_another.publication, FERRY.publication),
        (of_another.publication,),
    ]


def test_one_of_many_publications_is_found_by_a_part_of_its_name(browser: Any) -> None:
    many = [replace(MOLE, id=f"mole-{n}", publication=f"Paper {n:02}") for n in range(MOST_AT_A_GLANCE + 1)]
    room = shelf(many)
    with serving(application(Echo(room), room)) as address, opened(browser, address) as page:
        page.locator("[data-event=toggle_filters]").click()
        page.locator(".publications summary").click()
        page.get_by_label("Find a publication").press_sequentially("r 07")
        assert texts(page.locator(".publications label:visible")) == ["Paper 07"]

        page.get_by_label("Paper 07").check()

        page.locator("#filters .chip", has_text="Paper 07").wait_for()
        assert texts(page.locator(".publications label:visible")) == ["Paper 07"]


def test_the_card_stays_at_its_number_where_the_page_scrolls(browser: Any, address: str) -> None:
    with opened(browser, address, (390, 500)) as page:
        number = ask(page, "What does the board say?").locator("button.cite").last
        number.focus()
        page.locator("#citation-card.shown").wait_for()
        page.mouse.wheel(0, 40)

        page.wait_for_function(
            """() => {
              const number = document.activeElement.getBoundingClientRect();
              const card = document.querySelector("#citation-card").getBoundingClientRect();
              return [card.top - number.bottom, number.top - card.bottom].some((gap) => Math.abs(gap - 8) < 1);
            }"""
        )


def test_a_chip_of_the_bar_takes_its_filter_away(page: Any) -> None:
    page.locator("[data-event=toggle_filters]").click()
    page.fill("input[name=since]", "2023-05-03")
    page.locator("#filters .chip").click()

    page.locator("#filters .chip").wait_for(state="detached")
    assert page.input_value("input[name=since]") == ""


def test_a_chip_of_an_answer_puts_its_filters_into_the_bar(page: Any) -> None:
    page.locator("[data-event=toggle_filters]").click()
    page.fill("input[name=until]", "2023-05-03")
    page.locator("#filters .chip").wait_for()
    turn = ask(page, "Where is Oststrand?")
    page.locator("#filters .chip").click()
    page.locator("#filters .chip").wait_for(state="detached")

    turn.locator(".chip", has_text="Until 3 May 2023").click()

    page.locator("#filters .chip", has_text="Until 3 May 2023").wait_for()


def test_the_copied_answer_carries_its_sources(page: Any) -> None:
    turn = ask(page, "Who is rested?")

    assert turn.locator("[data-copy]").get_attribute("data-copy") == (
        "Who is rested?\n\n“The hull is sound and the crew is rested,” [1]\n\n"
        "[1] Ferry to Oststrand Returns After Repairs, The Harbour Weekly, 9 May 2023, "
        "https://harbour.example/ferry-returns\n    “The hull is sound and the crew is rested,”"
    )


def test_a_new_generation_is_noticed_without_a_reload(browser: Any) -> None:
    room = shelf((MOLE,), "g1")
    with serving(application(Echo(room), room, UiSettings(status_seconds=0.2))) as address:  # noqa: SIM117
        with opened(browser, address) as page:
            assert page.locator(".index-state").inner_text() == "1 article · newest 2 May 2023 · g1"

            room.generation = shelf((MOLE, FERRY), "g2").generation

            page.locator(".index-state", has_text="2 articles · newest 9 May 2023 · g2").wait_for()
            page.locator(".starter", has_text=FERRY.title).wait_for()


def test_a_missing_index_says_what_to_do(browser: Any) -> None:
    room = shelf()
    room.generation = None
    with serving(application(Echo(room), room)) as address, opened(browser, address) as page:
        assert page.locator(".index-state").inner_text() == "No index yet"
        assert "python app.py index" in page.locator(".welcome").inner_text()


class Slow(Echo):
    """Says one sentence and then waits until it is let go."""

    def __init__(self, room: Any) -> None:
        super().__init__(room)
        self.go = threading.Event()

    def stream(self, question: str, filters: Any = None, history: Any = ()) -> Iterator[Any]:
        steps = list(super().stream(question, Filters(), history))
        first = next(n for n, step in enumerate(steps) if isinstance(step, Sentence))
        yield from steps[: first + 1]
        yield Stage("writing", "Writing the rest")
        self.go.wait(20)
        yield from steps[first + 1 :]


@pytest.fixture
def slow(room: Any) -> Iterator[Slow]:
    made = Slow(room)
    yield made
    made.go.set()


def test_sentences_appear_while_the_answer_is_being_written(browser: Any, room: Any, slow: Slow) -> None:
    with serving(application(slow, room)) as address, opened(browser, address) as page:
        page.fill("#question textarea", "Where is Oststrand?")
        page.press("#question textarea", "Enter")
        page.locator(".stage", has_text="Writing the rest").wait_for()
        assert page.locator(".sentence").count() == 1

        page.locator("button.cite").click()
        page.locator("#reader mark.cited").wait_for()
        slow.go.set()

        page.locator(".turn .controls").wait_for()
        assert page.locator(".sentence").count() == 3
        assert page.locator("#reader mark.cited").is_visible()


def test_the_focus_stays_on_a_number_while_the_answer_grows(browser: Any, room: Any, slow: Slow) -> None:
    with serving(application(slow, room)) as address, opened(browser, address) as page:
        page.fill("#question textarea", "Where is Oststrand?")
        page.press("#question textarea", "Enter")
        page.locator("button.cite").focus()
        slow.go.set()
        page.locator(".turn .controls").wait_for()

        assert page.evaluate("document.activeElement.textContent") == "1"


def test_stopping_keeps_what_was_said(browser: Any, room: Any, slow: Slow) -> None:
    with serving(application(slow, room)) as address, opened(browser, address) as page:
        page.fill("#question textarea", "Where is Oststrand?")
        page.press("#question textarea", "Enter")
        page.locator(".sentence").wait_for()

        page.locator("#question button.stop-button").click()

        page.locator(".turn .notice", has_text="Stopped before the answer was whole.").wait_for()
        assert page.locator(".sentence").count() == 1
        slow.go.set()
        assert ask(page, "Who is rested?").locator(".sentence").count() == 1


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, TELEPHONE], ids=["1440", "390"])
def test_nothing_is_wider_than_the_window(
    browser: Any, address: str, size: tuple[int, int], dark: bool
) -> None:
    with opened(browser, address, size, dark) as page:
        ask(page, "Where is Oststrand?").locator("button.cite").first.click()
        page.locator("#reader mark.cited").wait_for()

        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        assert page.evaluate("document.body.classList.contains('dark')") is dark


def test_on_a_telephone_the_reader_covers_the_page_and_its_own_way_back_closes_it(
    browser: Any, address: str
) -> None:
    with opened(browser, address, TELEPHONE) as page:
        ask(page, "Where is Oststrand?").locator("button.cite").first.click()
        page.locator("#reader mark.cited").wait_for()
        assert 0 < page.locator("#reader mark.cited").bounding_box()["y"] < TELEPHONE[1]
        assert page.locator("#panel").bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 844}
        assert page.evaluate("document.querySelector('#chat').inert")

        page.go_back()

        page.locator("#panel.reading").wait_for(state="detached")
        assert not page.evaluate("document.querySelector('#chat').inert")
        assert page.evaluate("document.activeElement.textContent") == "1"
        assert page.locator(".turn").count() == 1


# The numbers of sentences stand in running text, the days of a timeline once more below it: WCAG 2.2 excepts both.
SMALL = """() => [...document.querySelectorAll("button, summary, a, input, select, textarea")]
  .filter((one) => one.checkVisibility() && !one.matches(".cite, .point, [type=radio], [type=checkbox]"))
  .filter((one) => one.getBoundingClientRect().height < 40)
  .map((one) => `${one.tagName} ${one.textContent.trim()} ${one.getBoundingClientRect().height}`)"""


def test_on_a_telephone_controls_are_as_large_as_a_finger(browser: Any, address: str) -> None:
    with opened(browser, address, TELEPHONE) as page:
        page.locator("[data-event=toggle_filters]").click()
        page.fill("input[name=until]", "2023-05-12")
        page.locator("#filters .chip").wait_for()
        ask(page, "abstain, please")
        small = page.evaluate(SMALL)
        ask(page, "Where is the timetable?").locator("button.cite").first.click()
        page.locator("#reader mark.cited").wait_for()

        assert small + page.evaluate(SMALL) == []


def test_on_a_telephone_the_question_can_be_typed_wherever_the_answer_is_read(
    browser: Any, address: str
) -> None:
    with opened(browser, address, (390, 500)) as page:
        ask(page, "What does the board say?")
        page.evaluate("scrollTo(0, 0)")

        box = page.locator("#question").bounding_box()
        assert box["y"] > 0
        assert box["y"] + box["height"] <= 500


def test_on_paper_stand_the_answers_and_what_they_cite(browser: Any, address: str) -> None:
    with opened(browser, address, dark=True) as page:
        ask(page, "Where is Oststrand?")
        page.emulate_media(media="print")

        assert not page.locator("#composer, #history, #masthead, .under").first.is_visible()
        ink = "getComputedStyle(document.querySelector('.said')).color"
        page.wait_for_function(f"{ink} === 'rgb(0, 0, 0)'")
        assert (
            page.locator(".sentence").count() == page.locator("#evidence .quote .number:visible").count() == 3
        )


@pytest.mark.parametrize("size", [DESKTOP, TELEPHONE], ids=["1440", "390"])
def test_a_long_article_is_scrolled_to_its_cited_words_below_the_way_back(
    browser: Any, size: tuple[int, int]
) -> None:
    text = "\n\n".join(
        [f"Paragraph {n} fills the page with nothing." for n in range(200)] + ["The needle is here."]
    )
    room = shelf((article("hay", "A Haystack", text, MOLE.published or FERRY.published),))  # type: ignore[arg-type]
    with serving(application(Echo(room), room)) as address, opened(browser, address, size) as page:
        ask(page, "Where is the needle?").locator("button.cite").click()
        page.locator("#reader mark.cited").wait_for()

        page.wait_for_function("document.querySelector('#panel').scrollTop > 1000")
        bar, panel = (page.locator(part).bounding_box() for part in (".reader-bar", "#panel"))
        assert bar["y"] == panel["y"]
        assert bar["y"] + bar["height"] < page.locator("#reader mark.cited").bounding_box()["y"] < size[1]


def test_the_composer_does_not_move_when_an_answer_grows(page: Any) -> None:
    before = page.locator("#question").bounding_box()

    for question in ("Where is Oststrand?", "Who is rested?", "What does the board say?"):
        ask(page, question)

    assert page.locator("#question").bounding_box() == before


def test_the_page_has_no_footer_of_its_framework(page: Any) -> None:
    assert page.locator("footer").count() == 0
    assert not re.search(r"built with gradio|use via api", page.locator("body").inner_text(), re.IGNORECASE)


def test_a_model_that_refuses_a_sentence_shows_it_struck_through_on_demand(browser: Any, room: Any) -> None:
    class Refusing(Echo):
        def stream(self, *asked: Any, **more: Any) -> Iterator[Any]:
            for step in super().stream(*asked, **more):
                if isinstance(step, Answer):
                    step = replace(step, refused=(Sentence("It sank.", (), "no source says “sank”"),))
                yield step

    with serving(application(Refusing(room), room)) as address, opened(browser, address) as page:
        turn = ask(page, "Where is Oststrand?")
        assert turn.locator(".refused s").is_hidden()

        turn.locator(".refused summary").click()

        assert turn.locator(".refused s").inner_text() == "It sank."


def test_the_sample_corpus_has_starters_of_its_own_that_show_what_they_should(sample_home: Path) -> None:
    from assistant.assistant import Assistant
    from index.library import Library

    library = Library(sample_home)
    assistant = Assistant(library)
    toll, story, signed, sport = (assistant.ask(question) for question in SAMPLE_STARTERS)

    assert list(SAMPLE_STARTERS)[3] in welcome(Catalogue(library).state(), ())
    assert "Three hundred and twelve" in toll.sentences[0].text
    assert (toll.outcome, story.outcome, story.form) == ("answered", "answered", "timeline")
    assert (signed.outcome, signed.sentences[0].citations[0].published) == ("answered", date(2023, 9, 7))
    assert sport.outcome == "abstained"


def test_the_sample_corpus_answers_with_its_own_words_marked(browser: Any, sample_home: Path) -> None:
    from assistant.assistant import Assistant
    from index.library import Library

    library = Library(sample_home)
    with serving(application(Assistant(library), library)) as address, opened(browser, address) as page:
        turn = ask(page, "How many people died in the flood at the Hollen Dam?")
        said = turn.locator(".sentence").first
        said.locator("button.cite").first.click()

        page.locator("#reader mark.cited").first.wait_for()
        marked = "".join(page.locator("#reader mark.cited").all_text_contents())
        assert marked == said.locator(".card-quote").first.text_content()
        assert "Three hundred and twelve" in turn.locator(".said").inner_text()
        assert page.watched.foreign == []
