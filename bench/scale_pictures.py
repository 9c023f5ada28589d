"""Draw what bench/scale.py measured: growth curves as one SVG, and its tables as Markdown.

    python bench/scale_pictures.py FILE.jsonl PICTURE.svg      the tables go to stdout

Both axes are logarithmic: what grows with the corpus rises, what does not is level.
"""

import json
import math
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

WIDTH, HEIGHT, MARGIN = 420, 280, 52
COLOURS = ("#1f5fa8", "#b3541e", "#2f7d4f", "#7a3e9d", "#8a6d00", "#a8324a")
Line = tuple[str, Callable[[dict[str, Any]], float]]

PLOTS: tuple[tuple[str, str, tuple[Line, ...]], ...] = (
    ("Build and update", "seconds", (
        ("whole build", lambda row: row["build"]["seconds"]),
        ("ten new articles", lambda row: row["update"]["seconds"]),
        ("nothing new", lambda row: max(row["nothing_new"]["seconds"], 0.05)),
    )),
    ("Search, 95 of 100 are faster", "milliseconds", tuple(
        (name, lambda row, name=name: row["search"][name]["p95_ms"])
        for name in ("none", "one year", "as of", "publication", "kind", "one week")
    )),
    ("Search, half are faster", "milliseconds", tuple(
        (name, lambda row, name=name: row["search"][name]["p50_ms"])
        for name in ("none", "one year", "as of", "publication", "kind", "one week")
    )),
    ("Memory and disk", "GB", (
        ("searching, own", lambda row: row["search"]["now_gb"]["own"]),
        ("searching, mapped files", lambda row: row["search"]["now_gb"]["mapped"]),
        ("building, peak", lambda row: row["build"]["peak_gb"]),
        ("disk, a generation", lambda row: row["disk_gb"]),
    )),
)  # fmt: skip


def picture(rows: Sequence[dict[str, Any]]) -> str:
    columns, lines = 2, math.ceil(len(PLOTS) / 2)
    plots = "".join(
        f'<g transform="translate({WIDTH * (number % columns)} {HEIGHT * (number // columns)})">'
        f"{plot(rows, *each)}</g>"
        for number, each in enumerate(PLOTS)
    )
    size = f'width="{WIDTH * columns}" height="{HEIGHT * lines}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="11">'
        f'<rect width="100%" height="100%" fill="white"/>{plots}</svg>\n'
    )


def plot(rows: Sequence[dict[str, Any]], title: str, unit: str, lines: Sequence[Line]) -> str:
    across = [math.log10(row["build"]["passages"]) for row in rows]
    values = [[math.log10(max(value(row), 1e-3)) for row in rows] for _, value in lines]
    x = scale(across, MARGIN, WIDTH - 130)
    every = [each for some in values for each in some]
    # Whole powers of ten at both ends.
    y = scale([math.floor(min(every)), math.ceil(max(every))], HEIGHT - MARGIN, 34)
    parts = [f'<text x="{MARGIN}" y="18" font-size="13" font-weight="bold">{title}, {unit}</text>']
    parts += axes(x, y, across, every)
    last_label = 0.0
    for (name, _), some, colour in sorted(
        zip(lines, values, COLOURS, strict=False), key=lambda each: y(each[1][-1])
    ):
        points = " ".join(f"{x(a):.1f},{y(b):.1f}" for a, b in zip(across, some, strict=True))
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')
        last_label = max(last_label + 13, y(some[-1]) + 4)
        parts.append(f'<text x="{WIDTH - 124}" y="{last_label:.1f}" fill="{colour}">{name}</text>')
    return "".join(parts)


def axes(x: "Scale", y: "Scale", across: Sequence[float], values: Sequence[float]) -> Iterable[str]:
    for power in range(math.floor(min(across)), math.ceil(max(across)) + 1):
        if min(across) - 0.3 <= power <= max(across) + 0.3:
            label = f"{10**power:,.0f}"
            yield f'<text x="{x(power):.1f}" y="{HEIGHT - MARGIN + 18}" text-anchor="middle">{label}</text>'
            yield rule(x(power), HEIGHT - MARGIN, x(power), 34)
    for power in range(math.floor(min(values)), math.ceil(max(values)) + 1):
        yield f'<text x="{MARGIN - 6}" y="{y(power) + 4:.1f}" text-anchor="end">{10.0**power:g}</text>'
        yield rule(MARGIN, y(power), WIDTH - 130, y(power))
    yield f'<text x="{(MARGIN + WIDTH - 130) / 2}" y="{HEIGHT - 14}" text-anchor="middle">passages</text>'


Scale = Callable[[float], float]


def scale(values: Sequence[float], first: float, last: float) -> Scale:
    low, high = min(values), max(values)
    span = max(high - low, 1e-9)
    return lambda value: first + (value - low) / span * (last - first)


def rule(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="#ddd"/>'


def tables(rows: Sequence[dict[str, Any]]) -> str:
    heads = [f"{row['build']['passages']:,}" for row in rows]
    lines = ["| passages | " + " | ".join(heads) + " |", "|---" * (len(rows) + 1) + "|"]

    def line(name: str, value: Callable[[dict[str, Any]], object]) -> None:
        lines.append(f"| {name} | " + " | ".join(str(value(row)) for row in rows) + " |")

    line("whole build, s (CPU)", lambda row: f"{row['build']['seconds']} ({row['build']['cpu_seconds']})")
    for stage in ("read", "cut", "encode", "store", "check"):
        line(f"– {stage}", lambda row, stage=stage: row["build"]["stages"][stage])
    line(
        "ten new articles, s (CPU)",
        lambda row: f"{row['update']['seconds']} ({row['update']['cpu_seconds']})",
    )
    for stage in ("read", "cut", "encode", "store", "check"):
        line(f"– {stage}", lambda row, stage=stage: row["update"]["stages"][stage])
    line("nothing new, s", lambda row: row["nothing_new"]["seconds"])
    line("building, peak GB", lambda row: row["build"]["peak_gb"])
    for name in ("none", "one year", "one week", "as of", "publication", "kind"):
        of: Callable[[dict[str, Any]], dict[str, float]] = lambda row, name=name: row["search"][name]  # noqa: E731
        line(
            f"search, filter: {name}, p50 / p95 ms (CPU)",
            lambda row, of=of: f"{of(row)['p50_ms']} / {of(row)['p95_ms']} ({of(row)['cpu_ms']})",
        )
    line("first search, s", lambda row: row["search"]["first_search_s"])
    line("graph opened, s", lambda row: row["search"]["graph_s"])
    line("searching, own + mapped GB", lambda row: "{own} + {mapped}".format(**row["search"]["now_gb"]))
    line("disk of a generation, GB", lambda row: row["disk_gb"])
    return "\n".join(lines)


def main(source: Path, target: Path) -> int:
    rows = sorted(map(json.loads, source.read_text("utf-8").splitlines()), key=lambda row: row["size"])
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(picture(rows), "utf-8")
    print(tables(rows))
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        print("passed over: name the lines of bench/scale.py and the picture to draw", file=sys.stderr)
        sys.exit(0)
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
