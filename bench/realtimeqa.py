"""Quality on real news: found and answered questions of RealTime QA, scored by the shared scorer.

    bench/realtimeqa.py [1000|half|all] [--home DIR]

1000: the 1,000 articles with every gold one (default). half: the same without
the articles that answer every second question, so that dates alone cannot
decide whether to abstain. all: 4,929 articles. The index is made anew where
the home has none, and brought up to date where it has. Prints one JSON object
a score. Needs ../shared/data and ../shared/bench.
"""

import argparse
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
DATA = SHARED / "data" / "realtimeqa"
SETS = {
    "1000": ("articles_1000.jsonl.gz", "questions.jsonl", "unanswerable.jsonl"),
    "half": ("articles_half.jsonl.gz", "questions_half.jsonl", "removed_half.jsonl"),
    "all": ("articles.jsonl.gz", "questions.jsonl", "unanswerable.jsonl"),
}


def python(*arguments: object, into: Path | None = None) -> None:
    """Run a Python program; its output goes to a file where one is named."""
    command = [sys.executable, *map(str, arguments)]
    if into is None:
        subprocess.run(command, cwd=ROOT, check=True)
        return
    with into.open("w", encoding="utf-8") as output:
        subprocess.run(command, cwd=ROOT, check=True, stdout=output)


def measure(name: str, home: Path) -> None:
    articles, questions, unanswerable = (DATA / file for file in SETS[name])
    home.mkdir(parents=True, exist_ok=True)
    app = (ROOT / "app.py", "--home", home)
    python(*app, "index", articles)
    scorer = SHARED / "bench" / "score.py"
    batch, searches, answers = (home / f"{what}.jsonl" for what in ("batch", "searches", "answers"))
    python(SHARED / "bench" / "batch.py", "--as-of", questions, into=batch)
    python(*app, "search", "--batch", batch, into=searches)
    python(scorer, "--questions", questions, "--searches", searches)
    python(SHARED / "bench" / "batch.py", "--as-of", questions, unanswerable, into=batch)
    python(*app, "ask", "--batch", batch, into=answers)
    python(
        scorer, "--questions", questions, "--unanswerable", unanswerable,
        "--answers", answers, "--articles", articles,
    )  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("set", nargs="?", choices=SETS, default="1000")
    parser.add_argument("--home", type=Path)
    args = parser.parse_args()
    if not DATA.is_dir():
        print("passed over: needs ../shared/data, real articles that are not shipped", file=sys.stderr)
        return 0
    measure(args.set, args.home or ROOT / ".cache" / "bench" / f"realtimeqa-{args.set}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
