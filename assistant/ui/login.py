"""The door: an ASGI middleware that lets nobody in without a login. Put around everything by `assistant.ui.serving`.

A browser logs in on a page of its own and gets a cookie; programs send their
name and password with each request (Basic, or as a Bearer key `name:password`).
Guards every route alike, Gradio's own included; nothing behind it is trusted to.
"""

import base64
import html
from collections.abc import Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from assistant.ui.accounts import Accounts
from assistant.ui.protection import Receive, Scope, Send, reply
from assistant.ui.rates import Rates, TooManyQuestions
from assistant.ui.sessions import HALF_A_DAY, Sessions

COOKIE = "backfile-session"
# Whoever may see these learns that a server is here, and nothing else.
OPEN = ("/healthz", "/robots.txt", "/favicon.ico")
# Guesses of one address in a minute.
TRIES = 10
LARGEST_FORM = 8 * 1024
PAGE = Path(__file__).parent / "login.html"
MESSAGE = "<!-- message -->"


class Door:
    """Wraps an ASGI application; the name of who is in stands in the scope as "backfile.user"."""

    def __init__(self, app: Callable[..., Any], accounts: Accounts, root: str = "") -> None:
        """`root` is the path that a proxy shows the application under."""
        self._app = app
        self._root = root
        self._accounts = accounts
        self._sessions = Sessions()
        self._tries = Rates(TRIES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = below(self._root, str(scope["path"]))
        if path == "/login":
            await self._login(scope, receive, send)
        elif path in OPEN:
            await self._app(scope, receive, send)
        elif path == "/logout":
            self._sessions.end(_cookie(scope))
            await self._to(send, "login", f"{COOKIE}=; Max-Age=0; {self._attributes(scope)}")
        elif name := await self._name(scope):
            await self._app({**scope, "backfile.user": name}, receive, send)
        elif _is_browser(scope):
            await self._to(send, "login")
        else:
            headers = (
                [(b"www-authenticate", b'Basic realm="Backfile"')] if _header(scope, b"authorization") else []
            )
            await reply(send, 401, "Log in first.", headers)

    async def _name(self, scope: Scope) -> str:
        """Who sends the request, "" for nobody. An account that was taken out is nobody at once."""
        name = self._sessions.name_of(_cookie(scope)) or await self._presented(scope)
        return name if name and self._accounts.known(name) else ""

    async def _presented(self, scope: Scope) -> str:
        """Whose credentials the request carries along."""
        presented = _credentials(_header(scope, b"authorization"))
        if ":" not in presented:
            return ""
        if known := self._sessions.name_of(presented):
            return known
        name, _, password = presented.partition(":")
        if await self._right(scope, name, password):
            self._sessions.prove(presented, name)
            return name
        return ""

    async def _right(self, scope: Scope, name: str, password: str) -> bool:
        """Raises nothing: too many tries count as wrong."""
        from starlette.concurrency import run_in_threadpool

        try:
            self._tries.take(_address(scope))
        except TooManyQuestions:
            return False
        return bool(await run_in_threadpool(self._accounts.check, name, password))

    async def _login(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] != "POST":
            await _page(send, 200, "")
            return
        fields = parse_qs((await _body(receive)).decode("utf-8", "replace"))
        name, password = (fields.get(key, [""])[0] for key in ("username", "password"))
        if not await self._right(scope, name.strip(), password):
            await _page(
                send, 401, "Name and password do not fit, or there were too many tries. Wait a minute."
            )
            return
        cookie = f"{COOKIE}={self._sessions.begin(name.strip())}; Max-Age={HALF_A_DAY:.0f}; {self._attributes(scope)}"
        if _is_browser(scope):
            await self._to(send, "", cookie)
        else:
            await reply(send, 200, "Logged in.", [(b"set-cookie", cookie.encode())])

    def _attributes(self, scope: Scope) -> str:
        """Lax, so that a link from elsewhere still finds its reader logged in."""
        secure = "; Secure" if scope.get("scheme") == "https" else ""
        return f"Path={self._root or '/'}; HttpOnly; SameSite=Lax{secure}"

    async def _to(self, send: Send, page: str, cookie: str = "") -> None:
        """Send a browser on to a page below the root."""
        headers = [(b"location", f"{self._root}/{page}".encode()), (b"cache-control", b"no-store")]
        if cookie:
            headers.append((b"set-cookie", cookie.encode()))
        await reply(send, 303, "", headers)


def below(root: str, path: str) -> str:
    """The path below the root, whether the proxy took the root off or not."""
    return path[len(root) :] if root and path.startswith(root + "/") else path


def _header(scope: Scope, name: bytes) -> str:
    return dict(scope["headers"]).get(name, b"").decode("latin-1")


def _is_browser(scope: Scope) -> bool:
    return "text/html" in _header(scope, b"accept")


def _address(scope: Scope) -> str:
    return scope["client"][0] if scope.get("client") else ""


def _cookie(scope: Scope) -> str:
    try:
        morsel = SimpleCookie(_header(scope, b"cookie")).get(COOKIE)
    except CookieError:
        return ""
    return morsel.value if morsel else ""


def _credentials(authorization: str) -> str:
    """`name:password` of a Basic or a Bearer header, "" where it is neither."""
    scheme, _, value = authorization.partition(" ")
    if scheme.lower() == "bearer":
        return value.strip()
    if scheme.lower() != "basic":
        return ""
    try:
        return base64.b64decode(value, validate=True).decode()
    except ValueError:
        return ""


async def _body(receive: Receive) -> bytes:
    """The form, as far as one may be long."""
    form = bytearray()
    while len(form) < LARGEST_FORM:
        message: MutableMapping[str, Any] = await receive()
        form += message.get("body", b"")
        if not message.get("more_body"):
            break
    return bytes(form[:LARGEST_FORM])


async def _page(send: Send, status: int, message: str) -> None:
    shown = f'<p role="alert">{html.escape(message)}</p>' if message else ""
    whole = PAGE.read_text("utf-8").replace(MESSAGE, shown)
    await reply(send, status, whole, [(b"cache-control", b"no-store")], "text/html")
