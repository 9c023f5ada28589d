"""What a language model says, as it says it: pieces of text under a deadline, then whole sentences.

Used by `assistant.writing`. Knows nothing of passages; a failure of a client,
whatever it was, becomes `ModelFailed` with no word of the client's own, since
that may hold an address or a key.
"""

import re
import time
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from corpus.sentences import split

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

# A reader waits no longer for the whole reply, however steadily it trickles.
REPLY_SECONDS = 120.0
# Four short sentences have 800; a model that goes on has lost its way.
REPLY_CHARACTERS = 4_000
_MARKER = r"[\[【［]\s*\d{1,3}(?:\s*[,;，]\s*\d{1,3})*\s*[\]】］]"
# "It rose. [2] Then" is "It rose [2]. Then": a mark belongs to the sentence before it.
_MARKER_AFTER = re.compile(rf"([.!?…][\"”'’)]*)[^\S\n]*((?:{_MARKER}[^\S\n]*)+)")
# Reasoning models think aloud between these tags before they answer.
_THOUGHTS = re.compile(r"<think>.*?(?:</think>|\Z)", re.S)
_LAYOUT = re.compile(r"^[^\S\n]*(?:[-*•]|\d{1,2}[.)]|#{1,6}|>|`{3,}\w*)[^\S\n]+|^`{3,}\w*$|\*\*|__", re.M)


class ModelFailed(Exception):
    """The model gave no usable text; the caller extracts instead."""


def spoken(model: "LLM", system: str, user: str, seconds: float = REPLY_SECONDS) -> Iterator[str]:
    """The reply in pieces as they come; whole where the model cannot stream.

    Raises:
        ModelFailed: it broke or took too long; pieces given before stand.
    """
    from llama_index.core.llms import ChatMessage

    messages = [ChatMessage(role="system", content=system), ChatMessage(role="user", content=user)]
    end = time.monotonic() + seconds
    said = 0
    try:
        for piece in _pieces(model, messages):
            if time.monotonic() > end:
                raise ModelFailed(f"the model took longer than {seconds:.0f} seconds")
            said += len(piece)
            yield piece
            if said > REPLY_CHARACTERS:
                return
    except ModelFailed:
        raise
    except Exception as error:
        # Any client may fail in any way; only the kind of failure is told, and no cause is chained.
        raise ModelFailed(f"the model failed ({type(error).__name__})") from None


def _pieces(model: "LLM", messages: list) -> Iterator[str]:  # type: ignore[type-arg]
    try:
        stream = model.stream_chat(messages)
    except (NotImplementedError, AttributeError):
        yield str(model.chat(messages).message.content or "")
        return
    for part in stream:
        yield part.delta or ""


def sentences(pieces: Iterable[str]) -> Iterator[str]:
    """Whole sentences, each as soon as the next has begun; marks stand before the full stop, layout is taken out."""
    text, given = "", 0
    for piece in pieces:
        text += piece
        *ready, begun = _whole(text)
        # Its first word must be whole: a mark would go to the sentence before, a name might join it ("U.S. Army").
        if ready and len(begun.split()) < 2:
            ready.pop()
        yield from ready[given:]
        given = max(given, len(ready))
    yield from _whole(text)[given:]


def _whole(text: str) -> list[str]:
    """The sentences of the text so far, the last one perhaps still growing; a line is at least one."""
    plain = _LAYOUT.sub("", _THOUGHTS.sub("", text)).replace("\n", "\n\n")
    settled = _MARKER_AFTER.sub(lambda match: f" {match.group(2).strip()}{match.group(1)} ", plain)
    return [settled[start:end] for start, end in split(settled)] or [""]
