"""The runs that a home keeps: which there are, what they measured, and the report of one or of two side by side.

Handed by app.py to the chat's page, which may not import `eval`. Reads reports
and logs; asks the assistant nothing.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.articles import ArticleSource
from eval.comparing import compare_runs
from eval.errors import LogUnreadable
from eval.intervals import Interval
from eval.loading import SETS, read_set
from eval.metrics.catalogue import HEADLINE, METRICS
from eval.questions import QuestionSet
from eval.reporting import Report, as_html, shown, shown_interval
from eval.runlog import LOG_NAME, read_log
from eval.scores import Scored
from eval.scoring import score_run
from eval.settings import DEFAULTS, EvalSettings

RUNS = "runs"
REPORT = "report.json"
PAGE = "report.html"


@dataclass(frozen=True, slots=True)
class Figure:
    """A headline figure in words: "Right answers", "54.2 %", "48.0–60.1 %"."""

    title: str
    value: str
    interval: str


@dataclass(frozen=True, slots=True)
class RunSummary:
    """A finished run.

    Attributes:
        name: "<folder>/<set>" below HOME/runs, by which the other functions know it.
        started: ISO time, "" where the run does not say.
        passed: of its gate, None where none was asked for.
    """

    name: str
    set_name: str
    started: str
    generation: str
    questions: int
    figures: tuple[Figure, ...]
    passed: bool | None


def runs(home: Path) -> list[RunSummary]:
    """The finished runs below a home, newest first; a folder without a readable report is passed over."""
    found = (_summary(path, home / RUNS) for path in (home / RUNS).glob(f"*/*/{REPORT}"))
    return sorted((s for s in found if s), key=lambda s: (s.started, s.name), reverse=True)


def report_html(home: Path, name: str) -> Path:
    """The report of a run, by the name that `runs` gave it.

    Raises:
        LogUnreadable: there is no run of that name.
    """
    return _folder(home, name) / PAGE


def compare(
    home: Path, before: str, after: str, articles: ArticleSource, settings: EvalSettings = DEFAULTS
) -> str:
    """The later run's report as HTML, with the comparison to the earlier one, both scored with today's gold.

    Raises:
        LogUnreadable: there is no run of one of these names, or its log is broken.
        RunMismatch: they share no question.
        SetUnreadable: their question set is not to be found any more.
    """
    scored = [_scored(_folder(home, name), articles, settings) for name in (before, after)]
    comparison = compare_runs(scored[0], scored[1], settings)
    return as_html(Report(scored[1], articles, comparison=comparison, settings=settings))


class RunShelf:
    """The runs of one home, for a page that may not import this folder."""

    def __init__(self, home: Path, articles: Callable[[], ArticleSource]) -> None:
        """`articles` gives the generation that answers now, for quotes in a comparison."""
        self._home = home
        self._articles = articles

    def runs(self) -> list[RunSummary]:
        """See `runs`."""
        return runs(self._home)

    def report(self, name: str) -> Path:
        """See `report_html`."""
        return report_html(self._home, name)

    def compare(self, before: str, after: str) -> str:
        """See `compare`."""
        return compare(self._home, before, after, self._articles())


def _folder(home: Path, name: str) -> Path:
    """The folder of a run; only those that are listed have a name, so that none leads outside."""
    known = {s.name for s in runs(home)}
    if name not in known:
        raise LogUnreadable(f"no run {name!r}; there are: {', '.join(sorted(known)) or 'none yet'}")
    return home / RUNS / name


def _scored(folder: Path, articles: ArticleSource, settings: EvalSettings) -> Scored:
    return score_run(read_log(folder / LOG_NAME), _set_of(folder), articles, settings)


def _set_of(folder: Path) -> QuestionSet:
    """The question set that a run was of: the file it names, else a set of this project by that name."""
    report = json.loads((folder / REPORT).read_text("utf-8"))
    path = Path(report.get("set_path", ""))
    return read_set(path if path.is_file() else SETS / f"{report['header']['set_name']}.jsonl")


def _summary(path: Path, shelf: Path) -> RunSummary | None:
    try:
        report = json.loads(path.read_text("utf-8"))
        gate = report["gate"]
        return RunSummary(
            name=path.parent.relative_to(shelf).as_posix(),
            set_name=report["header"]["set_name"],
            started=report["header"].get("started", ""),
            generation=report["header"]["generation"],
            questions=len(report["questions"]),
            figures=tuple(_figures(report["totals"])),
            passed=all(check["passed"] for check in gate) if gate else None,
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _figures(totals: Mapping[str, Any]) -> list[Figure]:
    return [
        Figure(METRICS[m].title, shown(m, totals[m]["value"]), shown_interval(m, Interval(**totals[m])))
        for m in HEADLINE
        if m in totals
    ]
