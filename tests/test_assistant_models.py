"""Models by settings: an endpoint that is really asked over HTTP, what it is sent, and what a broken one gives away."""

import json
import logging
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.errors import ModelUnavailable, ModelUnknown
from assistant.models import ModelSettings, from_environment, make
from index.building import build
from index.library import Library
from tests.answering_models import marker_of

KEY = "canary-5f1d"
ASKED = "How many people died when the Tarn dam failed?"
TEXT = "The Tarn dam failed on Monday after a night of rain, and 27 people died in the valley below it."


class Endpoint:
    """A server on this machine that speaks as OpenAI's and as Ollama's do, and writes one right sentence; a broken one
    tells the key."""

    def __init__(self, *, broken: bool = False) -> None:
        self.broken = broken
        self.requests: list[dict] = []  # type: ignore[type-arg]
        self.keys: list[str] = []
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                endpoint.keys.append(self.headers["Authorization"])
                endpoint.requests.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                endpoint.answer(self)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        if self.broken:
            body = json.dumps({"error": {"message": f"bad key {KEY} in {self.keys[-1]}"}}).encode()
            self._send(handler, 401, "application/json", body)
            return
        said = f"When the Tarn dam failed, 27 people died {marker_of(self.prompt, '27 people')}."
        if handler.path == "/api/chat":
            self._send(handler, 200, "application/x-ndjson", _as_ollama(said))
            return
        chunks = [
            {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m",
             "choices": [{"index": 0, "delta": {"role": "assistant", "content": part}, "finish_reason": None}]}
            for part in (said[:20], said[20:])
        ]  # fmt: skip
        lines = [f"data: {json.dumps(chunk)}\n\n" for chunk in chunks] + ["data: [DONE]\n\n"]
        self._send(handler, 200, "text/event-stream", "".join(lines).encode())

    @property
    def prompt(self) -> str:
        return str(self.requests[-1]["messages"][-1]["content"])

    @staticmethod
    def _send(handler: BaseHTTPRequestHandler, status: int, kind: str, body: bytes) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def _as_ollama(said: str) -> bytes:
    parts = [{"content": part, "done": False} for part in (said[:20], said[20:])]
    lines = [
        {
            "model": "m",
            "created_at": "2023-05-11T00:00:00Z",
            "message": {"role": "assistant", "content": part["content"]},
            "done": part["done"],
        }
        for part in [*parts, {"content": "", "done": True}]
    ]
    return "\n".join(json.dumps(line) for line in lines).encode()


@pytest.fixture
def endpoint(request: pytest.FixtureRequest) -> Iterator[Endpoint]:
    served = Endpoint(broken=getattr(request, "param", False))
    yield served
    served.close()


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    home = tmp_path_factory.mktemp("models")
    (home / "a.jsonl").write_text(json.dumps({"id": "dam", "title": "Dam fails", "text": TEXT}), "utf-8")
    build(home / "home", [home / "a.jsonl"])
    return Library(home / "home")


def settings(url: str) -> ModelSettings:
    found = from_environment(
        {"BACKFILE_LLM": "endpoint:qwen3:4b", "BACKFILE_LLM_URL": url, "BACKFILE_LLM_KEY": KEY}
    )
    assert found is not None
    return found


def test_an_endpoint_writes_the_answer_and_is_sent_the_key_and_the_fenced_passages(
    endpoint: Endpoint, library: Library
) -> None:
    answer = Assistant(library, model=make(settings(endpoint.url))).ask(ASKED)

    assert [sentence.text for sentence in answer.sentences] == ["When the Tarn dam failed, 27 people died."]
    assert answer.author == "qwen3:4b"
    assert endpoint.keys == [f"Bearer {KEY}"]
    (sent,) = endpoint.requests
    assert (sent["model"], sent["stream"], sent["temperature"]) == ("qwen3:4b", True, 0.0)
    assert TEXT in endpoint.prompt
    assert ASKED in endpoint.prompt


def test_ollama_writes_the_answer(endpoint: Endpoint, library: Library) -> None:
    model = make(ModelSettings("ollama", "qwen3:4b", url=endpoint.url.removesuffix("/v1")))
    answer = Assistant(library, model=model).ask(ASKED)

    assert [sentence.text for sentence in answer.sentences] == ["When the Tarn dam failed, 27 people died."]
    assert answer.author == "qwen3:4b"


@pytest.mark.parametrize("endpoint", [True], indirect=True)
def test_an_endpoint_that_repeats_the_key_in_its_error_gives_nothing_away(
    endpoint: Endpoint, library: Library, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    answer = Assistant(library, model=make(settings(endpoint.url))).ask(ASKED)

    assert endpoint.requests, "the endpoint was asked"
    assert answer.author == "extractive"
    assert "27 people died" in answer.sentences[0].text
    assert KEY not in caplog.text
    assert KEY not in repr(answer)


def test_an_endpoint_that_is_not_there_leaves_the_answer_to_extraction(library: Library) -> None:
    answer = Assistant(library, model=make(settings("http://127.0.0.1:9/v1"))).ask(ASKED)

    assert answer.author == "extractive"


def test_an_unknown_kind_of_model_lists_the_known_ones() -> None:
    with pytest.raises(ModelUnknown, match="known are endpoint, gguf, ollama"):
        make(ModelSettings("oracle", "delphi"))


def test_a_missing_model_file_is_named() -> None:
    with pytest.raises(ModelUnavailable, match=r"there is no model file /none\.gguf"):
        make(ModelSettings("gguf", "/none.gguf"))


@pytest.mark.parametrize("value", ["qwen3", "ollama:", ":"])
def test_a_model_without_a_kind_or_a_name_says_how_to_write_it(value: str) -> None:
    with pytest.raises(ModelUnknown, match="write it as <kind>:<name>"):
        make(from_environment({"BACKFILE_LLM": value}) or ModelSettings("", ""))


def test_no_model_is_named_by_an_empty_environment() -> None:
    assert from_environment({}) is None


def test_the_key_is_never_shown() -> None:
    assert KEY not in repr(settings("http://127.0.0.1:1/v1"))


def test_every_start_of_the_guide_is_one_that_the_settings_read(root: Path) -> None:
    guide = (root / "docs" / "models.md").read_text("utf-8")
    named = [
        line.split("BACKFILE_LLM=")[1].split()[0] for line in guide.splitlines() if "BACKFILE_LLM=" in line
    ]

    assert {value.split(":")[0] for value in named} == {"endpoint", "gguf", "ollama"}
    for value in named:
        assert from_environment({"BACKFILE_LLM": value}) is not None
