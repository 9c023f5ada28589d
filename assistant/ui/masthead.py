"""The line at the top of every page: the name, the ways between pages, and the state of the index."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.ui.catalogue import IndexState
from assistant.ui.escaping import day, plain_day, text

# How `index.generations` names what it builds: the moment, in UTC.
MOMENT = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)\d\d-\d+")


@dataclass(frozen=True, slots=True)
class Way:
    """A page in the navigation; `path` is relative, so that it holds below any root."""

    path: str
    name: str
    here: bool = False


def masthead(state: IndexState, ways: Sequence[Way] = ()) -> str:
    """Name, pages and state; what is wrong with the index stands here in words while it lasts."""
    shown = f'<p class="index-state {state.condition}">{_state(state)}</p>'
    return f'<header class="masthead"><h1>Backfile</h1>{_navigation(ways)}{shown}</header>'


def _navigation(ways: Sequence[Way]) -> str:
    if len(ways) < 2:
        return ""
    links = "".join(
        f'<a href="{text(way.path)}"{" aria-current=page" if way.here else ""}>{text(way.name)}</a>'
        for way in ways
    )
    return f'<nav class="pages" aria-label="Pages">{links}</nav>'


def _state(state: IndexState) -> str:
    building = '<span class="building">A new index is being built</span>' if state.building else ""
    if state.condition == "missing":
        return building or "No index yet"
    if state.condition == "broken":
        return f"The index cannot be read: {text(state.message)}"
    noun = "article" if state.articles == 1 else "articles"
    newest = f" · newest {day(state.newest[0].published)}" if state.newest else ""
    refused = (
        f' <span class="refused-generation">· {text(state.refused)} cannot be read, an earlier index answers</span>'
        if state.refused
        else f'<span class="generation" title="{text(state.generation)}"> · {_made(state.generation)}</span>'
    )
    return f"{state.articles:,} {noun}{newest}{refused}{' · ' if building else ''}{building}"


def _made(generation: str) -> str:
    """When a generation was made, by its name; the name itself where it does not say."""
    found = MOMENT.fullmatch(generation)
    if found is None:
        return text(generation)
    year, month, of_month, hour, minute = found.groups()
    return f"indexed {plain_day(date(int(year), int(month), int(of_month)))}, {hour}:{minute} UTC"
