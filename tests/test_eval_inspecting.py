"""A run in inspect_ai's log format: what its viewer reads of it. Its own package reads the file (docs/log-eval.md)."""

import json

import pytest

from eval.command import run
from eval.saving import write_set
from tests.eval_room import COST, DEAD, NOBODY, Clerk, Room


@pytest.fixture
def written(tmp_path):
    write_set(tmp_path / "room.jsonl", [COST, DEAD, NOBODY])
    run([str(tmp_path / "room.jsonl")], library=Room(), assistant=Clerk(), out=tmp_path / "out")
    (path,) = (tmp_path / "out" / "room" / "inspect").iterdir()
    return path


def test_the_log_lies_beside_the_report_under_a_name_that_begins_with_its_time(written):
    header = json.loads(written.parent.parent.joinpath("run.jsonl").read_text().splitlines()[0])

    # Colons are no part of a file name everywhere; the viewer knows a log by the time in its name.
    assert written.name.startswith(header["started"].replace(":", "-"))
    assert written.name.endswith(f"_room_{header['set_digest'][:8]}.json")


def test_every_question_is_a_sample_with_its_score(written):
    log = json.loads(written.read_text("utf-8"))

    assert (log["version"], log["status"], log["eval"]["task"]) == (2, "success", "room")
    scores = {s["id"]: s["scores"]["backfile"] for s in log["samples"]}
    assert {name: s["value"] for name, s in scores.items()} == {"cost": "C", "dead": "I", "nobody": "C"}
    assert scores["cost"]["metadata"]["citation_recall"] == [1.0]
    sample = log["samples"][0]
    assert sample["target"] == "6.8 billion crowns"
    assert sample["metadata"]["citations"][0]["quote"] == "The canal will cost 6.8 billion crowns."


def test_the_figures_are_those_of_the_report(written):
    log = json.loads(written.read_text("utf-8"))
    report = json.loads(written.parent.parent.joinpath("report.json").read_text("utf-8"))

    (scores,) = log["results"]["scores"]
    assert scores["metrics"]["Right answers"]["value"] == report["totals"]["right"]["value"]
    assert len(scores["metrics"]) == len(report["totals"])
