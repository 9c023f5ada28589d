"""Question sets are read whole or refused with file and line; wordings match token by token."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from eval.errors import SetUnreadable
from eval.loading import find_set, question_from_json, read_set
from eval.questions import Evidence, Forbidden, Nugget
from eval.saving import write_set
from eval.wording import holds, plain, tokens
from tests.eval_room import COST, DEAD, as_row, renamed


def write(path: Path, *rows: object) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.mark.parametrize("question", [COST, DEAD])
def test_a_question_is_read_as_it_was_written(question):
    assert question_from_json(as_row(question)) == question


def test_a_set_keeps_the_order_and_the_lines(tmp_path):
    path = tmp_path / "mine.jsonl"
    path.write_text(json.dumps(as_row(DEAD)) + "\n\n" + json.dumps(as_row(COST)) + "\n", encoding="utf-8")

    read = read_set(path)

    assert [(q.id, q.line) for q in read.questions] == [("dead", 1), ("cost", 3)]
    assert read.name == "mine"


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"schema": 2}, "schema 2 is not known: this version reads schema 1"),
        ({"schema": True}, "'schema' is True, expected int"),
        ({"type": "riddle"}, "'type' is 'riddle', expected one of: single_fact, "),
        ({"answerable": "yes"}, "'answerable' is 'yes', expected bool"),
        ({"as_of": "spring"}, "'as_of' is 'spring', expected a day like 2023-09-30"),
        ({"turns": []}, "'turns' is empty"),
        ({"nuggets": [], "required_articles": []}, "an answerable question needs a vital nugget"),
        ({"type": "unanswerable"}, "type 'unanswerable' does not go with an 'answerable' of True"),
        ({"type": "who_said"}, "a who_said question needs its 'speaker'"),
        ({"story_id": " "}, "'story_id' is empty"),
        ({"anwser": "typed wrong"}, "unknown key 'anwser'"),
        ({"aliases": [5]}, "'aliases' is a list of non-empty strings"),
        ({"nuggets": ["n1"]}, "'nuggets' holds 'n1', expected objects"),
    ],
)
def test_a_broken_line_is_named_with_its_reason(tmp_path, change, complaint):
    path = write(tmp_path / "set.jsonl", as_row(COST), as_row(DEAD) | change)

    with pytest.raises(SetUnreadable) as caught:
        read_set(path)

    assert str(caught.value).startswith(f"{path}, line 2: ")
    assert complaint in str(caught.value)


def test_a_missing_key_is_named(tmp_path):
    row = as_row(COST)
    del row["split"]

    with pytest.raises(SetUnreadable, match="line 1: question: 'split' is missing"):
        read_set(write(tmp_path / "set.jsonl", row))


def test_an_id_used_twice_is_refused(tmp_path):
    path = write(tmp_path / "set.jsonl", as_row(COST), as_row(renamed(DEAD, "cost")))

    with pytest.raises(SetUnreadable, match="line 2: id 'cost' is taken by line 1"):
        read_set(path)


def test_a_line_that_is_no_json_is_refused(tmp_path):
    path = tmp_path / "set.jsonl"
    path.write_text('{"id": \n', encoding="utf-8")

    with pytest.raises(SetUnreadable, match="line 1: Expecting value"):
        read_set(path)


def test_brackets_without_end_are_refused(tmp_path):
    path = tmp_path / "set.jsonl"
    path.write_text("[" * 100_000, encoding="utf-8")

    with pytest.raises(SetUnreadable, match="line 1: "):
        read_set(path)


def test_an_empty_set_is_an_error(tmp_path):
    with pytest.raises(SetUnreadable, match="holds no question"):
        read_set(write(tmp_path / "set.jsonl"))


def test_an_unknown_name_lists_the_sets_there_are():
    with pytest.raises(
        SetUnreadable,
        match=r"no question set 'smaple': give a file \(\.jsonl, \.csv, \.yaml, \.yml\), or one of: .*sample",
    ):
        find_set("smaple")


def test_a_bare_name_is_a_set_of_the_project(root):
    assert find_set("sample") == root / "eval" / "sets" / "sample.jsonl"


@pytest.mark.parametrize(
    ("text", "wording", "stands"),
    [
        ("He counted 15 boats.", "5", False),
        ("It fell by 1.5 points", "5", False),
        ("Growth of 5% was forecast", "5", False),
        ("The count is 5.", "5", True),
        ("a toll of 2,400, officials said", "2,400", True),
        ("Roe’s inquiry", "Roe", True),
        ("the minister—Petra Sollen—said", "petra sollen", True),
        ("“The Delta Record” counts", "Delta Record", True),
        ("a cease-fire holds", "fire", False),
        ("in the U.S. Senate", "U.S.", True),
        ("nothing", "", False),
        ("nothing", "the", False),
    ],
)
def test_a_wording_stands_as_a_run_of_whole_tokens(text, wording, stands):
    assert holds(text, wording) is stands


def test_plain_unifies_what_typesetters_vary():
    assert plain("“We\xa0do”\u200b – it’s   so") == '"We do" - it\'s so'


def test_tokens_leave_articles_and_case_out():
    assert tokens("The Hollen Dam, an old one") == ("hollen", "dam", "old", "one")


def test_a_table_gives_the_same_questions_as_the_schema(root):
    left, built = read_set(root / "tests" / "data" / "eval" / "questions.csv").questions

    assert [t.user for t in left.turns] == ["Who left?", "When?", "And why?"]
    assert left.turns[-1].standalone == "Why did Ostavo leave?"
    assert left.aliases == ("the log", "a page")
    assert left.forbidden == (Forbidden("flood", "no"),)
    both = (Evidence("dam", "a log, by hand"), Evidence("rice", "was read"))
    log = Nugget("n1", "A log", True, ("maintenance log", "the log"), (both, (Evidence("dam", "the log"),)))
    signed = Nugget("n2", "He had signed", True, ("He had signed",), ((Evidence("dam", "he had signed"),),))
    assert left.nuggets == (log, signed)
    assert (built.answerable, built.line) == (False, 6)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("id,colour\nq1,red\n", "line 1: column 'colour' is unknown"),
        ("question\nWho?\n", "line 1: column 'id' is missing"),
        ("id,question,quote\n,Who?,words\n", "line 2: the first row of a question needs an id"),
        (
            "id,type,question,quote\nq1,single_fact,Who?,words\n",
            "line 2: question 'q1': a quote needs its nugget",
        ),
        ("id,type,question\nq1,riddle,Who?\n", "line 2: question: 'type' is 'riddle'"),
    ],
)
def test_a_broken_table_is_named_with_its_line(tmp_path, text, complaint):
    path = tmp_path / "mine.csv"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(SetUnreadable, match=complaint):
        read_set(path)


def test_yaml_reads_as_json_does_and_takes_bare_dates(tmp_path):
    path = tmp_path / "mine.yaml"
    text = json.dumps([as_row(COST), as_row(DEAD)])
    day = json.dumps(as_row(DEAD)["as_of"])
    path.write_text(text.replace(day, day.strip('"')), encoding="utf-8")

    assert [replace(q, line=0) for q in read_set(path).questions] == [COST, DEAD]


def test_broken_yaml_is_named_with_its_line(tmp_path):
    path = tmp_path / "mine.yml"
    path.write_text("- id: q1\n  type: [single_fact\n- id: q2\n", encoding="utf-8")

    with pytest.raises(SetUnreadable, match=r"mine\.yml, line 3: no YAML: "):
        read_set(path)


@pytest.mark.parametrize("question", [COST, DEAD])
def test_a_question_written_reads_back_the_same(tmp_path, question):
    path = tmp_path / "mine.jsonl"
    write_set(path, [question])

    assert [replace(q, line=0) for q in read_set(path).questions] == [question]


def test_a_set_is_never_written_over_another(tmp_path):
    path = tmp_path / "mine.jsonl"
    write_set(path, [COST])

    with pytest.raises(SetUnreadable, match="is there already"):
        write_set(path, [DEAD])
