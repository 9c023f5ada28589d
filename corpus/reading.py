"""Read a found file into drafts by the reader of its format; whatever goes wrong sets it aside with a reason.

Used by `corpus.parsing`. Never lets an exception of a format's library out,
and never fetches anything.
"""

from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import PurePosixPath
from typing import BinaryIO, cast

from corpus.article import SetAside
from corpus.decoding import unzipped
from corpus.draft import Draft
from corpus.errors import ArticleUnreadable
from corpus.settings import CorpusSettings
from corpus.walking import FoundFile, open_found

Reader = Callable[[BinaryIO, str, CorpusSettings], Iterator[Draft | SetAside]]

# Suffix → module of `corpus.readers`, imported when a file of the kind is met.
READERS = {
    ".txt": "plain",
    ".text": "plain",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".json": "records",
    ".jsonl": "records",
    ".ndjson": "records",
    ".csv": "records",
    ".tsv": "records",
    ".pdf": "pdf",
    ".docx": "docx",
    ".eml": "mail",
    ".rss": "feeds",
    ".atom": "feeds",
    ".xml": "feeds",
    ".warc": "warc",
}
# These hold many articles, so their size is capped by the record and not by the file.
_COLLECTIONS = frozenset({".jsonl", ".ndjson", ".csv", ".tsv", ".json", ".warc"})


def read(found: FoundFile, settings: CorpusSettings) -> Iterator[Draft | SetAside]:
    """The drafts of one file; a file or record that cannot be read comes as a `SetAside`."""
    try:
        suffix, compressed = _suffix(found.source)
        reader = _reader(suffix)
        limit = settings.max_collection_bytes if suffix in _COLLECTIONS else settings.max_article_bytes
        with open_found(found, max_bytes=limit) as stream:
            content = unzipped(stream) if compressed else stream
            empty = True
            for item in reader(content, found.source, settings):
                empty = False
                yield item
        if empty:
            yield SetAside(found.source, "holds no article")
    except ArticleUnreadable as error:
        yield SetAside(found.source, str(error))
    except (KeyboardInterrupt, GeneratorExit):
        raise
    except (
        BaseException
    ) as error:  # a format's library may raise anything, AssertionError and its own roots too
        yield SetAside(found.source, f"cannot be read ({type(error).__name__}: {_one_line(error)})")


def _suffix(source: str) -> tuple[str, bool]:
    name = PurePosixPath(source)
    if name.suffix.lower() == ".gz":
        return PurePosixPath(name.stem).suffix.lower(), True
    return name.suffix.lower(), False


def _reader(suffix: str) -> Reader:
    if suffix not in READERS:
        known = ", ".join(sorted(READERS))
        raise ArticleUnreadable(
            f"is of an unknown kind ({suffix or 'no suffix'}); known are {known}, and .gz of them"
        )
    return cast(Reader, import_module(f"corpus.readers.{READERS[suffix]}").read)


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split())[:200] or "no details"
