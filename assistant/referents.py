"""Who and what a follow-up can mean: the people, the thing and the office that the turns before it spoke of.

Used by `assistant.conversation`. Reads the words of earlier turns and who is
named in the articles they cited; it never searches, and where nobody fits it
says so with "".
"""

import re
from collections.abc import Iterator, Sequence

from assistant.answer import Turn
from assistant.terms import names
from corpus.article import Article
from corpus.given_names import likely_gender
from corpus.names import Names, Person, is_body

# Offices and callings that a question asks "which …" of.
OFFICE = (
    r"(?:prime minister|minister|president|chancellor|governor|mayor|premier|secretary(?:[- ]general)?"
    r"|chair(?:man|woman)?|chief(?: executive| engineer| of staff)?|head|director|leader|judge|prosecutor"
    r"|commander|editor|engineer|envoy|auditor(?: general)?|mediator|skipper|captain|coach|spokes(?:man|woman|person)"
    r"|commissioner|speaker|senator|attorney general|ambassador|king|queen|pope|general|commodore|administrator"
    r"|justice|CEO|boss|manager|founder)"
)
_OFFICE_ASKED = re.compile(
    rf"\b(?:which|what|as|is|was|became|become)\s+(?:the\s+)?((?:[\w’'-]+\s+){{0,4}}?{OFFICE}\b"
    r"(?:\s+of(?:\s+the)?(?:\s+[A-Z][\w’'-]*)+)?)",
    re.I,
)
_ASKS_WHO = re.compile(rf"\bwho(?:m|se)?\b|\b(?:which|what)\s+(?:[\w’'-]+\s+){{0,4}}?{OFFICE}\b", re.I)
_AUXILIARY = re.compile(
    r"\b(?:did|does|do|has|have|had|is|are|was|were|will|would|can|could|should)\s+", re.I
)
_THE_THING = re.compile(r"\b[Tt]he\s+(?:[a-z’'-]+\s+){0,2}?[a-z-]{3,}(?=\W*$|\s+[a-z]+|,)")
_THING_ASKED = re.compile(r"^\W*(?:which|what)\s+([a-z-]{3,})\b", re.I)
_PLACED = r"\b(?:in|at|near|from|of|off|across|on|to)\s+(?:the\s+)?"
# A weekday or month is written like a name and is nobody.
_NOBODY = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August"
    r"|September|October|November|December"
)


def people_of(article: Article) -> tuple[Person, ...]:
    """Who is surely a person in an article: whoever is quoted, or named with an office or calling."""
    quoted = {quotation.speaker_full or quotation.speaker for quotation in article.quotations}
    known = Names(article.text).people.values()
    return tuple(
        person
        for person in known
        if (person.roles or person.name in quoted) and " " in person.name and not is_body(person.name)
    )


def person(history: Sequence[Turn], people: Sequence[Person] = (), gender: str = "") -> str:
    """Whom "he" (gender "m") or "she" ("f") means.

    The one whom the last "who" found, else the one whom the last question named, else
    who was quoted; the same of the turns before.
    """
    for turn in reversed(history):
        known = _known(turn, people)
        asked = _asked(turn)
        candidates = [
            *(_found(turn, known) if _ASKS_WHO.search(asked) else ()),
            *(_fullest(name, known) for name in reversed(names(asked)) if _is_person(name, asked, known)),
            *(citation.speaker for sentence in turn.answer.sentences for citation in sentence.citations),
            *_found(turn, known),
        ]
        fits = (name for name in candidates if name and _may_be(name, gender, known))
        if found := next(fits, ""):
            return found
    return ""


def several(history: Sequence[Turn]) -> str:
    """Whom "they" means: names that the last question joins with "and", else its subject."""
    asked = _asked(history[-1])
    joined = re.search(r"\b((?:[A-Z][\w’'-]*\s+)+and\s+(?:the\s+)?[A-Z][\w’'-]*(?:\s+[A-Z][\w’'-]*)*)", asked)
    if joined and len(names(joined.group(1))) == 2:
        return " and ".join(names(joined.group(1)))
    return subject(history)


def subject(history: Sequence[Turn]) -> str:
    """What the last question is about, as a name: the one that does or is something, else the first."""
    asked = _asked(history[-1])
    found = names(asked)
    auxiliary = _AUXILIARY.search(asked)
    after = [name for name in found if auxiliary and asked.find(name) >= auxiliary.end()]
    return (after or found or [""])[0]


def thing(history: Sequence[Turn], people: Sequence[Person] = ()) -> str:
    """What "it" means: the thing that "which …" asked for, else the subject of the last question where
    that is no person, else "the …" that it names."""
    asked = _asked(history[-1])
    known = _known(history[-1], people)
    if (wanted := _THING_ASKED.match(asked)) and not _ASKS_WHO.search(asked):
        return f"the {wanted.group(1)}"
    name = subject(history)
    if name and not _is_person(name, asked, known):
        before = re.search(rf"\b(the\s+(?:[a-z-]+\s+){{0,2}})?{re.escape(name)}", asked)
        return f"{before.group(1) or ''}{name}" if before else name
    match = _THE_THING.search(asked)
    return match.group(0) if match else ""


def office(history: Sequence[Turn]) -> str:
    """The office that the last question asked about ("Zembara's water minister"), "" where it asked about none."""
    match = _OFFICE_ASKED.search(_asked(history[-1]))
    return match.group(1) if match else ""


def _asked(turn: Turn) -> str:
    return turn.answer.standalone or turn.question


def _known(turn: Turn, people: Sequence[Person]) -> dict[str, str]:
    """Names of people with their gender, "" where unknown: those given, and whoever the turn quotes or came near."""
    cited = (citation.speaker for sentence in turn.answer.sentences for citation in sentence.citations)
    near = (speaker for hit in turn.answer.nearest for speaker in hit.passage.speakers)
    known = {name: likely_gender(name) for name in (*cited, *near) if name and not is_body(name)}
    return known | {person.name: person.gender or likely_gender(person.name) for person in people}


def _found(turn: Turn, known: dict[str, str]) -> Iterator[str]:
    """People whom the answer names and the question does not, the likeliest first."""
    asked = _asked(turn)
    short = turn.answer.short
    if short and _is_known(short, known):
        yield _fullest(short, known)
    scored: dict[str, float] = {}
    for place, sentence in enumerate(turn.answer.sentences):
        for name in names(sentence.text):
            if name in asked or _NOBODY.match(name):
                continue
            full = _fullest(name, known)
            scored[full] = max(_likeness(name, sentence.text, known) - place / 2, scored.get(full, 0.0))
    yield from (name for name in sorted(scored, key=lambda each: -scored[each]) if scored[name] > 0)


def _likeness(name: str, text: str, known: dict[str, str]) -> float:
    """How much a name looks like a person's: one known, with an office beside it, in full."""
    if re.search(rf"{_PLACED}{re.escape(name)}", text) and not _is_known(name, known):
        return 0.0
    beside = rf"{re.escape(name)},\s+(?:\d\d\b|(?:[\w’'-]+\s+){{0,6}}?{OFFICE}\b|who\b)|{OFFICE},?\s+{re.escape(name)}"
    return 2.0 * _is_known(name, known) + 1.0 * bool(re.search(beside, text)) + 0.5 * (" " in name)


def _is_person(name: str, asked: str, known: dict[str, str]) -> bool:
    if _NOBODY.match(name) or is_body(name):
        return False
    if _is_known(name, known):
        return True
    if re.search(rf"\b[Tt]he\s+(?:[a-z-]+\s+)*{re.escape(name)}|{_PLACED}{re.escape(name)}", asked):
        return False
    return len(name.split()) == 2


def _may_be(name: str, gender: str, known: dict[str, str]) -> bool:
    return not gender or known.get(name, likely_gender(name)) in ("", gender)


def _is_known(name: str, known: dict[str, str]) -> bool:
    parts = set(name.split())
    return any(parts <= set(full.split()) or set(full.split()) <= parts for full in known)


def _fullest(name: str, known: dict[str, str]) -> str:
    """The longest form of a name among those known: "Ostavo" is "Ruel Ostavo"."""
    fuller = [full for full in known if set(name.split()) <= set(full.split())]
    return max([name, *fuller], key=len)
