"""The report's plots as inline SVG, drawn from numbers alone, so that nothing in them needs escaping.

Used by `eval.reporting`. Colours come from the page's style by class name.
"""

from collections.abc import Sequence

from eval.metrics.calibration import RiskAtCoverage

WIDTH, HEIGHT = 560, 260
LEFT, RIGHT, TOP, BOTTOM = 44, 24, 22, 40
LATENCY_HEIGHT = 60
# Enough points for a line that is smooth to the eye.
POINTS = 400


def risk_coverage_svg(curve: Sequence[RiskAtCoverage], threshold: float | None) -> str:
    """The share of wrong among the most confident, by how many are answered; a mark at the threshold.

    Args:
        threshold: the least confidence that was answered; None where nothing was.
    """
    step = max(1, len(curve) // POINTS)
    kept = [p for i, p in enumerate(curve) if i % step == 0 or p is curve[-1]]
    path = " ".join(f"{_x(p.coverage):.1f},{_y(p.risk):.1f}" for p in kept)
    return (
        f'<svg class="plot" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="risk by coverage">{_grid()}'
        f'<polyline class="curve" points="{path}"/>{_threshold(curve, threshold)}</svg>'
    )


def latency_svg(times_ms: Sequence[float]) -> str:
    """One stroke a question on a line from zero to the slowest."""
    slowest = max(times_ms)
    y = 26
    strokes = "".join(_line("sample", _x(t / slowest), y - 10, _x(t / slowest), y + 10) for t in times_ms)
    return (
        f'<svg class="plot" viewBox="0 0 {WIDTH} {LATENCY_HEIGHT}" role="img" aria-label="time an answer">'
        f"{_line('grid', LEFT, y, WIDTH - RIGHT, y)}{strokes}"
        f"{_text(LEFT, 54, 'start', '0')}{_text(WIDTH - RIGHT, 54, 'end', f'{slowest:,.0f} ms')}</svg>"
    )


def _grid() -> str:
    parts = []
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        parts.append(_line("grid", LEFT, _y(share), WIDTH - RIGHT, _y(share)))
        parts.append(_text(LEFT - 6, _y(share) + 4, "end", f"{share:.0%}"))
        parts.append(_text(_x(share), HEIGHT - BOTTOM + 16, "middle", f"{share:.0%}"))
    parts.append(_text(_x(0.5), HEIGHT - 4, "middle", "coverage: answered, most confident first"))
    parts.append(_text(LEFT, TOP - 10, "start", "risk: of these, not right"))
    return "".join(parts)


def _threshold(curve: Sequence[RiskAtCoverage], threshold: float | None) -> str:
    answered = [p for p in curve if threshold is not None and p.confidence >= threshold]
    if not answered:
        return ""
    at = answered[-1]
    x, y = _x(at.coverage), _y(at.risk)
    anchor, beside = ("end", x - 8) if at.coverage > 0.5 else ("start", x + 8)
    words = f"threshold {at.confidence:.2f}: {at.coverage:.0%} answered, {at.risk:.0%} not right"
    return (
        _line("threshold", x, TOP, x, HEIGHT - BOTTOM)
        + f'<circle class="mark" cx="{x:.1f}" cy="{y:.1f}" r="4"/>'
        + _text(beside, TOP + 10, anchor, words)
    )


def _x(share: float) -> float:
    return LEFT + share * (WIDTH - LEFT - RIGHT)


def _y(share: float) -> float:
    return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)


def _line(kind: str, x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def _text(x: float, y: float, anchor: str, words: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{words}</text>'
