"""The reader's own conversations: kept by the browser, listed, restored and exported. Used by `assistant.ui.chat_page`.

The server keeps none of them. history.js stores each finished turn as it gets
it here, and hands a conversation back whole where one is opened or exported.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from secrets import token_hex

from assistant.ui.conversation import Asked, Entry
from assistant.ui.escaping import text, visible
from assistant.ui.exporting import as_json, as_markdown
from assistant.ui.keeping import ConversationUnreadable, kept, restored

# A title is a line of a list; script and server cut at the same length.
TITLE_LENGTH = 120
FORMS = {"markdown": (as_markdown, "md", "text/markdown"), "json": (as_json, "json", "application/json")}


def bar() -> str:
    """The line above the conversation, and the drawer with all that are kept; history.js fills both."""
    return (
        '<div class="talk-bar">'
        '<button type="button" class="control" data-event="open_history" aria-haspopup="dialog">History</button>'
        '<span class="talk-title" dir="auto"></span>'
        '<button type="button" class="control" data-event="new_talk">New conversation</button></div>'
        '<dialog class="drawer" aria-labelledby="history-heading">'
        '<div class="drawer-head"><h2 id="history-heading">Conversations</h2>'
        '<button type="button" class="control" data-event="close_history">Close</button></div>'
        '<p class="purpose">Kept by this browser alone.</p><p class="notice" role="status" hidden></p>'
        '<ul class="talks"></ul></dialog>'
    )


def record(entries: Sequence[Entry]) -> str:
    """The newest turn for the browser to keep, and its place among the turns; "" where it is not finished."""
    if not entries or not isinstance(entries[-1], Asked):
        return ""
    place = sum(isinstance(entry, Asked) for entry in entries) - 1
    # The token makes the same answer, given twice, two records.
    return f'<span hidden data-sent="{token_hex(4)}" data-place="{place}" data-turn="{text(kept(entries[-1]))}"></span>'


def opened(fields: Mapping[str, object]) -> tuple[Asked, ...]:
    """The conversation that the browser hands back; nothing where it is none of ours."""
    try:
        return restored(str(fields.get("talk", "")))
    except ConversationUnreadable:
        return ()


def exported(fields: Mapping[str, object]) -> str:
    """A conversation as a file for the browser to save; "" where it cannot be read."""
    turns = opened(fields)
    if not turns:
        return ""
    title = visible(str(fields.get("title", "")))[:TITLE_LENGTH] or turns[0].question[:TITLE_LENGTH]
    write, suffix, kind = FORMS.get(str(fields.get("form")), FORMS["markdown"])
    return (
        f'<span hidden data-sent="{token_hex(4)}" data-name="{file_name(title)}.{suffix}" data-kind="{kind}" '
        f'data-content="{text(write(title, turns))}"></span>'
    )


def file_name(title: str) -> str:
    """A name of a few plain words of the title, whatever the title holds."""
    apart = unicodedata.normalize("NFKD", title)
    plain = "".join(c for c in apart if not unicodedata.combining(c)).lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain)[:8])[:60] or "conversation"
