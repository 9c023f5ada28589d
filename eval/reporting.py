"""The report of a run: one self-contained HTML page, a Markdown summary, JSON, and TREC files.

Used by `eval.command`. Every text of a set, an article or a model goes through
the template's escaping; only the plots, drawn from numbers, are let through.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from eval.articles import ArticleSource
from eval.comparing import Comparison, Difference
from eval.gating import Check
from eval.inspecting import as_inspect_log, file_name
from eval.intervals import Interval
from eval.lint import Finding
from eval.metrics.catalogue import HEADLINE, METRICS
from eval.metrics.outcomes import GOOD, STAGES
from eval.plots import latency_svg, risk_coverage_svg
from eval.scores import Scored
from eval.settings import DEFAULTS, EvalSettings
from eval.trec import qrels_lines, run_lines
from eval.views import QuestionView, question_view, stage_views

TEMPLATES = Path(__file__).parent / "templates"
# A digest is known by its beginning.
FACT_SHOWN = 32
# The columns of the table by type.
TYPE_COLUMNS = (
    "right",
    "nugget_strict",
    "citation_recall",
    "all_evidence@10",
    "false_abstention",
    "false_answer",
)


@dataclass(frozen=True, slots=True)
class Report:
    """All that a report is made of; `lint`, `checks` and `comparison` may be empty."""

    scored: Scored
    articles: ArticleSource
    findings: tuple[Finding, ...] = ()
    checks: tuple[Check, ...] = ()
    comparison: Comparison | None = None
    settings: EvalSettings = DEFAULTS


def write_report(report: Report, folder: Path) -> Path:
    """Write report.html, report.md, report.json, TREC's two files and inspect's log; gives the path of the HTML."""
    folder.mkdir(parents=True, exist_ok=True)
    page = folder / "report.html"
    page.write_text(as_html(report), encoding="utf-8")
    (folder / "report.md").write_text(as_markdown(report), encoding="utf-8")
    text = json.dumps(as_json(report), ensure_ascii=False, indent=1)
    (folder / "report.json").write_text(text + "\n", encoding="utf-8")
    tag = f"backfile-{report.scored.header.code[:8]}"
    (folder / "run.trec").write_text("".join(run_lines(report.scored, tag)), encoding="utf-8")
    (folder / "qrels.trec").write_text("".join(qrels_lines(report.scored)), encoding="utf-8")
    _write_inspect_log(report.scored, folder / "inspect")
    return page


def _write_inspect_log(scored: Scored, folder: Path) -> None:
    """One file, under its own name, in a folder of its own: the viewer shows whatever lies there."""
    folder.mkdir(exist_ok=True)
    log = json.dumps(as_inspect_log(scored), ensure_ascii=False)
    (folder / file_name(scored)).write_text(log, encoding="utf-8")


def as_html(report: Report) -> str:
    """The page, with no asset outside it and no script in it."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.globals["facts"] = flat_facts
    environment.filters |= {"value": shown, "interval": shown_interval, "change": shown_change, "p": shown_p}
    scored = report.scored
    return environment.get_template("report.html").render(
        report=report,
        scored=scored,
        header=scored.header,
        metrics=METRICS,
        groups=_grouped_metrics(scored),
        headline=[n for n in HEADLINE if n in scored.totals],
        type_columns=[c for c in TYPE_COLUMNS if c in scored.totals],
        counts={kind: sum(s.question.type == kind for s in scored.scores) for kind in scored.by_type},
        few=report.settings.few_stories,
        answerable=stage_views(scored, answerable=True),
        unanswerable=stage_views(scored, answerable=False),
        stages=_views_by_stage(report),
        risk_plot=risk_coverage_svg(scored.curve, threshold_of(scored)),
        latency_plot=latency_svg(times) if (times := _times(scored)) else "",
        author=_author(scored),
        stories=len({s.question.story_id for s in scored.scores}),
    )


def flat_facts(manifest: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The simple values of a manifest, those of nested objects by "outer inner"; long lists are left out."""
    facts: list[tuple[str, str]] = []
    for key, value in manifest.items():
        name = key.replace("_", " ")
        if isinstance(value, Mapping):
            facts.extend((f"{name} {inner}", text) for inner, text in flat_facts(value))
        elif isinstance(value, str | int | float):
            text = str(value)
            facts.append((name, text if len(text) <= FACT_SHOWN else text[:FACT_SHOWN] + "…"))
    return facts


def _author(scored: Scored) -> str:
    """Who wrote the answers, in words: a model by its name."""
    names = dict.fromkeys(s.record.author for s in scored.scores if s.record.author)
    words = ("the extractive answerer" if name == "extractive" else name for name in names)
    return " and ".join(words) or "nobody"


def _times(scored: Scored) -> list[float]:
    return [s.record.wall_ms for s in scored.scores if s.record.wall_ms > 0]


def _grouped_metrics(scored: Scored) -> dict[str, list[str]]:
    """Names of the metrics that this run has, by group; a group without any is left out."""
    groups: dict[str, list[str]] = defaultdict(list)
    for metric in METRICS.values():
        if metric.name in scored.totals:
            groups[metric.group].append(metric.name)
    return dict(groups)


def _views_by_stage(report: Report) -> dict[str, list[QuestionView]]:
    """What went wrong first, what went well last."""
    order = sorted(STAGES, key=lambda stage: stage in GOOD)
    views = [question_view(s, report.articles) for s in report.scored.scores]
    return {stage: some for stage in order if (some := [v for v in views if v.score.stage == stage])}


def threshold_of(scored: Scored) -> float | None:
    """The least confidence with which a question was answered."""
    answered = [s.record.confidence for s in scored.scores if s.record.outcome == "answered"]
    return min(answered, default=None)


def shown(metric: str, value: float) -> str:
    """A value as the reader sees it: shares in per cent, all else with three digits."""
    return f"{100 * value:.1f} %" if METRICS[metric].share else f"{value:.3f}"


def shown_interval(metric: str, interval: Interval) -> str:
    """The interval without its value: "54.2–68.0 %"."""
    if METRICS[metric].share:
        return f"{100 * interval.low:.1f}–{100 * interval.high:.1f} %"
    return f"{interval.low:.3f} to {interval.high:.3f}"


def shown_change(difference: Difference) -> str:
    """A change with its interval, in points where the metric is a share."""
    c = difference.change
    if METRICS[difference.metric].share:
        return f"{100 * c.value:+.1f} points ({100 * c.low:+.1f} to {100 * c.high:+.1f})"
    return f"{c.value:+.3f} ({c.low:+.3f} to {c.high:+.3f})"


def shown_p(p: float) -> str:
    """A p-value with three digits; never "0.000", since none is zero."""
    return f"{p:.3f}" if p >= 0.0005 else "<0.001"


def as_markdown(report: Report) -> str:
    """A summary for a pull request: the headline, the gate, the comparison."""
    scored = report.scored
    lines = [
        f"### Evaluation of {_cell(scored.header.set_name)}: {len(scored.scores)} questions",
        "",
        "| metric | value | 95 % interval | n |",
        "|---|---|---|---|",
        *(
            f"| {METRICS[m].title} | {shown(m, t.value)} | {shown_interval(m, t)} | {t.n} |"
            for m, t in scored.totals.items()
        ),
        "",
        *(f"- {'passed' if c.passed else '**FAILED**'}: {c.name}: {c.message}" for c in report.checks),
        *(_compared_lines(report.comparison) if report.comparison else ()),
        f"- index generation {_cell(scored.header.generation)}, code {scored.header.code[:12]}",
    ]
    return "\n".join(lines) + "\n"


def _compared_lines(comparison: Comparison) -> list[str]:
    overall = [d for d in comparison.differences if d.part == "all"]
    return [
        *(f"- {METRICS[d.metric].title}: {shown_change(d)}, p {shown_p(d.p)}: {d.verdict}" for d in overall),
        f"- newly broken: {', '.join(map(_cell, comparison.broken)) or 'none'}",
        f"- newly fixed: {', '.join(map(_cell, comparison.fixed)) or 'none'}",
    ]


def _cell(text: str) -> str:
    """A name from outside as code, so that nothing in it is Markdown."""
    return "`" + text.replace("`", "'").replace("|", "/") + "`"


def as_json(report: Report) -> dict[str, Any]:
    """The report for machines: header, totals, by type, and the values of each question."""
    scored = report.scored
    return {
        "header": asdict(scored.header),
        "set_path": str(scored.questions.path.resolve()),
        "totals": {m: asdict(t) for m, t in scored.totals.items()},
        "by_type": {
            kind: {m: asdict(t) for m, t in totals.items()} for kind, totals in scored.by_type.items()
        },
        "latency_ms": dict(zip(("p50", "p95"), scored.latency_ms, strict=False)),
        "missing": list(scored.missing),
        "lint": [asdict(f) for f in report.findings],
        "gate": [asdict(c) for c in report.checks],
        "comparison": _comparison_json(report.comparison),
        "questions": [
            {"id": s.question.id, "type": s.question.type, "stage": s.stage, "outcome": s.record.outcome}
            | {"confidence": s.record.confidence, "values": {m: list(v) for m, v in s.values.items()}}
            for s in scored.scores
        ],
    }


def _comparison_json(comparison: Comparison | None) -> dict[str, Any] | None:
    if comparison is None:
        return None
    return {
        "differences": [asdict(d) for d in comparison.differences],
        "broken": list(comparison.broken),
        "fixed": list(comparison.fixed),
    }


def failures(scored: Scored) -> Sequence[str]:
    """Ids of the questions that ended anywhere but well."""
    return [s.question.id for s in scored.scores if s.stage not in GOOD]
