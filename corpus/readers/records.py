"""Records: JSON (one object, a list, or an object that holds one), JSON Lines, CSV and TSV, streamed where
the format allows.

One bad record is set aside with its number and the rest goes on. Never trusts
a record's id: `corpus.identity` keeps it only where it is safe.
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from corpus.article import SetAside
from corpus.decoding import decode, read_capped
from corpus.draft import Draft, paragraphs_of
from corpus.errors import ArticleUnreadable
from corpus.readers.fields import authors, field, lowered
from corpus.settings import CorpusSettings

# Keys under which an export wraps its list of records.
_WRAPPERS = ("articles", "items", "data", "results", "docs", "documents", "records")


def read(stream: BinaryIO, source: str, settings: CorpusSettings) -> Iterator[Draft | SetAside]:
    """The drafts of a file of records, in order."""
    name = source.lower().removesuffix(".gz")
    suffix = PurePosixPath(name).suffix
    if suffix in (".csv", ".tsv"):
        yield from _rows(stream, source, settings, "\t" if suffix == ".tsv" else ",")
    elif suffix == ".json":
        yield from _document(stream, source, settings)
    else:
        yield from _lines(stream, source, settings)


def _lines(stream: BinaryIO, source: str, settings: CorpusSettings) -> Iterator[Draft | SetAside]:
    limit, total = settings.max_article_bytes, 0
    for number in range(1, 1 << 62):
        line = stream.readline(limit + 1)
        if not line:
            return
        total += len(line)
        if len(line) > limit or total > settings.max_collection_bytes:
            raise ArticleUnreadable(
                f"line {number} is above the limit of {limit:,} bytes; the rest was not read"
            )
        if line.strip(b" \t\r\n\xef\xbb\xbf"):
            yield _draft_of_json(line, f"{source}#{number}")


def _document(stream: BinaryIO, source: str, settings: CorpusSettings) -> Iterator[Draft | SetAside]:
    data = read_capped(stream, settings.max_collection_bytes)
    try:
        value = _parsed(decode(data))
    except ArticleUnreadable:
        # Some exports put JSON Lines into a file called .json.
        if data.count(b"\n") < 1 or not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
            raise
        yield from _lines(io.BytesIO(data), source, settings)
        return
    records = _unwrapped(value)
    if records is None:
        yield _draft(value, source)
        return
    for number, record in enumerate(records, 1):
        yield _draft(record, f"{source}#{number}")


def _unwrapped(value: Any) -> list[Any] | None:
    """The list of records in a document, None where the document is itself one record."""
    if isinstance(value, list):
        return value
    if isinstance(value, Mapping) and not field(lowered(value), "text"):
        for key in _WRAPPERS:
            if isinstance(value.get(key), list):
                return list(value[key])
    return None


def _rows(
    stream: BinaryIO, source: str, settings: CorpusSettings, delimiter: str
) -> Iterator[Draft | SetAside]:
    text = decode(read_capped(stream, settings.max_collection_bytes))
    csv.field_size_limit(settings.max_article_bytes)
    try:
        for number, row in enumerate(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter), 1):
            yield _draft({key: value for key, value in row.items() if key}, f"{source}#{number}")
    except csv.Error as error:
        raise ArticleUnreadable(f"is no readable table ({error})") from error


def _draft_of_json(line: bytes, source: str) -> Draft | SetAside:
    try:
        return _draft(_parsed(decode(line)), source)
    except ArticleUnreadable as error:
        return SetAside(source, str(error))


def _parsed(text: str) -> Any:
    try:
        return json.loads(text.lstrip("\ufeff"))
    except RecursionError:
        raise ArticleUnreadable("is nested too deep; expected a record with title and text") from None
    except ValueError as error:
        raise ArticleUnreadable(f"is no JSON ({error})") from error


def _draft(record: Any, source: str) -> Draft | SetAside:
    if not isinstance(record, Mapping):
        return SetAside(
            source, f"is {type(record).__name__}; expected an object with the keys title and text"
        )
    record = lowered(record)
    text = field(record, "text")
    if not text:
        return SetAside(source, "has no text; expected one of the keys text, body, content")
    return Draft(
        source=source,
        paragraphs=paragraphs_of(text),
        id=field(record, "id"),
        title=field(record, "title"),
        published=field(record, "published"),
        updated=field(record, "updated"),
        authors=authors(record),
        publication=field(record, "publication"),
        section=field(record, "section"),
        url=field(record, "url"),
        language=field(record, "language"),
    )
