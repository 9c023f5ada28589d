"""What `app.py eval` does: find the sets, check them, ask, score, compare, judge, report.

Called by app.py and nobody else. Results go to standard output, talk and
progress to standard error. Never decides a threshold.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from eval.comparing import Comparison, compare_runs
from eval.errors import LogUnreadable, SetUnreadable
from eval.gating import GATE, check, read_gate
from eval.judging import Judge, Opinion, judge_all, read_opinions
from eval.lint import Finding, lint
from eval.loading import find_set, read_set
from eval.metrics.alce import Entailment
from eval.metrics.catalogue import HEADLINE, METRICS
from eval.questions import QuestionSet
from eval.reporting import Report, shown, shown_change, shown_interval, shown_p, write_report
from eval.runlog import LOG_NAME, RunLog, read_log
from eval.running import Asked, Searched, run_set
from eval.scores import Scored
from eval.scoring import score_run
from eval.settings import DEFAULTS, EvalSettings

# More findings than this are told by number; the report lists them all.
FINDINGS_TOLD = 5


class Opened(Protocol):
    """The library, as far as a run needs it."""

    def open(self) -> Searched: ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run left behind. False (`passed`) only where a gate was asked for and failed."""

    passed: bool
    reports: tuple[Path, ...]

    def __bool__(self) -> bool:
        return self.passed


def run(
    sets: Sequence[str],
    *,
    library: Opened,
    assistant: Asked,
    out: Path,
    compare: Path | None = None,
    gate: bool = False,
    rescore: bool = False,
    entailment: Entailment | None = None,
    judge: Judge | None = None,
    settings: EvalSettings = DEFAULTS,
) -> Outcome:
    """Run each set into a folder of its own name under `out`, print a table, write the report.

    A log found there goes on where it stopped; drafts of questions are left out.

    Args:
        sets: paths of files, or names of sets of this project.
        compare: the `out` of an earlier run, or one set's folder in it.
        rescore: ask nothing; score the logs that lie in `out`, whatever code and index they are of.
        entailment: decides ALCE's metrics, which are left out without it.
        judge: gives its opinion of each answer, kept apart from all else.

    Raises:
        EvalError: a set, a log, or the file of thresholds cannot be used.
        IndexMissing: there is no index to ask.
    """
    questions = [_accepted(read_set(find_set(name))) for name in sets]
    generation = library.open()
    job = _Job(generation, None if rescore else assistant, compare, gate, entailment, judge, settings)
    reports = [_run_one(one, out / one.name, job) for one in questions]
    return Outcome(
        passed=all(c.passed for r, _ in reports for c in r.checks),
        reports=tuple(path for _, path in reports),
    )


def _accepted(questions: QuestionSet) -> QuestionSet:
    """The set without its drafts.

    Raises:
        SetUnreadable: it holds nothing else.
    """
    accepted = tuple(q for q in questions.questions if not q.draft)
    if not accepted:
        raise SetUnreadable(f"{questions.path}: holds drafts only; edit them and take out the marks")
    return replace(questions, questions=accepted)


@dataclass(frozen=True, slots=True)
class _Job:
    """What all sets of one call share; `assistant` is None where nothing is to be asked."""

    generation: Searched
    assistant: Asked | None
    compare_with: Path | None
    gate: bool
    entailment: Entailment | None
    judge: Judge | None
    settings: EvalSettings

    def scored(self, log: RunLog, questions: QuestionSet, folder: Path) -> Scored:
        records = {r.id: r for r in log.records}
        pairs = [(q, records[q.id]) for q in questions.questions if q.id in records]
        opinions = judge_all(self.judge, pairs, folder) if self.judge else _said_before(folder)
        return score_run(log, questions, self.generation, self.settings, self.entailment, opinions)


def _said_before(folder: Path) -> dict[str, Opinion]:
    return {opinion.id: opinion for opinion in read_opinions(folder)}


def _run_one(questions: QuestionSet, folder: Path, job: _Job) -> tuple[Report, Path]:
    findings = lint(questions.questions, job.generation)
    _tell(findings, questions)
    before = _earlier(job.compare_with, questions, job) if job.compare_with else None
    log = _answered(questions, job.assistant, folder, job) if job.assistant else read_log(folder / LOG_NAME)
    scored = job.scored(log, questions, folder)
    comparison = compare_runs(before, scored, job.settings) if before else None
    report = Report(
        scored=scored,
        articles=job.generation,
        findings=findings,
        checks=check(read_gate(GATE), scored, comparison) if job.gate else (),
        comparison=comparison,
        settings=job.settings,
    )
    path = write_report(report, folder)
    _print(report, path)
    return report, path


def _answered(questions: QuestionSet, assistant: Asked, folder: Path, job: _Job) -> RunLog:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(f"asking {questions.name}", total=len(questions.questions))
        return run_set(
            questions,
            assistant=assistant,
            generation=job.generation,
            folder=folder,
            settings=job.settings,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )


def _earlier(run: Path, questions: QuestionSet, job: _Job) -> Scored:
    """The earlier run's log, scored with the gold of today."""
    tried = [run / questions.name / LOG_NAME, run / LOG_NAME]
    path = next((p for p in tried if p.is_file()), None)
    if path is None:
        raise LogUnreadable(f"{run}: holds no run of {questions.name!r} (looked for {tried[0]})")
    return job.scored(read_log(path), questions, path.parent)


def _tell(findings: Sequence[Finding], questions: QuestionSet) -> None:
    talk = Console(stderr=True, highlight=False, markup=False)
    for finding in findings[:FINDINGS_TOLD]:
        talk.print(f"{questions.path.name}: {finding.question_id}: {finding.rule}: {finding.message}")
    if len(findings) > FINDINGS_TOLD:
        talk.print(f"{questions.path.name}: {len(findings) - FINDINGS_TOLD} more findings, all in the report")


def _print(report: Report, path: Path) -> None:
    scored = report.scored
    table = Table(title=f"{scored.questions.name}: {len(scored.scores)} questions", title_justify="left")
    for column in ("metric", "value", "95 %", "n"):
        table.add_column(column, justify="left" if column == "metric" else "right")
    for name in HEADLINE:
        if total := scored.totals.get(name):
            table.add_row(
                METRICS[name].title, shown(name, total.value), shown_interval(name, total), str(total.n)
            )
    out = Console(highlight=False, markup=False)
    out.print(table)
    for line in (*_gate_lines(report), *_comparison_lines(report.comparison)):
        out.print(line, soft_wrap=True)
    out.print(f"report: {path}", soft_wrap=True)


def _gate_lines(report: Report) -> list[str]:
    return [f"gate {'passed' if c.passed else 'FAILED'}: {c.name}: {c.message}" for c in report.checks]


def _comparison_lines(comparison: Comparison | None) -> list[str]:
    if comparison is None:
        return []
    overall = [d for d in comparison.differences if d.part == "all" and d.metric in HEADLINE]
    return [
        *(f"{METRICS[d.metric].title}: {shown_change(d)}, p {shown_p(d.p)}: {d.verdict}" for d in overall),
        f"newly broken {len(comparison.broken)}, newly fixed {len(comparison.fixed)}",
    ]
