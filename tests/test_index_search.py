"""Search over a small built index: filters, families, references, the graph, and the LlamaIndex edge."""

import re
import warnings
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from llama_index.core.schema import MetadataMode

from index.building import build
from index.encoding import encoder
from index.errors import ModelUnusable
from index.library import Generation, Library
from index.passage import Filters
from index.settings import IndexSettings, SearchSettings
from tests.index_room import RECORDS, write_records

MORE = {
    "strike-update": {
        "title": "What became of the dockers",
        "published": "2023-07-02",
        "source": "Meridian Post",
        "text": "Two weeks later the ships are moving again. (See “DOCKERS END THEIR STRIKE,” 20 Jun 2023).",
    },
    "gardens": {
        "title": "Gardens in bloom",
        "published": "2023-06-25",
        "source": "Meridian Post",
        "section": "Life",
        "text": "Roses open early after the mild spring, growers say.",
    },
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("search")
    build(folder / "home", [write_records(folder / "a.jsonl", [*RECORDS.items(), *MORE.items()])])
    return folder / "home"


@pytest.fixture(scope="module")
def generation(home: Path) -> Generation:
    return Library(home).open()


def articles(generation: Generation, query: str, filters: Filters = Filters()) -> list[str]:
    return [hit.passage.article_id for hit in generation.search(query, filters).hits]


def test_hit_tells_both_ranks_and_scores(generation: Generation):
    hit = generation.search("Who won the presidential election in Ostria?").hits[0]

    assert (hit.rank, hit.passage.id, hit.dense_rank, hit.lexical_rank) == (1, "election#0", 1, 1)
    assert (hit.similarity or 0) > 0.5
    assert (hit.bm25 or 0) > 0


def test_hit_is_a_slice_of_its_article(generation: Generation):
    passage = generation.search("steel from Norland").hits[0].passage

    assert generation.article(passage.article_id).text[passage.start : passage.end] == passage.text


def test_meaning_finds_what_shares_no_word(generation: Generation):
    hit = generation.search("flowers").hits[0]

    assert (hit.passage.article_id, hit.lexical_rank) == ("gardens", None)


def test_publication_filter(generation: Generation):
    found = articles(generation, "strike", Filters(publications=("Harbour Courier",)))

    assert set(found) == {"bridge", "strike"}


def test_section_filter(generation: Generation):
    assert articles(generation, "strike", Filters(sections=("life",))) == ["gardens"]


def test_kind_filter(generation: Generation):
    assert articles(generation, "strike", Filters(kinds=("commentary",))) == []


def test_filters_that_nothing_passes_find_nothing(generation: Generation):
    assert articles(generation, "strike", Filters(since=date(2030, 1, 1))) == []


def test_query_without_words_finds_by_meaning_alone(generation: Generation):
    assert {hit.lexical_rank for hit in generation.search("?!").hits} == {None}


def test_article_that_a_leading_one_refers_to_is_raised_and_labelled(home: Path):
    # One leader alone: in so small a corpus three would be most of it.
    generation = Library(home, IndexSettings(search=SearchSettings(followed=1))).open()

    [hit] = [h for h in generation.search("ships are moving again").hits if h.passage.article_id == "strike"]

    assert hit.via_reference == "strike-update"


def test_nearness_in_time_decides_between_equals(home: Path):
    near = replace(SearchSettings(), near=50.0)
    generation = Library(home, IndexSettings(search=near)).open()

    assert articles(generation, "news", Filters(near=date(2023, 3, 2)))[0] == "bridge"
    assert articles(generation, "news", Filters(near=date(2023, 7, 2)))[0] == "strike-update"


def test_graph_finds_what_exact_search_finds(home: Path, generation: Generation):
    graph = Library(home, IndexSettings(search=SearchSettings(graph_from=0))).open()

    assert articles(graph, "a bridge over a river") == articles(generation, "a bridge over a river")
    graph.close()


def test_per_article_limit(home: Path):
    generation = Library(home, IndexSettings(search=SearchSettings(per_article=0))).open()

    assert articles(generation, "strike") == []


def test_k_limits_the_hits(generation: Generation):
    assert len(generation.search("strike", k=2).hits) == 2


def test_light_path_gives_the_vectors_of_sentence_transformers(generation: Generation):
    from index.bundled import folder

    texts = ["Dockers end their strike", "word " * 400, "Ünïcode — “quotes” and 1,000 numbers"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # whatever the big library deprecates is not under test
        reference = encoder(f"sentence-transformers:{folder()}", Path()).encode(texts)

    assert np.all((generation.encode(texts) * reference).sum(axis=1) >= 0.999)


def test_unknown_backend_lists_the_known_ones():
    with pytest.raises(ModelUnusable, match="known: bundled, sentence-transformers"):
        encoder("magic:x", Path())


def test_unknown_bundled_model_names_the_one_there_is():
    with pytest.raises(ModelUnusable, match="only all-MiniLM-L6-v2"):
        encoder("bundled:other", Path())


def test_retriever_gives_nodes_with_offsets(home: Path, generation: Generation):
    from index.retriever import ArticleRetriever

    [found] = ArticleRetriever(Library(home), k=1).retrieve("presidential election in Ostria")

    article = generation.article(found.metadata["article_id"])
    assert article.id == "election"
    assert article.text[found.metadata["start"] : found.metadata["end"]] == found.text


def test_retriever_says_why_and_keeps_it_from_the_model(home: Path):
    from index.retriever import ArticleRetriever

    [found] = ArticleRetriever(Library(home), k=1).retrieve("presidential election in Ostria")

    assert (found.metadata["dense_rank"], found.metadata["lexical_rank"]) == (1, 1)
    seen = found.node.get_content(metadata_mode=MetadataMode.LLM)
    assert seen.startswith("title: Voters in Ostria choose a president\npublished: 2023-05-10\n")
    assert "rank" not in seen


def test_retriever_keeps_to_its_filters(home: Path):
    from index.retriever import ArticleRetriever

    filters = Filters(publications=("Harbour Courier",), until=date(2023, 3, 31))

    found = ArticleRetriever(Library(home), filters=filters).retrieve("strike")

    assert {each.metadata["article_id"] for each in found} == {"bridge"}


def test_a_stock_query_engine_answers_over_the_retriever(home: Path):
    from llama_index.core.llms import MockLLM
    from llama_index.core.query_engine import RetrieverQueryEngine

    from index.retriever import ArticleRetriever

    engine = RetrieverQueryEngine.from_args(ArticleRetriever(Library(home), k=1), llm=MockLLM())

    response = engine.query("Who won the presidential election in Ostria?")

    # The mock repeats its prompt, which holds the passage.
    assert "Ilan Dorr won the presidential election in Ostria with 54 per cent" in str(response)
    assert [node.node.ref_doc_id for node in response.source_nodes] == ["election"]


def test_examples_of_the_guide_run(home: Path, root: Path, capsys: pytest.CaptureFixture[str]):
    guide = (root / "docs" / "llamaindex.md").read_text("utf-8").split("## Retriever")[1].split("\n## ")[0]
    names: dict[str, object] = {}

    for example in re.findall(r"```python\n(.*?)```", guide, re.DOTALL):
        exec(example.replace('".backfile"', repr(str(home))), names)

    assert "Ilan Dorr" in capsys.readouterr().out
