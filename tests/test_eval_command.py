"""The whole way of `app.py eval`: sets by path, a table on standard output, reports on disk, the gate."""

import json
from pathlib import Path

import pytest

from eval import command
from eval.command import run
from eval.errors import LogUnreadable, SetUnreadable
from tests.eval_room import COST, DEAD, NOBODY, Clerk, Room, as_row


@pytest.fixture
def room_set(tmp_path: Path) -> Path:
    path = tmp_path / "room.jsonl"
    path.write_text("".join(json.dumps(as_row(q)) + "\n" for q in (COST, DEAD, NOBODY)), encoding="utf-8")
    return path


def test_a_run_prints_a_table_and_writes_a_report(room_set, tmp_path, capsys):
    outcome = run([str(room_set)], library=Room(), assistant=Clerk(), out=tmp_path / "out")

    assert outcome.passed
    assert outcome.reports == (tmp_path / "out" / "room" / "report.html",)
    printed = capsys.readouterr().out
    assert "room: 3 questions" in printed
    assert "Quote validity" in printed
    assert "100.0 %" in printed
    assert str(outcome.reports[0]) in printed


def test_two_sets_go_into_two_folders(room_set, tmp_path):
    other = tmp_path / "other.jsonl"
    other.write_text(json.dumps(as_row(COST)) + "\n", encoding="utf-8")

    outcome = run([str(room_set), str(other)], library=Room(), assistant=Clerk(), out=tmp_path / "out")

    assert [p.parent.name for p in outcome.reports] == ["room", "other"]


def test_a_run_compares_itself_with_an_earlier_one(room_set, tmp_path, capsys):
    run([str(room_set)], library=Room(), assistant=Clerk(), out=tmp_path / "first")
    run(
        [str(room_set)],
        library=Room(),
        assistant=Clerk(),
        out=tmp_path / "second",
        compare=tmp_path / "first",
    )

    assert "newly broken 0, newly fixed 0" in capsys.readouterr().out


def test_an_earlier_run_that_is_not_there_is_a_stated_error(room_set, tmp_path):
    with pytest.raises(LogUnreadable, match="holds no run of 'room'"):
        run(
            [str(room_set)],
            library=Room(),
            assistant=Clerk(),
            out=tmp_path / "out",
            compare=tmp_path / "none",
        )


def test_an_unreadable_set_stops_before_anything_is_asked(room_set, tmp_path):
    clerk = Clerk()

    with pytest.raises(SetUnreadable):
        run([str(room_set), "no-such-set"], library=Room(), assistant=clerk, out=tmp_path / "out")

    assert clerk.asked == []


def test_the_lint_speaks_on_standard_error(tmp_path, capsys):
    path = tmp_path / "faulty.jsonl"
    path.write_text(json.dumps(as_row(COST) | {"required_articles": ["lost"]}) + "\n", encoding="utf-8")

    run([str(path)], library=Room(), assistant=Clerk(), out=tmp_path / "out")

    assert "cost: gold missing: required article 'lost' is not in the corpus" in capsys.readouterr().err


def test_the_gate_decides_whether_a_run_passed(room_set, tmp_path, monkeypatch, capsys):
    gate = tmp_path / "gate.json"
    gate.write_text('{"invariants": {}, "bounds": {"room": {"right": 1.0}}}')
    monkeypatch.setattr(command, "GATE", gate)

    # The clerk finds the old figure of the dead first, so one of two is right.
    failed = run([str(room_set)], library=Room(), assistant=Clerk(), out=tmp_path / "out", gate=True)
    free = run([str(room_set)], library=Room(), assistant=Clerk(), out=tmp_path / "out")

    assert (failed.passed, bool(failed), free.passed) == (False, False, True)
    assert "gate FAILED: Right answers: 0.5000, at least 1" in capsys.readouterr().out


def test_the_same_log_gives_the_same_report(room_set, tmp_path):
    run([str(room_set)], library=Room(), assistant=Clerk(), out=tmp_path / "out")
    page = tmp_path / "out" / "room" / "report.html"
    first = page.read_text()

    run([str(room_set)], library=Room(), assistant=Clerk(), out=tmp_path / "out")

    assert page.read_text() == first
