"""A run that is killed for real, again and again, ends with the same records as one that was left alone."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.faults
# Of every type, and few enough for a minute.
STEP = 12
KILLS = 3
# How long a child may take to log a further answer before the test gives up.
PATIENCE = 120


def records(log: Path) -> dict[str, dict[str, object]]:
    """Whole records by id, without their times; empty before the log is there."""
    lines = log.read_bytes().split(b"\n")[1:-1] if log.exists() else []
    rows = [json.loads(line) for line in lines]
    return {row["id"]: {k: v for k, v in row.items() if k != "wall_ms"} for row in rows}


def _runs_on(child: subprocess.Popen[bytes]) -> bool:
    """Wait for the child a moment; whether it still runs."""
    try:
        child.wait(timeout=0.1)
    except subprocess.TimeoutExpired:
        return True
    return False


def test_killed_and_resumed_it_ends_the_same(sample_home: Path, root: Path, tmp_path: Path) -> None:
    rows = (root / "eval" / "sets" / "sample.jsonl").read_text("utf-8").splitlines(keepends=True)[::STEP]
    (tmp_path / "some.jsonl").write_text("".join(rows), encoding="utf-8")
    app = [
        sys.executable,
        str(root / "app.py"),
        "--home",
        str(sample_home),
        "eval",
        str(tmp_path / "some.jsonl"),
    ]
    subprocess.run([*app, "--out", str(tmp_path / "whole")], check=True, capture_output=True)
    log = tmp_path / "killed" / "some" / "run.jsonl"

    for _ in range(KILLS):
        before = len(records(log))
        child = subprocess.Popen(
            [*app, "--out", str(tmp_path / "killed")], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        # At a moment that is no boundary: while the next answers are under way.
        deadline = time.monotonic() + PATIENCE
        while len(records(log)) < before + 3 and time.monotonic() < deadline and _runs_on(child):
            pass
        child.send_signal(signal.SIGKILL)
        child.wait()
        assert before < len(records(log)) < len(rows), "the kill came too early or too late to mean anything"
    subprocess.run([*app, "--out", str(tmp_path / "killed")], check=True, capture_output=True)

    whole = records(tmp_path / "whole" / "some" / "run.jsonl")
    assert len(whole) == len(rows)
    assert records(log) == whole
