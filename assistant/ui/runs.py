"""What the page for evaluation shows: the runs of a home, handed in, since this folder may not import `eval`.

A `RunShelf` comes from app.py; the table is written here, reports by their own
program. Also the routes that give a report, whole, as a page of its own.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

from assistant.ui.escaping import text
from corpus.errors import BackfileError


class Figure(Protocol):
    """A headline figure in words."""

    @property
    def title(self) -> str: ...
    @property
    def value(self) -> str: ...
    @property
    def interval(self) -> str: ...


class Run(Protocol):
    """A finished run; `passed` is of its gate, None where none was asked for."""

    @property
    def name(self) -> str: ...
    @property
    def set_name(self) -> str: ...
    @property
    def started(self) -> str: ...
    @property
    def generation(self) -> str: ...
    @property
    def questions(self) -> int: ...
    @property
    def figures(self) -> Sequence[Figure]: ...
    @property
    def passed(self) -> bool | None: ...


class RunShelf(Protocol):
    """The runs of a home; an unknown name raises a `BackfileError`."""

    def runs(self) -> Sequence[Run]: ...

    def report(self, name: str) -> Path: ...

    def compare(self, before: str, after: str) -> str: ...


def page(runs: Sequence[Run]) -> str:
    """The table of runs, newest first, and the choice of two to compare."""
    if not runs:
        return (
            '<section class="runs"><h2>Evaluation</h2><p class="purpose">No run yet. '
            "<code>python app.py eval sample</code> asks the questions of a set and measures the answers; "
            "its report appears here.</p></section>"
        )
    titles = list(dict.fromkeys(figure.title for run in runs for figure in run.figures))
    heads = "".join(f"<th>{text(title)}</th>" for title in ("Run", "Questions", *titles, "Gate"))
    rows = "".join(_row(run, titles) for run in runs)
    return (
        f'<section class="runs"><h2>Evaluation</h2><p class="purpose">Runs of question sets, newest first. '
        "Choose one to read its report: every question, answer and citation.</p>"
        f'<div class="runs-scroll"><table class="runs-table"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
        f"{_picking(runs)}</section>"
    )


def _row(run: Run, titles: Sequence[str]) -> str:
    known = {figure.title: figure for figure in run.figures}
    cells = "".join(f"<td>{_figure(known.get(title))}</td>" for title in titles)
    when = run.started.replace("T", " ")[:16]
    return (
        f'<tr><td><a href="runs/report?name={quote(run.name, safe="")}" target="_blank">{text(run.set_name)}</a>'
        f'<span class="interval">{text(when or run.name)}</span></td><td>{run.questions:,}</td>{cells}'
        f"<td>{_gate(run.passed)}</td></tr>"
    )


def _figure(figure: Figure | None) -> str:
    if figure is None:
        return "–"
    return f'{text(figure.value)}<span class="interval">{text(figure.interval)}</span>'


def _gate(passed: bool | None) -> str:
    if passed is None:
        return "–"
    return '<span class="passed">passed</span>' if passed else '<span class="missed">missed</span>'


def _picking(runs: Sequence[Run]) -> str:
    if len(runs) < 2:
        return ""
    return (
        '<form class="pick" action="runs/compare" method="get" target="_blank">Compare '
        f"{_select('before', runs, 1)} with {_select('after', runs, 0)}"
        '<button type="submit" class="control filled">Compare</button></form>'
    )


def _select(name: str, runs: Sequence[Run], chosen: int) -> str:
    options = "".join(
        f'<option value="{text(run.name)}"{" selected" if place == chosen else ""}>'
        f"{text(run.set_name)}, {text(run.started.replace('T', ' ')[:16] or run.name)}</option>"
        for place, run in enumerate(runs)
    )
    what = "The earlier run" if name == "before" else "The later run"
    return f'<select name="{name}" aria-label="{what}">{options}</select>'


def router(shelf: RunShelf) -> Any:
    """The routes of reports, for a FastAPI application."""
    import fastapi
    from fastapi.concurrency import run_in_threadpool
    from fastapi.responses import HTMLResponse, PlainTextResponse

    routes = fastapi.APIRouter()

    async def given(make: Any, *names: str) -> Any:
        try:
            return HTMLResponse(await run_in_threadpool(make, *names))
        except BackfileError as error:
            return PlainTextResponse(str(error), 404)

    async def report(request: Any) -> Any:
        name = request.query_params.get("name", "")
        return await given(lambda: shelf.report(name).read_text("utf-8"))

    async def compare(request: Any) -> Any:
        asked = request.query_params
        return await given(shelf.compare, asked.get("before", ""), asked.get("after", ""))

    # As Starlette routes: FastAPI would read signatures that are only known late.
    routes.add_route("/runs/report", report)
    routes.add_route("/runs/compare", compare)
    return routes
