"""The small numbers behind sentences, their hover cards, and what makes an element open the reader.

Used by the conversation and the evidence panel. Pure functions to HTML; every
word goes through `escaping.text`.
"""

from collections.abc import Sequence
from datetime import date

from assistant.answer import Citation
from assistant.ui.escaping import day, text
from assistant.ui.numbering import Numbered, Span, number_for, span
from index.passage import Passage


def marks(citations: Sequence[Citation], numbers: dict[Span, Numbered]) -> str:
    """The numbers of a sentence's or a note's citations, each a button with a card."""
    made = "".join(_mark(c, number_for(c, numbers)) for c in {span(c): c for c in citations}.values())
    return f'<span class="marks">{made}</span>' if made else ""


def _mark(citation: Citation, number: int) -> str:
    label = f"Source {number}: {citation.title or citation.article_id}, {citation.publication}".rstrip(", ")
    return (
        f'<button type="button" class="cite" {opening(citation)} aria-label="{text(label)}">{number}</button>'
        f'<span class="card-source" hidden>{_card(citation)}</span>'
    )


def _card(citation: Citation) -> str:
    speaker = f'<span class="speaker">{text(citation.speaker)}</span>' if citation.speaker else ""
    return (
        f'<span class="card-title" dir="auto">{text(citation.title or citation.article_id)}</span>'
        f'<span class="card-source-line">{byline(citation)}</span>'
        f'<span class="card-quote" dir="auto">{text(citation.quote)}</span>{speaker}'
    )


def opening(citation: Citation) -> str:
    """The attributes that make an element open the reader at a citation."""
    return _opening(citation.article_id, citation.start, citation.end)


def opening_passage(passage: Passage) -> str:
    """The attributes that make an element open the reader at a passage."""
    return _opening(passage.article_id, passage.start, passage.end)


def _opening(article: str, start: int, end: int) -> str:
    return f'data-event="open_article" data-article="{text(article)}" data-start="{start}" data-end="{end}"'


def byline(citation: Citation) -> str:
    """Where a citation stands: its publication and date."""
    return source_line(citation.publication, citation.published)


def source_line(publication: str, published: date | None) -> str:
    """Publication and date, as far as they are known."""
    parts = [text(publication)] if publication else []
    return " · ".join([*parts, day(published)])
