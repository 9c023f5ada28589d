"""A timeline's entries on a line true to scale: each a point that opens its source. Used by `assistant.ui.prose`.

Beside the list it shows what a list cannot: which events came close together,
and how long nothing happened. Pure HTML and percentages; draws no picture file.
"""

from collections.abc import Sequence
from datetime import date

from assistant.answer import Sentence
from assistant.ui.escaping import day, plain_day, text
from assistant.ui.marks import opening

# Two points show less than two lines of text do.
FEWEST = 3
# What a screen reader, and whoever points at it, is told of an event.
WORDS = 90


def axis(sentences: Sequence[Sentence]) -> str:
    """The line, nothing for fewer than three different days or where no sentence has a source."""
    dated = [(s.day, s) for s in sentences if s.day is not None and s.citations]
    days = [when for when, _ in dated]
    if len(set(days)) < FEWEST:
        return ""
    first, last = min(days), max(days)
    points = "".join(_point(when, first, last, sentence) for when, sentence in dated)
    return (
        f'<div class="axis" role="group" aria-label="Events over time"><div class="line">{points}</div>'
        f'<div class="ends" aria-hidden="true">{day(first)}{day(last)}</div></div>'
    )


def _point(when: date, first: date, last: date, sentence: Sentence) -> str:
    place = 100 * (when - first).days / (last - first).days
    words = sentence.text if len(sentence.text) <= WORDS else sentence.text[:WORDS].rsplit(None, 1)[0] + " …"
    label = text(f"{plain_day(when)}: {words}")
    return (
        f'<button type="button" class="point" style="inset-inline-start:{place:.2f}%"'
        f' {opening(sentence.citations[0])} aria-label="{label}" title="{label}"></button>'
    )
