"""How fast the page is for one reader: ready, first sentence, whole answer, and a question that is too long.

    .venv/bin/python bench/page.py [--home HOME] [--times N]

Without a home it indexes the sample corpus in a folder of its own. The page is
opened in a fresh browser context each time, the server being warm. Prints JSON.
"""

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from assistant.assistant import Assistant  # noqa: E402
from assistant.ui.serving import application  # noqa: E402
from index.building import build  # noqa: E402
from index.library import Library  # noqa: E402
from tests.browser import chromium, opened, serving  # noqa: E402

QUESTIONS = (
    "How many people died in the flood at the Hollen Dam?",
    "Who won the runoff in Ormuk?",
    "Why did the water minister of Zembara resign?",
    "What did Karsenia threaten to do about the canal?",
)
TOO_LONG = 20 * 1024 * 1024


def figure(milliseconds: list[float]) -> dict[str, float]:
    worst, middle = max(milliseconds), statistics.median(milliseconds)
    return {"median_ms": round(middle, 1), "worst_ms": round(worst, 1), "n": len(milliseconds)}


def timed(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def ready(browser: Any, address: str) -> float:
    """From the request to a page that can be asked."""

    def work() -> None:
        with opened(browser, address):
            pass

    return timed(work)


def asked(browser: Any, address: str, question: str) -> tuple[float, float]:
    """From Enter to the first sentence on the screen, and to the whole answer; measured inside the page."""
    watch = """
    () => { window.__at = {}; const seen = (name, selector) => {
      const look = () => { if (document.querySelector(selector)) window.__at[name] ??= performance.now(); };
      new MutationObserver(look).observe(document.body, { subtree: true, childList: true }); };
      seen("first", ".sentence"); seen("whole", ".turn .controls");
      document.querySelector("#question textarea").addEventListener(
        "keydown", () => { window.__at.began = performance.now(); }, { once: true, capture: true }); }
    """
    with opened(browser, address) as page:
        page.evaluate(watch)
        page.fill("#question textarea", question)
        page.press("#question textarea", "Enter")
        page.locator(".turn .controls").wait_for(state="attached")
        at = page.evaluate("window.__at")
    return at["first"] - at["began"], at["whole"] - at["began"]


def refused(address: str) -> float:
    """A question of 20 MB, from the first byte sent to the refusal."""
    import httpx

    with httpx.Client(base_url=address) as client:
        client.get("/healthz")
        body = b'{"data": ["' + b"x" * TOO_LONG + b'"]}'

        def work() -> None:
            assert client.post("/gradio_api/call/ask", content=body).status_code == 413

        return timed(work)


def measure(home: Path, times: int) -> dict[str, dict[str, float]]:
    library = Library(home)
    with serving(application(Assistant(library), library)) as address, chromium() as browser:
        for question in QUESTIONS:
            asked(browser, address, question)
        pages = [ready(browser, address) for _ in range(times)]
        answers = [asked(browser, address, QUESTIONS[n % len(QUESTIONS)]) for n in range(times)]
        refusals = [refused(address) for _ in range(times)]
    return {
        "page ready": figure(pages),
        "first sentence": figure([first for first, _ in answers]),
        "whole answer": figure([whole for _, whole in answers]),
        "20 MB refused": figure(refusals),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description="How fast the page is for one reader.")
    parser.add_argument(
        "--home", type=Path, help="a home with an index (default: the sample corpus, indexed now)"
    )
    parser.add_argument("--times", type=int, default=8)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = args.home or Path(folder)
        if args.home is None:
            build(home, [ROOT / "corpus" / "sample"])
        print(json.dumps(measure(home, args.times), indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
