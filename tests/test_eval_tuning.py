"""Tuning learns on dev, reports on test, and writes what it learned with where it came from."""

import json
import math
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from assistant.settings import AS_FITTED, Calibration
from eval.adapting import tune
from eval.errors import NothingToTune, TunedUnreadable
from eval.questions import QuestionSet
from eval.runlog import RunHeader, RunLog
from eval.saving import write_set
from eval.scoring import score_run
from eval.tuned import Tuned, read_tuned, write_tuned
from eval.tuning import LEAST_GAIN, lowest_threshold, tune_calibration, tune_weights
from index.passage import Filters, Found
from index.settings import SearchSettings
from tests.eval_room import CANAL, COST, DEAD, FLOOD, NOBODY, Clerk, Room, record, sentence

HEADER = RunHeader("room", "d1", "c0de", "g1", {}, {}, {})
RIGHT = sentence(CANAL, "The canal will cost 6.8 billion crowns.")
WRONG = sentence(FLOOD, "The dam broke on Tuesday.")


def scored(confidences, rights):
    """A run of as many questions as there are confidences, right or wrong as told."""
    questions = tuple(replace(COST, id=f"q{i}", story_id=f"s{i}") for i in range(len(rights)))
    records = tuple(
        record(q, RIGHT if right else WRONG, confidence=c)
        for q, c, right in zip(questions, confidences, rights, strict=True)
    )
    return score_run(RunLog(HEADER, records), QuestionSet("room", Path("r"), "d1", questions), Room())


def test_the_threshold_is_the_lowest_that_keeps_the_risk():
    # 60 right answers at 0.9, 10 wrong ones at 0.5: 0 of 60 bounds the risk at 4.9 %, 10 of 70 at 23 %.
    confidences, losses = [0.9] * 60 + [0.5] * 10, [0.0] * 60 + [1.0] * 10

    assert lowest_threshold(confidences, losses, 0.05) == 0.9
    assert lowest_threshold(confidences, losses, 0.25) == 0.5


def test_fifty_eight_right_answers_are_one_too_few_for_five_per_cent():
    # EVAL: at 5 % it takes 59 answers without an error; then nothing but the most confident is answered.
    assert lowest_threshold([0.9 - i / 1000 for i in range(59)], [0.0] * 59, 0.05) == 0.842
    assert lowest_threshold([0.9 - i / 1000 for i in range(58)], [0.0] * 58, 0.05) == 0.9


def test_equal_confidences_are_answered_together():
    # Of the two at 0.8 one is wrong; cutting between them would promise what a threshold cannot keep.
    assert lowest_threshold([0.9] * 40 + [0.8, 0.8], [0.0] * 40 + [0.0, 1.0], 0.08) == 0.9


def test_slope_and_shift_are_those_of_a_penalised_regression():
    rng = np.random.default_rng(3)
    confidences = list(rng.uniform(0.05, 0.95, 80))
    rights = [bool(rng.random() < c**2) for c in confidences]

    learned = tune_calibration(scored(confidences, rights))

    # The prior is around slope 1: fit what the slope adds to 1, by scikit-learn's penalty of the same strength.
    odds = np.array([math.log(c / (1 - c)) for c in confidences])
    x, y = np.column_stack([odds, np.ones(80)]), np.array(rights, float)

    def loss(slope, shift):
        z = x @ [slope, shift]
        return float(np.sum(np.logaddexp(0, z) - y * z)) + ((slope - 1) ** 2 + shift**2) / 2

    best = loss(learned.slope, learned.shift)
    for step in (-0.01, 0.01):
        assert loss(learned.slope + step, learned.shift) > best
        assert loss(learned.slope, learned.shift + step) > best
    # Without a prior worth the name it is scikit-learn's own.
    free = LogisticRegression(C=1e6).fit(odds[:, None], y)
    assert learned.slope == pytest.approx(float(free.coef_[0, 0]), abs=0.25)


def test_without_a_wrong_answer_there_is_nothing_to_learn():
    with pytest.raises(NothingToTune, match="3 of 3 dev answers are right"):
        tune_calibration(scored([0.9, 0.8, 0.7], [True, True, True]))


def searching_with(settings: SearchSettings):
    """A search that finds the canal first only where words weigh more than meaning."""

    def search(query: str, filters: Filters, k: int) -> Found:
        hits = Room().search("canal" if settings.words > settings.dense else "dam", filters, k).hits
        return Found(query, filters, hits, "g1")

    return search


def test_a_weight_is_taken_where_it_finds_more():
    learned = tune_weights(
        [(COST, record(COST, RIGHT))], Room(), searching_with, SearchSettings(dense=1.0, words=0.8), 1
    )

    # Tried in order: meaning at 0.5 and 0.75 is below the words; the first of the best is taken.
    assert learned.weights == {"dense": 0.5}
    assert (learned.before, learned.after) == (0.0, 1.0)


def test_a_weight_that_gains_nothing_stays():
    learned = tune_weights(
        [(COST, record(COST, RIGHT))], Room(), searching_with, SearchSettings(dense=0.5, words=2.0), 1
    )

    assert learned.weights == {}
    assert learned.after - learned.before < LEAST_GAIN


def test_what_was_learned_reads_back(tmp_path):
    tuned = Tuned({"words": 1.2}, Calibration(0.9, -0.1, 0.4, 0.1), {"made": "today", "split": "dev"})

    write_tuned(tmp_path, tuned)

    assert read_tuned(tmp_path) == tuned
    assert tuned.search(SearchSettings()).words == 1.2


def test_a_home_without_the_file_is_as_fitted(tmp_path):
    assert read_tuned(tmp_path) is None
    assert Tuned().search(SearchSettings()) == SearchSettings()
    assert Tuned().calibration == AS_FITTED


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"schema": 9}, "schema 9 is not known"),
        ({"weights": {"depth": 3}}, "'depth' is no weight; known: dense"),
        ({"weights": {"words": "much"}}, "are numbers"),
        ({"calibration": None}, "NoneType"),
    ],
)
def test_a_broken_file_is_refused_with_what_to_do(tmp_path, change, complaint):
    row = {"schema": 1, "weights": {}, "calibration": {}, "provenance": {}} | change
    (tmp_path / "tuned.json").write_text(json.dumps(row))

    with pytest.raises(TunedUnreadable, match=f"{complaint}.*delete it, or run: app.py eval tune SET"):
        read_tuned(tmp_path)


@dataclass(frozen=True)
class TunableRoom(Room):
    """A room whose search listens to the weights."""

    settings: object = None

    def encode(self, texts):
        return np.ones((len(texts), 2))

    def searching_with(self, settings, encode=None):
        encode(["canal"])
        found = searching_with(settings)

        class Searcher:
            search = staticmethod(found)

        return Searcher()


@dataclass(frozen=True)
class WithSearch:
    search: SearchSettings


def test_tuning_end_to_end(tmp_path):
    dev = [replace(COST, id=f"d{i}", story_id=f"d{i}", split="dev") for i in range(4)]
    none = [replace(NOBODY, id=f"n{i}", story_id=f"n{i}", split="dev") for i in range(2)]
    test = [replace(DEAD, split="test"), replace(COST, id="t", story_id="t", split="test")]
    write_set(tmp_path / "mine.jsonl", [*dev, *none, *test])
    seen = []

    def opened(tuned):
        seen.append(tuned)
        base = WithSearch(tuned.search(SearchSettings(dense=1.0, words=0.8)))
        return Clerk(), TunableRoom(settings=base)

    learned = tune(str(tmp_path / "mine.jsonl"), opened=opened, home=tmp_path, out=tmp_path / "out")

    assert learned.tuned.weights == {"dense": 0.5}
    assert read_tuned(tmp_path) == learned.tuned
    provenance = learned.tuned.provenance
    assert (provenance["split"], provenance["questions"], provenance["reported_on"]) == ("dev", 6, "test")
    assert set(provenance["before"]) == set(provenance["after"])
    # The test split was asked under both; the last assistant had all that was learned.
    assert seen[-1].calibration == learned.tuned.calibration
    assert (tmp_path / "out" / "test-after" / "run.jsonl").exists()


def test_a_set_without_a_test_split_cannot_be_tuned_on(tmp_path):
    write_set(tmp_path / "mine.jsonl", [replace(COST, split="dev")])

    with pytest.raises(NothingToTune, match="the test split is empty"):
        tune(
            str(tmp_path / "mine.jsonl"),
            opened=lambda _: (Clerk(), TunableRoom()),
            home=tmp_path,
            out=tmp_path,
        )
