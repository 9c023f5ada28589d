"""What the pages are made of, and how their events are wired. Built by `assistant.ui.serving`, read by every page.

Holds no behaviour: whatever a page may call comes in here, so that a test can
hand in its own, and a server without something simply lacks it.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.ui.catalogue import Catalogue, Shelf
from assistant.ui.conversation import Streaming
from assistant.ui.rates import Rates
from assistant.ui.rebuilding import Rebuilding
from assistant.ui.runs import RunShelf
from assistant.ui.settings import UiSettings

HERE = Path(__file__).parent

# The pages' own events are not an interface; the ones that are get a name of their own.
OWN: Any = {"show_progress": "hidden", "api_visibility": "private"}
# Answered at once, beside an answer that is still streaming.
AT_ONCE: Any = {**OWN, "queue": False, "trigger_mode": "multiple"}


@dataclass(frozen=True, slots=True)
class Room:
    """What every page may use."""

    assistant: Streaming
    library: Shelf
    catalogue: Catalogue
    settings: UiSettings
    rates: Rates
    # Where the page's own state lives (feedback); a server without one takes none.
    home: Path | None = None
    # A read-only server has none.
    rebuilding: Rebuilding | None = None
    runs: RunShelf | None = None


def scripted(name: str) -> dict[str, Any]:
    """The arguments of a `gradio.HTML` whose controls a script of this folder turns into events."""
    return {"js_on_load": (HERE / name).read_text("utf-8"), "apply_default_css": False}


def fields(happened: Any) -> dict[str, object]:
    """What a control of a page sent along; anything but an object counts as nothing."""
    data = happened._data
    return dict(data) if isinstance(data, dict) else {}


def client(request: Any) -> str:
    """Who asks, by a request of Gradio's: the login where there is one, else the address."""
    return str(request.username or _address(request))


def caller(request: Any) -> str:
    """As `client`, by a request of Starlette's."""
    return str(request.scope.get("backfile.user") or _address(request))


def _address(request: Any) -> str:
    return request.client.host if request.client else ""
