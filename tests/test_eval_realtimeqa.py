"""RealTime QA is read into the schema, and its figures are those of the shared scorer, to four decimals."""

import gzip
import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from assistant.answer import Citation, Sentence
from corpus.article import Article
from corpus.sentences import split
from eval.articles import ArticleTable
from eval.importers.realtimeqa import fits, question_from_row
from eval.importers.realtimeqa_figures import figures
from eval.loading import read_set
from eval.questions import Question
from eval.runlog import FoundPassage, Record

ROW = {
    "question_id": "20220617_0",
    "question_date": "2022/06/16",
    "question": "Which show was green lit?",
    "answer": ["“Squid Game”"],
    "evidence": "Netflix announced it.",
    "gold_doc_ids": ["RTQ1"],
}


def test_a_row_becomes_a_question_of_its_day():
    question = question_from_row(ROW)

    assert (question.id, question.type, question.as_of) == ("20220617_0", "single_fact", date(2022, 6, 16))
    assert [n.aliases for n in question.nuggets] == [("“Squid Game”",)]
    assert question.required_articles == ("RTQ1",)


def test_a_row_without_gold_is_unanswerable():
    question = question_from_row(ROW | {"gold_doc_ids": None})

    assert (question.type, question.answerable, question.nuggets) == ("unanswerable", False, ())


def test_two_answers_are_two_vital_nuggets():
    assert len(question_from_row(ROW | {"answer": ["Finland", "Sweden"]}).vital) == 2


def test_only_its_own_form_fits():
    assert fits(ROW)
    assert not fits({"id": "q1", "schema": 1, "turns": []})


def test_a_file_of_that_form_is_read_as_a_set(tmp_path):
    path = tmp_path / "quiz.jsonl"
    path.write_text(json.dumps(ROW) + "\n", encoding="utf-8")

    assert [q.id for q in read_set(path).questions] == ["20220617_0"]


def test_an_id_used_twice_is_told_apart_by_its_line(tmp_path):
    path = tmp_path / "quiz.jsonl"
    path.write_text((json.dumps(ROW) + "\n") * 2, encoding="utf-8")

    assert [q.id for q in read_set(path).questions] == ["20220617_0", "20220617_0-2"]


def read_articles(path: Path) -> list[Article]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [Article(r["doc_id"], r.get("title") or "", r["text"]) for r in rows]


def answered(number: int, question: Question, articles: list[Article]) -> Record:
    """An answer by rule: sometimes right, sometimes wrong, sometimes silent."""
    by_id = {a.id: a for a in articles}
    gold = [by_id[i] for i in question.required_articles]
    seen = [articles[(7 * number + i) % len(articles)] for i in range(4)]
    order = [*seen[: number % 4], *gold, *seen]
    chosen = order[number % 2]
    said = [
        s for s in _sentences(chosen) if any(n.aliases[0].strip("“”") in s.text for n in question.nuggets)
    ]
    # Every third answer begins with sentences of another article, long enough to push the rest too far back.
    before = _sentences(seen[1])[:5] if number % 3 == 0 else []
    said = before + (said or _sentences(chosen))[: 1 + number % 3]
    silent = number % 5 == 4
    return Record(
        id=question.id,
        question=question.text,
        outcome="abstained" if silent else ("uncertain" if number % 7 == 3 else "answered"),
        confidence=((number * 37) % 11) / 10,
        sentences=() if silent else tuple(said),
        found=tuple(FoundPassage(a.id, f"{a.id}#0", 0, min(2000, len(a.text)), 1.0) for a in order),
    )


def _sentences(article: Article) -> list[Sentence]:
    made = []
    for start, end in split(article.text[:6000])[:60]:
        quote = article.text[start:end]
        made.append(Sentence(quote, (Citation(article.id, "", None, "", "", start, end, quote),)))
    return made


def write_for_the_scorer(folder: Path, records: list[Record], texts: dict[str, str]) -> None:
    answers = [
        {
            "id": r.id,
            "outcome": r.outcome,
            "confidence": r.confidence,
            "sentences": [
                {
                    "text": s.text,
                    "citations": [{"article_id": c.article_id, "quote": c.quote} for c in s.citations],
                }
                for s in r.sentences
            ],
        }
        for r in records
    ]
    searches = [
        {
            "id": r.id,
            "hits": [
                {"article_id": p.article_id, "text": texts[p.article_id][p.start : p.end]} for p in r.found
            ],
        }
        for r in records
    ]
    for name, rows in (("answers", answers), ("searches", searches)):
        lines = (json.dumps(row) + "\n" for row in rows)
        (folder / f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")


def scored_by_the_other(data: Path, folder: Path, *flags: str) -> dict[str, float]:
    program = data.parent / "bench" / "score.py"
    command = [
        sys.executable,
        str(program),
        "--questions",
        str(data / "realtimeqa" / "questions.jsonl"),
        *flags,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=folder)
    return {
        k: v["mean"] if isinstance(v, dict) and "mean" in v else v for k, v in json.loads(done.stdout).items()
    }


@pytest.fixture(scope="module")
def both(
    shared_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[dict[str, float], dict[str, float]]:
    """Our figures and the other scorer's, on the same answers."""
    folder = tmp_path_factory.mktemp("figures")
    room = shared_data / "realtimeqa"
    articles = read_articles(room / "articles_1000.jsonl.gz")
    questions = [
        question_from_row(json.loads(line))
        for name in ("questions", "unanswerable")
        for line in (room / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    records = [answered(i, q, articles) for i, q in enumerate(questions)]
    write_for_the_scorer(folder, records, {a.id: a.text for a in articles})
    theirs = scored_by_the_other(
        shared_data, folder, "--unanswerable", str(room / "unanswerable.jsonl"),
        "--answers", "answers.jsonl", "--articles", str(room / "articles_1000.jsonl.gz"),
    )  # fmt: skip
    theirs |= scored_by_the_other(shared_data, folder, "--searches", "searches.jsonl")
    return figures(questions, {r.id: r for r in records}, ArticleTable(articles)), theirs


@pytest.mark.parametrize(
    "name",
    [
        "hit@1", "hit@3", "hit@5", "hit@10", "mrr@10", "answer_hit@1", "answer_hit@5", "answer_hit@10",
        "answer_recall", "cited_recall", "gold_cited", "quote_validity", "false_answers", "false_abstentions",
        "crag", "auroc", "aurc",
    ],
)  # fmt: skip
def test_a_figure_equals_the_shared_scorers(both: tuple[dict[str, float], dict[str, float]], name: str):
    ours, theirs = both

    assert round(ours[name], 4) == theirs[name]


def test_the_answers_compared_are_of_every_kind(both: tuple[dict[str, float], dict[str, float]]):
    ours, _ = both

    assert all(
        0.02 < ours[name] < 0.98 for name in ("hit@1", "answer_recall", "false_abstentions", "auroc", "aurc")
    )
