"""Word documents: paragraphs with heading styles, and the core properties. Macros and pictures are never
opened."""

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any, BinaryIO

from corpus.decoding import read_capped
from corpus.draft import Draft, Hint, Paragraph
from corpus.errors import ArticleUnreadable
from corpus.settings import CorpusSettings


def read(stream: BinaryIO, source: str, settings: CorpusSettings) -> Iterator[Draft]:
    """The one draft of a document; a paragraph in the style Title is its title."""
    from docx import Document

    data = read_capped(stream, settings.max_article_bytes)
    _refuse_bombs(data, settings.max_article_bytes)
    document: Any = Document(BytesIO(data))
    paragraphs = [_paragraph(each) for each in document.paragraphs if each.text.strip()]
    titles = [each.text for each in document.paragraphs if each.text.strip() and _style(each) == "title"]
    properties = document.core_properties
    title = titles[0] if titles else properties.title or ""
    written = properties.created
    yield Draft(
        source=source,
        paragraphs=tuple(each for each in paragraphs if each.text.strip() != title.strip()),
        title=title,
        published=written.date().isoformat() if written else "",
        updated=properties.modified.date().isoformat() if properties.modified else "",
        authors=tuple(name for name in [properties.author or ""] if name and name != "python-docx"),
        language=properties.language or "",
    )


def _refuse_bombs(data: bytes, limit: int) -> None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as error:
        raise ArticleUnreadable("is no Word document (.docx); save it in that format") from error
    if unpacked > 4 * limit:
        raise ArticleUnreadable(f"unpacks to {unpacked:,} bytes, above the limit")


def _paragraph(paragraph: Any) -> Paragraph:
    hint: Hint = "heading" if _style(paragraph).startswith(("heading", "subtitle")) else ""
    if _style(paragraph) == "caption":
        hint = "caption"
    links = tuple((each.text, each.url) for each in paragraph.hyperlinks if each.url)
    return Paragraph(paragraph.text, hint, links)


def _style(paragraph: Any) -> str:
    return str(paragraph.style.name if paragraph.style is not None else "").lower()
