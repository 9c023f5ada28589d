"""A time told by an event: "since the runoff", "before the dam broke" become limits on publication.

Used by `assistant.assistant` before a question is answered. The event's day is
looked up in the articles and said with the words that tell it; where they do
not tell it plainly, the question keeps its wording and gets no limit.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from assistant.answer import Note
from assistant.citations import cite
from assistant.dates import MONTHS
from assistant.happened import happened
from assistant.question import Understood
from assistant.terms import Rarity, covered, question_terms, terms
from index.library import Generation
from index.passage import Filters, Hit

_MONTH = "|".join(month.capitalize() for month in MONTHS)
_ASKED = re.compile(
    r"(?P<measure>\b(?:how (?:long|soon|many \w+)|\d+|\w+ (?:days?|weeks?|months?|years?|hours?|minutes?))\s+)?"
    r"\b(?P<relation>[Bb]efore|[Aa]fter|[Ss]ince|[Ff]ollowing|[Dd]uring)\s+"
    r"(?P<event>(?:(?:the|his|her|its|their)\s+[\w’'.-]+|[A-Z][\w’'.-]+)(?:\s+[\w’'.-]+){0,7}?"
    r"(?:\s+(?:was|were|had been)\s+\w+(?:ed|en|un|ght|ade|ung)\b)?)"
    r"(?=\s*(?:[,;?:]|$)|\s+(?:and|but|did|does|do|was|were|is|are|has|have|had|what|who|how|which|when|where|why)\b)"
)
# "In the weeks after the flood" measures nothing: it is a time.
_IN_THE_TIME = re.compile(r"\b(?:in|over|during|for) the (?:first |few )*(?:days|weeks|months|hours) $")
# What is no event but a stretch of time, or has its day already.
_NO_EVENT = re.compile(
    r"^(?:(?:the|his|her|its|their)\s+)?(?:end|start|beginning|time|days?|weeks?|months?|years?|last|past|next|age|fact|rest"
    r"|course|weekend|morning|evening|night|summer|autumn|fall|winter|spring|season|others?|same|new)\b"
    rf"|\b(?:{_MONTH}|(?:19|20)\d\d|\d{{1,2}})\b|^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
)
_NAMING = re.compile(
    rf"\b(\w+)\s+(?:of|on)\s+(?:the\s+)?((?:\d{{1,2}}\s+(?:{_MONTH})|(?:{_MONTH})\s+\d{{1,2}})(?:,?\s+(?:19|20)\d\d)?)\b"
)
PASSAGES = 24
# A sentence tells of the event where it holds so much of its terms, by rarity; its headline counts for half of that.
TOLD = 0.6
# "The flood of 28 March" says it better than a report that happens to name a day.
NAMED = 2.0
# The day must have so much behind it, two reports or one that names the event by it, and so much more than any other.
ENOUGH = 1.9
CLEARLY = 1.5
DOUBTED = 0.5
_SAME_EVENT = timedelta(days=1)
_A_YEAR_BEFORE = timedelta(days=-366)


@dataclass(frozen=True, slots=True)
class _Told:
    day: date
    weight: float
    hit: Hit
    start: int
    end: int

    @property
    def published(self) -> date:
        return self.hit.passage.published or date.max


def limited_by_event(generation: Generation, question: Understood) -> tuple[Understood, tuple[Note, ...]]:
    """The question with the limit that its event sets, and a note on the event's day; as it was where it has none."""
    match = _ASKED.search(question.standalone)
    filters = question.filters
    if match is None or filters.since or filters.until or _NO_EVENT.search(match["event"]):
        return question, ()
    if match["measure"] and not _IN_THE_TIME.search(question.standalone[: match.start("relation")]):
        return question, ()
    told = _day_of(generation, match["event"], question)
    if told is None:
        return question, ()
    limited, read = _limited(filters, match["relation"].casefold(), told.day)
    note = _note(generation, f"{match['relation']} {match['event']}", limited, told)
    return replace(question, filters=limited, read=question.read | read), (note,)


def _limited(filters: Filters, relation: str, day: date) -> tuple[Filters, frozenset[str]]:
    if relation == "before":
        return replace(filters, until=day - timedelta(days=1)), frozenset(("until",))
    return replace(filters, since=day), frozenset(("since",))


def _note(generation: Generation, words: str, limited: Filters, told: _Told) -> Note:
    bound = f"since {_day(limited.since)}" if limited.since else f"up to {_day(limited.until)}"
    citation = cite(generation.article(told.hit.passage.article_id), told.start, told.end)
    return Note("period", f"“{words}” was read as articles {bound}, by the day that this tells.", (citation,))


def _day(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""


def _day_of(generation: Generation, event: str, question: Understood) -> _Told | None:
    """Where the articles tell the event's day best; None where they tell none, or several."""
    whose = " ".join(name for name in question.names if name not in event)
    found = generation.search(f"{event} {whose}".strip(), Filters(as_of=question.filters.as_of), PASSAGES)
    votes = list(_telling(found.hits, event, whose, generation.rarity))
    by_day: defaultdict[date, list[_Told]] = defaultdict(list)
    for told in votes:
        by_day[told.day].append(told)
    weights = {
        day: sum(each.weight for other in by_day for each in by_day[other] if _same(day, other))
        for day in by_day
    }
    if not weights:
        return None
    best = max(weights, key=lambda day: (sum(each.weight for each in by_day[day]), day))
    others = [weight for day, weight in weights.items() if not _same(day, best)]
    # What an event is said to have brought on an earlier day, it cannot have brought.
    earlier = [
        each for each in votes if _A_YEAR_BEFORE <= each.day - best < -_SAME_EVENT and each.published < best
    ]
    if earlier or weights[best] < ENOUGH or weights[best] < CLEARLY * max(others, default=0.0):
        return None
    return max(by_day[best], key=lambda each: each.weight)


def _same(one: date, other: date) -> bool:
    return abs(one - other) <= _SAME_EVENT


def _telling(hits: Sequence[Hit], event: str, whose: str, rarity: Rarity) -> Iterator[_Told]:
    """The sentences of reporting that tell of the event and name a day, one a day and article."""
    wanted, names = question_terms(event), terms(whose)
    seen: set[tuple[str, date]] = set()
    for hit in hits:
        passage = hit.passage
        around = frozenset(terms(f"{passage.title} {passage.text}"))
        if (
            passage.kind != "reporting"
            or passage.published is None
            or (names and not around & frozenset(names))
        ):
            continue
        title = covered(wanted, terms(passage.title), rarity)
        for start, end in passage.sentences:
            text = passage.text[start - passage.start : end - passage.start]
            near = covered(wanted, terms(text), rarity)
            day, named = _named_day(text, wanted, passage.published)
            if day is None or max(near, (near + title) / 2) < TOLD or (passage.article_id, day) in seen:
                continue
            seen.add((passage.article_id, day))
            yield _Told(day, near * (NAMED if named else 1.0), hit, start, end)


def _named_day(text: str, wanted: Sequence[str], published: date) -> tuple[date | None, bool]:
    """The exact day that the sentence tells of, and whether it names the event by it ("the flood of 28 March")."""
    if text.startswith(("(", "[")):
        return None, False
    for naming in _NAMING.finditer(text):
        if frozenset(terms(naming.group(1))) & frozenset(wanted):
            told = happened(f"On {naming.group(2)}.", published)
            return (told.day if told else None), True
    told = happened(text, published)
    return (told.day if told and told.exact else None), False
