"""The line at the top of the page: the name, and the state of the index behind it."""

from assistant.ui.catalogue import IndexState
from assistant.ui.escaping import day, text


def masthead(state: IndexState) -> str:
    """Name and state; what is wrong with the index stands here in words while it lasts."""
    shown = f'<p class="index-state {state.condition}">{_state(state)}</p>'
    return f'<header class="masthead"><h1>Backfile</h1>{shown}</header>'


def _state(state: IndexState) -> str:
    if state.condition == "missing":
        return "No index yet"
    if state.condition == "broken":
        return f"The index cannot be read: {text(state.message)}"
    noun = "article" if state.articles == 1 else "articles"
    newest = f" · newest {day(state.newest[0].published)}" if state.newest else ""
    return f'{state.articles:,} {noun}{newest}<span class="generation"> · {text(state.generation)}</span>'
