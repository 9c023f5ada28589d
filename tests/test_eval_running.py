"""A run logs every answer as it comes, goes on after a kill, and refuses another run's log."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assistant.answer import Note, Sentence
from eval.errors import LogUnreadable, RunMismatch
from eval.questions import Question, QuestionSet, QuestionTurn
from eval.runlog import LOG_NAME, read_log
from eval.running import code_digest, run_set
from eval.settings import DEFAULTS
from tests.eval_room import CANAL, COST, DEAD, NO_FILTERS, NOBODY, Clerk, Room, cite, renamed, sentence


def question_set(*questions: Question, digest: str = "d1") -> QuestionSet:
    return QuestionSet("room", Path("room.jsonl"), digest, questions)


QUESTIONS = question_set(COST, DEAD, NOBODY)


def run(
    folder: Path, questions: QuestionSet = QUESTIONS, clerk: Clerk | None = None, room: Room | None = None
):
    return run_set(questions, assistant=clerk or Clerk(), generation=room or Room(), folder=folder)


def test_a_record_holds_the_answer_and_the_search(tmp_path):
    cost, dead, nobody = run(tmp_path).records

    assert cost.sentences == (sentence(CANAL, "The canal will cost 6.8 billion crowns."),)
    assert (cost.outcome, cost.confidence) == ("answered", 0.9)
    assert [f.article_id for f in cost.found] == ["canal", "flood", "toll"]
    assert dead.searched == {"as_of": "2023-04-30"}
    assert (nobody.outcome, nobody.sentences) == ("abstained", ())


def test_the_log_reads_back_as_it_was_written(tmp_path):
    log = run(tmp_path)

    written = read_log(tmp_path / LOG_NAME)
    # Several are asked at once, so the file has them in the order in which they were done.
    assert sorted(written.records, key=lambda r: r.id) == sorted(log.records, key=lambda r: r.id)
    assert written.header == log.header


def test_the_header_says_what_the_answers_depend_on(tmp_path):
    header = run(tmp_path).header

    assert (header.set_name, header.set_digest, header.generation) == ("room", "d1", "g1")
    assert header.manifest == {"corpus": "abc", "model": "none"}
    assert header.assistant == {"settings": "by rule", "model": None, "index": None}
    assert header.code == code_digest()


def test_another_model_is_another_run(tmp_path):
    class Metadata:
        metadata = "model B"

    run(tmp_path)
    clerk = Clerk()
    clerk.model = Metadata()

    with pytest.raises(RunMismatch, match="assistant differ"):
        run(tmp_path, clerk=clerk)


def test_another_file_of_code_is_another_digest(tmp_path):
    for folder in ("corpus", "index", "assistant", "eval"):
        (tmp_path / folder).mkdir()
    before = code_digest(tmp_path)
    (tmp_path / "eval" / "scoring.py").write_text("x = 1\n")
    assert code_digest(tmp_path) == before
    (tmp_path / "index" / "search.py").write_text("x = 1\n")
    assert code_digest(tmp_path) != before


def test_a_finished_run_asks_nothing_again(tmp_path):
    first = run(tmp_path)
    clerk = Clerk()

    assert run(tmp_path, clerk=clerk) == first
    assert clerk.asked == []


@pytest.mark.parametrize("kept", [0, 1, 2, 3])
@pytest.mark.parametrize("torn", ["", '{"id": "de'])
def test_a_killed_run_goes_on_where_it_stopped(tmp_path, kept, torn):
    whole = run(tmp_path / "whole")
    lines = (tmp_path / "whole" / LOG_NAME).read_text().splitlines(keepends=True)
    (tmp_path / "killed").mkdir()
    (tmp_path / "killed" / LOG_NAME).write_text("".join(lines[: 1 + kept]) + torn)
    clerk = Clerk()

    resumed = run(tmp_path / "killed", clerk=clerk)

    assert len(clerk.asked) == 3 - kept
    assert [replace(r, wall_ms=0.0) for r in resumed.records] == [
        replace(r, wall_ms=0.0) for r in whole.records
    ]


def test_a_log_torn_in_its_header_begins_anew(tmp_path):
    (tmp_path / LOG_NAME).write_text('{"set_na')

    assert len(run(tmp_path).records) == 3


def test_the_log_of_another_set_is_refused(tmp_path):
    run(tmp_path)

    with pytest.raises(RunMismatch, match=r"set_digest differ\): name another --out"):
        run(tmp_path, question_set(COST, digest="d2"))


def test_the_log_of_another_generation_is_refused(tmp_path):
    run(tmp_path)

    with pytest.raises(RunMismatch, match="generation"):
        run(tmp_path, room=Room(name="g2"))


def test_a_line_broken_in_the_middle_is_named(tmp_path):
    run(tmp_path)
    lines = (tmp_path / LOG_NAME).read_text().splitlines(keepends=True)
    (tmp_path / LOG_NAME).write_text(lines[0] + "{broken\n" + lines[2])

    with pytest.raises(LogUnreadable, match="line 2: no JSON"):
        read_log(tmp_path / LOG_NAME)


def test_a_line_that_is_no_record_is_named(tmp_path):
    run(tmp_path)
    with (tmp_path / LOG_NAME).open("a") as log:
        log.write(json.dumps({"id": "q"}) + "\n")

    with pytest.raises(LogUnreadable, match="line 5: no record"):
        read_log(tmp_path / LOG_NAME)


def test_a_missing_log_is_a_stated_error(tmp_path):
    with pytest.raises(LogUnreadable, match="no run's log to read"):
        read_log(tmp_path / LOG_NAME)


def test_a_follow_up_is_asked_with_its_history(tmp_path):
    turns = tuple(QuestionTurn(t) for t in ("Who counts crowns?", "And boats?", "And dead?"))
    clerk = Clerk()

    run(tmp_path, question_set(replace(DEAD, turns=turns)), clerk)

    assert [(question, history) for question, _, history in clerk.asked] == [
        ("Who counts crowns?", 0),
        ("And boats?", 1),
        ("And dead?", 2),
    ]
    assert {filters.as_of for _, filters, _ in clerk.asked} == {date(2023, 4, 30)}


def test_a_stated_error_becomes_a_record_and_the_run_goes_on(tmp_path):
    failing = replace(renamed(COST, "failing"), turns=(QuestionTurn("Will it fail?"),))

    failed, cost = run(tmp_path, question_set(failing, COST)).records

    assert (failed.error, failed.outcome) == ("the model did not answer", "abstained")
    assert cost.outcome == "answered"


def test_progress_counts_what_is_done(tmp_path):
    seen = []
    run_set(
        QUESTIONS,
        assistant=Clerk(),
        generation=Room(),
        folder=tmp_path,
        progress=lambda done, total: seen.append((done, total)),
    )

    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_a_question_for_the_search_alone_is_searched_and_not_asked(tmp_path):
    topic = replace(COST, id="topic", nuggets=(), answer="", aliases=())
    clerk = Clerk()

    (searched,) = run(tmp_path, question_set(topic), clerk=clerk).records

    assert clerk.asked == []
    assert searched.outcome == "searched"
    assert [f.article_id for f in searched.found] == ["canal", "flood", "toll"]


def test_notes_and_the_short_answer_are_logged_and_read_back(tmp_path):
    note = Note("superseded", "In 2019 it was 4.2 billion.", (cite(CANAL, "Work starts in May."),))
    told = Sentence("It costs 6.8 billion.", (), day=date(2023, 3, 23), label="now", notes=(note,))

    class Telling(Clerk):
        def ask(self, question, filters=NO_FILTERS, history=()):
            plain = super().ask(question, filters, history)
            return replace(plain, sentences=(told,), short="6.8 billion", form="timeline", notes=(note,))

    run(tmp_path, question_set(COST), clerk=Telling())

    (record,) = read_log(tmp_path / LOG_NAME).records
    assert record.sentences == (told,)
    assert (record.short, record.form, record.notes) == ("6.8 billion", "timeline", (note,))
    assert record.shown == f"It costs 6.8 billion. {note.text} {note.text}"
    assert record.citations == note.citations * 2


@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_however_many_are_asked_at_once_the_records_are_the_same(tmp_path, jobs):
    many = question_set(*(replace(COST, id=f"q{i}") for i in range(12)))

    log = run_set(
        many, assistant=Clerk(), generation=Room(), folder=tmp_path, settings=replace(DEFAULTS, jobs=jobs)
    )

    assert [r.id for r in log.records] == [q.id for q in many.questions]
    assert log.header.jobs == jobs


def test_more_at_once_is_no_other_run(tmp_path):
    run_set(
        QUESTIONS, assistant=Clerk(), generation=Room(), folder=tmp_path, settings=replace(DEFAULTS, jobs=1)
    )
    clerk = Clerk()

    run_set(
        QUESTIONS, assistant=clerk, generation=Room(), folder=tmp_path, settings=replace(DEFAULTS, jobs=4)
    )

    assert clerk.asked == []


def test_an_error_that_is_none_of_ours_ends_the_run(tmp_path):
    class Broken(Clerk):
        def ask(self, question, filters=NO_FILTERS, history=()):
            raise ZeroDivisionError("a bug")

    with pytest.raises(ZeroDivisionError):
        run(tmp_path, clerk=Broken())
