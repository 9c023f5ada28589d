"""The corpus page's left side as HTML: figures, articles over time, the table, and what was set aside.

Pure functions from `assistant.ui.holdings` to strings; every word goes through
`escaping.text`. Each control carries the whole choice it stands for.
"""

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from assistant.ui.escaping import day, text
from assistant.ui.holdings import ORDERS, Bar, Choice, Holdings, Listing, Order
from corpus.article import SetAside
from corpus.store import Listed

MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
ORDER_NAMES: dict[Order, str] = {
    "newest": "Newest first",
    "oldest": "Oldest first",
    "title": "By title",
    "publication": "By publication",
}
# More names than that under the bars run into one another.
MOST_LABELS = 12
# A bar of one article beside one of a thousand must still be seen.
LEAST_PER_CENT = 3


def corpus(holdings: Holdings, choice: Choice, figures: Sequence[tuple[str, str]]) -> str:
    """The whole left side; `figures` are (value, what it counts) pairs."""
    shown = "".join(f"<li><strong>{text(value)}</strong> {text(what)}</li>" for value, what in figures)
    return (
        f'<section class="holdings"><h2>Corpus</h2><ul class="figures">{shown}</ul>'
        f"{chart(holdings.bars(), choice)}{table(holdings.listing(choice), holdings.publications)}"
        f"{set_aside(holdings.set_aside)}</section>"
    )


def chart(bars: Sequence[Bar], choice: Choice) -> str:
    """Articles over time as bars, each a button that lists its period; nothing where nothing is dated."""
    if not bars:
        return ""
    most = max(bar.count for bar in bars)
    step = -(-len(bars) // MOST_LABELS)
    drawn = "".join(
        _bar(bar, most, choice, _short(bar.period, not place) if place % step == 0 else "", counted=step == 1)
        for place, bar in enumerate(bars)
    )
    return f'<div class="bars" role="group" aria-label="Articles over time">{drawn}</div>'


def _bar(bar: Bar, most: int, choice: Choice, name: str, *, counted: bool) -> str:
    chosen = bar.period == choice.period
    noun = "article" if bar.count == 1 else "articles"
    words = f"{period_in_words(bar.period)}: {bar.count:,} {noun}"
    height = max(LEAST_PER_CENT, round(100 * bar.count / most)) if bar.count else 0
    many = f'<span class="many" aria-hidden="true">{bar.count:,}</span>' if counted and bar.count else ""
    wanted = replace(choice, period="" if chosen else bar.period, page=0)
    return (
        f'<button type="button" class="bar" {_control(wanted)} aria-pressed="{str(chosen).lower()}"'
        f' aria-label="{text(words)}" title="{text(words)}">'
        f'<span class="column">{many}<span class="fill" style="height:{height}%"></span></span>'
        f'<span class="period" aria-hidden="true">{name}</span></button>'
    )


def table(listing: Listing, publications: Sequence[str]) -> str:
    """The search, the articles found, and the way to more of them."""
    choice = listing.choice
    noun = "article" if listing.total == 1 else "articles"
    period = f" in {period_in_words(choice.period)}" if choice.period else ""
    rows = "".join(_row(one) for one in listing.rows)
    body = f"<tbody>{rows}</tbody>" if rows else ""
    empty = "" if rows else '<p class="none">No article fits. Take a word away, or show all.</p>'
    head = "<thead><tr><th>Published</th><th>Article</th><th>Publication</th></tr></thead>"
    return (
        f"{_form(choice, publications)}"
        f'<p class="found" role="status">{listing.total:,} {noun}{text(period)}{_clear(choice)}</p>'
        f'<table class="articles">{head}{body}</table>{empty}{_pages(listing)}'
    )


def _row(one: Listed) -> str:
    by = ", ".join(one.authors)
    authors = f'<span class="byline" dir="auto">{text(by)}</span>' if by else ""
    return (
        f'<tr><td class="when">{day(one.published)}</td><td><button type="button" class="headline"'
        f' data-event="open_article" data-article="{text(one.id)}"><span class="title" dir="auto">'
        f"{text(one.title or one.id)}</span></button>{authors}</td>"
        f'<td class="from" dir="auto">{text(one.publication)}</td></tr>'
    )


def _form(choice: Choice, publications: Sequence[str]) -> str:
    orders = "".join(_option(order, ORDER_NAMES[order], choice.order) for order in ORDERS)
    known = _option("", "All publications", choice.publication) + "".join(
        _option(name, name, choice.publication) for name in publications
    )
    whose = f'<select name="publication" aria-label="Publication">{known}</select>' if publications else ""
    return (
        f'<form class="choose" data-submit="list_articles" data-period="{text(choice.period)}">'
        f'<input type="search" name="words" value="{text(choice.words)}" aria-label="Search titles and authors"'
        ' placeholder="Search titles and authors" maxlength="200" autocomplete="off">'
        f'{whose}<select name="order" aria-label="Order">{orders}</select>'
        '<button type="submit" class="control filled">Search</button></form>'
    )


def _option(value: str, name: str, chosen: str) -> str:
    return f'<option value="{text(value)}"{" selected" if value == chosen else ""}>{text(name)}</option>'


def _clear(choice: Choice) -> str:
    if not (choice.words or choice.publication or choice.period):
        return ""
    everything = Choice(order=choice.order)
    return f' <button type="button" class="control" {_control(everything)}>Show all</button>'


def _pages(listing: Listing) -> str:
    if listing.pages == 1:
        return ""
    page = listing.choice.page
    back = _turn(listing.choice, page - 1, "Previous", page > 0)
    on = _turn(listing.choice, page + 1, "Next", page + 1 < listing.pages)
    where = f"<span>Page {page + 1:,} of {listing.pages:,}</span>"
    return f'<nav class="paging" aria-label="Pages of the list">{back}{on}{where}</nav>'


def _turn(choice: Choice, page: int, name: str, there: bool) -> str:
    does = _control(replace(choice, page=page)) if there else "disabled"
    return f'<button type="button" class="control" {does}>{name}</button>'


def set_aside(each: Sequence[SetAside]) -> str:
    """The files and records that gave no article, with the reasons; nothing where there are none."""
    if not each:
        return ""
    items = "".join(f"<li><code dir=auto>{text(one.source)}</code> {text(one.reason)}</li>" for one in each)
    noun = "file or record was" if len(each) == 1 else "files and records were"
    return f'<details class="set-aside"><summary>{len(each):,} {noun} set aside</summary><ul>{items}</ul></details>'


def period_in_words(period: str) -> str:
    """ "2023-05" as "May 2023"; a year, and whatever else, as it stands."""
    year, _, month = period.partition("-")
    return f"{MONTHS[int(month) - 1]} {year}" if month.isdecimal() and 1 <= int(month) <= 12 else period


def _short(period: str, first: bool) -> str:
    """Under a bar, as HTML: the month, with the year where one begins and where the chart does."""
    year, _, month = period.partition("-")
    if not month:
        return text(year)
    named = text(MONTHS[int(month) - 1])
    return f'{named}<span class="year">{text(year)}</span>' if first or month == "01" else named


def _control(choice: Choice) -> str:
    """The attributes that make an element list a choice."""
    fields: dict[str, Any] = asdict(choice)
    data = " ".join(f'data-{name}="{text(str(value))}"' for name, value in fields.items())
    return f'data-event="list_articles" {data}'
