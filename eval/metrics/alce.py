"""ALCE's citation recall and precision (Gao et al., EMNLP 2023), with an entailment model that decides.

Used by `eval.scoring` where such a model is configured, and never mixed with the
figures of `eval.metrics.citations`, which overlap with gold evidence.
"""

from collections.abc import Sequence
from typing import Protocol

from assistant.answer import Citation, Sentence


class Entailment(Protocol):
    """Whether one text follows from another."""

    def entails(self, premise: str, claim: str) -> bool: ...


def alce_recall(sentences: Sequence[Sentence], model: Entailment) -> tuple[float, ...]:
    """A value a sentence: 1.0 where its citations together entail it, 0.0 where not or where it cites nothing."""
    return tuple(float(_supported(s, s.citations, model)) for s in sentences)


def alce_precision(sentences: Sequence[Sentence], model: Entailment) -> tuple[float, ...]:
    """A value a citation: 1.0 where its sentence is entailed and the citation is not idle.

    It is idle where it does not entail the sentence by itself, and the others entail it without it.
    """
    return tuple(
        float(_supported(s, s.citations, model) and _counts(s, at, model))
        for s in sentences
        for at in range(len(s.citations))
    )


def _counts(sentence: Sentence, at: int, model: Entailment) -> bool:
    others = (*sentence.citations[:at], *sentence.citations[at + 1 :])
    alone = _supported(sentence, sentence.citations[at : at + 1], model)
    return alone or not _supported(sentence, others, model)


def _supported(sentence: Sentence, citations: Sequence[Citation], model: Entailment) -> bool:
    premise = "\n".join(f"Title: {c.title}\n{c.quote}" for c in citations)
    return bool(citations) and model.entails(premise, sentence.text)
