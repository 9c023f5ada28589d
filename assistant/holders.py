"""Who holds an office: the last one whom articles report in it, and who held it before.

Used by `assistant.plain` for "Who is prime minister of …?" and "Who leads …?".
One is replaced where a later article has another elected, appointed or sworn
in, or several give another the title; who has only resigned is in office until
then.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from assistant.answer import Note
from assistant.citations import cite
from assistant.evidence import Evidence
from assistant.incumbents import Mention, mentions
from assistant.offices import Office, office_asked
from assistant.question import Understood
from corpus.article import Article
from index.library import Generation
from index.passage import Hit

# An accession of longer ago shows a holder worse than the latest mention.
A_YEAR = timedelta(days=365)
# So long before the first mention of a holder nobody yet speaks of who comes next.
BEFORE = timedelta(days=28)
# Passages of each further search, and what articles say of one who comes into an office.
FOUND = 24
_ACCESSION = "elected sworn in appointed succeeds"
# One report of an accession is enough, or the bare title in so many articles.
TITLED_IN = 2
# So many holders before the last are named.
NAMED = 3


@dataclass(frozen=True, slots=True)
class Held:
    """The mention that shows an office's holder best, the first day they are named in it, and the last mention of
    each holder before, newest first."""

    office: Office
    holder: Mention
    since: date
    before: tuple[Mention, ...] = ()


def holder_asked(generation: Generation, question: Understood, hits: Sequence[Hit]) -> Held | None:
    """Who holds the office that the question asks for on the day asked; None where it asks for none or nobody is named.

    Searches twice more: for the newest reports, and for those from before the holder's time.
    """
    office = office_asked(question.standalone)
    filters = question.filters
    if office is None or question.read & {"since", "until"}:
        return None
    today = filters.as_of or generation.last_day
    newest = generation.search(
        f"{question.standalone} {_ACCESSION}", replace(filters, near=today), FOUND
    ).hits
    if (found := held(office, [*hits, *newest])) is None:
        return None
    until = found.since - BEFORE
    earlier = generation.search(question.standalone, replace(filters, until=until, near=until), FOUND).hits
    return held(office, [*hits, *newest, *earlier]) or found


def held(office: Office, hits: Sequence[Hit]) -> Held | None:
    """Who holds the office in the newest articles; None where they name nobody, or one article alone does by title."""
    by_name: dict[str, list[Mention]] = {}
    for mention in mentions(office, hits):
        by_name.setdefault(mention.key, []).append(mention)
    told = " ".join(f"{hit.passage.title} {hit.passage.text}" for hit in hits)
    named = [found for found in by_name.values() if any(_in_full(each, told) for each in found)]
    # Where there is nobody else, one article is enough.
    sure = [found for found in named if _is_sure(found)] or (named if len(named) == 1 else [])
    if not sure:
        return None
    entered = max(sure, key=_begun)
    last = max(each.day for each in entered)
    newest = max(
        entered, key=lambda each: (each.comes_in and last - each.day < A_YEAR, " " in each.name, each.day)
    )
    # Titles of many kinds are others' offices too, unless somebody is said to have come into one.
    before = _before(sure, _begun(entered)) if office.titled or newest.comes_in else []
    return Held(
        office, newest, _begun(entered), tuple(each for each in before if each.key != newest.key)[:NAMED]
    )


def _before(found: Sequence[Sequence[Mention]], begun: date) -> list[Mention]:
    """The last mention of each who surely held it before that day, newest first."""
    older = [
        [each for each in of_one if each.day < begun and each.direct and not each.comes_in]
        for of_one in found
    ]
    last = [max(of_one, key=lambda each: each.day) for of_one in older if of_one]
    return sorted(last, key=lambda each: each.day, reverse=True)


def _begun(found: Sequence[Mention]) -> date:
    """The first day on which somebody is named in the office, and not as leaving it."""
    return min((each.day for each in found if not each.leaves), default=date.min)


def _in_full(mention: Mention, told: str) -> bool:
    """Whether the person is named with a first name, there or anywhere in what was found."""
    return " " in mention.name or bool(re.search(rf"\b[A-Z][a-z\w’-]+ {re.escape(mention.name)}\b", told))


def _is_sure(found: Sequence[Mention]) -> bool:
    return (
        any(each.comes_in for each in found)
        or len({each.hit.passage.article_id for each in found}) >= TITLED_IN
    )


def led_by(found: Held, chosen: Sequence[Evidence]) -> list[Evidence]:
    """The chosen sentences with the holder's first, without those that give the office to a holder before."""
    holder = found.holder
    gone = {(each.hit.passage.article_id, each.start) for each in (*found.before, holder)}
    keys = {each.key for each in found.before}
    rest = [
        one
        for one in chosen
        if (one.hit.passage.article_id, one.start) not in gone
        and not any(key in one.text.casefold() for key in keys)
    ]
    lead = replace(chosen[0], hit=holder.hit, start=holder.start, end=holder.end, text=holder.text)
    return [lead, *rest][: max(1, len(chosen))]


def notes_on(found: Held, article: Callable[[str], Article]) -> tuple[Note, ...]:
    """Whom the holder replaced, each with the words that name them."""
    if not found.before:
        return ()
    told = ", ".join(f"{each.name} ({_origin(each)})" for each in found.before)
    text = (
        f"The newest articles name {found.holder.name} ({_origin(found.holder)}); earlier ones name {told}."
    )
    mentions = (*found.before, found.holder)
    cited = tuple(cite(article(each.hit.passage.article_id), each.start, each.end) for each in mentions)
    return (Note("superseded", text, cited),)


def _origin(mention: Mention) -> str:
    when = f"{mention.day.day} {mention.day:%b %Y}"
    return ", ".join(part for part in (mention.hit.passage.publication, when) if part)
