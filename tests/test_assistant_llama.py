"""The assistant within LlamaIndex: engines that stock code can hold, whose nodes can be checked by slicing."""

import asyncio
import re
from pathlib import Path

import pytest
from llama_index.core.base.base_query_engine import BaseQueryEngine
from llama_index.core.chat_engine.types import BaseChatEngine
from llama_index.core.llms import ChatMessage
from llama_index.core.schema import NodeWithScore
from llama_index.core.tools import QueryEngineTool

from assistant.assistant import Assistant
from assistant.llama import NOT_SAID, CitedChatEngine, CitedQueryEngine
from index.library import Library

ASKED = "How many people were killed when the Hollen Dam overflowed?"
UNKNOWN = "Who won the 2022 World Cup final in Qatar?"


@pytest.fixture(scope="module")
def assistant(sample_home: Path) -> Assistant:
    return Assistant(Library(sample_home))


def sliced(assistant: Assistant, found: NodeWithScore) -> str:
    data = found.node.metadata
    return assistant.library.open().article(data["article_id"]).text[data["start"] : data["end"]]


def test_a_query_engine_answers_with_a_node_for_each_mark_in_its_text(assistant: Assistant) -> None:
    response = CitedQueryEngine(assistant).query(ASKED)

    marks = [int(number) for number in re.findall(r"\[(\d+)\]", str(response))]
    assert list(dict.fromkeys(marks)) == [found.node.metadata["number"] for found in response.source_nodes]
    assert [found.text for found in response.source_nodes] == [
        sliced(assistant, found) for found in response.source_nodes
    ]
    assert response.metadata["outcome"] == assistant.ask(ASKED).outcome


def test_a_query_engine_says_that_the_articles_do_not_say(assistant: Assistant) -> None:
    response = CitedQueryEngine(assistant).query(UNKNOWN)

    assert str(response).startswith(NOT_SAID)
    assert (response.source_nodes, response.metadata["outcome"]) == ([], "abstained")


def test_an_awaited_query_is_the_same(assistant: Assistant) -> None:
    engine = CitedQueryEngine(assistant)

    assert str(asyncio.run(engine.aquery(ASKED))) == str(engine.query(ASKED))


def test_a_chat_engine_reads_a_follow_up_in_the_light_of_the_turn_before(assistant: Assistant) -> None:
    engine = CitedChatEngine(assistant)
    engine.chat("What did Paulo Denizet say about the dam?")
    answer = engine.chat("What else did he say?")

    assert "Denizet" in answer.metadata["answer"]["standalone"]
    assert [message.role.value for message in engine.chat_history] == ["user", "assistant"] * 2


def test_a_reset_chat_engine_has_forgotten(assistant: Assistant) -> None:
    engine = CitedChatEngine(assistant)
    engine.chat(ASKED)
    engine.reset()

    assert engine.chat_history == []


def test_a_history_handed_in_takes_the_place_of_the_one_kept(assistant: Assistant) -> None:
    history = [
        ChatMessage(role="user", content="What did Paulo Denizet say about the dam?"),
        ChatMessage(role="assistant", content="It is what he believed."),
    ]
    answer = CitedChatEngine(assistant).chat("What else did he say?", history)

    assert "Denizet" in answer.metadata["answer"]["standalone"]


def test_a_streamed_chat_is_the_whole_one_in_pieces(assistant: Assistant) -> None:
    whole = CitedChatEngine(assistant).chat(ASKED)
    engine = CitedChatEngine(assistant)
    streamed = engine.stream_chat(ASKED)

    assert "".join(streamed.response_gen) == whole.response == streamed.response
    assert [found.node_id for found in streamed.source_nodes] == [
        found.node_id for found in whole.source_nodes
    ]
    assert len(engine.chat_history) == 2


def test_an_awaited_stream_is_the_same(assistant: Assistant) -> None:
    async def told() -> str:
        streamed = await CitedChatEngine(assistant).astream_chat(ASKED)
        return "".join([piece async for piece in streamed.async_response_gen()])

    assert asyncio.run(told()) == CitedChatEngine(assistant).chat(ASKED).response


def test_a_streamed_chat_says_that_the_articles_do_not_say(assistant: Assistant) -> None:
    assert "".join(CitedChatEngine(assistant).stream_chat(UNKNOWN).response_gen).startswith(NOT_SAID)


def test_the_engines_are_what_stock_code_takes(assistant: Assistant) -> None:
    engine = CitedQueryEngine(assistant)
    tool = QueryEngineTool.from_defaults(engine, name="archive", description="News articles.")

    assert isinstance(engine, BaseQueryEngine)
    assert isinstance(CitedChatEngine(assistant), BaseChatEngine)
    assert tool(ASKED).raw_output.source_nodes


def test_every_example_of_the_guide_runs(
    root: Path, sample_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    guide = (root / "docs" / "llamaindex.md").read_text("utf-8")
    sections = {part.split("\n")[0]: part for part in guide.split("\n## ")[1:]}

    for name in ("Query engine", "Chat engine", "Plain Python"):
        examples = re.findall(r"```python\n(.*?)```", sections[name], re.S)
        assert examples, f"{name} shows no example"
        for example in examples:
            exec(example.replace('".backfile"', repr(str(sample_home))), {})
        assert capsys.readouterr().out.strip(), f"{name} prints nothing"
