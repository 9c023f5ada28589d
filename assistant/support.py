"""How far the words of a sentence are borne out by its sources, as one doubt that a person can read the parts of.

Used by `assistant.verification` after the facts, and fitted by bench/ragtruth.py.
A logistic regression over seven measures, kept as plain numbers; no model but
the likeness that is handed in.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass

from assistant.aligned import Held, Statement
from assistant.terms import terms
from corpus.wordlists import word_set

# Cosine of a sentence and the nearest of some others, -1..1; handed in, since it needs a model.
Likeness = Callable[[str, Sequence[str]], float]

# What a writer needs to tell something in other words, so that it counts neither for nor against him.
_WRITERS = frozenset(
    terms(
        "author writer article report reporter news summary passage text source highlight emphasize state argue "
        "express discuss suggest describe mention note claim reveal explain believe consider include including due "
        "however while although within during since further additionally addition various particular several other "
        "both among amid recent recently current currently previous previously upcoming ongoing significant "
        "important importance potential potentially similar same individual situation issue incident event place "
        "use make made take taken find found face lead led become remain continue come came need involve follow "
        "focus address according result show share seek aim attempt effort provide allow lack receive occur set "
        "held move return like still later end also two one three criticize criticism raise concern urge question "
        "call able way part time year people person world first last new many more most number respond response "
        "action decision instead against toward away near along despite without"
    )
)
# Kinship, fate, rank and quantity: new ones change what is said, other new words may only put it otherwise.
_TELLING = frozenset(
    terms(
        " ".join(
            word_set(
                "wife husband mother father daughter son sister brother child children family parents friend widow "
                "couple first last only largest biggest smallest youngest oldest record ever most least never always "
                "all every guilty innocent convicted charged arrested sentenced killed died injured wounded acquitted "
                "fired resigned banned cancelled suspended shot crashed exploded married divorced elected won lost "
                "defeated approved rejected accepted refused thousands millions hundreds dozens multiple many few "
                "half double twice similar mental suicide terrorist drug rape murder"
            )
        )
    )
)
# Two words belong together where a source has them this close, counted in content words.
_CLOSE = 8
# The end of a sentence: its last content words.
_ENDING = 3
# With fewer content words there is nothing to weigh.
_FEWEST_TERMS = 3


@dataclass(frozen=True, slots=True)
class Support:
    """What speaks for a sentence, or against it.

    Attributes:
        covered: share of its words that stand in the sources.
        together: share of its neighbouring content words that stand close together there.
        in_one: the largest share of its content words that one source sentence holds.
        likeness: cosine with the nearest source sentence.
        telling: how many new words of kinship, fate, rank and quantity it brings.
        ending: share of its last content words that are new: models add at the end of a sentence.
        length: in words.
    """

    covered: float
    together: float
    in_one: float
    likeness: float
    telling: float
    ending: float
    length: float


# Fitted by `bench/ragtruth.py --fit` on RAGTruth's news (the 150 texts of its test split that FaithJudge repacked,
# 900 answers), sentences that break no fact, the classes weighted alike. How far it holds: docs/log-verification.md.
INTERCEPT = 2.333
WEIGHTS = Support(
    covered=-1.552, together=-0.165, in_one=-1.585, likeness=-1.235, telling=0.523, ending=0.928, length=0.021
)
# Above, a reader is told; the point that weighs a wrong sentence let through and a right one marked alike.
MARKED_ABOVE = 0.5
# Above, it is not shown: 2 in 100 right sentences of those texts are lost.
REFUSED_ABOVE = 0.809


def measure(claim: Statement, held: Held, likeness: Likeness) -> Support | None:
    """The measures of a sentence; None where it has too few content words to be judged."""
    telling = [term for term in terms(claim.text) if term not in _WRITERS]
    if len(set(telling)) < _FEWEST_TERMS:
        return None
    wanted = frozenset(telling)
    return Support(
        covered=sum(word in held.words for word in claim.words) / len(claim.words),
        together=_together(telling, held),
        in_one=max((len(wanted & sentence.terms) for sentence in held.sentences), default=0) / len(wanted),
        likeness=likeness(claim.text, [sentence.text for sentence in held.sentences]),
        telling=float(len((claim.terms & _TELLING) - held.terms)),
        ending=sum(term not in held.terms for term in telling[-_ENDING:]) / _ENDING,
        length=float(len(claim.words)),
    )


def doubt(support: Support) -> float:
    """0..1: how likely a person would mark the sentence as not borne out, were half of all sentences so."""
    sum_ = INTERCEPT + sum(w * m for w, m in zip(astuple(WEIGHTS), astuple(support), strict=True))
    return 1 / (1 + math.exp(-sum_))


def _together(said: list[str], held: Held) -> float:
    pairs = {(a, b) for gap in (1, 2) for a, b in zip(said, said[gap:], strict=False) if a != b}
    near = sum(any(abs(x - y) <= _CLOSE for x in held.places(a) for y in held.places(b)) for a, b in pairs)
    return near / len(pairs) if pairs else 1.0
