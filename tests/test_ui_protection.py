"""The guard around the page: headers, names, the policy's digests, closed routes, the cap on bodies."""

import base64
import hashlib
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from assistant.ui.hosts import Hosts
from assistant.ui.protection import ANY_HOST, CLOSED, Protection, content_policy

PAGE = (
    '<html><meta property="og:image" content="https://elsewhere.example/x.png"/>'
    '<script>run()</script><script src="own.js"></script></html>'
)


async def page(request: Any) -> HTMLResponse:
    return HTMLResponse(PAGE)


async def echo(request: Any) -> PlainTextResponse:
    return PlainTextResponse(str(len(await request.body())))


async def healthz(request: Any) -> PlainTextResponse:
    return PlainTextResponse("ok")


def guarded(hosts: Hosts = ANY_HOST) -> TestClient:
    routes = [Route("/", page), Route("/ask", echo, methods=["POST"]), Route("/healthz", healthz)]
    return TestClient(Protection(Starlette(routes=routes), body_limit=100, hosts=hosts))


@pytest.fixture
def client() -> TestClient:
    return guarded()


def test_every_answer_forbids_frames_and_referrers(client: TestClient) -> None:
    for path in ("/", "/nowhere", "/gradio_api/upload"):
        headers = client.get(path).headers
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "same-origin"
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


OWN = Hosts("127.0.0.1")
PROXIED = Hosts("127.0.0.1", ("papers.example.org",))
OPEN = Hosts("0.0.0.0")


@pytest.mark.parametrize(
    ("hosts", "called", "status"),
    [
        (OWN, "127.0.0.1:7860", 200),
        (OWN, "LocalHost.:7860", 200),
        (OWN, "[::1]:7860", 200),
        (OWN, "rebound.example:7860", 421),
        (OWN, "127.0.0.1.rebound.example", 421),
        (PROXIED, "Papers.Example.org", 200),
        (PROXIED, "localhost:7860", 200),
        (PROXIED, "other.example.org", 421),
        # It listens to everybody and was told of no name: it may be called by any.
        (OPEN, "press.lan:7860", 200),
        (Hosts("0.0.0.0", ("press.lan",)), "rebound.example", 421),
    ],
)
def test_a_server_is_called_by_its_own_names_and_those_it_was_told_of(
    hosts: Hosts, called: str, status: int
) -> None:
    assert guarded(hosts).get("/", headers={"host": called}).status_code == status


def test_a_name_that_is_not_ours_is_refused_with_what_to_do() -> None:
    refused = guarded(OWN).get("/", headers={"host": "rebound.example"})

    assert refused.text == (
        "This server answers to 127.0.0.1, localhost, ::1 only. "
        "If it is meant to be called by another name, start it with --allow-host NAME (docs/serving.md)."
    )


def test_health_is_told_under_any_name() -> None:
    assert guarded(OWN).get("/healthz", headers={"host": "10.0.0.7:7860"}).text == "ok"


@pytest.mark.parametrize(
    ("hosts", "called", "origin", "status"),
    [
        (OWN, "127.0.0.1:7860", "http://127.0.0.1:7860", 200),
        (OWN, "127.0.0.1:7860", "http://elsewhere.example", 403),
        (OWN, "127.0.0.1:7860", "http://127.0.0.1:3000", 403),
        (OWN, "127.0.0.1:7860", "http://localhost:7860", 403),
        (OWN, "127.0.0.1:7860", "null", 403),
        (OWN, "127.0.0.1:7860", "http://[", 403),
        (OPEN, "press.lan", "https://elsewhere.example", 403),
        # A proxy that passes its own name on, and one that does not.
        (PROXIED, "papers.example.org", "https://papers.example.org", 200),
        (PROXIED, "127.0.0.1:7860", "https://papers.example.org", 200),
    ],
)
def test_a_page_of_elsewhere_writes_nothing(hosts: Hosts, called: str, origin: str, status: int) -> None:
    sent = guarded(hosts).post("/ask", content=b"x", headers={"host": called, "origin": origin})

    assert sent.status_code == status
