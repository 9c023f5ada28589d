"""The command line's contract: words, JSON, exit status. Real index, real encoder, the sample corpus."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import app

ANSWER_KEYS = {
    "question", "standalone", "filters", "outcome", "confidence", "sentences", "nearest", "generation",
    "timings_ms",
}  # fmt: skip
CITATION_KEYS = {
    "article_id", "title", "published", "publication", "url", "start", "end", "quote", "speaker", "kind",
}  # fmt: skip
HIT_KEYS = {
    "rank", "article_id", "passage_id", "start", "end", "text", "score", "dense_rank", "lexical_rank",
    "via_reference", "title", "published", "publication", "kind",
}  # fmt: skip

ARTICLES = [
    {
        "id": "bridge-1",
        "title": "Bridge at Tarn Ferry closes after cracks are found",
        "date": "2023-05-02",
        "source": "The Ferry Post",
        "text": "The Tarn Ferry bridge was closed on Monday after inspectors found cracks "
        "in two of its piers.\n\n"
        "“We had no choice,” said Mira Oldane, the county engineer. “It will stay shut for nine weeks.”",
    },
    {
        "id": "bridge-2",
        "title": "Tarn Ferry bridge to stay shut until autumn",
        "date": "2023-07-11",
        "source": "Upland Gazette",
        "text": "Repairs to the Tarn Ferry bridge will last until October, the county said, "
        "because steel is late.\n\n"
        "The cost has risen to 14 million crowns from 9 million.",
    },
]


@pytest.fixture(scope="module")
def bridge_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bridge")
    articles = folder / "articles.jsonl"
    articles.write_text("".join(json.dumps(article) + "\n" for article in ARTICLES), "utf-8")
    assert app.main(["--home", str(folder / "home"), "index", str(articles)]) == app.DONE
    return folder / "home"


def run_json(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 0) -> dict[str, Any]:
    assert app.main(list(arguments)) == status
    return json.loads(capsys.readouterr().out)


def test_ask_gives_the_contracts_json(bridge_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = run_json(
        capsys, "ask", "Why was the Tarn Ferry bridge closed?", "--json", "--home", str(bridge_home)
    )

    assert answer.keys() >= ANSWER_KEYS
    assert answer["outcome"] in {"answered", "uncertain"}
    assert answer["generation"]
    citation = answer["sentences"][0]["citations"][0]
    assert citation.keys() == CITATION_KEYS
    assert "cracks in two of its piers" in citation["quote"]


def test_every_citation_is_a_slice_of_the_article(
    bridge_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = run_json(
        capsys, "--home", str(bridge_home), "ask", "How much will the repairs of the bridge cost?", "--json"
    )

    for sentence in answer["sentences"]:
        for citation in sentence["citations"]:
            shown = run_json(capsys, "--home", str(bridge_home), "show", citation["article_id"], "--json")
            assert shown["text"][citation["start"] : citation["end"]] == citation["quote"]


def test_ask_exits_with_3_where_the_corpus_does_not_say(
    bridge_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = run_json(
        capsys,
        "ask",
        "Who won the chess olympiad in Budapest?",
        "--json",
        "--home",
        str(bridge_home),
        status=3,
    )

    assert answer["outcome"] == "abstained"
    assert answer["sentences"] == []
    assert answer["nearest"]


def test_as_of_hides_later_articles(bridge_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = run_json(
        capsys, "search", "Tarn Ferry bridge", "--json", "--as-of", "2023-06-01", "--home", str(bridge_home)
    )

    assert {hit["article_id"] for hit in found["hits"]} == {"bridge-1"}
    assert found["filters"]["as_of"] == "2023-06-01"


def test_search_gives_the_contracts_json(bridge_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = run_json(capsys, "search", "cost of repairs", "--json", "-k", "1", "--home", str(bridge_home))

    assert {"query", "filters", "hits", "generation", "timings_ms"} <= found.keys()
    assert [hit["rank"] for hit in found["hits"]] == [1]
    assert found["hits"][0].keys() >= HIT_KEYS
    assert found["hits"][0]["article_id"] == "bridge-2"


def test_search_keeps_to_a_source(bridge_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = run_json(
        capsys, "search", "bridge", "--source", "Upland Gazette", "--json", "--home", str(bridge_home)
    )

    assert {hit["publication"] for hit in found["hits"]} == {"Upland Gazette"}


def test_a_batch_answers_line_by_line_and_goes_on_after_a_bad_one(
    bridge_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    batch = tmp_path / "batch.jsonl"
    batch.write_text(
        '{"id": "a", "question": "Who is the county engineer?"}\n'
        "not json\n"
        '{"id": "c", "question": "bridge", "as_of": "2023-06-01"}\n'
    )

    assert app.main(["search", "--batch", str(batch), "--home", str(bridge_home)]) == app.STATED_ERROR

    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["id"] for row in rows] == ["a", None, "c"]
    assert "batch.jsonl, line 2" in rows[1]["error"]
    assert {hit["article_id"] for hit in rows[2]["hits"]} == {"bridge-1"}


def test_the_text_form_shows_number_source_and_words(
    bridge_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    app.main(["ask", "Why was the Tarn Ferry bridge closed?", "--home", str(bridge_home)])

    shown = " ".join(capsys.readouterr().out.split())
    assert "[1]" in shown
    assert "The Ferry Post, 2 May 2023" in shown


def test_status_tells_counts_and_model(bridge_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    state = run_json(capsys, "status", "--json", "--check", "--home", str(bridge_home))

    assert state["articles"] == 2
    assert state["healthy"] is True
    assert state["generation"]
    assert "MiniLM" in state["model"]


def test_a_home_without_an_index_says_how_to_make_one(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert app.main(["ask", "anything", "--home", str(home)]) == app.STATED_ERROR

    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "app.py index" in error


def test_an_unknown_article_is_a_stated_error(bridge_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert app.main(["show", "no-such-article", "--home", str(bridge_home)]) == app.STATED_ERROR

    assert "no-such-article" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [["ask"], ["search", "--as-of", "last week", "x"], ["search", "-k", "0", "x"], ["frobnicate"]],
    ids=["no question", "no date", "no hits", "no command"],
)
def test_wrong_usage_exits_with_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        app.main(arguments)

    assert ended.value.code == app.WRONG_USAGE


def test_rollback_returns_to_the_generation_before(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home, articles = tmp_path / "home", tmp_path / "articles.jsonl"
    articles.write_text(json.dumps(ARTICLES[0]) + "\n")
    app.main(["--home", str(home), "index", str(articles)])
    articles.write_text("".join(json.dumps(article) + "\n" for article in ARTICLES))
    app.main(["--home", str(home), "index"])
    capsys.readouterr()

    assert app.main(["--home", str(home), "rollback"]) == app.DONE

    capsys.readouterr()
    assert run_json(capsys, "--home", str(home), "status", "--json")["articles"] == 1


def test_dry_run_names_what_would_change(
    bridge_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    more = tmp_path / "more.jsonl"
    more.write_text(
        json.dumps({"id": "new-ferry", "title": "A ferry", "text": "The ferry sailed on Monday."})
    )

    assert app.main(["--home", str(bridge_home), "index", "--add", str(more), "--dry-run"]) == app.DONE

    said = capsys.readouterr().out.splitlines()
    assert said == ["would add 1, change 0, remove 0; nothing was written", "add: new-ferry"]


def test_the_program_starts_as_a_process_of_its_own(root: Path, bridge_home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "app.py", "search", "bridge", "--json", "--home", str(bridge_home)],
        cwd=root, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["hits"]
    assert done.stderr == ""
