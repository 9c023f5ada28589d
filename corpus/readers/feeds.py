"""RSS and Atom files: one article an entry, from the entry's own text. Nothing is fetched.

feedparser reads them after defusedxml has refused entities and outer
references. Entries without a text are set aside.
"""

from collections.abc import Iterator
from typing import Any, BinaryIO

from corpus.article import SetAside
from corpus.decoding import read_capped
from corpus.draft import Draft, Paragraph, paragraphs_of
from corpus.errors import ArticleUnreadable
from corpus.readers.html import paragraphs_of_page
from corpus.settings import CorpusSettings


def read(stream: BinaryIO, source: str, settings: CorpusSettings) -> Iterator[Draft | SetAside]:
    """The drafts of a feed, in order."""
    import feedparser

    data = read_capped(stream, settings.max_article_bytes)
    _refuse_entities(data)
    # A bytes object is parsed as it is; a string could be taken for an address to fetch.
    feed = feedparser.parse(data, resolve_relative_uris=False, sanitize_html=False)
    if not feed.entries:
        raise ArticleUnreadable("is no RSS or Atom feed with entries")
    for number, entry in enumerate(feed.entries, 1):
        yield _draft(entry, feed.feed, f"{source}#{number}")


def _refuse_entities(data: bytes) -> None:
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        fromstring(data)
    except DefusedXmlException as error:
        raise ArticleUnreadable("defines XML entities, which articles do not need and attacks do") from error
    except (ParseError, ValueError, LookupError):
        # feedparser repairs what is merely untidy, and by its loose parser expands no entities of the file's
        # own.
        if b"<!ENTITY" in data:
            raise ArticleUnreadable("is no well-formed XML and defines entities") from None


def _draft(entry: Any, feed: Any, source: str) -> Draft | SetAside:
    content = max((part.get("value", "") for part in entry.get("content", [])), key=len, default="")
    markup = content or entry.get("summary", "")
    paragraphs = _paragraphs(markup)
    if not paragraphs:
        return SetAside(source, "has no text; the feed gives titles and links only")
    # By the plain dict's own `get`: feedparser's warns, since it answers with another field.
    updated = str(dict.get(entry, "updated") or "")
    return Draft(
        source=source,
        paragraphs=paragraphs,
        id=str(entry.get("id", "")),
        title=str(entry.get("title", "")),
        published=str(entry.get("published") or updated),
        updated=updated,
        authors=tuple(str(each.get("name", "")) for each in entry.get("authors", []) if each.get("name")),
        publication=str(entry.get("source", {}).get("title") or feed.get("title", "")),
        section=str((entry.get("tags") or [{}])[0].get("term") or ""),
        url=str(entry.get("link", "")),
        language=str(feed.get("language", "")),
    )


def _paragraphs(markup: str) -> tuple[Paragraph, ...]:
    if "<" not in markup:
        return paragraphs_of(markup) if markup.strip() else ()
    return paragraphs_of_page(markup)
