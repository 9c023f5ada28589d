"""How build, update, search, memory and disk grow with the number of passages.

    python bench/scale.py --from HOME [--sizes 1000 10000 100000] [--out FILE.jsonl] [--keep FOLDER]

HOME holds an index of real articles. Articles of the sizes asked for are made of
its passages, every seventh word exchanged for another of the corpus's words; they
go through the product's own build, with one seam: the encoder gives a real
passage's vector with a little noise, so that a million passages need no day of
encoding. Searches use the product's own encoder. One JSON object a size, a line
each; bench/scale_pictures.py draws them. A million passages take about an hour
and 20 GB of memory, so they must be asked for.
"""

import argparse
import json
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from index.bundled import DIMENSION  # noqa: E402
from index.encoding import BACKENDS  # noqa: E402
from index.light import name_of  # noqa: E402
from index.passage import Filters  # noqa: E402

SIZES = (1_000, 10_000, 100_000)
# Articles of the real corpus have 13 passages on average.
PARAGRAPHS = 13
# Leaves a cosine of 0.9 to the vector it came from, about that of two passages of one article.
NOISE = 0.025
EXCHANGED = 7
QUERIES = 100
NEW = 10
DAYS = (date(2012, 1, 1), 4_000)
FILTERS = {
    "none": Filters(),
    "one year": Filters(since=date(2021, 1, 1), until=date(2021, 12, 31)),
    "one week": Filters(since=date(2021, 3, 1), until=date(2021, 3, 7)),
    "as of": Filters(as_of=date(2020, 6, 30)),
    "publication": Filters(publications=("Paper 7",)),
    "kind": Filters(kinds=("commentary",)),
}


class Repeated:
    """Real vectors, each text always the same one, with noise of its own; named as the encoder they are of."""

    name, dimension = name_of(eight_bits=False), DIMENSION

    def __init__(self, vectors: np.ndarray) -> None:
        self._vectors = vectors

    def lengths(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) * 4 // 3 for text in texts]

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        seeds = [zlib.crc32(text.encode()) for text in texts]
        found = self._vectors[[seed % len(self._vectors) for seed in seeds]].astype(np.float32)
        for row, seed in enumerate(seeds):
            found[row] += np.random.default_rng(seed).normal(0, NOISE, self.dimension)
        return found / np.linalg.norm(found, axis=1, keepdims=True)

    def encode_passages(self, texts: Sequence[str]) -> np.ndarray:
        return self.encode(texts)


# --- articles -------------------------------------------------------------------


def write_articles(path: Path, passages: Sequence[str], size: int) -> int:
    """Articles of about `size` passages together; how many."""
    vocabulary = sorted({word for text in passages[:5_000] for word in text.split() if word.isalpha()})
    chance = random.Random(size)
    count = max(1, size // PARAGRAPHS)
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            file.write(json.dumps(article(number, passages, vocabulary, chance)) + "\n")
    return count


def article(
    number: int, passages: Sequence[str], vocabulary: list[str], chance: random.Random
) -> dict[str, Any]:
    first = number * PARAGRAPHS
    texts = [passages[(first + each) % len(passages)] for each in range(PARAGRAPHS)]
    paragraphs = [" ".join(exchanged(text.split(), vocabulary, chance)) for text in texts]
    # One in ten is the publication's own voice, for the filter of kinds.
    labelled = [f"OUR VIEW: {text}" if chance.random() < 0.1 else text for text in paragraphs]
    return {
        "id": f"a{number:07d}",
        "title": " ".join(chance.choices(vocabulary, k=7)).capitalize(),
        "published": str(DAYS[0] + timedelta(days=chance.randrange(DAYS[1]))),
        "source": f"Paper {number % 20}",
        "text": "\n\n".join(labelled),
    }


def exchanged(words: list[str], vocabulary: list[str], chance: random.Random) -> Iterator[str]:
    start = chance.randrange(EXCHANGED)
    for place, word in enumerate(words):
        yield chance.choice(vocabulary) if place % EXCHANGED == start else word


# --- what is measured, each in a process of its own -----------------------------------


def build_here(home: Path, articles: Path, vectors: Path) -> dict[str, Any]:
    from index.building import build

    real = np.load(vectors, mmap_mode="r")
    BACKENDS["bundled"] = lambda _model, _home: Repeated(real)
    started, cpu = time.perf_counter(), time.process_time()
    report = build(home, [articles])
    return {
        "seconds": round(time.perf_counter() - started, 1),
        "cpu_seconds": round(time.process_time() - cpu, 1),
        "stages": dict(report.seconds),
        "articles": report.articles,
        "passages": report.passages,
        "encoded": report.encoded,
        "peak_gb": peak_gb(),
    }


def search_here(home: Path, queries: Path) -> dict[str, Any]:
    from index.library import Library

    asked = json.loads(queries.read_text("utf-8"))
    opened = time.perf_counter()
    generation = Library(home).open()
    generation.search(asked[0])
    found: dict[str, Any] = {"first_search_s": round(time.perf_counter() - opened, 2)}
    opened = time.perf_counter()
    found["graph"] = generation.open_graph()
    found["graph_s"] = round(time.perf_counter() - opened, 2)
    for query in asked[:5]:
        for filters in FILTERS.values():
            generation.search(query, filters)
    for name, filters in FILTERS.items():
        cpu = time.process_time()
        took = [seconds_of(generation, query, filters) * 1_000 for query in asked]
        p50, p95 = np.percentile(took, [50, 95])
        spent = (time.process_time() - cpu) / len(asked) * 1_000
        found[name] = {"p50_ms": round(p50, 1), "p95_ms": round(p95, 1), "cpu_ms": round(spent, 1)}
    return found | {"peak_gb": peak_gb(), "now_gb": held_gb()}


def seconds_of(generation: Any, query: str, filters: Filters) -> float:
    started = time.perf_counter()
    generation.search(query, filters)
    return time.perf_counter() - started


def peak_gb() -> float:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6, 2)


def held_gb() -> dict[str, float]:
    """What this process holds: of its own, and of mapped files, which the system may take back."""
    lines = Path("/proc/self/status").read_text().splitlines()
    kilobytes = {name: int(value.split()[0]) for name, _, value in (line.partition(":") for line in lines)
                 if name in ("RssAnon", "RssFile")}  # fmt: skip
    return {"own": round(kilobytes["RssAnon"] / 1e6, 2), "mapped": round(kilobytes["RssFile"] / 1e6, 2)}


# --- the course of it ------------------------------------------------------------------


def measured(size: int, source: Path, folder: Path) -> dict[str, Any]:
    """Build, update and search an index of about `size` passages in a folder that is removed afterwards."""
    passages, vectors = real(source, folder)
    home, articles, queries = folder / "home", folder / "articles.jsonl", folder / "queries.json"
    write_articles(articles, passages, size)
    chance = random.Random(0)
    queries.write_text(
        json.dumps([" ".join(chance.choice(passages).split()[:12]) for _ in range(QUERIES)]), "utf-8"
    )
    found: dict[str, Any] = {"size": size, "build": child("build", home, articles, vectors)}
    with articles.open("a", encoding="utf-8") as file:
        vocabulary = passages[0].split()
        for number in range(NEW):
            new = article(10_000_000 + number, passages, vocabulary, random.Random(number))
            file.write(json.dumps(new) + "\n")
    found["update"] = child("build", home, articles, vectors)
    found["nothing_new"] = child("build", home, articles, vectors)
    found["search"] = child("search", home, queries)
    live = sorted((home / "index" / "generations").iterdir())[-1]
    found["disk_gb"] = round(sum(p.stat().st_size for p in live.rglob("*") if p.is_file()) / 1e9, 3)
    return found


def real(source: Path, folder: Path) -> tuple[list[str], Path]:
    """Texts of the real passages, and a file of their vectors."""
    from index.generations import Generations
    from index.layout import VECTORS
    from index.passage_store import PassageStore

    generations = Generations(source)
    live = generations.folder(generations.live())
    store = PassageStore(live)
    passages = [passage.text for passage in store.passages(range(len(store.rows)))]
    store.close()
    shutil.copyfile(live / VECTORS, folder / "real.npy")
    return passages, folder / "real.npy"


def child(what: str, *paths: Path) -> dict[str, Any]:
    command = [sys.executable, str(Path(__file__).resolve()), "--child", what, *map(str, paths)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> int:
    if sys.argv[1:2] == ["--child"]:
        what, *paths = sys.argv[2:]
        measure = {"build": build_here, "search": search_here}[what]
        print(json.dumps(measure(*map(Path, paths))))
        return 0
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--from", dest="source", type=Path)
    arguments.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    arguments.add_argument("--out", type=Path, help="append the lines to this file too")
    arguments.add_argument("--keep", type=Path, help="work in this folder and leave it")
    args = arguments.parse_args()
    if args.source is None:
        print("passed over: name a home with an index of real articles, --from HOME", file=sys.stderr)
        return 0
    for size in args.sizes:
        with tempfile.TemporaryDirectory(prefix="backfile-bench-") as folder:
            line = json.dumps(measured(size, args.source.resolve(), kept(args.keep, folder)))
            print(line, flush=True)
            if args.out:
                with args.out.open("a", encoding="utf-8") as file:
                    file.write(line + "\n")
    return 0


def kept(keep: Path | None, otherwise: str) -> Path:
    if keep:
        keep.mkdir(parents=True, exist_ok=True)
    return keep or Path(otherwise)


if __name__ == "__main__":
    sys.exit(main())
