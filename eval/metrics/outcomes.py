"""Right, wrong or silent: what became of a question, and at which stage it was lost.

Used by `eval.scoring` and the report. Reads a question, its record and what
the other metrics found; opens no article.
"""

from typing import Literal, get_args

from eval.metrics.answers import contradictions, nuggets_held
from eval.questions import Question
from eval.runlog import Record

Stage = Literal[
    "right",
    "found",
    "wrong citation",
    "wrong",
    "found, not used",
    "wrong abstention",
    "evidence not found",
    "rightly silent",
    "false answer",
    "error",
]
STAGES: tuple[Stage, ...] = get_args(Stage)
# Where nothing went wrong; "found" is the best that a question whose gold names articles only can come to.
GOOD: frozenset[Stage] = frozenset(("right", "rightly silent", "found"))
# The way of an answerable question down the funnel; a question stops at the first that it fails.
FUNNEL: tuple[Stage, ...] = (
    "evidence not found",
    "wrong abstention",
    "found, not used",
    "wrong",
    "wrong citation",
    "right",
)


def says_the_gold(question: Question, record: Record) -> bool:
    """Whether something was shown that holds every vital nugget and nothing forbidden.

    For a false premise the nuggets are its correction; without any, nothing that is shown can be right. A nugget
    may stand in a note beside the answer; what is forbidden may, as in "superseded: 64", and counts in the
    sentences only.
    """
    if record.outcome == "abstained" or not question.vital:
        return False
    held = len(nuggets_held(question.vital, record.shown)) == len(question.vital)
    return held and not contradictions(question.forbidden, record.text)


def warns_of_premise(record: Record) -> bool:
    """Whether the answer says in a note that no article reports what the question takes for granted."""
    return any(note.kind == "false_premise" for note in record.all_notes)


def false_answer(question: Question, record: Record) -> bool:
    """Whether a question that the corpus does not answer got an answer, and one that does not correct it.

    The correction is a vital nugget, or a note that the premise is not borne out.
    """
    if question.answerable or record.outcome != "answered":
        return False
    return not says_the_gold(question, record) and not warns_of_premise(record)


def crag(question: Question, record: Record) -> float:
    """+1 right, 0 abstained or uncertain, −1 wrong, after CRAG (Yang et al., arXiv 2406.04744).

    CRAG's graders are people and it has +0.5 for "acceptable"; here the nuggets decide.
    """
    if record.outcome != "answered":
        return 0.0
    return 1.0 if says_the_gold(question, record) else -1.0


def stage_of(
    question: Question, record: Record, *, reached: bool, on_gold: bool, citation_recall: float | None
) -> Stage:
    """Where the question ended.

    Args:
        reached: all its evidence (or, without quotes, a gold article) was among the passages found.
        on_gold: at least one citation lies on accepted evidence.
        citation_recall: of `eval.metrics.citations.recall_of_gold`.
    """
    if record.error:
        return "error"
    if question.search_only:
        return "found" if reached else "evidence not found"
    if not question.answerable:
        return "false answer" if false_answer(question, record) else "rightly silent"
    if says_the_gold(question, record):
        return "right" if citation_recall in (None, 1.0) else "wrong citation"
    if not reached and not on_gold:
        return "evidence not found"
    if record.outcome == "abstained":
        return "wrong abstention"
    return "wrong" if on_gold else "found, not used"
