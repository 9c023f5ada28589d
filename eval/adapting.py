"""What `app.py eval tune SET` does: ask the dev split, learn from it, ask the test split twice, write what was learned.

Called by app.py and nobody else. What the test split says is reported, and
changes nothing of what is written.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from eval.comparing import Comparison, compare_runs
from eval.errors import NothingToTune
from eval.loading import find_set, read_set
from eval.metrics.catalogue import METRICS
from eval.questions import QuestionSet
from eval.reporting import shown_change, shown_p
from eval.running import Asked, Searched, code_digest, run_set
from eval.scores import Scored
from eval.scoring import score_run
from eval.settings import DEFAULTS, EvalSettings
from eval.tuned import Tuned, write_tuned
from eval.tuning import TARGET_RISK, Search, tune_calibration, tune_weights
from index.settings import SearchSettings

REPORTED = ("right", "false_answer", "false_abstention", "crag", "all_evidence@10", "ndcg@10")


class Tunable(Searched, Protocol):
    """A generation whose search can be tried with other weights."""

    def searching_with(self, settings: SearchSettings, encode: Any = ...) -> Any: ...
    def encode(self, texts: Any) -> np.ndarray: ...


# Given what was learned so far, an assistant and the generation that it answers from.
Opened = Callable[[Tuned], tuple[Asked, Tunable]]


@dataclass(frozen=True, slots=True)
class Learned:
    """What was written where, and lines for the user."""

    tuned: Tuned
    path: Path
    lines: tuple[str, ...]


def tune(
    name: str,
    *,
    opened: Opened,
    home: Path,
    out: Path,
    target: float = TARGET_RISK,
    settings: EvalSettings = DEFAULTS,
) -> Learned:
    """Learn from the dev split of the set of that name and write HOME/tuned.json.

    Args:
        out: a folder for the four runs, which can be resumed.

    Raises:
        NothingToTune: a split is empty, or nothing on dev tells right from wrong.
        EvalError: the set or a log cannot be used.
    """
    whole = read_set(find_set(name))
    dev, test = _split(whole, "dev"), _split(whole, "test")
    bench = _Bench(opened, out, settings)
    before = bench.scored(dev, Tuned(), "dev before")
    weights = _weights(bench, before)
    learned = Tuned(weights.weights)
    calibration = tune_calibration(bench.scored(dev, learned, "dev weighted"), target)
    learned = replace(learned, calibration=calibration)
    was, now = bench.scored(test, Tuned(), "test before"), bench.scored(test, learned, "test after")
    comparison = compare_runs(was, now, settings)
    learned = replace(learned, provenance=_provenance(whole, before, was, now, target))
    path = write_tuned(home, learned)
    return Learned(
        learned, path, (*_lines(learned, weights.before, weights.after, comparison), f"written: {path}")
    )


def _split(questions: QuestionSet, split: str) -> QuestionSet:
    some = tuple(q for q in questions.questions if q.split == split and not q.draft)
    if not some:
        raise NothingToTune(f"{questions.path}: the {split} split is empty; tuning needs dev and test")
    return replace(questions, name=f"{questions.name}-{split}", questions=some)


@dataclass(frozen=True, slots=True)
class _Bench:
    """Asks splits under settings, each into a folder of its own."""

    opened: Opened
    out: Path
    settings: EvalSettings

    def scored(self, questions: QuestionSet, tuned: Tuned, folder: str) -> Scored:
        assistant, generation = self.opened(tuned)
        log = run_set(
            questions,
            assistant=assistant,
            generation=generation,
            folder=self.out / folder.replace(" ", "-"),
            settings=self.settings,
        )
        return score_run(log, questions, generation, self.settings)


def _weights(bench: _Bench, dev: Scored) -> Any:
    _, generation = bench.opened(Tuned())

    @cache
    def vector(query: str) -> np.ndarray:
        return generation.encode([query])

    def searching_with(settings: SearchSettings) -> Search:
        # One query a call, and the same few queries for every weight that is tried.
        search: Search = generation.searching_with(settings, lambda texts: vector(texts[0])).search
        return search

    asked = [(s.question, s.record) for s in dev.scores if s.question.answerable and s.record.standalone]
    if not asked:
        raise NothingToTune("no answerable question of the dev split was asked")
    return tune_weights(asked, generation, searching_with, generation.settings.search, bench.settings.depth)


def _provenance(whole: QuestionSet, dev: Scored, was: Scored, now: Scored, target: float) -> dict[str, Any]:
    figures = {
        when: {m: round(scored.totals[m].value, 4) for m in REPORTED if m in scored.totals}
        for when, scored in (("before", was), ("after", now))
    }
    return {
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "set_name": whole.name,
        "set_digest": whole.digest,
        "split": "dev",
        "questions": len(dev.scores),
        "reported_on": "test",
        "generation": dev.header.generation,
        "code": code_digest(),
        "target_risk": target,
        **figures,
    }


def _lines(tuned: Tuned, before: float, after: float, comparison: Comparison) -> list[str]:
    c = tuned.calibration
    weights = ", ".join(f"{name} {value:g}" for name, value in tuned.weights.items()) or "left as they are"
    overall = (comparison.of(metric) for metric in REPORTED)
    return [
        f"weights: {weights} (dev: {before:.3f} before, {after:.3f} after)",
        f"confidence: slope {c.slope:g}, shift {c.shift:g}; answered from {c.answered_from:g},"
        f" uncertain from {c.uncertain_from:g}",
        *(
            f"test: {METRICS[d.metric].title}: {shown_change(d)}, p {shown_p(d.p)}: {d.verdict}"
            for d in overall
            if d
        ),
    ]
