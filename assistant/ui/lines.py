"""Lines of text for a terminal: wrapped to its width, dates and origins in words.

Used by `assistant.ui.terminal` and `assistant.ui.printed_answer`.
"""

import shutil
import textwrap
from datetime import date

# Longer lines are hard to read, whatever the terminal's width.
WIDEST = 100


def wrapped(text: str, indent: str = "", first: str | None = None) -> str:
    """The text in lines of the terminal's width; `first` stands before the first line, `indent` before the others."""
    width = min(shutil.get_terminal_size().columns, WIDEST)
    return textwrap.fill(
        text, width, initial_indent=indent if first is None else first, subsequent_indent=indent
    )


def day_in_words(day: date | None) -> str:
    """ "5 Aug 2023", or "undated"."""
    return f"{day.day} {day:%b %Y}" if day else "undated"


def origin_of(publication: str, published: date | None) -> str:
    """Publication and day, as far as they are known."""
    return ", ".join(part for part in (publication, day_in_words(published)) if part)
