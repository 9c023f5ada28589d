"""Make a follow-up stand alone: by the model where one is configured and keeps to what was said, else by rules.

Used by `assistant.assistant`. The rewrite is shown to the reader; a model's is
taken only where it adds no name and no number that nobody has said.
"""

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.answer import Turn
from assistant.conversation import stand_alone
from assistant.prompts import REWRITER, rewriting_prompt
from assistant.terms import names, numbers, words
from corpus.names import Person

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

logger = logging.getLogger(__name__)

# Longer is no question but an essay, or an answer.
REWRITE_CHARACTERS = 300


def rewritten(
    question: str, history: Sequence[Turn], people: Sequence[Person] = (), model: "LLM | None" = None
) -> str:
    """The question in words that need no earlier turn.

    The model is asked only where the rules see a follow-up, so that a question which stands
    alone never waits for it.
    """
    by_rules = stand_alone(question, history, people)
    if model is None or by_rules == question:
        return by_rules
    return _by_model(question, history, model) or by_rules


def _by_model(question: str, history: Sequence[Turn], model: "LLM") -> str:
    """The model's rewrite, "" where it failed or cannot be taken."""
    from llama_index.core.llms import ChatMessage

    prompt = rewriting_prompt(question, history)
    try:
        reply = model.chat(
            [ChatMessage(role="system", content=REWRITER), ChatMessage(role="user", content=prompt)]
        )
    except Exception as error:
        # Any client may fail in any way; its message may hold an address or a key, so only its kind is told.
        logger.warning("the model failed (%s); the follow-up was rewritten by rules", type(error).__name__)
        return ""
    text = str(reply.message.content or "").strip().strip('"“”')
    return text if _keeps_to(text, question, history) else ""


def _keeps_to(text: str, question: str, history: Sequence[Turn]) -> bool:
    """Whether it is one question whose names and numbers all were said before."""
    if not text.endswith("?") or "\n" in text or len(text) > REWRITE_CHARACTERS:
        return False
    said = " ".join([question, *(_said(turn) for turn in history)])
    known = set(words(said))
    return numbers(text) <= numbers(said) and all(set(words(name)) <= known for name in names(text))


def _said(turn: Turn) -> str:
    return " ".join(
        [turn.question, turn.answer.standalone, *(sentence.text for sentence in turn.answer.sentences)]
    )
