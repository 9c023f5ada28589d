"""Article files that a reader drags onto the corpus page: a route that takes them, and where they are kept.

    POST articles?name=report.pdf      the file's bytes, with the header X-Backfile: add

They lie in <home>/added, which the next build indexes besides the paths it
knows. Mounted by `assistant.ui.serving` where the page may change the corpus;
Gradio's own uploads stay closed. Reads no article: `corpus` does, in the build.
"""

import hashlib
import re
import secrets
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from corpus.errors import BackfileError
from corpus.reading import READERS

ADDED = "added"
# An article is kilobytes, a year of them as JSONL some ten megabytes.
FILE_LIMIT = 64 * 1024 * 1024
# A form on another site can post to us, but not with a header of its own.
HEADER, HEADER_VALUE = "x-backfile", "add"
LONGEST_NAME = 120
UNSAFE = re.compile(r"[^\w.,()&'+ -]")


class FileUnusable(BackfileError):
    """A file that is not taken; the message says why."""


def router(home: Path) -> Any:
    """The route, for a FastAPI application."""
    import fastapi
    from fastapi.responses import JSONResponse

    routes = fastapi.APIRouter()

    async def add(request: Any) -> Any:
        if request.headers.get(HEADER) != HEADER_VALUE:
            return JSONResponse({"error": "files are added on the corpus page"}, 403)
        try:
            kept = await keep(home / ADDED, request.query_params.get("name", ""), request.stream())
        except BackfileError as error:
            return JSONResponse({"error": str(error)}, 422)
        return JSONResponse({"kept": kept.name})

    # As a Starlette route: FastAPI would read a signature that is only known late.
    routes.add_route("/articles", add, methods=["POST"])
    return routes


async def keep(folder: Path, name: str, chunks: AsyncIterator[bytes]) -> Path:
    """Write a file whole or not at all; one of the same name and other content gets a number.

    Raises:
        FileUnusable: of a kind that is not read, empty, or too large.
    """
    named = safe_name(name)
    folder.mkdir(parents=True, exist_ok=True)
    # Beside the folder, so that a build that is going on never reads half a file.
    unfinished = folder.parent / f"adding-{secrets.token_hex(8)}"
    try:
        await _write(unfinished, named, chunks)
        return _placed(unfinished, folder, named)
    finally:
        unfinished.unlink(missing_ok=True)


async def _write(path: Path, name: str, chunks: AsyncIterator[bytes]) -> None:
    size = 0
    with path.open("xb") as file:
        async for chunk in chunks:
            size += len(chunk)
            if size > FILE_LIMIT:
                raise FileUnusable(f"{name} is larger than {FILE_LIMIT // 1024**2} MB; split it")
            file.write(chunk)
    if not size:
        raise FileUnusable(f"{name} is empty")


def safe_name(name: str) -> str:
    """The last part of a path as a plain file name of a kind that is read.

    Raises:
        FileUnusable: its ending is none of those that are read.
    """
    last = UNSAFE.sub("_", name.replace("\\", "/").rsplit("/", 1)[-1]).lstrip(". ")
    plain = last.removesuffix(".gz")
    ending = Path(plain).suffix.lower()
    if ending not in READERS:
        known = ", ".join(sorted(READERS))
        raise FileUnusable(
            f"{last[:LONGEST_NAME] or 'the file'} is of no kind that is read; those are {known}"
        )
    tail = ending + last[len(plain) :]
    return last[: len(last) - len(tail)][: LONGEST_NAME - len(tail)] + tail


def _placed(written: Path, folder: Path, name: str) -> Path:
    """The file under the first name that is free, or under the one that holds the same already."""
    stem, dot, rest = name.partition(".")
    number, path = 1, folder / name
    while path.exists():
        if _digest(path) == _digest(written):
            return path
        number += 1
        path = folder / f"{stem}-{number}{dot}{rest}"
    return written.rename(path)


def _digest(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()
