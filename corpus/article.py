"""What an article is: its text, cleaned once, and everything known about it as spans of that text.

Made by `corpus.parsing`, kept by `corpus.store`, read by every other folder.
Never does any work: no parsing, no I/O. Every span is a pair of character
offsets into `Article.text`, so a citation is checked by slicing.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

BlockKind = Literal["heading", "reporting", "commentary", "caption", "correction"]
# "inferred" is a bound: the latest dated reference inside the article, no more.
DateSource = Literal["metadata", "url", "text", "file name", "inferred"]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of one kind: `text[start:end]`, no white space at either end.

    `label` is the house label that marks commentary ("TRENDPOST"), else "".
    A label is part of the block's text.
    """

    start: int
    end: int
    kind: BlockKind
    label: str = ""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Direct speech: `text[start:end]` is the words between the quotation marks, marks left out.

    Attributes:
        speaker: the name as the text gives it beside the quotation, "" where it names nobody.
        speaker_full: the fullest form of that name in the article ("Li" → "Li Shangfu"), else `speaker`.
        role: the speaker's role as the text gives it ("the Chinese defense minister"), else "".
        outlet: the outlet that relayed the words ("Al Jazeera"), else "".
    """

    start: int
    end: int
    speaker: str = ""
    speaker_full: str = ""
    role: str = ""
    outlet: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """A pointer in the text to another article: `text[start:end]` is the title (or the link's words) as written.

    `target` is the id of the article it means, "" where the corpus has none such.
    """

    start: int
    end: int
    title: str
    published: date | None = None
    url: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True)
class Cut:
    """A run of text that cleaning took out, and why ("page remnant", "image caption", "repeated line", …)."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Article:
    """One article. `text` excludes the title, is NFC, has "\\n\\n" between blocks, and never changes.

    Attributes:
        id: stable across rebuilds, safe as a file name (`[A-Za-z0-9][A-Za-z0-9._-]{0,127}`).
        published_from: where `published` came from; "" where it is None.
        updated_from: where `updated` came from; "" where it is None.
        language: ISO 639-1 code, "" where unknown.
        links: (start, end, url) of hyperlinks that the format gave, by span of `text`; http(s) only.
        family: id of the newest article of the near-duplicate family this one belongs to, its own id where alone.
        digest: sha256 hex over everything that a passage, a filter or a citation shows, so equal digests mean
            that nothing has to be indexed again.
        source: the file (and record number) it was read from, relative to the path the user gave.
    """

    id: str
    title: str
    text: str
    published: date | None = None
    published_from: DateSource | Literal[""] = ""
    updated: date | None = None
    authors: tuple[str, ...] = ()
    publication: str = ""
    section: str = ""
    url: str = ""
    language: str = ""
    blocks: tuple[Block, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    references: tuple[Reference, ...] = ()
    links: tuple[tuple[int, int, str], ...] = ()
    cuts: tuple[Cut, ...] = ()
    family: str = ""
    digest: str = ""
    source: str = ""
    updated_from: DateSource | Literal[""] = ""


@dataclass(frozen=True, slots=True)
class SetAside:
    """A file or record that gave no article: where it lies, and one line of why and what to do."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """All articles of the paths given, in id order, references resolved and families known."""

    articles: tuple[Article, ...]
    set_aside: tuple[SetAside, ...] = ()
