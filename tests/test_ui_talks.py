"""Conversations in a real browser: kept, named, deleted, exported, judged; answers in their forms; nobody shut out."""

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.answer import Answer, Citation, Note, Sentence
from assistant.ui.accounts import line
from assistant.ui.feedback import FILE
from assistant.ui.serving import application
from assistant.ui.settings import UiSettings
from index.passage import Filters
from tests.browser import (
    DESKTOP,
    FRAMEWORK_WARNINGS,
    PLAIN,
    TELEPHONE,
    ask,
    chromium,
    opened,
    serving,
    unharmed,
    violations,
)
from tests.ui_room import FERRY, MOLE, Echo, citation, shelf

pytestmark = [pytest.mark.browser, *FRAMEWORK_WARNINGS]


def words(start: int, end: int) -> Citation:
    return citation(MOLE, start, end)


STRUCK, HURT = words(0, 57), words(58, 74)
FORMS: dict[str, dict[str, Any]] = {
    "the story": {
        "form": "timeline",
        "sentences": (
            Sentence("It struck the mole.", (STRUCK,), day=date(2023, 4, 29)),
            Sentence("Nobody was hurt.", (HURT,), day=date(2023, 4, 29)),
            Sentence("It sailed again.", (citation(FERRY, 0, 9),), day=date(2023, 5, 9)),
        ),
    },
    "both sides": {
        "form": "comparison",
        "sentences": (
            Sentence("It is sound.", (STRUCK,), label="The board"),
            Sentence("It is not.", (HURT,), label="The crew"),
        ),
        "notes": (Note("disagreement", "The counts differ.", (citation(FERRY, 0, 9),)),),
    },
    "how many": {
        "short": "the north mole",
        "short_citation": words(30, 44),
        "sentences": (
            Sentence("It struck it.", (STRUCK,), notes=(Note("superseded", "It was raised.", (HURT,)),)),
        ),
        "notes": (Note("false_premise", "No article says so."),),
    },
}


class Formed(Echo):
    """An echo whose answers take a form that the question names."""

    def stream(self, question: str, *more: Any, **others: Any) -> Iterator[Any]:
        for step in super().stream(question, *more, **others):
            if isinstance(step, Sentence) and question in FORMS:
                continue
            if isinstance(step, Answer) and question in FORMS:
                yield from FORMS[question]["sentences"]
                step = replace(step, outcome="answered", **FORMS[question])
            yield step


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as running:
        yield running


@pytest.fixture(scope="module")
def echo() -> Formed:
    return Formed(shelf())


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("kept")


@pytest.fixture(scope="module")
def address(echo: Formed, kept: Path) -> Iterator[str]:
    with serving(application(echo, echo.shelf, UiSettings(), kept)) as running:
        yield running


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    with unharmed(browser, address) as fresh:
        yield fresh


def talk(page: Any, *questions: str) -> None:
    """A new conversation of these questions."""
    if page.locator(".turn").count():
        page.click("[data-event=new_talk]")
        page.locator(".welcome").wait_for()
    for question in questions:
        ask(page, question)
    page.locator(".talk-title", has_text=questions[0]).wait_for()


def drawer(page: Any) -> Any:
    page.click("[data-event=open_history]")
    page.locator("dialog.drawer[open]").wait_for()
    return page.locator(".talks li")


def names(page: Any) -> list[str]:
    return list(page.locator(".talk-name").all_inner_texts())


# --- kept ------------------------------------------------------------------


def test_a_conversation_outlives_a_reload_with_its_evidence_and_its_history(page: Any, echo: Formed) -> None:
    talk(page, "Who is rested?", "Where is Oststrand?")
    page.reload()

    page.locator("#evidence .for", has_text="Where is Oststrand?").wait_for()
    assert page.locator(".turn .question").all_inner_texts() == ["Who is rested?", "Where is Oststrand?"]
    ask(page, "Who was hurt?")
    assert echo.asked[-1] == ("Who was hurt?", Filters(), 2)


def test_without_tls_conversations_are_kept_and_answers_copied_all_the_same(browser: Any) -> None:
    echo = Echo(shelf())
    with serving(application(echo, echo.shelf, UiSettings(allow_hosts=(PLAIN,)))) as address:  # noqa: SIM117
        with opened(browser, address.replace("127.0.0.1", PLAIN)) as page:
            turn = ask(page, "Who is rested?")
            turn.get_by_role("button", name="Copy").click()
            turn.get_by_role("button", name="Copied").wait_for()
            page.fill("#question textarea", "")
            page.locator("#question textarea").press("Control+V")

            assert not page.evaluate("isSecureContext")
            assert page.input_value("#question textarea") == turn.locator("[data-copy]").get_attribute(
                "data-copy"
            )
            assert page.evaluate("localStorage.length") == 1
            assert page.watched.errors == []


def test_another_tab_begins_anew_and_can_open_what_was_kept(page: Any) -> None:
    talk(page, "Who is rested?")
    page.evaluate("sessionStorage.clear()")
    page.reload()
    page.locator(".welcome").wait_for()

    drawer(page).first.locator(".talk").click()

    page.locator(".turn .question", has_text="Who is rested?").wait_for()
    assert page.locator("dialog.drawer[open]").count() == 0
    page.locator(".turn button.cite").click()
    page.locator("#reader mark.cited").first.wait_for()


def test_the_newest_conversation_comes_first(page: Any) -> None:
    talk(page, "Who is rested?")
    talk(page, "Where is Oststrand?")

    drawer(page).nth(1).wait_for()
    assert names(page) == ["Where is Oststrand?", "Who is rested?"]


def test_a_question_asked_again_is_kept_once(page: Any) -> None:
    talk(page, "Who is rested?")
    changed = "() => JSON.parse(Object.values(localStorage)[0]).changed"
    before = page.evaluate(changed)
    page.locator(".control", has_text="Ask again").click()
    page.wait_for_function(f"(before) => ({changed})() > before", arg=before)
    ask(page, "Where is Oststrand?")
    page.reload()
    page.locator(".turn").nth(1).wait_for()

    assert page.locator(".turn .question").all_inner_texts() == ["Who is rested?", "Where is Oststrand?"]


def test_a_conversation_is_renamed_by_keyboard_and_escape_keeps_its_name(page: Any) -> None:
    talk(page, "Who is rested?")
    row = drawer(page)
    row.get_by_role("button", name="Rename “Who is rested?”").press("Enter")
    page.fill(".talk-rename", "The crew <b>")
    page.press(".talk-rename", "Enter")
    assert names(page) == ["The crew <b>"]

    row.get_by_role("button", name="Rename “The crew <b>”").press("Enter")
    page.fill(".talk-rename", "Nothing")
    page.press(".talk-rename", "Escape")

    assert names(page) == ["The crew <b>"]
    assert page.locator("dialog.drawer[open]").count() == 1


def test_a_conversation_is_deleted_at_the_second_word(page: Any) -> None:
    talk(page, "Who is rested?")
    delete = drawer(page).get_by_role("button", name="Delete “Who is rested?”")
    delete.click()
    assert delete.inner_text() == "Delete for good?"
    assert names(page) == ["Who is rested?"]

    delete.click()

    page.locator(".welcome").wait_for(state="attached")
    assert names(page) == []
    assert page.evaluate("localStorage.length") == 0


def saved(page: Any, button: str) -> tuple[str, str]:
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    return download.value.suggested_filename, Path(download.value.path()).read_text("utf-8")


def test_a_conversation_is_exported_as_markdown_and_as_json(page: Any) -> None:
    talk(page, "Who is rested?")
    drawer(page).wait_for()

    name, text = saved(page, "as Markdown")
    assert name == "who-is-rested.md"
    assert "1. [Ferry to Oststrand Returns After Repairs](<https://harbour.example/ferry-returns>)" in text
    name, text = saved(page, "as JSON")
    assert name == "who-is-rested.json"
    assert json.loads(text)["turns"][0]["sentences"][0]["citations"][0]["article_id"] == "ferry-returns"


def test_what_was_tampered_with_in_the_browser_runs_nothing_and_opens_nothing(page: Any) -> None:
    hostile = "<img src=x onerror=alert(1)>"
    page.evaluate(
        "(title) => localStorage.setItem('backfile.talk.x', JSON.stringify("
        "{title, turns: ['{\"question\": 1}'], changed: 1, let_go: 0}))",
        hostile,
    )
    page.evaluate("localStorage.setItem('backfile.talk.y', '{')")
    row = drawer(page)
    assert names(page) == [hostile]

    row.locator(".talk").click()

    page.locator(".welcome").wait_for()
    assert page.locator("img").count() == 0


# --- judged ----------------------------------------------------------------


def test_the_evidence_is_judged_apart_from_the_answer(page: Any, kept: Path) -> None:
    turn = ask(page, "Who is rested?")
    turn.locator(".judge summary").press("Enter")
    turn.get_by_label("The evidence is wrong").check()
    turn.locator("textarea").fill("Another ferry.")
    turn.get_by_role("button", name="Send").click()

    turn.locator(".judged", has_text="Noted: the evidence is wrong. Thank you.").wait_for()
    row = json.loads((kept / FILE).read_text("utf-8").splitlines()[-1])
    assert (row["question"], row["verdict"], row["comment"]) == (
        "Who is rested?",
        "evidence_wrong",
        "Another ferry.",
    )


def test_a_verdict_must_be_chosen(page: Any, kept: Path) -> None:
    turn = ask(page, "Who was hurt?")
    turn.locator(".judge summary").click()
    turn.get_by_role("button", name="Send").click()

    assert page.evaluate("document.activeElement.matches('.judge input:invalid')")
    assert "Who was hurt?" not in (kept / FILE).read_text("utf-8")


def test_a_verdict_that_cannot_be_written_is_said(page: Any, kept: Path) -> None:
    turn = ask(page, "Who is rested?")
    (kept / FILE).rename(kept / "away")
    (kept / FILE).symlink_to(kept / "nowhere")
    turn.locator(".judge summary").click()
    turn.get_by_label("Good").check()
    turn.get_by_role("button", name="Send").click()

    page.get_by_text("the feedback could not be written").wait_for()
    (kept / "away").rename(kept / FILE)


# --- forms -----------------------------------------------------------------


def test_a_timeline_has_its_days_once_each_in_order(page: Any) -> None:
    turn = ask(page, "the story")

    assert turn.locator(".timeline li > time").all_inner_texts() == ["29 Apr 2023", "9 May 2023"]
    assert turn.locator(".timeline li").first.locator(".sentence").count() == 2


def test_sides_stand_under_their_names_and_disagreement_is_said(page: Any) -> None:
    turn = ask(page, "both sides")

    assert turn.locator(".part h3").all_inner_texts() == ["THE BOARD", "THE CREW"]
    assert turn.locator(".note.disagreement").inner_text() == "Sources differ. The counts differ.3"
    turn.locator(".note.disagreement button.cite").click()
    page.locator("#reader h2", has_text=FERRY.title).wait_for()


def test_a_short_answer_comes_first_and_opens_its_very_words(page: Any) -> None:
    turn = ask(page, "how many")

    assert turn.locator(".short").inner_text() == "the north mole1"
    assert turn.locator(".aside").inner_text() == "It was raised.2"
    assert turn.locator(".note.false_premise").inner_text() == "Not in the articles. No article says so."
    turn.locator(".short button.cite").click()
    page.locator("#reader mark.cited").wait_for()
    assert page.locator("#reader mark.cited").inner_text() == MOLE.text[30:44]


def test_an_abstention_under_a_filter_can_be_asked_again_without_it(page: Any, echo: Formed) -> None:
    page.locator("[data-event=toggle_filters]").click()
    page.fill("input[name=since]", "2023-05-03")
    page.locator("#filters .chip").wait_for()
    turn = ask(page, "abstain, please")

    turn.get_by_role("button", name="Ask again over all dates").click()

    page.locator(".ways-on").wait_for(state="detached")
    page.locator(".turn .controls").wait_for(state="attached")
    assert page.locator("#filters .chip").count() == 0
    assert echo.asked[-1] == ("abstain, please", Filters(), 0)


# --- keyboard --------------------------------------------------------------


def test_the_drawer_takes_the_focus_and_gives_it_back(page: Any) -> None:
    page.locator("[data-event=open_history]").press("Enter")
    page.locator("dialog.drawer[open]").wait_for()
    for _ in range(6):
        page.keyboard.press("Tab")
        inside = page.evaluate(
            "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        )
        assert inside

    page.keyboard.press("Escape")

    assert page.evaluate("document.activeElement.dataset.event") == "open_history"


def test_every_control_of_an_answer_is_reached_and_shows_its_focus(page: Any) -> None:
    ask(page, "Where is Oststrand?")
    page.locator("[data-event=open_history]").focus()
    reached = []
    for _ in range(14):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.textContent.trim().slice(0, 20)"))
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        if page.evaluate("document.activeElement.matches('button, summary')"):
            assert outline != "none", reached[-1]

    assert reached[:10] == [
        "New conversation", "1", "2", "3", "3 articles cited", "Copy", "Ask again", "Edit question",
        "Rate this answer", "Filters",
    ]  # fmt: skip


# --- busy ------------------------------------------------------------------


class Held(Echo):
    """Holds every answer until it is let go."""

    def __init__(self) -> None:
        super().__init__(shelf())
        self.go = threading.Event()

    def stream(self, question: str, filters: Filters = Filters(), history: Any = ()) -> Iterator[Any]:
        self.go.wait(30)
        yield from super().stream(question, filters, history)


def test_a_full_queue_is_said_and_whoever_stops_gives_up_the_place(browser: Any) -> None:
    held = Held()
    with serving(application(held, held.shelf, UiSettings(concurrency=1, queue_size=1))) as address:
        try:
            with (
                opened(browser, address) as first,
                opened(browser, address) as second,
                opened(browser, address) as third,
            ):
                first.fill("#question textarea", "Where is Oststrand?")
                first.press("#question textarea", "Enter")
                first.locator(".stage").wait_for()
                for page in (second, third):
                    with page.expect_response("**/queue/join*"):
                        page.fill("#question textarea", "Who is rested?")
                        page.press("#question textarea", "Enter")

                third.get_by_text("busy").first.wait_for()
                assert third.input_value("#question textarea") == "Who is rested?"
                assert third.locator("#queued").inner_text() == ""
                second.locator("#queued", has_text="Waiting for a place").wait_for()

                first.locator("#question button.stop-button").click()
                first.locator(".notice", has_text="Stopped before").wait_for()
                second.locator(".stage").wait_for()
                assert second.locator("#queued").inner_text() == ""
        finally:
            held.go.set()


# --- for everyone ----------------------------------------------------------


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, TELEPHONE], ids=["1440", "390"])
def test_axe_finds_nothing_serious_in_any_state(
    browser: Any, address: str, size: tuple[int, int], dark: bool
) -> None:
    with opened(browser, address, size, dark) as page:
        found = {"empty": violations(page)}
        turn = ask(page, "Where is the timetable?")
        turn.locator("button.cite").first.click()
        page.locator("#reader mark.cited").wait_for()
        found["reader"] = violations(page)
        page.keyboard.press("Escape")
        for question in ("the story", "both sides", "how many", "Oststrand, no doubt?", "fail", "abstain"):
            ask(page, question)
        page.locator(".judge summary").last.click()
        page.locator("[data-event=toggle_filters]").click()
        page.locator(".publications summary").click()
        found["answers"] = violations(page)
        drawer(page).first.wait_for()
        found["history"] = violations(page)

    assert found == {"empty": [], "reader": [], "answers": [], "history": []}


class Proxy:
    """Shows an application below a path, and takes the path off, as a proxy in front of it does."""

    def __init__(self, app: Any, root: str) -> None:
        self._app, self._root = app, root

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        # A browser asks for its icon wherever it is.
        if scope["type"] == "http" and scope["path"] != "/favicon.ico":
            assert scope["path"].startswith(self._root + "/"), f"asked beside the root: {scope['path']}"
            path = scope["path"][len(self._root) :]
            scope = {**scope, "path": path, "raw_path": path.encode()}
        await self._app(scope, receive, send)


@pytest.mark.parametrize("root", ["", "/papers"])
def test_the_login_is_for_everyone_and_lets_in(browser: Any, tmp_path: Path, root: str) -> None:
    (tmp_path / "users").write_text(line("ann", "a tide of herring"), "utf-8")
    echo = Echo(shelf())
    settings = UiSettings(accounts=tmp_path / "users", root_path=root)
    with serving(Proxy(application(echo, echo.shelf, settings), root)) as address:
        context = browser.new_context(viewport={"width": 390, "height": 844})
        page = context.new_page()
        page.set_default_timeout(20_000)
        failed: list[str] = []
        page.on("response", lambda got: failed.append(got.url) if got.status >= 500 else None)
        try:
            page.goto(f"{address}{root}/")
            assert violations(page) == []
            for password in ("wrong", "a tide of herring"):
                page.fill("[name=username]", "ann")
                page.fill("[name=password]", password)
                page.press("[name=password]", "Enter")
                page.locator("[role=alert], .welcome").wait_for()
            assert ask(page, "Who is rested?").locator(".sentence").count() == 1
            ways = page.evaluate("[...document.querySelectorAll('nav.pages a')].map((a) => a.href)")
            assert ways == [f"{address}{root}/{way}" for way in ("", "corpus", "logout")]
            page.locator("nav.pages a", has_text="Log out").click()
            page.locator("[name=password]").wait_for()
            assert failed == []
        finally:
            context.close()


SHIFTS = """() => { window.__shift = 0;
const add = (entry) => { if (!entry.hadRecentInput) window.__shift += entry.value; };
const seen = new PerformanceObserver((list) => list.getEntries().forEach(add));
seen.observe({ type: "layout-shift", buffered: true }); }"""


@pytest.mark.parametrize("size", [DESKTOP, TELEPHONE], ids=["1440", "390"])
def test_nothing_jumps_while_the_page_loads_and_an_answer_comes(
    browser: Any, address: str, size: tuple[int, int]
) -> None:
    """Layout shift as web.dev's Core Web Vitals measure it, of which up to 0.1 is called good."""
    with opened(browser, address, size) as page:
        page.evaluate(SHIFTS)
        ask(page, "Where is Oststrand?").locator("button.cite").first.click()
        page.locator("#reader mark.cited").wait_for()

        assert page.evaluate("window.__shift") < 0.1
