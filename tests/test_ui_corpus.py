"""The corpus page without a browser: what is listed, which files are taken, and how a build is followed."""

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator, Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from assistant.ui.adding import FILE_LIMIT, FileUnusable, keep, router, safe_name
from assistant.ui.holdings import PAGE_ROWS, Bar, Choice, Holdings, choice_of
from assistant.ui.listing import chart, period_in_words, table
from assistant.ui.rebuilding import STAGES, Build, BuildUnderWay, Rebuilding, share_of
from assistant.ui.settings import UiSettings
from assistant.ui.terminal import STAGES as NAMES
from assistant.ui.upkeep import progress, upkeep
from corpus.store import Listed


def listed(id_: str, day: date | None, publication: str = "The Ledger", title: str = "") -> Listed:
    return Listed(id_, title or f"On {id_}", day, publication, "", ("Ann Roe",))


THREE = Holdings(
    [
        listed("c", date(2023, 5, 9), "Harbour Courier", "zinc"),
        listed("a", date(2023, 3, 1), title="Herring"),
        listed("u", None),
    ]
)


def ids(holdings: Holdings, choice: Choice) -> list[str]:
    return [one.id for one in holdings.listing(choice).rows]


# --- what is listed --------------------------------------------------------


@pytest.mark.parametrize(
    ("choice", "found"),
    [
        (Choice(), ["c", "a", "u"]),
        (Choice(order="oldest"), ["a", "c", "u"]),
        (Choice(order="title"), ["a", "u", "c"]),
        (Choice(words="HERRING roe"), ["a"]),
        (Choice(words="herring courier"), []),
        (Choice(publication="Harbour Courier"), ["c"]),
        (Choice(period="2023-03"), ["a"]),
        (Choice(period="2023"), ["c", "a"]),
    ],
)
def test_the_choice_decides_what_is_listed_and_in_which_order(choice: Choice, found: list[str]) -> None:
    assert ids(THREE, choice) == found


def test_a_page_beyond_the_last_is_the_last() -> None:
    many = Holdings([listed(f"{n:03}", date(2023, 1, 1)) for n in range(PAGE_ROWS + 1)])

    last = many.listing(Choice(page=9))

    assert (last.choice.page, last.pages, [one.id for one in last.rows]) == (1, 2, [f"{PAGE_ROWS:03}"])


def test_months_without_an_article_have_a_bar_too() -> None:
    assert THREE.bars() == (Bar("2023-03", 1), Bar("2023-04", 0), Bar("2023-05", 1))


def test_a_long_archive_is_counted_by_years() -> None:
    archive = Holdings([listed("a", date(2017, 6, 1)), listed("b", date(2023, 6, 1))])

    assert archive.bars()[0] == Bar("2017", 1)
    assert len(archive.bars()) == 7


def test_what_makes_no_sense_in_a_control_counts_as_not_given() -> None:
    assert choice_of({"order": "DROP TABLE", "page": "-1", "words": 7, "period": None}) == Choice(words="7")


def test_markup_in_a_title_is_text() -> None:
    shown = table(Holdings([listed("x", None, title="<img onerror=alert(1)>")]).listing(Choice()), ())

    assert "<img" not in shown
    assert "&lt;img onerror=alert(1)&gt;" in shown


def test_a_bar_says_in_words_what_it_shows_and_lets_go_when_it_is_chosen() -> None:
    shown = chart(THREE.bars(), Choice(period="2023-05"))

    assert 'aria-label="May 2023: 1 article"' in shown
    assert shown.count('data-period=""') == 1


def test_a_period_that_is_none_stands_as_it_came() -> None:
    assert [period_in_words(p) for p in ("2023-05", "2023", "2023-99", "x-y")] == [
        "May 2023",
        "2023",
        "2023-99",
        "x-y",
    ]


# --- which files are taken -------------------------------------------------


async def chunks(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


def kept(folder: Path, name: str, *parts: bytes) -> Path:
    return asyncio.run(keep(folder, name, chunks(*parts)))


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/report.txt", "report.txt"),
        ("C:\\news\\Report 3.HTML", "Report 3.html"),
        ("..hidden.md", "hidden.md"),
        ("a\x00b\n.json.gz", "a_b_.json.gz"),
        ("é" * 500 + ".pdf", "é" * 116 + ".pdf"),
    ],
)
def test_a_name_is_made_plain(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@pytest.mark.parametrize("name", ["", "..", "/", "run.exe", "report", "x.gz", ".txt"])
def test_a_kind_that_is_not_read_is_refused_by_name(name: str) -> None:
    with pytest.raises(FileUnusable, match=r"is of no kind that is read; those are \.atom"):
        safe_name(name)


def test_a_file_comes_whole_and_a_second_one_of_its_name_gets_a_number(tmp_path: Path) -> None:
    folder = tmp_path / "added"

    first = kept(folder, "day.txt", b"One ", b"two.")
    again = kept(folder, "day.txt", b"One two.")
    other = kept(folder, "day.txt", b"Three.")

    assert (first.read_bytes(), again, other.name) == (b"One two.", first, "day-2.txt")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["added"]


@pytest.mark.parametrize(
    ("parts", "why"), [((), "is empty"), ((b"x" * FILE_LIMIT, b"x"), "larger than 64 MB")]
)
def test_a_file_that_is_refused_leaves_nothing(tmp_path: Path, parts: tuple[bytes, ...], why: str) -> None:
    with pytest.raises(FileUnusable, match=why):
        kept(tmp_path / "added", "day.txt", *parts)

    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    ("headers", "status"), [({"X-Backfile": "add"}, 200), ({}, 403)], ids=["the page", "a form"]
)
def test_only_the_page_itself_adds_files(tmp_path: Path, headers: dict[str, str], status: int) -> None:
    app = FastAPI()
    app.include_router(router(tmp_path))

    sent = TestClient(app).post("/articles?name=day.txt", content=b"News.", headers=headers)

    assert sent.status_code == status
    assert (tmp_path / "added" / "day.txt").exists() == (status == 200)


# --- builds ----------------------------------------------------------------


def ended(rebuilding: Rebuilding) -> Build:
    deadline = time.monotonic() + 60
    while rebuilding.build.running:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    return rebuilding.build


def test_a_build_tells_what_it_did(tmp_path: Path) -> None:
    rebuilding = Rebuilding([sys.executable, "-c", "import sys; print('built', *sys.argv[1:])"])

    rebuilding.start(add=tmp_path, anew=True)

    assert ended(rebuilding) == Build(words=f"built --rebuild --add {tmp_path}", share=1.0)


def test_a_report_longer_than_a_pipe_holds_is_told_whole() -> None:
    rebuilding = Rebuilding([sys.executable, "-c", "print('x' * 300_000)"])

    rebuilding.start()

    assert len(ended(rebuilding).words) == 300_000


def test_a_build_that_fails_tells_the_error_it_stated() -> None:
    rebuilding = Rebuilding([sys.executable, "-c", "import sys; sys.exit('backfile: no room is left')"])

    rebuilding.start()

    assert ended(rebuilding) == Build(words="no room is left", failed=True)


def test_a_build_that_cannot_begin_is_told() -> None:
    rebuilding = Rebuilding(["/nowhere/python"])

    rebuilding.start()

    assert ended(rebuilding).words == "the build could not be started (No such file or directory)"


def test_one_build_at_a_time_and_its_progress_is_read(tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    os.mkfifo(gate)
    said = "encoding: 512 of 2,048, about 9 s left"
    script = f"import sys; print({said!r}, file=sys.stderr, flush=True); open({str(gate)!r}).read(); print('built')"
    rebuilding = Rebuilding([sys.executable, "-c", script])

    rebuilding.start()
    until(lambda: rebuilding.build.share > 0)

    assert rebuilding.build == Build(True, said, pytest.approx(0.35))
    with pytest.raises(BuildUnderWay, match="wait until it has ended"):
        rebuilding.start()
    gate.write_text("")
    assert ended(rebuilding).words == "built"


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.mark.parametrize(
    ("line", "share"),
    [
        ("reading: 1,024 of 4,096", 0.15 / 4),
        ("encoding: 2 of 4, about 9 s left", 0.15 + 0.05 + 0.6 / 2),
        ("checking: 1 of 1", 1.0),
        ("storing: 0 of 0", 0.8),
        ("WARNING: 1 of 2", 0.0),
        ("odd", 0.0),
    ],
)
def test_progress_is_read_from_the_line(line: str, share: float) -> None:
    assert share_of(line) == pytest.approx(share)


def test_what_a_build_did_is_told_without_its_inner_names() -> None:
    words = (
        "generation 20261124T1-0000: 58 articles (1 added)\nseconds: read 1.0\nset aside: x.txt: it is empty"
    )

    assert ">Searchable now: 58 articles (1 added)\nset aside: x.txt: it is empty<" in progress(
        Build(words=words)
    )
    assert "The index stays as it was: no room" in progress(Build(words="no room", failed=True))


def test_the_stages_of_a_build_are_those_that_the_command_line_names() -> None:
    assert tuple(STAGES) == tuple(NAMES.values())
    assert sum(STAGES.values()) == pytest.approx(1)


def test_while_a_build_runs_nothing_can_be_begun() -> None:
    shown = upkeep(Build(running=True, words="reading: 1 of 2", share=0.5), indexed=True, can_go_back=True)

    assert shown.count(" disabled") == 4
    assert 'value="50"' in shown


@pytest.mark.parametrize(
    ("settings", "allowed"),
    [
        (UiSettings(), True),
        (UiSettings(host="0.0.0.0"), False),
        (UiSettings(root_path="/backfile"), False),
        (UiSettings(accounts=Path("accounts")), False),
        (UiSettings(accounts=Path("accounts"), editing=True), True),
        (UiSettings(editing=False), False),
    ],
)
def test_only_this_machines_own_server_changes_the_corpus_unasked(settings: Any, allowed: bool) -> None:
    assert settings.changes_corpus is allowed
