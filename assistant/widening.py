"""Ask again without the limits that were read out of a question's words, where with them there is no good answer.

Used by `assistant.plain`. "On 6 January 2021" may name the day of a report or
of the event that later reports tell of: words alone do not decide it. Limits
that a person set are never widened.
"""

from dataclasses import replace
from datetime import date

from assistant.answer import Note
from assistant.question import Understood
from index.passage import Filters

_WITHOUT: dict[str, object] = {"since": None, "until": None, "publications": (), "kinds": ()}


def widened(question: Understood) -> Understood | None:
    """The same question without the period, publication and kind that only its words set; None where they set none."""
    dropped = question.read & _WITHOUT.keys()
    if not dropped:
        return None
    filters = replace(question.filters, **{name: _WITHOUT[name] for name in dropped})  # type: ignore[arg-type]
    return replace(question, filters=filters, read=question.read - dropped)


def note_on(narrow: Filters, wide: Filters) -> Note:
    """What the reader must know: where nothing was found, and that more was searched."""
    return Note(
        "widened", f"Nothing that answers was found {_place(narrow, wide)}; all the rest was searched too."
    )


def _place(narrow: Filters, wide: Filters) -> str:
    parts = []
    if narrow.publications != wide.publications:
        parts.append(f"in {' or '.join(narrow.publications)}")
    if narrow.kinds != wide.kinds:
        parts.append("as a publication's own voice")
    if narrow.since != wide.since and narrow.until != wide.until and narrow.since and narrow.until:
        parts.append(f"among the articles of {_day(narrow.since)} to {_day(narrow.until)}")
    elif narrow.since != wide.since and narrow.since:
        parts.append(f"among the articles since {_day(narrow.since)}")
    elif narrow.until != wide.until and narrow.until:
        parts.append(f"among the articles up to {_day(narrow.until)}")
    return " ".join(parts)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
