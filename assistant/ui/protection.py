"""What stands between the network and the page: headers, names, a cap on bodies, closed routes of Gradio's.

A plain ASGI middleware that `assistant.ui.serving` puts around everything. It
never looks into a request's body beyond counting it.
"""

import base64
import hashlib
import re
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from typing import Any

from assistant.ui.hosts import Hosts

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Any]
Send = Callable[[Message], Any]

# The page takes no files, shows none, and calls nothing on behalf of a browser.
CLOSED = (
    "/gradio_api/upload",
    "/gradio_api/file",
    "/gradio_api/proxy",
    "/gradio_api/stream",
    "/gradio_api/component_server",
    "/gradio_api/deep_link",
    "/gradio_api/vibe",
    "/gradio_api/dev",
    "/monitoring",
    "/svelte",
)
INLINE_SCRIPT = re.compile(rb"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL | re.IGNORECASE)
# The metadata that Gradio writes for its own hosted demos: it names other hosts, and nobody here reads it.
FOREIGN_META = re.compile(rb"<meta\s[^>]*(?:og:|twitter:)[^>]*>\s*", re.IGNORECASE)

# Whoever watches the server may call it by any name: it learns nothing but that it runs.
HEALTH = "/healthz"
ANY_HOST = Hosts()

FIXED_HEADERS = (
    (b"x-frame-options", b"DENY"),
    (b"x-content-type-options", b"nosniff"),
    # Nothing to other sites; without any, a form of our own would not say that it comes from here (assistant.ui.hosts).
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
)


def content_policy(page: bytes = b"") -> bytes:
    """The Content-Security-Policy of a page: its own host only, no inline script but the page's own.

    The inline scripts of Gradio's page are allowed by their digests, so that an
    event handler or a script that got into the document by any other way does
    not run. `gr.HTML` compiles its templates in the browser: hence unsafe-eval.
    """
    digests = (hashlib.sha256(script).digest() for script in INLINE_SCRIPT.findall(page))
    allowed = "".join(f" 'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
    return (
        "default-src 'self'; "
        f"script-src 'self' 'unsafe-eval'{allowed}; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
        "connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
    ).encode()


class Protection:
    """Wraps an ASGI application."""

    def __init__(
        self,
        app: Callable[..., Any],
        *,
        body_limit: int,
        limits: Mapping[str, int] | None = None,
        hosts: Hosts = ANY_HOST,
    ) -> None:
        """`limits` are those of single paths that take more than the rest."""
        self._app = app
        self._body_limit = body_limit
        self._limits = limits or {}
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            # Nothing here speaks it, and no guard below looks at it.
            await send({"type": "websocket.close", "code": 1000})
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        guarded = _Guarded(send)
        if scope["path"].startswith(CLOSED):
            await reply(guarded, 404, "This page takes and gives no files.")
        elif refusal := self._foreign(scope) or _refusal(scope, self._limit(scope)):
            await reply(guarded, *refusal)
        else:
            await self._app(scope, receive, guarded)

    def _foreign(self, scope: Scope) -> tuple[int, str] | None:
        if _path(scope) == HEALTH:
            return None
        return self._hosts.refusal(str(scope["method"]), dict(scope["headers"]))

    def _limit(self, scope: Scope) -> int:
        return self._limits.get(_path(scope), self._body_limit)


def _path(scope: Scope) -> str:
    return str(scope["path"]).removeprefix(str(scope.get("root_path", "")))


def _refusal(scope: Scope, limit: int) -> tuple[int, str] | None:
    """Why a body is not read at all: its size is the sender's word, which the server then holds it to."""
    if scope["method"] in ("GET", "HEAD", "OPTIONS"):
        return None
    length = dict(scope["headers"]).get(b"content-length", b"")
    if not length.isdigit():
        return 411, "The request does not say how long it is."
    if int(length) > limit:
        return (
            413,
            f"The request holds {int(length):,} bytes; at most {limit:,} are read. Shorten the question.",
        )
    return None


async def reply(
    send: Send,
    status: int,
    message: str,
    headers: Sequence[tuple[bytes, bytes]] = (),
    kind: str = "text/plain",
) -> None:
    """A short answer, whole."""
    body = message.encode()
    own = [
        (b"content-type", f"{kind}; charset=utf-8".encode()),
        (b"content-length", str(len(body)).encode()),
    ]
    await send({"type": "http.response.start", "status": status, "headers": [*own, *headers]})
    await send({"type": "http.response.body", "body": body})


class _Guarded:
    """A `send` that adds the headers, and holds back a page of HTML until its scripts are known."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message | None = None
        self._page = bytearray()

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            await self._begin(message)
        elif self._start is not None:
            self._page += message.get("body", b"")
            if not message.get("more_body"):
                await self._whole_page()
        else:
            await self._send(message)

    async def _begin(self, start: Message) -> None:
        if _is_page(start):
            self._start = start
        else:
            await self._send({**start, "headers": [*start["headers"], *_headers(content_policy())]})

    async def _whole_page(self) -> None:
        assert self._start is not None
        page = FOREIGN_META.sub(b"", bytes(self._page))
        kept = [(k, v) for k, v in self._start["headers"] if k.lower() != b"content-length"]
        headers = [*kept, (b"content-length", str(len(page)).encode()), *_headers(content_policy(page))]
        await self._send({**self._start, "headers": headers})
        await self._send({"type": "http.response.body", "body": page})


def _is_page(start: Message) -> bool:
    return any(k.lower() == b"content-type" and v.startswith(b"text/html") for k, v in start["headers"])


def _headers(policy: bytes) -> list[tuple[bytes, bytes]]:
    return [*FIXED_HEADERS, (b"content-security-policy", policy)]
