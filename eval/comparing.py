"""Two runs over the same questions: what changed, by more than chance or not, what broke, what was fixed.

Used by `eval.command`, the gate and the report. Pairs question with question;
never compares two means of different questions.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from eval.errors import RunMismatch
from eval.intervals import Interval, story_mean
from eval.metrics.catalogue import METRICS
from eval.metrics.outcomes import GOOD
from eval.questions import TYPES
from eval.runlog import RunHeader
from eval.scores import QuestionScore, Scored
from eval.settings import DEFAULTS, EvalSettings
from eval.significance import holm, randomisation_p

COMPARED = (
    "right",
    "nugget_strict",
    "citation_recall",
    "citation_precision",
    "all_evidence@10",
    "ndcg@10",
    "false_answer",
    "false_abstention",
    "crag",
)
ALL = "all"
Verdict = Literal["better", "worse", "no difference seen", "too few to tell"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One metric on one slice of the questions.

    Attributes:
        part: "all", or a type of question.
        change: the mean of after − before over the questions that have the metric in both, with the interval
            of a paired bootstrap over stories.
        p: of the paired randomisation test; on the types, adjusted after Holm over all of them.
    """

    metric: str
    part: str
    before: float
    after: float
    change: Interval
    p: float
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Comparison:
    """
    Attributes:
        broken, fixed: ids of questions that were right and are not any more, and the other way round.
        unpaired: how many questions only one of the runs has.
    """

    before: RunHeader
    after: RunHeader
    differences: tuple[Difference, ...]
    broken: tuple[str, ...]
    fixed: tuple[str, ...]
    unpaired: int

    def of(self, metric: str) -> Difference | None:
        """The difference of a metric over all questions."""
        return next((d for d in self.differences if d.metric == metric and d.part == ALL), None)


Pair = tuple[QuestionScore, QuestionScore]


def compare_runs(before: Scored, after: Scored, settings: EvalSettings = DEFAULTS) -> Comparison:
    """Compare on the questions that both runs have, by id.

    Raises:
        RunMismatch: there is none.
    """
    earlier = {s.question.id: s for s in before.scores}
    pairs = [(earlier[s.question.id], s) for s in after.scores if s.question.id in earlier]
    if not pairs:
        raise RunMismatch("the two runs share no question: compare runs of the same set")
    return Comparison(
        before=before.header,
        after=after.header,
        differences=tuple(d for metric in COMPARED for d in _of_metric(metric, pairs, settings)),
        broken=tuple(new.question.id for old, new in pairs if _fine(old) and not _fine(new)),
        fixed=tuple(new.question.id for old, new in pairs if _fine(new) and not _fine(old)),
        unpaired=len(before.scores) + len(after.scores) - 2 * len(pairs),
    )


def _fine(score: QuestionScore) -> bool:
    return score.stage in GOOD


def _of_metric(metric: str, pairs: Sequence[Pair], settings: EvalSettings) -> list[Difference]:
    parts = [(kind, [p for p in pairs if p[1].question.type == kind]) for kind in TYPES]
    overall = _difference(metric, ALL, pairs, settings)
    slices = [d for kind, some in parts if (d := _difference(metric, kind, some, settings))]
    adjusted = holm([d.p for d in slices])
    slices = [_judged(replace(d, p=p), settings) for d, p in zip(slices, adjusted, strict=True)]
    return [_judged(overall, settings), *slices] if overall else []


def _difference(metric: str, part: str, pairs: Sequence[Pair], settings: EvalSettings) -> Difference | None:
    both = [(old.mean(metric), new.mean(metric), new.question.story_id) for old, new in pairs]
    paired = [(old, new, story) for old, new, story in both if old is not None and new is not None]
    if not paired:
        return None
    changes = [new - old for old, new, _ in paired]
    stories = [story for _, _, story in paired]
    return Difference(
        metric,
        part,
        before=sum(old for old, _, _ in paired) / len(paired),
        after=sum(new for _, new, _ in paired) / len(paired),
        change=story_mean(
            changes, stories, resamples=settings.resamples, seed=settings.seed, level=settings.level
        ),
        p=randomisation_p(changes, stories, resamples=settings.resamples, seed=settings.seed),
        verdict="no difference seen",
    )


def _judged(difference: Difference, settings: EvalSettings) -> Difference:
    verdict: Verdict = "no difference seen"
    if difference.change.stories < settings.few_stories:
        verdict = "too few to tell"
    elif difference.p <= 1 - settings.level:
        up = difference.change.value > 0
        verdict = "better" if up == (METRICS[difference.metric].better == "higher") else "worse"
    return replace(difference, verdict=verdict)
