"""The server behind the page: FastAPI with Gradio mounted, guarded, bound to this machine. Called by app.py.

No sharing link, no analytics, no run history, no uploads. Models load in the
background once the page can be reached.
"""

import logging
import os
import threading
from pathlib import Path
from typing import Any

from assistant.ui.catalogue import Catalogue, Shelf
from assistant.ui.conversation import Streaming
from assistant.ui.page import STYLES, build
from assistant.ui.protection import Protection
from assistant.ui.rates import Rates
from assistant.ui.room import Room
from assistant.ui.settings import DEFAULTS, HOST, PORT, UiSettings
from assistant.ui.theme import theme
from corpus.errors import BackfileError

log = logging.getLogger(__name__)

# Warms the encoder; any words do.
WARMING_QUERY = "What happened?"
# Gradio refuses every upload above it; the routes for uploads are closed besides.
MAX_FILE_SIZE = 1


def application(
    assistant: Streaming, library: Shelf, settings: UiSettings = DEFAULTS, home: Path | None = None
) -> Any:
    """The whole web application, as ASGI."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    import fastapi
    import gradio

    app = fastapi.FastAPI(title="Backfile", docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/healthz")
    def healthz() -> dict[str, str]:
        return {"status": "ok"}

    gradio.mount_gradio_app(
        app,
        build(Room(assistant, Catalogue(library), settings, Rates(settings.questions_per_minute), home)),
        path="/",
        server_name=HOST,
        footer_links=[],
        run_history=False,
        max_file_size=MAX_FILE_SIZE,
        ssr_mode=False,
        show_error=False,
        enable_monitoring=False,
        mcp_server=False,
        theme=theme(),
        css_paths=STYLES,
    )
    return Protection(app, body_limit=settings.body_limit)


def serve(
    *,
    home: Path,
    library: Shelf,
    assistant: Streaming,
    host: str = HOST,
    port: int = PORT,
    open_browser: bool = False,
    settings: UiSettings = DEFAULTS,
) -> None:
    """Serve the chat until interrupted. `home` is named in messages only."""
    import uvicorn

    app = application(assistant, library, settings, home)
    threading.Thread(target=_warm, args=(library,), daemon=True).start()
    address = f"http://{host}:{port}"
    log.info("the chat is at %s, its index at %s", address, home)
    if open_browser:
        import webbrowser

        threading.Timer(1.0, webbrowser.open, [address]).start()
    uvicorn.run(app, host=host, port=port, log_level="warning")


def _warm(library: Shelf) -> None:
    """Load what the first question needs, so that it does not wait; a missing index is the page's to show."""
    try:
        library.open().encode([WARMING_QUERY])
    except BackfileError as error:
        log.info("not warmed: %s", error)
