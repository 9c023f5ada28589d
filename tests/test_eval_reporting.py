"""The report is one page that asks for nothing, escapes everything, and shows each question with its gold."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.article import Article
from eval.articles import Span
from eval.comparing import compare_runs
from eval.gating import Check
from eval.lint import Finding
from eval.metrics.calibration import risk_coverage
from eval.plots import latency_svg, risk_coverage_svg
from eval.questions import Question, QuestionSet, QuestionTurn
from eval.reporting import Report, as_html, as_json, as_markdown, shown_p, write_report
from eval.runlog import Record, RunHeader, RunLog
from eval.scores import Scored
from eval.scoring import score_run
from eval.views import Piece, pieces, question_view, stage_views
from tests.eval_room import CANAL, COST, DEAD, FLOOD, NOBODY, Room, cite, record, sentence

ROOM = Room()
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'{{ 7*7 }}{% x %}[x](javascript:0)"
RIGHT = sentence(CANAL, "The canal will cost 6.8 billion crowns.")
WRONG = sentence(FLOOD, "The dam broke on Tuesday.")


def score(questions: list[Question], records: list[Record], room: Room = ROOM, name: str = "room") -> Scored:
    header = RunHeader(name, "d1", "c0de", "g1", {"corpus": {"digest": "abc"}}, {}, {})
    return score_run(
        RunLog(header, tuple(records)), QuestionSet(name, Path("r.jsonl"), "d1", tuple(questions)), room
    )


@pytest.fixture
def scored() -> Scored:
    return score([COST, DEAD, NOBODY], [record(COST, RIGHT), record(DEAD, WRONG), record(NOBODY)])


def test_the_page_asks_for_nothing_outside(scored):
    page = as_html(Report(scored, Room()))

    assert "default-src 'none'" in page
    assert not re.search(r"<(script|link|img|iframe|object|base)\b|url\(|@import|\ssrc=", page)
    assert set(re.findall(r'href="([^"]*)"', page)) <= {f"#q-{q.id}" for q in (COST, DEAD, NOBODY)}


def test_every_question_can_be_opened_with_quote_and_gold(scored):
    page = as_html(Report(scored, Room()))

    for wanted in ('id="q-cost"', 'id="q-dead"', 'id="q-nobody"'):
        assert page.count(wanted) == 1
    assert "The <mark>" not in page
    assert "The canal <mark>will cost 6.8 billion crowns</mark>." in page
    assert "The ministry now counts 112 dead" in page


def test_nothing_from_a_set_an_article_or_a_model_is_markup():
    article = Article("evil", HOSTILE, f"{HOSTILE} stands here.", publication=HOSTILE)
    room = Room((article,))
    question = replace(
        COST,
        turns=(QuestionTurn(HOSTILE), QuestionTurn(HOSTILE, HOSTILE)),
        answer=HOSTILE,
        notes=HOSTILE,
        required_articles=("evil",),
    )
    said = sentence(article, article.text)
    rows = [replace(record(question, said), error=HOSTILE, standalone=HOSTILE + "?", author=HOSTILE)]
    report = Report(
        score([question], rows, room, name=HOSTILE), room,
        findings=(Finding(HOSTILE, "rule", HOSTILE),), checks=(Check(HOSTILE, False, HOSTILE),),
    )  # fmt: skip

    page = as_html(report)

    assert "<script" not in page
    assert "<img" not in page
    assert page.count("{{ 7*7 }}") >= 5
    assert "49" not in re.findall(r"&#39;(\d+)", page)


def test_a_name_cannot_break_out_of_the_markdown():
    report = Report(score([COST], [record(COST, RIGHT)], name="a|b`<i>"), Room())

    assert as_markdown(report).splitlines()[0] == "### Evaluation of `a/b'<i>`: 1 questions"


def test_the_markdown_tells_values_gate_and_comparison(scored):
    before = score([COST, DEAD, NOBODY], [record(COST, WRONG), record(DEAD, WRONG), record(NOBODY)])
    report = Report(
        scored,
        Room(),
        checks=(Check("Right answers", False, "0.5, at least 0.9"),),
        comparison=compare_runs(before, scored),
    )

    text = as_markdown(report)

    assert "| Right answers | 50.0 % | " in text
    assert "- **FAILED**: Right answers: 0.5, at least 0.9" in text
    assert "- newly fixed: `cost`" in text


@pytest.mark.parametrize(
    ("p", "shown"), [(0.031, "0.031"), (0.0005, "0.001"), (0.0004, "<0.001"), (1.0, "1.000")]
)
def test_no_p_value_is_shown_as_zero(p, shown):
    assert shown_p(p) == shown


def test_the_json_holds_every_value(scored):
    row = json.loads(json.dumps(as_json(Report(scored, Room()))))

    assert row["totals"]["right"]["value"] == 0.5
    assert [(q["id"], q["stage"]) for q in row["questions"]] == [
        ("cost", "right"),
        ("dead", "found, not used"),
        ("nobody", "rightly silent"),
    ]
    assert row["comparison"] is None


def test_all_files_are_written(scored, tmp_path):
    page = write_report(Report(scored, Room()), tmp_path / "run")

    assert page == tmp_path / "run" / "report.html"
    assert sorted(p.name for p in page.parent.iterdir()) == [
        "inspect",
        "qrels.trec",
        "report.html",
        "report.json",
        "report.md",
        "run.trec",
    ]


def test_a_comparison_lists_what_broke(scored):
    after = score([COST, DEAD, NOBODY], [record(COST, WRONG), record(DEAD, WRONG), record(NOBODY)])

    page = as_html(Report(after, Room(), comparison=compare_runs(scored, after)))

    assert 'Newly broken (1): <a href="#q-cost">cost</a>' in page


def test_a_quote_is_cut_where_the_evidence_begins_and_ends():
    whole = cite(CANAL, "The canal will cost 6.8 billion crowns.")

    assert pieces(whole, [Span("canal", 10, 30), Span("flood", 0, 99)]) == (
        Piece("The canal ", False),
        Piece("will cost 6.8 billio", True),
        Piece("n crowns.", False),
    )


def test_a_very_long_quote_is_shown_in_part():
    long = Article("long", "Long", "x" * 5000)

    shown = pieces(cite(long, long.text), [])

    assert [len(p.text) for p in shown] == [1200, 2]


def test_the_funnel_counts_every_answerable_question_once(scored):
    assert [(s.stage, s.count) for s in stage_views(scored, answerable=True) if s.count] == [
        ("found, not used", 1),
        ("right", 1),
    ]
    assert [(s.stage, s.count) for s in stage_views(scored, answerable=False)] == [("rightly silent", 1)]


def test_citations_of_one_quote_share_a_number():
    twice = record(COST, RIGHT, replace(RIGHT, text="Said again: 6.8 billion."))

    view = question_view(score([COST], [twice]).scores[0], Room())

    assert [s.numbers for s in view.sentences] == [(1,), (1,)]
    assert len(view.citations) == 1


def test_the_plot_marks_the_threshold_at_the_last_answered_question():
    curve = risk_coverage([0.9, 0.8, 0.3, 0.2], [0.0, 1.0, 1.0, 1.0])

    assert "threshold 0.80: 50% answered, 50% not right" in risk_coverage_svg(curve, 0.8)
    assert "threshold" not in risk_coverage_svg(curve, None)


def test_the_latency_line_ends_at_the_slowest():
    drawing = latency_svg([10.0, 2000.0])

    assert drawing.count('class="sample"') == 2
    assert ">2,000 ms</text>" in drawing
