"""Plain text: one article a file, paragraphs apart by blank lines. Judges no title: `corpus.parsing` does."""

from collections.abc import Iterator
from typing import BinaryIO

from corpus.decoding import decode, read_capped
from corpus.draft import Draft, paragraphs_of
from corpus.settings import CorpusSettings


def read(stream: BinaryIO, source: str, settings: CorpusSettings) -> Iterator[Draft]:
    """The one draft of a text file."""
    text = decode(read_capped(stream, settings.max_article_bytes))
    yield Draft(source=source, paragraphs=paragraphs_of(text))
