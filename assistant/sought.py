"""Whether a sentence holds what a question seeks: a number for "how many", a new name for "who".

Used by `assistant.evidence`. Surface forms only: it can tell that an answer of
the right kind may be there, never that it is the right one.
"""

import re

from assistant.dates import MONTHS
from assistant.question import Kind, Understood
from assistant.terms import names, numbers, words

_DATE = re.compile(
    rf"\b(?:{'|'.join(MONTHS)}|mon|tues|wednes|thurs|fri|satur|sun)(?:day)?\b|\b(?:19|20)\d\d\b"
    r"|\b(?:last|next|this) (?:week|month|year|spring|summer|autumn|fall|winter)\b|\b(?:yesterday|today|tomorrow)\b",
    re.I,
)
# A quotation carried on over sentences has only its opening or its closing mark here.
_QUOTED = re.compile(r"[“\"][^”\"]{8,}|[^“\"]{8,}[”\"]")
_REASON = re.compile(
    r"\b(?:because|due to|since|as a result|after|over|amid|so that|in order to|owing to)\b", re.I
)
_PREPOSITION = r"\b(?:in|at|near|from|to|of|across|outside|off|over|around)\s+(?:the\s+)?"


def fits(question: Understood, sentence: str) -> float:
    """1 where the sentence holds something of the kind sought that the question does not say itself, else 0.

    Kinds without a surface form (a fact, a summary, yes or no) fit any sentence half.
    """
    kind = question.kind
    if kind == "number":
        return float(bool(numbers(sentence) - numbers(question.standalone)))
    if kind == "date":
        return float(_DATE.search(sentence) is not None)
    if kind == "quotation":
        return float(_QUOTED.search(sentence) is not None)
    if kind in ("person", "name", "place", "list"):
        return _new_name(kind, question, sentence)
    return 0.5


def _new_name(kind: Kind, question: Understood, sentence: str) -> float:
    """Whether a name stands there that the question lacks; for a place, one after a preposition counts fully."""
    known = set(words(question.standalone))
    fresh = [name for name in names(sentence) if not set(words(name)) <= known]
    if kind == "list":
        return min(1.0, len(fresh) / 2)
    if not fresh or kind != "place":
        return float(bool(fresh))
    placed = any(re.search(_PREPOSITION + re.escape(name), sentence) for name in fresh)
    return 1.0 if placed else 0.5
