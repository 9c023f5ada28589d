"""Read a file into drafts, or take what an earlier reading made of the same bytes.

Used by `corpus.parsing`. Finding the article in a page, a PDF or a Word file
takes longer than everything that follows; records and plain text are read in
no time, so they are not kept twice.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from corpus.article import SetAside
from corpus.draft import Draft
from corpus.errors import ArticleUnreadable
from corpus.parses import Parses, ReadFile, key_of, packed, unpacked
from corpus.reading import read
from corpus.settings import CorpusSettings
from corpus.walking import FoundFile, open_found

# Ten milliseconds and more an article; a large archive of pages would not fit into memory with its drafts.
_SLOW = frozenset({".html", ".htm", ".xhtml", ".pdf", ".docx", ".eml"})


def read_again(
    found: FoundFile, settings: CorpusSettings, parses: Parses, version: int
) -> Iterator[Draft | SetAside]:
    """What `corpus.reading.read` gives for the file, by the parser of that version."""
    suffix = PurePosixPath(found.source.removesuffix(".gz")).suffix.lower()
    digest = _digest(found, settings) if suffix in _SLOW else ""
    if not digest:
        yield from read(found, settings)
        return
    # The name belongs to it: it chooses the reader, and messages tell it.
    key = key_of(version, replace(settings, workers=0), found.source, digest)
    before = parses.get([key])
    if key in before:
        yield from unpacked(ReadFile, before[key]).items
        return
    items = tuple(read(found, settings))
    parses.put(key, packed(ReadFile(items)))
    yield from items


def _digest(found: FoundFile, settings: CorpusSettings) -> str:
    """sha256 of the file's bytes, "" where it cannot be read."""
    try:
        with open_found(found, max_bytes=settings.max_article_bytes) as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()  # type: ignore[arg-type]
    except (ArticleUnreadable, OSError):
        return ""
