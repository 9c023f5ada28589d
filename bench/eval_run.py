"""How long 400 questions take on the sample corpus, and whether a run that is killed ends the same.

    bench/eval_run.py HOME [QUESTIONS] [KILLS]

HOME holds the index of the sample corpus. Runs the command line in child
processes, loading included: once undisturbed and timed, once killed KILLS times
(4 by default) at random moments and resumed. Exit status 1 where the two differ.
"""

import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "eval" / "sets" / "sample.jsonl"
SEED = 5


def made_set(folder: Path, count: int) -> Path:
    """The sample set, and its questions again under other ids until there are enough."""
    rows = [json.loads(line) for line in SAMPLE.read_text("utf-8").splitlines()]
    many = [rows[i % len(rows)] | {"id": f"q{i:04}"} for i in range(count)]
    path = folder / "many.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in many), encoding="utf-8")
    return path


def command(home: Path, questions: Path, out: Path) -> list[str]:
    return [
        sys.executable,
        str(ROOT / "app.py"),
        "--home",
        str(home),
        "eval",
        str(questions),
        "--out",
        str(out),
    ]


def killed(args: list[str], log: Path, kills: int, seconds: float) -> None:
    """Start the run, kill it at a random moment, start it again; the last time it may end."""
    rng = random.Random(SEED)
    for number in range(kills):
        child = subprocess.Popen(args, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(rng.uniform(0.1, 1.0) * seconds / kills)
        child.kill()
        child.wait()
        print(
            f"kill {number + 1}: {len(log.read_bytes().splitlines()) if log.exists() else 0} lines",
            flush=True,
        )
    subprocess.run(args, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def records(log: Path) -> dict[str, dict[str, object]]:
    """Records by id, without their times."""
    rows = [json.loads(line) for line in log.read_text("utf-8").splitlines()[1:]]
    return {row["id"]: {k: v for k, v in row.items() if k != "wall_ms"} for row in rows}


def code_of(log: Path) -> str:
    """The digest of the code that answered, from the log's header."""
    with log.open(encoding="utf-8") as lines:
        return str(json.loads(next(lines))["code"])


def main() -> int:
    home = Path(sys.argv[1])
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 400
    kills = int(sys.argv[3]) if len(sys.argv) > 3 else 4
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        questions = made_set(folder, count)
        started = time.perf_counter()
        whole = command(home, questions, folder / "whole")
        subprocess.run(whole, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        seconds = time.perf_counter() - started
        print(f"{count} questions in {seconds:.1f} s", flush=True)
        log = folder / "killed" / "many" / "run.jsonl"
        killed(command(home, questions, folder / "killed"), log, kills, seconds)
        undisturbed = folder / "whole" / "many" / "run.jsonl"
        if code_of(undisturbed) != code_of(log):
            print("the code changed between the two runs: nothing can be said")
            return 1
        before, after = records(undisturbed), records(log)
        differing = [name for name in before if before[name] != after.get(name)]
        print(f"{len(differing)} of {len(before)} records differ {differing[:5]}")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
