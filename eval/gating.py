"""Is a run good enough to release? Thresholds from a file, held against a run and its comparison.

Used by `eval.command`. Decides nothing by itself: every number stands in the file.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.comparing import COMPARED, Comparison
from eval.errors import GateUnreadable
from eval.fields import Fields
from eval.metrics.catalogue import METRICS
from eval.scores import Scored

GATE = Path(__file__).parent / "gate.json"


@dataclass(frozen=True, slots=True)
class Gate:
    """
    Attributes:
        invariants: metrics that must have exactly this value, on every set.
        bounds: by set name, the worst value allowed of a metric.
        margins: the largest worsening allowed against the run compared with, whatever the interval says.
    """

    invariants: dict[str, float]
    bounds: dict[str, dict[str, float]]
    margins: dict[str, float]


@dataclass(frozen=True, slots=True)
class Check:
    """One threshold held against a run: what was asked, what came."""

    name: str
    passed: bool
    message: str


def read_gate(path: Path = GATE) -> Gate:
    """Read the file of thresholds.

    Raises:
        GateUnreadable: no such file, no JSON, a metric that is unknown or cannot be compared, a value that is
            no number.
    """
    try:
        row = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(row, dict):
            raise ValueError("expected a JSON object")
        return _gate(row)
    except (OSError, ValueError) as error:
        raise GateUnreadable(f"{path}: {error}") from error


def _gate(row: dict[str, Any]) -> Gate:
    fields = Fields(row, "gate")
    fields.get("about", str, "")
    gate = Gate(
        invariants=_numbers(fields.get("invariants", dict), tuple(METRICS)),
        bounds={name: _numbers(of, tuple(METRICS)) for name, of in fields.get("bounds", dict, {}).items()},
        margins=_numbers(fields.get("margins", dict, {}), COMPARED),
    )
    fields.refuse_unread()
    return gate


def _numbers(row: object, known: tuple[str, ...]) -> dict[str, float]:
    if not isinstance(row, dict):
        raise ValueError(f"expected an object of metric: number, got {row!r:.40}")
    for name, value in row.items():
        if name not in known:
            raise ValueError(f"unknown metric {name!r}; known: {', '.join(known)}")
        if type(value) not in (int, float):
            raise ValueError(f"{name!r} is {value!r}, expected a number")
    return {name: float(value) for name, value in row.items()}


def check(gate: Gate, scored: Scored, comparison: Comparison | None = None) -> tuple[Check, ...]:
    """Hold every threshold that concerns this set against the run."""
    return (
        _all_asked(scored),
        *(_invariant(scored, name, value) for name, value in gate.invariants.items()),
        *(_bound(scored, name, value) for name, value in gate.bounds.get(scored.questions.name, {}).items()),
        *(_margin(comparison, name, value) for name, value in gate.margins.items() if comparison),
    )


def _all_asked(scored: Scored) -> Check:
    failed = [s.question.id for s in scored.scores if s.record.error]
    return Check(
        "every question asked", not failed, f"{len(failed)} of {len(scored.scores)} ended in an error"
    )


def _invariant(scored: Scored, metric: str, wanted: float) -> Check:
    total = scored.totals.get(metric)
    title = METRICS[metric].title
    if total is None:
        return Check(title, True, f"nothing to hold against {wanted:g}")
    return Check(title, total.value == wanted, f"{total.value:.4f}, must be {wanted:g}")


def _bound(scored: Scored, metric: str, worst: float) -> Check:
    total = scored.totals.get(metric)
    title = METRICS[metric].title
    if total is None:
        return Check(title, False, "has no value in this run")
    higher = METRICS[metric].better == "higher"
    passed = total.value >= worst if higher else total.value <= worst
    return Check(title, passed, f"{total.value:.4f}, {'at least' if higher else 'at most'} {worst:g}")


def _margin(comparison: Comparison, metric: str, margin: float) -> Check:
    """Fails when the worsening is more than chance, or passes the margin, be it chance or not."""
    title = f"{METRICS[metric].title} against the run before"
    difference = comparison.of(metric)
    if difference is None:
        return Check(title, True, "has no value in both runs")
    sign = 1 if METRICS[metric].better == "higher" else -1
    low, value, high = difference.change.low, difference.change.value, difference.change.high
    passed = max(sign * low, sign * high) >= 0 and sign * value >= -margin
    return Check(title, passed, f"{value:+.4f} [{low:+.4f}, {high:+.4f}], margin {margin:g}")
