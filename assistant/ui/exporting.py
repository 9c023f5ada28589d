"""Turns as text to take away: plain for the clipboard, Markdown and JSON for a file. Used by the chat's modules.

Pure functions. In Markdown every word is escaped, and a link is http(s) or
nothing, so that an exported file loads and links to nothing by itself.
"""

import json
import re
from collections.abc import Callable, Iterator, Sequence

from assistant.answer import Answer, Citation, Turn
from assistant.contract import answer_as_json
from assistant.ui.escaping import host, plain_day, visible
from assistant.ui.numbering import Numbered, number_for, numbered_of

DOES_NOT_SAY = "The corpus does not say."
UNCERTAIN = "An uncertain answer: read its sources before relying on it."
# What Markdown gives a meaning: within a line, at its beginning, and in addresses that it links unasked.
MARKDOWN = re.compile(r"[\\`*_{}\[\]<>#|~&!@]|^[-+=]|(?<=:)//|(?<=www)\.", re.IGNORECASE)
LIST_NUMBER = re.compile(r"^(\d+)([.)])(?=\s|$)")

Escape = Callable[[str], str]


def as_text(turn: Turn) -> str:
    """One turn as plain text with numbered sources."""
    body = _said(turn.answer, plain=str)
    sources = [_plain_source(entry) for entry in numbered_of(turn.answer).values()]
    return "\n".join([turn.question, "", *body, "", *sources]).strip()


def as_markdown(title: str, turns: Sequence[Turn]) -> str:
    """A conversation as a Markdown document, each turn with its own numbered sources."""
    parts = [f"# {escaped(title)}"]
    for turn in turns:
        parts += [f"## {escaped(turn.question)}", *_said(turn.answer, plain=escaped)]
        parts += ["\n".join(_markdown_source(entry) for entry in numbered_of(turn.answer).values())]
    return "\n\n".join(part for part in parts if part) + "\n"


def as_json(title: str, turns: Sequence[Turn]) -> str:
    """A conversation as JSON: its title, and of each turn what `ask --json` prints."""
    answers = [answer_as_json(turn.answer) for turn in turns]
    return json.dumps({"title": title, "turns": answers}, ensure_ascii=False, indent=2) + "\n"


def escaped(words: str) -> str:
    """Words as one line of Markdown that means nothing but itself."""
    line = " ".join(visible(words).split())
    return LIST_NUMBER.sub(r"\1\\\2", MARKDOWN.sub(r"\\\g<0>", line))


def _said(answer: Answer, plain: Escape) -> Iterator[str]:
    if answer.outcome == "uncertain":
        yield plain(UNCERTAIN)
    if answer.short:
        yield plain(answer.short) + _marks(answer, [answer.short_citation] if answer.short_citation else [])
    if not answer.sentences:
        yield plain(DOES_NOT_SAY)
    label = ""
    for sentence in answer.sentences:
        if sentence.label and sentence.label != label:
            yield plain(f"{sentence.label}:")
        label = sentence.label
        day = f"{plain_day(sentence.day)}: " if sentence.day else ""
        yield plain(day + sentence.text) + _marks(answer, sentence.citations)
        yield from (plain(note.text) + _marks(answer, note.citations) for note in sentence.notes)
    yield from (plain(note.text) + _marks(answer, note.citations) for note in answer.notes)


def _marks(answer: Answer, citations: Sequence[Citation]) -> str:
    numbers = numbered_of(answer)
    return "".join(f" [{number}]" for c in dict.fromkeys(citations) if (number := number_for(c, numbers)))


def _plain_source(entry: Numbered) -> str:
    c = entry.citation
    when = plain_day(c.published) if c.published else ""
    known = ", ".join(part for part in (c.title, c.publication, when, c.url) if part)
    return f"[{entry.number}] {known}\n    {c.quote}"


def _markdown_source(entry: Numbered) -> str:
    c = entry.citation
    title = escaped(c.title or c.article_id)
    linked = f"[{title}](<{c.url}>)" if host(c.url) else title
    where = [escaped(c.publication), plain_day(c.published) if c.published else "", escaped(c.speaker)]
    known = ", ".join([linked, *(part for part in where if part)])
    return f"{entry.number}. {known}: “{escaped(c.quote)}”"
