"""What scoring a run gives: values a question and totals with intervals. Frozen data and no work.

Made by `eval.scoring`, read by comparing, the gate and the report.
"""

from dataclasses import dataclass

from eval.intervals import Interval
from eval.metrics.calibration import RiskAtCoverage
from eval.metrics.outcomes import Stage
from eval.questions import Question, QuestionSet
from eval.runlog import Record, RunHeader


@dataclass(frozen=True, slots=True)
class QuestionScore:
    """
    Attributes:
        values: by metric, one value a question, or one a citation where the metric is over citations.
            A metric that does not apply to the question is not there.
        reached: whether all its evidence was among the passages found.
    """

    question: Question
    record: Record
    values: dict[str, tuple[float, ...]]
    stage: Stage
    right: bool
    reached: bool

    def mean(self, metric: str) -> float | None:
        """The question's own value of a metric, None where it does not apply."""
        values = self.values.get(metric, ())
        return sum(values) / len(values) if values else None


@dataclass(frozen=True, slots=True)
class Scored:
    """A run with its scores.

    Attributes:
        totals: by metric; a metric that applies to no question is not there.
        by_type: the same for the questions of each type, in the schema's order.
        missing: ids of the set that the log lacks; they count as unanswered.
    """

    header: RunHeader
    questions: QuestionSet
    scores: tuple[QuestionScore, ...]
    totals: dict[str, Interval]
    by_type: dict[str, dict[str, Interval]]
    curve: tuple[RiskAtCoverage, ...]
    latency_ms: tuple[float, ...]
    missing: tuple[str, ...]
