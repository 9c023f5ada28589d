"""Any sentence-transformers model as an encoder: batches that fit the memory of a GPU, however small it is."""

from dataclasses import dataclass, field
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from index.transformer import GPU_BATCH, SentenceTransformerEncoder


@dataclass
class Model:
    """A model on a GPU that holds `room` texts at once; a text's vector is its length."""

    room: int
    device: SimpleNamespace = field(default_factory=lambda: SimpleNamespace(type="cuda"))
    batches: list[int] = field(default_factory=list)

    def encode(self, texts: list[str], *, batch_size: int, **_: bool) -> np.ndarray:
        self.batches.append(batch_size)
        if batch_size > self.room:
            raise torch.OutOfMemoryError("no room")
        return np.array([[len(text)] for text in texts])


def encoder_of(model: Model) -> SentenceTransformerEncoder:
    encoder = SentenceTransformerEncoder("any")
    encoder.__dict__["_model"] = model
    return encoder


def test_batch_is_halved_until_it_fits_and_stays_so():
    model = Model(room=GPU_BATCH // 4)
    encoder = encoder_of(model)

    assert encoder.encode(["one", "three"]).tolist() == [[3.0], [5.0]]
    encoder.encode(["one"])

    assert model.batches == [GPU_BATCH, GPU_BATCH // 2, GPU_BATCH // 4, GPU_BATCH // 4]


def test_model_that_has_no_room_for_one_text_says_so():
    with pytest.raises(torch.OutOfMemoryError):
        encoder_of(Model(room=0)).encode(["one"])
