"""The guard around the page: headers, the policy's digests, closed routes, the cap on bodies."""

import base64
import hashlib
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from assistant.ui.protection import CLOSED, Protection, content_policy

PAGE = (
    '<html><meta property="og:image" content="https://elsewhere.example/x.png"/>'
    '<script>run()</script><script src="own.js"></script></html>'
)


async def page(request: Any) -> HTMLResponse:
    return HTMLResponse(PAGE)


async def echo(request: Any) -> PlainTextResponse:
    return PlainTextResponse(str(len(await request.body())))


@pytest.fixture
def client() -> TestClient:
    routes = [Route("/", page), Route("/ask", echo, methods=["POST"])]
    return TestClient(Protection(Starlette(routes=routes), body_limit=100))


def test_every_answer_forbids_frames_and_referrers(client: TestClient) -> None:
    for path in ("/", "/nowhere", "/gradio_api/upload"):
        headers = client.get(path).headers
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "no-referrer"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]


def test_the_policy_allows_the_pages_own_inline_script_by_its_digest_alone(client: TestClient) -> None:
    digest = base64.b64encode(hashlib.sha256(b"run()").digest()).decode()

    script = client.get("/").headers["content-security-policy"].split("; ")[1]

    assert script == f"script-src 'self' 'unsafe-eval' 'sha256-{digest}'"


def test_a_page_without_scripts_allows_none_inline() -> None:
    assert b"script-src 'self' 'unsafe-eval';" in content_policy(b"<p>no script</p>")


def test_metadata_that_names_other_hosts_is_taken_out(client: TestClient) -> None:
    answer = client.get("/")

    assert "elsewhere.example" not in answer.text
    assert int(answer.headers["content-length"]) == len(answer.content)


@pytest.mark.parametrize("path", CLOSED)
def test_routes_that_the_page_does_not_use_are_closed(client: TestClient, path: str) -> None:
    answer = client.post(path, content=b"x")

    assert (answer.status_code, answer.text) == (404, "This page takes and gives no files.")


def test_a_body_up_to_the_cap_is_read_and_one_above_it_refused(client: TestClient) -> None:
    assert client.post("/ask", content=b"x" * 100).text == "100"

    refused = client.post("/ask", content=b"x" * 101)

    assert refused.status_code == 413
    assert refused.text == "The request holds 101 bytes; at most 100 are read. Shorten the question."


def test_a_body_of_unsaid_length_is_refused(client: TestClient) -> None:
    assert client.post("/ask", content=iter([b"x"])).status_code == 411
