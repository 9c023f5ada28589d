"""How far a judge model agrees with people: RAGTruth's answers over news texts, with human-marked hallucinations.

    bench/judge.py MODEL [ANSWERS]

MODEL is named as in BACKFILE_LLM (`gguf:FILE`, `ollama:qwen3:4b`). Each answer
(60 by default, drawn evenly over the 150 texts) is judged whole against its
text; people found it faithful where they marked nothing. Prints the agreement,
Cohen's kappa with an interval that draws texts, and what always saying yes gives.
"""

import json
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
ANSWERS = ROOT.parent / "shared" / "data" / "ragtruth" / "ragtruth_summary.jsonl"
RESAMPLES = 2000


@dataclass(frozen=True)
class Pair:
    """What people and the judge say of one answer; `judge` is None where no verdict came."""

    text: int
    people: bool
    judge: bool | None


def answers(count: int) -> list[tuple[int, str, str, bool]]:
    """(number of the text, text, answer, faithful): one answer a text in turn, then the second of each, …"""
    rows = [json.loads(line) for line in ANSWERS.read_text("utf-8").splitlines()]
    in_turn = [
        (number, row["source"], row["responses"][turn])
        for turn in range(max(len(row["responses"]) for row in rows))
        for number, row in enumerate(rows)
        if turn < len(row["responses"])
    ]
    step = max(1, len(in_turn) // count)
    return [(n, source, r["response"], not r["labels"]) for n, source, r in in_turn[::step][:count]]


def kappa(pairs: Sequence[Pair]) -> float:
    """Cohen's kappa of the pairs with a verdict: agreement beyond what the two would have by chance."""
    said = [(p.people, p.judge) for p in pairs if p.judge is not None]
    if not said:
        return 0.0
    people, judge = (np.array(side, float) for side in zip(*said, strict=True))
    agreed = float(np.mean(people == judge))
    chance = float(people.mean() * judge.mean() + (1 - people.mean()) * (1 - judge.mean()))
    return (agreed - chance) / (1 - chance) if chance < 1 else 0.0


def interval(pairs: Sequence[Pair]) -> tuple[float, float]:
    """95 % of kappa over draws of whole texts."""
    texts = sorted({p.text for p in pairs})
    of = {text: [p for p in pairs if p.text == text] for text in texts}
    rng = np.random.default_rng(0)
    drawn = [
        kappa([p for text in rng.choice(texts, len(texts)) for p in of[int(text)]]) for _ in range(RESAMPLES)
    ]
    low, high = np.quantile(drawn, [0.025, 0.975])
    return float(low), float(high)


def told(pairs: Sequence[Pair]) -> str:
    """The agreement in words."""
    verdicts = [p for p in pairs if p.judge is not None]
    if not verdicts:
        return "no verdict at all"
    faithful, yes = np.mean([p.people for p in verdicts]), np.mean([bool(p.judge) for p in verdicts])
    agreed = np.mean([p.people == p.judge for p in verdicts])
    low, high = interval(pairs)
    return (
        f"{len(verdicts)} verdicts; faithful: people {faithful:.0%}, judge {yes:.0%}\n"
        f"agreement {agreed:.1%} (always one verdict: {max(faithful, 1 - faithful):.1%}), "
        f"kappa {kappa(pairs):.3f} [{low:.3f}, {high:.3f}]"
    )


def main() -> int:
    from eval.judging import judge_of

    judge = judge_of(sys.argv[1], os.environ)
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 60
    started = time.perf_counter()
    pairs = []
    for number, source, answer, faithful in answers(count):
        pairs.append(Pair(number, faithful, judge.supports(source, answer)))
        print(f"\r{len(pairs)} of {count}", end="", file=sys.stderr, flush=True)
    print(f"\n{len(pairs)} answers in {time.perf_counter() - started:.0f} s")
    print(told(pairs))
    return 0


if __name__ == "__main__":
    sys.exit(main())
