"""ALCE's definitions worked by hand, with an entailment model that a reader can do in the head."""

from dataclasses import replace

import pytest

from assistant.answer import Sentence
from eval.entailing import EntailmentModel
from eval.errors import EvalError
from eval.metrics.alce import alce_precision, alce_recall
from eval.scoring import score_question
from eval.wording import tokens
from tests.eval_room import CANAL, COST, FLOOD, NOBODY, TOLL, Room, cite, record

DAM = cite(FLOOD, "The dam broke on Tuesday.")
DEAD = cite(FLOOD, "The government counts 64 dead.")
NOW = cite(TOLL, "The ministry now counts 112 dead after the flood.")
COSTS = cite(CANAL, "The canal will cost 6.8 billion crowns.")


class Words:
    """Entails what is made of the premise's words alone."""

    def entails(self, premise: str, claim: str) -> bool:
        return set(tokens(claim)) <= set(tokens(premise))


@pytest.mark.parametrize(
    ("sentence", "recall", "precision"),
    [
        # One citation that proves it.
        (Sentence("The dam broke.", (DAM,)), (1.0,), (1.0,)),
        # Neither proves it alone, both together do: both count.
        (Sentence("The dam 64 dead.", (DAM, DEAD)), (1.0,), (1.0, 1.0)),
        # The first proves it alone and the second is idle.
        (Sentence("The dam broke.", (DAM, COSTS)), (1.0,), (1.0, 0.0)),
        # Each proves it alone: neither is idle, though either could go.
        (Sentence("Counts dead.", (DEAD, NOW)), (1.0,), (1.0, 1.0)),
        # Nothing proves it: no citation of it counts.
        (Sentence("The canal broke.", (DAM,)), (0.0,), (0.0,)),
        # No citation, no recall, and no citation to judge.
        (Sentence("The dam broke.", ()), (0.0,), ()),
    ],
)
def test_recall_and_precision_by_hand(sentence, recall, precision):
    assert alce_recall([sentence], Words()) == recall
    assert alce_precision([sentence], Words()) == precision


def test_without_a_model_the_metrics_are_not_there():
    answered = record(COST, Sentence("The canal will cost 6.8 billion crowns.", (COSTS,)))

    values = score_question(COST, answered, {}, Room(), 10).values

    assert not {"alce_recall", "alce_precision"} & values.keys()
    assert values["citation_recall"] == (1.0,)


def test_with_a_model_they_stand_beside_the_figures_against_gold():
    answered = record(COST, Sentence("The canal will cost 6.8 billion crowns.", (COSTS, DAM)))

    scored = score_question(COST, answered, {}, Room(), 10, Words())

    assert scored.values["alce_recall"] == (1.0,)
    assert scored.values["alce_precision"] == (1.0, 0.0)
    assert scored.values["citation_recall"] == (1.0,)


def test_silence_has_no_sentence_to_judge():
    scored = score_question(NOBODY, replace(record(NOBODY), outcome="abstained"), {}, Room(), 10, Words())

    assert "alce_recall" not in scored.values


def classifier(folder, labels):
    """A tiny untrained classifier: its verdicts mean nothing, its form is that of a real one."""
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

    words = {w: i for i, w in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "dam", "broke"])}
    tokenizer = Tokenizer(models.WordLevel(words, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]").save_pretrained(
        folder
    )
    config = BertConfig(
        vocab_size=6,
        hidden_size=8,
        num_hidden_layers=1,
        num_attention_heads=1,
        intermediate_size=8,
        id2label=dict(enumerate(labels)),
        label2id={label: i for i, label in enumerate(labels)},
    )
    model = BertForSequenceClassification(config)
    # So that the label of the highest number always wins.
    model.classifier.weight.data.zero_()
    model.classifier.bias.data.copy_(model.classifier.bias.data.new_tensor(range(len(labels))))
    model.save_pretrained(folder)
    return str(folder)


@pytest.mark.parametrize(
    ("labels", "entails"), [(["contradiction", "ENTAILMENT"], True), (["entailment", "neutral"], False)]
)
def test_a_real_classifier_is_read_by_its_labels(tmp_path, labels, entails):
    model = EntailmentModel(classifier(tmp_path, labels))

    assert model.entails("the dam broke at night", "the dam broke") is entails


def test_a_classifier_of_something_else_is_refused(tmp_path):
    with pytest.raises(EvalError, match="has no label for entailment, only positive, negative"):
        EntailmentModel(classifier(tmp_path, ["positive", "negative"]))


def test_a_model_that_is_not_there_is_an_error_of_one_line(tmp_path):
    with pytest.raises(EvalError, match="cannot be loaded"):
        EntailmentModel(str(tmp_path / "none"))


def test_a_gullible_model_proves_nothing_without_a_citation():
    class Gullible:
        def entails(self, premise, claim):
            return True

    assert alce_recall([Sentence("Anything.", ())], Gullible()) == (0.0,)
