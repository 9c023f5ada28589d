"""The words of `app.py eval`: run sets, or make, import, lint and tune, with what app.py hands in.

Called by app.py and nobody else. Builds no library and no assistant itself,
and reads no environment: both are handed in.
"""

import time
from argparse import Namespace
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from eval.adapting import tune
from eval.command import run
from eval.entailing import EntailmentModel
from eval.errors import SetUnreadable
from eval.judging import judge_of
from eval.making import VERBS, make
from eval.settings import EvalSettings
from eval.tuned import Tuned


class MakesLibrary(Protocol):
    """Opens the home's index, with the tuned settings given, else with those of the home."""

    def __call__(self, tuned: Tuned | None = None) -> Any: ...


class MakesAssistant(Protocol):
    """An assistant over that library, with the tuned settings given, else with those of the home."""

    def __call__(self, library: Any, tuned: Tuned | None = None) -> Any: ...


@dataclass(frozen=True, slots=True)
class Entry:
    """What app.py hands in; the environment names a judge's address and key."""

    home: Path
    environment: Mapping[str, str]
    library: MakesLibrary
    assistant: MakesAssistant


def evaluate(args: Namespace, entry: Entry) -> bool:
    """Do what the words say and print it; False where a gate failed or the lint found something.

    Raises:
        EvalError: a set, a log or a file cannot be used.
    """
    first = args.sets[0]
    if first in VERBS:
        made = make(first, args.sets[1:], home=entry.home, library=entry.library(), to=args.to)
        print("\n".join(made.lines))
        return made.clean
    if first == "tune":
        return _tune(args, entry)
    library = entry.library()
    return bool(
        run(
            args.sets,
            library=library,
            assistant=entry.assistant(library),
            out=args.out or entry.home / "runs" / _stamp(),
            compare=args.compare,
            gate=args.gate,
            rescore=args.rescore,
            entailment=EntailmentModel(args.entailment) if args.entailment else None,
            judge=judge_of(args.judge, entry.environment) if args.judge else None,
            settings=EvalSettings(jobs=args.jobs),
        )
    )


def _tune(args: Namespace, entry: Entry) -> bool:
    """Learn on one set; what was tuned before, if anything, plays no part."""
    if len(args.sets) != 2:
        raise SetUnreadable("name one set to learn from: app.py eval tune SET")

    def opened(tuned: Tuned) -> Any:
        library = entry.library(tuned)
        return entry.assistant(library, tuned), library.open()

    learned = tune(
        args.sets[1],
        opened=opened,
        home=entry.home,
        out=args.out or entry.home / "tuning" / _stamp(),
        target=args.risk,
        settings=EvalSettings(jobs=args.jobs),
    )
    print("\n".join(learned.lines))
    return True


def _stamp() -> str:
    return time.strftime("%Y%m%d-%H%M%S")
