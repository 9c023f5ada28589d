"""Question sets are read whole or refused with file and line; wordings match token by token."""

import json
from pathlib import Path

import pytest

from eval.errors import SetUnreadable
from eval.loading import find_set, question_from_json, read_set
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
        ({"nuggets": []}, "an answerable question needs a vital nugget"),
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
        SetUnreadable, match=r"no question set 'smaple': give a \.jsonl file, or one of: .*sample"
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
