"""Question sets from JSONL, CSV and YAML files, with errors that name the file and the line or question.

Used by `eval.command` and the lint's tests. Checks form only (keys, types,
known values); what a question says about articles is checked by `eval.lint`.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from eval.errors import SetUnreadable
from eval.fields import Fields, objects
from eval.formats import FORMATS, Misread
from eval.importers import realtimeqa
from eval.questions import (
    SCHEMA,
    SPLITS,
    TYPES,
    UNANSWERABLE_TYPES,
    Evidence,
    Forbidden,
    Nugget,
    Question,
    QuestionSet,
    QuestionTurn,
)

SETS = Path(__file__).parent / "sets"
# The forms of other people's sets, told apart by their keys.
IMPORTERS = (realtimeqa,)
IMPORTANCE = ("vital", "okay")


def find_set(name: str) -> Path:
    """The file meant by a path, or by the bare name of a set of this project."""
    path = Path(name)
    if path.is_file():
        return path
    known = sorted(p.stem for p in SETS.glob("*.jsonl"))
    if name in known:
        return SETS / f"{name}.jsonl"
    choice = ", ".join(known) or "none yet"
    raise SetUnreadable(f"no question set {name!r}: give a file ({', '.join(FORMATS)}), or one of: {choice}")


def read_set(path: Path) -> QuestionSet:
    """Read a set whole.

    Raises:
        SetUnreadable: no such file, no question in it, a line that breaks the schema, an id used twice.
    """
    try:
        data = path.read_bytes()
        text = data.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SetUnreadable(f"{path}: cannot be read as UTF-8 text ({error})") from error
    questions = tuple(_told_apart(path, _read_lines(path, text)))
    if not questions:
        raise SetUnreadable(f"{path}: holds no question; expected one JSON object a line")
    return QuestionSet(path.stem, path, hashlib.sha256(data).hexdigest(), questions)


def _read_lines(path: Path, text: str) -> Iterator[tuple[Question, bool]]:
    """Each question, and whether it is of this schema. What is no known form is taken for JSON Lines."""
    number = 0
    try:
        for number, row in FORMATS.get(path.suffix.lower(), FORMATS[".jsonl"])(text):
            importer = next((i for i in IMPORTERS if i.fits(row)), None)
            read = importer.question_from_row if importer else question_from_json
            yield read(row, line=number), importer is None
    except Misread as error:
        raise SetUnreadable(f"{path}, line {error.place}: {error}") from error
    except (ValueError, RecursionError) as error:
        raise SetUnreadable(f"{path}, line {number}: {error}") from error


def _told_apart(path: Path, read: Iterable[tuple[Question, bool]]) -> Iterator[Question]:
    """Refuse an id used twice; in other people's files, where it happens, add the line to the second."""
    lines: dict[str, int] = {}
    for question, ours in read:
        if ours and question.id in lines:
            taken = f"id {question.id!r} is taken by line {lines[question.id]}"
            raise SetUnreadable(f"{path}, line {question.line}: {taken}")
        own = replace(question, id=f"{question.id}-{question.line}") if question.id in lines else question
        lines[own.id] = own.line
        yield own


def question_from_json(row: dict[str, Any], *, line: int = 0) -> Question:
    """Build a question from one object of the schema.

    Raises:
        ValueError: a key is unknown, missing or of the wrong type; the message names it.
    """
    fields = Fields(row, "question")
    if fields.get("schema", int) != SCHEMA:
        raise ValueError(f"schema {row['schema']} is not known: this version reads schema {SCHEMA}")
    question = Question(
        id=fields.word("id"),
        type=fields.choice("type", TYPES),
        split=fields.choice("split", SPLITS),
        story_id=fields.word("story_id"),
        turns=fields.items("turns", _turn),
        answerable=fields.get("answerable", bool),
        as_of=fields.day("as_of"),
        answer=fields.get("answer", str, ""),
        aliases=fields.words("aliases"),
        answer_kind=fields.get("answer_kind", str, ""),
        nuggets=fields.items("nuggets", _nugget),
        forbidden=fields.items("forbidden", _forbidden),
        speaker=fields.get("speaker", str, ""),
        required_articles=fields.words("required_articles"),
        notes=fields.get("notes", str, ""),
        line=line,
    )
    fields.refuse_unread()
    _check_sense(question)
    return question


def _check_sense(question: Question) -> None:
    if not question.turns:
        raise ValueError("'turns' is empty: a question needs at least one turn")
    if question.answerable == (question.type in UNANSWERABLE_TYPES):
        raise ValueError(f"type {question.type!r} does not go with an 'answerable' of {question.answerable}")
    if question.answerable and not (question.vital or question.required_articles):
        raise ValueError("an answerable question needs a vital nugget or a required article to be scored by")
    if question.answerable and question.nuggets and not question.vital:
        raise ValueError("an answerable question with nuggets needs a vital one")
    if question.type == "who_said" and not question.speaker:
        raise ValueError("a who_said question needs its 'speaker'")


def _turn(row: dict[str, Any]) -> QuestionTurn:
    fields = Fields(row, "turn")
    turn = QuestionTurn(fields.word("user"), fields.get("standalone", str, ""))
    fields.refuse_unread()
    return turn


def _nugget(row: dict[str, Any]) -> Nugget:
    fields = Fields(row, "nugget")
    sets = fields.get("evidence_any_of", list, [])
    if not all(isinstance(one, list) and one for one in sets):
        raise ValueError("nugget: 'evidence_any_of' is a list of non-empty lists")
    nugget = Nugget(
        id=fields.word("id"),
        text=fields.get("text", str, ""),
        vital=fields.choice("importance", IMPORTANCE) == "vital",
        aliases=fields.words("aliases"),
        evidence_any_of=tuple(objects(one, "evidence_any_of", _evidence) for one in sets),
    )
    fields.refuse_unread()
    if not nugget.aliases:
        raise ValueError(f"nugget {nugget.id!r} has no aliases: nothing could match it")
    return nugget


def _evidence(row: dict[str, Any]) -> Evidence:
    fields = Fields(row, "evidence")
    evidence = Evidence(fields.word("article_id"), fields.word("quote"))
    fields.refuse_unread()
    return evidence


def _forbidden(row: dict[str, Any]) -> Forbidden:
    fields = Fields(row, "forbidden")
    forbidden = Forbidden(fields.word("alias"), fields.get("why", str, ""))
    fields.refuse_unread()
    return forbidden
