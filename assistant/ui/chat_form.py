"""Questions and answers in the form of OpenAI's chat completions: plain data, no transport.

`assistant.ui.completions` serves it. Citations stand in the message as numbers
with their sources below, and as `annotations` where the article has an address.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from assistant.answer import Answer, Citation, Note, Sentence, Stage, Turn
from assistant.contract import answer_as_json
from assistant.ui.escaping import host, plain_day
from assistant.ui.exporting import DOES_NOT_SAY, UNCERTAIN
from assistant.ui.numbering import number_for, numbered, numbered_of
from assistant.ui.public import RequestUnusable, filters_of
from index.passage import Filters

MODEL = "backfile"
# Follow-ups refer to the last turns; earlier ones change nothing.
TURNS_READ = 10
# What a message may hold; the text of the question has its own limit.
FILTER_NAMES = ("as_of", "since", "until", "source")


@dataclass(frozen=True, slots=True)
class Conversation:
    """What a request asks."""

    question: str
    history: tuple[Turn, ...]
    filters: Filters
    streamed: bool


def read(body: object) -> Conversation:
    """The question, the turns before it, and the filters of a request's JSON.

    Raises:
        RequestUnusable: it is no such request; the message says where.
    """
    if not isinstance(body, dict) or not isinstance(body.get("messages"), list):
        raise RequestUnusable('the request must be an object with "messages", a list')
    said = [_said(message) for message in body["messages"]]
    asked = [place for place, (role, _) in enumerate(said) if role == "user"]
    if not asked:
        raise RequestUnusable('there is no message of the role "user" to answer')
    filters = filters_of(**{name: body[name] for name in FILTER_NAMES if body.get(name)})
    history = _turns(said[: asked[-1]])[-TURNS_READ:]
    return Conversation(said[asked[-1]][1], tuple(history), filters, body.get("stream") is True)


def _said(message: object) -> tuple[str, str]:
    if not isinstance(message, dict) or not isinstance(message.get("role"), str):
        raise RequestUnusable('each message must be an object with a "role"')
    content = message.get("content")
    if isinstance(content, list):
        content = "\n".join(
            str(part["text"]) for part in content if isinstance(part, dict) and "text" in part
        )
    if content is not None and not isinstance(content, str):
        raise RequestUnusable('the "content" of a message must be text')
    return message["role"], content or ""


def _turns(said: Sequence[tuple[str, str]]) -> list[Turn]:
    """Each question of the user with the answer after it; its words are all that is left of that answer."""
    turns = []
    for (role, question), (next_role, reply) in pairwise(said):
        if (role, next_role) == ("user", "assistant"):
            sentences = (Sentence(reply, ()),)
            answer = Answer(question, question, Filters(), "answered", 1.0, sentences, (), "")
            turns.append(Turn(question, answer))
    return turns


def pieces(steps: Iterator[Stage | Sentence | Answer]) -> Iterator[str | Answer]:
    """The message bit by bit as the answer comes, and the answer last; all bits joined are the whole message."""
    sentences: list[Sentence] = []
    for step in steps:
        if isinstance(step, Sentence):
            sentences.append(step)
            yield ("\n\n" if len(sentences) > 1 else "") + _sentence(step, sentences)
        elif isinstance(step, Answer):
            rest = [*_remarks(step), *_sources(step)]
            yield ("\n\n" if sentences and rest else "") + "\n\n".join(rest)
            yield step


def _sentence(sentence: Sentence, before: Sequence[Sentence]) -> str:
    numbers = numbered(before)
    marks = "".join(f" [{number_for(c, numbers)}]" for c in dict.fromkeys(sentence.citations))
    day = f"{plain_day(sentence.day)}: " if sentence.day else ""
    label = f"{sentence.label}: " if sentence.label else ""
    notes = "".join(f"\n({note.text})" for note in sentence.notes)
    return f"{label}{day}{sentence.text}{marks}{notes}"


def _remarks(answer: Answer) -> Iterator[str]:
    if answer.outcome == "abstained":
        yield DOES_NOT_SAY
    if answer.outcome == "uncertain":
        yield UNCERTAIN
    for note in answer.notes:
        yield _note(answer, note)
    yield from answer.advice


def _note(answer: Answer, note: Note) -> str:
    numbers = numbered_of(answer)
    return note.text + "".join(f" [{number_for(c, numbers)}]" for c in dict.fromkeys(note.citations))


def _sources(answer: Answer) -> Iterator[str]:
    lines = [f"[{entry.number}] {_source(entry.citation)}" for entry in numbered_of(answer).values()]
    if lines:
        yield "Sources:\n" + "\n".join(lines)


def _source(c: Citation) -> str:
    when = plain_day(c.published) if c.published else ""
    known = ", ".join(part for part in (c.title or c.article_id, c.publication, when, c.url) if part)
    return f"{known}: “{c.quote}”"


def annotations(answer: Answer, content: str) -> list[dict[str, Any]]:
    """OpenAI's `url_citation` for each number in the message whose article has an http(s) address."""
    made = []
    for entry in numbered_of(answer).values():
        mark = f"[{entry.number}]"
        start = content.find(mark)
        if start >= 0 and host(entry.citation.url):
            place = {"start_index": start, "end_index": start + len(mark)}
            page = {"url": entry.citation.url, "title": entry.citation.title}
            made.append({"type": "url_citation", "url_citation": place | page})
    return made


def completion(identity: str, question: str, content: str, answer: Answer) -> dict[str, Any]:
    """A whole completion; "backfile" holds what `ask --json` prints."""
    message = {
        "role": "assistant",
        "content": content,
        "refusal": None,
        "annotations": annotations(answer, content),
    }
    choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
    return _envelope(identity, "chat.completion") | {
        "choices": [choice],
        "usage": usage(question, content),
        "backfile": answer_as_json(answer),
    }


def chunk(identity: str, delta: Mapping[str, Any], finish: str | None = None, **more: Any) -> dict[str, Any]:
    """One event of a streamed completion."""
    choice = {"index": 0, "delta": dict(delta), "finish_reason": finish, "logprobs": None}
    return _envelope(identity, "chat.completion.chunk") | {"choices": [choice]} | more


def usage(question: str, content: str) -> dict[str, int]:
    """Words, where OpenAI counts tokens: nothing is billed by them here."""
    asked, said = len(question.split()), len(content.split())
    return {"prompt_tokens": asked, "completion_tokens": said, "total_tokens": asked + said}


def _envelope(identity: str, kind: str) -> dict[str, Any]:
    return {"id": identity, "object": kind, "created": int(time.time()), "model": MODEL}


def failure(message: str, kind: str, code: str) -> dict[str, Any]:
    """An error as OpenAI's clients read it."""
    return {"error": {"message": message, "type": kind, "param": None, "code": code}}
