"""The verifier on real model answers with human-marked hallucinations (../shared/data/ragtruth).

    bench/ragtruth.py [--fit]

Judges every sentence of 900 answers over 150 news texts with the text as its
source; a sentence counts as wrong where a person marked a span in it. `--fit`
fits the weights anew on all texts and prints them. Figures are of weights that
have not seen the text judged: ten folds by text, and one half by weights of the
other; "as shipped" has seen them all. Intervals by resampling texts. "Flagged"
is refused or marked with a doubt; what only announces an answer makes no claim
and is not flagged.
"""

import argparse
import json
import math
import random
import sys
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass, fields, replace
from pathlib import Path
from tempfile import gettempdir

ROOT = Path(__file__).resolve().parent.parent
ANSWERS = ROOT.parent / "shared" / "data" / "ragtruth" / "ragtruth_summary.jsonl"
RESAMPLES = 2_000
# Strong: the measures overlap, and 305 wrong sentences are few.
PENALTY = 0.01
FOLDS = 10
# Of right sentences, so many may be refused outright.
LOST = 0.02


@dataclass(frozen=True)
class Judged:
    """One sentence: its text's number and its answer's, whether a person marked it, and the verifier's findings."""

    text: int
    answer: tuple[int, int]
    wrong: bool
    claim: bool
    fact: str
    support: tuple[float, ...] | None
    doubt: float


def judged() -> list[Judged]:
    """Every sentence of every answer, in order."""
    from index.bundled import NAME
    from index.encoding import encoder

    encode = encoder(f"bundled:{NAME}", Path(gettempdir()) / "backfile-bench").encode
    found = []
    for line in ANSWERS.read_text("utf-8").splitlines():
        found += _of_text(json.loads(line), encode)
    return found


def _of_text(row: dict, encode: Callable) -> list[Judged]:  # type: ignore[type-arg]
    from assistant.aligned import Held, Source, Statement
    from assistant.support import doubt, measure
    from assistant.verification import inconsistency, is_framing
    from corpus.sentences import split

    source = Source(row["source"])
    held = Held.of([source])
    vectors = encode([sentence.text for sentence in held.sentences])
    found = []
    for number, response in enumerate(row["responses"]):
        said = response["response"]
        for start, end in split(said):
            sentence = said[start:end]
            nearest = float((vectors @ encode([sentence])[0]).max())
            support = measure(Statement(sentence), held, lambda *_, nearest=nearest: nearest)
            found.append(
                Judged(
                    row["source_id"],
                    (row["source_id"], number),
                    any(mark["start"] < end and mark["end"] > start for mark in response["labels"]),
                    not is_framing(sentence),
                    inconsistency(sentence, [source]),
                    astuple(support) if support else None,
                    doubt(support) if support else 0.0,
                )
            )
    return found


def fit(sentences: Sequence[Judged]) -> dict[str, float]:
    """Weights, and the doubt above which a sentence is refused, from sentences that break no fact."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    from assistant.support import Support

    usable = [each for each in sentences if each.claim and each.support and not each.fact]
    measures = np.array([each.support for each in usable])
    wrong = np.array([each.wrong for each in usable])
    scaler = StandardScaler().fit(measures)
    model = LogisticRegression(C=PENALTY, class_weight="balanced").fit(scaler.transform(measures), wrong)
    weights = model.coef_[0] / scaler.scale_
    doubts = model.predict_proba(scaler.transform(measures))[:, 1]
    return {
        "intercept": float(model.intercept_[0] - (weights * scaler.mean_).sum()),
        **{each.name: float(weight) for each, weight in zip(fields(Support), weights, strict=True)},
        "refused_above": float(np.quantile(doubts[~wrong], 1 - LOST)),
    }


def unseen(sentences: Sequence[Judged], folds: int) -> list[Judged]:
    """The sentences with their doubts by weights that were fitted on the texts of the other folds."""
    texts = sorted({each.text for each in sentences})
    fold = {text: number % folds for number, text in enumerate(texts)}
    weights = [fit([each for each in sentences if fold[each.text] != number]) for number in range(folds)]
    return [replace(each, doubt=_doubt(each, weights[fold[each.text]])) for each in sentences]


def _doubt(sentence: Judged, weights: dict[str, float]) -> float:
    from assistant.support import Support

    if sentence.support is None:
        return 0.0
    terms = (
        weights[each.name] * value for each, value in zip(fields(Support), sentence.support, strict=True)
    )
    return 1 / (1 + math.exp(-weights["intercept"] - sum(terms)))


def report(sentences: Sequence[Judged]) -> dict[str, object]:
    """Balanced accuracy of sentences and of answers with 95 % intervals over texts, and the rates behind it."""
    from assistant.support import MARKED_ABOVE, REFUSED_ABOVE

    flagged = [each.claim and (bool(each.fact) or each.doubt > MARKED_ABOVE) for each in sentences]
    refused = [each.claim and (bool(each.fact) or each.doubt > REFUSED_ABOVE) for each in sentences]
    return {
        "texts": len({each.text for each in sentences}),
        "sentences": len(sentences),
        "wrong": sum(each.wrong for each in sentences),
        "flagged": _rates(sentences, flagged),
        "refused": _rates(sentences, refused),
        "answers_flagged": _rates(*_answers(sentences, flagged)),
    }


def _answers(sentences: Sequence[Judged], flags: Sequence[bool]) -> tuple[list[Judged], list[bool]]:
    """One row an answer: wrong where a sentence of it is, flagged likewise."""
    by_answer: dict[tuple[int, int], tuple[Judged, bool]] = {}
    for each, flag in zip(sentences, flags, strict=True):
        before, flagged = by_answer.get(each.answer, (each, False))
        by_answer[each.answer] = (each if each.wrong else before, flagged or flag)
    return [row for row, _ in by_answer.values()], [flag for _, flag in by_answer.values()]


def _rates(rows: Sequence[Judged], flags: Sequence[bool]) -> dict[str, object]:
    counts: dict[int, list[int]] = {}
    for row, flag in zip(rows, flags, strict=True):
        of_text = counts.setdefault(row.text, [0, 0, 0, 0])
        of_text[2 * row.wrong + flag] += 1
    chance = random.Random(0)
    tables = list(counts.values())
    draws = sorted(_balanced(chance.choices(tables, k=len(tables))) for _ in range(RESAMPLES))
    right_kept, right_lost, missed, caught = (sum(column) for column in zip(*tables, strict=True))
    return {
        "balanced_accuracy": round(_balanced(tables), 3),
        "interval": [round(draws[int(len(draws) * share)], 3) for share in (0.025, 0.975)],
        "wrong_caught": round(caught / (caught + missed), 3),
        "right_kept": round(right_kept / (right_kept + right_lost), 3),
    }


def _balanced(tables: Sequence[Sequence[int]]) -> float:
    right_kept, right_lost, missed, caught = (sum(column) for column in zip(*tables, strict=True))
    return (right_kept / (right_kept + right_lost) + caught / (caught + missed)) / 2


def main() -> int:
    sys.path.insert(0, str(ROOT))
    plain = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=plain)
    parser.add_argument("--fit", action="store_true", help="fit the weights on all texts and print them")
    options = parser.parse_args()
    if not ANSWERS.exists():
        print(f"needs {ANSWERS}, which is not shipped with the project", file=sys.stderr)
        return 0
    sentences = judged()
    if options.fit:
        print(json.dumps({name: round(value, 3) for name, value in fit(sentences).items()}))
    halves = unseen(sentences, 2)
    texts = sorted({each.text for each in sentences})
    for name, rows in (
        ("ten folds", unseen(sentences, FOLDS)),
        ("first half by the other", [each for each in halves if each.text in texts[::2]]),
        ("second half by the other", [each for each in halves if each.text in texts[1::2]]),
        ("as shipped", sentences),
    ):
        print(json.dumps({"judged": name, **report(rows)}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
