"""The corpus page: its articles over time and in a table, read beside it; adding more, and the upkeep of the index.

A page of `assistant.ui.page`. What is listed comes from `holdings`, its HTML
from `listing` and `upkeep`; a server that is read-only shows no upkeep.
"""

from dataclasses import dataclass
from typing import Any

from assistant.ui.adding import ADDED
from assistant.ui.catalogue import IndexState
from assistant.ui.escaping import plain_day, text
from assistant.ui.events import Events
from assistant.ui.holdings import Choice, Holdings, choice_of
from assistant.ui.listing import corpus
from assistant.ui.rebuilding import Build
from assistant.ui.room import AT_ONCE, OWN, Room, fields, scripted
from assistant.ui.upkeep import upkeep
from corpus.errors import BackfileError

# While a build runs, the page looks this often how far it is.
BUILD_SECONDS = 1.0
NO_BUILD = Build()
HINT = '<section class="evidence"><h2>Reader</h2><p class="purpose">Choose an article to read it here.</p></section>'


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page was last drawn from; where it is still so, nothing is drawn again."""

    mark: str = ""
    build: Build = NO_BUILD


class CorpusPage:
    """What the page does, without Gradio."""

    def __init__(self, room: Room) -> None:
        self._room = room
        # One value, so that no other thread ever sees one generation's name with another's articles.
        self._held_of = ("", Holdings(()))

    def state(self) -> Shown:
        rebuilding = self._room.rebuilding
        return Shown(self._room.catalogue.state().mark, rebuilding.build if rebuilding else NO_BUILD)

    def listed(self, choice: Choice) -> str:
        """The left side for a choice, or why there is nothing to list."""
        state = self._room.catalogue.state()
        if state.condition != "ready":
            return f'<section class="holdings"><h2>Corpus</h2><p class="notice">{text(state.message)}</p></section>'
        return corpus(self._held(), choice, self._figures(state))

    def upkeep(self) -> str:
        """The controls, nothing on a read-only server."""
        rebuilding = self._room.rebuilding
        if rebuilding is None:
            return ""
        status = self._room.library.status()
        return upkeep(rebuilding.build, indexed=bool(status.generation), can_go_back=bool(status.previous))

    def update(self, *, anew: bool = False) -> None:
        """Begin a build of all known articles, of those added on this page too.

        Raises:
            BackfileError: the server is read-only, or a build is going on.
        """
        rebuilding, home = self._room.rebuilding, self._room.home
        if rebuilding is None or home is None:
            raise BackfileError("this server is read-only")
        added = home / ADDED
        rebuilding.start(add=added if added.is_dir() else None, anew=anew)

    def roll_back(self) -> None:
        """Make the generation before the live one live.

        Raises:
            BackfileError: the server is read-only, a build is going on, or there is none.
        """
        if self._room.rebuilding is None:
            raise BackfileError("this server is read-only")
        self._room.library.rollback()
        self._room.rebuilding.told(
            "The index before answers again. What was added stays, for the next build."
        )

    def _held(self) -> Holdings:
        generation = self._room.library.open()
        name, held = self._held_of
        if generation.name != name:
            held = Holdings(generation.articles.listing(), generation.set_aside())
            self._held_of = (generation.name, held)
        return held

    def _figures(self, state: IndexState) -> list[tuple[str, str]]:
        held, manifest = self._held(), self._room.library.open().manifest
        days = [one.published for one in held.articles if one.published]
        span = [(f"{plain_day(min(days))} – {plain_day(max(days))}", "")] if days else []
        return [
            (f"{state.articles:,}", "articles"),
            (f"{len(held.publications):,}", "publications"),
            (f"{manifest.passages:,}", "passages"),
            *span,
        ]


def lay_out(blocks: Any, room: Room) -> None:
    """The page's components and events, into the open Blocks."""
    import gradio

    page, reading = CorpusPage(room), Events(room)
    written = scripted("script.js")
    seen, choice = gradio.State(Shown()), gradio.State(Choice())
    with gradio.Row(elem_id="desk", elem_classes="shelves"):
        with gradio.Column(elem_id="chat", scale=6, min_width=320), gradio.Column(elem_id="corpus"):
            listed = gradio.HTML("", elem_id="holdings", **written)
        with gradio.Column(elem_id="panel", scale=5, min_width=320):
            keeping = gradio.HTML("", elem_id="upkeep", **scripted("corpus.js"))
            gradio.HTML(HINT, elem_id="evidence", js_on_load=None, apply_default_css=False)
            reader = gradio.HTML("", elem_id="reader", **written)

    def choose(happened: gradio.EventData) -> tuple[Choice, str]:
        wanted = choice_of(fields(happened))
        return wanted, page.listed(wanted)

    def look(was: Shown, chosen: Choice) -> tuple[Any, ...]:
        now = page.state()
        if now == was:
            return (gradio.skip(),) * 3
        return now, page.upkeep(), page.listed(chosen) if now.mark != was.mark else gradio.skip()

    def doing(act: Any) -> Any:
        def done(was: Shown, chosen: Choice) -> tuple[Any, ...]:
            try:
                act()
            except BackfileError as error:
                gradio.Warning(str(error))
            return look(was, chosen)

        return done

    def open_article(happened: gradio.EventData) -> str:
        return reading.reader(fields(happened), "the list")

    drawn, shown = [seen, choice], [seen, keeping, listed]
    listed.list_articles(choose, None, [choice, listed], **AT_ONCE)
    for part in (listed, reader):
        part.open_article(open_article, None, [reader], **AT_ONCE)
    keeping.update_index(doing(page.update), drawn, shown, **AT_ONCE)
    keeping.rebuild_index(doing(lambda: page.update(anew=True)), drawn, shown, **AT_ONCE)
    keeping.roll_back(doing(page.roll_back), drawn, shown, **AT_ONCE)
    blocks.load(look, drawn, shown, queue=False, **OWN)
    pause = BUILD_SECONDS if room.rebuilding else room.settings.status_seconds
    gradio.Timer(pause).tick(look, drawn, shown, queue=False, **OWN)
