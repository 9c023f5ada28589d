"""A language model's opinion of answers, in columns of its own: never part of "right", of a stage, or of the gate.

Called by `eval.command` where `--judge` names a model. What it said is kept in
judge.jsonl beside the run's log, so that scoring again asks nothing. How far it
agrees with people, bench/judge.py measures.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from assistant.prompts import right_prompt, support_prompt
from eval.errors import JudgeFailed, LogUnreadable
from eval.questions import Question
from eval.runlog import Record

JUDGE_NAME = "judge.jsonl"
# Seconds for one verdict: nobody waits for it, and a small machine reads a long article slowly.
PATIENCE = 600.0
_YES_NO = re.compile(r"\W*(yes|no)\b", re.IGNORECASE)


class Completes(Protocol):
    """A LlamaIndex LLM, as far as a judge needs it."""

    def complete(self, prompt: str) -> Any: ...


@dataclass(frozen=True, slots=True)
class Opinion:
    """
    Attributes:
        model: who judged.
        right: whether the answer says the gold; None where there is nothing to judge or no verdict came.
        supported: for each cited sentence whether its quotes bear it out; None where no verdict came.
    """

    id: str
    model: str
    right: bool | None = None
    supported: tuple[bool | None, ...] = ()


class Judge:
    """Asks a model yes or no. A reply that begins with neither is no verdict; no reply raises JudgeFailed."""

    def __init__(self, model: Completes, name: str) -> None:
        self._model = model
        self.name = name

    def supports(self, source: str, claim: str) -> bool | None:
        """Whether the source bears the claim out."""
        return self._verdict(support_prompt(source, claim))

    def opinion(self, question: Question, record: Record) -> Opinion:
        """On a question that was answered; silence has no opinion on it."""
        if record.outcome in ("abstained", "searched") or not record.sentences:
            return Opinion(question.id, self.name)
        gold = question.answer or "; ".join(n.text for n in question.vital)
        right = self._verdict(right_prompt(question.text, gold, record.shown)) if gold else None
        cited = [s for s in record.sentences if s.citations]
        return Opinion(
            question.id,
            self.name,
            right,
            tuple(self.supports("\n".join(c.quote for c in s.citations), s.text) for s in cited),
        )

    def _verdict(self, prompt: str) -> bool | None:
        try:
            reply = str(self._model.complete(prompt).text)
        # A model's client raises what it likes: time out, refused, out of memory.
        except Exception as error:
            raise JudgeFailed(
                f"the judge {self.name} failed ({type(error).__name__}: {error}); what it said is kept, run again"
            ) from error
        said = _YES_NO.match(reply)
        return said.group(1).casefold() == "yes" if said else None


def judge_of(name: str, environment: Mapping[str, str]) -> Judge:
    """The judge that a name means, in the words of BACKFILE_LLM ("ollama:qwen3:4b"); its address and key as there.

    Raises:
        ModelUnknown: no such kind of model.
        ModelUnavailable: its package or its file is not there.
    """
    from assistant.models import from_environment, make

    settings = from_environment({**environment, "BACKFILE_LLM": name})
    assert settings is not None, "a name was given"
    return Judge(make(replace(settings, seconds=PATIENCE)), name)


def judge_all(
    judge: Judge,
    pairs: Sequence[tuple[Question, Record]],
    folder: Path,
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, Opinion]:
    """An opinion on each question by id; those already in the folder are kept, new ones appended as they come.

    Raises:
        LogUnreadable: the opinions there are broken.
    """
    kept = {o.id: o for o in read_opinions(folder) if o.model == judge.name}
    with (folder / JUDGE_NAME).open("a", encoding="utf-8") as file:
        for number, (question, record) in enumerate(pairs, 1):
            if question.id not in kept:
                kept[question.id] = judge.opinion(question, record)
                file.write(json.dumps(asdict(kept[question.id]), ensure_ascii=False) + "\n")
                file.flush()
            if progress:
                progress(number, len(pairs))
    return kept


def read_opinions(folder: Path) -> list[Opinion]:
    """What a judge said of a run; empty where none was asked. A torn last line is left out.

    Raises:
        LogUnreadable: a line before the last is no opinion.
    """
    path = folder / JUDGE_NAME
    if not path.exists():
        return []
    data = path.read_bytes()
    whole = data[: data.rfind(b"\n") + 1]
    if whole != data:
        path.write_bytes(whole)
    try:
        return [_opinion(json.loads(line)) for line in whole.splitlines()]
    except (ValueError, TypeError, KeyError) as error:
        raise LogUnreadable(f"{path}: no judge's opinions ({error}); delete it to judge again") from error


def _opinion(row: Mapping[str, Any]) -> Opinion:
    return Opinion(row["id"], row["model"], row["right"], tuple(row["supported"]))


def judged_values(opinion: Opinion) -> dict[str, tuple[float, ...]]:
    """The judge's columns for one question; no verdict, no value."""
    values = {
        "judged_right": (float(opinion.right),) if opinion.right is not None else (),
        "judged_support": tuple(float(v) for v in opinion.supported if v is not None),
    }
    return {name: given for name, given in values.items() if given}
