"""The interfaces by their real clients: Gradio's API, MCP, OpenAI's form; each is there only where it is wanted."""

import asyncio
import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import FIRST_EXCEPTION, wait
from typing import Any

import httpx
import pytest

from assistant.answer import Sentence
from assistant.contract import answer_as_json
from assistant.ui.serving import application
from assistant.ui.settings import UiSettings
from index.passage import Filters
from tests.browser import FRAMEWORK_WARNINGS, leaving_nothing, serving
from tests.ui_room import FERRY, MOLE, Echo, shelf

pytestmark = [*FRAMEWORK_WARNINGS]

EVERYTHING = UiSettings(tools=True, completions=True, question_limit=500)
QUESTION = "Where is Oststrand?"


@pytest.fixture(scope="module", autouse=True)
def collected() -> Iterator[None]:
    with leaving_nothing():
        yield


@pytest.fixture(scope="module")
def echo() -> Echo:
    return Echo(shelf())


@pytest.fixture(scope="module")
def address(echo: Echo) -> Iterator[str]:
    with serving(application(echo, echo.shelf, EVERYTHING)) as running:
        yield running


def expected(echo: Echo, question: str = QUESTION) -> Any:
    *_, answer = echo.stream(question)
    return json.loads(json.dumps(answer_as_json(answer)))  # type: ignore[arg-type]


# --- Gradio's API ----------------------------------------------------------


@pytest.fixture(scope="module")
def gradio(address: str) -> Any:
    from gradio_client import Client

    return Client(address, verbose=False)


def test_the_api_names_its_endpoints_and_describes_them(gradio: Any) -> None:
    named = gradio.view_api(return_format="dict")["named_endpoints"]

    assert set(named) == {"/ask", "/search", "/show", "/status"}
    assert [p["parameter_name"] for p in named["/ask"]["parameters"]] == [
        "question", "as_of", "since", "until", "source",
    ]  # fmt: skip


def test_ask_gives_the_json_of_the_command_line(gradio: Any, echo: Echo) -> None:
    assert gradio.predict(QUESTION, api_name="/ask") == expected(echo)


def test_filters_reach_the_assistant(gradio: Any, echo: Echo) -> None:
    gradio.predict(QUESTION, as_of="2023-05-03", source=["The Harbour Weekly"], api_name="/ask")

    _, filters, _ = echo.asked[-1]
    assert (str(filters.as_of), filters.publications) == ("2023-05-03", ("The Harbour Weekly",))


def test_search_gives_hits(gradio: Any) -> None:
    found = gradio.predict("north mole", k=5, api_name="/search")

    assert [hit["article_id"] for hit in found["hits"]] == ["ferry-mole"]


def test_show_gives_the_article_and_what_refers_to_it(gradio: Any) -> None:
    shown = gradio.predict("ferry-mole", api_name="/show")

    assert (shown["text"], shown["referred_to_by"]) == (MOLE.text, ["ferry-returns"])


def test_status_tells_nothing_of_the_servers_disk(gradio: Any) -> None:
    state = gradio.predict(api_name="/status")

    assert (state["generation"], state["articles"], state["healthy"]) == ("g1", 3, True)
    assert "/secret/home" not in json.dumps(state)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"question": " "}, "the question is empty"),
        ({"question": "x" * 501}, "the question has 501 characters; at most 500 are read"),
        ({"question": "q", "as_of": "soon"}, "as_of is 'soon', which is no date"),
        ({"question": "q", "source": [7]}, "source must be a list of names"),
        ({"question": "fail"}, "the model does not answer"),
    ],
)
def test_a_stated_error_reaches_the_caller(gradio: Any, arguments: dict[str, Any], message: str) -> None:
    from gradio_client.exceptions import AppError

    with pytest.raises(AppError, match=message):
        gradio.predict(**arguments, api_name="/ask")


def test_a_bug_reaches_no_caller(gradio: Any) -> None:
    from gradio_client.exceptions import AppError

    with pytest.raises(AppError) as raised:
        gradio.predict("crash", api_name="/ask")
    assert "secret" not in str(raised.value)


def test_the_pages_own_events_are_no_interface(address: str) -> None:
    assert (
        httpx.post(f"{address}/gradio_api/run/predict", json={"data": [], "fn_index": 0}).status_code >= 400
    )


# --- OpenAI's form ---------------------------------------------------------


@pytest.fixture(scope="module")
def openai(address: str) -> Iterator[Any]:
    from openai import OpenAI

    with OpenAI(base_url=f"{address}/v1", api_key="any", max_retries=0) as client:
        yield client


def messages(*said: str) -> list[Any]:
    roles = ("user", "assistant")
    return [{"role": roles[n % 2], "content": words} for n, words in enumerate(said)]


def test_there_is_one_model(openai: Any) -> None:
    assert [model.id for model in openai.models.list()] == ["backfile"]


def test_a_completion_carries_citations_in_its_message(openai: Any, echo: Echo) -> None:
    done = openai.chat.completions.create(model="backfile", messages=messages("Who is rested?"))

    message = done.choices[0].message
    assert message.content == (
        "“The hull is sound and the crew is rested,” [1]\n\n"
        "Sources:\n[1] Ferry to Oststrand Returns After Repairs, The Harbour Weekly, 9 May 2023, "
        "https://harbour.example/ferry-returns: ““The hull is sound and the crew is rested,””"
    )
    (cited,) = message.annotations
    assert cited.url_citation.url == FERRY.url
    assert message.content[cited.url_citation.start_index : cited.url_citation.end_index] == "[1]"
    assert done.backfile == expected(echo, "Who is rested?")


def test_a_streamed_completion_is_the_whole_one_bit_by_bit(openai: Any) -> None:
    asked = {"model": "backfile", "messages": messages(QUESTION)}
    whole = openai.chat.completions.create(**asked)
    with openai.chat.completions.create(**asked, stream=True) as stream:
        chunks = list(stream)

    said = [chunk.choices[0].delta.content or "" for chunk in chunks]
    assert "".join(said) == whole.choices[0].message.content
    assert said[0] == "The ferry to Oststrand will sail again from Monday, the harbour board said. [1]"
    assert chunks[-1].choices[0].finish_reason == "stop"
    assert chunks[-1].backfile["outcome"] == "answered"


def test_earlier_messages_are_the_history(openai: Any, echo: Echo) -> None:
    said = messages("Who is rested?", "The crew.", QUESTION)
    openai.chat.completions.create(
        model="x",
        messages=[{"role": "system", "content": "Be brief."}, *said],
        extra_body={"until": "2023-05-03"},
    )

    question, filters, turns = echo.asked[-1]
    assert (question, str(filters.until), turns) == (QUESTION, "2023-05-03", 1)


def test_an_abstention_is_said_in_the_message(openai: Any) -> None:
    done = openai.chat.completions.create(model="backfile", messages=messages("abstain"))

    assert done.choices[0].message.content == "The corpus does not say.\n\nAsk about a longer time."


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({}, 'the request must be an object with "messages", a list'),
        ({"messages": []}, 'there is no message of the role "user" to answer'),
        ({"messages": [1]}, 'each message must be an object with a "role"'),
        ({"messages": [{"role": "user", "content": 1}]}, 'the "content" of a message must be text'),
        ({"messages": [{"role": "user", "content": "q"}], "as_of": "x"}, "as_of is 'x', which is no date"),
        ({"messages": [{"role": "user", "content": "fail"}]}, "the model does not answer"),
        ({"messages": [{"role": "user", "content": "fail"}], "stream": True}, "the model does not answer"),
    ],
)
def test_an_unfit_request_is_told_why(address: str, body: Any, message: str) -> None:
    answer = httpx.post(f"{address}/v1/chat/completions", json=body)

    assert answer.status_code == 400
    assert message in answer.json()["error"]["message"]


def test_what_is_no_json_is_refused(address: str) -> None:
    for content in (b"{", b"[" * 100_000, b"\xff"):
        answer = httpx.post(f"{address}/v1/chat/completions", content=content)
        assert answer.status_code == 400


def test_a_bug_is_answered_without_its_details(address: str) -> None:
    for streamed in (False, True):
        body = {"messages": messages("crash"), "stream": streamed}
        answer = httpx.post(f"{address}/v1/chat/completions", json=body)
        assert answer.status_code == 500
        assert "secret" not in answer.text


# --- MCP -------------------------------------------------------------------


def tool(address: str, name: str = "", **arguments: Any) -> Any:
    from mcp import Client

    async def called() -> Any:
        async with Client(f"{address}/mcp") as client:
            return await (client.call_tool(name, arguments) if name else client.list_tools())

    return asyncio.run(called())


def test_the_tools_are_named_and_described(address: str) -> None:
    tools = {one.name: one for one in tool(address).tools}

    assert set(tools) == {"ask", "search", "show", "status"}
    assert tools["ask"].description.startswith("Answer a question from the articles")
    assert set(tools["ask"].input_schema["properties"]) == {"question", "as_of", "since", "until", "source"}


def test_a_tool_gives_the_json_of_the_command_line(address: str, echo: Echo) -> None:
    assert tool(address, "ask", question=QUESTION).structured_content == expected(echo)


def test_a_tools_stated_error_is_an_error_result(address: str) -> None:
    result = tool(address, "show", article_id="<nothing>")

    assert result.is_error
    assert "no article has the id '<nothing>'" in result.content[0].text


# --- limits and switches ---------------------------------------------------


@pytest.mark.parametrize("path", ["/v1/models", "/v1/chat/completions", "/mcp"])
def test_an_interface_that_is_not_wanted_is_not_there(path: str) -> None:
    echo = Echo(shelf())
    with serving(application(echo, echo.shelf, UiSettings(api=False))) as address:
        assert httpx.post(address + path, json={}).status_code in (404, 405)
        assert httpx.get(address + "/gradio_api/info").json()["named_endpoints"] == {}


def test_a_client_above_its_rate_is_told_to_wait() -> None:
    from gradio_client import Client
    from gradio_client.exceptions import AppError

    echo = Echo(shelf())
    settings = UiSettings(tools=True, completions=True, questions_per_minute=1)
    with serving(application(echo, echo.shelf, settings)) as address:
        body = {"messages": messages(QUESTION)}
        assert httpx.post(f"{address}/v1/chat/completions", json=body).status_code == 200

        refused = httpx.post(f"{address}/v1/chat/completions", json=body)
        assert (refused.status_code, refused.json()["error"]["code"]) == (429, "rate_limit_exceeded")
        assert 0 < int(refused.headers["retry-after"]) <= 60
        assert "ask again in" in tool(address, "ask", question=QUESTION).content[0].text
        with pytest.raises(AppError, match="too many questions at once; ask again in"):
            Client(address, verbose=False).predict(QUESTION, api_name="/ask")
    assert len(echo.asked) == 1


class Waiting(Echo):
    """Holds every answer until it is let go."""

    def __init__(self) -> None:
        super().__init__(shelf())
        self.go = threading.Event()
        self.inside = threading.Semaphore(0)

    def stream(self, question: str, filters: Filters = Filters(), history: Any = ()) -> Iterator[Any]:
        self.inside.release()
        self.go.wait(20)
        yield from super().stream(question, filters, history)


def test_whoever_finds_no_place_is_told_that_the_server_is_busy() -> None:
    from gradio_client import Client

    held = Waiting()
    settings = UiSettings(completions=True, concurrency=1, queue_size=1)
    with serving(application(held, held.shelf, settings)) as address:
        body = {"messages": messages(QUESTION)}
        url = f"{address}/v1/chat/completions"
        patient = {"json": body, "timeout": 30}
        threads = [threading.Thread(target=httpx.post, args=(url,), kwargs=patient) for _ in range(2)]
        try:
            for thread in threads:
                thread.start()
            held.inside.acquire(timeout=20)
            refused = _until_busy(url, body)
            assert refused.json()["error"]["message"] == (
                "the server is busy: 2 questions are being answered or wait; ask again in a moment"
            )
            client = Client(address, verbose=False)
            jobs = [client.submit(QUESTION, api_name="/ask") for _ in range(4)]
            finished, _ = wait(jobs, timeout=20, return_when=FIRST_EXCEPTION)
            assert {str(job.exception()) for job in finished} == {"Queue is full! Please try again."}
        finally:
            held.go.set()
            for thread in threads:
                thread.join(20)


def _until_busy(url: str, body: Any) -> httpx.Response:
    """The second of the two waits by the time that a third is refused; until then a third would wait itself."""
    for _ in range(100):
        try:
            return httpx.post(url, json=body, timeout=0.2)
        except httpx.ReadTimeout:
            continue
    raise AssertionError("never busy")


class Endless(Echo):
    """Says one sentence after another, at the pace of a model, until whoever asked hangs up."""

    def stream(self, question: str, *more: Any, **others: Any) -> Iterator[Any]:
        steps = super().stream(question, *more, **others)
        yield next(step for step in steps if isinstance(step, Sentence))
        if question == QUESTION:
            for _ in range(2_000):
                yield Sentence("More.", ())
                time.sleep(0.005)
        yield from steps


def test_whoever_hangs_up_gives_the_place_back() -> None:
    echo = Endless(shelf())
    settings = UiSettings(completions=True, concurrency=1, queue_size=1)
    with serving(application(echo, echo.shelf, settings)) as address:
        url = f"{address}/v1/chat/completions"
        body = {"messages": messages(QUESTION), "stream": True}
        for _ in range(4):
            with httpx.stream("POST", url, json=body, timeout=20) as stream:
                assert next(stream.iter_lines()).startswith("data: ")

        assert httpx.post(url, json={"messages": messages("Who is rested?")}, timeout=20).status_code == 200


def test_the_health_tells_the_state_of_the_index() -> None:
    echo = Echo(shelf())
    echo.shelf.generation = None
    with serving(application(echo, echo.shelf)) as address:
        assert httpx.get(f"{address}/healthz").json() == {
            "status": "ok",
            "index": "missing",
            "generation": "",
        }


# --- files and floods ------------------------------------------------------

UP = "../" * 12
ENCODED = "%2e%2e%2f" * 12


@pytest.mark.parametrize(
    "path",
    [
        *(
            f"/gradio_api/file={where}"
            for where in ("/etc/passwd", f"{UP}etc/passwd", "app.py", "file:///etc/passwd")
        ),
        f"/gradio_api/file/{ENCODED}etc/passwd",
        "/gradio_api//file=/etc/passwd",
        "/gradio_api/%66ile=/etc/passwd",
        "//gradio_api/file=/etc/passwd",
        "/file=/etc/passwd",
        *(
            f"/{room}/{way}etc/passwd"
            for room in ("static", "assets", "svelte")
            for way in (UP, ENCODED, "..%5c" * 9)
        ),
        f"/gradio_api/custom_component/x/client/component/{ENCODED}etc/passwd",
        "/gradio_api/proxy=http://127.0.0.1:1/etc/passwd",
        f"/gradio_api/deep_link?session_hash={ENCODED}etc/passwd",
        f"/gradio_api/stream/{ENCODED}/etc/passwd/playlist-file",
        "/app.py",
        "/.git/config",
        f"/{UP}etc/passwd",
    ],
)
def test_no_route_gives_a_file_of_the_machine(address: str, path: str) -> None:
    from http.client import HTTPConnection

    host, port = address.removeprefix("http://").split(":")
    # As it stands: other clients tidy a path before they send it.
    connection = HTTPConnection(host, int(port), timeout=20)
    connection.putrequest("GET", path, skip_accept_encoding=True)
    connection.endheaders()
    answer = connection.getresponse()
    body = answer.read()
    connection.close()

    assert answer.status in (400, 403, 404, 405)
    assert b"root:" not in body


def test_a_question_of_20_mb_is_refused_by_its_length_before_it_is_sent(address: str) -> None:
    import socket

    host, port = address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=20) as line:
        line.sendall(
            b"POST /gradio_api/call/ask HTTP/1.1\r\nHost: localhost\r\nContent-Length: 20000000\r\n\r\n"
        )
        head = line.recv(4096)

    assert head.startswith(b"HTTP/1.1 413 ")
