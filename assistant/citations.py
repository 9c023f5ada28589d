"""Make and resolve citations: the exact words of an article that a sentence rests on.

Used by `assistant.answering` and `assistant.writing`. A citation is cut out of
the article's stored text by offsets; nothing here ever searches for words that
a model quoted, and no number in a text counts but those the app gave.
"""

import re
from dataclasses import dataclass

from assistant.answer import Citation
from corpus.article import Article, Block, Quotation

# "[2]", "[1, 3]", "[1][2]" and their full-width twins, which models write as well.
_MARKER = re.compile(r"\s*[\[【［](\s*\d{1,3}(?:\s*[,;，]\s*\d{1,3})*\s*)[\]】］]")


def cite(article: Article, start: int, end: int) -> Citation:
    """The citation of `article.text[start:end]`.

    The speaker is the one whose quotation overlaps the span, where it is only one.

    Raises:
        ValueError: the span is empty or not inside the text.
    """
    if not 0 <= start < end <= len(article.text):
        raise ValueError(
            f"span {start}:{end} is not inside the {len(article.text)} characters of {article.id}"
        )
    block = block_at(article, start)
    return Citation(
        article_id=article.id,
        title=article.title,
        published=article.published,
        publication=article.publication,
        url=article.url,
        start=start,
        end=end,
        quote=article.text[start:end],
        speaker=_speaker(quotations_in(article, start, end)),
        kind=block.kind if block else "reporting",
    )


def block_at(article: Article, position: int) -> Block | None:
    """The block that holds the position, None between blocks."""
    return next((block for block in article.blocks if block.start <= position < block.end), None)


def quotations_in(article: Article, start: int, end: int) -> list[Quotation]:
    """The quotations that overlap the span, in order."""
    return [quotation for quotation in article.quotations if quotation.start < end and quotation.end > start]


def _speaker(quotations: list[Quotation]) -> str:
    speakers = {quotation.speaker_full or quotation.speaker for quotation in quotations} - {""}
    return speakers.pop() if len(speakers) == 1 else ""


@dataclass(frozen=True, slots=True)
class Marked:
    """A model's sentence without its markers, and the numbers they named, each once, in order."""

    text: str
    numbers: tuple[int, ...]


def read_markers(sentence: str) -> Marked:
    """Take the citation markers out of a sentence; numbers are not yet checked against anything."""
    found = [
        int(number) for match in _MARKER.finditer(sentence) for number in re.findall(r"\d+", match.group(1))
    ]
    text = re.sub(r"\s+([.,;:!?])", r"\1", _MARKER.sub("", sentence)).strip()
    return Marked(text, tuple(dict.fromkeys(found)))


def neutralise(text: str) -> str:
    """The text with its own brackets around numbers made round, so that no marker can come out of an article."""
    return _MARKER.sub(lambda match: f" ({match.group(1).strip()})", text)
