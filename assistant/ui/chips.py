"""Filters as chips under a question, and the bar in which they are chosen.

Both show the same `Filters`: the chips what was understood, the bar what the
next question will use. `chosen` reads the bar back; it trusts nothing it gets.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from assistant.ui.escaping import plain_day, text
from index.passage import Filters

DATES = (("as_of", "As of"), ("since", "Since"), ("until", "Until"))
# Kinds of answer that say something to a reader; the others hold for any question.
SOUGHT = {
    "person": "looks for a person",
    "place": "looks for a place",
    "number": "looks for a number",
    "money": "looks for a sum",
    "percentage": "looks for a percentage",
    "date": "looks for a date",
}
DATE_HINTS = {
    "as_of": "Answer as if it were this day: later articles are hidden",
    "since": "Only articles published on or after this day",
    "until": "Only articles published on or before this day",
}


def chips(filters: Filters) -> str:
    """One chip a filter that is set; a click puts them all into the bar, where they can be changed."""
    words = [
        f"{label} {plain_day(getattr(filters, name))}" for name, label in DATES if getattr(filters, name)
    ]
    words += [f"near {plain_day(filters.near)}"] if filters.near else []
    words += [*filters.publications, *filters.sections, *(f"only {kind}" for kind in filters.kinds)]
    state = " ".join(f'data-{name}="{value}"' for name, value in _fields(filters).items())
    return "".join(
        f'<button type="button" class="chip" data-event="set_filters" {state} '
        f'title="Change the filters for the next question">{text(word)}</button>'
        for word in words
    )


def reading(speaker: str, sought: str, question: str) -> str:
    """What else was read out of the question: whose words, and what kind of answer; a click takes it for editing."""
    words = [f"said by {speaker}"] if speaker else []
    words += [SOUGHT[sought]] if sought in SOUGHT else []
    return "".join(
        f'<button type="button" class="chip" data-event="edit_question" data-question="{text(question)}" '
        f'title="Ask in other words">{text(word)}</button>'
        for word in words
    )


def _fields(filters: Filters) -> dict[str, str]:
    """The bar's fields, escaped; what the bar cannot show (near, sections, kinds) is left out."""
    dates = {name: getattr(filters, name).isoformat() for name, _ in DATES if getattr(filters, name)}
    return dates | ({"publication": text(filters.publications[0])} if filters.publications else {})


def bar(filters: Filters, publications: Sequence[str]) -> str:
    """The filters of the next question: what is set, and behind a button the form that sets it."""
    fields = _fields(filters)
    dates = "".join(
        f'<label title="{DATE_HINTS[name]}"><span>{label}</span>'
        f'<input type="date" name="{name}" value="{fields.get(name, "")}"></label>'
        for name, label in DATES
    )
    return (
        '<div class="filter-row"><button type="button" class="control" data-event="toggle_filters" '
        f'aria-expanded="false">Filters</button>{_set_here(filters)}</div>'
        f'<form class="filters" aria-label="Filters for the next question">{dates}'
        f"{_publications(filters, publications)}</form>"
    )


def _set_here(filters: Filters) -> str:
    """A chip for each filter that is set; a click takes that one away."""
    fields = _fields(filters)
    labels = dict(DATES)
    made = []
    for name in fields:
        rest = " ".join(f'data-{other}="{value}"' for other, value in fields.items() if other != name)
        words = (
            filters.publications[0]
            if name == "publication"
            else f"{labels[name]} {plain_day(getattr(filters, name))}"
        )
        made.append(
            f'<button type="button" class="chip" data-event="set_filters" {rest} '
            f'aria-label="Remove the filter {text(words)}">{text(words)}'
            '<span aria-hidden="true">&ensp;×</span></button>'
        )
    return "".join(made)


def _publications(filters: Filters, publications: Sequence[str]) -> str:
    chosen_one = filters.publications[0] if filters.publications else ""
    options = "".join(
        f'<option value="{text(name)}"{" selected" if name == chosen_one else ""}>{text(name)}</option>'
        for name in publications
    )
    return (
        '<label title="Only articles of this publication"><span>Publication</span>'
        f'<select name="publication"><option value="">All</option>{options}</select></label>'
    )


def chosen(fields: Mapping[str, object], publications: Sequence[str]) -> Filters:
    """The filters that the bar's fields mean; what is no date or no known publication is left unset."""
    name = str(fields.get("publication", ""))
    return Filters(
        as_of=_date(fields.get("as_of")),
        since=_date(fields.get("since")),
        until=_date(fields.get("until")),
        publications=(name,) if name in publications else (),
    )


def _date(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)) if value else None
    except ValueError:
        return None
