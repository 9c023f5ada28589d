"""What a reader makes of a file or record: fields as strings, text as paragraphs, nothing judged yet.

Made by `corpus.readers`, turned into an `Article` by `corpus.parsing`. Never
normalised: characters are as the format gave them.
"""

import re
from dataclasses import dataclass
from typing import Literal

Hint = Literal["", "heading", "caption"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as the format gave it.

    Attributes:
        hint: what the format says it is (a markup heading, a figure's caption), "" where it does not say.
        links: (words, url) of hyperlinks in it, in order.
    """

    text: str
    hint: Hint = ""
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """An article as its format gave it; empty strings for what it did not give.

    `source` is the file, relative to the path the user gave, with "#n" for the nth record of a collection.
    """

    source: str
    paragraphs: tuple[Paragraph, ...]
    id: str = ""
    title: str = ""
    published: str = ""
    updated: str = ""
    authors: tuple[str, ...] = ()
    publication: str = ""
    section: str = ""
    url: str = ""
    language: str = ""


def paragraphs_of(text: str) -> tuple[Paragraph, ...]:
    """Split plain text into paragraphs: at blank lines where there are any, else at every line end.

    Lines of one paragraph are joined only where blank lines part the paragraphs (text wrapped by hand).
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2029", "\n\n").split("\n")
    runs: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            runs[-1].append(line)
        elif runs[-1]:
            runs.append([])
    blocks = [run for run in runs if run]
    if len(blocks) == 1:
        return tuple(Paragraph(line) for line in blocks[0])
    return tuple(Paragraph(piece) for block in blocks for piece in _unwrapped(block))


def _unwrapped(lines: list[str]) -> list[str]:
    """One paragraph where the lines run on (all but the last are full), else a paragraph a line."""
    if len(lines) == 1:
        return lines
    if any(_STARTS_ANEW.match(line) for line in lines[1:]):
        return lines
    longest = max(len(line) for line in lines)
    # Wrapped text breaks near a column; a title over its caption or a list does not.
    if NARROWEST <= longest <= WRAP_COLUMN and all(len(line) > 0.6 * longest for line in lines[:-1]):
        return ["\n".join(lines)]
    return lines


# A byline or a date line below a headline.
_STARTS_ANEW = re.compile(
    r"(?:[Bb]y [A-Z]|(?:[A-Z][a-z]+day,? )?(?:\d{1,2} [A-Z][a-z]{2,8}\.?,? \d{4}|"
    r"[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4}|\d{4}-\d\d-\d\d)\W*$)"
)
# Mail and hand-wrapped files break at 65 to 100 characters.
NARROWEST, WRAP_COLUMN = 45, 110
