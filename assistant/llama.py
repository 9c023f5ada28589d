"""The assistant as a LlamaIndex query engine and chat engine, for those who build with LlamaIndex.

Shown in docs/llamaindex.md; nothing else here uses it. What is cited stands in
`source_nodes`, one node a citation in the order of its number, with the exact
words and where they lie. Never touches LlamaIndex's global settings.
"""

import asyncio
from collections.abc import Sequence
from typing import Any

from llama_index.core.base.base_query_engine import BaseQueryEngine
from llama_index.core.base.llms.types import (
    ChatMessage,
    ChatResponse,
    ChatResponseAsyncGen,
    ChatResponseGen,
    MessageRole,
)
from llama_index.core.base.response.schema import Response
from llama_index.core.chat_engine.types import (
    AgentChatResponse,
    BaseChatEngine,
    StreamingAgentChatResponse,
)
from llama_index.core.schema import NodeRelationship, NodeWithScore, QueryBundle, RelatedNodeInfo, TextNode

from assistant.answer import Answer, Citation, Sentence, Turn
from assistant.assistant import Assistant
from assistant.contract import answer_as_json
from index.passage import Filters

NOT_SAID = "The articles do not say."


class CitedQueryEngine(BaseQueryEngine):
    """Answers each question by itself."""

    def __init__(self, assistant: Assistant, filters: Filters = Filters()) -> None:
        super().__init__(callback_manager=None)
        self._assistant = assistant
        self._filters = filters

    def _query(self, query_bundle: QueryBundle) -> Response:
        return _response(self._assistant.ask(query_bundle.query_str, self._filters))

    async def _aquery(self, query_bundle: QueryBundle) -> Response:
        return await asyncio.to_thread(self._query, query_bundle)

    def _get_prompt_modules(self) -> dict[str, Any]:
        # The prompts are the app's own: verification counts on them.
        return {}


class CitedChatEngine(BaseChatEngine):
    """Answers follow-ups from the conversation so far, which it keeps. One conversation an engine."""

    def __init__(self, assistant: Assistant, filters: Filters = Filters()) -> None:
        self._assistant = assistant
        self._filters = filters
        self._turns: list[Turn] = []

    @property
    def chat_history(self) -> list[ChatMessage]:
        return [message for turn in self._turns for message in _messages(turn)]

    def reset(self) -> None:
        self._turns.clear()

    def chat(self, message: str, chat_history: list[ChatMessage] | None = None) -> AgentChatResponse:
        """The answer whole. A `chat_history` that is given takes the place of the one kept."""
        self._begin(chat_history)
        answer = self._assistant.ask(message, self._filters, self._turns)
        self._turns.append(Turn(message, answer))
        said = _response(answer)
        return AgentChatResponse(response=str(said), source_nodes=said.source_nodes, metadata=said.metadata)

    def stream_chat(
        self, message: str, chat_history: list[ChatMessage] | None = None
    ) -> StreamingAgentChatResponse:
        """The answer sentence by sentence, as they are verified; `source_nodes` grows with it."""
        self._begin(chat_history)
        response = StreamingAgentChatResponse(is_writing_to_memory=False)
        response.chat_stream = self._told(message, response.source_nodes)
        return response

    async def achat(self, message: str, chat_history: list[ChatMessage] | None = None) -> AgentChatResponse:
        return await asyncio.to_thread(self.chat, message, chat_history)

    async def astream_chat(
        self, message: str, chat_history: list[ChatMessage] | None = None
    ) -> StreamingAgentChatResponse:
        self._begin(chat_history)
        response = StreamingAgentChatResponse(is_writing_to_memory=False)
        response.achat_stream = _in_threads(self._told(message, response.source_nodes))
        return response

    def _begin(self, chat_history: list[ChatMessage] | None) -> None:
        if chat_history is not None:
            self._turns = _turns(chat_history)

    def _told(self, message: str, nodes: list[NodeWithScore]) -> ChatResponseGen:
        """Deltas; the turn is kept when the answer is whole."""
        numbers = _Numbers()
        said = ""
        for event in self._assistant.stream(message, self._filters, self._turns):
            if isinstance(event, Sentence):
                delta = (" " if said else "") + _marked(event, numbers)
            elif isinstance(event, Answer):
                self._turns.append(Turn(message, event))
                delta = "" if said else _without_sentences(event)
            else:
                continue
            nodes += numbers.nodes[len(nodes) :]
            said += delta
            yield ChatResponse(message=ChatMessage(role=MessageRole.ASSISTANT, content=said), delta=delta)


class _Numbers:
    """Citations by number, from 1 in order of first appearance."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, int, int], int] = {}
        self.nodes: list[NodeWithScore] = []

    def number(self, citation: Citation) -> int:
        key = (citation.article_id, citation.start, citation.end)
        if key not in self._numbers:
            self._numbers[key] = len(self._numbers) + 1
            self.nodes.append(NodeWithScore(node=_node(citation, self._numbers[key])))
        return self._numbers[key]


def _response(answer: Answer) -> Response:
    numbers = _Numbers()
    said = " ".join(_marked(sentence, numbers) for sentence in answer.sentences)
    metadata = {"outcome": answer.outcome, "confidence": answer.confidence, "answer": answer_as_json(answer)}
    return Response(said or _without_sentences(answer), numbers.nodes, metadata)


def _marked(sentence: Sentence, numbers: _Numbers) -> str:
    return sentence.text + " " + "".join(f"[{numbers.number(citation)}]" for citation in sentence.citations)


def _without_sentences(answer: Answer) -> str:
    return " ".join([NOT_SAID, *answer.advice])


def _node(citation: Citation, number: int) -> TextNode:
    metadata = {
        "number": number,
        "article_id": citation.article_id,
        "start": citation.start,
        "end": citation.end,
        "title": citation.title,
        "published": citation.published.isoformat() if citation.published else "",
        "publication": citation.publication,
        "url": citation.url,
        "speaker": citation.speaker,
        "kind": citation.kind,
    }
    return TextNode(
        id_=f"{citation.article_id}:{citation.start}-{citation.end}",
        text=citation.quote,
        metadata=metadata,
        relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=citation.article_id)},
    )


def _messages(turn: Turn) -> tuple[ChatMessage, ChatMessage]:
    return (
        ChatMessage(role=MessageRole.USER, content=turn.question),
        ChatMessage(role=MessageRole.ASSISTANT, content=str(_response(turn.answer))),
    )


def _turns(history: Sequence[ChatMessage]) -> list[Turn]:
    """Turns from someone else's messages: what was asked and said is known, what was cited is not."""
    turns: list[Turn] = []
    for message in history:
        text = message.content or ""
        if message.role == MessageRole.USER:
            turns.append(Turn(text, _recalled(text, ())))
        elif message.role == MessageRole.ASSISTANT and turns:
            asked = turns[-1].question
            turns[-1] = Turn(asked, _recalled(asked, (Sentence(text, ()),)))
    return turns


def _recalled(question: str, sentences: tuple[Sentence, ...]) -> Answer:
    return Answer(question, question, Filters(), "uncertain", 0.0, sentences, (), "")


async def _in_threads(items: ChatResponseGen) -> ChatResponseAsyncGen:
    """The items, each waited for in a thread, so that the event loop goes on meanwhile."""
    while (item := await asyncio.to_thread(next, items, None)) is not None:
        yield item
