"""Markdown with front matter: one article a file. Marks of markup go, the words and links stay.

A small reader by lines, since only headings, links, emphasis, lists and
quotes matter here. Never renders HTML; tags in the text are dropped.
"""

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from corpus.decoding import decode, read_capped
from corpus.draft import Draft, Paragraph, paragraphs_of
from corpus.errors import ArticleUnreadable
from corpus.readers.fields import authors, field, lowered
from corpus.settings import CorpusSettings

_HEADING = re.compile(r"(#{1,6})[ \t]+(.*)")
_IMAGE = re.compile(r"!\[([^\]\[]{0,500})\]\([^()\s]{0,2000}(?:\s[^()]{0,500})?\)")
_LINK = re.compile(r"\[([^\]\[]{1,500})\]\(([^()\s]{1,2000})(?:\s[^()]{0,500})?\)")
_TAG = re.compile(r"</?[A-Za-z!][^<>]{0,500}>")
_EMPHASIS = re.compile(r"(\*{1,3}|(?<!\w)_{1,3}(?!_))(?=[^\s*_])([^*_\n]{1,2000})\1")
_LEAD = re.compile(r"^[ \t]{0,3}(?:>[ \t]?|[-*+][ \t]+(?=\S))")
_RULE = re.compile(r"[ \t]*(?:[-*_][ \t]*){3,}")


def read(stream: BinaryIO, source: str, settings: CorpusSettings) -> Iterator[Draft]:
    """The one draft of a Markdown file; a leading first-level heading is the title where front matter gives
    none."""
    matter, body = _parted(decode(read_capped(stream, settings.max_article_bytes)))
    paragraphs = [
        paragraph for paragraph in map(_plain, paragraphs_of(_headings_apart(body))) if paragraph.text
    ]
    title = field(matter, "title")
    if not title and paragraphs and paragraphs[0].hint == "heading":
        title = paragraphs.pop(0).text
    yield Draft(
        source=source,
        paragraphs=tuple(paragraphs),
        id=field(matter, "id"),
        title=title,
        published=field(matter, "published"),
        updated=field(matter, "updated"),
        authors=authors(matter),
        publication=field(matter, "publication"),
        section=field(matter, "section"),
        url=field(matter, "url"),
        language=field(matter, "language"),
    )


def _parted(text: str) -> tuple[dict[str, Any], str]:
    """Front matter as a record, and the body."""
    if not text.lstrip("\ufeff").startswith("---"):
        return {}, text
    import frontmatter  # type: ignore[import-untyped, unused-ignore]

    try:
        post = frontmatter.loads(text.lstrip("\ufeff"))
    except Exception as error:  # yaml's errors share no root with python-frontmatter's
        raise ArticleUnreadable(
            f"has front matter that is no YAML ({' '.join(str(error).split())[:160]})"
        ) from error
    return lowered(post.metadata), post.content


def _headings_apart(body: str) -> str:
    """The body with a blank line on either side of each heading, and horizontal rules out."""
    lines: list[str] = []
    for line in body.splitlines():
        if _HEADING.match(line):
            lines += ["", line, ""]
        elif not _RULE.fullmatch(line):
            lines.append(line)
        else:
            lines.append("")
    return "\n".join(lines)


def _plain(paragraph: Paragraph) -> Paragraph:
    heading = _HEADING.match(paragraph.text)
    text = heading.group(2).rstrip("# \t") if heading else paragraph.text
    caption = bool(_IMAGE.fullmatch(text.strip()))
    text = _IMAGE.sub(lambda match: match.group(1), text)
    links = tuple((_unmarked(match.group(1)), match.group(2)) for match in _LINK.finditer(text))
    text = _LINK.sub(lambda match: match.group(1), text)
    text = "\n".join(_LEAD.sub("", line, count=1) for line in text.split("\n"))
    return Paragraph(_unmarked(text).strip(), "heading" if heading else "caption" if caption else "", links)


def _unmarked(text: str) -> str:
    text = _TAG.sub("", text)
    for _ in range(2):  # bold inside italics
        text = _EMPHASIS.sub(lambda match: match.group(2), text)
    return text.replace("\\", "") if "\\" in text else text
