"""Which office a question asks the holder of: "Who is prime minister of Britain?", "Who chairs the bank?".

Used by `assistant.holders`. Reads the question alone; where it asks for more
than the holder ("the first woman who was …"), it asks for no office.
"""

import re
from dataclasses import dataclass

from assistant.terms import names

OFFICE = (
    r"prime minister|president|chancellor|governor|mayor|premier|king|queen|pope|monarch|emperor|speaker|chief justice"
    r"|attorney general|[a-z]+ minister|minister of [a-z]+|(?:[a-z]+ )?secretary(?: of [a-z]+)?|secretary[- ]general"
    r"|(?:majority |minority |party |opposition )?leader|chair(?:man|woman|person)?|chief executive(?: officer)?|ceo"
    r"|director(?:[- ]general)?|head coach|coach|manager|captain|editor|commissioner|ambassador|chief of staff|head"
)
_ASKS_WHO = re.compile(
    r"^\W*(?i:who)(?:[’']s| is)(?: now| currently)?\s+(?P<before>(?:(?:the|current|new|present|[A-Z][\w’'-]*)\s+)*)"
    rf"(?P<office>(?i:{OFFICE}))(?P<after>(?:\s+(?:of|in|at|for)\s+[^,?]+)?)\W*$"
)
# "Who leads Britain?" names no office: these are the titles under which somebody does.
_BY_VERB = {
    "leads?": r"prime minister|president|premier|chancellor|leader|chief executive(?: officer)?|ceo|head",
    "rules?|governs?": r"prime minister|president|premier|king|queen|emir|governor|leader",
    "chairs?": r"chair(?:man|woman|person)?",
    "heads?|runs?": r"head|chief executive(?: officer)?|ceo|director(?:[- ]general)?",
    "coaches": r"head coach|coach|manager",
    "edits": r"editor",
}
_ASKS_WHO_DOES = tuple(
    (re.compile(rf"^\W*who (?:now |currently )?(?:{verb})\s+(?P<whom>[^,?]+?)\W*$", re.I), offices)
    for verb, offices in _BY_VERB.items()
)
_CAME_IN = re.compile(
    r"\b(?P<name>[A-Z][\w’-]+(?:\s+[A-Z][\w’-]+)+)\s+(?:was\s+|is\s+)?"
    r"(?:sworn in as|elected|re-elected|appointed|named|chosen as|become|became)\s+"
    rf"(?:the\s+)?(?P<office>(?i:{OFFICE}))(?P<after>\s+of\s+[^,?]+)"
)
# Countries whose adjective or short name begins otherwise.
_ALSO = (
    "britain british uk u.k", "england english", "united\xa0states us u.s america american", "france french",
    "spain spanish",
    "netherlands dutch", "germany german", "greece greek", "switzerland swiss", "wales welsh", "china chinese",
    "denmark danish", "sweden swedish", "poland polish", "turkey turkish türkiye", "ireland irish", "thailand thai",
    "peru peruvian", "norway norwegian", "philippines filipino philippine", "united\xa0kingdom british uk u.k britain",
)  # fmt: skip
# "Norvask" and "Norvaskan", "Sundrel" and "Sundrelian" agree so far.
ALIKE = 5
_HELD_ONCE = frozenset(("pope",))


@dataclass(frozen=True, slots=True)
class Office:
    """An office: its title as asked, the titles that count, and whose it is (None where there is only one such)."""

    words: str
    titles: re.Pattern[str]
    whose: tuple[re.Pattern[str], ...]

    @property
    def titled(self) -> bool:
        """Whether the question names the title itself, not only what its bearer does."""
        return bool(self.words)


def office_asked(question: str) -> Office | None:
    """The office whose present holder the question asks for; None where it asks for none."""
    if match := _ASKS_WHO.match(question):
        return _office(
            match.group("office"), _alike(match.group("office")), f"{match['before']} {match['after']}"
        )
    for pattern, titles in _ASKS_WHO_DOES:
        if match := pattern.match(question):
            return _office("", titles, match.group("whom"))
    return None


def office_won(clause: str) -> tuple[Office, str] | None:
    """The office into which the clause says that somebody came, and who: "… was X elected president of Y?"."""
    match = _CAME_IN.search(clause)
    office = match and _office(match["office"], _alike(match["office"]), match["after"])
    return (office, match["name"]) if match and office and office.whose else None


def _office(words: str, titles: str, whose: str) -> Office | None:
    owners = names(re.sub(r"[’']s\b", "", whose.strip()))
    if not owners and words.casefold() not in _HELD_ONCE:
        return None
    pattern = re.compile(rf"\b(?:{titles})\b", re.I)
    return Office(words, pattern, tuple(_owner(owner) for owner in owners))


def _alike(title: str) -> str:
    """The title as a pattern: "minister of fisheries" and "fisheries minister" are one office."""
    title = title.casefold()
    if match := re.fullmatch(r"(minister|secretary) of ([a-z]+)", title):
        return rf"{title}|{match[2]} {match[1]}"
    if match := re.fullmatch(r"([a-z]+) (minister|secretary)", title):
        return title if match[1] == "prime" else rf"{title}|{match[2]} of {match[1]}"
    if title.startswith("chair"):
        return _BY_VERB["chairs?"]
    if title in ("ceo", "chief executive", "chief executive officer"):
        return r"ceo|chief executive(?: officer)?"
    return _BY_VERB["heads?|runs?"] if title == "head" else re.escape(title)


def _owner(name: str) -> re.Pattern[str]:
    """The name, its adjective, and its other names."""
    bare = name.casefold().replace(" ", "\xa0")
    also = [other for line in _ALSO if bare in line.split(" ") for other in line.split(" ")]
    words = [other.replace("\xa0", " ") for other in also] or [name]
    stems = [
        rf"{re.escape(word[:ALIKE])}\w*" if word.isalpha() and len(word) > ALIKE else re.escape(word)
        for word in words
    ]
    return re.compile(rf"\b(?:{'|'.join(stems)})(?!\w)", re.I)
