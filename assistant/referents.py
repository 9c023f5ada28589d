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
from corpus.bodies import is_body
from corpus.given_names import likely_gender
from corpus.names import Names, Person

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
_THING_ASKED = re.compile(
    r"^\W*(?:which|what)\s+(?!(?:did|does|are|was|were|has|have|had|will|would|can|could|should)\b)([a-z-]{3,})\b",
    re.I,
)
_PLACED = r"\b(?:in|at|near|from|of|off|across|on|to)\s+(?:the\s+)?"
_MASTHEAD = re.compile(
    r"\b(?:Radio|News|Times|Post|Herald|Tribune|Journal|Gazette|Courier|Record|Ledger|Wire|Standard|Morning|Street|Line)\b"
)
# Less than a mention in the answer's second sentence, or nearby with one word of the role, is a guess.
LIKELY_ENOUGH = 1.5
# "Defended" and "the defense counsel", "Velmara" and "the Velmaran minister" agree so far.
ROLE_STEM = 5
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
        if (person.roles or person.name in quoted)
        and " " in person.name
        and not _is_thing(person.name, article)
    )


def _is_thing(name: str, article: Article) -> bool:
    """Whether a name is an organisation's, a paper's or a place's: by its words, or as the article uses it."""
    used = re.search(rf"\b(?:[Tt]he|in|on|at)\s+{re.escape(name)}\b", article.text)
    return used is not None or is_body(name)


def person(history: Sequence[Turn], people: Sequence[Person] = (), gender: str = "") -> str:
    """Whom "he" (gender "m") or "she" ("f") means.

    The one whom the last "who" found, else the one whom the last question named, else
    who was quoted; the same of the turns before.
    """
    for turn in reversed(history):
        known = _known(turn, people)
        asked = _asked(turn)
        candidates = [
            *(_found(turn, known, gender) if _ASKS_WHO.search(asked) else ()),
            *(_fullest(name, known) for name in reversed(names(asked)) if _is_person(name, asked, known)),
            *(citation.speaker for sentence in turn.answer.sentences for citation in sentence.citations),
            *_found(turn, known, gender),
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


def _known(turn: Turn, people: Sequence[Person]) -> dict[str, Person]:
    """People by name: those given, and whoever the turn quotes or came near."""
    cited = (citation.speaker for sentence in turn.answer.sentences for citation in sentence.citations)
    near = (speaker for hit in turn.answer.nearest for speaker in hit.passage.speakers)
    known = {person.name: person for person in reversed(people)}
    spoke = {name: Person(name, 0) for name in (*cited, *near) if name and not is_body(name)}
    return {name: Person(name, 0) for name in _full_names(turn)} | spoke | known


def _full_names(turn: Turn) -> Iterator[str]:
    """Names of two words or more in the answer that no place, month, paper or body bears."""
    for sentence in turn.answer.sentences:
        for name in names(sentence.text):
            placed = re.search(rf"(?:{_PLACED}|\b[Tt]he\s+){re.escape(name)}", sentence.text)
            nobody = placed or is_body(name) or _NOBODY.match(name) or _MASTHEAD.search(name)
            if " " in name and not nobody and (likely_gender(name) or _owns_clause(name, sentence.text)):
                yield name


def _owns_clause(name: str, text: str) -> bool:
    """Whether a clause follows that only a person takes: "Eusebio Lant, who …", "Mara Velin, 44, …"."""
    return (
        re.search(rf"{re.escape(name)},\s+(?:who\b|\d\d,)|{re.escape(name)} (?:led|said|says)\b", text)
        is not None
    )


def _found(turn: Turn, known: dict[str, Person], gender: str) -> Iterator[str]:
    """People whom the answer found and the question does not name, the likeliest first."""
    asked = _asked(turn)
    if turn.answer.short and _is_known(turn.answer.short, known):
        yield _fullest(turn.answer.short, known)
    named = {word for name in names(asked) for word in name.split()}
    scored = {
        name: _likeness(person, turn, gender)
        for name, person in known.items()
        if not set(name.split()) & named
    }
    yield from (
        name for name in sorted(scored, key=lambda each: -scored[each]) if scored[name] >= LIKELY_ENOUGH
    )


def _likeness(person: Person, turn: Turn, gender: str) -> float:
    """How likely the turn found this person: named in the answer or near it, in the office asked for."""
    last = person.name.split()[-1]
    places = [
        place
        for place, sentence in enumerate(turn.answer.sentences)
        if re.search(rf"\b{last}\b", sentence.text)
    ]
    near = any(re.search(rf"\b{last}\b", hit.passage.text) for hit in turn.answer.nearest[:1])
    sure = person.gender or likely_gender(person.name)
    answered = 2.0 - places[0] / 2 if places else 0.0
    return (
        answered + 1.0 * near + _role_likeness(person, _asked(turn)) + 1.0 * bool(gender and sure == gender)
    )


def _role_likeness(person: Person, asked: str) -> float:
    """1 for each word of the role that "who" asks for, up to 3; -2 where the question gives that role to
    another ("whom did the prosecutor charge")."""
    auxiliary = re.search(r"\bwhom\b", asked, re.I) and _AUXILIARY.search(asked)
    wanted, other = (asked[: auxiliary.end()], asked[auxiliary.end() :]) if auxiliary else (asked, "")
    roles = {word[:ROLE_STEM] for word in person.role_words}
    if roles & _stems_of(other):
        return -2.0
    return float(min(3, len(roles & _stems_of(wanted))))


def _stems_of(text: str) -> set[str]:
    return {word[:ROLE_STEM].casefold() for word in re.findall(r"[^\W\d_]{4,}", text)}


def _is_person(name: str, asked: str, known: dict[str, Person]) -> bool:
    if _NOBODY.match(name) or is_body(name):
        return False
    if _is_known(name, known):
        return True
    if re.search(rf"\b[Tt]he\s+(?:[a-z-]+\s+)*{re.escape(name)}|{_PLACED}{re.escape(name)}", asked):
        return False
    return len(name.split()) == 2


def _may_be(name: str, gender: str, known: dict[str, Person]) -> bool:
    return not gender or known.get(name, Person(name, 0)).may_be(gender)


def _is_known(name: str, known: dict[str, Person]) -> bool:
    parts = set(name.split())
    return any(parts <= set(full.split()) or set(full.split()) <= parts for full in known)


def _fullest(name: str, known: dict[str, Person]) -> str:
    """The longest form of a name among those known: "Ostavo" is "Ruel Ostavo"."""
    fuller = [full for full in known if set(name.split()) < set(full.split())]
    return max(fuller, key=lambda full: len(known[full].roles), default=name)
