"""The bundled model as an ONNX graph, exported once and kept in the home.

Used by `index.light`, so that a search need not import torch. The graph
pools and normalises as sentence-transformers does: piece numbers in, unit
vectors out. Never committed: it is made from the checked weights.
"""

import logging
import os
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from index.bundled import DIGESTS, NAME, checked, file_digest

if TYPE_CHECKING:
    import torch

logger = logging.getLogger(__name__)

# Part of the file's name, so that a changed export is made anew.
VERSION = 1
OPSET = 17
# Beyond what softmax can tell from minus infinity, and still finite in bf16.
MASKED = -3.0e38


def exported(models: Path) -> Path:
    """The graph's path below `models`, made (about 10 s, once) if it is not there.

    A digest lies beside it; a graph that no longer matches is made again.
    """
    path = models / f"{NAME}-{DIGESTS['model.safetensors'][:12]}-v{VERSION}.onnx"
    note = path.with_suffix(".sha256")
    if path.is_file() and note.is_file() and note.read_text("ascii") == file_digest(path):
        return path
    logger.info("preparing the model %s, once for this home", NAME)
    models.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.stem}.{os.getpid()}.part")
    _export(checked("model.safetensors").parent, unfinished)
    digest = file_digest(unfinished)
    unfinished.replace(path)
    note.write_text(digest, "ascii")
    return path


def _export(folder: Path, path: Path) -> None:
    import torch
    from transformers import BertModel
    from transformers import logging as quiet

    quiet.set_verbosity_error()
    quiet.disable_progress_bar()
    bert = BertModel.from_pretrained(folder, attn_implementation="eager", local_files_only=True).eval()
    pieces = torch.ones((2, 8), dtype=torch.int64)
    axes = {0: "texts", 1: "pieces"}
    with warnings.catch_warnings(), torch.no_grad():
        # The newer exporter needs onnxscript, one more package for the same graph.
        warnings.simplefilter("ignore", DeprecationWarning)
        torch.onnx.export(
            _pooled(bert), (pieces, pieces), str(path), dynamo=False, opset_version=OPSET,
            input_names=["ids", "mask"], output_names=["vectors"],
            dynamic_axes={"ids": axes, "mask": axes, "vectors": {0: "texts"}},
        )  # fmt: skip


def _pooled(bert: "torch.nn.Module") -> "torch.nn.Module":
    """The transformer with mean pooling over real pieces and unit length, the model card's recipe."""
    import torch

    class Pooled(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.bert = bert

        def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
            # A mask of four dimensions passes transformers' own mask builder, which does not export.
            hidden = self.bert(
                input_ids=ids,
                attention_mask=(1.0 - mask[:, None, None, :].float()) * MASKED,
                token_type_ids=torch.zeros_like(ids),
            ).last_hidden_state
            real = mask.unsqueeze(-1).float()
            return torch.nn.functional.normalize((hidden * real).sum(1) / real.sum(1).clamp(min=1e-9), dim=-1)

    return Pooled()
