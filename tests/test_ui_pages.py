"""The corpus page and the page for evaluation in a real browser, over a real index that really is rebuilt."""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from assistant.assistant import Assistant
from assistant.ui.serving import application
from assistant.ui.settings import UiSettings
from corpus.errors import BackfileError
from index.building import build
from index.library import Library
from tests.browser import (
    DESKTOP,
    FRAMEWORK_WARNINGS,
    TELEPHONE,
    chromium,
    opened,
    serving,
    unharmed,
    violations,
)
from tests.index_room import RECORDS, write_records

pytestmark = [pytest.mark.browser, *FRAMEWORK_WARNINGS]

ROOT = Path(__file__).resolve().parent.parent
# One word in it stands nowhere else.
ADDED = """Lighthouse Keeper Retires

Harbour Courier, 3 July 2023

The keeper of the Zembra lighthouse retired on Monday.
"""


@dataclass(frozen=True)
class Figure:
    title: str = "Right answers"
    value: str = "54 %"
    interval: str = "48–60 %"


@dataclass(frozen=True)
class Run:
    name: str
    started: str
    passed: bool | None = None
    set_name: str = "sample <b>"
    generation: str = "g1"
    questions: int = 12
    figures: tuple[Figure, ...] = (Figure(),)


class Runs:
    """Two runs whose reports are short."""

    def __init__(self, folder: Path) -> None:
        self._report = folder / "report.html"
        self._report.write_text("<!doctype html><title>Report</title><h1>A run's report</h1>", "utf-8")

    def runs(self) -> list[Run]:
        return [Run("b/sample", "2026-03-02T10:00:00", True), Run("a/sample", "2026-03-01T10:00:00", False)]

    def report(self, name: str) -> Path:
        if name not in ("a/sample", "b/sample"):
            raise BackfileError(f"no run {name!r}")
        return self._report

    def compare(self, before: str, after: str) -> str:
        return (
            f"<!doctype html><title>Compared</title><p>{self.report(before).name}: {before} and {after}</p>"
        )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    (folder / "empty.txt").write_text("")
    articles = write_records(folder / "articles.jsonl", RECORDS.items())
    build(folder / "home", [articles, folder / "empty.txt"])
    return folder / "home"


@pytest.fixture(scope="module")
def address(home: Path) -> Iterator[str]:
    library = Library(home)
    command = [sys.executable, str(ROOT / "app.py"), "--home", str(home), "index"]
    app = application(
        Assistant(library), library, UiSettings(status_seconds=0.5), home, command, Runs(home.parent)
    )
    with serving(app) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as running:
        yield running


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    with unharmed(browser, address) as fresh:
        fresh.address = address
        yield fresh


def corpus(page: Any) -> Any:
    page.get_by_role("link", name="Corpus").click()
    page.locator("table.articles").wait_for()
    return page


def titles(page: Any) -> list[str]:
    return [words.strip() for words in page.locator("table.articles .title").all_inner_texts()]


def test_the_articles_stand_newest_first_and_open_in_the_reader(page: Any) -> None:
    corpus(page)
    assert titles(page) == [
        "Dockers end their strike",
        "Voters in Ostria choose a president",
        "Bridge over the Kelm opens",
    ]

    page.get_by_role("button", name="Bridge over the Kelm opens").click()

    page.locator("#reader", has_text="the steel came from Norland").wait_for()
    assert not page.locator("#upkeep").is_visible()


def test_a_search_and_a_bar_of_the_chart_choose_articles(page: Any) -> None:
    corpus(page)
    page.get_by_label("May 2023: 1 article").click()
    page.locator(".found", has_text="1 article in May 2023").wait_for()
    assert titles(page) == ["Voters in Ostria choose a president"]

    page.get_by_role("button", name="Show all").click()
    page.locator(".found", has_text="3 articles").wait_for()
    page.get_by_label("Search titles and authors").fill("dockers")
    page.get_by_label("Search titles and authors").press("Enter")

    page.locator(".found", has_text="1 article").wait_for()
    assert titles(page) == ["Dockers end their strike"]


def test_what_was_set_aside_is_told_with_its_reason(page: Any) -> None:
    corpus(page)
    page.get_by_text("1 file or record was set aside").click()

    assert "empty.txt" in page.locator(".set-aside li").inner_text()


def test_a_file_that_is_chosen_becomes_an_article_one_can_ask_about(page: Any, home: Path) -> None:
    corpus(page)
    page.locator(".drop input").set_input_files(
        [{"name": "keeper.txt", "mimeType": "text/plain", "buffer": ADDED.encode()}]
    )
    page.locator(".notice.done", has_text="1 added").wait_for(timeout=120_000)

    page.get_by_role("button", name="Lighthouse Keeper Retires").wait_for()
    assert Library(home).open().search("Who retired from the Zembra lighthouse?").hits[0].passage.article_id

    page.get_by_role("button", name="Go back to the index before").click()
    page.locator(".found", has_text="3 articles").wait_for()
    page.locator(".notice.done", has_text="The index before answers again").wait_for()


def test_a_file_of_no_known_kind_is_refused_where_it_was_dropped(page: Any) -> None:
    corpus(page)
    page.locator(".drop input").set_input_files(
        [{"name": "tool.exe", "mimeType": "application/octet-stream", "buffer": b"MZ"}]
    )

    page.locator(".sent", has_text="tool.exe is of no kind that is read").wait_for()


def test_runs_are_listed_and_their_reports_and_comparisons_open(page: Any) -> None:
    page.get_by_role("link", name="Eval").click()
    page.locator(".runs-table").wait_for()
    assert page.locator(".runs-table tbody tr").count() == 2
    assert page.locator(".runs-table td").first.inner_text().startswith("sample <b>")

    with page.context.expect_page() as report:
        page.locator(".runs-table a").first.click()
    report.value.get_by_role("heading", name="A run's report").wait_for()

    with page.context.expect_page() as compared:
        page.get_by_role("button", name="Compare").click()
    compared.value.get_by_text("report.html: a/sample and b/sample").wait_for()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, TELEPHONE], ids=["1440", "390"])
def test_corpus_and_runs_are_for_everyone_and_no_wider_than_the_window(
    browser: Any, address: str, size: tuple[int, int], dark: bool
) -> None:
    with opened(browser, address, size, dark) as page:
        corpus(page)
        page.get_by_text("1 file or record was set aside").click()
        found = {"corpus": violations(page)}
        widths = [page.evaluate("document.documentElement.scrollWidth")]
        page.get_by_role("button", name="Bridge over the Kelm opens").click()
        page.locator("#reader .body").wait_for()
        assert page.locator("#reader [data-event=close_reader]").inner_text() == (
            "← Back to the list" if size == DESKTOP else "← Back"
        )
        found["reader"] = violations(page)
        page.keyboard.press("Escape")
        page.get_by_role("link", name="Eval").click()
        page.locator(".runs-table").wait_for()
        found["runs"] = violations(page)
        widths.append(page.evaluate("document.documentElement.scrollWidth"))

    assert found == {"corpus": [], "reader": [], "runs": []}
    assert max(widths) <= size[0]


def test_an_unknown_run_has_no_report(page: Any) -> None:
    answer = page.request.get(f"{page.address}/runs/report?name=../../secret")

    assert (answer.status, answer.text()) == (404, "no run '../../secret'")


def test_a_read_only_server_shows_the_corpus_and_takes_nothing(browser: Any, home: Path) -> None:
    library = Library(home)
    with (
        serving(
            application(Assistant(library), library, UiSettings(editing=False), home, ["false"])
        ) as address,
        opened(browser, address) as page,
    ):
        corpus(page)
        assert page.locator(".upkeep").count() == 0
        assert page.get_by_role("link", name="Eval").count() == 0
        sent = page.request.post(
            f"{address}/articles?name=x.txt", data=json.dumps("News."), headers={"X-Backfile": "add"}
        )
        assert sent.status in (404, 405)
