"""What would help where an answer is unsure or there is none: another period, another source, other words.

Used by `assistant.assistant`. Says only what was searched and what was found in
it; never guesses what the answer might be.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from assistant.answer import Outcome
from assistant.question import Understood
from assistant.terms import WORD, terms
from index.passage import Hit

# More words than this that no article holds mean another subject, which the reader sees for himself.
NAMED = 3


def advice_on(question: Understood, outcome: Outcome, hits: Sequence[Hit]) -> tuple[str, ...]:
    """One line each, the most useful first; none where the question was answered."""
    if outcome == "answered":
        return ()
    lines = list(_limits(question))
    lines += _unheard(question, hits)
    if outcome == "uncertain":
        return (*lines, "The evidence is thin: check the words cited.")
    lines += _nearest_days(hits)
    return tuple(lines or ["Name the people, places or dates that the articles would name."])


def _limits(question: Understood) -> Iterator[str]:
    filters = question.filters
    if filters.since or filters.until or filters.as_of:
        yield "Only a part of the archive was searched: widen the dates to see the rest."
    if filters.publications:
        yield f"Only {', '.join(filters.publications)} was searched: try all publications."


def _unheard(question: Understood, hits: Sequence[Hit]) -> Iterator[str]:
    """The question's words that nothing found holds: other words for them may be what the articles use."""
    held = {term for hit in hits for term in terms(f"{hit.passage.title} {hit.passage.text}")}
    missing = [
        word
        for word in dict.fromkeys(WORD.findall(question.standalone))
        if (stems := [term for term in terms(word) if term in question.terms]) and not held & set(stems)
    ]
    if hits and 0 < len(missing) <= NAMED:
        yield f"Nothing found speaks of {_joined([f'“{word}”' for word in missing])}: try other words for it."


def _nearest_days(hits: Sequence[Hit]) -> Iterator[str]:
    """The time from which the nearest articles are."""
    days = sorted(hit.passage.published for hit in hits[:NAMED] if hit.passage.published)
    if days and days[0] == days[-1]:
        yield f"What comes nearest is of {_day(days[0])}: ask about that time."
    elif days:
        yield f"What comes nearest is of {_day(days[0])} to {_day(days[-1])}: ask about that time."


def _joined(words: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
