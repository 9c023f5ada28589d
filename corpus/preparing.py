"""Turn one draft into a prepared article: everything that can be known without its neighbours.

Pure and picklable, so that `corpus.parsing` may spread it over processes.
Title, date, publication, and the lines that are no part of the article.
"""

import re
from dataclasses import replace

from corpus.article import SetAside
from corpus.authors import authors_of
from corpus.characters import fold_space
from corpus.cleaning import Trimmed, is_caption, is_stock_caption, trim
from corpus.dating import Dated, date_in_name, is_date_line, published, updated
from corpus.draft import Draft, Paragraph
from corpus.language import language_of
from corpus.mastheads import masthead_of
from corpus.prepared import Prepared
from corpus.publication import publication_of, section_of, web_address
from corpus.settings import CorpusSettings

# A headline of more words or characters than this is a first sentence.
_MAX_TITLE_WORDS, _MAX_TITLE_CHARS = 32, 220
_MAX_FIELD_CHARS = 1_000
_MAX_SITE_WORDS = 6
_BY = re.compile(r"by\s+", re.IGNORECASE)


def prepare(draft: Draft, settings: CorpusSettings) -> Prepared | SetAside:
    """The draft with its fields judged and its own boilerplate cut, or why nothing is left of it."""
    length = sum(len(paragraph.text) for paragraph in draft.paragraphs)
    if length > settings.max_text_chars:
        limit = settings.max_text_chars
        return SetAside(
            draft.source, f"has {length:,} characters of text, above the limit of {limit:,}; split it"
        )
    if len(draft.paragraphs) > settings.max_paragraphs:
        return SetAside(
            draft.source,
            f"has {len(draft.paragraphs):,} paragraphs, above the limit of {settings.max_paragraphs:,}; split it",
        )
    paragraphs = [folded for folded in map(_folded, draft.paragraphs) if folded.text]
    title = _field(draft.title)
    if not title:
        title, paragraphs = _title_from_text(paragraphs)
    texts = [paragraph.text for paragraph in paragraphs]
    masthead = masthead_of(texts)
    dated = published(draft.published, draft.url, texts)
    if dated is None:
        dated = Dated(masthead.day, "text") if masthead.day else _dated_by_place(draft.source)
    draft = replace(
        draft,
        authors=draft.authors or masthead.authors,
        publication=draft.publication or ("" if draft.url else masthead.publication),
    )
    trimmed = trim(paragraphs, title=title, authors=draft.authors, masthead=masthead.lines)
    if not trimmed.kept:
        return SetAside(draft.source, "has no text of its own once page remnants are cut")
    return _with_fields(draft, settings, title, trimmed, dated)


def _with_fields(
    draft: Draft, settings: CorpusSettings, title: str, trimmed: Trimmed, dated: Dated | None
) -> Prepared:
    changed = updated(draft.updated, [paragraph.text for paragraph in draft.paragraphs])
    publication = _field(publication_of(draft.publication or "", draft.url)) or settings.publication
    return Prepared(
        source=draft.source,
        given_id=draft.id,
        title=_without_publication(title, publication),
        paragraphs=trimmed.kept,
        cuts=trimmed.cuts,
        published=dated.day if dated else None,
        published_from=dated.source if dated else "",
        updated=changed.day if changed else None,
        updated_from=changed.source if changed else "",
        authors=authors_of(draft.authors, publication),
        publication=publication,
        section=_field(section_of(draft.section, draft.url)),
        url=web_address(draft.url),
        language=language_of(draft.language, [paragraph.text for paragraph in trimmed.kept]),
    )


def _without_publication(title: str, publication: str) -> str:
    """ "Ten things | The Week UK": what a page's title says of its site is no part of the headline."""
    head, apart, tail = title.rpartition(" | ") if " | " in title else title.rpartition(" - ")
    site = f"{tail} ".casefold().startswith(f"{publication} ".casefold())
    return head.rstrip() if apart and publication and site and len(tail.split()) < _MAX_SITE_WORDS else title


def _dated_by_place(source: str) -> Dated | None:
    """The date in a file's name; the name of a collection dates none of its records."""
    return None if "#" in source else date_in_name(source)


def _folded(paragraph: Paragraph) -> Paragraph:
    links = tuple(
        (fold_space(words), address) for words, url in paragraph.links if (address := web_address(url))
    )
    return Paragraph(fold_space(paragraph.text), paragraph.hint, tuple(link for link in links if link[0]))


def _title_from_text(paragraphs: list[Paragraph]) -> tuple[str, list[Paragraph]]:
    """The headline that opens a text without metadata, and the text without it; "" where the text opens at
    once.

    A picture's caption may stand before the headline; it stays for `trim` to cut.
    """
    texts = [paragraph.text for paragraph in paragraphs]
    first = 1 if texts and is_stock_caption(texts[0], texts[1:]) else 0
    if first + 1 < len(texts) and _like_a_title(texts[first]):
        return texts[first], paragraphs[:first] + paragraphs[first + 1 :]
    return "", paragraphs


def _like_a_title(line: str) -> bool:
    if len(line) > _MAX_TITLE_CHARS or not 1 < len(line.split()) <= _MAX_TITLE_WORDS:
        return False
    if (
        line[-1] in ".:;,…—–-"
        or is_caption(line)
        or is_date_line(line)
        or not any(char.isalpha() for char in line)
    ):
        return False
    return not _BY.match(line) and (line[0].isupper() or line[0].isdigit() or line[0] in "\"“‘'")


def _field(value: str) -> str:
    return fold_space(value[: 4 * _MAX_FIELD_CHARS])[:_MAX_FIELD_CHARS].strip()
