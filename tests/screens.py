"""Take the screenshots of docs/screens anew: each state of the pages over the sample corpus, at two widths.

    .venv/bin/python tests/screens.py --home HOME [--out docs/screens] [--only NAME…]

The home must hold the sample corpus (`app.py --home HOME index`) and two runs
(`app.py --home HOME eval sample`); it is copied, since one picture is of a
rebuild. The pictures are for people to look at; nothing is compared.
"""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from assistant.assistant import Assistant  # noqa: E402
from assistant.ui.serving import application  # noqa: E402
from assistant.ui.settings import UiSettings  # noqa: E402
from eval.shelf import RunShelf  # noqa: E402
from index.library import Library  # noqa: E402
from tests.answering_models import FakeModel, marker_of  # noqa: E402
from tests.browser import DESKTOP, TELEPHONE, ask, chromium, opened, serving  # noqa: E402

FLOOD = "How many people died in the flood at the Hollen Dam?"
STORY = "Give me a timeline of the Hollen Dam flood"
SIDES = "How do the positions of Norvask and Sundrel on the herring treaty differ?"
NOTHING = "Who won the football world cup?"


def empty(page: Any) -> None:
    page.locator(".starter").first.wait_for()


def empty_handed(page: Any) -> None:
    page.locator(".welcome code").wait_for()


def answer(page: Any) -> None:
    ask(page, FLOOD)


def reading(page: Any) -> None:
    ask(page, FLOOD).locator("button.cite").first.click()
    page.locator("#reader mark.cited").first.wait_for()


def card(page: Any) -> None:
    ask(page, FLOOD).locator("button.cite").first.hover()
    # It fades in; half of it would be a picture of nothing.
    page.wait_for_function(
        "() => { const card = document.querySelector('#citation-card.shown');"
        " return card && getComputedStyle(card).opacity === '1'; }"
    )


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


def publications(page: Any) -> None:
    page.locator("[data-event=toggle_filters]").click()
    page.locator(".publications summary").click()
    for number in (0, 1):
        page.locator(".publications input").nth(number).check()
        page.locator("#filters .chip").nth(number).wait_for()


def sides(page: Any) -> None:
    ask(page, SIDES)


def refused(page: Any) -> None:
    ask(page, FLOOD).locator(".refused summary").click()


def corpus(page: Any) -> None:
    page.get_by_role("link", name="Corpus").click()
    page.locator("table.articles").wait_for()


def listed(page: Any) -> None:
    corpus(page)
    page.locator("table.articles .headline").nth(2).click()
    page.locator("#reader .body").wait_for()


def building(page: Any) -> None:
    corpus(page)
    page.get_by_role("button", name="Rebuild all").click()
    page.locator(".building progress:not([value='0'])").wait_for()


def runs(page: Any) -> None:
    page.get_by_role("link", name="Eval").click()
    page.locator(".runs-table").wait_for()


def report(page: Any) -> None:
    runs(page)
    page.goto(page.locator(".runs-table a").first.evaluate("(link) => link.href"))


def compared(page: Any) -> None:
    runs(page)
    page.evaluate("document.querySelector('form.pick').target = '_self'")
    page.get_by_role("button", name="Compare").click()
    page.get_by_role("heading", name="Against the run before").evaluate("(part) => part.scrollIntoView()")


STATES: dict[str, Callable[[Any], None]] = {
    "empty": empty, "answer": answer, "reader": reading, "card": card, "timeline": timeline, "sides": sides,
    "abstained": abstained, "filters": filtered, "publications": publications, "refused": refused,
    "rating": rating, "history": history, "missing": empty_handed, "corpus": corpus, "corpus-reader": listed,
    "eval": runs, "report": report, "compared": compared, "building": building,
}  # fmt: skip
# Dark where a picture more says something more.
DARK = ("answer", "reader", "corpus", "corpus-reader", "eval")


def careless(prompt: str) -> str:
    """What a language model might write: a sentence that its source bears out, and one that it does not."""
    source = marker_of(prompt, "Three hundred and twelve is now the number")
    return (
        f"Three hundred and twelve people were killed when the Hollen Dam overflowed {source}. "
        f"Soldiers had blown up the dam in the night {source}."
    )


@contextmanager
def served(state: str, home: Path) -> Iterator[str]:
    """The application in which a state is seen."""
    library = Library(home / "nothing" if state == "missing" else home)
    model = FakeModel(reply=careless) if state == "refused" else None
    command = [sys.executable, str(ROOT / "app.py"), "--home", str(home), "index"]
    app = application(
        Assistant(library, model=model), library, UiSettings(), home, command, RunShelf(home, library.open)
    )
    with serving(app) as address:
        yield address


def main() -> int:
    parser = argparse.ArgumentParser(description="Take the screenshots of the page.")
    parser.add_argument(
        "--home", type=Path, required=True, help="a home that holds the sample corpus and runs"
    )
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "screens")
    parser.add_argument("--only", nargs="*", default=list(STATES), choices=list(STATES))
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        home = Path(shutil.copytree(args.home, Path(folder) / "home"))
        for state in args.only:
            with served(state, home) as address:
                take(browser, address, state, args.out)
    return 0


def take(browser: Any, address: str, state: str, out: Path) -> None:
    """A state at both widths, and dark where that is wanted."""
    for width, size in (("", DESKTOP), ("-narrow", TELEPHONE)):
        for dark in (False, True) if state in DARK else (False,):
            with opened(browser, address, size, dark) as page:
                STATES[state](page)
                page.screenshot(path=out / f"{state}{width}{'-dark' if dark else ''}.png")


if __name__ == "__main__":
    sys.exit(main())
