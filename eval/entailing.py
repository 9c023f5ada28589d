"""An entailment model for ALCE's metrics: any sequence classifier with a label for entailment.

Made by `eval.command` where `--entailment` names one; no model comes along.
The first texts take seconds, and each pair a forward pass.
"""

from functools import lru_cache
from typing import Any

from eval.errors import EvalError

# Word pieces of premise and claim together; what is longer loses the end of the premise.
LENGTH = 512
# Pairs whose verdict is kept: ALCE asks for the same pair up to three times.
KEPT = 4096


class EntailmentModel:
    """A model of `transformers`, by hub id or folder. Safetensors only, none of its own code run."""

    def __init__(self, name: str) -> None:
        """
        Raises:
            EvalError: it cannot be loaded, or none of its labels is entailment.
        """
        from transformers import AutoModelForSequenceClassification, AutoTokenizer

        try:
            self._tokenizer = AutoTokenizer.from_pretrained(name)
            self._model: Any = AutoModelForSequenceClassification.from_pretrained(name, use_safetensors=True)
        except (OSError, ValueError) as error:
            raise EvalError(f"the entailment model {name!r} cannot be loaded: {error}") from error
        labels = {str(label).casefold(): int(i) for i, label in self._model.config.id2label.items()}
        self._label = next((i for label, i in labels.items() if label.startswith("entail")), -1)
        if self._label < 0:
            raise EvalError(f"the model {name!r} has no label for entailment, only {', '.join(labels)}")
        self._verdict = lru_cache(KEPT)(self._ask)

    def entails(self, premise: str, claim: str) -> bool:
        """Whether entailment is the likeliest label."""
        return self._verdict(premise, claim)

    def _ask(self, premise: str, claim: str) -> bool:
        pair = self._tokenizer(
            premise, claim, return_tensors="pt", truncation="only_first", max_length=LENGTH
        )
        self._model.eval()
        scores = self._model(**pair).logits.detach()[0]
        return int(scores.argmax()) == self._label
