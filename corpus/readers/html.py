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

# Articles have some thousand tags; parsing more takes seconds and memory.
_MAX_TAGS = 50_000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
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

    _refuse_too_many_tags(page)
    # lxml takes no NUL and no other control characters in a string.
    page = _CONTROL.sub("", page)
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


def paragraphs_of_page(markup: str) -> tuple[Paragraph, ...]:
    """The paragraphs of a piece of markup that is an article already (a feed's entry, a mail's body).

    Raises:
        ArticleUnreadable: it is no markup that can be parsed.
    """
    from lxml import html  # type: ignore[import-untyped, unused-ignore]

    _refuse_too_many_tags(markup)
    tree: Any = html.fromstring(f"<div>{_CONTROL.sub('', markup)}</div>")
    for element in list(tree.iter("script", "style", "template", "noscript")):
        element.drop_tree()
    found = [
        _paragraph_of(element)
        for element in tree.iter("p", "h1", "h2", "h3", "h4", "li", "blockquote", "figcaption")
        if not any(True for _ in element.iterancestors("p", "li", "blockquote", "figcaption"))
    ]
    return tuple(each for each in found if each.text) or paragraphs_of(tree.text_content())


def _paragraph_of(element: Any) -> Paragraph:
    hint: Hint = "heading" if element.tag in ("h1", "h2", "h3", "h4") else ""
    links = tuple((link.text_content(), link.get("href") or "") for link in element.iter("a"))
    return Paragraph(
        element.text_content().strip(), "caption" if element.tag == "figcaption" else hint, links
    )


def _refuse_too_many_tags(page: str) -> None:
    if sum(1 for _ in _OPENING_TAG.finditer(page)) > _MAX_TAGS:
        raise ArticleUnreadable("has too many tags to be an article")


def _paragraphs(body: Any) -> Iterator[Paragraph]:
    for element in body.iter(*_TEXT_TAGS):
        if any(ancestor.tag in _TEXT_TAGS for ancestor in element.iterancestors()):
            continue
        text = "".join(element.itertext())
        if text.strip():
            hint: Hint = "heading" if element.tag == "head" else ""
            links = tuple(("".join(ref.itertext()), ref.get("target") or "") for ref in element.iter("ref"))
            yield Paragraph(text.strip(), hint, links)
