"""Are the names of a sentence those of what it cites, and in their places?

Used by `assistant.verification`. Each check takes a claim, its sources and the
source sentence it repeats, and says in words what is wrong, or "". Names are
read from capitals: no model.
"""

import re

from assistant.aligned import QUOTED, Alignment, Held, Statement, folded, same_place
from assistant.dates import MONTHS
from assistant.days import WEEKDAYS
from assistant.terms import names, terms, words

_TITLES = frozenset(
    "president prime minister governor gov senator sen representative rep congressman congresswoman general gen judge "
    "justice professor prof doctor dr mr mrs ms sir dame lord lady king queen prince princess pope father captain "
    "capt colonel col lieutenant lt sergeant sgt chief director former mayor chancellor secretary ambassador "
    "officer detective sheriff attorney coach ceo chairman chairwoman the".split()
)
_PRONOUN = re.compile(
    r"\b(?:he|she|they|it|him|her|his|hers|them|their|its|who|this|these|those|both|one|the \w+)\b", re.I
)
# Capitalised, and neither a person nor a place.
_NO_NAMES = frozenset("tv id spring summer autumn fall winter".split()) | frozenset(
    word[:length] for word in (*MONTHS, *WEEKDAYS) for length in (3, 4, len(word))
)
_SAME_PLACE = (
    ("us", "usa", "united states", "america", "american", "americans"),
    ("uk", "united kingdom", "britain", "british", "britons"),
    ("un", "united nations"),
    ("eu", "european union"),
    ("uae", "united arab emirates"),
)
# They open a sentence before a comma and join it to the one before.
_JOINING = re.compile(
    r"^[\W_]*(?:\w+ly|furthermore|moreover|overall|besides|instead|nevertheless|nonetheless|therefore|thus|hence|also"
    r"|then|later|likewise|otherwise|still|too|indeed|perhaps|elsewhere|afterwards?),",
    re.I,
)
_SPOKE = r"(?:said|says|told|added|has|had|was|is|will|would|\w{3,}ed)\b"
_OPENER = re.compile(rf"^[\W_]*([A-Z][\w'’-]+)(?=\s+(?!{_SPOKE})[a-z])")


def names_held(claim: Statement, held: Held, _: Alignment) -> str:
    """Every name stands in the sources, or abbreviates one that does."""
    for name in _names(claim.text):
        missing = [word for word in _telling(name) if not _stands(word, held)]
        if missing and not _initials_stand(name, claim, held) and not _other_form_stands(name, held):
            return f"the name “{name}” is not in what it cites"
    return ""


def _names(text: str) -> list[str]:
    """Names outside quoted words, without a capitalised opener that is no name as far as can be seen."""
    bare = _JOINING.sub(" ", QUOTED.sub(" ", text))
    opener = _OPENER.match(bare)
    found = [name for name in names(bare) if name.casefold() not in _NO_NAMES]
    if opener and found and found[0] == opener.group(1) and bare.count(found[0]) == 1:
        return found[1:]
    return found


def _telling(name: str) -> list[str]:
    parts = [word for word in words(name) if word not in _TITLES]
    return [part for part in parts if terms(part) or len(part) > 2]


def _stands(word: str, held: Held) -> bool:
    plain = word.replace(".", "")
    if plain in {other.replace(".", "") for other in held.words}:
        return True
    if terms(word) and set(terms(word)) <= held.terms:
        return True
    # "Iran" for "Iranian", "Chinese" for "China": the same but for an ending.
    near = [other for other in held.words if len(word) > 3 and other[:4] == word[:4]]
    return any(other.startswith(word[:-2]) or word.startswith(other[:-2]) for other in near)


def _initials_stand(name: str, claim: Statement, held: Held) -> bool:
    """Whether the name abbreviates one of the sources or of the claim itself, or is spelled out from there."""
    text = f"{held.text}\n{claim.text}"
    letters = re.sub(r"[^A-Za-z]", "", name).casefold()
    spelled = {_initials(other) for other in names(text)}
    if len(letters) <= 6 and any(letters in {each, each.replace("s", "")} for each in spelled if each):
        return True
    return len(_initials(name)) > 1 and _initials(name) in {word.replace(".", "") for word in held.words}


def _other_form_stands(name: str, held: Held) -> bool:
    text = f" {folded(held.text).replace('.', '')} "
    plain = folded(name).replace(".", "")
    forms = next((forms for forms in _SAME_PLACE if plain in forms), ())
    return any(f" {form} " in text for form in forms)


def _initials(name: str) -> str:
    capitals = "".join(word[0] for word in name.split() if word[0].isupper())
    return capitals.casefold() if len(capitals) > 1 else ""


def names_placed(claim: Statement, _: Held, at: Alignment) -> str:
    """No name stands where the sentence repeated has another one, and none in it or its pronouns means this one."""
    mine = _names(claim.text)
    here = frozenset(at.repeated.words)
    before = frozenset(word for sentence in at.before for word in sentence.words)
    resolved = len(_pronouns(at.repeated.text)) > len(_pronouns(claim.text))
    displaced = [name for name in names(at.repeated.text) if not _shares_a_word(name, frozenset(claim.words))]
    for name in mine:
        parts = frozenset(_telling(name))
        if not parts or _shares_a_word(name, here) or not at.repeats_all_but(terms(name)):
            continue
        if resolved and parts & before:
            continue
        if any(
            same_place(claim.text, _span(claim.text, name), at.repeated.text, _span(at.repeated.text, other))
            for other in displaced
        ):
            return f"the name “{name}” is said of something else"
    return ""


def _span(text: str, part: str) -> tuple[int, int]:
    start = text.find(part)
    return start, start + len(part)


def _shares_a_word(name: str, held: frozenset[str]) -> bool:
    """Whether one of its telling words is held, if only but for its ending ("Iran", "Iranian")."""
    parts = _telling(name)
    return any(part in held for part in parts) or any(
        len(part) > 3 and word[:4] == part[:4] for part in parts for word in held
    )


def _pronouns(text: str) -> list[str]:
    return _PRONOUN.findall(QUOTED.sub(" ", text))
