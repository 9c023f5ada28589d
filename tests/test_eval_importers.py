"""Other people's data sets in, questions of the schema and articles to index out. The small files are ours."""

import json
from pathlib import Path

import pytest

from corpus.article import Article
from corpus.parsing import read_corpus
from eval.articles import ArticleTable
from eval.errors import SetUnreadable
from eval.importing import Written, import_set
from eval.lint import lint
from eval.loading import read_set
from eval.questions import Evidence, Question

DAM = Article(id="dam", title="Dam", text="The dam broke on Monday. It had held since 1981.\n\nRice is dear.")
BOOK = Article(id="book", title="Book", text="The book costs nine ducats.")


def put(path: Path, content: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def lines(path: Path, *rows: object) -> Path:
    return put(path, "".join(json.dumps(row) + "\n" for row in rows))


def taken(kind: str, files: list[Path], tmp_path: Path, *articles: Article) -> Written:
    return import_set(kind, files, tmp_path / "imported", articles)


def back(written: Written) -> tuple[Question, ...]:
    """The questions as a run would read them."""
    return read_set(written.questions).questions


def indexed(written: Written) -> dict[str, str]:
    """Text by id of the articles, as the index would hold them."""
    assert written.articles
    return {a.id: a.text for a in read_corpus([written.articles]).articles}


def test_trec_topics_and_judgments(tmp_path):
    topics = put(
        tmp_path / "topics.txt",
        "<top>\n<num> Number: 301\n<title> Dam failures\nin deltas\n<desc> Description:\nNothing.\n</top>\n"
        "<top>\n<num> Number: 302\n<title> Rice\n</top>\n",
    )
    qrels = put(tmp_path / "qrels", "301 0 dam 1\n301 0 book 0\n301 0 mill 2\n302 0 dam 0\n")

    written = taken("trec", [topics, qrels], tmp_path)

    (question,) = back(written)
    assert (question.id, question.text, question.type) == ("301", "Dam failures in deltas", "multi_article")
    # A grade above 1 is relevant as well; 0 is not.
    assert question.required_articles == ("dam", "mill")
    assert question.search_only
    assert written.imported.left_out == ("302: no relevant document",)


@pytest.mark.parametrize("topics", ['{"query_id": 7, "text": "rice"}\n', "7\trice\n"])
def test_topics_may_be_json_lines_or_a_table(tmp_path, topics):
    files = [put(tmp_path / "topics", topics), put(tmp_path / "qrels", "7 0 dam 1\n")]

    (question,) = back(taken("trec", files, tmp_path))

    assert (question.id, question.text, question.type) == ("7", "rice", "single_fact")


def test_trec_documents_become_articles(tmp_path):
    files = [
        put(tmp_path / "topics", "7\trice\n"),
        put(tmp_path / "qrels", "7 0 DOC-1 1\n"),
        lines(
            tmp_path / "docs.jsonl",
            {"doc_id": "DOC-1", "text": "Rice is dear this year.", "date": "1963-01-04"},
        ),
    ]

    assert indexed(taken("trec", files, tmp_path)) == {"DOC-1": "Rice is dear this year."}


def test_a_judgment_out_of_form_is_named(tmp_path):
    files = [put(tmp_path / "topics", "7\trice\n"), put(tmp_path / "qrels", "7 dam 1\n")]

    with pytest.raises(
        SetUnreadable, match=r"qrels: '7 dam 1' is no judgment; expected: topic 0 document grade"
    ):
        taken("trec", files, tmp_path)


def test_time_comes_whole(shared_data, tmp_path):
    time = shared_data / "time"

    written = taken("trec", [time / n for n in ("queries.jsonl", "qrels.tsv", "docs.jsonl")], tmp_path)

    questions = back(written)
    assert len(questions) == 83
    assert sum(len(q.required_articles) for q in questions) == 324
    assert len(written.imported.articles) == 423


def test_beir_takes_the_queries_that_are_judged(tmp_path):
    folder = tmp_path / "beir"
    lines(
        folder / "corpus.jsonl",
        {"_id": "d/1", "title": "Dam", "text": "The dam broke at night.", "metadata": {}},
        {"_id": "d2", "title": "", "text": "Rice is dear this year.", "metadata": {"url": "https://e.org/x"}},
    )
    lines(
        folder / "queries.jsonl",
        {"_id": "q1", "text": "what broke"},
        {"_id": "q9", "text": "of another split"},
    )
    put(folder / "qrels" / "test.tsv", "query-id\tcorpus-id\tscore\nq1\td/1\t2\nq1\td2\t0\n")

    written = taken("beir", [folder], tmp_path)

    (question,) = back(written)
    # An id that is not safe as a file name gets one that is, the same in questions and articles.
    assert question.required_articles == (written.imported.articles[0].id,)
    assert set(indexed(written)) == {question.required_articles[0], "d2"}
    # The query of another split was never meant, and is not told as left out.
    assert written.imported.left_out == ()


SQUAD = {
    "version": "v2.0",
    "data": [
        {
            "title": "Hollen_Dam",
            "paragraphs": [
                {
                    "context": "The dam was finished in 1981. Its gate stuck on Tuesday.",
                    "qas": [
                        {
                            "id": "s1",
                            "question": "When was the dam finished? ",
                            "is_impossible": False,
                            "answers": [
                                {"text": "1981", "answer_start": 24},
                                {"text": "in 1981", "answer_start": 21},
                            ],
                        },
                        {
                            "id": "s2",
                            "question": "When was the bridge finished?",
                            "is_impossible": True,
                            "answers": [],
                            "plausible_answers": [{"text": "1981", "answer_start": 24}],
                        },
                    ],
                }
            ],
        }
    ],
}


def test_squad_gives_the_sentence_around_the_answer(tmp_path):
    written = taken("squad", [put(tmp_path / "dev-v2.0.json", SQUAD)], tmp_path)

    finished, bridge = back(written)
    assert finished.nuggets[0].aliases == ("1981", "in 1981")
    assert finished.nuggets[0].evidence_any_of == (
        (Evidence("Hollen_Dam", "The dam was finished in 1981."),),
    )
    assert (bridge.type, bridge.answerable, bridge.nuggets) == ("unanswerable", False, ())
    assert bridge.forbidden[0].alias == "1981"


def test_the_lint_finds_nothing_in_an_imported_squad(tmp_path):
    written = taken("squad", [put(tmp_path / "dev-v2.0.json", SQUAD)], tmp_path)
    assert written.articles

    assert lint(back(written), ArticleTable(read_corpus([written.articles]).articles)) == ()


def test_multihop_keeps_its_facts_together(tmp_path):
    fact = {"title": "Dam", "source": "Packet", "url": "https://e.org/dam"}
    other = {"title": "Rice", "source": "Ledger", "url": "https://e.org/rice"}
    corpus = [fact | {"body": "The dam broke at night.", "published_at": "2023-03-29T08:00:00+00:00"}]
    corpus.append(other | {"body": "Rice is dear this year.", "published_at": "2023-04-02T08:00:00+00:00"})
    queries = [
        {
            "query": "Did both tell of harm?",
            "answer": "Yes",
            "question_type": "comparison_query",
            "evidence_list": [
                fact | {"fact": "The dam broke at night."},
                other | {"fact": "Rice is dear this year."},
            ],
        },
        {
            "query": "Who is it?",
            "answer": "Insufficient information.",
            "question_type": "null_query",
            "evidence_list": [],
        },
    ]
    files = [put(tmp_path / "MultiHopRAG.json", queries), put(tmp_path / "corpus.json", corpus)]

    written = taken("multihop", files, tmp_path)

    both, nobody = back(written)
    ((first, second),) = both.nuggets[0].evidence_any_of
    assert (first.quote, second.quote) == ("The dam broke at night.", "Rice is dear this year.")
    assert set(both.required_articles) == set(indexed(written))
    assert (both.type, nobody.type, nobody.nuggets) == ("comparison", "unanswerable", ())


@pytest.mark.parametrize(
    "row",
    [
        {
            "user_input": "When?",
            "reference": "on Monday",
            "reference_contexts": ["The dam broke\non Monday."],
        },
        {
            "question": "When?",
            "ground_truth": "on Monday",
            "contexts": ["<1-hop>\n\nThe dam broke on Monday."],
        },
    ],
)
def test_ragas_contexts_are_looked_up_in_the_articles(tmp_path, row):
    (question,) = back(taken("ragas", [lines(tmp_path / "set.jsonl", row)], tmp_path, BOOK, DAM))

    assert question.nuggets[0].evidence_any_of == ((Evidence("dam", "The dam broke on Monday."),),)
    assert question.answer == "on Monday"


def test_a_ragas_table_from_pandas(tmp_path):
    path = put(
        tmp_path / "set.csv",
        "user_input,reference_contexts,reference\nWhat does it cost?,\"['The book costs nine ducats.']\",nine ducats\n",
    )

    (question,) = back(taken("ragas", [path], tmp_path, DAM, BOOK))

    assert question.required_articles == ("book",)


def test_a_context_that_no_article_holds_leaves_its_question_out(tmp_path):
    rows = [
        {"user_input": "When?", "reference": "on Monday", "reference_contexts": ["The dam broke on Monday."]},
        {"user_input": "Who?", "reference": "nobody", "reference_contexts": ["It was someone else."]},
    ]

    written = taken("ragas", [lines(tmp_path / "set.jsonl", *rows)], tmp_path, DAM)

    assert len(back(written)) == 1
    assert written.imported.left_out == ("2: a context stands word for word in no article of the index",)


def test_both_datasets_of_llamaindex(tmp_path):
    example = {
        "query": "When did it break?",
        "query_by": {"model_name": "gpt-4", "type": "ai"},
        "reference_contexts": ["The dam broke on Monday."],
        "reference_answer": "on Monday",
        "reference_answer_by": None,
    }
    path = put(tmp_path / "rag_dataset.json", {"examples": [example]})
    pairs = {"queries": {"a": "What costs nine?"}, "corpus": {"n1": "The book costs nine ducats."}}
    other = put(tmp_path / "pairs.json", pairs | {"relevant_docs": {"a": ["n1"]}, "mode": "text"})

    (asked,) = import_set("llamaindex", [path], tmp_path / "one", [DAM]).imported.questions
    two = import_set("llamaindex", [other], tmp_path / "two", [])

    assert asked.required_articles == ("dam",)
    assert two.imported.questions[0].required_articles == ("n1",)
    assert indexed(two) == {"n1": "The book costs nine ducats."}


def test_realtimeqa_twins_are_told_apart(tmp_path):
    row = {"question_id": "r_1", "question": "Who?", "answer": ["Roe"], "question_date": "2022/08/01"}

    questions = back(taken("realtimeqa", [lines(tmp_path / "q.jsonl", row, row)], tmp_path))

    assert [q.id for q in questions] == ["r_1", "r_1-2"]


def test_an_unknown_kind_lists_the_known(tmp_path):
    with pytest.raises(
        SetUnreadable, match="no importer 'hotpot'; known: beir, llamaindex, multihop, ragas, "
    ):
        taken("hotpot", [], tmp_path)


def test_an_import_never_writes_over_another(tmp_path):
    files = [put(tmp_path / "dev.json", SQUAD)]
    taken("squad", files, tmp_path)

    with pytest.raises(SetUnreadable, match="is there already"):
        taken("squad", files, tmp_path)


def test_a_wrong_number_of_files_says_what_is_wanted(tmp_path):
    with pytest.raises(SetUnreadable, match=r"1 files given, expected MultiHopRAG\.json corpus\.json"):
        taken("multihop", [tmp_path / "a.json"], tmp_path)
