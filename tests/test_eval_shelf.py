"""The shelf lists the runs of a home with their figures, gives their reports, and compares two."""

import pytest

from eval.command import run
from eval.errors import LogUnreadable
from eval.saving import write_set
from eval.shelf import compare, report_html, runs
from tests.eval_room import COST, DEAD, NOBODY, Clerk, Room


@pytest.fixture
def home(tmp_path):
    """A home with two runs of one set, the first by an assistant that fails on every question."""
    write_set(tmp_path / "room.jsonl", [COST, DEAD, NOBODY])
    silent = Clerk(room=Room(articles=()))
    for folder, clerk in (("20260101-000000", silent), ("20260102-000000", Clerk())):
        run(
            [str(tmp_path / "room.jsonl")],
            library=Room(),
            assistant=clerk,
            out=tmp_path / "runs" / folder,
            gate=folder.startswith("20260102"),
        )
    return tmp_path


def test_runs_come_with_their_headline(home):
    newer, older = runs(home)

    assert (newer.name, newer.set_name, newer.questions) == ("20260102-000000/room", "room", 3)
    assert (newer.figures[0].title, newer.figures[0].value) == ("Right answers", "50.0 %")
    assert older.figures[0].value == "0.0 %"
    assert (newer.passed, older.passed) == (True, None)


def test_a_home_without_runs_has_none(tmp_path):
    assert runs(tmp_path) == []


def test_a_folder_without_a_readable_report_is_passed_over(home):
    broken = home / "runs" / "20260103-000000" / "room"
    broken.mkdir(parents=True)
    (broken / "report.json").write_text("{")

    assert len(runs(home)) == 2


def test_a_run_has_its_report(home):
    assert "<!doctype html>" in report_html(home, runs(home)[0].name).read_text("utf-8")[:100].lower()


@pytest.mark.parametrize("name", ["../../etc/room", "20260102-000000", "nothing/room"])
def test_a_name_that_is_not_listed_opens_nothing(home, name):
    with pytest.raises(LogUnreadable, match="no run "):
        report_html(home, name)


def test_two_runs_side_by_side(home):
    newer, older = runs(home)

    page = compare(home, older.name, newer.name, Room())

    assert "Newly fixed (1)" in page
