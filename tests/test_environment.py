"""The set-up program: what it says, and what it refuses."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def environment(root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("environment", root / "tools" / "environment.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["environment"] = module
    spec.loader.exec_module(module)
    return module


def test_progress_tells_share_and_time_left(
    environment: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = iter([0.0, 30.0])
    monkeypatch.setattr(environment.time, "monotonic", lambda: next(clock))
    progress = environment.Progress("libraries", expected=2)

    progress.note("Collecting torch==2.13.0")

    # One of two packages fetched is half of the 70 % that fetching takes; 30 s for 35 % leave 55.7 s.
    assert capsys.readouterr().out == "backfile: libraries: fetching, 35%, about 56 s left\n"


def test_a_failing_command_shows_its_last_lines_and_the_remedy(environment: ModuleType) -> None:
    with pytest.raises(environment.SetupFailed, match=r"(?s)no room left.*run the same command again"):
        list(environment.lines_of([sys.executable, "-c", "print('no room left'); raise SystemExit(3)"]))


def test_a_browser_named_by_the_user_is_taken(
    environment: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BACKFILE_CHROMIUM", "/opt/my-chrome")

    assert environment.find_browser() == "/opt/my-chrome"


def test_a_stage_is_done_only_with_the_same_lists(
    environment: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    python = tmp_path / "bin" / "python"
    python.parent.mkdir()
    python.touch()
    (tmp_path / ".run-done").write_text("key of old lists")
    monkeypatch.setattr(environment, "ENVIRONMENT", tmp_path)
    monkeypatch.setattr(environment, "PYTHON", python)

    assert environment.done_before("run", "key of old lists")
    assert not environment.done_before("run", "key of new lists")


def test_the_lock_names_every_direct_requirement_at_its_pin(root: Path) -> None:
    def pins(name: str) -> set[str]:
        lines = (root / name).read_text("utf-8").lower().replace("_", "-").splitlines()
        return {line.strip() for line in lines if "==" in line and not line.startswith("#")}

    assert pins("requirements.txt") | pins("requirements-test.txt") <= pins("requirements.lock")
