"""Thirty users at once through gradio_client: errors, latencies, memory of the server.

    .venv/bin/python bench/load.py [--home HOME] [--users 30] [--seconds 60]

The server runs in a process of its own, as `app.py` starts it; each user asks
one question after another. Memory is the server's resident set after a fifth
of the time and at the end. Prints JSON.
"""

import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from index.building import build  # noqa: E402

QUESTIONS = (
    "How many people died in the flood at the Hollen Dam?",
    "Who won the runoff in Ormuk?",
    "Why did the water minister of Zembara resign?",
    "What did Karsenia threaten to do about the canal?",
    "When was the herring treaty signed?",
    "Who is the president of the rowing federation?",
    "Who won the football world cup?",
)
STARTING = 60.0
PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass
class Tally:
    """What the users saw."""

    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def started(home: Path, port: int) -> subprocess.Popen[bytes]:
    import httpx

    command = [sys.executable, str(ROOT / "app.py"), "--home", str(home), "--port", str(port)]
    server = subprocess.Popen(command, cwd=ROOT)
    until = time.monotonic() + STARTING
    while time.monotonic() < until:
        try:
            httpx.get(f"http://127.0.0.1:{port}/healthz", timeout=5).raise_for_status()
            return server
        except httpx.HTTPError:
            time.sleep(0.2)
    server.kill()
    raise SystemExit("the server did not start")


def resident(pid: int) -> float:
    """Resident memory in MB."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE / 1e6


def processor_seconds(pid: int) -> float:
    """What the server has used of the processors."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def use(number: int, address: str, seconds: float, ready: threading.Barrier, tally: Tally) -> None:
    """One user: a client of its own, one question after another, from when all are connected."""
    from gradio_client import Client

    client = Client(address, verbose=False)
    ready.wait()
    asked, until = number, time.monotonic() + seconds
    while time.monotonic() < until:
        began = time.monotonic()
        try:
            answer = client.predict(QUESTIONS[asked % len(QUESTIONS)], api_name="/ask")
            assert answer["outcome"] in ("answered", "uncertain", "abstained")
        except Exception as error:
            tally.errors.append(f"{type(error).__name__}: {error}")
        tally.seconds.append(time.monotonic() - began)
        asked += 1


def loaded(address: str, pid: int, users: int, seconds: float) -> tuple[Tally, float, float, float]:
    """The tally; the server's memory after a fifth of the time and at the end; its processor seconds."""
    tally, ready = Tally(), threading.Barrier(users + 1)
    threads = [
        threading.Thread(target=use, args=(n, address, seconds, ready, tally), daemon=True)
        for n in range(users)
    ]
    for thread in threads:
        thread.start()
    ready.wait(timeout=STARTING)
    began, used = time.monotonic(), processor_seconds(pid)
    time.sleep(seconds / 5)
    early = resident(pid)
    time.sleep(max(0.0, seconds - (time.monotonic() - began)))
    late = resident(pid)
    for thread in threads:
        thread.join(timeout=STARTING)
    return tally, early, late, processor_seconds(pid) - used


def report(
    tally: Tally, early: float, late: float, used: float, users: int, seconds: float
) -> dict[str, object]:
    took = sorted(tally.seconds)
    return {
        "users": users,
        "seconds": seconds,
        "answers": len(took),
        "answers_per_second": round(len(took) / seconds, 2),
        "processor_s_per_answer": round(used / len(took), 3),
        "errors": len(tally.errors),
        "error_kinds": sorted(set(tally.errors))[:5],
        "median_s": round(statistics.median(took), 3),
        "p95_s": round(took[int(len(took) * 0.95)], 3),
        "worst_s": round(took[-1], 3),
        "resident_mb": {"after_a_fifth": round(early), "at_the_end": round(late)},
    }


def main() -> int:
    parser = argparse.ArgumentParser(description="Many users at once.")
    parser.add_argument(
        "--home", type=Path, help="a home with an index (default: the sample corpus, indexed now)"
    )
    parser.add_argument("--users", type=int, default=30)
    parser.add_argument("--seconds", type=float, default=60.0)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = args.home or Path(folder)
        if args.home is None:
            build(home, [ROOT / "corpus" / "sample"])
        port = free_port()
        server = started(home, port)
        try:
            tally, early, late, used = loaded(
                f"http://127.0.0.1:{port}", server.pid, args.users, args.seconds
            )
        finally:
            server.terminate()
            server.wait(20)
    print(json.dumps(report(tally, early, late, used, args.users, args.seconds), indent=2))
    return 1 if tally.errors else 0


if __name__ == "__main__":
    sys.exit(main())
