"""Does a sentence say what it cites in the same sense: denied or not, hedged or not, and by the same speaker?

Used by `assistant.verification`. Each check takes a claim, its sources and the
source sentence it repeats, and says in words what is wrong, or "". Scopes are
read from the order of words: no parser.
"""

import re
from collections.abc import Iterable, Set

from assistant.aligned import QUOTED, Alignment, Held, Statement, folded
from assistant.terms import names, terms, words

_NEGATION = frozenset("not no never none nobody nothing neither nor without cannot".split())
# These deny what follows without a word of negation: "failed to open" is no opening.
_DENYING = re.compile(
    r"(?:fail|refus|unable|lack|den[iy]|declin|reject|prevent|avoid|stop|bar|ban|unless|instead|against|hardly|unlikely"
    r"|scarcely|rather|few|little|longer|impossible|forb[ai]d|block|cancel|abandon|forgo|miss|ceas)\w*"
)
_HEDGES = frozenset(
    "may might could likely possibly perhaps alleged allegedly reportedly expected plans planned planning proposed "
    "suspected hopes hoped wants threatened".split()
)
# These say as little as a hedge: "the plan to close it" does not close it.
_HEDGING = re.compile(
    r"(?:if|whether|can|able|plan|propos|consider|expect|hope|seek|want|threat|potential|possib|probab|alleg"
    r"|accus|charg|suspect|suggest|aim|intend|to|claim|report|likel|appear|seem|believ|think|future|risk)\w*"
)
_CLAUSE_END = re.compile(r"[,;:.()—–]|\b(?:but|because|although|though|while|whereas)\b", re.I)
# "Not only the dam" denies nothing.
_NOT_ONLY = re.compile(r"\bnot\s+(?:only|just|merely|least)\b|\bno\s+(?:doubt|fewer|less)\b", re.I)
_ASSERTED = "it asserts what its source denies"
# A denial or a hedge is of a content word that follows within so many words.
_SCOPE_WORDS = 4

_NAME = r"[A-Z][\w’'-]+(?:\s+(?:(?:of|the|de|del|al|bin|van|von)\s+)?[A-Z][\w’'-]+){0,3}"
# Fewer than `corpus.verbs` has: without quoted words beside it, "called" or "sought" reports no speech.
_VERB = (
    r"(?:said|says|saying|told|tells|telling|added|adds|adding|wrote|writes|replied|replies|warned|warns|warning|argued"
    r"|argues|arguing|insisted|insists|explained|explains|noted|notes|noting|admitted|admits|acknowledged|announced"
    r"|declared|declares|stated|states|stating|recalled|recalls|joked|predicted|predicts|promised|vowed|conceded"
    r"|confirmed|confirms|commented|testified|remarked|complained|claimed|claims|denied|denies)"
)
_TITLE = r"(?:[A-Z][a-z]{1,5}\.\s)?"
_SUBJECT_FIRST = re.compile(
    rf"(?P<who>{_NAME})(?:,\s[^,“”\"]{{1,90}},)?\s(?:(?:has|had|have|also|later|then|again|\w+ly)\s)?{_VERB}\b"
)
_VERB_FIRST = re.compile(
    rf"(?:^|[,”\"?!]\s?)\s?(?!t[eo]l[dl]){_VERB}\s(?:(?:the|a|an|its|his|her|their)\s)?(?:[a-z-]+\s){{0,4}}{_TITLE}(?P<who>{_NAME})"
)
_ACCORDING = re.compile(
    rf"\b[Aa]ccording to (?:(?:the|a|an|its|his|her)\s)?(?:[a-z-]+\s){{0,4}}{_TITLE}(?P<who>{_NAME}[^,;.“”\"]{{0,60}})"
)


def negation(claim: Statement, _: Held, at: Alignment) -> str:
    """What the claim denies, its source must not assert, and the other way round."""
    if not at.same:
        return ""
    mine, theirs = claim.text, at.repeated.text
    if at.word_for_word and (len(_denials(mine)) - len(_denials(theirs))) % 2:
        return "it denies what it cites" if len(_denials(mine)) > len(_denials(theirs)) else _ASSERTED
    if _marked(mine, _NEGATION) & (_free(theirs, _NEGATION, _DENYING)):
        return "it denies what it cites"
    if _marked(theirs, _NEGATION) & _free(mine, _NEGATION, _DENYING):
        return _ASSERTED
    return ""


def _denials(text: str) -> list[str]:
    return [word for word in words(_NOT_ONLY.sub(" ", text)) if word in _NEGATION or word.endswith("n't")]


def hedging(claim: Statement, _: Held, at: Alignment) -> str:
    """What its source only expects, alleges or thinks possible, the claim must not state as done."""
    if not at.repeats_all_but(()):
        return ""
    bare = QUOTED.sub(" ", at.repeated.text)
    firm = _free(claim.text, _HEDGES, _HEDGING)
    for hedge in sorted(_HEDGES & set(at.repeated.words)):
        if _marked(bare, frozenset([hedge])) & firm:
            return f"its source only says “{hedge}”"
    return ""


def _marked(text: str, marks: Set[str]) -> frozenset[str]:
    """Stems of the content words that marks stand directly before: "did not open the gate" gives "open"."""
    found = set()
    for clause in _CLAUSE_END.split(_NOT_ONLY.sub(" ", text)):
        said = words(clause)
        for place, word in enumerate(said):
            if word in marks or (marks is _NEGATION and word.endswith("n't")):
                following = (
                    stem for later in said[place + 1 : place + 1 + _SCOPE_WORDS] for stem in terms(later)
                )
                found.update(list(following)[:1])
    return frozenset(found)


def _free(text: str, marks: Set[str], weaker: re.Pattern[str]) -> frozenset[str]:
    """Stems of the content words that stand under no mark: not after one in the same clause."""
    free: set[str] = set()
    bound: set[str] = set()
    for clause in _CLAUSE_END.split(_NOT_ONLY.sub(" ", text)):
        under = False
        for word in words(clause):
            under = under or word in marks or word.endswith("n't") or bool(weaker.fullmatch(word))
            (bound if under else free).update(terms(word))
    return frozenset(free - bound)


def speakers(claim: Statement, held: Held, at: Alignment) -> str:
    """Words are given to the one who says them in the source, quoted or not."""
    mine = attributed(claim.text)
    publications = {word for source in held.sources for word in words(source.publication)}
    if reason := _of_quotations(claim, held, mine, publications):
        return reason
    if not mine or not at.same:
        return ""
    theirs = [*attributed(at.repeated.text), *_quoted_in(at.repeated, held)]
    others = [who for who in theirs if not any(_alike(who, each) for each in mine)]
    for who in mine:
        known = any(_alike(who, other) for other in theirs) or set(words(who)) & publications
        if others and not known:
            return f"it is {others[0]} who says so"
    return ""


def attributed(text: str) -> list[str]:
    """The names that a sentence gives words to, outside its quoted words, in order of appearance."""
    bare = QUOTED.sub(lambda match: f"“{'x' * (len(match.group(0)) - 2)}”", text)
    found = [
        match for pattern in (_SUBJECT_FIRST, _VERB_FIRST, _ACCORDING) for match in pattern.finditer(bare)
    ]
    whole = [" ".join(names(match.group("who"))) for match in sorted(found, key=lambda match: match.start())]
    return [who for who in dict.fromkeys(whole) if who]


def _alike(one: str, other: str) -> bool:
    """Whether two names share a word, or one is the initials of the other."""
    short, long = sorted((one, other), key=len)
    initials = "".join(word[0] for word in long.split()).casefold()
    return bool(set(words(one)) & set(words(other))) or short.replace(".", "").casefold() == initials


def _quoted_in(sentence: Statement, held: Held) -> Iterable[str]:
    for source in held.sources:
        for said, speaker in source.quoted:
            if speaker and (said in sentence.text or sentence.text.strip('“”" ') in said):
                yield speaker


def _of_quotations(claim: Statement, held: Held, mine: list[str], publications: Set[str]) -> str:
    for match in QUOTED.finditer(claim.text):
        quote = folded(match.group(1) or match.group(2))
        whose = [
            who for source in held.sources for said, who in source.quoted if who and quote in folded(said)
        ]
        if not whose or any(_alike(who, each) for who in whose for each in mine):
            continue
        if [who for who in mine if not set(words(who)) <= publications]:
            return f"the quoted words are {whose[0]}'s"
    return ""
