"""Which number each citation carries: by order of first appearance, so that numbers stay while it streams.

Pure functions over sentences, used by the conversation and by the evidence panel.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Citation, Sentence

Span = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Numbered:
    """A citation and its number, from 1."""

    number: int
    citation: Citation


def span(citation: Citation) -> Span:
    """What makes two citations the same one: the article and the exact words."""
    return citation.article_id, citation.start, citation.end


def numbered(sentences: Sequence[Sentence]) -> dict[Span, Numbered]:
    """Every distinct citation in order of appearance."""
    found: dict[Span, Numbered] = {}
    for sentence in sentences:
        for citation in sentence.citations:
            found.setdefault(span(citation), Numbered(len(found) + 1, citation))
    return found


def by_article(sentences: Sequence[Sentence]) -> dict[str, list[Numbered]]:
    """The numbered citations grouped by article, articles in order of first citation."""
    groups: dict[str, list[Numbered]] = {}
    for entry in numbered(sentences).values():
        groups.setdefault(entry.citation.article_id, []).append(entry)
    return groups
