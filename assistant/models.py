"""Make the language model that the settings name: an endpoint, Ollama, or a local GGUF file.

Used by entry points; `assistant.writing` takes what comes out, or any other
LlamaIndex LLM. Never sends a word to a model, and prints no key.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import ModelUnavailable, ModelUnknown

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

# Few tokens: an answer is one to four short sentences.
ANSWER_TOKENS = 300


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """Which model writes the answers.

    Attributes:
        kind: "endpoint", "ollama" or "gguf".
        name: the model's name there, or the path of the GGUF file.
        url: the address of the endpoint or of Ollama; unused for "gguf".
        key: the endpoint's key; never shown, not even in a traceback's repr.
        context: tokens that prompt and answer may take together.
        seconds: how long one answer may take.
    """

    kind: str
    name: str
    url: str = ""
    key: str = field(default="", repr=False)
    context: int = 4096
    seconds: float = 60.0


def from_environment(environment: Mapping[str, str]) -> ModelSettings | None:
    """The model that BACKFILE_LLM names as "<kind>:<name>", None where it names none.

    BACKFILE_LLM_URL is the address of an endpoint or of Ollama, BACKFILE_LLM_KEY the endpoint's key.

    Raises:
        ModelUnknown: the value has no kind before a colon.
    """
    named = environment.get("BACKFILE_LLM", "")
    if not named:
        return None
    kind, colon, name = named.partition(":")
    if not colon or not name:
        raise ModelUnknown(f"BACKFILE_LLM is “{named}”; write it as <kind>:<name>, such as ollama:qwen3:4b")
    return ModelSettings(
        kind, name, url=environment.get("BACKFILE_LLM_URL", ""), key=environment.get("BACKFILE_LLM_KEY", "")
    )


def make(settings: ModelSettings) -> "LLM":
    """The model, ready to be asked; an endpoint is not called yet.

    Raises:
        ModelUnknown: no factory has that kind.
        ModelUnavailable: its package is not installed, or its file is not there.
    """
    factory = FACTORIES.get(settings.kind)
    if factory is None:
        raise ModelUnknown(
            f"model kind “{settings.kind}” is unknown; known are {', '.join(sorted(FACTORIES))}"
        )
    return factory(settings)


def _endpoint(settings: ModelSettings) -> "LLM":
    if not settings.url.startswith(("http://", "https://")):
        raise ModelUnavailable(
            f"the endpoint's address is “{settings.url}”; give one such as http://127.0.0.1:8000/v1"
        )
    return _client(settings, settings.url)


def _client(settings: ModelSettings, url: str) -> "LLM":
    try:
        from llama_index.llms.openai_like import OpenAILike
    except ImportError as missing:
        raise _not_installed("llama-index-llms-openai-like") from missing
    return OpenAILike(
        model=settings.name,
        api_base=url,
        api_key=settings.key or "none",
        is_chat_model=True,
        context_window=settings.context,
        max_tokens=ANSWER_TOKENS,
        temperature=0.0,
        timeout=settings.seconds,
        max_retries=0,
    )


def _ollama(settings: ModelSettings) -> "LLM":
    try:
        from llama_index.llms.ollama import Ollama
    except ImportError as missing:
        raise _not_installed("llama-index-llms-ollama") from missing
    return Ollama(
        model=settings.name,
        base_url=settings.url or "http://127.0.0.1:11434",
        context_window=settings.context,
        temperature=0.0,
        request_timeout=settings.seconds,
        additional_kwargs={"num_predict": ANSWER_TOKENS},
    )


def _gguf(settings: ModelSettings) -> "LLM":
    """The file behind llama.cpp's own server on 127.0.0.1, asked through the same client as any endpoint."""
    path = Path(settings.name).expanduser()
    if not path.is_file():
        raise ModelUnavailable(f"there is no model file {path}; give the path of a .gguf file")
    return _client(settings, f"{_serve(path.resolve(), settings.context).listening_address}/v1")


@cache
def _serve(path: Path, context: int) -> Any:
    """One server a file for the life of the process: it holds the weights in memory."""
    try:
        import xllamacpp
    except ImportError as missing:
        raise _not_installed("xllamacpp") from missing
    params = xllamacpp.CommonParams()
    params.model.path = str(path)
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.n_ctx = context
    params.n_parallel = 1
    params.warmup = False
    return xllamacpp.Server(params)


def _not_installed(package: str) -> ModelUnavailable:
    return ModelUnavailable(f"this kind of model needs a package: run `.venv/bin/pip install {package}`")


FACTORIES: dict[str, Callable[[ModelSettings], "LLM"]] = {
    "endpoint": _endpoint,
    "ollama": _ollama,
    "gguf": _gguf,
}
