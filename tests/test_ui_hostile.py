"""Hostile words as title, author, text, section, question and address: nothing runs or leaves.

The page's policy would stop most of it; these tests want more, namely that
the policy never has anything to stop.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.ui.serving import application
from corpus.article import Article
from tests.browser import FRAMEWORK_WARNINGS, ask, chromium, opened, serving
from tests.ui_room import FERRY, Echo, article, shelf

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
    links = page.evaluate("[...document.querySelectorAll('a[href]')].map((a) => a.getAttribute('href'))")
    assert [link for link in links if not link.startswith(("http://", "https://"))] == []
    assert [link for link in links if "elsewhere.example" in link] == []


def test_hostile_articles_are_shown_as_their_words(browser: Any) -> None:
    articles = [hostile(n, p, ADDRESSES[n % len(ADDRESSES)]) for n, p in enumerate(PAYLOADS)]
    room = shelf(articles)
    with serving(application(Echo(room), room)) as address, opened(browser, address) as page:
        read_everything(page)

        assert_harmless(page)
        titles = page.locator("#evidence .source h3").all_text_contents()
        assert sorted(titles) == sorted(PAYLOADS)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_hostile_question_is_shown_as_its_words(browser: Any, payload: str) -> None:
    room = shelf()
    with serving(application(Echo(room), room)) as address, opened(browser, address) as page:
        turn = ask(page, payload.replace("\n", " "))

        assert turn.locator(".question").text_content() == payload.replace("\n", " ")
        assert_harmless(page)


def test_markup_of_real_attacks_stays_text(browser: Any, shared_data: Path) -> None:
    cases = json.loads((shared_data / "attacks" / "dompurify" / "expect.json").read_text("utf-8"))
    payloads = [case["payload"] for case in cases]
    room = shelf([hostile(n, p, p) for n, p in enumerate(payloads)])
    echo = Echo(room)
    with serving(application(echo, room)) as address, opened(browser, address) as page:
        turn = ask(page, "Where is the needle?")

        assert turn.locator("button.cite").count() > len(payloads) // 2
        turn.locator("button.cite").first.click()
        page.locator("#reader .reader").wait_for()
        assert_harmless(page)
