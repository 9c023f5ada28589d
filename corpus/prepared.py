"""An article half way: characters normalised, title, date and publication known, its own boilerplate cut.

`corpus.preparing` makes it from a draft alone; `corpus.understanding` finishes
it once the whole corpus has shown its labels and repeated lines.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from corpus.article import Cut, DateSource
from corpus.draft import Paragraph


@dataclass(frozen=True, slots=True)
class Prepared:
    """As `Article`, but paragraphs in place of text, and nothing resolved yet. `given_id` is not yet
    judged."""

    source: str
    given_id: str
    title: str
    paragraphs: tuple[Paragraph, ...]
    cuts: tuple[Cut, ...]
    published: date | None
    published_from: DateSource | Literal[""]
    updated: date | None
    authors: tuple[str, ...]
    publication: str
    section: str
    url: str
    language: str
    updated_from: DateSource | Literal[""] = ""
