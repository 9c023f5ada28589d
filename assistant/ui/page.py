"""The pages of the one Gradio application, and the way between them. Used by `assistant.ui.serving`.

A page is a module of its own with a `lay_out(blocks, room)`; it is entered in `PAGES`
and gets its address, its place in the navigation and the masthead from here.
Pages share no components: going to another one loads it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.ui import api, chat_page, corpus_page, eval_page
from assistant.ui.catalogue import IndexState
from assistant.ui.masthead import Way, masthead
from assistant.ui.room import OWN, Room

HERE = Path(__file__).parent
# In this order: the frame first, since every page builds on its properties.
STYLES = (HERE / "style.css", HERE / "chat.css", HERE / "panel.css", HERE / "corpus.css")


def head() -> str:
    """What Gradio puts into the head of every page."""
    return f"<style>{(HERE / 'head.css').read_text('utf-8')}</style>"


def always(_room: Room) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Page:
    """A page and its place.

    Attributes:
        path: its address below the root, "" for the first page.
        wanted: whether this server has it.
        changes: whether its reader may change the index, and looks for what comes of that.
    """

    path: str
    name: str
    lay_out: Callable[[Any, Room], None]
    wanted: Callable[[Room], bool] = always
    changes: bool = False


PAGES = (
    Page("", "Chat", chat_page.lay_out),
    Page("corpus", "Corpus", corpus_page.lay_out, changes=True),
    Page("eval", "Eval", eval_page.lay_out, lambda room: room.runs is not None),
)


def build(room: Room) -> Any:
    """All pages as one `gradio.Blocks`, ready to be mounted."""
    import gradio

    pages = [page for page in PAGES if page.wanted(room)]
    blocks = gradio.Blocks(title="Backfile", analytics_enabled=False, fill_width=True)
    if room.settings.api:
        # First, so that no event of a page takes one of its names.
        with blocks:
            api.offer(room)
    for page in pages:
        with blocks.route(page.name, page.path) if page.path else blocks:
            _head(blocks, page, pages, room)
            page.lay_out(blocks, room)
    settings = room.settings
    blocks.queue(default_concurrency_limit=settings.concurrency, max_size=settings.queue_size, api_open=False)
    return blocks


def _head(blocks: Any, page: Page, pages: list[Page], room: Room) -> None:
    """The masthead of a page; it follows the index, looked at when the page opens and every few seconds after."""
    import gradio

    ways = [Way(one.path or ".", one.name, one is page) for one in pages]
    if room.settings.accounts is not None:
        ways.append(Way("logout", "Log out"))

    def written(state: IndexState) -> str:
        return masthead(state, ways)

    def look(seen: str) -> tuple[Any, Any]:
        state = room.catalogue.state()
        return (gradio.skip(), gradio.skip()) if state.mark == seen else (state.mark, written(state))

    seen = gradio.State("")
    head = gradio.HTML(
        written(room.catalogue.state()), elem_id="masthead", js_on_load=None, apply_default_css=False
    )
    blocks.load(look, [seen], [seen, head], queue=False, **OWN)
    pause = corpus_page.BUILD_SECONDS if page.changes and room.rebuilding else room.settings.status_seconds
    gradio.Timer(pause).tick(look, [seen], [seen, head], queue=False, **OWN)
