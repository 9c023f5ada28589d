"""A conversation as it grows: finished turns, and the draft that is being answered.

`assistant.ui.chat_page` runs `answering` and keeps the entries in the browser's
session on the server; `assistant.ui.rendering` shows them. No HTML here.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from assistant.answer import Answer, Sentence, Stage, Turn
from corpus.errors import BackfileError
from index.passage import Filters, Found

log = logging.getLogger(__name__)

NO_FILTERS = Filters()
UNEXPECTED = "Something went wrong while answering; the server's log says what. Please try again."


class Streaming(Protocol):
    """What the pages need of an assistant: stages and sentences as they come, the whole answer last; hits."""

    def stream(
        self, question: str, filters: Filters = ..., history: Sequence[Turn] = ...
    ) -> Iterator[Stage | Sentence | Answer]: ...

    def search(self, query: str, filters: Filters = ..., k: int = ...) -> Found: ...


@dataclass(frozen=True, slots=True)
class Draft:
    """A question without a whole answer: being answered, stopped by the reader, or failed with a message."""

    question: str
    filters: Filters = NO_FILTERS
    stage: str = "Reading the question"
    sentences: tuple[Sentence, ...] = ()
    stopped: bool = False
    failed: str = ""

    @property
    def running(self) -> bool:
        return not self.stopped and not self.failed


@dataclass(frozen=True, slots=True)
class Asked(Turn):
    """A finished turn as the page keeps it: with the filters its reader had set, and the verdict on it."""

    given: Filters = NO_FILTERS
    verdict: str = ""


Entry = Turn | Draft


def answering(
    assistant: Streaming, question: str, filters: Filters, entries: Sequence[Entry]
) -> Iterator[tuple[Entry, ...]]:
    """The conversation after each step of answering; the last ends with a turn, or a failed draft."""
    earlier = tuple(entries)
    draft = Draft(question, filters)
    yield (*earlier, draft)
    history = [entry for entry in earlier if isinstance(entry, Turn)]
    try:
        for step in assistant.stream(question, filters, history):
            if isinstance(step, Answer):
                yield (*earlier, Asked(question, step, filters))
                return
            draft = _grown(draft, step)
            yield (*earlier, draft)
    except BackfileError as error:
        yield (*earlier, replace(draft, failed=str(error)))
    except Exception:  # the page must say so and stay usable, whatever a model or an index raised
        log.exception("answering failed")
        yield (*earlier, replace(draft, failed=UNEXPECTED))


def _grown(draft: Draft, step: Stage | Sentence) -> Draft:
    if isinstance(step, Stage):
        return replace(draft, stage=step.text)
    return replace(draft, sentences=(*draft.sentences, step))


def running(entries: Sequence[Entry]) -> bool:
    """Whether the last question is still being answered."""
    return bool(entries) and isinstance(entries[-1], Draft) and entries[-1].running


def stopped(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """The conversation with its running draft marked as stopped."""
    last = entries[-1] if entries else None
    if isinstance(last, Draft) and last.running:
        return (*entries[:-1], replace(last, stopped=True))
    return tuple(entries)


def sentences_of(entry: Entry) -> tuple[Sentence, ...]:
    """What has been said so far."""
    return entry.sentences if isinstance(entry, Draft) else entry.answer.sentences
