"""What readers say of answers: one JSON line each in HOME/feedback.jsonl, which `eval` reads as candidates.

Used by `assistant.ui.chat_page`. A line is whole or absent, whoever else
writes; nothing is ever changed or taken out here.
"""

import fcntl
import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, get_args

from assistant.answer import Turn, filters_as_json
from assistant.contract import answer_as_json
from assistant.ui.escaping import visible
from corpus.errors import BackfileError

FILE = "feedback.jsonl"
Verdict = Literal["good", "answer_wrong", "evidence_wrong"]
# A paragraph or two.
COMMENT_LENGTH = 2_000
# Some 5,000 rows; whoever has read so many answers can move the file away.
MOST_BYTES = 64 * 1024 * 1024


class FeedbackUnusable(BackfileError):
    """The verdict is none, or there is no room for it."""


def row(turn: Turn, fields: Mapping[str, object], at: datetime) -> dict[str, Any]:
    """One line of the file.

    Args:
        fields: "verdict" and "comment" as a browser sent them.

    Raises:
        FeedbackUnusable: the verdict is none of the known ones.
    """
    verdict = fields.get("verdict")
    if verdict not in get_args(Verdict):
        raise FeedbackUnusable("choose first what is right or wrong: the answer, or its evidence")
    answer = turn.answer
    return {
        "at": at.isoformat(timespec="seconds"),
        "question": turn.question,
        "standalone": answer.standalone,
        "as_of": answer.filters.as_of.isoformat() if answer.filters.as_of else None,
        "filters": filters_as_json(answer.filters),
        "answer": answer_as_json(answer),
        "verdict": verdict,
        "comment": visible(str(fields.get("comment", ""))).strip()[:COMMENT_LENGTH],
    }


def add(home: Path, turn: Turn, fields: Mapping[str, object], most_bytes: int = MOST_BYTES) -> None:
    """Append one line.

    Raises:
        FeedbackUnusable: see `row`; or the file is full or cannot be written.
    """
    line = json.dumps(row(turn, fields, datetime.now(UTC)), ensure_ascii=False).encode() + b"\n"
    path = home / FILE
    try:
        home.mkdir(parents=True, exist_ok=True)
        # O_NOFOLLOW: a link put in its place leads nowhere.
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            _append(file, line, most_bytes)
        finally:
            os.close(file)
    except OSError as error:
        raise FeedbackUnusable(f"the feedback could not be written: {error.strerror}") from error


def _append(file: int, line: bytes, most_bytes: int) -> None:
    size = os.fstat(file).st_size
    if size + len(line) > most_bytes:
        raise FeedbackUnusable(f"the server takes no more feedback: {FILE} is full; move it away first")
    # A writer that was killed may have left half a line: it is closed off, so that ours stays whole.
    torn = size > 0 and os.pread(file, 1, size - 1) != b"\n"
    whole = b"\n" + line if torn else line
    written = os.write(file, whole)
    if written != len(whole):
        os.ftruncate(file, size)
        raise FeedbackUnusable("the feedback could not be written: the disk is full")
    os.fsync(file)
