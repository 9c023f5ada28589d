"""Of which event a figure is: the places and compounds beside it, what befell those it counts, whether it is a part.

Used by `assistant.statements` and `assistant.standing`, so that the dead of one
shooting never replace those of another. Pure functions over a sentence and one
of its figures; where the words leave a doubt, the figure is taken for another's.
"""

import re
from collections.abc import Iterable

from assistant.dates import MONTHS
from assistant.figures import Figure
from assistant.terms import terms

_WEEKDAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_NAME = r"[A-Z][\w’'-]*(?:\s+(?:of\s+|the\s+|de\s+)?[A-Z][\w’'-]*)*"
# "In eastern Kentucky", "outside the village of Harl", "at Robb Elementary School".
_PLACED = re.compile(
    rf"\b(?i:in|at|near|off|outside|across|around|throughout|within)\s+(?:the\s+)?(?:[a-z][\w-]*\s+(?:of\s+)?){{0,3}}?({_NAME})"
)
_NO_PLACE = re.compile(
    rf"^(?:{'|'.join(month.capitalize() for month in MONTHS)}|{_WEEKDAYS}|[A-Z]$|Jan|Feb|Aug|Sept?|Oct|Nov|Dec)\b"
)
_OF_A_BODY = re.compile(rf"\b(?!(?:{_WEEKDAYS})\b)[A-Z][\w’'-]*\s$")
# What can befall people, each with the words that say so; a figure is of the kind whose word stands nearest to it.
_FATES = tuple(
    re.compile(rf"\b(?:{words})\b", re.I)
    for words in (
        r"dead|deadl\w+|deaths?|die[ds]?|dying|kill(?:s|ed|ing)?|killings?|toll|fatal\w*|lives|bod(?:y|ies)|murder\w*"
        r"|massacr\w+|drown\w*|perish\w*|slain|buried",
        r"casualt\w+|injur\w+|wound\w*|hurt|hospitali[sz]ed",
        r"missing|unaccounted|rescued|evacuat\w+|displac\w+|homeless|arrest\w*|detain\w*|infected|cases?|survivors?|survived",
    )
)
# Words between a figure and what befell those it counts that make it a figure of something else.
_APART = re.compile(r"[,;:]|\b(?:and|while|but|after|when|who|which)\b")
_CLAUSE_ENDS = re.compile(r"[,;:]\s|\s(?:and|while|but|after|when|who|which)\s")
APART = 25
# So far from its figure, in characters, a word says nothing of it any more.
FATE_WITHIN = 90
# A part of a whole: "including 19 children", "400 of them", "in addition to the 42".
_PART_BEFORE = re.compile(
    r"\b(?:including|included|among (?:them|those)|of (?:whom|them|those|which)|in addition to|besides|alongside|other"
    r"|accounts? for|^Among\b.*\b(?:were|was))\s+(?:the\s+|at least\s+|about\s+|some\s+|nearly\s+)?$"
)
_PART_AFTER = re.compile(
    r"^\s+(?:[\w-]+\s+){0,2}?"
    r"(?:of (?:them|those|these|whom|which|the \w+)\b(?!\s+(?:dead|killed|toll))"
    r"|among (?:them|those|the)\b)"
)


# "Poland, which has taken in 1.2 million": the clause counts for its subject alone.
_WHOSE = re.compile(r"\b([A-Z][\w’'-]*),\s$")
# What strikes many at once; news of one kind of it counts nothing of another.
_STRIKES = tuple(
    re.compile(rf"\b(?:{words})\b", re.I)
    for words in (
        r"(?:earth)?quakes?|tremors?|aftershocks?",
        r"floods?|flooding|flooded|deluge",
        r"shootings?|gunm[ae]n|shooters?|shot",
        r"stampedes?|crush|crowd surge",
        r"(?:wild)?fires?|blazes?",
        r"hurricanes?|storms?|typhoons?|cyclones?|blizzards?",
        r"tornado(?:e?s)?|twisters?",
        r"eruptions?|erupted|volcano\w*",
        r"heat(?: ?waves?)?",
        r"landslides?|mudslides?|avalanches?",
        r"crash\w*|collisions?|collided|derail\w+",
        r"bomb\w*|explosions?|exploded|blasts?",
        r"sank|sunk|sinking|capsized|shipwrecks?",
        r"collaps\w+",
        r"outbreaks?|epidemics?|pandemics?|covid\S*|virus",
        r"stabb\w+",
    )
)
# "An adjustable-rate mortgage", "the 30-year bond": the compound says which of several it is.
_COMPOUND = re.compile(r"\b([\w]+-[a-z]+)\s+(?:[a-z]+-[a-z]+\s+)?([a-z]+)")


def places(sentence: str, asked: Iterable[str]) -> frozenset[str]:
    """The places, by their names, that the sentence sets its figure in and the question (its terms) does not."""
    known = frozenset(asked)
    # "The Institute for Public Measure in Tashbel": where a body sits is not where something happened.
    found = (
        match.group(1)
        for match in _PLACED.finditer(sentence)
        if not _OF_A_BODY.search(sentence[: match.start()])
    )
    return frozenset(
        name for name in found if not _NO_PLACE.match(name) and not frozenset(terms(name)) & known
    )


def limits(sentence: str, figure: str, asked: Iterable[str]) -> frozenset[str]:
    """What the sentence limits its figure (its words) to and the question does not: places named in the same clause,
    and the kind of thing ("adjustable-rate")."""
    known = frozenset(asked)
    clause = next((clause for clause in _CLAUSE_ENDS.split(sentence) if figure in clause), sentence)
    whose = clause.startswith(("which ", "who ")) and _WHOSE.search(sentence[: sentence.find(clause)])
    of_one = {whose.group(1)} if whose and not frozenset(terms(whose.group(1))) & known else set()
    compounds = (match.groups() for match in _COMPOUND.finditer(sentence))
    return (
        places(clause, known)
        | of_one
        | frozenset(
            compound
            for compound, noun in compounds
            if known & frozenset(terms(noun)) and not frozenset(terms(compound)) <= known
        )
    )


def strikes_otherwise(sentence: str, question: str) -> bool:
    """Whether the sentence tells of an earthquake where a flood is asked for, or the like."""
    asked = {kind for kind, words in enumerate(_STRIKES) if words.search(question)}
    told = {kind for kind, words in enumerate(_STRIKES) if words.search(sentence)}
    return bool(asked and told) and not asked & told


def fate(sentence: str, figure: Figure) -> int | None:
    """Which of the fates (0: death, 1: injury, 2: another) the words nearest to a figure give those it counts."""
    nearest: list[tuple[int, int]] = []
    for kind, words in enumerate(_FATES):
        for match in words.finditer(sentence):
            apart = _between(sentence, match.span(), figure.span)
            if apart < FATE_WITHIN:
                nearest.append((apart, kind))
    return min(nearest)[1] if nearest else None


def _between(sentence: str, word: tuple[int, int], figure: tuple[int, int]) -> int:
    """Characters between the two, more for every clause that ends between them; 0 where they overlap."""
    between = sentence[word[1] : figure[0]] if word[1] <= figure[0] else sentence[figure[1] : word[0]]
    return len(between) + APART * len(_APART.findall(between))


def is_part(sentence: str, figure: Figure) -> bool:
    """Whether the figure counts only some of those that the sentence is of, or adds to them."""
    before, after = sentence[: figure.start], sentence[figure.end :]
    if sentence[max(0, figure.start - 1) : figure.start] in ("-", "–"):  # "Covid-19"
        return True
    return bool(_PART_BEFORE.search(before) or _PART_AFTER.match(after))
