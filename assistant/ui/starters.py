"""The empty page: what this is, and questions to begin with.

Starters come from the settings; the sample corpus has its own; for any other
they are made of its newest titles, so that every one of them can be answered.
"""

from collections.abc import Sequence

from assistant.ui.catalogue import IndexState
from assistant.ui.escaping import plain_day, text

MOST_STARTERS = 4
# Each shows something else: a figure that replaced earlier ones, a timeline, a short answer, an honest no.
SAMPLE_STARTERS = (
    "How many people died in the flood at the Hollen Dam?",
    "What happened after the Hollen Dam failed, step by step?",
    "When was the Skerry Bank treaty signed?",
    "Who won the football world cup?",
)
EMPTY = "Index some articles, then ask: this page notices by itself."
BUILDING = "An index is being built right now: this page notices by itself when it is done."


def welcome(state: IndexState, starters: Sequence[str]) -> str:
    """The page before the first question, or what to do where there is nothing to ask of."""
    if state.condition != "ready":
        return (
            f'<section class="welcome"><h2>There is no index to ask yet</h2>'
            f'<p class="notice">{text(state.message)}</p>'
            f"<p>{BUILDING if state.building else EMPTY}</p></section>"
        )
    questions = (
        starters
        or (SAMPLE_STARTERS if state.sample else ())
        or [about(headline.title) for headline in state.newest]
    )
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
