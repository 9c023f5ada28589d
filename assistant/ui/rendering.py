"""The conversation as HTML: questions, sentences with their numbers, the honest states, copied text.

Pure functions from the entries of `assistant.ui.conversation` to one string.
Every word goes through `escaping.text`; numbers and controls are the page's own.
"""

from collections.abc import Sequence
from datetime import date

from assistant.answer import Answer, Citation, Sentence, Turn
from assistant.ui.chips import chips
from assistant.ui.conversation import Draft, Entry, sentences_of
from assistant.ui.escaping import day, plain_day, text
from assistant.ui.numbering import Numbered, Span, numbered, span
from index.passage import Passage

OWN_VOICE = "the publication’s own voice"


def conversation(entries: Sequence[Entry], welcome: str) -> str:
    """All turns, oldest first; the welcome on an empty page."""
    if not entries:
        return welcome
    last = len(entries) - 1
    return "".join(_turn(entry, number, number == last) for number, entry in enumerate(entries))


def _turn(entry: Entry, number: int, is_last: bool) -> str:
    body = _draft(entry) if isinstance(entry, Draft) else _answer(entry.answer)
    return (
        f'<article class="turn" data-turn="{number}">'
        f'<h2 class="question" dir="auto">{text(entry.question)}</h2>'
        f"{body}{_controls(entry, number, is_last)}</article>"
    )


def _draft(draft: Draft) -> str:
    if draft.failed:
        return f'{_prose(draft.sentences)}<p class="notice failed" role="alert">{text(draft.failed)}</p>'
    if draft.stopped:
        return f'{_prose(draft.sentences)}<p class="notice">Stopped before the answer was whole.</p>'
    dots = '<span class="dots" aria-hidden="true"></span>'
    return f'{_prose(draft.sentences)}<p class="stage">{dots}{text(draft.stage)}</p>'


def _answer(answer: Answer) -> str:
    if answer.outcome == "abstained":
        return _understood(answer) + _abstained(answer)
    doubt = '<p class="notice uncertain">An uncertain answer: read its sources before you rely on it.</p>'
    return (
        _understood(answer)
        + (doubt if answer.outcome == "uncertain" else "")
        + _prose(answer.sentences, flowing=answer.author != "extractive")
        + _advice(answer.advice)
        + _refused(answer.refused)
    )


def _understood(answer: Answer) -> str:
    """What was searched, where it is not simply what was asked."""
    rewritten = answer.standalone.strip() and answer.standalone.strip() != answer.question.strip()
    words = (
        f'<span class="searched" dir="auto">Searched: {text(answer.standalone)}</span>' if rewritten else ""
    )
    found = words + chips(answer.filters)
    return f'<div class="understood">{found}</div>' if found else ""


def _prose(sentences: Sequence[Sentence], flowing: bool = False) -> str:
    if not sentences:
        return ""
    numbers = numbered(sentences)
    shape = "prose flowing" if flowing else "prose"
    return f'<div class="{shape}" dir="auto">' + " ".join(_sentence(s, numbers) for s in sentences) + "</div>"


def _sentence(sentence: Sentence, numbers: dict[Span, Numbered]) -> str:
    voice = any(c.kind == "commentary" for c in sentence.citations)
    label = f'<span class="voice">{OWN_VOICE}</span> ' if voice else ""
    marks = "".join(_mark(numbers[span(c)]) for c in dict.fromkeys(sentence.citations))
    return f'<p class="sentence">{label}{text(sentence.text)}<span class="marks">{marks}</span></p>'


def _mark(entry: Numbered) -> str:
    """The number of a citation: a button that opens the article at the words, and its hover card."""
    citation = entry.citation
    label = f"Source {entry.number}: {citation.title}, {citation.publication}".rstrip(", ")
    return (
        f'<button type="button" class="cite" {opening(citation)} aria-label="{text(label)}">'
        f"{entry.number}</button>"
        f'<span class="card-source" hidden>{_card(citation)}</span>'
    )


def opening(citation: Citation) -> str:
    """The attributes that make an element open the reader at a citation."""
    return (
        f'data-event="open_article" data-article="{text(citation.article_id)}" '
        f'data-start="{citation.start}" data-end="{citation.end}"'
    )


def opening_passage(passage: Passage) -> str:
    """The attributes that make an element open the reader at a passage."""
    return (
        f'data-event="open_article" data-article="{text(passage.article_id)}" '
        f'data-start="{passage.start}" data-end="{passage.end}"'
    )


def _card(citation: Citation) -> str:
    speaker = f'<span class="speaker">{text(citation.speaker)}</span>' if citation.speaker else ""
    return (
        f'<span class="card-title" dir="auto">{text(citation.title)}</span>'
        f'<span class="card-source-line">{byline(citation)}</span>'
        f'<span class="card-quote" dir="auto">{text(citation.quote)}</span>{speaker}'
    )


def byline(citation: Citation) -> str:
    """Where a citation stands: its publication and date."""
    return source_line(citation.publication, citation.published)


def source_line(publication: str, published: date | None) -> str:
    """Publication and date, as far as they are known."""
    parts = [text(publication)] if publication else []
    return " · ".join([*parts, day(published)])


def _abstained(answer: Answer) -> str:
    nearest = "".join(
        f'<li><button type="button" class="nearest" {opening_passage(hit.passage)}>'
        f'<span dir="auto">{text(hit.passage.title)}</span> '
        f"<small>{day(hit.passage.published)}</small></button></li>"
        for hit in answer.nearest
    )
    shelf = f"<p>The nearest articles, which may not answer it:</p><ul>{nearest}</ul>" if nearest else ""
    verdict = f"<h3>The corpus does not say.</h3>{shelf}"
    return f'<section class="abstained">{verdict}</section>{_advice(answer.advice)}'


def _advice(lines: Sequence[str]) -> str:
    return (
        '<ul class="advice">' + "".join(f"<li>{text(line)}</li>" for line in lines) + "</ul>" if lines else ""
    )


def _refused(sentences: Sequence[Sentence]) -> str:
    if not sentences:
        return ""
    noun = "sentence" if len(sentences) == 1 else "sentences"
    listed = "".join(f"<li><s>{text(s.text)}</s> <small>{text(s.failed)}</small></li>" for s in sentences)
    return (
        f'<details class="refused"><summary>{len(sentences)} {noun} left out: the sources do not say so'
        f"</summary><ul>{listed}</ul></details>"
    )


def _controls(entry: Entry, number: int, is_last: bool) -> str:
    if isinstance(entry, Draft) and entry.running:
        return ""
    buttons = []
    articles = len({c.article_id for s in sentences_of(entry) for c in s.citations})
    if articles:
        noun = "article" if articles == 1 else "articles"
        buttons.append(_button("show_evidence", f"{articles} {noun} cited", f'data-turn="{number}"'))
    if isinstance(entry, Turn):
        buttons.append(_button("copy", "Copy", f'data-copy="{text(copied(entry))}"'))
    if is_last:
        buttons.append(_button("ask_again", "Ask again"))
        buttons.append(_button("edit_question", "Edit question"))
    return f'<div class="controls">{"".join(buttons)}</div>'


def _button(event: str, words: str, attributes: str = "") -> str:
    return f'<button type="button" class="control" data-event="{event}" {attributes}>{text(words)}</button>'


def copied(turn: Turn) -> str:
    """A turn as plain text with its sources, for the clipboard."""
    sentences = turn.answer.sentences
    numbers = numbered(sentences)
    said = [s.text + "".join(f" [{numbers[span(c)].number}]" for c in s.citations) for s in sentences]
    body = said or ["The corpus does not say."]
    return "\n".join([turn.question, "", *body, "", *(_source(n) for n in numbers.values())]).strip()


def _source(entry: Numbered) -> str:
    c = entry.citation
    when = plain_day(c.published) if c.published else ""
    known = ", ".join(part for part in (c.title, c.publication, when, c.url) if part)
    return f"[{entry.number}] {known}\n    {c.quote}"
