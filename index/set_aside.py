"""What a build set aside and why, kept beside the articles of its generation.

Written by `index.building`, read by `index.library` for whoever asks later
what is missing. A generation of an older program has none.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from corpus.article import SetAside

SET_ASIDE = "set_aside.json"


def write_set_aside(folder: Path, set_aside: Sequence[SetAside]) -> None:
    """Write the list into a generation's folder that nobody reads yet."""
    rows = [asdict(each) for each in set_aside]
    (folder / SET_ASIDE).write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")


def read_set_aside(folder: Path) -> tuple[SetAside, ...]:
    """The list of a generation, whose manifest vouches for the file; empty where it has none."""
    path = folder / SET_ASIDE
    if not path.is_file():
        return ()
    return tuple(SetAside(**row) for row in json.loads(path.read_text("utf-8")))
