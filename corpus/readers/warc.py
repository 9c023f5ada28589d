"""Web archives (WARC): each archived HTML page that answered well becomes a draft. Nothing is fetched."""

from collections.abc import Iterator
from typing import BinaryIO

from corpus.article import SetAside
from corpus.decoding import decode
from corpus.draft import Draft
from corpus.errors import ArticleUnreadable
from corpus.readers.html import draft_of_page
from corpus.settings import CorpusSettings


def read(stream: BinaryIO, source: str, settings: CorpusSettings) -> Iterator[Draft | SetAside]:
    """The drafts of an archive, in order; pages without an article are set aside."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    try:
        for number, record in enumerate(ArchiveIterator(stream), 1):
            if record.rec_type == "response" and _is_page(record):
                yield _draft(record, f"{source}#{number}", settings)
    except ArchiveLoadFailed as error:
        raise ArticleUnreadable(
            f"is no readable web archive ({' '.join(str(error).split())[:160]})"
        ) from error


def _is_page(record: object) -> bool:
    headers = getattr(record, "http_headers", None)
    if headers is None or headers.get_statuscode() != "200":
        return False
    return "html" in (headers.get_header("Content-Type") or "").lower()


def _draft(record: object, source: str, settings: CorpusSettings) -> Draft | SetAside:
    limit = settings.max_article_bytes
    page = record.content_stream().read(limit + 1)  # type: ignore[attr-defined]
    url = record.rec_headers.get_header("WARC-Target-URI") or ""  # type: ignore[attr-defined]
    if len(page) > limit:
        return SetAside(source, f"is a page of more than {limit:,} bytes")
    try:
        return draft_of_page(decode(page), source, url)
    except ArticleUnreadable as error:
        return SetAside(source, str(error))
