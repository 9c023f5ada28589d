"""A private view of a generation's Chroma folder: Chroma writes wherever it opens, and a generation never changes.

Used by `index.vectors` for everybody who reads. The graph itself, nearly all
of the bytes, is linked; the rest is copied, a few per cent of it. So readers
share no SQLite file that they would lock for each other.
"""

import fcntl
import os
import shutil
import tempfile
import time
from pathlib import Path

# Chroma's file of vectors and links; written only when the log holds more than SYNC_THRESHOLD entries,
# which `index.vectors` never leaves behind.
GRAPH = "data_level0.bin"
# A graph of a vector or two still lies in Chroma's log, and its file is written by whoever opens it.
_COPIED_BYTES = 8 << 20
PREFIX = "backfile-graph-"
_HOLD = "HELD"
# A view between its making and its lock is not to be taken for one whose process was killed.
_YOUNG_SECONDS = 60


class View:
    """One reader's view; `close` removes it. Those of killed readers are removed by the next one that opens."""

    def __init__(self, folder: Path) -> None:
        """Raises OSError where the system's folder for temporary files has no room."""
        _sweep()
        self.folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        self._hold = os.open(self.folder / _HOLD, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC)
        try:
            fcntl.flock(self._hold, fcntl.LOCK_EX)
            _linked(folder, self.folder)
        except OSError:
            self.close()
            raise

    def close(self) -> None:
        """May be called twice."""
        shutil.rmtree(self.folder, ignore_errors=True)
        if self._hold >= 0:
            os.close(self._hold)
            self._hold = -1


def _linked(source: Path, target: Path) -> None:
    for path in sorted(source.rglob("*")):
        place = target / path.relative_to(source)
        if path.is_dir():
            place.mkdir()
        elif path.name == GRAPH and path.stat().st_size > _COPIED_BYTES:
            place.symlink_to(path.resolve())
        else:
            shutil.copyfile(path, place)


def _sweep() -> None:
    """Remove views whose process has gone: the system lets go of its lock however it ended."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        try:
            hold = os.open(folder / _HOLD, os.O_RDWR | os.O_CLOEXEC)
        except OSError:
            if _age(folder) > _YOUNG_SECONDS:
                shutil.rmtree(folder, ignore_errors=True)
            continue
        try:
            fcntl.flock(hold, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _age(folder) > _YOUNG_SECONDS:
                shutil.rmtree(folder, ignore_errors=True)
        except OSError:
            pass
        finally:
            os.close(hold)


def _age(folder: Path) -> float:
    try:
        return time.time() - folder.stat().st_mtime
    except OSError:
        return 0.0
