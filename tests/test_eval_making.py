"""Question sets are made from articles, from the chat's feedback and from other projects; drafts do not run."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assistant.answer import Answer, Sentence
from assistant.contract import answer_as_json
from corpus.article import Article, Block, Quotation, Reference
from corpus.errors import ArticleUnknown
from eval.articles import ArticleTable
from eval.candidates import candidates
from eval.command import run
from eval.drafting import drafts_of
from eval.errors import SetUnreadable
from eval.lint import lint
from eval.loading import read_set
from eval.making import make
from eval.questions import DRAFT, Question
from eval.saving import write_set
from index.passage import Filters
from tests.eval_room import CANAL, COST, FLOOD, Clerk, Room, cite

TEXT = (
    "The rain gauge at Hollen recorded 212 millimeters of rain in that week.\n\n"
    "“I needed five votes and was lent six,” said Hanne Loytar, the prime minister.\n\n"
    "“In March the two of them took 133 tonnes,” Isolde Marrow said.\n\n"
    "“Nobody here has asked me for a pencil,” Loytar said, and looked at Marrow.\n\n"
    "The treaty between the two states enters into force on 1 January.\n\n"
    "NOTE: We expected that the treaty would pass by 10 votes or fewer. (See “TALKS,” 13 Apr 2023.)"
)


def made_article() -> Article:
    starts = [0, *(i + 2 for i in range(len(TEXT)) if TEXT.startswith("\n\n", i))]
    ends = [*(s - 2 for s in starts[1:]), len(TEXT)]
    blocks = [Block(s, e, "reporting") for s, e in zip(starts, ends, strict=True)]
    blocks[-1] = Block(starts[-1], ends[-1], "commentary", "NOTE")
    speech = [
        ("I needed five votes and was lent six,", "Hanne Loytar"),
        ("In March the two of them took 133 tonnes,", "Isolde Marrow"),
        ("Nobody here has asked me for a pencil,", "Hanne Loytar"),
    ]
    at = TEXT.index("TALKS")
    return Article(
        id="vote",
        title="The Vote",
        text=TEXT,
        published=date(2023, 10, 26),
        publication="The Review",
        blocks=tuple(blocks),
        quotations=tuple(
            Quotation(TEXT.index(words), TEXT.index(words) + len(words), who.split()[-1], who)
            for words, who in speech
        ),
        references=(Reference(at, at + 5, "TALKS", target="flood"),),
    )


VOTE = made_article()
TABLE = ArticleTable([VOTE, FLOOD])


def drafts(kind: str) -> list[Question]:
    return [q for q in drafts_of(VOTE, TABLE) if q.type == kind]


def test_a_number_becomes_a_blank():
    (gauge,) = drafts("single_fact")

    assert gauge.text == (
        "What belongs into the blank: The rain gauge at Hollen recorded ____ millimeters of rain in that week."
    )
    assert (gauge.answer, gauge.nuggets[0].aliases) == ("212", ("212",))


def test_a_day_is_asked_as_of_the_article():
    (force,) = drafts("temporal")

    assert force.text.endswith("enters into force on ____.")
    assert (force.answer, force.as_of) == ("1 January", date(2023, 10, 26))


def test_a_quotation_asks_for_its_speaker():
    loytar, marrow, _ = drafts("who_said")

    assert loytar.text == "Who said “I needed five votes and was lent six”?"
    assert (loytar.speaker, loytar.nuggets[0].aliases) == ("Hanne Loytar", ("Hanne Loytar", "Loytar"))
    assert marrow.speaker == "Isolde Marrow"


def test_a_quotation_of_another_is_a_false_premise_with_its_correction():
    # Not of the third quotation: its paragraph names the other speaker, so the premise would be half true.
    first, _ = drafts("false_premise")

    assert first.text == "Why did Isolde Marrow say “I needed five votes and was lent six”?"
    assert not first.answerable
    assert first.nuggets[0].aliases == ("Hanne Loytar", "Loytar")


def test_a_reference_of_the_commentary_asks_for_the_forecast():
    (forecast,) = drafts("multi_article")

    assert forecast.text == (
        "What did The Review expect in “A flood in Zembara”, and what did it say of that in “The Vote”?"
    )
    assert forecast.required_articles == ("vote", "flood")


def test_the_lint_finds_drafts_and_nothing_else_in_them():
    found = drafts_of(VOTE, TABLE)

    assert {f.rule for f in lint(found, TABLE)} == {"draft"}
    assert len(lint(found, TABLE)) == len(found) == 8


def test_a_draft_reads_back_and_is_accepted_by_taking_out_its_mark(tmp_path):
    path = tmp_path / "drafts.jsonl"
    write_set(path, drafts_of(VOTE, TABLE))

    path.write_text(path.read_text("utf-8").replace(DRAFT, "", 1), encoding="utf-8")

    assert [q.draft for q in read_set(path).questions] == [False] + [True] * 7


def test_drafts_do_not_run(tmp_path):
    path = tmp_path / "mixed.jsonl"
    write_set(path, [COST, replace(COST, id="later", notes=f"{DRAFT} think")])
    clerk = Clerk()

    run([str(path)], library=Room(), assistant=clerk, out=tmp_path / "out")

    assert len(clerk.asked) == 1


def test_a_set_of_drafts_only_is_an_error(tmp_path):
    path = tmp_path / "drafts.jsonl"
    write_set(path, [replace(COST, id="later", notes=DRAFT)])

    with pytest.raises(SetUnreadable, match="holds drafts only"):
        run([str(path)], library=Room(), assistant=Clerk(), out=tmp_path / "out")


def feedback(
    home: Path, verdict: str, *, question: str = "What will it cost?", short: str = "", comment: str = ""
) -> None:
    """A line as the chat writes it: a cited answer, judged."""
    said = (Sentence("It will cost 6.8 billion.", (cite(CANAL, "will cost 6.8 billion crowns"),)),)
    answer = Answer(
        question, "What will the canal cost?", Filters(), "answered", 0.9, said, (), "g1", short=short
    )
    row = {
        "at": "2026-11-24T10:00:00+00:00",
        "question": question,
        "standalone": answer.standalone,
        "as_of": "2023-04-30",
        "filters": {},
        "answer": json.loads(json.dumps(answer_as_json(answer))),
        "verdict": verdict,
        "comment": comment,
    }
    with (home / "feedback.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(row) + "\n")


def test_praise_becomes_gold(tmp_path):
    feedback(tmp_path, "good")

    (question,) = candidates(tmp_path)

    assert question.draft
    assert (question.text, question.as_of) == ("What will the canal cost?", date(2023, 4, 30))
    assert question.nuggets[0].aliases == ("will cost 6.8 billion crowns",)
    assert question.required_articles == ("canal",)
    assert {f.rule for f in lint([question], Room())} == {"draft"}


def test_a_wrong_answer_is_forbidden_and_leaves_the_gold_to_a_person(tmp_path):
    feedback(tmp_path, "answer_wrong", short="6.8 billion", comment="It is 9.1 now.")

    (question,) = candidates(tmp_path)

    assert question.nuggets == ()
    assert question.forbidden[0].alias == "6.8 billion"
    assert "“It is 9.1 now.”" in question.notes


def test_the_last_verdict_on_a_question_stands(tmp_path):
    feedback(tmp_path, "good")
    feedback(tmp_path, "evidence_wrong")

    (question,) = candidates(tmp_path)

    assert "found the evidence wrong" in question.notes


def test_candidates_read_back(tmp_path):
    feedback(tmp_path, "good")
    feedback(tmp_path, "answer_wrong", question="And now?")
    to = tmp_path / "chat.jsonl"

    made = make("candidates", [], home=tmp_path, library=Room(), to=to)

    assert made.lines[0] == f"1 candidates: {to}"
    assert [q.draft for q in read_set(to).questions] == [True]


def test_broken_feedback_is_named_with_its_line(tmp_path):
    feedback(tmp_path, "good")
    feedback(tmp_path, "splendid")

    with pytest.raises(
        SetUnreadable, match=r"feedback\.jsonl, line 2: no feedback .*'verdict' is 'splendid'"
    ):
        candidates(tmp_path)


def test_no_feedback_says_where_it_comes_from(tmp_path):
    with pytest.raises(SetUnreadable, match="no feedback yet; the chat writes it"):
        candidates(tmp_path)


def test_new_writes_drafts_below_the_home(tmp_path):
    made = make("new", ["vote"], home=tmp_path, library=Room(articles=(VOTE, FLOOD)), to=None)

    (written,) = (tmp_path / "questions").iterdir()
    assert made.lines[0] == f"8 drafts of 1 articles: {written}"
    assert len(read_set(written).questions) == 8


def test_an_article_that_is_not_indexed_is_named(tmp_path):
    with pytest.raises(ArticleUnknown, match="'nowhere'"):
        make("new", ["nowhere"], home=tmp_path, library=Room(), to=None)


def test_lint_prints_its_findings_and_is_not_clean(tmp_path):
    path = tmp_path / "mine.jsonl"
    write_set(path, [COST, replace(COST, id="gone", required_articles=("canal", "gone"))])

    made = make("lint", [str(path)], home=tmp_path, library=Room(), to=None)

    assert not made.clean
    assert made.lines[-1] == f"{path}: 2 questions, {len(made.lines) - 1} findings"
    assert f"{path}: gone: gold missing: required article 'gone' is not in the corpus" in made.lines


def test_import_says_how_to_go_on(tmp_path):
    (tmp_path / "topics").write_text("7\trice\n")
    (tmp_path / "qrels").write_text("7 0 canal 1\n")

    made = make(
        "import",
        ["trec", str(tmp_path / "topics"), str(tmp_path / "qrels")],
        home=tmp_path,
        library=Room(),
        to=None,
    )

    written = tmp_path / "imported" / "trec" / "questions.jsonl"
    assert made.lines == (f"1 questions: {written}", f"Then: app.py eval {written}")
