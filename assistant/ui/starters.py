"""The empty page: what this is, and questions to begin with.

Starters come from the settings; the sample corpus has its own; for any other
they are made of its newest articles, so that every one of them can be answered.
"""

from collections.abc import Sequence

from assistant.ui.catalogue import IndexState
from assistant.ui.escaping import plain_day, text

MOST_STARTERS = 4
# Each shows something else, and says what.
SAMPLE_STARTERS = {
    "How many people died in the flood at the Hollen Dam?": "a figure that was raised",
    "What happened after the Hollen Dam failed, step by step?": "a story by its days",
    "When was the Skerry Bank treaty signed?": "a date",
    "Who won the football world cup?": "not in these articles",
}
PURPOSE = (
    "Every sentence of an answer carries a number: it leads to the exact words of the article that says so. "
    "Where the articles do not say, neither does the answer."
)
RUN = "On the server, run <code>python app.py index PATH…</code>. This page notices by itself."
DROP = (
    'Drop article files on the <a href="corpus">Corpus page</a>, or run <code>python app.py index PATH…</code> '
    "on the server. This page notices by itself."
)
BUILDING = "An index is being built right now: this page notices by itself when it is done."


# Titles that their source cut short make no good question.
CUT = ("...", "…")


def welcome(state: IndexState, starters: Sequence[str], *, editing: bool = False) -> str:
    """The page before the first question, or what to do where there is nothing to ask of.

    `editing`: whether the corpus page takes files.
    """
    if state.condition != "ready":
        return _nothing_yet(state, editing)
    questions = dict.fromkeys(starters, "") or (SAMPLE_STARTERS if state.sample else _of_newest(state))
    items = "".join(_starter(question, shows) for question, shows in list(questions.items())[:MOST_STARTERS])
    return (
        f'<section class="welcome"><h2>Ask the back issues</h2><p>{_extent(state)} {PURPOSE}</p>'
        f"<ul>{items}</ul></section>"
    )


def _nothing_yet(state: IndexState, editing: bool) -> str:
    notice = f'<p class="notice failed">{text(state.message)}</p>' if state.condition == "broken" else ""
    what = BUILDING if state.building else DROP if editing else RUN
    return f'<section class="welcome"><h2>There is no index to ask yet</h2>{notice}<p>{what}</p></section>'


def _starter(question: str, shows: str) -> str:
    hint = f' <span class="shows">{text(shows)}</span>' if shows else ""
    return (
        f'<li><button type="button" class="starter" data-event="ask_starter" data-question="{text(question)}">'
        f'<span dir="auto">{text(question)}</span>{hint}</button></li>'
    )


def _of_newest(state: IndexState) -> dict[str, str]:
    """What somebody said, where the newest articles quote anybody, between questions about their titles."""
    whole = [headline.title for headline in state.newest if not headline.title.endswith(CUT)]
    titles = [about(title) for title in whole or [headline.title for headline in state.newest]]
    quoted = [f"What did {headline.speaker} say?" for headline in state.newest if headline.speaker]
    return dict.fromkeys([*titles[:1], *quoted[:1], *titles[1:]], "")


def about(title: str) -> str:
    """A question that the article of this title answers."""
    return f"What is known about “{title}”?"


def _extent(state: IndexState) -> str:
    noun = "article" if state.articles == 1 else "articles"
    until = f", up to {plain_day(state.newest[0].published)}" if state.newest else ""
    return f"{state.articles:,} {noun}{until}."
