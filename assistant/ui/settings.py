"""What can be set about the page and its server. Read by `assistant.ui.serving` and every page.

Entry points make it, from an environment they hand in and from flags.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from corpus.errors import BackfileError

# The server listens to this machine alone unless it is told otherwise (docs/serving.md).
HOST = "127.0.0.1"
PORT = 7860
# A long question is 300 characters; ten times that leaves room for a pasted paragraph.
QUESTION_LIMIT = 3_000
# The largest body is a conversation that the browser kept and opens again.
BODY_LIMIT = 1024 * 1024
# One answer takes a core for a fraction of a second; Gradio's default of 1 makes everyone wait in line.
CONCURRENCY = 8
QUEUE_SIZE = 64
# Of one client, where others than this machine's own user are served: a person asks some five.
QUESTIONS_PER_MINUTE = 60
LOOPBACK = ("127.0.0.1", "localhost", "::1")
# How often an open page asks which generation is live.
STATUS_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class UiSettings:
    """What a server may be asked to do.

    Attributes:
        host, port: where the server listens; by default to this machine alone.
        question_limit: characters; a longer question is refused unread.
        body_limit: bytes of a request; a longer one is refused unread.
        concurrency: answers being written at once.
        queue_size: answers waiting beside those; whoever comes then is told that the server is busy.
        status_seconds: how often an open page looks at the index.
        questions_per_minute: of one client (a login, else an address), 0 for no limit; None limits clients
            unless the server is this machine's own.
        allow_hosts: names that the server may be called by besides its own, such as a proxy's.
        root_path: where a proxy shows this server, such as "/backfile"; "" for a host of its own.
        api: whether the named endpoints of Gradio's API are offered.
        tools: whether an MCP server is offered at /mcp.
        completions: whether an OpenAI-compatible interface is offered at /v1.
        accounts: the file of those who may log in; without one there is no login.
        editing: whether the corpus page may add articles and rebuild the index; None allows it on this
            machine's own server without a login.
        starters: questions on an empty page; without any they come from the newest titles.
    """

    host: str = HOST
    port: int = PORT
    question_limit: int = QUESTION_LIMIT
    body_limit: int = BODY_LIMIT
    concurrency: int = CONCURRENCY
    queue_size: int = QUEUE_SIZE
    status_seconds: float = STATUS_SECONDS
    questions_per_minute: int | None = None
    allow_hosts: tuple[str, ...] = ()
    root_path: str = ""
    api: bool = True
    tools: bool = False
    completions: bool = False
    accounts: Path | None = None
    editing: bool | None = None
    starters: tuple[str, ...] = ()

    @property
    def changes_corpus(self) -> bool:
        """Whether a page may change the index."""
        own = self.host in LOOPBACK and self.accounts is None and not self.root_path
        return own if self.editing is None else self.editing

    @property
    def rate(self) -> int:
        """Questions a minute of one client, 0 for no limit."""
        if self.questions_per_minute is None:
            return 0 if self.host in LOOPBACK else QUESTIONS_PER_MINUTE
        return self.questions_per_minute


class SettingUnusable(BackfileError):
    """A variable of the environment holds what it cannot."""


DEFAULTS = UiSettings()
VARIABLES = {
    "BACKFILE_HOST": "host",
    "BACKFILE_PORT": "port",
    "BACKFILE_ACCOUNTS": "accounts",
    "BACKFILE_RATE": "questions_per_minute",
    "BACKFILE_CONCURRENCY": "concurrency",
    "BACKFILE_QUEUE": "queue_size",
    "BACKFILE_ALLOW_HOSTS": "allow_hosts",
    "BACKFILE_ROOT_PATH": "root_path",
    "BACKFILE_EDITING": "editing",
    "BACKFILE_API": "api",
    "BACKFILE_MCP": "tools",
    "BACKFILE_OPENAI": "completions",
}
SWITCH = {"on": True, "1": True, "yes": True, "off": False, "0": False, "no": False}


def from_environment(environment: Mapping[str, str]) -> UiSettings:
    """The settings that the variables of docs/serving.md make.

    Raises:
        SettingUnusable: one of them is no number, or neither on nor off.
    """
    given = {field: environment[name] for name, field in VARIABLES.items() if environment.get(name)}
    names = {field: name for name, field in VARIABLES.items()}
    return overridden(DEFAULTS, **{field: _read(names[field], field, text) for field, text in given.items()})


def _read(variable: str, field: str, text: str) -> Any:
    if field in ("api", "tools", "completions", "editing"):
        if text.lower() not in SWITCH:
            raise SettingUnusable(f"{variable} is {text!r}; write on or off")
        return SWITCH[text.lower()]
    if field in ("port", "questions_per_minute", "concurrency", "queue_size"):
        if not (text.isascii() and text.isdigit()):
            raise SettingUnusable(f"{variable} is {text!r}; write a whole number")
        return int(text)
    if field == "allow_hosts":
        return text.split(",")
    return Path(text) if field == "accounts" else text


def overridden(settings: UiSettings, **given: Any) -> UiSettings:
    """The settings with those given that are not None; a root path gets its one leading slash, hosts small letters."""
    set_ones = {name: value for name, value in given.items() if value is not None}
    if root := set_ones.get("root_path"):
        set_ones["root_path"] = "/" + root.strip("/") if root.strip("/") else ""
    if hosts := set_ones.get("allow_hosts"):
        set_ones["allow_hosts"] = tuple(name.strip().lower() for name in hosts if name.strip())
    return replace(settings, **set_ones)
