"""Fit the weights of `assistant.clues` and the confidence of `assistant.abstention`, and print their numbers.

    bench/calibration.py HOME_1000 [HOME_HALF [HOME_SAMPLE]]

The homes hold the indexes that `bench/realtimeqa.py 1000`, `… half` and `app.py
index` make. A sentence, and an answer, is right where the gold strings stand in
it; wrong answers and unanswerable questions count alike for the confidence.
Figures are of questions held out by week (of the sample set by story), the
printed weights are fitted on all; of the sample set only "dev" is used.
"""

import importlib.util
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
DATA = SHARED / "data" / "realtimeqa"
sys.path.insert(0, str(ROOT))
SETS = (("questions.jsonl", "unanswerable.jsonl"), ("questions_half.jsonl", "removed_half.jsonl"))
SAMPLE = ROOT / "eval" / "sets" / "sample.jsonl"
# Standardised weights are held back by so much; 1 to 10 gave the same within the noise.
SENTENCE_L2 = 3.0
CONFIDENCE_C = 0.3
FOLDS = 10
LEVELS = (0.05, 0.06, 0.08, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5)
# Clues that other parts read, and those that too few questions ask for.
NOT_WEIGHED = ("overlap", "subject", "anywhere", "asked", "speaks", "topic", "comments", "current")
# Set by hand in `assistant.abstention`, for the reasons given there.
BY_HAND = ("age", "unmet")


@dataclass(frozen=True)
class Asked:
    """One question with the sentences weighed for it, best first.

    Attributes:
        part: which home it was asked of.
        right: the share of the gold strings that a text holds.
    """

    part: int
    group: str
    answerable: bool
    question: Any
    evidence: list[Any]
    right: Callable[[str], float]


def scorer() -> Any:
    spec = importlib.util.spec_from_file_location("score", SHARED / "bench" / "score.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def share(gold: Sequence[Sequence[str]]) -> Callable[[str], float]:
    """How many of the things wanted a text holds in one of their wordings."""
    norm = scorer().norm
    wanted = [[norm(alias) for alias in aliases] for aliases in gold]

    def held(text: str) -> float:
        words = norm(text)
        return sum(any(alias in words for alias in aliases) for aliases in wanted) / (len(wanted) or 1)

    return held


def rows(part: int) -> Iterator[tuple[str, str, str | None, bool, list[list[str]]]]:
    """(group, question, day, answerable, gold) of the questions of a home."""
    if part == len(SETS):
        for line in SAMPLE.read_text("utf-8").splitlines():
            row = json.loads(line)
            if row["split"] == "dev":
                turn = row["turns"][-1]
                gold = [each["aliases"] for each in row["nuggets"] if each.get("importance") == "vital"]
                text = turn.get("standalone") or turn["user"]
                yield row["story_id"], text, row.get("as_of"), row["answerable"], gold
        return
    for name, answerable in zip(SETS[part], (True, False), strict=True):
        for line in (DATA / name).read_text("utf-8").splitlines():
            row = json.loads(line)
            day = row["question_date"].replace("/", "-")
            yield day, row["question"], day, answerable, [[answer] for answer in row["answer"]]


def asked(homes: Sequence[Path]) -> Iterator[Asked]:
    from assistant.assistant import Assistant
    from assistant.evidence import weigh
    from assistant.settings import AssistantSettings
    from index.library import Library
    from index.passage import Filters

    # All sentences, not only those that the weights to be replaced would look at.
    settings = AssistantSettings(sentences_weighed=10_000)
    for part, home in enumerate(homes):
        assistant = Assistant(Library(home))
        generation = assistant.library.open()
        for group, text, day, answerable, gold in rows(part):
            filters = Filters(as_of=date.fromisoformat(day) if day else None)
            question = assistant._understood(generation, text, filters, ())
            found = generation.search(question.standalone, question.filters, settings.passages_found)
            evidence = weigh(question, found.hits, generation.encode, generation.rarity, settings)
            yield Asked(part, group, answerable, question, evidence, share(gold))


# --- sentences -----------------------------------------------------------------


def clue_names() -> list[str]:
    from assistant.clues import Clues

    return [field.name for field in fields(Clues) if field.name not in NOT_WEIGHED]


def matrix(one: Asked, names: Sequence[str]) -> np.ndarray:
    return np.array([[getattr(each.clues, name) for name in names] for each in one.evidence])


def softmax_weights(pairs: Sequence[tuple[np.ndarray, np.ndarray]], spread: np.ndarray) -> np.ndarray:
    """Weights under which the sentences that hold the answer take most of the softmax of their question."""
    from scipy.optimize import minimize

    scaled = [(x / spread, y) for x, y in pairs]

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        total, slope = SENTENCE_L2 * float(w @ w), 2 * SENTENCE_L2 * w
        for x, y in scaled:
            score = x @ w
            share_of = np.exp(score - score.max())
            share_of /= share_of.sum()
            held = share_of * y
            total -= float(np.log(held.sum() + 1e-12))
            slope = slope - (held / held.sum() - share_of) @ x
        return total, slope

    found = minimize(loss, np.zeros(scaled[0][0].shape[1]), jac=True, method="L-BFGS-B")
    weights: np.ndarray = np.asarray(found.x) / spread
    return weights


def recalled(one: Asked, names: Sequence[str], weights: np.ndarray) -> float:
    """Whether the answer chosen under these weights holds the gold within its first 60 words."""
    from assistant.answering import choose
    from assistant.settings import AssistantSettings

    scores = matrix(one, names) @ weights
    order = np.argsort(-scores, kind="stable")
    evidence = [replace(one.evidence[place], score=float(scores[place])) for place in order]
    text = " ".join(each.text for each in choose(one.question, evidence, AssistantSettings()))
    return float(one.right(" ".join(text.split()[:60])) == 1)


def fit_sentences(questions: Sequence[Asked]) -> None:
    from sklearn.model_selection import GroupKFold

    names = clue_names()
    # The half set asks the same questions again.
    able = [one for one in questions if one.answerable and one.evidence and one.part != 1]
    pairs = [(matrix(one, names), np.array([one.right(each.text) for each in one.evidence])) for one in able]
    known = [place for place, (_, y) in enumerate(pairs) if y.any()]
    spread = np.vstack([x for x, _ in pairs]).std(0) + 1e-9
    hits = np.zeros(len(able))
    for train, test in GroupKFold(FOLDS).split(able, groups=[one.group for one in able]):
        weights = softmax_weights([pairs[place] for place in train if place in known], spread)
        hits[test] = [recalled(able[place], names, weights) for place in test]
    for part in sorted({one.part for one in able}):
        of_part = [place for place, one in enumerate(able) if one.part == part]
        print("answer recall, held out", part, round(float(hits[of_part].mean()), 3), len(of_part))
    weights = softmax_weights([pairs[place] for place in known], spread)
    print(json.dumps(dict(zip(names, weights.round(2).tolist(), strict=True))))


# --- confidence ----------------------------------------------------------------


def fit_confidence(questions: Sequence[Asked]) -> None:
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import roc_auc_score
    from sklearn.model_selection import GroupKFold

    from assistant.abstention import WEIGHTS, features_of
    from assistant.answering import choose
    from assistant.settings import AssistantSettings

    chosen = [
        choose(one.question, one.evidence[: AssistantSettings().sentences_weighed], AssistantSettings())
        for one in questions
    ]
    kept = [place for place, sentences in enumerate(chosen) if sentences]
    found = [asdict(features_of(questions[place].question, chosen[place])) for place in kept]
    names = [name for name in found[0] if name not in BY_HAND]
    x = np.array([[row[name] for name in names] for row in found])
    hand = np.array([sum(WEIGHTS[name] * row[name] for name in BY_HAND) for row in found])
    texts = [" ".join(" ".join(each.text for each in chosen[place]).split()[:60]) for place in kept]
    can = np.array([questions[place].answerable for place in kept])
    right = (
        np.array([questions[place].right(text) > 0.5 for place, text in zip(kept, texts, strict=True)]) & can
    )
    part = np.array([questions[place].part for place in kept])
    spread, middle = x.std(0) + 1e-9, x.mean(0)
    model = LogisticRegression(C=CONFIDENCE_C, max_iter=2000)
    scaled = (x - middle) / spread
    held_out = np.zeros(len(x))
    for train, test in GroupKFold(FOLDS).split(x, right, [questions[place].group for place in kept]):
        held_out[test] = model.fit(scaled[train], right[train]).decision_function(scaled[test])
    held_out = 1 / (1 + np.exp(-held_out - hand))
    for number in sorted(set(part)):
        of_part = part == number
        judged = of_part & (right | ~can)
        print("auroc, held out", number, round(roc_auc_score(right[judged], held_out[judged]), 4))
        for level in LEVELS:
            print(at_level(level, held_out[of_part & ~can], held_out[of_part & can]))
    model.fit(scaled, right)
    weights = model.coef_[0] / spread
    print(
        json.dumps(
            {"intercept": round(float(model.intercept_[0] - weights @ middle), 3)}
            | dict(zip(names, weights.round(3).tolist(), strict=True))
        )
    )


def at_level(level: float, unable: np.ndarray, able: np.ndarray) -> str:
    """False answers at a threshold, with the upper end of the one-sided 95 % Clopper-Pearson interval."""
    from scipy.stats import beta

    wrong = int((unable >= level).sum())
    upper = float(beta.ppf(0.95, wrong + 1, len(unable) - wrong)) if wrong < len(unable) else 1.0
    return (
        f"  {level:.2f}  false answers {wrong / len(unable):.3f} (at most {upper:.3f})"
        f"  answerable below {(able < level).mean():.3f}"
    )


def main() -> int:
    homes = [Path(argument) for argument in sys.argv[1:]]
    if not homes or not DATA.is_dir():
        print("passed over: needs ../shared/data and the homes of bench/realtimeqa.py", file=sys.stderr)
        return 0
    questions = list(asked(homes))
    fit_sentences(questions)
    fit_confidence(questions)
    return 0


if __name__ == "__main__":
    sys.exit(main())
