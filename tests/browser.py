"""A real Chromium and a real server, for the tests of the page."""

import gc
import os
import shutil
import socket
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

# What Gradio and the clients of its servers do to the warnings of a test.
FRAMEWORK_WARNINGS = (
    # Gradio summarises its events with pandas in ways that pandas 3 deprecates.
    pytest.mark.filterwarnings("ignore:'future.no_silent_downcasting' is deprecated"),
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated"),
    # It warns of a script tag in what it shows; here that is escaped text.
    pytest.mark.filterwarnings("ignore:A `<script>` tag was found"),
    # Its client leaves sockets and event loops to the garbage collector.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
)

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
# A name that a browser does not trust as it trusts 127.0.0.1: there it withholds what it gives to secure pages alone.
PLAIN = "press.lan"
DESKTOP = (1440, 900)
TELEPHONE = (390, 844)


def chromium_path() -> str:
    """The installed browser; a machine without one is told what to do."""
    named = os.environ.get("BACKFILE_CHROMIUM", "")
    found = named or next(filter(None, map(shutil.which, NAMES)), "")
    assert found, (
        "no Chromium or Chrome found: `make test` installs one, or set BACKFILE_CHROMIUM to its path"
    )
    return found


@contextmanager
def chromium() -> Iterator[Any]:
    """A browser that every page of a module shares; it finds `PLAIN` at this machine too."""
    from playwright.sync_api import sync_playwright

    flags = [*FLAGS, f"--host-resolver-rules=MAP {PLAIN} 127.0.0.1"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=flags)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def leaving_nothing() -> Iterator[None]:
    """What clients leave behind is collected here, where it is known, and not in a later module's test."""
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


@contextmanager
def serving(app: Any) -> Iterator[str]:
    """The application on a free port of this machine, by its address."""
    import uvicorn

    listener = socket.create_server(("127.0.0.1", 0))
    # Streams that a client left open would hold its end up.
    config = uvicorn.Config(app, log_level="warning", ws="none", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(timeout=20)
        listener.close()


@dataclass
class Watch:
    """What a page did that it should not: foreign requests, errors, dialogs, refused content."""

    foreign: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


# A script that runs calls one of these; a violation says that the policy had to stop something.
TRAPS = """
window.__ran = [];
const trap = (name) => { window[name] = (...said) => window.__ran.push([name, ...said]); };
["alert", "confirm", "prompt", "print"].forEach(trap);
document.addEventListener(
  "securitypolicyviolation", (v) => window.__ran.push([v.violatedDirective, v.blockedURI]));
"""


@contextmanager
def opened(browser: Any, address: str, size: tuple[int, int] = DESKTOP, dark: bool = False) -> Iterator[Any]:
    """A fresh page at the address, ready to be asked; `page.watched` keeps what went wrong."""
    width, height = size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.watched = watched = Watch()
    own = (address + "/", "data:", "blob:")
    context.on(
        "request", lambda asked: None if asked.url.startswith(own) else watched.foreign.append(asked.url)
    )
    page.on("pageerror", lambda error: watched.errors.append(str(error)))
    page.on("dialog", lambda dialog: (watched.errors.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    page.add_init_script(TRAPS)
    page.goto(address)
    page.locator("#question textarea").wait_for()
    page.locator("#conversation .welcome").wait_for()
    try:
        yield page
    finally:
        context.close()


@contextmanager
def unharmed(browser: Any, address: str) -> Iterator[Any]:
    """A fresh page that at its end must have asked no other host, failed nowhere, and run no script but its own."""
    with opened(browser, address) as page:
        yield page
        assert page.watched.foreign == []
        assert page.watched.errors == []
        assert page.evaluate("window.__ran") == []


def ask(page: Any, question: str) -> Any:
    """Ask, wait until the answer is whole, and return its turn."""
    before = page.locator(".turn").count()
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")
    turn = page.locator(".turn").nth(before)
    turn.locator(".controls").wait_for()
    return turn


def violations(page: Any) -> list[str]:
    """What axe-core calls serious or critical, each with the first element at fault."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:200]} {one['nodes'][0].get('failureSummary', '')[:300]}"
        for one in found
        if one["impact"] in ("serious", "critical")
    ]
