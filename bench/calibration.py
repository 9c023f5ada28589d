"""Fit the confidence of `assistant.abstention` on RealTime QA and print its numbers.

    bench/calibration.py HOME_1000 HOME_HALF

The homes hold the indexes that `bench/realtimeqa.py 1000` and `… half` make.
An answer counts as right where the gold string stands in its sentences; wrong
and unanswerable ones count alike. Prints the weights fitted on all questions,
and the area under the ROC curve of right against unanswerable with each week's
questions held out in turn.
"""

import importlib.util
import json
import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
DATA = SHARED / "data" / "realtimeqa"
sys.path.insert(0, str(ROOT))
# Enough to keep two correlated features from growing against each other.
REGULARISATION = 0.3


def scorer() -> Any:
    spec = importlib.util.spec_from_file_location("score", SHARED / "bench" / "score.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rows(home: Path, answerable: str, unanswerable: str) -> list[tuple[str, dict[str, float], int, int]]:
    """(week, features, right, answerable) of each question that has any evidence."""
    from assistant.abstention import features_of
    from assistant.assistant import Assistant
    from assistant.plain import weigh_found
    from index.library import Library
    from index.passage import Filters

    assistant = Assistant(Library(home))
    generation = assistant.library.open()
    holds = scorer().holds
    found = []
    for name, can in ((answerable, 1), (unanswerable, 0)):
        for line in (DATA / name).read_text("utf-8").splitlines():
            question = json.loads(line)
            day = date.fromisoformat(question["question_date"].replace("/", "-"))
            understood = assistant._understood(generation, question["question"], Filters(as_of=day), ())
            hits = generation.search(
                understood.standalone, understood.filters, assistant._settings.passages_found
            )
            chosen = weigh_found(generation, understood, hits, assistant._settings).chosen
            if chosen:
                text = " ".join(one.text for one in chosen)
                right = int(can and holds(question["answer"], text))
                found.append((str(day), asdict(features_of(understood, chosen)), right, can))
    return found


def main() -> int:
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import roc_auc_score
    from sklearn.model_selection import GroupKFold

    data = rows(Path(sys.argv[1]), "questions.jsonl", "unanswerable.jsonl")
    sets = [0] * len(data)
    if len(sys.argv) > 2:
        data += rows(Path(sys.argv[2]), "questions_half.jsonl", "removed_half.jsonl")
        sets += [1] * (len(data) - len(sets))
    names = list(data[0][1])
    x = np.array([[row[1][name] for name in names] for row in data])
    right = np.array([row[2] for row in data])
    can = np.array([row[3] for row in data])
    which = np.array(sets)
    held_out = np.zeros(len(data))
    model = LogisticRegression(C=1 / REGULARISATION, max_iter=1000)
    for train, test in GroupKFold(10).split(x, right, [row[0] for row in data]):
        held_out[test] = model.fit(x[train], right[train]).predict_proba(x[test])[:, 1]
    for number in sorted(set(sets)):
        kept = (which == number) & ((right == 1) | (can == 0))
        print("held-out auroc", number, round(roc_auc_score(right[kept], held_out[kept]), 4))
        for level in (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6):
            no, yes = (which == number) & (can == 0), (which == number) & (can == 1)
            print(
                level,
                "false answers",
                round((held_out[no] >= level).mean(), 3),
                "below",
                round((held_out[yes] < level).mean(), 3),
            )
    model.fit(x, right)
    print(
        json.dumps(
            {"intercept": round(float(model.intercept_[0]), 3)}
            | dict(zip(names, model.coef_[0].round(3).tolist(), strict=True))
        )
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
