"""How honest the statistics of `eval` are: false alarms, power, and coverage, by simulation.

    bench/eval_statistics.py [RUNS]

Two runs over 150 questions are made up, with and without a planted loss of
5 points, and held against `eval.significance` and `eval.intervals`. Prints the
tables of docs/eval-statistics.md; 200 runs a cell by default, some two minutes.
"""

import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from eval.intervals import story_mean
from eval.significance import randomisation_p

QUESTIONS = 150
# 5 points of 150 are 7.5: eight answers that were right are not any more.
LOST = 8
LEVEL = 0.05
RIGHT = 0.6
SEED = 7

Generator = np.random.Generator


def stories_of(count: int) -> list[str]:
    """Which story each question belongs to; as even as it goes."""
    return [f"s{i % count}" for i in range(QUESTIONS)]


def first_run(rng: Generator, stories: list[str]) -> np.ndarray:
    """1 where a question is right; stories differ in how hard they are (Beta with mean RIGHT)."""
    ease = {s: rng.beta(4 * RIGHT, 4 * (1 - RIGHT)) for s in dict.fromkeys(stories)}
    return (rng.random(QUESTIONS) < np.array([ease[s] for s in stories])).astype(float)


def noise(
    rng: Generator, before: np.ndarray, stories: list[str], discordant: float, together: float
) -> np.ndarray:
    """A second run that is no better and no worse: a share of the questions changes, wins and losses alike.

    `together` of the change comes in whole stories, whose questions all change the same way.
    """
    after = before.copy()
    names = list(dict.fromkeys(stories))
    of = np.array([names.index(s) for s in stories])
    moved = rng.random(len(names)) < discordant * together
    way = rng.integers(0, 2, len(names)).astype(float)
    for story in np.flatnonzero(moved):
        after[of == story] = way[story]
    # Alone: as many losses as wins are to be expected, whatever the share of right answers.
    share = discordant * (1 - together) / 2
    flip = rng.random(QUESTIONS) < np.where(before == 1, share / RIGHT, share / (1 - RIGHT))
    after[flip] = 1 - after[flip]
    return after


def planted(rng: Generator, after: np.ndarray) -> np.ndarray:
    """LOST answers that were right, drawn at random, are wrong."""
    worse = after.copy()
    worse[rng.choice(np.flatnonzero(after == 1), LOST, replace=False)] = 0.0
    return worse


def calls(runs: int, count: int, discordant: float, together: float, loss: bool) -> tuple[float, float]:
    """Share of runs called at 5 %: when stories are flipped, as the product does, and when questions are."""
    rng = np.random.default_rng(SEED)
    stories = stories_of(count)
    questions = [f"q{i}" for i in range(QUESTIONS)]
    called = np.zeros(2)
    for _ in range(runs):
        before = first_run(rng, stories)
        after = noise(rng, before, stories, discordant, together)
        after = planted(rng, after) if loss else after
        change = list(after - before)
        called += [
            randomisation_p(change, stories) <= LEVEL,
            randomisation_p(change, questions) <= LEVEL,
        ]
    return tuple(called / runs)


def coverage(runs: int, count: int) -> float:
    """How often the 95 % interval of a mean holds the true mean."""
    rng = np.random.default_rng(SEED)
    stories = stories_of(count)
    held = 0
    for _ in range(runs):
        interval = story_mean(list(first_run(rng, stories)), stories, resamples=1000)
        held += interval.low <= RIGHT <= interval.high
    return held / runs


def main() -> int:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    for loss in (False, True):
        print(f"\n{'a loss of 5 points' if loss else 'no change'}, {runs} runs each")
        print("| stories | change by chance | of it by whole stories | called | called, by question |")
        print("|---|---|---|---|---|")
        for count in (15, 30, 50):
            for discordant, together in ((0.0, 0.0), (0.05, 0.0), (0.1, 0.0), (0.2, 0.0), (0.2, 0.5)):
                if loss or discordant:
                    by_story, by_question = calls(runs, count, discordant, together, loss)
                    print(
                        f"| {count} | {discordant:.0%} | {together:.0%} | {by_story:.1%} | {by_question:.1%} |",
                        flush=True,
                    )
    print(f"\ncoverage of the 95 % interval, {5 * runs} runs each")
    for count in (5, 10, 15, 30, 50):
        print(f"{count} stories: {coverage(5 * runs, count):.1%}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
