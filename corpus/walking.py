"""Find article files under the paths a user names, and open them without being led astray.

Used by `corpus.parsing`. Never follows a link below a named folder, never
opens what is not a regular file, never leaves the folder, never blocks.
"""

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from corpus.article import SetAside
from corpus.errors import ArticleUnreadable, PathUnusable
from corpus.wordlists import word_set

# What stands beside articles without being one: assets of saved pages, pictures, sound.
IGNORED_SUFFIXES = word_set(
    ".css .js .mjs .map .woff .woff2 .ttf .eot .ico .png .jpg .jpeg .gif .webp .svg .avif .mp3 .mp4 "
    ".webm .m4a"
)
# O_NONBLOCK: opening a pipe without a writer returns at once instead of waiting for ever.
_OPEN_FLAGS = (
    os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
)


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to read: where it lies, the folder it must stay in, and its printable name relative to that
    folder."""

    path: Path
    root: Path
    source: str


def walk(paths: Sequence[Path]) -> Iterator[FoundFile | SetAside]:
    """Article files under `paths`, in a stable order, each file once; links and special files are set aside.

    Raises:
        PathUnusable: a path that does not exist, may not be read, or is neither file nor folder.
    """
    seen: set[tuple[int, int]] = set()
    for path in paths:
        root = _usable(path)
        entries = [_named_file(root)] if root.is_file() else _entries(root)
        for entry in entries:
            if isinstance(entry, SetAside):
                yield entry
                continue
            found = entry.path.lstat()
            if (found.st_dev, found.st_ino) not in seen:
                seen.add((found.st_dev, found.st_ino))
                yield entry


def open_found(found: FoundFile, *, max_bytes: int) -> BinaryIO:
    """Open for reading, checked on the open file itself so that nothing can be swapped in between.

    Raises:
        ArticleUnreadable: a link, a special file, outside its root, too large, or not readable.
    """
    if not found.path.parent.resolve().is_relative_to(found.root):
        raise ArticleUnreadable("lies outside the folder given; copy the file into it")
    try:
        descriptor = os.open(found.path, _OPEN_FLAGS)
    except (OSError, ValueError) as error:
        raise ArticleUnreadable(f"cannot be opened ({getattr(error, 'strerror', None) or error})") from error
    status = os.fstat(descriptor)
    refusal = _refusal(status, max_bytes)
    if refusal:
        os.close(descriptor)
        raise ArticleUnreadable(refusal)
    return os.fdopen(descriptor, "rb")


def printable(path: Path) -> str:
    """A path as text that any encoder takes: bytes of the name that are no UTF-8 are shown as escapes."""
    return os.fsencode(path.as_posix()).decode("utf-8", "backslashreplace")


def _usable(path: Path) -> Path:
    """The real path of what the user named; a link named by the user is meant."""
    try:
        root = path.resolve(strict=True)
        mode = root.stat().st_mode
    except (OSError, ValueError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise PathUnusable(f"{printable(path)}: {reason}; name a file or folder of articles") from error
    if not (stat.S_ISDIR(mode) or stat.S_ISREG(mode)):
        raise PathUnusable(
            f"{printable(path)}: neither a file nor a folder; name a file or folder of articles"
        )
    if not os.access(root, os.R_OK):
        raise PathUnusable(f"{printable(path)}: may not be read; change its permissions")
    return root


def _named_file(path: Path) -> FoundFile:
    return FoundFile(path, path.parent, printable(Path(path.name)))


def _entries(root: Path) -> Iterator[FoundFile | SetAside]:
    for folder, folders, names in os.walk(root, followlinks=False):
        here = Path(folder)
        linked = [name for name in folders if (here / name).is_symlink()]
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in linked)
        for name in sorted(names + linked):
            path = here / name
            if name.startswith(".") or path.suffix.lower() in IGNORED_SUFFIXES:
                continue
            source = printable(path.relative_to(root))
            refusal = _special(path)
            yield SetAside(source, refusal) if refusal else FoundFile(path, root, source)


def _special(path: Path) -> str:
    """Why a directory entry is not opened at all, "" if it may be."""
    try:
        status = path.lstat()
    except OSError as error:
        return f"cannot be looked at ({error.strerror})"
    if stat.S_ISLNK(status.st_mode):
        return "is a link; copy the file into the folder, or name the target itself"
    if not stat.S_ISREG(status.st_mode):
        return "is not a regular file (a pipe, socket or device)"
    return "is a hard link shared with another name; copy the file" if status.st_nlink > 1 else ""


def _refusal(status: os.stat_result, max_bytes: int) -> str:
    if not stat.S_ISREG(status.st_mode):
        return "is not a regular file (a pipe, socket or device)"
    if status.st_size > max_bytes:
        return f"has {status.st_size:,} bytes, above the limit of {max_bytes:,}; split it or raise the limit"
    return ""
