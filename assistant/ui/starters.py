"""The empty page: what this is, and questions to begin with.

Starters come from the settings, else from the newest titles of whatever corpus
is indexed, so that every one of them can be answered.
"""

from collections.abc import Sequence

from assistant.ui.catalogue import IndexState
from assistant.ui.escaping import plain_day, text

MOST_STARTERS = 4


def welcome(state: IndexState, starters: Sequence[str]) -> str:
    """The page before the first question, or what to do where there is nothing to ask of."""
    if state.condition != "ready":
        return (
            f'<section class="welcome"><h2>There is no index to ask yet</h2>'
            f'<p class="notice">{text(state.message)}</p>'
            "<p>Index some articles, then ask: this page notices by itself.</p></section>"
        )
    questions = starters or [about(headline.title) for headline in state.newest]
    items = "".join(
        f'<li><button type="button" class="starter" dir="auto" data-event="ask_starter" '
        f'data-question="{text(q)}">{text(q)}</button></li>'
        for q in questions[:MOST_STARTERS]
    )
    purpose = "Every sentence of an answer leads to the exact words of the article that says it."
    return (
        f'<section class="welcome"><h2>Ask the back issues</h2><p>{_extent(state)} {purpose}</p>'
        f"<ul>{items}</ul></section>"
    )


def about(title: str) -> str:
    """A question that the article of this title answers."""
    return f"What is known about “{title}”?"


def _extent(state: IndexState) -> str:
    noun = "article" if state.articles == 1 else "articles"
    until = f", up to {plain_day(state.newest[0].published)}" if state.newest else ""
    return f"{state.articles:,} {noun}{until}."
