"""The LLM answerer: a model writes from fenced passages, and every sentence is checked against what it cites.

Used by `assistant.assistant` where a model is configured. A sentence that
cites nothing, or says what its passage does not, is refused with the reason;
numbers, links and titles come from the app alone.
"""

import logging
import secrets
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from assistant.answer import Citation, Sentence
from assistant.citations import cite, quotations_in, read_markers
from assistant.prompts import NOTHING_FOUND, SYSTEM, question_prompt
from assistant.terms import terms
from assistant.verification import Source, inconsistency
from corpus.article import Article
from corpus.sentences import split
from index.passage import Hit, Passage

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

logger = logging.getLogger(__name__)

Encode = Callable[[Sequence[str]], np.ndarray]


class ModelFailed(Exception):
    """The model gave no usable text; the caller extracts instead."""


def ask_model(model: "LLM", question: str, passages: Sequence[Passage]) -> str:
    """The model's text, markers and all.

    Raises:
        ModelFailed: it broke, timed out, said nothing, or said that the passages do not answer.
    """
    from llama_index.core.llms import ChatMessage

    # A token that no article can know, so that none can close the fence it stands in.
    prompt = question_prompt(question, passages, secrets.token_hex(4))
    try:
        reply = model.chat(
            [ChatMessage(role="system", content=SYSTEM), ChatMessage(role="user", content=prompt)]
        )
    except Exception as error:
        # Any client may fail in any way; its message may hold an address or a key, so only its kind is told.
        raise ModelFailed(f"the model failed ({type(error).__name__})") from error
    text = str(reply.message.content or "").strip()
    if not text or NOTHING_FOUND.casefold() in text.casefold():
        raise ModelFailed("the model found no answer in the passages")
    return text


def verified(
    text: str, hits: Sequence[Hit], article: Callable[[str], Article], encode: Encode
) -> tuple[list[Sentence], list[Sentence]]:
    """The model's sentences, as (those that passed, those refused with the reason)."""
    passed: list[Sentence] = []
    refused: list[Sentence] = []
    for start, end in split(text):
        marked = read_markers(text[start:end])
        if not marked.text:
            continue
        cited = [hits[number - 1].passage for number in marked.numbers if 1 <= number <= len(hits)]
        sentence = _checked(marked.text, cited, article, encode)
        (refused if sentence.failed else passed).append(sentence)
    return passed, refused


def _checked(
    text: str, passages: Sequence[Passage], article: Callable[[str], Article], encode: Encode
) -> Sentence:
    articles = {passage.article_id: article(passage.article_id) for passage in passages}
    citations = tuple(_narrowed(text, passage, articles[passage.article_id]) for passage in passages)
    sources = [_source(passage, articles[passage.article_id]) for passage in passages]

    def likeness(sentence: str, candidates: Sequence[str]) -> float:
        vectors = encode([sentence, *candidates])
        return float((vectors[1:] @ vectors[0]).max()) if len(candidates) else 0.0

    return replace(Sentence(text, citations), failed=inconsistency(text, sources, likeness))


def _narrowed(text: str, passage: Passage, article: Article) -> Citation:
    """The sentence of the cited passage that shares most with the model's, so that few words are to be read."""
    wanted = set(terms(text))

    def shared(span: tuple[int, int]) -> int:
        return len(wanted & set(terms(article.text[span[0] : span[1]])))

    start, end = max(passage.sentences, key=shared)
    return cite(article, start, end)


def _source(passage: Passage, article: Article) -> Source:
    quoted = tuple(
        (article.text[quotation.start : quotation.end], quotation.speaker_full or quotation.speaker)
        for quotation in quotations_in(article, passage.start, passage.end)
    )
    return Source(passage.text, article.title, article.published, quoted)
