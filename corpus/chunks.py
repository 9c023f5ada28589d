"""Pieces of a clause between commas: which names they hold, and where these stand. Used by `corpus.subjects`."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from corpus.mentions import TITLES, Mention, mentions_in


@dataclass(frozen=True, slots=True)
class Subject:
    """Who a clause says speaks: `text` as written; for a name, `titles` apart."""

    kind: Literal["name", "pronoun", "description"]
    text: str
    titles: str = ""


def lower_lead(lead: str) -> bool:
    """Whether words before a name are its descriptor ("shopkeeper ", "former coach ", "Sixteen-year-old
    ")."""
    # "The Belarusian leader": after an article a capital is an adjective's and no name's.
    if re.match(r"(?:the|an?|this|that|its|their|another|one|some) $", lead, re.IGNORECASE):
        return False
    return bool(re.fullmatch(r"(?:[\w’'-]+ ){1,5}", lead)) and not re.search(
        r"\b(?:of|in|from|at|for|with|to|on|by|and|against|the|a|an|is|was|are|were|has|had) $", lead
    )


@lru_cache(maxsize=1024)
def mentions_of(chunk: str) -> tuple[Mention, ...]:
    """The names of a clause, which several rules ask for."""
    return tuple(mentions_in(chunk))


def ends_with_name(chunk: str) -> bool:
    mentions = mentions_of(chunk)
    return bool(mentions) and (mentions[-1].end >= len(chunk) - 1 or mentions[0].start == 0)


def ends_with_name_after_role(chunk: str) -> bool:
    """ "the agriculture minister Sanna Holt": a lower-case role or a title directly before the name."""
    mentions = mentions_of(chunk)
    if not mentions or mentions[-1].end < len(chunk) - 1:
        return False
    words = chunk[: mentions[-1].start].split()
    role = words[-1].lower() if words else ""
    return (
        bool(mentions[-1].titles)
        or (role in TITLES)
        or bool(
            role
            and role.isalpha()
            and role not in {"of", "in", "from", "at", "for", "with", "to", "on", "by", "and", "the", "a"}
        )
    )
