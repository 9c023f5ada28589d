"""Filters as chips under a question, and the bar in which they are chosen.

Both show the same `Filters`: the chips what was understood, the bar what the
next question will use. `chosen` reads the bar back; it trusts nothing it gets.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
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
    "reason": "looks for a reason",
}
# With more publications than that, a field finds one by its name.
MOST_AT_A_GLANCE = 12
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
    return "".join(
        f'<button type="button" class="chip" {_setting(filters)} '
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
    """The bar's fields; what the bar cannot show (near, sections, kinds) is left out."""
    dates = {name: getattr(filters, name).isoformat() for name, _ in DATES if getattr(filters, name)}
    return dates | ({"publications": json.dumps(filters.publications)} if filters.publications else {})


def _setting(filters: Filters) -> str:
    """The attributes that make an element set the bar to these filters."""
    state = "".join(f' data-{name}="{text(value)}"' for name, value in _fields(filters).items())
    return f'data-event="set_filters"{state}'


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
    without = {
        "as_of": replace(filters, as_of=None),
        "since": replace(filters, since=None),
        "until": replace(filters, until=None),
    }
    made = [
        _removable(f"{label} {plain_day(getattr(filters, name))}", without[name])
        for name, label in DATES
        if getattr(filters, name)
    ]
    for name in filters.publications:
        others = tuple(other for other in filters.publications if other != name)
        made.append(_removable(name, replace(filters, publications=others)))
    return "".join(made)


def _removable(words: str, without: Filters) -> str:
    return (
        f'<button type="button" class="chip" {_setting(without)} '
        f'aria-label="Remove the filter {text(words)}">{text(words)}'
        '<span aria-hidden="true">&ensp;×</span></button>'
    )


def _publications(filters: Filters, publications: Sequence[str]) -> str:
    """The publications to choose from, any number of them; nothing where the articles name none."""
    if not publications:
        return ""
    choices = "".join(
        f'<label><input type="checkbox" name="publication" value="{text(name)}"'
        f'{" checked" if name in filters.publications else ""}><span dir="auto">{text(name)}</span></label>'
        for name in publications
    )
    finder = (
        '<input type="search" class="find" aria-label="Find a publication" placeholder="Find a publication">'
        if len(publications) > MOST_AT_A_GLANCE
        else ""
    )
    chosen_ones = filters.publications
    words = (
        "All"
        if not chosen_ones
        else chosen_ones[0]
        if len(chosen_ones) == 1
        else f"{len(chosen_ones)} chosen"
    )
    return (
        '<div class="whose"><span id="whose">Publications</span><details class="publications">'
        '<summary aria-labelledby="whose whose-chosen">'
        f'<span id="whose-chosen" dir="auto">{text(words)}</span></summary>'
        f'<fieldset aria-labelledby="whose">{finder}{choices}</fieldset></details></div>'
    )


def chosen(fields: Mapping[str, object], publications: Sequence[str]) -> Filters:
    """The filters that the bar's fields mean; what is no date or no known publication is left unset."""
    wanted = _names(fields.get("publications"))
    return Filters(
        as_of=_date(fields.get("as_of")),
        since=_date(fields.get("since")),
        until=_date(fields.get("until")),
        publications=tuple(name for name in publications if name in wanted),
    )


def _names(value: object) -> list[object]:
    """The publications of a field that holds them as a JSON list."""
    try:
        read = json.loads(str(value)) if value else []
    except ValueError:
        return []
    return read if isinstance(read, list) else []


def _date(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)) if value else None
    except ValueError:
        return None
