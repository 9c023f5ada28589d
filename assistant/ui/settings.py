"""What can be set about the page and its server. Read by `assistant.ui.serving` and every page.

Entry points make it; nothing here reads the environment.
"""

from dataclasses import dataclass

# The server listens to this machine alone: there is no login yet.
HOST = "127.0.0.1"
PORT = 7860
# A long question is 300 characters; ten times that leaves room for a pasted paragraph.
QUESTION_LIMIT = 3_000
# Bodies hold one question and the filters; the conversation itself stays on the server.
BODY_LIMIT = 256 * 1024
# One answer takes a core for a fraction of a second; Gradio's default of 1 makes everyone wait in line.
CONCURRENCY = 8
QUEUE_SIZE = 64
# How often an open page asks which generation is live.
STATUS_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class UiSettings:
    """Limits of the page; `starters` are the questions on an empty page, else from newest titles."""

    question_limit: int = QUESTION_LIMIT
    body_limit: int = BODY_LIMIT
    concurrency: int = CONCURRENCY
    queue_size: int = QUEUE_SIZE
    status_seconds: float = STATUS_SECONDS
    starters: tuple[str, ...] = ()


DEFAULTS = UiSettings()
