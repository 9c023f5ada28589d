"""Rewrite a follow-up so that it stands alone, from the turns before it; used by `assistant.rewriting`.

Rules, no model: a pronoun becomes the person or subject it can mean, "what
about X?" puts X in the place of the name it replaces, a bare "Why?" takes up
the statement before, and a question too bare to be searched is given its
subject. A question that stands alone is returned as it is.
"""

import re
from collections.abc import Sequence

from assistant.answer import Turn
from assistant.dates import MONTHS
from assistant.referents import office, person, several, thing
from assistant.terms import names, question_terms
from corpus.names import Person

_CARRIES_ON = re.compile(r"^\W*(?:and|but|so|or|then|also|ok(?:ay)?|thanks?(?: you)?)\b[\s,.]*", re.I)
_WHAT_ABOUT = re.compile(r"^\W*(?:(?:and|but|so)\b[\s,]*)?(?:what|how) about\s+(.+?)\W*$", re.I)
_PERSONAL = re.compile(r"\b(he|she|him|her|his|hers)\b", re.I)
_SUBJECT = re.compile(r"\b(he|she)\b", re.I)
_PLURAL = re.compile(r"\b(they|them|their|theirs)\b", re.I)
_IT = re.compile(r"\b(it|its)\b", re.I)
_THING = re.compile(
    r"\b(?:it|its|this|that|these|those|there|then)\b(?!\s+(?:week|month|year|day|time|when|who|which|the|a)\b)",
    re.I,
)
_ELSE = re.compile(r"\b(?:else|other ones?|the other|another one)\b", re.I)
_MALE = {"he", "him", "his"}
_POSSESSIVES = {"his", "hers", "their", "theirs", "its"}
_TIME_ONLY = re.compile(
    rf"^\W*(?:and\s+)?(?:what about\s+|how about\s+)?((?:in|on|since|before|after|during|as of|by)\b.*"
    rf"(?:{'|'.join(MONTHS)}|\d{{4}}).*?|now|today|this week|last week|lately|since then)\W*$",
    re.I,
)
_TIME_IN_IT = re.compile(
    rf"[\s,]*\b(?:(?:in|on|since|before|after|during|as of|by)\s+(?:the\s+|early\s+|mid-|late\s+)?(?:\d{{1,2}}\s+)?"
    rf"(?:{'|'.join(MONTHS)})(?:\s+\d{{1,2}})?(?:,?\s+\d{{4}})?|now|at first|so far|today)(?=\W|$)",
    re.I,
)
_BARE = re.compile(
    r"^\W*(?:and\s+|but\s+)?(why|when|where|how)(?:\s+(?:so|that|was that|not|exactly))?\W*$", re.I
)
_WHO_SAID = re.compile(
    r"^\W*(?:and\s+)?(?:who (?:said|says|reported|reports|claims|claimed|told) (?:that|this|so|it)|says who"
    r"|according to whom?"
    r"|which (?:paper|newspaper|source|article|outlet) (?:said|says|reported|reports) (?:that|this|so|it))\W*$",
    re.I,
)
_PHRASE = re.compile(
    r"^(in|at|after|before|with|without|for|from|to|by|under|on|against|among)\s+(.+?)\W*$", re.I
)
_ASKS = re.compile(
    r"\b(?:who|whom|whose|what|when|where|why|how|which)\b|^\W*(?:is|are|was|were|did|does|do|has|have|had|will|would|can|could)\b",
    re.I,
)
_SUCCESSION = re.compile(
    r"\bsuccess(?:or|ors|ion)\b|\bsucce(?:ed|eded|eds)\b|\b(?:took|take|takes|taken) over\b|\breplac\w+"
    r"|\bplace\b|\bpredecessor\b",
    re.I,
)
# Articles say that somebody "succeeded" or "is succeeded by", hardly ever "is the successor".
_SUCCESSOR = re.compile(
    r"^Who (?:(?:is|was|became) (?=.{3,60}[’']s successor\b)"
    r"|(?:was put|came|stepped|went) in(?:to)? (?=.{3,60}[’']s place\b))(.{3,60}?)[’']s (?:successor|place)\b",
    re.I,
)
# A question of fewer terms than this, with no name of its own, cannot be searched alone.
FEWEST_TERMS = 2
# What is repeated of a statement in "Who said …?": enough to find it again.
REPEATED_WORDS = 25


def stand_alone(question: str, history: Sequence[Turn], people: Sequence[Person] = ()) -> str:
    """The question in words that need no earlier turn; unchanged where it needs none or there is none.

    `people` are those of the articles cited before, from `assistant.referents.people_of`.
    """
    if not history:
        return question
    before = _before(history)
    if _WHO_SAID.match(question):
        return _who_said(history)
    if match := _BARE.match(question):
        return _asked_of_the_statement(match.group(1), before, history, people)
    if match := _TIME_ONLY.match(question):
        return at_another_time(before, match.group(1))
    if match := _WHAT_ABOUT.match(question):
        return _about_another(before, match.group(1))
    asked = _CARRIES_ON.sub("", question)
    if asked != question and not _ASKS.search(asked):
        return _fragment(before, asked.strip(" ?.!"))
    return _resolved(question, asked, history, people)


def at_another_time(question: str, time: str) -> str:
    """The question with its own time taken out and this one put at its end."""
    return f"{_TIME_IN_IT.sub('', question).rstrip(' ?.!')} {_uncapitalised(time)}?"


def _before(history: Sequence[Turn]) -> str:
    return history[-1].answer.standalone or history[-1].question


def _who_said(history: Sequence[Turn]) -> str:
    sentences = history[-1].answer.sentences
    if not sentences:
        return f"Who spoke of {topic(_before(history))}?"
    words = sentences[0].text.split(" [")[0].split()
    said = " ".join(words[:REPEATED_WORDS]).strip('“”" .,')
    return f"Who said that {_uncapitalised(said) if not names(said.split()[0]) else said}?"


def _asked_of_the_statement(word: str, before: str, history: Sequence[Turn], people: Sequence[Person]) -> str:
    """ "Why?" after "Who resigned in April?" asks "Why is it that Ruel Ostavo resigned in April?"."""
    asked = before.strip(" ?.!")
    if match := re.match(
        r"^(?:who|which [\w’' -]+?(?=\s+\w+ed\b))\s+(?!did|does|do|has|have|is|was|were|are)", asked, re.I
    ):
        who = person(history, people)
        return f"{_capitalised(word)} is it that {who or 'somebody'} {asked[match.end() :]}?"
    clause = re.search(
        r"\b(?:did|does|do|has|have|had|is|are|was|were|will|would|can|could)\s+.+", asked, re.I
    )
    said = clause.group(0) if clause else f"that, about {topic(before)}"
    return f"{_capitalised(word)} {_uncapitalised(said)}?"


def _fragment(before: str, words: str) -> str:
    """ "And Norvask?", "And after two doses?": the question before, with this in the place of its like."""
    match = _PHRASE.match(words)
    if match is None:
        return _about_another(before, words)
    like = re.search(rf"\b{match.group(1)}\s+(?:the\s+)?[\w’'-]+(?:\s+[\w’'-]+)?", before, re.I)
    stripped = before.rstrip(" ?.!")
    if like is None or like.end() < len(stripped):
        return f"{stripped} {_uncapitalised(words)}?"
    return f"{before[: like.start()]}{_uncapitalised(words)}?"


def _about_another(before: str, other: str) -> str:
    """The question before with `other` in the place of the name it asked about; else asked of its subject."""
    replaced = names(before)
    new = names(other)
    if not new or not replaced:
        return f"{before.rstrip(' ?.!')}: {other}?"
    spoke = re.search(r"\b(?:did|does|has|have|is|was|do)\s+", before)
    first = next((name for name in replaced if not spoke or before.find(name) >= spoke.end()), replaced[0])
    return before.replace(first, new[0] if len(new) == 1 else other, 1)


def _resolved(question: str, asked: str, history: Sequence[Turn], people: Sequence[Person]) -> str:
    """Pronouns replaced, and what they leave open told in brackets."""
    before = _before(history)
    resolved = _SUCCESSOR.sub(r"Who succeeded \1", _with_pronouns_replaced(asked, history, people))
    held = office(history)
    if held and _SUCCESSION.search(resolved) and held not in resolved:
        return f"{_capitalised(resolved).rstrip(' ?.!')} as {held}?"
    unknown = _PERSONAL.search(resolved) and resolved == asked and not names(asked)
    if unknown or _THING.search(resolved) or _ELSE.search(question) or _too_bare(resolved):
        return f"{_capitalised(resolved).rstrip(' ?.!')} ({topic(before)})?"
    if resolved != asked:
        return _capitalised(resolved)
    if _CARRIES_ON.match(question) and not names(asked):
        return f"{_capitalised(asked).rstrip(' ?.!')} ({topic(before)})?"
    return question


def _with_pronouns_replaced(question: str, history: Sequence[Turn], people: Sequence[Person]) -> str:
    own = names(question)
    if match := _PERSONAL.search(question):
        gender = "m" if match.group(0).casefold() in _MALE else "f"
        who = person(history, people, gender)
        if who and who not in own:
            # The subject rather than "his": "how many of his letters did he sign" asks what he signed.
            question = _replaced(_SUBJECT if _SUBJECT.search(question) else _PERSONAL, question, who)
    for pattern, meant in ((_PLURAL, several), (_IT, lambda turns: thing(turns, people))):
        if not own and pattern.search(question) and (what := meant(history)) and what not in question:
            question = _replaced(pattern, question, what)
    return question


def _replaced(pattern: re.Pattern[str], question: str, name: str) -> str:
    def put(match: re.Match[str]) -> str:
        word = match.group(0).casefold()
        follows = question[match.end() :].lstrip()[:1]
        owns = word in _POSSESSIVES or (word == "her" and follows.isalpha())
        return f"{name}'s" if owns else name

    return pattern.sub(put, question, count=1)


def topic(before: str) -> str:
    """What a question is about, as words to search with: itself without its question words and its time."""
    bare = re.sub(
        r"^\W*(?:(?:who|whom|whose|what|when|where|why|how|which|did|does|do|is|are|was|were|has|have|many|much|of)\b\s*)+",
        "",
        _TIME_IN_IT.sub("", re.sub(r"\s*\([^()]*\)", "", before)),
        flags=re.I,
    )
    return bare.strip(" ?.!") or before.strip(" ?.!")


def _too_bare(question: str) -> bool:
    return not names(question) and len(question_terms(question)) < FEWEST_TERMS


def _capitalised(question: str) -> str:
    return question[:1].upper() + question[1:]


def _uncapitalised(words: str) -> str:
    return words[:1].lower() + words[1:]
