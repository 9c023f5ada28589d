"""Generations on disk: one lock to build, one pointer to the live one, nothing changed in place.

    <home>/index/LOCK            held by the one builder
                 CURRENT         name of the live generation
                 generations/    finished generations, never changed again
                 sound/          notes on which of them were found whole, see `index.soundness`
                 building/       what a builder works on; rests of a killed one are swept away

`index.building` publishes here and `index.library` reads. Knows only folders and names.
"""

import contextlib
import fcntl
import json
import os
import re
import shutil
import sqlite3
import time
from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

from index.errors import (
    GenerationDamaged,
    GenerationForeign,
    IndexBusy,
    IndexMissing,
    IndexUnwritable,
    PointerDamaged,
    RollbackImpossible,
)
from index.manifest import MANIFEST, read_manifest
from index.soundness import forget_all_but, problems_with_files

# A reader that opened a generation just before it was superseded may still be answering from it.
GRACE_SECONDS = 60
_NAME = re.compile(r"\d{8}T\d{6}-\d{4}")


class Generations:
    """The generations of one home. Every method may be called by any process at any time."""

    def __init__(self, home: Path) -> None:
        self._root = home / "index"
        self._current = self._root / "CURRENT"
        self._finished = self._root / "generations"
        self._building = self._root / "building"

    @contextlib.contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the right to build. The system lets go of it even if this process is killed.

        Raises:
            IndexBusy: another process holds it; the message names it.
            IndexUnwritable: the home cannot be written.
        """
        with writable(self._root):
            self._root.mkdir(parents=True, exist_ok=True)
            file = (self._root / "LOCK").open("a+", encoding="utf-8")
        with file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise IndexBusy(_holder(file.name)) from None
            with writable(self._root):
                file.truncate(0)
                json.dump({"pid": os.getpid(), "since": _now().isoformat(timespec="seconds")}, file)
                file.flush()
            yield

    def building_since(self) -> str:
        """When the build that goes on now began, "" where none does; a lock is not tried, that would stop a builder."""
        try:
            found = json.loads((self._root / "LOCK").read_text("utf-8"))
            os.kill(int(found["pid"]), 0)
            busy = any(self._building.iterdir())
        except (OSError, ValueError, KeyError, TypeError):
            return ""
        return str(found["since"]) if busy else ""

    def live(self) -> str:
        """Name of the live generation.

        Raises:
            IndexMissing: none has been published.
            PointerDamaged: its name cannot be read.
        """
        try:
            name = self._current.read_text("utf-8", "replace").strip()
        except FileNotFoundError:
            home = self._root.parent
            raise IndexMissing(f"nothing is indexed in {home}; run: python app.py index PATH…") from None
        if not _NAME.fullmatch(name):
            raise PointerDamaged(f"{self._current} names no generation; run: python app.py index --rebuild")
        return name

    def names(self) -> list[str]:
        """All finished generations, oldest first."""
        if not self._finished.is_dir():
            return []
        return sorted(path.name for path in self._finished.iterdir() if _NAME.fullmatch(path.name))

    def folder(self, name: str) -> Path:
        return self._finished / name

    def start(self) -> Path:
        """A new empty folder to build in; what killed builders left is removed. Needs the lock."""
        self.sweep()
        folder = self._building / self._next_name()
        folder.mkdir(parents=True)
        return folder

    def publish(self, folder: Path) -> None:
        """Make a finished, verified folder of `start` the live generation. Needs the lock.

        Every file is on disk before its folder moves, and the folder before the
        pointer does, so a power cut leaves the old generation or the new one.
        """
        for path in sorted(folder.rglob("*"), reverse=True):
            _sync(path)
        _sync(folder)
        self._finished.mkdir(exist_ok=True)
        folder.rename(self._finished / folder.name)
        _sync(self._finished)
        self._point_at(folder.name)

    def rollback(self) -> str:
        """Make the newest whole generation before the live one live again; its name. Needs the lock.

        Raises:
            RollbackImpossible: none is kept.
        """
        found = self.whole_before(self.live())
        if not found:
            raise RollbackImpossible("no earlier generation is kept; run: python app.py index --rebuild")
        self._point_at(found)
        return found

    def whole_before(self, name: str) -> str:
        """The newest whole generation older than the one named, "" where there is none."""
        for earlier in reversed([each for each in self.names() if each < name]):
            with contextlib.suppress(GenerationDamaged, GenerationForeign):
                if not problems_with_files(self.folder(earlier), read_manifest(self.folder(earlier)).files):
                    return earlier
        return ""

    def prune(self, keep: Collection[str]) -> None:
        """Remove generations that are neither kept nor live, nor were live a moment ago. Needs the lock."""
        names, live = self.names(), self.live()
        for name, successor in pairwise(names):
            if name not in keep and name != live and self._age(successor) > GRACE_SECONDS:
                shutil.rmtree(self.folder(name), ignore_errors=True)
        forget_all_but(self._finished, self.names())

    def sweep(self) -> None:
        """Remove what builders left behind. Needs the lock."""
        shutil.rmtree(self._building, ignore_errors=True)

    def _point_at(self, name: str) -> None:
        unfinished = self._current.with_suffix(".new")
        with unfinished.open("w", encoding="utf-8") as file:
            file.write(name + "\n")
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(self._current)
        _sync(self._root)

    def _age(self, name: str) -> float:
        """Seconds since a generation was finished; none for one that has lost its manifest."""
        with contextlib.suppress(OSError):
            return time.time() - (self.folder(name) / MANIFEST).stat().st_mtime
        return 0.0

    def _next_name(self) -> str:
        stamp = _now().strftime("%Y%m%dT%H%M%S")
        taken = self.names()
        # Names sort by age: a clock set back must not make the new one older than the last.
        if taken and taken[-1][: len(stamp)] >= stamp:
            stamp, last = taken[-1].split("-")
            return f"{stamp}-{int(last) + 1:04d}"
        return f"{stamp}-0000"


@contextlib.contextmanager
def writable(place: Path) -> Iterator[None]:
    """Turn the system's refusal to write into an error for the user.

    Raises:
        IndexUnwritable: the disk is full, or the place may not be written.
    """
    try:
        yield
    except (OSError, sqlite3.OperationalError) as error:
        reason = getattr(error, "strerror", None) or _first(error)
        raise IndexUnwritable(
            f"cannot write in {place}: {reason}; make room or give another place with"
            " --home. The live generation is untouched"
        ) from error


def _first(error: Exception) -> object:
    # Copying a folder gives a list of (source, target, reason).
    return error.args[0][0][2] if isinstance(error, shutil.Error) else error


def _holder(lock: str) -> str:
    try:
        found = json.loads(Path(lock).read_text("utf-8"))
        who = f"process {found['pid']} has been building since {found['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        who = "another process is building"
    return f"{who} in this home; wait until it is done, or stop it"


def _now() -> datetime:
    return datetime.now(UTC)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
