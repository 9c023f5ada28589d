"""What can be set about the page and its server. Read by `assistant.ui.serving` and every page.

Entry points make it; nothing here reads the environment.
"""

from dataclasses import dataclass

# The server listens to this machine alone: there is no login yet.
HOST = "127.0.0.1"
PORT = 7860
# A long question is 300 characters; ten times that leaves room for a pasted paragraph.
QUESTION_LIMIT = 3_000
# The largest body is a conversation that the browser kept and opens again.
BODY_LIMIT = 1024 * 1024
# One answer takes a core for a fraction of a second; Gradio's default of 1 makes everyone wait in line.
CONCURRENCY = 8
QUEUE_SIZE = 64
# How often an open page asks which generation is live.
STATUS_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class UiSettings:
    """What a server may be asked to do.

    Attributes:
        question_limit: characters; a longer question is refused unread.
        body_limit: bytes of a request; a longer one is refused unread.
        concurrency: answers being written at once.
        queue_size: answers waiting beside those; whoever comes then is told that the server is busy.
        status_seconds: how often an open page looks at the index.
        questions_per_minute: of one client (a login, else an address), 0 for no limit.
        starters: questions on an empty page; without any they come from the newest titles.
    """

    question_limit: int = QUESTION_LIMIT
    body_limit: int = BODY_LIMIT
    concurrency: int = CONCURRENCY
    queue_size: int = QUEUE_SIZE
    status_seconds: float = STATUS_SECONDS
    questions_per_minute: int = 0
    starters: tuple[str, ...] = ()


DEFAULTS = UiSettings()
