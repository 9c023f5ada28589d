"""The named HTTP interface that Gradio gives: /ask, /search, /show and /status. Used by `assistant.ui.page`.

docs/serving.md shows how to call it with gradio_client and with curl. The
functions are those of `assistant.ui.public`; here they get their names, their
place in the queue, the limit on questions, and errors that callers can read.
"""

from typing import Any

from assistant.ui.public import HITS, Public
from assistant.ui.room import Room, client
from corpus.errors import BackfileError


def offer(room: Room) -> None:
    """The endpoints, into the open Blocks."""
    import gradio
    from gradio.events import api

    public = Public(room)

    def limited(request: gradio.Request) -> None:
        room.rates.take(client(request))

    def stated(error: BackfileError) -> Exception:
        return gradio.Error(str(error), print_exception=False)

    # The signatures are the interface: Gradio reads names, types and defaults from them.
    def ask(
        request: gradio.Request,
        question: str,
        as_of: str = "",
        since: str = "",
        until: str = "",
        source: list[str] = [],  # noqa: B006
    ) -> dict[str, Any]:
        try:
            limited(request)
            return public.ask(question, as_of, since, until, source)
        except BackfileError as error:
            raise stated(error) from None

    def search(
        request: gradio.Request,
        query: str,
        k: int = HITS,
        as_of: str = "",
        since: str = "",
        until: str = "",
        source: list[str] = [],  # noqa: B006
    ) -> dict[str, Any]:
        try:
            limited(request)
            return public.search(query, k, as_of, since, until, source)
        except BackfileError as error:
            raise stated(error) from None

    def show(article_id: str) -> dict[str, Any]:
        try:
            return public.show(article_id)
        except BackfileError as error:
            raise stated(error) from None

    def status() -> dict[str, Any]:
        return public.status()

    for function in (ask, search, show, status):
        described = getattr(Public, function.__name__).__doc__
        api(function, api_name=function.__name__, api_description=described)
