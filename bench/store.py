"""How long the article store takes to give an article, in milliseconds.

    bench/store.py HOME [--reads N]

Reads N articles of the live generation by id, at random, from a store just
opened, and prints one JSON object: p50, p99, the longest, and how many there are.
"""

import argparse
import json
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SEED = 1


def main() -> int:
    sys.path.insert(0, str(ROOT))
    from index.library import Library

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("home", type=Path)
    parser.add_argument("--reads", type=int, default=1_000)
    options = parser.parse_args()
    articles = Library(options.home).open().articles
    ids = articles.ids()
    chosen = random.Random(SEED).choices(ids, k=options.reads)
    taken = sorted(_milliseconds(articles.article, each) for each in chosen)
    figures = {
        "articles": len(ids),
        "reads": len(taken),
        "p50_ms": round(taken[len(taken) // 2], 3),
        "p99_ms": round(taken[int(0.99 * len(taken))], 3),
        "max_ms": round(taken[-1], 3),
    }
    print(json.dumps(figures))
    return 0


def _milliseconds(read: Callable[[str], object], article_id: str) -> float:
    begun = time.perf_counter()
    read(article_id)
    return (time.perf_counter() - begun) * 1_000


if __name__ == "__main__":
    sys.exit(main())
