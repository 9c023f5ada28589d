"""Saved web pages: trafilatura finds the article and its metadata; nothing is fetched.

Used for .html files and for responses in WARC files. Never keeps markup: only
paragraphs, headings and links come out.
"""

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from corpus.decoding import decode, read_capped
from corpus.draft import Draft, Hint, Paragraph, paragraphs_of
from corpus.errors import ArticleUnreadable
from corpus.settings import CorpusSettings

# lxml builds a tree; nesting beyond this is an attack and not an article.
_MAX_DEPTH_OPENERS = 200_000
_OPENING_TAG = re.compile(r"<[a-zA-Z]")
_TEXT_TAGS = ("p", "head", "item", "quote", "cell", "code")


def read(stream: BinaryIO, source: str, settings: CorpusSettings) -> Iterator[Draft]:
    """The one draft of a page."""
    yield draft_of_page(decode(read_capped(stream, settings.max_article_bytes)), source)


def draft_of_page(page: str, source: str, url: str = "") -> Draft:
    """The article in a page.

    Raises:
        ArticleUnreadable: no article can be made out.
    """
    import trafilatura

    if sum(1 for _ in _OPENING_TAG.finditer(page)) > _MAX_DEPTH_OPENERS:
        raise ArticleUnreadable("has too many tags to be an article")
    document: Any = trafilatura.bare_extraction(
        page,
        url=url or None,
        include_links=True,
        include_comments=False,
        include_images=False,
        with_metadata=True,
    )
    if document is None or document.body is None:
        raise ArticleUnreadable("holds no article that can be made out")
    paragraphs = tuple(_paragraphs(document.body)) or paragraphs_of(document.text or "")
    return Draft(
        source=source,
        paragraphs=paragraphs,
        title=document.title or "",
        published=document.date or "",
        authors=tuple(name.strip() for name in (document.author or "").split(";") if name.strip()),
        publication=document.sitename or "",
        section=(document.categories or [""])[0] or "",
        url=document.url or url,
        language=document.language or "",
    )


def _paragraphs(body: Any) -> Iterator[Paragraph]:
    for element in body.iter(*_TEXT_TAGS):
        if any(ancestor.tag in _TEXT_TAGS for ancestor in element.iterancestors()):
            continue
        text = "".join(element.itertext())
        if text.strip():
            hint: Hint = "heading" if element.tag == "head" else ""
            links = tuple(("".join(ref.itertext()), ref.get("target") or "") for ref in element.iter("ref"))
            yield Paragraph(text.strip(), hint, links)
