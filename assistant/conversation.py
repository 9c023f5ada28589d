"""Rewrite a follow-up so that it stands alone, from the turns before it; used by `assistant.question`.

Rules, no model: a pronoun becomes the person or subject it can mean, "what
about X?" puts X in the place of the name it replaces, and a question too bare
to be searched is given the subject of the one before. A question that stands
alone is returned as it is.
"""

import re
from collections.abc import Sequence

from assistant.answer import Turn
from assistant.dates import MONTHS
from assistant.terms import names, question_terms

_CARRIES_ON = re.compile(r"^\W*(?:and|but|so|or|then|also)\b[\s,]*", re.I)
_WHAT_ABOUT = re.compile(r"^\W*(?:(?:and|but|so)\b[\s,]*)?(?:what|how) about\s+(.+?)\W*$", re.I)
_PERSONAL = re.compile(r"\b(he|she|him|her|his|hers)\b", re.I)
_PLURAL = re.compile(r"\b(they|them|their|theirs)\b", re.I)
_THING = re.compile(
    r"\b(?:it|its|this|that|these|those|there|then)\b(?!\s+(?:week|month|year|day|time|when|who|which|the|a)\b)",
    re.I,
)
_ELSE = re.compile(r"\b(?:else|other ones?|the other|another one)\b", re.I)
_POSSESSIVES = {"his", "hers", "their", "theirs", "its"}
_TIME_ONLY = re.compile(
    rf"^\W*(?:and\s+)?(?:what about\s+|how about\s+)?((?:in|on|since|before|after|during|as of|by)\b.*"
    rf"(?:{'|'.join(MONTHS)}|\d{{4}}).*?|now|today|this week|last week|lately|since then)\W*$",
    re.I,
)
# A question of fewer terms than this, with no name of its own, cannot be searched alone.
FEWEST_TERMS = 2


def stand_alone(question: str, history: Sequence[Turn]) -> str:
    """The question in words that need no earlier turn; unchanged where it needs none or there is none."""
    if not history:
        return question
    before = history[-1].answer.standalone or history[-1].question
    if match := _TIME_ONLY.match(question):
        return _at_another_time(before, match.group(1))
    if match := _WHAT_ABOUT.match(question):
        return _about_another(before, match.group(1))
    asked = _CARRIES_ON.sub("", question)
    if asked != question and names(asked) == [asked.strip(" ?.!")]:
        return _about_another(before, asked.strip(" ?.!"))
    resolved = _with_pronouns_replaced(asked, history)
    if resolved != asked:
        return _capitalised(resolved)
    if _CARRIES_ON.match(question) or _ELSE.search(question) or _too_bare(asked):
        return f"{_capitalised(asked)} ({_subject(before)})"
    return question


def _at_another_time(before: str, time: str) -> str:
    """The question before, with its own time taken out and this one put at its end."""
    stripped = re.sub(
        rf"[\s,]*\b(?:in|on|since|before|after|during|as of)\s+(?:\d{{1,2}}\s+)?(?:{'|'.join(MONTHS)})"
        r"(?:\s+\d{1,2})?(?:,?\s+\d{4})?",
        "",
        before,
        flags=re.I,
    )
    return f"{stripped.rstrip(' ?.!')} {time[0].lower()}{time[1:]}?"


def _about_another(before: str, other: str) -> str:
    """The question before with `other` in the place of the name it asked about; else asked of its subject."""
    replaced = names(before)
    new = names(other)
    if not new or not replaced:
        return f"{before.rstrip(' ?.!')}: {other}?"
    spoke = re.search(r"\b(?:did|does|has|have|is|was|do)\s+", before)
    first = next((name for name in replaced if not spoke or before.find(name) >= spoke.end()), replaced[0])
    return before.replace(first, new[0] if len(new) == 1 else other, 1)


def _with_pronouns_replaced(question: str, history: Sequence[Turn]) -> str:
    inside = set(names(question))
    person = _person(history)
    if _PERSONAL.search(question) and person and person not in inside:
        return _replace_first(_PERSONAL, question, person)
    subject = _named_subject(history[-1].answer.standalone or history[-1].question)
    if _PLURAL.search(question) and subject and not inside:
        return _replace_first(_PLURAL, question, subject)
    if _THING.search(question):
        return (
            f"{question.rstrip(' ?.!')} ({_subject(history[-1].answer.standalone or history[-1].question)})?"
        )
    return question


def _replace_first(pattern: re.Pattern[str], question: str, name: str) -> str:
    def put(match: re.Match[str]) -> str:
        word = match.group(0).casefold()
        follows = question[match.end() :].lstrip()[:1]
        owns = word in _POSSESSIVES or (word == "her" and follows.isalpha())
        return f"{name}'s" if owns else name

    return pattern.sub(put, question, count=1)


def _person(history: Sequence[Turn]) -> str:
    """Who "he" or "she" is: a name of the last question that its answer quotes or names, else the last one quoted."""
    for turn in reversed(history):
        asked = names(turn.answer.standalone or turn.question)
        cited = [citation for sentence in turn.answer.sentences for citation in sentence.citations]
        speakers = [citation.speaker for citation in cited if citation.speaker]
        for name in asked:
            if any(name in speaker or speaker in name for speaker in speakers):
                return name
        if re.search(r"\bwho\b", turn.question, re.I) and turn.answer.sentences:
            found = [
                name for name in names(turn.answer.sentences[0].text) if " " in name and name not in asked
            ]
            if found:
                return found[0]
        if speakers:
            return speakers[0]
        two_words = [name for name in asked if " " in name]
        if two_words or asked:
            return (two_words or asked)[0]
    return ""


def _named_subject(before: str) -> str:
    found = names(before)
    return found[0] if found else ""


def _subject(before: str) -> str:
    """What the question before was about, as words to search with: itself without its question words."""
    bare = re.sub(
        r"^\W*(?:who|what|when|where|why|how|which|did|does|do|is|are|was|were|has|have|many|much|\s)+\b\s*",
        "",
        before,
        flags=re.I,
    )
    return bare.strip(" ?.!") or before.strip(" ?.!")


def _too_bare(question: str) -> bool:
    return not names(question) and len(question_terms(question)) < FEWEST_TERMS


def _capitalised(question: str) -> str:
    return question[:1].upper() + question[1:]
