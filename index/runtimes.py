"""The runtimes of an ONNX graph: OpenVINO in bf16 where the processor has it, else onnxruntime in fp32.

The home of `openvino` and `onnxruntime`; `index.light` takes what `runtime`
gives. Measured on one core of an EPYC 9004, 160 word pieces a text: OpenVINO
in eight bits 10,500 pieces a CPU second, bf16 7,500, fp32 4,200. The vectors
of the last two differ by less than 1 - cosine = 0.0001, so they may meet in
one index; those of the first differ by 0.001 and have a name of their own.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from index.quantised import GROUP, quantised

Batch = tuple[np.ndarray, np.ndarray]


class Runtime(Protocol):
    """Runs batches of (ids, mask), each of shape (texts, pieces), and yields vectors in the order given."""

    def run(self, batches: Iterable[Batch]) -> Iterator[np.ndarray]: ...


class OpenVino:
    """bf16, one stream a core: threads that share no batch never wait for each other."""

    def __init__(self, graph: Path, cores: int) -> None:
        os.environ.setdefault("OPENVINO_TELEMETRY_OPT_OUT", "1")
        import openvino

        settings = {
            "INFERENCE_PRECISION_HINT": "bf16",
            "PERFORMANCE_HINT": "THROUGHPUT" if cores > 1 else "LATENCY",
            "NUM_STREAMS": str(cores),
            "INFERENCE_NUM_THREADS": str(cores),
            # Rounds the input of what has weights in eight bits, and of nothing else.
            "DYNAMIC_QUANTIZATION_GROUP_SIZE": str(GROUP),
        }
        compiled = openvino.Core().compile_model(self._model(graph), "CPU", settings)
        self._queue = openvino.AsyncInferQueue(compiled, cores)

    @staticmethod
    def _model(graph: Path) -> Any:
        return str(graph)

    @staticmethod
    def suits() -> bool:
        """Whether this processor multiplies in bf16."""
        import openvino

        return "BF16" in openvino.Core().get_property("CPU", "OPTIMIZATION_CAPABILITIES")

    def run(self, batches: Iterable[Batch]) -> Iterator[np.ndarray]:
        done: dict[int, np.ndarray] = {}

        def keep(request: Any, number: int) -> None:
            done[number] = request.get_output_tensor(0).data.copy()

        self._queue.set_callback(keep)
        due = 0
        for number, (ids, mask) in enumerate(batches):
            self._queue.start_async({"ids": ids, "mask": mask}, number)
            while due in done:
                yield done.pop(due)
                due += 1
        self._queue.wait_all()
        while due in done:
            yield done.pop(due)
            due += 1


class EightBits(OpenVino):
    """Matrix products in eight bits, the rest in bf16: for passages, which are many."""

    @staticmethod
    def _model(graph: Path) -> Any:
        return quantised(graph)

    @staticmethod
    def suits() -> bool:
        """Whether this processor has instructions for both; asked before anything heavy is loaded."""
        flags = re.search(r"^flags\s*:(.*)$", _processor(), re.MULTILINE)
        return flags is not None and set(flags[1].split()) >= {"avx512_vnni", "avx512_bf16"}


def _processor() -> str:
    try:
        return Path("/proc/cpuinfo").read_text("ascii", "replace")
    except OSError:
        return ""


class OnnxRuntime:
    """fp32, on any processor."""

    def __init__(self, graph: Path, cores: int) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = cores
        # Waiting threads sleep, so that a busy machine is not made busier.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])

    @staticmethod
    def suits() -> bool:
        return True

    def run(self, batches: Iterable[Batch]) -> Iterator[np.ndarray]:
        for ids, mask in batches:
            yield self._session.run(["vectors"], {"ids": ids, "mask": mask})[0]


RUNTIMES: dict[str, Callable[[Path, int], Runtime]] = {
    "openvino-int8": EightBits,
    "openvino": OpenVino,
    "onnxruntime": OnnxRuntime,
}


def runtime(graph: Path, *, cores: int, name: str = "") -> Runtime:
    """The fastest exact runtime for this processor, or the one named.

    Raises:
        KeyError: `name` is not in `RUNTIMES`.
    """
    chosen = name or ("openvino" if OpenVino.suits() else "onnxruntime")
    return RUNTIMES[chosen](graph, cores)
