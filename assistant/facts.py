"""Are the facts of a sentence those of what it cites? Quoted words, figures, times and names.

Used by `assistant.verification`. Each check takes a claim, its sources and the
source sentence it repeats, and says in words what is wrong, or "".
"""

import re
from collections import Counter
from datetime import date

from assistant.aligned import Alignment, Held, Statement
from assistant.dates import MONTHS
from assistant.days import WEEKDAYS, Named, meant, named, weekdays
from assistant.figures import Figure, figures, rounds_to
from assistant.terms import names, terms, words

QUOTED = re.compile(r"“([^”]{3,})”|(?<![\d\w])\"([^\"]{3,})\"")
# What a writer may leave out of a quotation, or put in.
_LEFT_OUT = re.compile(r"\[[^\]]*\]|\(\.{3}\)|\.{3}|…")
# So many capitalised words in quotes are a title.
_TITLE_WORDS = 5
# A count up to here, in letters, may be the writer's own: "the two ministers".
_COUNTED_BY_EYE = 10
# Of these a sentence may hold several figures, of several things.
_MEASURES = frozenset(
    terms(
        "year-old old years days weeks months hours minutes miles kilometers metres dollars century million"
    )
)
_TITLES = frozenset(
    "president prime minister governor gov senator sen representative rep congressman congresswoman general gen judge "
    "justice professor prof doctor dr mr mrs ms sir dame lord lady king queen prince princess pope father captain "
    "capt colonel col lieutenant lt sergeant sgt chief director former mayor chancellor secretary ambassador "
    "officer detective sheriff attorney coach ceo chairman chairwoman the".split()
)
# "in 2031" is a year, "2031 pages" is not.
_BEFORE_A_YEAR = re.compile(
    r"(?:^|[(,–-]|\b(?:in|since|of|from|by|until|till|before|after|during|the|early|late|mid|through|to|and|between|for"
    r"|year|autumn|summer|spring|winter|around|about|than|as))\s*$",
    re.I,
)
_WEEKDAY = re.compile(rf"\b(?:{'|'.join(WEEKDAYS)})\b")
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


def quotations(claim: Statement, held: Held, _: Alignment) -> str:
    """Word for word, but for what brackets and dots leave out; a short title in quotes is a name."""
    said = f" {folded(held.text)} "
    for match in QUOTED.finditer(claim.text):
        quote = match.group(1) or match.group(2)
        if _is_title(quote):
            continue
        if any(f" {part} " not in said for part in map(folded, _LEFT_OUT.split(quote)) if part):
            return f"the quoted words “{quote[:60]}” are not in what it cites"
    return ""


def folded(text: str) -> str:
    """The words alone, so that dashes and marks make no difference."""
    return " ".join(words(text))


def _is_title(quote: str) -> bool:
    parts = quote.split()
    return len(parts) <= _TITLE_WORDS and all(part[:1].isupper() or len(part) <= 3 for part in parts)


def numbers(claim: Statement, held: Held, at: Alignment) -> str:
    """Every figure stands in the sources, counts the same, and in the sentence that is repeated."""
    text = _without_times(claim.text)
    known = figures(held.text)
    here = figures(at.repeated.text)
    mine = figures(text)
    others = _unmatched(here, mine)
    for figure in mine:
        shown = text[figure.start : figure.end]
        if not any(_stands_for(figure, other) for other in known):
            if figure.spelled and figure.value <= _COUNTED_BY_EYE and not (others and at.same):
                continue
            return f"the number {shown} is not in what it cites"
        if at.same and _counted_otherwise(figure, here, known):
            return f"what it cites counts otherwise than {shown}"
        if any(_stands_for(figure, other) for other in here) or not at.repeats_all_but(terms(shown)):
            continue
        if any(_same_place(text, figure.span, at.repeated.text, other.span) for other in others):
            return f"the number {shown} is said of something else"
    return ""


def _same_place(text: str, span: tuple[int, int], other: str, place: tuple[int, int]) -> bool:
    """Whether the words around two spans are alike: both of them, or a telling one."""
    before = words(text[: span[0]])[-1:], words(other[: place[0]])[-1:]
    after = words(text[span[1] :])[:1], words(other[place[1] :])[:1]
    alike = [one for one, theirs in (before, after) if one == theirs]
    return len(alike) == 2 or any(terms(" ".join(one)) for one in alike)


def _unmatched(here: list[Figure], mine: list[Figure]) -> list[Figure]:
    """The figures of the sentence repeated that the claim leaves out, one for one."""
    left = list(mine)
    missing = []
    for other in here:
        same = next((figure for figure in left if _stands_for(figure, other)), None)
        if same is None:
            missing.append(other)
        else:
            left.remove(same)
    return missing


def _counted_otherwise(figure: Figure, here: list[Figure], known: list[Figure]) -> bool:
    """Whether the same is counted in the sentence repeated, and nowhere by this figure."""
    if not figure.counted or figure.counted in _MEASURES or (figure.spelled and figure.value == 1):
        return False
    same = [other for other in (*here, *known) if other.counted == figure.counted]
    return any(other in here for other in same) and not any(_stands_for(figure, other) for other in same)


def _stands_for(figure: Figure, other: Figure) -> bool:
    return _equal(figure, other) or rounds_to(figure, other)


def _equal(one: Figure, other: Figure) -> bool:
    return one.value == other.value and one.percent == other.percent


def _without_times(text: str) -> str:
    """The text with the times that it names blanked, so that a day is no figure."""
    for time in named(text):
        if time.month or _BEFORE_A_YEAR.search(text[: time.span[0]]):
            start, end = time.span
            text = text[:start] + " " * (end - start) + text[end:]
    return text


def times(claim: Statement, held: Held, at: Alignment) -> str:
    """Every day, month and year is named by the sources or meant by their relative words."""
    known = [
        time for source in held.sources for time in meant(f"{source.title}. {source.text}", source.published)
    ]
    for time in named(claim.text):
        if not any(time.agrees(other) for other in known):
            return f"the date “{time.text.strip(' .,')}” is not in what it cites"
    if reason := _moved(claim, held, at):
        return reason
    days = {_weekday(time) for time in known} | weekdays(held.text)
    for day in sorted(weekdays(claim.text) - days):
        return f"the date “{day.capitalize()}” is not in what it cites"
    return ""


def _moved(claim: Statement, held: Held, at: Alignment) -> str:
    """Where the sentence repeated names a time of its own, the claim must not name another instead."""
    mine, stated = named(claim.text), named(at.repeated.text)
    if not at.repeats_all_but(_time_terms(claim.text)):
        return ""
    day = held.days[0] if len(set(held.days)) == 1 else None
    here = meant(at.repeated.text, day)[: None if day is None else -1]
    instead = [other for other in stated if not any(each.agrees(other) for each in mine)]
    for time in mine:
        if instead and not any(time.agrees(other) for other in here):
            return f"the date “{time.text.strip(' .,')}” is said of something else"
    more = Counter(_WEEKDAY.findall(claim.text.casefold())) - Counter(
        _WEEKDAY.findall(at.repeated.text.casefold())
    )
    less = Counter(_WEEKDAY.findall(at.repeated.text.casefold())) - Counter(
        _WEEKDAY.findall(claim.text.casefold())
    )
    if more and less:
        return f"the date “{min(more).capitalize()}” is said of something else"
    return ""


def _time_terms(text: str) -> set[str]:
    return {term for time in named(text) for term in terms(time.text)} | set(terms(" ".join(weekdays(text))))


def _weekday(time: Named) -> str:
    if not (time.year and time.month and time.day):
        return ""
    return WEEKDAYS[date(time.year, time.month, time.day).weekday()]


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
            _same_place(claim.text, _span(claim.text, name), at.repeated.text, _span(at.repeated.text, other))
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
