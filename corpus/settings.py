"""What a user may turn about the reading of articles, in one frozen object.

Handed to `corpus.parsing.read_corpus` by entry points; parts of `corpus` read
it and never the environment. Two equal settings parse a corpus alike.
"""

from dataclasses import dataclass

MEBIBYTE = 1 << 20
# A long live blog is 0.1 MiB of text and a saved page with inlined pictures some 10 MiB.
MAX_ARTICLE_BYTES = 32 * MEBIBYTE
# Collections are streamed record by record; the cap stops a compressed bomb, not a big newspaper's decade.
MAX_COLLECTION_BYTES = 4096 * MEBIBYTE
# 4,929 real articles hold 43 of more than 60,000 characters; the longest has 0.3 million.
MAX_TEXT_CHARS = 2_000_000
# The longest of them, a live blog, has 1,117.
MAX_PARAGRAPHS = 20_000
# Labels that mark the publication's own voice even where they stand only once; others are learned.
COMMENTARY_LABELS = (
    "TRENDPOST",
    "TREND FORECAST",
    "TRENDS FORECAST",
    "ANALYSIS",
    "COMMENT",
    "COMMENTARY",
    "EDITORIAL",
    "OPINION",
    "OUR VIEW",
    "OUR TAKE",
    "EDITOR'S NOTE",
    "FORECAST",
)


@dataclass(frozen=True, slots=True)
class CorpusSettings:
    """How articles are read.

    Attributes:
        max_article_bytes: a file (or a record of a collection) above this is set aside unread.
        max_collection_bytes: a collection (jsonl, csv, warc, unpacked) is read up to this and then set aside.
        max_text_chars: an article whose text is longer is set aside.
        max_paragraphs: an article of more paragraphs is set aside.
        commentary_labels: house labels in capitals that mark commentary wherever they open a paragraph.
        publication: the publication of articles that name none, "" for none.
        workers: processes to parse with; 0 chooses by the size of the corpus, 1 keeps to this process.
    """

    max_article_bytes: int = MAX_ARTICLE_BYTES
    max_collection_bytes: int = MAX_COLLECTION_BYTES
    max_text_chars: int = MAX_TEXT_CHARS
    max_paragraphs: int = MAX_PARAGRAPHS
    commentary_labels: tuple[str, ...] = COMMENTARY_LABELS
    publication: str = ""
    workers: int = 0
