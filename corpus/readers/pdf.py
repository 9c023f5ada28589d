"""PDF: the text layer of each page, lines joined to paragraphs; page headers, footers and hyphens of line
ends go out.

pypdf gives the lines in reading order of the file, which follows columns in
most newspapers' PDFs. Scanned pages have no text and are set aside.
"""

import re
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from typing import Any, BinaryIO

from corpus.decoding import read_capped
from corpus.draft import Draft, Paragraph
from corpus.errors import ArticleUnreadable
from corpus.settings import CorpusSettings

_MAX_PAGES = 500
_PAGE_NUMBER = re.compile(r"(?:page |p\. ?)?\d{1,4}(?: ?(?:/|of) ?\d{1,4})?", re.IGNORECASE)
# A line much shorter than the column ends a paragraph where it ends a sentence.
_SHORT_LINE = 0.75


def read(stream: BinaryIO, source: str, settings: CorpusSettings) -> Iterator[Draft]:
    """The one draft of a file."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    data = read_capped(stream, settings.max_article_bytes)
    try:
        reader = PdfReader(BytesIO(data))
        pages = [page.extract_text() or "" for page in reader.pages[:_MAX_PAGES]]
        information: Any = reader.metadata or {}
    except PyPdfError as error:
        raise ArticleUnreadable(f"is no readable PDF ({' '.join(str(error).split())[:160]})") from error
    paragraphs = tuple(Paragraph(text) for text in _paragraphs(pages))
    if not paragraphs:
        raise ArticleUnreadable("has no text layer; run text recognition on it first")
    yield Draft(
        source=source,
        paragraphs=paragraphs,
        title=str(information.get("/Title") or ""),
        published=_date(str(information.get("/CreationDate") or "")),
        authors=tuple(name for name in [str(information.get("/Author") or "")] if name),
    )


def _date(value: str) -> str:
    """ "D:20230815120000Z" as an ISO date."""
    match = re.match(r"D:(\d{4})(\d{2})(\d{2})", value)
    return "-".join(match.groups()) if match else ""


def _paragraphs(pages: list[str]) -> Iterator[str]:
    """Paragraphs of all pages; one that a page break cuts in two is joined."""
    lines = [line for page in _without_running_lines(pages) for line in [*page, None]]
    width = max((len(line) for line in lines if line), default=0)
    current = ""
    for line in lines:
        if line is None:
            continue
        if not line.strip():
            if current and current[-1] in '.!?”"’':
                yield current
                current = ""
            continue
        current = _joined(current, line.strip())
        if (current[-1] in '.!?”"’' and len(line) < _SHORT_LINE * width) or (
            len(current.split()) <= 16 and len(line) < 0.6 * width and current[-1] not in ",;-—"
        ):
            yield current
            current = ""
    if current:
        yield current


def _joined(before: str, line: str) -> str:
    if not before:
        return line
    if re.search(r"[^\W\d_]-$", before) and line[:1].islower():
        return before[:-1] + line
    return f"{before} {line}"


def _without_running_lines(pages: list[str]) -> list[list[str]]:
    """Lines of each page without those at its edges that most pages share, digits aside, and page numbers."""
    split = [page.splitlines() for page in pages]
    edges = Counter(key for lines in split for key in {_edge_key(line) for line in _edge(lines)})
    shared = {key for key, count in edges.items() if count >= max(2, len(pages) // 2) and key}
    return [
        [
            line
            for line in lines
            if not (
                line in _edge(lines) and (_edge_key(line) in shared or _PAGE_NUMBER.fullmatch(line.strip()))
            )
        ]
        for lines in split
    ]


def _edge(lines: list[str]) -> list[str]:
    filled = [line for line in lines if line.strip()]
    return filled[:2] + filled[2:][-2:]


def _edge_key(line: str) -> str:
    return re.sub(r"\d+", "#", line.strip())
