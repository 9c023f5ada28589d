"""The server behind the pages: FastAPI with Gradio and the interfaces mounted, guarded. Called by app.py.

No sharing link, no analytics, no run history. Models load in the background
once the page can be reached.
"""

import logging
import os
import threading
import warnings
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from assistant.ui.adding import FILE_LIMIT
from assistant.ui.catalogue import Catalogue, Shelf
from assistant.ui.conversation import Streaming
from assistant.ui.hosts import Hosts
from assistant.ui.page import STYLES, build, head
from assistant.ui.places import Places
from assistant.ui.protection import Protection
from assistant.ui.public import Public
from assistant.ui.rates import Rates
from assistant.ui.rebuilding import Rebuilding
from assistant.ui.room import Room
from assistant.ui.runs import RunShelf
from assistant.ui.settings import DEFAULTS, LOOPBACK, UiSettings
from assistant.ui.theme import theme
from corpus.errors import BackfileError

log = logging.getLogger(__name__)

# Warms the encoder; any words do.
WARMING_QUERY = "What happened?"
# Gradio refuses every upload above it; the routes for uploads are closed besides.
MAX_FILE_SIZE = 1


def application(
    assistant: Streaming,
    library: Shelf,
    settings: UiSettings = DEFAULTS,
    home: Path | None = None,
    index_command: Sequence[str] = (),
    runs: RunShelf | None = None,
) -> Any:
    """The whole web application, as ASGI.

    Args:
        index_command: the command line's `index` for this home; without it no page changes the corpus.
        runs: what the page for evaluation shows; without it there is none.

    Raises:
        BackfileError: the accounts cannot be read, or an interface lacks its package.
    """
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    editing = settings.changes_corpus and home is not None and bool(index_command)
    room = Room(
        assistant, library, Catalogue(library, home), settings, Rates(settings.rate), home,
        Rebuilding(index_command) if editing else None, runs,
    )  # fmt: skip
    app = _interfaces(room)
    _mount_pages(app, room)
    if settings.accounts is not None:
        from assistant.ui.accounts import Accounts
        from assistant.ui.login import Door

        app = Door(app, Accounts(settings.accounts), settings.root_path)
    limits = {"/articles": FILE_LIMIT} if editing else {}
    hosts = Hosts(settings.host, settings.allow_hosts)
    return Protection(app, body_limit=settings.body_limit, limits=limits, hosts=hosts)


def _interfaces(room: Room) -> Any:
    """A FastAPI with everything but the pages."""
    import fastapi

    settings, public = room.settings, Public(room)
    places = Places(settings.concurrency, settings.queue_size)
    tools = None
    if settings.tools:
        from assistant.ui import tools as mcp_tools

        tools = mcp_tools.server(public, places, room.rates)

    @asynccontextmanager
    async def lifespan(_app: Any) -> AsyncIterator[None]:
        if tools is None:
            yield
        else:
            async with tools.session_manager.run():
                yield

    app = fastapi.FastAPI(
        title="Backfile", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan
    )

    @app.get("/healthz")
    def healthz() -> dict[str, str]:
        """That the server answers, and the state of its index: an empty one is no reason to restart it."""
        state = room.catalogue.state()
        return {"status": "ok", "index": state.condition, "generation": state.generation}

    if room.rebuilding is not None and room.home is not None:
        from assistant.ui import adding

        app.include_router(adding.router(room.home))
    if room.runs is not None:
        from assistant.ui import runs

        app.include_router(runs.router(room.runs))
    if settings.completions:
        from assistant.ui.completions import router

        app.include_router(router(public, places, room.rates))
    if tools is not None:
        app.router.routes.extend(mcp_tools.routes(tools, settings.body_limit))
    return app


def _mount_pages(app: Any, room: Room) -> None:
    import gradio

    with warnings.catch_warnings():
        # It warns of several pages even where the mode is off.
        warnings.filterwarnings("ignore", "SSR mode is not supported")
        gradio.mount_gradio_app(
            app,
            build(room),
            path="/",
            server_name=room.settings.host,
            footer_links=[],
            run_history=False,
            auth_dependency=_named if room.settings.accounts else None,
            root_path=room.settings.root_path or None,
            max_file_size=MAX_FILE_SIZE,
            ssr_mode=False,
            show_error=False,
            enable_monitoring=False,
            mcp_server=False,
            theme=theme(),
            css_paths=STYLES,
            head=head(),
        )


def _named(request: Any) -> str | None:
    """Who the door let in."""
    name: str | None = request.scope.get("backfile.user")
    return name


def serve(
    *,
    home: Path,
    library: Shelf,
    assistant: Streaming,
    settings: UiSettings = DEFAULTS,
    open_browser: bool = False,
    index_command: Sequence[str] = (),
    runs: RunShelf | None = None,
) -> None:
    """Serve the pages until interrupted; `home` keeps what readers say of answers and add to the corpus."""
    import uvicorn

    app = application(assistant, library, settings, home, index_command, runs)
    threading.Thread(target=_warm, args=(library,), daemon=True).start()
    address = f"http://{settings.host}:{settings.port}{settings.root_path}"
    if settings.accounts is None and settings.host not in LOOPBACK:
        log.warning("whoever reaches %s can ask and read: there is no login (see docs/serving.md)", address)
    log.info("the chat is at %s, its index at %s", address, home)
    if open_browser:
        import webbrowser

        threading.Timer(1.0, webbrowser.open, [address]).start()
    uvicorn.run(app, host=settings.host, port=settings.port, log_level="warning", ws="none")


def _warm(library: Shelf) -> None:
    """Load what the first question needs, so that it does not wait; a missing index is the page's to show."""
    try:
        library.open().encode([WARMING_QUERY])
    except BackfileError as error:
        log.info("not warmed: %s", error)
