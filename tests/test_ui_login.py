"""The door: who gets in, by which way, and what is shut to everyone else, Gradio's own routes included."""

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.ui.accounts import Accounts, AccountsUnusable, line
from assistant.ui.login import COOKIE, TRIES, Door, below
from assistant.ui.serving import application
from assistant.ui.sessions import HALF_A_DAY, PROVEN_FOR, Sessions
from assistant.ui.settings import UiSettings
from tests.browser import FRAMEWORK_WARNINGS, leaving_nothing, serving
from tests.ui_room import Echo, shelf

pytestmark = [*FRAMEWORK_WARNINGS]


@pytest.fixture(scope="module", autouse=True)
def collected() -> Iterator[None]:
    with leaving_nothing():
        yield


ANN = ("ann", "a tide of herring")


@pytest.fixture(scope="module")
def accounts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("accounts") / "users"
    path.write_text(f"# readers\n\n{line(*ANN)}\n", "utf-8")
    return path


# --- the file --------------------------------------------------------------


def test_a_password_is_right_for_its_own_name_alone(accounts: Path) -> None:
    known = Accounts(accounts)

    assert known.check(*ANN)
    assert not known.check("ann", "a tide of herrings")
    assert not known.check("bob", ANN[1])
    assert ANN[1] not in accounts.read_text("utf-8")


def test_the_same_password_is_hashed_with_another_salt_each_time() -> None:
    assert line(*ANN) != line(*ANN)


@pytest.mark.parametrize(
    ("name", "password", "message"),
    [
        ("a:b", "long enough", "is no name"),
        ("", "long enough", "is no name"),
        ("ann", "short", "a password has 8 to 1024 characters"),
        ("ann", "x" * 1025, "a password has 8 to 1024 characters"),
    ],
)
def test_an_unfit_name_or_password_is_refused(name: str, password: str, message: str) -> None:
    with pytest.raises(AccountsUnusable, match=message):
        line(name, password)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ann:secret", "line 1 of the accounts is none"),
        ("\n:scrypt$1$1$1$a$b", "line 2 of the accounts is none"),
        ("# nobody", "names nobody"),
    ],
)
def test_a_file_that_is_no_file_of_accounts_stops_the_server(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "users").write_text(text, "utf-8")

    with pytest.raises(AccountsUnusable, match=message):
        Accounts(tmp_path / "users")


def test_a_missing_file_is_said_before_anything_is_served(tmp_path: Path) -> None:
    echo = Echo(shelf())

    with pytest.raises(AccountsUnusable, match="cannot be read"):
        application(echo, echo.shelf, UiSettings(accounts=tmp_path / "none"))


# --- sessions --------------------------------------------------------------


def test_a_session_ends_after_half_a_day_or_when_it_is_left() -> None:
    now = [0.0]
    sessions = Sessions(lambda: now[0])
    kept, left = sessions.begin("ann"), sessions.begin("ann")

    sessions.end(left)

    assert (sessions.name_of(kept), sessions.name_of(left), sessions.name_of("")) == ("ann", "", "")
    now[0] = HALF_A_DAY
    assert sessions.name_of(kept) == ""


def test_proven_credentials_are_proven_for_a_while() -> None:
    now = [0.0]
    sessions = Sessions(lambda: now[0])
    sessions.prove("ann:x", "ann")

    assert sessions.name_of("ann:x") == "ann"
    now[0] = PROVEN_FOR
    assert sessions.name_of("ann:x") == ""


# --- the whole server ------------------------------------------------------


@pytest.fixture(scope="module")
def address(accounts: Path) -> Iterator[str]:
    echo = Echo(shelf())
    settings = UiSettings(tools=True, completions=True, accounts=accounts)
    with serving(application(echo, echo.shelf, settings)) as running:
        yield running


def routes() -> set[tuple[str, str]]:
    """Every route of the whole application, with something in the place of its parameters."""
    echo = Echo(shelf())
    app = application(echo, echo.shelf, UiSettings(tools=True, completions=True))._app
    return {
        (method, re.sub(r"\{[^}]*\}", "x", route.path))
        for route in walked(app.routes)
        for method in getattr(route, "methods", None) or ("POST",)
        if method != "HEAD"
    }


def walked(routes: Any) -> Iterator[Any]:
    for route in routes:
        if hasattr(route, "original_router"):
            yield from walked(route.original_router.routes)
        elif getattr(route, "path", None) == "":
            yield from walked(route.app.routes)
        else:
            yield route


def test_no_route_of_any_framework_is_open_without_a_login(address: str) -> None:
    every = routes()
    known = {("POST", "/gradio_api/upload"), ("POST", "/v1/chat/completions"), ("POST", "/mcp")}
    assert known <= every
    assert len(every) > 60
    with httpx.Client(base_url=address) as client:
        answers = {way: client.request(*way, content=b"").status_code for way in sorted(every)}
    open_ones = [way for way, status in answers.items() if status not in (401, 404)]

    assert {path for _, path in open_ones} == {"/favicon.ico", "/healthz", "/logout", "/robots.txt"}


def test_a_browser_is_sent_to_the_login_and_then_to_the_page(address: str) -> None:
    with httpx.Client(base_url=address, headers={"accept": "text/html"}, follow_redirects=True) as browser:
        login = browser.get("/")
        assert login.url.path == "/login"
        assert "form-action 'self'" in login.headers["content-security-policy"]

        inside = browser.post("/login", data={"username": "ann", "password": ANN[1]})

        assert (inside.url.path, inside.status_code) == ("/", 200)
        assert "gradio_config" in inside.text
        browser.get("/logout")
        assert browser.get("/").url.path == "/login"


def test_the_cookie_is_kept_from_scripts_and_other_sites(address: str) -> None:
    answer = httpx.post(f"{address}/login", data={"username": "ann", "password": ANN[1]})

    assert answer.headers["set-cookie"].startswith(f"{COOKIE}=")
    assert answer.headers["set-cookie"].endswith("; Path=/; HttpOnly; SameSite=Lax")


def test_programs_get_in_by_name_and_password(address: str) -> None:
    url = f"{address}/v1/models"

    assert httpx.get(url, auth=ANN).status_code == 200
    assert httpx.get(url, headers={"authorization": f"Bearer {ANN[0]}:{ANN[1]}"}).status_code == 200
    for wrong in ("Bearer x", "Bearer ann:wrong one", "Basic !!", "Basic YQ==", "Digest a:b", "Bearer"):
        assert httpx.get(url, headers={"authorization": wrong}).status_code == 401


def test_the_real_clients_get_in(address: str) -> None:
    from gradio_client import Client
    from mcp import Client as Tools
    from mcp.client.streamable_http import streamable_http_client
    from openai import OpenAI

    assert Client(address, auth=ANN, verbose=False).predict(api_name="/status")["articles"] == 3
    with OpenAI(base_url=f"{address}/v1", api_key=":".join(ANN)) as openai:
        assert [model.id for model in openai.models.list()] == ["backfile"]

    async def tools() -> list[str]:
        async with (
            httpx2_client(ANN) as http,
            Tools(streamable_http_client(f"{address}/mcp", http_client=http)) as one,
        ):
            return [tool.name for tool in (await one.list_tools()).tools]

    assert asyncio.run(tools()) == ["ask", "search", "show", "status"]


def httpx2_client(auth: tuple[str, str]) -> Any:
    """What the MCP client speaks HTTP with."""
    import httpx2

    return httpx2.AsyncClient(auth=auth)


def test_an_account_that_is_taken_out_is_out_at_once(tmp_path: Path) -> None:
    path = tmp_path / "users"
    path.write_text(f"{line(*ANN)}\n{line('bob', 'another one')}\n", "utf-8")
    echo = Echo(shelf())
    settings = UiSettings(completions=True, accounts=path)
    with serving(application(echo, echo.shelf, settings)) as address:
        assert httpx.get(f"{address}/v1/models", auth=ANN).status_code == 200

        path.write_text(f"{line('bob', 'another one')}\n", "utf-8")

        assert httpx.get(f"{address}/v1/models", auth=ANN).status_code == 401


# --- the door alone --------------------------------------------------------


def through(door: Door, **scope: Any) -> int:
    """The status with which the door answers a request."""
    started: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": scope.get("body", b"")}

    async def send(message: Any) -> None:
        started.append(message)

    whole = {"type": "http", "method": "GET", "path": "/", "headers": [], "client": ("192.0.2.1", 1), **scope}
    asyncio.run(door(whole, receive, send))
    return int(started[0]["status"])


async def welcome(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})


def test_guesses_are_counted_by_address(accounts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    door = Door(welcome, Accounts(accounts))
    monkeypatch.setattr(Accounts, "check", lambda self, name, password: asked.append(password) or False)
    form = {"method": "POST", "path": "/login"}

    for guess in range(TRIES + 5):
        assert through(door, **form, body=f"username=ann&password={guess}".encode()) == 401

    assert len(asked) == TRIES
    assert through(door, **form, body=b"username=ann&password=x", client=("192.0.2.2", 1)) == 401
    assert len(asked) == TRIES + 1


@pytest.mark.parametrize(
    ("root", "path", "local"),
    [("", "/login", "/login"), ("/papers", "/papers/login", "/login"), ("/papers", "/login", "/login")],
)
def test_the_door_stands_below_a_proxys_root(root: str, path: str, local: str) -> None:
    assert below(root, path) == local
