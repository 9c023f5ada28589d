"""What the words around a name say of its bearer: the role, and the gender that the role tells.

Used by `corpus.names` and `corpus.speakers`, also for people who have a role and no
name. Looks at the text beside one mention only; whom a role means later on is decided there.
"""

import re

from corpus.mentions import Mention
from corpus.occupations import is_doer, is_occupation
from corpus.verbs import SPEECH
from corpus.wordlists import word_set

# "shopkeeper Lars Oddie", "Belarusian leader Alexander Lukashenko": a word before a name is its role, but for these.
_NOT_A_ROLE = word_set(
    "a about after against also an and are as at be because before between but by for from gave had has have he her "
    "his if in into is it its like made met near not of on or our over said saw says sent she than that the their "
    "they to told under was were when where which while who with"
)
_WORD_BEFORE = re.compile(r"[A-Z]?[a-z]+")
# "The 23-year-old", "the former airline boss", "the Italian": a man already spoken of, by another word.
EPITHET = re.compile(
    r"[Tt]he (?:\d{1,3}-year-old|former (?:[a-z-]+ ){0,3}[a-z-]+|veteran(?: [a-z-]+)?|elder|younger|"
    r"(?:[a-z]+-born )?(?:[A-Z][a-z]+(?:man|woman|ian|ese|ican|crat)|Dane|Swede|Finn|Scot|Briton|Spaniard|Turk|Pole|"
    r"Israeli|Iraqi|Pakistani|Conservative|Londoner|New Yorker))$"
)
# By these a text varies the name of one man; a judge, an officer or a nurse would be somebody else.
TRADES = word_set(
    "midfielder striker defender goalkeeper winger forward batsman batter bowler pitcher quarterback runner swimmer "
    "cyclist skier boxer golfer jockey rider champion actor actress singer rapper musician guitarist pianist author "
    "novelist poet artist painter sculptor filmmaker comedian politician lawmaker entrepreneur billionaire tycoon "
    "teenager pensioner grandmother grandfather widow widower veteran star"
)
# Short titles and the role that they stand for.
_SPELLED_OUT = {
    "gen.": "general",
    "dr.": "doctor",
    "dr": "doctor",
    "prof.": "professor",
    "sen.": "senator",
    "rep.": "representative",
    "gov.": "governor",
    "capt.": "captain",
    "col.": "colonel",
    "adm.": "admiral",
    "sgt.": "sergeant",
    "lt.": "lieutenant",
    "maj.": "major",
    "cmdr.": "commander",
    "father": "priest",
    "sister": "nun",
    "rev.": "reverend",
    "cllr": "councillor",
    "rabbi": "rabbi",
}
_MALE, _FEMALE = (
    frozenset(["mr", "mr.", "sir", "lord", "king", "prince", "father", "pope", "baron"]),
    frozenset(
        ["ms", "ms.", "mrs", "mrs.", "miss", "dame", "lady", "queen", "princess", "sister", "baroness"]
    ),
)
# The words of a role that tell the gender.
_MALE_ROLE = re.compile(
    r"\b(?:husband|father|son|brother|uncle|nephew|grandfather|grandson|man|boy|boyfriend|widower|king|prince|monk|"
    r"businessman|spokesman|chairman|congressman|fisherman|policeman|fireman|actor|waiter|headmaster|salesman)\b",
    re.IGNORECASE,
)
_FEMALE_ROLE = re.compile(
    r"\b(?:wife|mother|daughter|sister|aunt|niece|grandmother|granddaughter|woman|girl|girlfriend|widow|queen|princess|"
    r"nun|businesswoman|spokeswoman|chairwoman|congresswoman|policewoman|actress|waitress|headmistress|heroine)\b",
    re.IGNORECASE,
)
# "Castellane, 44, a vet, was the ninth witness"
_COPULA = re.compile(
    r"(?:,[^.;:()“”\"\n]{1,80},)? (?:is|was|became|remains) ((?:the|an?|his|her|its|[A-Z][\w’'-]*[’']s?) "
    r"[^,;:.()“”\"\n\x01]{3,70})(?=[,.;:]| and |$)"
)
_APPOSITION = re.compile(
    r"(?:, \d{1,3})?, (?:who is )?((?:the|a|an|his|her|its|their|our|of the|[A-Z][\w’'-]*[’']s?) "
    r"[^,;:.()“”\"\n]{3,90})(?=[,.;:]|$)"
)
_LEADING_ROLE = re.compile(
    r"((?:The|the|Its|its|His|his|Her|her|Their|their|[A-Z][\w-]*[’']s) [^,;:.()“”\"\n]{3,60}), "
    r"(?:(?:the|an?) (?:[a-z-]+ ){1,3})?$"
)
# With one of these, what stands beside a name is a clause ("the ministry said") and no role.
_FINITE = SPEECH | word_set(
    "is was are were has had have will would can could may took made went came got gave did does"
)
_PERSON_NOUNS = word_set(
    "head minister president premier general boss victim suspect accused convict native legend star ace icon"
)
# Not ", a nurse" after a name, nor "was a nurse": only where a sentence opens or somebody is quoted.
_UNNAMED = re.compile(
    r"\b(?P<article>[Aa]n?|[Oo]ne|[Aa]nother|The|His|Her|Your|My|Their|[A-Z][\w-]+[’']s?) "
    r"(?P<who>(?:[a-z-]+ ){0,3}[a-z-]+)(?! [A-Z]|,? (?:named|called) |, [A-Z])"
)
# "Mr Speaker", "The Deputy Speaker": an office that nobody in the text is said to hold.
_OFFICE = re.compile(
    r"\b(?P<article>The|Mr|Madam) (?P<who>(?:[A-Z][a-z]+ ){0,2}"
    r"(?:Speaker|Minister|Secretary|President|Chancellor|Mayor|Governor|Chairman|Chair|Judge|Commissioner))(?! [A-Z])"
)
_INTRODUCES = re.compile(
    r"(?:^|\n|[.!?”\"’:\n] "
    r"(?:(?:Behind|Beside|Near|In|At|On|Outside|Inside|Across|By|From|Opposite|Then|Later)\b[^,.;:]{0,20},? )?|"
    r"(?:quoted|quotes|cited) )$"
)
_FOR_WHOM = re.compile(
    r" (?:for|at|from|with) [^.;!?“\"\n]{3,80}? (?=said|says|told|called|added|confirmed|declined)"
)
_LEAD = 36
_PEOPLE = word_set(
    "man woman boy girl person neighbour neighbor friend colleague deputy official resident witness passer-by "
    "teenager relative donor caller buyer"
)
# How far back from a name its role begins, in characters.
_BACK = 100


def roles_of(text: str, mention: Mention) -> list[str]:
    """The roles beside a mention: in apposition after or before it, as titles, or as plain words before it."""
    after = _APPOSITION.match(text, mention.end) if text[mention.end : mention.end + 1] == "," else None
    before = text[max(0, mention.start - _BACK) : mention.start]
    leading = _LEADING_ROLE.search(before) if ", " in before[-40:] else None
    titles = " ".join(_SPELLED_OUT.get(title.lower(), title) for title in mention.titles)
    copula = _COPULA.match(text, mention.end) if " " in mention.name else None
    is_ = copula.group(1) if copula and any(map(is_occupation, copula.group(1).split()[:7])) else ""
    found = (after and after.group(1), leading and leading.group(1), titles, _plain_role(before), is_)
    return [role.strip() for role in found if role and _FINITE.isdisjoint(role.split())]


def unnamed_people(text: str, start: int, end: int) -> list[tuple[int, str]]:
    """Where people without a name are introduced ("A nurse said …", "quoted a colonel", "The waiter"), and as what."""
    found = [(match.start(), f"The {match.group('who')}") for match in _OFFICE.finditer(text, start, end)]
    for match in _UNNAMED.finditer(text, start, end):
        words = match.group("who").split()
        noun = next((place for place, word in enumerate(words) if _is_somebody(word)), -1)
        if noun >= 0:
            found.append((match.start(), " ".join([match.group("article"), *words[: noun + 1]])))
    introduced = (each for each in found if _INTRODUCES.search(text[max(0, each[0] - _LEAD) : each[0]]))
    return sorted((_behind_employer(text, place, who), who) for place, who in introduced)


def _behind_employer(text: str, place: int, who: str) -> int:
    """Where somebody stands; behind those for whom he speaks ("A spokesman for the largest, Ambry Pines, said")."""
    employer = _FOR_WHOM.match(text, place + len(who))
    return employer.end() if employer else place


def _is_somebody(word: str) -> bool:
    return word in _PEOPLE or is_occupation(word) or is_kin(word)


def gender_of_titles(titles: tuple[str, ...]) -> str:
    """ "m" or "f" where a title tells it, else ""."""
    for title in titles:
        if title.lower() in _MALE:
            return "m"
        if title.lower() in _FEMALE:
            return "f"
    return ""


def gender_of_role(role: str) -> str:
    """ "m" or "f" where a role tells it ("his widow"), else ""."""
    return "f" if _FEMALE_ROLE.search(role) else "m" if _MALE_ROLE.search(role) else ""


def is_person_noun(word: str) -> bool:
    """Whether a word in small letters means a person by what he does or is to others."""
    return is_occupation(word) or is_kin(word) or is_doer(word) or word in _PERSON_NOUNS


def is_kin(word: str) -> bool:
    """Whether a word says how somebody is related ("widow")."""
    return bool(_MALE_ROLE.fullmatch(word) or _FEMALE_ROLE.fullmatch(word))


def _plain_role(before: str) -> str:
    """The one or two words in small letters before a name, "" where they are no role."""
    if not (before[-1:] == " " and before[-2:-1].islower()):
        return ""
    words = before[-50:].split(" ")[-3:-1]
    if not words or not (
        is_occupation(words[-1]) or is_kin(words[-1]) or (words[-1] not in _NOT_A_ROLE and is_doer(words[-1]))
    ):
        return ""
    first = words[0] if len(words) > 1 else ""
    return f"{first} {words[-1]}" if first not in _NOT_A_ROLE and _WORD_BEFORE.fullmatch(first) else words[-1]
