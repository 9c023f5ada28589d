"""A judge's opinion stands in columns of its own, is kept, and decides nothing else."""

import json
from dataclasses import dataclass, field, replace

import pytest

from assistant.answer import Sentence
from assistant.errors import ModelUnknown
from eval.command import run
from eval.errors import JudgeFailed, LogUnreadable
from eval.judging import JUDGE_NAME, Judge, Opinion, judge_all, judge_of, judged_values, read_opinions
from eval.saving import write_set
from tests.eval_room import CANAL, COST, DEAD, NOBODY, Clerk, Room, record, sentence

RIGHT = record(COST, sentence(CANAL, "The canal will cost 6.8 billion crowns."))


@dataclass
class Reply:
    text: str


@dataclass
class Pundit:
    """Says Yes where the words "6.8 billion" stand in the prompt twice, else No; counts what it is asked."""

    asked: list[str] = field(default_factory=list)

    def complete(self, prompt: str) -> Reply:
        self.asked.append(prompt)
        return Reply("Yes." if prompt.count("6.8 billion") > 1 else " no, it does not")


@pytest.mark.parametrize(
    ("reply", "verdict"), [("Yes", True), ("**No**, since", False), ("It depends.", None)]
)
def test_only_yes_and_no_are_verdicts(reply, verdict):
    class Says:
        def complete(self, prompt):
            return Reply(reply)

    assert Judge(Says(), "m").supports("text", "claim") is verdict


def test_an_opinion_is_on_the_answer_and_on_each_cited_sentence():
    answered = replace(RIGHT, sentences=(*RIGHT.sentences, Sentence("Uncited.", ())))

    assert Judge(Pundit(), "m").opinion(COST, answered) == Opinion("cost", "m", True, (True,))


def test_silence_is_not_judged():
    pundit = Pundit()

    opinion = Judge(pundit, "m").opinion(NOBODY, replace(record(NOBODY), outcome="abstained"))

    assert opinion == Opinion("nobody", "m")
    assert pundit.asked == []
    assert judged_values(opinion) == {}


def test_no_verdict_gives_no_value():
    assert judged_values(Opinion("q", "m", None, (True, None, False))) == {"judged_support": (1.0, 0.0)}


def test_opinions_are_kept_and_a_torn_one_is_asked_again(tmp_path):
    pairs = [(COST, RIGHT), (replace(COST, id="again"), RIGHT)]
    first = judge_all(Judge(Pundit(), "m"), pairs, tmp_path)
    path = tmp_path / JUDGE_NAME
    path.write_bytes(path.read_bytes()[:-5])
    pundit = Pundit()

    second = judge_all(Judge(pundit, "m"), pairs, tmp_path)

    assert second == first
    # One question and one sentence of the second; the first was kept.
    assert len(pundit.asked) == 2
    assert read_opinions(tmp_path) == list(first.values())


def test_another_judge_asks_for_itself(tmp_path):
    judge_all(Judge(Pundit(), "m"), [(COST, RIGHT)], tmp_path)
    pundit = Pundit()

    opinions = judge_all(Judge(pundit, "other"), [(COST, RIGHT)], tmp_path)

    assert opinions["cost"].model == "other"
    assert len(pundit.asked) == 2


def test_broken_opinions_are_an_error_of_one_line(tmp_path):
    (tmp_path / JUDGE_NAME).write_text('{"id": "q"}\n{}\n')

    with pytest.raises(LogUnreadable, match=r"judge\.jsonl: no judge's opinions"):
        read_opinions(tmp_path)


def test_the_judge_changes_no_other_figure(tmp_path):
    write_set(tmp_path / "room.jsonl", [COST, DEAD, NOBODY])
    given = {"library": Room(), "assistant": Clerk()}

    run([str(tmp_path / "room.jsonl")], out=tmp_path / "plain", **given)
    run([str(tmp_path / "room.jsonl")], out=tmp_path / "judged", judge=Judge(Pundit(), "m"), **given)

    plain, judged = (
        json.loads((tmp_path / name / "room" / "report.json").read_text())["totals"]
        for name in ("plain", "judged")
    )
    assert judged.keys() - plain.keys() == {"judged_right", "judged_support"}
    assert {name: judged[name] for name in plain} == plain


def test_scoring_again_shows_what_the_judge_said_before(tmp_path):
    write_set(tmp_path / "room.jsonl", [COST])
    given = {"library": Room(), "assistant": Clerk(), "out": tmp_path / "out"}
    run([str(tmp_path / "room.jsonl")], judge=Judge(Pundit(), "m"), **given)

    run([str(tmp_path / "room.jsonl")], rescore=True, **given)

    assert "judged_right" in (tmp_path / "out" / "room" / "report.json").read_text()


def test_a_judge_of_no_known_kind_is_refused():
    with pytest.raises(ModelUnknown, match="oracle"):
        judge_of("oracle:delphi", {})


def test_a_judge_that_fails_keeps_what_it_said(tmp_path):
    class Tired(Pundit):
        def complete(self, prompt):
            if len(self.asked) == 2:
                raise TimeoutError("too slow")
            return super().complete(prompt)

    pairs = [(COST, RIGHT), (replace(COST, id="again"), RIGHT)]

    with pytest.raises(JudgeFailed, match=r"the judge m failed \(TimeoutError: too slow\); .* run again"):
        judge_all(Judge(Tired(), "m"), pairs, tmp_path)

    assert [o.id for o in read_opinions(tmp_path)] == ["cost"]
