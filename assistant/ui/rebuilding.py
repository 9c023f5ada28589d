"""Bring the index up to date from the page: one build at a time, in a process of its own, its progress read.

A build in the server's own process would take the cores from those who ask.
Used by `assistant.ui.corpus_page` and `assistant.ui.adding`; what is built, and
how, is the command line's.
"""

import re
import subprocess
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.errors import BackfileError

# "encoding: 4,096 of 5,009, about 65 s left": what a build says when its output is no terminal.
PROGRESS = re.compile(r"(?P<stage>\w[\w ]*): (?P<done>[\d,]+) of (?P<total>[\d,]+)")
# The stages of a build, in order, with the share of its time that each takes, roughly: encoding is most of it.
STAGES = {"reading": 0.15, "cutting passages": 0.05, "encoding": 0.6, "storing": 0.12, "checking": 0.08}


class BuildUnderWay(BackfileError):
    """One build at a time."""


@dataclass(frozen=True, slots=True)
class Build:
    """The newest build.

    Attributes:
        words: its last line of progress, or when it has ended what it did, or why it failed.
        share: of the whole build that is done, 0..1, roughly.
    """

    running: bool = False
    words: str = ""
    share: float = 0.0
    failed: bool = False


class Rebuilding:
    """Runs the command line's `index`."""

    def __init__(self, command: Sequence[str]) -> None:
        """`command` is `index` without paths, such as ["python", "app.py", "--home", HOME, "index"]."""
        self._command = tuple(command)
        self._lock = threading.Lock()
        self._build = Build()

    @property
    def build(self) -> Build:
        """The build as it stands."""
        return self._build

    def start(self, *, add: Path | None = None, anew: bool = False) -> None:
        """Begin a build of the articles of last time, of those in `add` besides, everything encoded again with `anew`.

        Raises:
            BuildUnderWay: one is running that this page began.
        """
        more = [*(["--rebuild"] if anew else []), *(["--add", str(add)] if add else [])]
        with self._lock:
            if self._build.running:
                raise BuildUnderWay("a build is going on; wait until it has ended")
            self._build = Build(running=True, words="starting")
        threading.Thread(target=self._run, args=([*self._command, *more],), daemon=True).start()

    def told(self, words: str) -> None:
        """Say something else than what the newest build did, where none is running."""
        with self._lock:
            if not self._build.running:
                self._build = Build(words=words, share=1.0)

    def _run(self, command: Sequence[str]) -> None:
        try:
            self._build = self._follow(command)
        except OSError as error:
            self._build = Build(words=f"the build could not be started ({error.strerror})", failed=True)

    def _follow(self, command: Sequence[str]) -> Build:
        """Start the process and read it to its end; what it did, or the error it stated."""
        last = ""
        # A file, not a second pipe: a long report would fill it while nobody reads, and both would wait for ever.
        with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as report:
            running = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=report, stderr=subprocess.PIPE,
                text=True, encoding="utf-8", errors="replace",
            )  # fmt: skip
            assert running.stderr is not None
            with running:
                for line in running.stderr:
                    last = line.strip() or last
                    self._build = replace(
                        self._build, words=last, share=max(self._build.share, share_of(last))
                    )
            report.seek(0)
            said = report.read().strip()
        if running.returncode:
            return Build(
                words=last.removeprefix("backfile: ") or "the build ended without a word", failed=True
            )
        return Build(words=said, share=1.0)


def share_of(line: str) -> float:
    """How much of the build a line of progress says is done, 0 where it says nothing of the kind."""
    found = PROGRESS.match(line)
    if not found or found["stage"] not in STAGES:
        return 0.0
    done, total = (int(found[name].replace(",", "")) for name in ("done", "total"))
    stages = list(STAGES)
    before = sum(STAGES[stage] for stage in stages[: stages.index(found["stage"])])
    return before + STAGES[found["stage"]] * (min(1.0, done / total) if total else 0.0)
