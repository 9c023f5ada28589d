"""The real assistant over the sample corpus, asked a part of the project's own set: the invariants hold."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from eval.gating import read_gate
from eval.loading import SETS, read_set
from eval.metrics.catalogue import METRICS
from eval.running import run_set
from eval.scores import Scored
from eval.scoring import score_run
from index.library import Library

# Every ninth question: of all types and most stories, in a few seconds.
STEP = 9


@pytest.fixture(scope="module")
def scored(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Scored:
    library = Library(sample_home)
    whole = read_set(SETS / "sample.jsonl")
    part = replace(whole, questions=whole.questions[::STEP])
    generation = library.open()
    log = run_set(
        part, assistant=Assistant(library), generation=generation, folder=tmp_path_factory.mktemp("run")
    )
    return score_run(log, part, generation)


@pytest.mark.parametrize("metric", sorted(read_gate().invariants))
def test_an_invariant_holds(scored: Scored, metric: str) -> None:
    assert scored.totals[metric].value == read_gate().invariants[metric], METRICS[metric].title


def test_no_question_ends_in_an_error(scored: Scored) -> None:
    assert [s.record.error for s in scored.scores if s.record.error] == []


def test_most_evidence_is_found(scored: Scored) -> None:
    assert scored.totals["all_evidence@10"].value >= 0.6


def test_something_is_answered_rightly(scored: Scored) -> None:
    assert scored.totals["right"].value > 0.2
