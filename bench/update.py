"""How long it takes to bring an index up to date: nothing new, and ten new articles among a thousand.

    python bench/update.py [--home HOME] [--articles FILE] [--new N]

Copies HOME, an index of FILE (made here where none is named), takes N articles
out, and puts them in again through `app.py index`, each step a process of its
own. Prints one JSON object: seconds whole and by stage. Times mean something
on an idle machine only; CPU seconds always do.
"""

import argparse
import gzip
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ARTICLES = ROOT.parent / "shared" / "data" / "realtimeqa" / "articles_1000.jsonl.gz"
# What the bars of docs/reliability.md speak of.
NEW = 10


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--home", type=Path)
    arguments.add_argument("--articles", type=Path, default=ARTICLES)
    arguments.add_argument("--new", type=int, default=NEW)
    args = arguments.parse_args()
    if not args.articles.is_file():
        print(f"passed over: there is no {args.articles}", file=sys.stderr)
        return 0
    with tempfile.TemporaryDirectory(prefix="backfile-bench-") as folder:
        print(json.dumps(measured(Path(folder), args.home, args.articles, args.new), indent=1))
    return 0


def measured(folder: Path, home: Path | None, articles: Path, new: int) -> dict[str, object]:
    if home:
        shutil.copytree(home, folder / "home", symlinks=True)
    lines = gzip.decompress(articles.read_bytes()).decode().splitlines()
    source = folder / "articles.jsonl"
    found: dict[str, object] = {"articles": len(lines), "new": new}
    for step, kept in (
        ("first", lines), ("without", lines[:-new]), ("added", lines), ("nothing_new", lines),
        ("removed", lines[:-new]),
    ):  # fmt: skip
        source.write_text("\n".join(kept) + "\n", "utf-8")
        found[step] = indexed(folder / "home", source)
    return found


def indexed(home: Path, source: Path) -> dict[str, object]:
    """Run `app.py index`; wall seconds start-up included, CPU seconds, and what it says of its stages."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        [sys.executable, "app.py", "--home", str(home), "index", str(source)],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    seconds = round(time.perf_counter() - started, 2)
    return {"seconds": seconds, "cpu_seconds": round(cpu, 2), "said": done.stdout.splitlines()[:3]}


if __name__ == "__main__":
    sys.exit(main())
