"""Finish a prepared article: its text, blocks, quotations, references and links as spans.

Pure and picklable, so that `corpus.parsing` may spread it over processes. The
targets of references and the families come afterwards, from the whole corpus.
"""

import json
from dataclasses import replace
from hashlib import sha256

from corpus.article import Article, Block
from corpus.cleaning import cut_repeated
from corpus.draft import Paragraph
from corpus.prepared import Prepared
from corpus.quotations import quotations_of
from corpus.quotes import spans_of
from corpus.references import references_of
from corpus.structure import blocks_of
from corpus.works import parted


def understand(
    prepared: Prepared, article_id: str, labels: frozenset[str], repeated: frozenset[tuple[str, str]]
) -> Article:
    """The article, references unresolved, family its own."""
    trimmed = cut_repeated(prepared.paragraphs, prepared.publication, repeated)
    text = "\n\n".join(paragraph.text for paragraph in trimmed.kept)
    blocks = blocks_of(trimmed.kept, labels)
    links = _links(trimmed.kept, blocks)
    quoted, works = parted(text, spans_of(text, blocks))
    references, spoken = references_of(text, quoted, links, prepared.published)
    return Article(
        id=article_id,
        title=prepared.title,
        text=text,
        published=prepared.published,
        published_from=prepared.published_from,
        updated=prepared.updated,
        updated_from=prepared.updated_from,
        authors=prepared.authors,
        publication=prepared.publication,
        section=prepared.section,
        url=prepared.url,
        language=prepared.language,
        blocks=blocks,
        quotations=quotations_of(text, blocks, spoken, references, works),
        references=references,
        links=links,
        cuts=prepared.cuts + trimmed.cuts,
        family=article_id,
        source=prepared.source,
    )


def with_digest(article: Article) -> Article:
    """The article with the digest of all that a passage, a filter or a citation shows."""
    shown = [
        article.id,
        article.title,
        article.text,
        str(article.published),
        article.published_from,
        str(article.updated),
        article.updated_from,
        article.authors,
        article.publication,
        article.section,
        article.url,
        article.language,
        [(block.start, block.end, block.kind, block.label) for block in article.blocks],
        [(q.start, q.end, q.speaker, q.speaker_full, q.role, q.outlet) for q in article.quotations],
        [(r.start, r.end, r.title, str(r.published), r.url, r.target) for r in article.references],
        article.links,
        article.family,
    ]
    return replace(article, digest=sha256(json.dumps(shown, ensure_ascii=True).encode()).hexdigest())


def _links(paragraphs: tuple[Paragraph, ...], blocks: tuple[Block, ...]) -> tuple[tuple[int, int, str], ...]:
    """Spans of the hyperlinks: the words of each are sought in its paragraph, after those of the link
    before."""
    spans = []
    for paragraph, block in zip(paragraphs, blocks, strict=True):
        cursor = 0
        for words, url in paragraph.links:
            found = paragraph.text.find(words, cursor)
            if found >= 0:
                cursor = found + len(words)
                spans.append((block.start + found, block.start + cursor, url))
    return tuple(spans)
