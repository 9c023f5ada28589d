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
# Per cent of the line that a point takes on a telephone, as wide as a fingertip can hit (24 of 330 pixels):
# whatever comes closer goes above the one before, so that each can be chosen.
ROOM = 7.5
MOST_LANES = 6
# What a screen reader, and whoever points at it, is told of an event.
WORDS = 90


def axis(sentences: Sequence[Sentence]) -> str:
    """The line, nothing for fewer than three different days or where no sentence has a source."""
    dated = [(s.day, s) for s in sentences if s.day is not None and s.citations]
    days = [when for when, _ in dated]
    if len(set(days)) < FEWEST:
        return ""
    first, last = min(days), max(days)
    places = [100 * (when - first).days / (last - first).days for when in days]
    lanes = _lanes(places)
    points = "".join(
        _point(when, sentence, place, lane)
        for (when, sentence), place, lane in zip(dated, places, lanes, strict=True)
    )
    return (
        '<div class="axis" role="group" aria-label="Events over time">'
        f'<div class="line" style="--lanes:{max(lanes) + 1}">{points}</div>'
        f'<div class="ends" aria-hidden="true">{day(first)}{day(last)}</div></div>'
    )


def _lanes(places: Sequence[float]) -> list[int]:
    """For each place the lowest lane, from 0, where nothing is too close; where all are full, the least close."""
    taken: list[list[float]] = [[] for _ in range(MOST_LANES)]
    lanes = []
    for place in places:
        free = [min((abs(place - other) for other in lane), default=ROOM) for lane in taken]
        lane = next((n for n, room in enumerate(free) if room >= ROOM), free.index(max(free)))
        taken[lane].append(place)
        lanes.append(lane)
    return lanes


def _point(when: date, sentence: Sentence, place: float, lane: int) -> str:
    words = sentence.text if len(sentence.text) <= WORDS else sentence.text[:WORDS].rsplit(None, 1)[0] + " …"
    label = text(f"{plain_day(when)}: {words}")
    return (
        f'<button type="button" class="point" style="inset-inline-start:{place:.2f}%;--lane:{lane}"'
        f' {opening(sentence.citations[0])} aria-label="{label}" title="{label}"></button>'
    )
