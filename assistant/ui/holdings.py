"""What the index holds, as the corpus page lists it: which articles, how many in each month, what was set aside.

Read once a generation; choosing and sorting then work on lines in memory. Used
by `assistant.ui.corpus_page`. Never reads an article's text.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from corpus.article import SetAside
from corpus.store import Listed

# A screenful and a half; a page beyond it is one click away.
PAGE_ROWS = 50
# With more bars than that a month is a hairline: then a bar is a year.
MOST_MONTHS = 60
# As many words of a search as a person types.
MOST_CHARACTERS = 200

Order = Literal["newest", "oldest", "title", "publication"]
ORDERS: tuple[Order, ...] = get_args(Order)


@dataclass(frozen=True, slots=True)
class Choice:
    """Which articles are listed and how: every word in title or author, of one publication, of a period.

    Attributes:
        period: the beginning of an ISO date, such as "2023" or "2023-05"; "" for all.
        page: from 0.
    """

    words: str = ""
    publication: str = ""
    period: str = ""
    order: Order = "newest"
    page: int = 0


@dataclass(frozen=True, slots=True)
class Bar:
    """How many articles a month or a year has; `period` as in `Choice`."""

    period: str
    count: int


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of the articles chosen, and how many there are in all."""

    choice: Choice
    rows: tuple[Listed, ...]
    total: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_ROWS))


class Holdings:
    """The articles of one generation."""

    def __init__(self, articles: Sequence[Listed], set_aside: Sequence[SetAside] = ()) -> None:
        self.articles = tuple(articles)
        self.set_aside = tuple(set_aside)
        self.publications = tuple(sorted({one.publication for one in articles if one.publication}))

    def listing(self, choice: Choice) -> Listing:
        """The page asked for, the last one where there are fewer."""
        wanted = choice.words.casefold().split()
        found = [one for one in self.articles if _fits(one, choice, wanted)]
        if choice.order == "oldest":
            # The undated stay last, as in the order they come in.
            found.sort(key=lambda one: (one.published is None, one.published or 0, one.id))
        elif choice.order != "newest":
            name = choice.order
            found.sort(key=lambda one: (str(getattr(one, name)).casefold(), one.id))
        page = min(choice.page, max(0, (len(found) - 1) // PAGE_ROWS))
        chosen = Choice(choice.words, choice.publication, choice.period, choice.order, page)
        return Listing(chosen, tuple(found[page * PAGE_ROWS : (page + 1) * PAGE_ROWS]), len(found))

    def bars(self) -> tuple[Bar, ...]:
        """Articles a month without a gap, or a year where months would be too many; the undated are left out."""
        days = [one.published for one in self.articles if one.published]
        if not days:
            return ()
        first, last = min(days), max(days)
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        if months > MOST_MONTHS:
            years = Counter(day.year for day in days)
            return tuple(Bar(str(year), years[year]) for year in range(first.year, last.year + 1))
        counts = Counter((day.year, day.month) for day in days)
        places = (divmod(first.year * 12 + first.month - 1 + step, 12) for step in range(months))
        return tuple(Bar(f"{year:04}-{month + 1:02}", counts[year, month + 1]) for year, month in places)


def _fits(one: Listed, choice: Choice, words: Sequence[str]) -> bool:
    if choice.publication and one.publication != choice.publication:
        return False
    if choice.period and not (one.published and one.published.isoformat().startswith(choice.period)):
        return False
    held = f"{one.title} {' '.join(one.authors)} {one.section}".casefold()
    return all(word in held for word in words)


def choice_of(fields: Mapping[str, object]) -> Choice:
    """The choice that a control of the page sends; what makes no sense counts as not given."""

    def word(name: str) -> str:
        return str(fields.get(name) or "")[:MOST_CHARACTERS]

    order: Any = word("order")
    page = word("page")
    return Choice(
        word("words").strip(),
        word("publication"),
        word("period"),
        order if order in ORDERS else "newest",
        int(page) if page.isdecimal() else 0,
    )
