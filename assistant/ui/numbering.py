"""Which number each citation carries: by order of first appearance, so that numbers stay while it streams.

Pure functions over sentences and notes, used by the conversation, by the
evidence panel and by exports.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answer import Answer, Citation, Note, Sentence

Span = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Numbered:
    """A citation and its number, from 1."""

    number: int
    citation: Citation


def span(citation: Citation) -> Span:
    """What makes two citations the same one: the article and the exact words."""
    return citation.article_id, citation.start, citation.end


def numbered(sentences: Sequence[Sentence], notes: Sequence[Note] = ()) -> dict[Span, Numbered]:
    """Every distinct citation in order of appearance; those of the answer's own notes come last."""
    found: dict[Span, Numbered] = {}
    for citation in _cited(sentences, notes):
        found.setdefault(span(citation), Numbered(len(found) + 1, citation))
    return found


def numbered_of(answer: Answer) -> dict[Span, Numbered]:
    """As `numbered`, for a whole answer."""
    return numbered(answer.sentences, answer.notes)


def by_article(sentences: Sequence[Sentence], notes: Sequence[Note] = ()) -> dict[str, list[Numbered]]:
    """The numbered citations grouped by article, articles in order of first citation."""
    groups: dict[str, list[Numbered]] = {}
    for entry in numbered(sentences, notes).values():
        groups.setdefault(entry.citation.article_id, []).append(entry)
    return groups


def number_for(words: Citation, numbers: dict[Span, Numbered]) -> int:
    """The number under which words are shown: their own, or that of a citation that they lie in; 0 for none."""
    if own := numbers.get(span(words)):
        return own.number
    for (article, start, end), entry in numbers.items():
        if article == words.article_id and start <= words.start and words.end <= end:
            return entry.number
    return 0


def _cited(sentences: Sequence[Sentence], notes: Sequence[Note]) -> Iterator[Citation]:
    for sentence in sentences:
        yield from sentence.citations
        for note in sentence.notes:
            yield from note.citations
    for note in notes:
        yield from note.citations
