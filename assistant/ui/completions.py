"""An OpenAI-compatible `/v1/chat/completions`, whole or streamed. Mounted by `assistant.ui.serving`.

Transport only: what is asked and said is in `assistant.ui.chat_form`. A bug
inside is logged and answered with words that tell nothing of the machine.
"""

import json
import logging
import secrets
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from typing import Any

from assistant.answer import Answer
from assistant.ui.chat_form import MODEL, Conversation, chunk, completion, failure, pieces, read, usage
from assistant.ui.conversation import UNEXPECTED
from assistant.ui.places import Busy, Places
from assistant.ui.public import Public
from assistant.ui.rates import Rates, TooManyQuestions
from assistant.ui.room import caller
from corpus.errors import BackfileError

log = logging.getLogger(__name__)


def router(public: Public, places: Places, rates: Rates) -> Any:
    """The routes below /v1, as a FastAPI router."""
    import fastapi
    from fastapi.responses import JSONResponse, StreamingResponse
    from starlette.concurrency import iterate_in_threadpool, run_in_threadpool

    routes = fastapi.APIRouter(prefix="/v1")

    @routes.get("/models")
    def models() -> dict[str, Any]:
        model = {"id": MODEL, "object": "model", "created": 0, "owned_by": "backfile"}
        return {"object": "list", "data": [model]}

    @routes.post("/chat/completions")
    async def chat(request: fastapi.Request) -> Any:
        try:
            rates.take(caller(request))
            asked = read(json.loads(await request.body()))
            if asked.streamed:
                # Checked before the first byte goes out: after it there is no status to say so.
                events = _events(public, places, asked, iterate_in_threadpool)
                first = await anext(events)
                return StreamingResponse(_after(first, events), media_type="text/event-stream")
            async with places.taken():
                return await run_in_threadpool(_whole, public, asked)
        except TooManyQuestions as error:
            failed = failure(str(error), "rate_limit_error", "rate_limit_exceeded")
            return JSONResponse(failed, 429, {"retry-after": str(error.seconds)})
        except Busy as error:
            return JSONResponse(failure(str(error), "server_error", "busy"), 503, {"retry-after": "2"})
        except BackfileError as error:
            return JSONResponse(failure(str(error), "invalid_request_error", "unusable"), 400)
        except (ValueError, RecursionError):
            return JSONResponse(failure("the request is no JSON", "invalid_request_error", "unusable"), 400)
        except Exception:  # whatever a model or an index raised
            log.exception("answering failed")
            return JSONResponse(failure(UNEXPECTED, "server_error", "failed"), 500)

    return routes


def _identity() -> str:
    return f"chatcmpl-{secrets.token_hex(12)}"


def _whole(public: Public, asked: Conversation) -> dict[str, Any]:
    *said, answer = pieces(public.stream(asked.question, asked.filters, asked.history))
    assert isinstance(answer, Answer)
    return completion(_identity(), asked.question, "".join(map(str, said)), answer)


async def _events(public: Public, places: Places, asked: Conversation, threaded: Any) -> AsyncGenerator[str]:
    """Server-sent events, one a bit of the message."""
    async with places.taken():
        async for event in threaded(_said(public, asked)):
            yield event


def _said(public: Public, asked: Conversation) -> Iterator[str]:
    identity, content = _identity(), ""
    opening: dict[str, Any] = {"role": "assistant", "content": ""}
    for piece in pieces(public.stream(asked.question, asked.filters, asked.history)):
        if isinstance(piece, str):
            content += piece
            yield _event(chunk(identity, opening | {"content": piece}))
            opening = {}
            continue
        whole = completion(identity, asked.question, content, piece)
        noted = {"annotations": whole["choices"][0]["message"]["annotations"]}
        counts = usage(asked.question, content)
        yield _event(chunk(identity, noted, "stop", usage=counts, backfile=whole["backfile"]))
    yield "data: [DONE]\n\n"


def _event(data: dict[str, Any]) -> str:
    return f"data: {json.dumps(data, ensure_ascii=False)}\n\n"


async def _after(first: str, events: AsyncGenerator[str]) -> AsyncIterator[str]:
    """The rest of the events; whoever hangs up gives his place back."""
    try:
        yield first
        async for event in events:
            yield event
    except BackfileError as error:
        yield _event(failure(str(error), "server_error", "failed"))
    except Exception:
        log.exception("answering failed")
        yield _event(failure(UNEXPECTED, "server_error", "failed"))
    finally:
        await events.aclose()
