"""A conversation as JSON for the reader's own browser, and back. Used by `assistant.ui.history`.

What comes back was out of our hands: it is validated field by field, and a
conversation that does not fit is refused whole. Never writes to a disk.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from assistant.ui.conversation import Asked
from corpus.errors import BackfileError

# More turns than anyone scrolls through; script and server agree on it.
MOST_TURNS = 60


class ConversationUnreadable(BackfileError):
    """The browser kept something that is no conversation, or one of another version."""


def kept(turn: Asked) -> str:
    """The turn as one JSON object."""
    return str(_turns().dump_json((turn,)).decode()[1:-1])


def restored(conversation: str) -> tuple[Asked, ...]:
    """The turns of a JSON list as `kept` wrote them.

    Raises:
        ConversationUnreadable: it is no such list.
    """
    try:
        turns: Sequence[Asked] = _turns().validate_json(conversation)
    except ValueError as error:
        raise ConversationUnreadable("this conversation was kept by another version of the page") from error
    if len(turns) > MOST_TURNS:
        raise ConversationUnreadable(
            f"the conversation has {len(turns)} turns; at most {MOST_TURNS} are read"
        )
    return tuple(turns)


@cache
def _turns() -> Any:
    # Late: pydantic takes a moment to build its validators, and the page is up before anything is restored.
    from pydantic import TypeAdapter

    return TypeAdapter(tuple[Asked, ...])
