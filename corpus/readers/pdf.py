"""PDF: the text layer of each page, lines joined to paragraphs; page headers, footers and hyphens of line
ends go out.

pypdf gives the lines in the order of the file; where that runs across columns,
`corpus.readers.columns` puts them right. Scanned pages have no text and are set aside.
"""

import re
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from typing import Any, BinaryIO

from corpus.decoding import read_capped
from corpus.draft import Draft, Paragraph
from corpus.errors import ArticleUnreadable
from corpus.readers.columns import column_lines
from corpus.settings import CorpusSettings

_MAX_PAGES = 500
_PAGE_NUMBER = re.compile(r"(?:page |p\. ?)?\d{1,4}(?: ?(?:/|of) ?\d{1,4})?", re.IGNORECASE)
# Less is no page of columns; more is no page, and laying it out would take long.
_MIN_COLUMN_CHARS, _MAX_COLUMN_CHARS = 200, 40_000
_HYPHENATED = re.compile(r"[^\W\d_]-$")
_FINAL = '.!?”"’'
_EDGE = 2
_MOST_HEADING_LINES, _MOST_HEADING_WORDS = 2, 16
# A line much shorter than the column ends a paragraph where it ends a sentence.
_SHORT_LINE = 0.75


def read(stream: BinaryIO, source: str, settings: CorpusSettings) -> Iterator[Draft]:
    """The one draft of a file."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    data = read_capped(stream, settings.max_article_bytes)
    try:
        reader = PdfReader(BytesIO(data))
        pages = [_text_of(page) for page in reader.pages[:_MAX_PAGES]]
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


def _text_of(page: Any) -> str:
    """The text of a page in reading order."""
    text = page.extract_text() or ""
    if not _MIN_COLUMN_CHARS < len(text) < _MAX_COLUMN_CHARS:
        return text
    laid_out = page.extract_text(extraction_mode="layout", layout_mode_space_vertically=False)
    lines = column_lines([line for line in laid_out.splitlines() if line.strip()])
    return text if lines is None else "\n".join(lines)


def _date(value: str) -> str:
    """ "D:20230815120000Z" as an ISO date."""
    match = re.match(r"D:(\d{4})(\d{2})(\d{2})", value)
    return "-".join(match.groups()) if match else ""


def _paragraphs(pages: list[str]) -> Iterator[str]:
    """Paragraphs of all pages; one that a page break cuts in two is joined."""
    lines = [line.strip() for page in _without_running_lines(pages) for line in page]
    width = max((len(line) for line in lines), default=0)
    current: list[str] = []
    for line in lines:
        if line:
            _join(current, line)
        if current and (_ends_at_blank(current) if not line else _ends(current, line, width)):
            yield "".join(current)
            current = []
    if current:
        yield "".join(current)


def _ends_at_blank(lines: list[str]) -> bool:
    """Whether a blank line ends the paragraph: not where a page or column breaks a sentence."""
    return lines[-1][-1] in _FINAL


def _ends(lines: list[str], line: str, width: int) -> bool:
    """Whether a line is the last of its paragraph: short after a full stop, or a heading by itself."""
    if line[-1] in _FINAL:
        return len(line) < _SHORT_LINE * width
    heads = len(lines) <= _MOST_HEADING_LINES and len(line) < 0.6 * width and line[-1] not in ",;-—"
    return heads and sum(len(each.split()) for each in lines) <= _MOST_HEADING_WORDS


def _join(lines: list[str], line: str) -> None:
    """Add a line to its paragraph; a word cut by a hyphen at the line's end is made whole."""
    if lines and _HYPHENATED.search(lines[-1]) and line[:1].islower():
        lines[-1] = lines[-1][:-1]
    elif lines:
        line = f" {line}"
    lines.append(line)


def _without_running_lines(pages: list[str]) -> list[list[str]]:
    """Lines of each page without those at its edges that most pages share, digits aside, and page numbers."""
    split = [page.splitlines() for page in pages]
    edges = [_edge(lines) for lines in split]
    counted = Counter(key for lines, places in zip(split, edges, strict=True) for key in _keys(lines, places))
    shared = {key for key, count in counted.items() if count >= max(2, len(pages) // 2) and key}
    return [
        [
            line
            for place, line in enumerate(lines)
            if place not in places or not (_edge_key(line) in shared or _PAGE_NUMBER.fullmatch(line.strip()))
        ]
        for lines, places in zip(split, edges, strict=True)
    ]


def _keys(lines: list[str], places: set[int]) -> set[str]:
    return {_edge_key(lines[place]) for place in places}


def _edge(lines: list[str]) -> set[int]:
    """Places of the first and last filled lines of a page."""
    filled = [place for place, line in enumerate(lines) if line.strip()]
    return {*filled[:_EDGE], *filled[-_EDGE:]}


def _edge_key(line: str) -> str:
    return re.sub(r"\d+", "#", line.strip())
