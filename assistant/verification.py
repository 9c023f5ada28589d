"""Check a sentence that a model wrote against the words it cites: a necessary condition, no proof.

Used by `assistant.writing`. Quotations, speakers, figures, times, names,
negation, hedging and support must agree; a sentence that passes is called
"no inconsistency found", never "entailed". Never mends a sentence.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.aligned import Alignment, Held, Source, Statement, align
from assistant.assertions import hedging, negation, speakers
from assistant.facts import numbers, quotations, times
from assistant.naming import names_held, names_placed
from assistant.support import MARKED_ABOVE, REFUSED_ABOVE, Likeness, doubt, measure

Check = Callable[[Statement, Held, Alignment], str]

# In the order in which a reader would want to hear of them.
CHECKS: tuple[Check, ...] = (
    quotations, numbers, times, names_held, speakers, names_placed, negation, hedging,
)  # fmt: skip
# What a model says of its answer, and no claim: "Sure!", "Here is a summary of the passages in 80 words:".
_FRAMING = re.compile(
    r"\W*(?:(?:sure|certainly|of course|okay|ok|absolutely)\b[^.:]{0,40}[.!:]?"
    r"|(?:here(?:'s|’s| is| are)|below (?:is|are))\b.{0,120}:"
    r"|(?:the |my )?(?:short |brief )?(?:answer|summary)(?: is)?:)\W*",
    re.I | re.S,
)


def is_framing(sentence: str) -> bool:
    """Whether the sentence only announces an answer, so that there is nothing to check."""
    return bool(_FRAMING.fullmatch(sentence))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is wrong with a sentence, in words for a reader.

    Attributes:
        failed: why it must not be shown, "" where it may.
        doubt: why a reader should look at the words cited himself, "" where nothing calls for it.
    """

    failed: str = ""
    doubt: str = ""


def verify(sentence: str, sources: Sequence[Source], likeness: Likeness) -> Verdict:
    """The verdict on a sentence that cites these sources."""
    if failed := inconsistency(sentence, sources):
        return Verdict(failed)
    support = measure(Statement(sentence), Held.of(sources), likeness)
    doubted = doubt(support) if support else 0.0
    if doubted > REFUSED_ABOVE:
        return Verdict("too little of it is in what it cites")
    return Verdict(doubt="Its wording goes beyond what it cites." if doubted > MARKED_ABOVE else "")


def inconsistency(sentence: str, sources: Sequence[Source]) -> str:
    """The first fact of the sentence that its sources do not bear out, in words; "" where none is found."""
    if not sources:
        return "it cites nothing"
    claim, held = Statement(sentence), Held.of(sources)
    at = align(claim, held)
    return next((reason for check in CHECKS if (reason := check(claim, held, at))), "")
