"""Language models for tests: real LlamaIndex models whose replies a reader can foresee."""

from collections.abc import Callable, Iterator
from typing import Any

from llama_index.core.llms import CompletionResponse, CompletionResponseGen, CustomLLM, LLMMetadata


class FakeModel(CustomLLM):
    """Writes what `reply` makes of the prompt, whole."""

    reply: Callable[[str], str]

    @property
    def metadata(self) -> LLMMetadata:
        return LLMMetadata(model_name="fake")

    def complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponse:
        return CompletionResponse(text=self.reply(prompt))

    def stream_complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponseGen:
        raise NotImplementedError


class StreamingModel(FakeModel):
    """The same in pieces of `size` characters; breaks after `breaks_after` of them, where that is set."""

    size: int = 4
    breaks_after: int | None = None

    def stream_complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponseGen:
        return self._pieces(self.reply(prompt))

    def _pieces(self, text: str) -> Iterator[CompletionResponse]:
        for number, start in enumerate(range(0, len(text), self.size)):
            if number == self.breaks_after:
                raise ConnectionError("http://user:canary-key@host: Bearer canary-key refused")
            delta = text[start : start + self.size]
            yield CompletionResponse(text=text[: start + len(delta)], delta=delta)


def passages(prompt: str) -> Iterator[tuple[str, str]]:
    """(marker, words) of each passage in the prompt, in order."""
    for number, part in enumerate(prompt.split("<passage ")[1:], 1):
        yield f"[{number}]", part.split("</passage")[0]


def marker_of(prompt: str, words: str) -> str:
    """The marker of the passage that holds the words, as an honest model would write it."""
    return next(marker for marker, said in passages(prompt) if words in said)
