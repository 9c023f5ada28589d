"""Builders that are killed at chosen moments, and readers that never stop, each in processes of their own.

    python -m tests.fault_room HOME ARTICLES      builds: one line in, one line out, see `serve`
    python -m tests.fault_room HOME               asks until a line comes in, see `read`

Used by the tests of faults. Builders are forked from a process that has
imported everything, so a build takes a second, and traced where they are to
die after a certain file operation. Linux alone.
"""

import contextlib
import ctypes
import json
import os
import platform
import select
import signal
import struct
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from index.encoding import BACKENDS
from index.library import Library
from index.settings import IndexSettings, SearchSettings
from tests.index_room import RECORDS

ROOT = Path(__file__).resolve().parent.parent
# Searches walk Chroma's graph however small the corpus: it is to be put to the test too.
SETTINGS = IndexSettings(model="hashed:64", search=SearchSettings(graph_from=1))

# A reader that asked without a pause would take the builder's processor.
SECONDS_BETWEEN_QUERIES = 0.02


class HashedWords:
    """An encoder whose arithmetic can be done by hand: each word counts in one of 64 places."""

    name = "hashed-64"
    dimension = 64

    def lengths(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in text.casefold().split():
                vectors[row, zlib.crc32(word.strip(".,?").encode()) % self.dimension] += 1
        return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)

    def encode_passages(self, texts: Sequence[str]) -> np.ndarray:
        return self.encode(texts)


def register() -> None:
    """Make "hashed:64" a model that settings may name, in this process."""
    BACKENDS["hashed"] = lambda _model, _home: HashedWords()


# --- the fork server ---------------------------------------------------------


class Builders:
    """A server process of this module; each call is one build, killed or not."""

    def __init__(self, home: Path, articles: Path) -> None:
        command = [sys.executable, "-m", "tests.fault_room", str(home), str(articles)]
        self._process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )

    def build(self, *, kill_after: float = 0.0, kill_at: int = 0) -> tuple[str, float]:
        """How a build ended and its seconds: "done", "killed", or "failed: …".

        Args:
            kill_after: seconds after which it is killed, 0 for never.
            kill_at: number of the file operation after which it is killed, 0 for never, -1 to count them all
                ("done 123").
        """
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{kill_after} {kill_at}\n")
        outcome, _, seconds = self._process.stdout.readline().strip().rpartition("|")
        return outcome, float(seconds)

    def close(self) -> None:
        self._process.communicate()


def serve(home: Path, articles: Path) -> None:
    """Answer each line "SECONDS OPERATION" on stdin with "OUTCOME|SECONDS" on stdout."""
    import bm25s  # noqa: F401 - imported once, here, and shared by all that are forked
    import chromadb  # noqa: F401
    import Stemmer  # noqa: F401

    from index.building import build

    register()
    for line in sys.stdin:
        after, at = line.split()
        started = time.monotonic()
        builder = os.fork()
        if builder == 0:
            _build_and_exit(lambda: build(home, [articles], settings=SETTINGS), traced=int(at) != 0)
        outcome = _traced(builder, int(at), home) if int(at) else _waited(builder, float(after))
        print(f"{outcome}|{time.monotonic() - started:.3f}", flush=True)


def _build_and_exit(build: Callable[[], object], *, traced: bool) -> None:
    status = 1
    try:
        if traced:
            _LIBC.ptrace(_TRACEME, 0, None, None)
            os.kill(os.getpid(), signal.SIGSTOP)
        build()
        status = 0
    except BaseException as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
    finally:
        os._exit(status)


def _waited(builder: int, after: float) -> str:
    deadline = time.monotonic() + after if after else float("inf")
    while time.monotonic() < deadline:
        found, status = os.waitpid(builder, os.WNOHANG)
        if found:
            return _said(status)
        time.sleep(0.002)
    os.kill(builder, signal.SIGKILL)
    return _said(os.waitpid(builder, 0)[1])


def _said(status: int) -> str:
    if os.WIFSIGNALED(status):
        return "killed"
    return "done" if os.WEXITSTATUS(status) == 0 else "failed"


# --- a reader that never stops ----------------------------------------------------

QUESTIONS = {
    "bridge": "new bridge over the river Kelm",
    "election": "presidential election in Ostria",
    "strike": "dock workers ended a strike",
}


def mistakes(library: Library) -> list[str]:
    """Ask for every article of `index_room.RECORDS`; what is not found, or not word for word, a line each."""
    generation = library.open()
    wrong = []
    for id_, question in QUESTIONS.items():
        hit = generation.search(question, k=1).hits[0].passage
        text = RECORDS[id_]["text"]
        if hit.article_id != id_ or hit.text != text or generation.article(id_).text != text:
            wrong.append(f"{question!r} found {hit.id} {hit.text!r} in {generation.name}")
    return wrong


class Reader:
    """A process that asks without end; `stop` gives what came of it."""

    def __init__(self, home: Path) -> None:
        command = [sys.executable, "-m", "tests.fault_room", str(home)]
        self._process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout
        self._process.stdout.readline()

    def stop(self) -> dict[str, Any]:
        """`queries`, `failed`, `wrong` (messages), `generations` seen, `p50_ms`, `p99_ms`, `rss_mb`."""
        found, _ = self._process.communicate("stop\n")
        return json.loads(found)


def read(home: Path) -> None:
    """Ask until a line comes in, then print what came of it."""
    register()
    library = Library(home, SETTINGS)
    mistakes(library)
    library.open().open_graph()
    print("ready", flush=True)
    took: list[float] = []
    failed: list[str] = []
    wrong: list[str] = []
    seen: set[str] = set()
    while not select.select([sys.stdin], [], [], SECONDS_BETWEEN_QUERIES)[0]:
        started = time.perf_counter()
        try:
            wrong += mistakes(library)
            seen.add(library.open().name)
        except Exception as error:
            failed.append(f"{type(error).__name__}: {error}")
        took.append((time.perf_counter() - started) * 1000)
    p50, p99 = np.percentile(took, [50, 99])
    said = {"queries": len(QUESTIONS) * len(took), "failed": failed, "wrong": wrong, "generations": len(seen)}
    print(json.dumps(said | {"p50_ms": round(p50, 2), "p99_ms": round(p99, 2), "rss_mb": rss_mb()}))


def rss_mb() -> float:
    """Memory that this process holds now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return round(pages * os.sysconf("SC_PAGE_SIZE") / 1e6, 1)


# --- killing after the nth file operation ---------------------------------------

_LIBC = ctypes.CDLL(None, use_errno=True)
_LIBC.ptrace.argtypes = (ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p)
_LIBC.ptrace.restype = ctypes.c_long
_TRACEME, _SYSCALL, _SETOPTIONS, _SYSCALL_INFO = 0, 24, 0x4200, 0x420E
# Stops at system calls are told from others; threads are traced too; nobody outlives the tracer.
_OPTIONS = 0x1 | 0x8 | 0x100000
_WALL = 0x40000000
_ENTRY, _EXIT = 1, 2
# What changes files, by number of the system call: name and whether its first argument is an open file.
_CALLS = {
    "x86_64": {
        1: "write", 18: "pwrite64", 20: "writev", 296: "pwritev", 77: "ftruncate", 74: "fsync",
        75: "fdatasync", 285: "fallocate", 40: "sendfile", 326: "copy_file_range", 257: "openat", 2: "open",
        82: "rename", 264: "renameat", 316: "renameat2", 87: "unlink", 263: "unlinkat", 83: "mkdir",
        258: "mkdirat", 84: "rmdir", 88: "symlink", 266: "symlinkat",
    },
    "aarch64": {
        64: "write", 68: "pwrite64", 66: "writev", 70: "pwritev", 46: "ftruncate", 82: "fsync",
        83: "fdatasync", 47: "fallocate", 71: "sendfile", 285: "copy_file_range", 56: "openat",
        38: "renameat", 276: "renameat2", 35: "unlinkat", 34: "mkdirat", 36: "symlinkat",
    },
}  # fmt: skip
_BY_FILE = frozenset("write pwrite64 writev pwritev ftruncate fsync fdatasync fallocate sendfile".split())


def _traced(builder: int, at: int, home: Path) -> str:
    """Let the build run, kill it after its `at`-th file operation; -1 counts them all."""
    calls = _CALLS[platform.machine()]
    os.waitpid(builder, 0)
    _LIBC.ptrace(_SETOPTIONS, builder, None, _OPTIONS)
    _LIBC.ptrace(_SYSCALL, builder, None, None)
    pending: dict[int, bool] = {}
    count = 0
    while True:
        thread, status = os.waitpid(-1, _WALL)
        if os.WIFEXITED(status) or os.WIFSIGNALED(status):
            if thread == builder:
                return f"{_said(status)} {count}"
            continue
        stopped_by = os.WSTOPSIG(status)
        if stopped_by == signal.SIGTRAP | 0x80:
            kind, number, first, flags = _call(thread)
            if kind == _ENTRY:
                pending[thread] = _changes_files(calls.get(number, ""), thread, first, flags, home)
            elif pending.pop(thread, False):
                count += 1
                if count == at:
                    os.kill(builder, signal.SIGKILL)
        passed_on = 0 if stopped_by in (signal.SIGTRAP, signal.SIGTRAP | 0x80, signal.SIGSTOP) else stopped_by
        _LIBC.ptrace(_SYSCALL, thread, None, passed_on)


def _call(thread: int) -> tuple[int, int, int, int]:
    """Entry or exit, and on entry the call's number, its first and its third argument."""
    info = ctypes.create_string_buffer(88)
    _LIBC.ptrace(_SYSCALL_INFO, thread, len(info), ctypes.addressof(info))
    kind = info.raw[0]
    if kind != _ENTRY:
        return kind, 0, 0, 0
    number, first, _, third = struct.unpack_from("4Q", info.raw, 24)
    return kind, number, first, third


def _changes_files(name: str, thread: int, first: int, flags: int, home: Path) -> bool:
    if name == "openat":
        return bool(flags & os.O_CREAT)
    if name not in _BY_FILE:
        return bool(name)
    with contextlib.suppress(OSError):
        return Path(f"/proc/{thread}/fd/{first}").readlink().is_relative_to(home)
    return False


if __name__ == "__main__":
    _places = [Path(argument).resolve() for argument in sys.argv[1:]]
    serve(*_places) if len(_places) == 2 else read(*_places)
