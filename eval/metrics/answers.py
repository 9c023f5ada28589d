"""Does the answer say the right thing? Nuggets and forbidden wordings as runs of tokens; SQuAD's EM and F1.

Used by `eval.scoring`. Pure functions over a question's gold and a text; no
judge model, and no view of the citations.
"""

import re
import string
from collections import Counter
from collections.abc import Iterable

from eval.questions import Forbidden, Nugget
from eval.wording import holds, holds_any

_SQUAD_ARTICLES = re.compile(r"\b(a|an|the)\b")
_SQUAD_PUNCTUATION = str.maketrans("", "", string.punctuation)


def nuggets_held(nuggets: Iterable[Nugget], text: str) -> tuple[Nugget, ...]:
    """Those of which an alias stands in the text as a run of tokens."""
    return tuple(n for n in nuggets if holds_any(text, n.aliases))


def nugget_recall(nuggets: Iterable[Nugget], text: str) -> float | None:
    """The share of the nuggets held, None where there is none to hold."""
    wanted = tuple(nuggets)
    return len(nuggets_held(wanted, text)) / len(wanted) if wanted else None


def contradictions(forbidden: Iterable[Forbidden], text: str) -> tuple[Forbidden, ...]:
    """The forbidden wordings that the text holds."""
    return tuple(f for f in forbidden if holds(text, f.alias))


def exact_match(text: str, answers: Iterable[str]) -> float:
    """1.0 where the text is one of the answers in SQuAD's normal form (Rajpurkar et al., EMNLP 2016)."""
    given = squad_form(text)
    return float(any(given == squad_form(answer) for answer in answers))


def token_f1(text: str, answers: Iterable[str]) -> float:
    """SQuAD's F1 of shared tokens, the best over the answers; 0 where there is none."""
    return max((_f1(squad_form(text).split(), squad_form(answer).split()) for answer in answers), default=0.0)


def squad_form(text: str) -> str:
    """The normal form of SQuAD's evaluation: lower case, no punctuation, no "a", "an", "the"."""
    bare = text.lower().translate(_SQUAD_PUNCTUATION)
    return " ".join(_SQUAD_ARTICLES.sub(" ", bare).split())


def _f1(given: list[str], wanted: list[str]) -> float:
    shared = sum((Counter(given) & Counter(wanted)).values())
    if not shared:
        return float(given == wanted)
    precision, recall = shared / len(given), shared / len(wanted)
    return 2 * precision * recall / (precision + recall)
