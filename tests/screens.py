"""Take the screenshots of docs/screens anew: each state of the page over the sample corpus, at two widths.

    .venv/bin/python tests/screens.py --home HOME [--out docs/screens] [--only NAME…]

The home must hold the sample corpus (`app.py --home HOME index`). The pictures
are for people to look at; nothing is compared.
"""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from assistant.assistant import Assistant  # noqa: E402
from assistant.ui.serving import application  # noqa: E402
from index.library import Library  # noqa: E402
from tests.browser import DESKTOP, TELEPHONE, ask, chromium, opened, serving  # noqa: E402

FLOOD = "How many people died in the flood at the Hollen Dam?"
STORY = "Give me a timeline of the Hollen Dam flood"
NOTHING = "Who won the football world cup?"


def empty(page: Any) -> None:
    page.locator(".starter").first.wait_for()


def answer(page: Any) -> None:
    ask(page, FLOOD)


def reading(page: Any) -> None:
    ask(page, FLOOD).locator("button.cite").first.click()
    page.locator("#reader mark.cited").first.wait_for()


def card(page: Any) -> None:
    ask(page, FLOOD).locator("button.cite").first.hover()
    page.locator("#citation-card.shown").wait_for()


def timeline(page: Any) -> None:
    ask(page, STORY)


def abstained(page: Any) -> None:
    ask(page, NOTHING)


def filtered(page: Any) -> None:
    page.locator("[data-event=toggle_filters]").click()
    page.fill("input[name=as_of]", "2023-04-15")
    page.locator("#filters .chip").wait_for()
    ask(page, FLOOD)


def rating(page: Any) -> None:
    turn = ask(page, FLOOD)
    turn.locator(".judge summary").click()
    turn.locator("input[value=evidence_wrong]").check()


def history(page: Any) -> None:
    ask(page, FLOOD)
    page.locator("[data-event=new_talk]").click()
    page.locator(".welcome").wait_for()
    ask(page, STORY)
    page.locator("[data-event=open_history]").click()
    page.locator(".talks li").nth(1).wait_for()


STATES: dict[str, Callable[[Any], None]] = {
    "empty": empty, "answer": answer, "reader": reading, "card": card, "timeline": timeline,
    "abstained": abstained, "filters": filtered, "rating": rating, "history": history,
}  # fmt: skip
# Dark where a picture more says something more.
DARK = ("answer", "reader")


def main() -> int:
    parser = argparse.ArgumentParser(description="Take the screenshots of the page.")
    parser.add_argument("--home", type=Path, required=True, help="a home that holds the sample corpus")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "screens")
    parser.add_argument("--only", nargs="*", default=list(STATES), choices=list(STATES))
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    library = Library(args.home)
    with serving(application(Assistant(library), library, home=args.home)) as address, chromium() as browser:
        for name in args.only:
            for width, size in (("", DESKTOP), ("-narrow", TELEPHONE)):
                for dark in (False, True) if name in DARK and not width else (False,):
                    with opened(browser, address, size, dark) as page:
                        STATES[name](page)
                        page.screenshot(path=args.out / f"{name}{width}{'-dark' if dark else ''}.png")
    return 0


if __name__ == "__main__":
    sys.exit(main())
