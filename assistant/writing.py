"""The LLM answerer: a model writes from fenced passages, and every sentence is checked against what it cites.

Used by `assistant.plain` where a model is configured. A sentence that cites
nothing, or says what its passage does not, is refused with the reason; one
whose wording goes further is marked. Numbers, links and titles come from the
app alone.
"""

import logging
import re
import secrets
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from assistant.aligned import Source
from assistant.answer import Citation, Note, Sentence
from assistant.citations import cite, quotations_in, read_markers
from assistant.instructions import without_instructions
from assistant.prompts import NOTHING_FOUND, SYSTEM, question_prompt
from assistant.replies import ModelFailed, sentences, spoken
from assistant.terms import question_terms, terms
from assistant.verification import is_framing, verify
from corpus.article import Article
from index.passage import Hit, Passage

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

logger = logging.getLogger(__name__)

Encode = Callable[[Sequence[str]], np.ndarray]
ArticleOf = Callable[[str], Article]

# More than was asked for ("one to four") is rambling.
MOST_SENTENCES = 8
# A second sentence is cited too where it brings so many terms that the first lacks.
NEW_TERMS = 2
# Cosine of a sentence and the question. Below the first it answers something else, such as an order in an article;
# between the two it must share a term with the question ("break down the plot" is a little like a dam that broke).
LEAST_ON_TOPIC = 0.2
ON_TOPIC = 0.4
_ADDRESS = re.compile(
    r"https?:|www\.|\b[\w-]+\.(?:com|org|net|io|xyz|info|biz|ru|cn|co|dev|app|site|online|top)\b|\S@\S+\.\w|\]\(|<\w",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a model's reply.

    Attributes:
        passed: the sentences that may be shown, some with a note of doubt.
        refused: those that may not, with the reason.
        declined: the model said that the passages do not answer.
    """

    passed: tuple[Sentence, ...]
    refused: tuple[Sentence, ...]
    declined: bool


def written(
    model: "LLM", question: str, hits: Sequence[Hit], article: ArticleOf, encode: Encode
) -> Generator[Sentence, None, Written]:
    """The model's sentences that pass, each as soon as it is whole, and what became of the reply.

    Raises:
        ModelFailed: it broke or timed out before a sentence had passed.
    """
    passed: list[Sentence] = []
    refused: list[Sentence] = []
    declined = False
    try:
        for said in _said(model, question, hits):
            if NOTHING_FOUND in said:
                declined = True
                continue
            sentence = checked(said, question, hits, article, encode)
            if sentence is None or any(sentence.text == one.text for one in (*passed, *refused)):
                continue
            (refused if sentence.failed else passed).append(sentence)
            if not sentence.failed:
                yield sentence
            if len(passed) == MOST_SENTENCES:
                break
    except ModelFailed as failure:
        if not passed:
            raise
        logger.warning("%s; what it had written till then stands", failure)
    return Written(tuple(passed), tuple(refused), declined)


def _said(model: "LLM", question: str, hits: Sequence[Hit]) -> Iterator[str]:
    # A token that no article can know, so that none can close the fence it stands in.
    prompt = question_prompt(question, [hit.passage for hit in hits], secrets.token_hex(4))
    return sentences(spoken(model, SYSTEM, prompt))


def checked(
    said: str, question: str, hits: Sequence[Hit], article: ArticleOf, encode: Encode
) -> Sentence | None:
    """The sentence with citations in the place of its marks, `failed` where it must not be shown; None if it says
    nothing of its own."""
    marked = read_markers(said)
    if not any(sign.isalnum() for sign in marked.text) or is_framing(marked.text):
        return None
    passages = [hits[number - 1].passage for number in marked.numbers if 1 <= number <= len(hits)]
    citations = tuple(_narrowed(marked.text, passage, article(passage.article_id)) for passage in passages)

    def likeness(sentence: str, others: Sequence[str]) -> float:
        vectors = encode([sentence, *others])
        return float((vectors[1:] @ vectors[0]).max()) if others else 0.0

    if _ADDRESS.search(marked.text):
        return Sentence(marked.text, citations, "it carries an address, which no model may give")
    sources = [_source(passage, article(passage.article_id)) for passage in passages]
    verdict = verify(marked.text, sources, likeness)
    if not verdict.failed and not _speaks_to(marked.text, question, likeness(marked.text, [question])):
        return Sentence(marked.text, citations, "it does not speak to the question")
    notes = (Note("doubt", verdict.doubt),) if verdict.doubt else ()
    return Sentence(marked.text, citations, verdict.failed, notes=notes)


def _speaks_to(text: str, question: str, cosine: float) -> bool:
    shares = not set(question_terms(question)).isdisjoint(terms(text))
    return cosine >= ON_TOPIC or (cosine >= LEAST_ON_TOPIC and shares)


def _narrowed(text: str, passage: Passage, article: Article) -> Citation:
    """The sentence of the cited passage that shares most with the model's, or two that it draws together."""
    wanted = set(terms(text))
    shared = [wanted & set(terms(article.text[start:end])) for start, end in passage.sentences]
    first = max(range(len(shared)), key=lambda place: len(shared[place]))
    beside = [place for place in (first - 1, first + 1) if 0 <= place < len(shared)]
    second = max(beside, key=lambda place: len(shared[place] - shared[first]), default=first)
    if len(shared[second] - shared[first]) < NEW_TERMS:
        second = first
    low, high = sorted((first, second))
    return cite(article, passage.sentences[low][0], passage.sentences[high][1])


def _source(passage: Passage, article: Article) -> Source:
    quoted = tuple(
        (article.text[quotation.start : quotation.end], quotation.speaker_full or quotation.speaker)
        for quotation in quotations_in(article, passage.start, passage.end)
    )
    return Source(
        without_instructions(passage.text), article.title, article.published, quoted, article.publication
    )
