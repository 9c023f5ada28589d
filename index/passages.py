"""Cut an article into passages: runs of whole sentences of one block kind, short enough for the encoder.

Pure functions over an `Article` and a measure of length; `index.building` uses
them. They never encode, and never change a word: a passage is a slice.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from corpus.article import Article, Block, BlockKind
from corpus.sentences import split
from index.addresses import words_in_address
from index.passage import Passage

Span = tuple[int, int]
# Word pieces of each text.
Lengths = Callable[[Sequence[str]], Sequence[int]]

# Raised whenever the same article would give other passages, so that an index knows that it is stale.
CUTTER_VERSION = 1
# Title and heading together are to leave the encoder room for the text: about 40 word pieces.
LONGEST_TITLE = 120
LONGEST_HEADING = 60
# A "sentence" of more characters is a list, a table or garbage: it is split at
# white space, so that no passage is longer than a screen.
LONGEST_SENTENCE = 1_000
_STRETCH = re.compile(rf"\S(?:[\s\S]{{0,{LONGEST_SENTENCE - 2}}}\S)?(?!\S)|\S{{{LONGEST_SENTENCE}}}|\S+")


@dataclass(frozen=True, slots=True)
class _Run:
    """Adjacent blocks of one kind under one heading, as their paragraphs' sentences."""

    kind: BlockKind
    heading: str
    paragraphs: list[list[Span]]


def cut(article: Article, lengths: Lengths, *, pieces: int) -> tuple[Passage, ...]:
    """The article's passages in the order of its text. Headings become context, not passages.

    Args:
        pieces: word pieces of a passage at most. One sentence that is longer stands alone.
    """
    passages: list[Passage] = []
    for run in _runs(article):
        spans = [span for paragraph in run.paragraphs for span in paragraph]
        sizes = dict(zip(spans, lengths([article.text[start:end] for start, end in spans]), strict=True))
        for sentences in _packed(run.paragraphs, sizes, pieces):
            passages.append(_passage(article, run, sentences, len(passages)))
    return tuple(passages)


def context(passage: Passage) -> str:
    """What the encoder and the lexical index see before the passage's own text: title, or the words of the
    address in its place, and heading."""
    title = passage.title or words_in_address(passage.url)
    return "\n".join(part for part in (title[:LONGEST_TITLE], passage.heading[:LONGEST_HEADING]) if part)


def seen_by_encoder(passage: Passage) -> str:
    """A passage as the encoder and the lexical index take it: its context, then its own text."""
    return f"{context(passage)}\n{passage.text}"


def _runs(article: Article) -> Iterator[_Run]:
    run: _Run | None = None
    heading = ""
    for block in article.blocks:
        if block.kind == "heading":
            heading = article.text[block.start : block.end]
            continue
        if run is None or (run.kind, run.heading) != (block.kind, heading):
            if run is not None:
                yield run
            run = _Run(block.kind, heading, [])
        run.paragraphs.append(_sentences(article.text, block))
    if run is not None:
        yield run


def _sentences(text: str, block: Block) -> list[Span]:
    spans: list[Span] = []
    for start, end in split(text[block.start : block.end]):
        if end - start <= LONGEST_SENTENCE:
            spans.append((block.start + start, block.start + end))
            continue
        stretches = _STRETCH.finditer(text, block.start + start, block.start + end)
        spans.extend(found.span() for found in stretches)
    return spans


def _packed(
    paragraphs: Sequence[Sequence[Span]], sizes: dict[Span, int], pieces: int
) -> Iterator[tuple[Span, ...]]:
    """Passages of about equal size, broken at paragraphs where that leaves them whole."""
    total = sum(sizes.values())
    # Equal shares: greedy filling would leave scraps of a sentence at the end of every run.
    share = total / max(1, -(-total // pieces))
    passage: list[Span] = []
    filled = 0
    for paragraph in paragraphs:
        whole = sum(sizes[span] for span in paragraph)
        if passage and filled + whole > pieces and filled >= share / 2:
            yield tuple(passage)
            passage, filled = [], 0
        for span in paragraph:
            full = filled + sizes[span] > pieces or (whole > pieces and filled >= share)
            if passage and full:
                yield tuple(passage)
                passage, filled = [], 0
            passage.append(span)
            filled += sizes[span]
        if filled >= share:
            yield tuple(passage)
            passage, filled = [], 0
    if passage:
        yield tuple(passage)


def _passage(article: Article, run: _Run, sentences: tuple[Span, ...], ordinal: int) -> Passage:
    start, end = sentences[0][0], sentences[-1][1]
    speakers = (q.speaker_full or q.speaker for q in article.quotations if start <= q.start and q.end <= end)
    return Passage(
        id=f"{article.id}#{ordinal}",
        article_id=article.id,
        start=start,
        end=end,
        text=article.text[start:end],
        kind=run.kind,
        sentences=sentences,
        title=article.title,
        heading=run.heading,
        speakers=tuple(dict.fromkeys(speaker for speaker in speakers if speaker)),
        published=article.published,
        publication=article.publication,
        section=article.section,
        url=article.url,
        family=article.family or article.id,
    )
