"""What `eval tune` learned on a home's own articles: HOME/tuned.json, with where it came from.

Written by `eval.tuning`, read by app.py wherever it opens an index or makes an
assistant. Deleting the file undoes it.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from assistant.settings import AS_FITTED, Calibration
from eval.errors import TunedUnreadable
from index.settings import SearchSettings

TUNED = "tuned.json"
TUNED_SCHEMA = 1
# What may be tuned: the weights of the rankings, not the sizes that decide what a search costs.
WEIGHTS = ("dense", "article_dense", "words", "passage_dense", "passage_words", "lead")


@dataclass(frozen=True, slots=True)
class Tuned:
    """
    Attributes:
        weights: of the search, by name; those not named are the defaults.
        provenance: set and its digest, splits, generation, code, day, figures before and after.
    """

    weights: dict[str, float] = field(default_factory=dict)
    calibration: Calibration = AS_FITTED
    provenance: dict[str, Any] = field(default_factory=dict)

    def search(self, settings: SearchSettings) -> SearchSettings:
        """The settings with these weights."""
        weights: dict[str, Any] = dict(self.weights)
        return replace(settings, **weights)

    @property
    def summary(self) -> str:
        """One line for `status`."""
        p = self.provenance
        return (
            f"{p.get('made', 'some day')}, on the {p.get('split', '?')} split of {p.get('set_name', 'a set')}"
        )


def read_tuned(home: Path) -> Tuned | None:
    """What was learned there, None where nothing was.

    Raises:
        TunedUnreadable: the file is broken, or names a weight that is none.
    """
    path = home / TUNED
    try:
        row = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise TunedUnreadable(f"{path}: {error}; delete it, or run: app.py eval tune SET") from error
    try:
        return _tuned(row)
    except (ValueError, TypeError, AttributeError, KeyError) as error:
        raise TunedUnreadable(f"{path}: {error}; delete it, or run: app.py eval tune SET") from error


def _tuned(row: Mapping[str, Any]) -> Tuned:
    if row["schema"] != TUNED_SCHEMA:
        raise ValueError(f"schema {row['schema']!r} is not known: this version reads {TUNED_SCHEMA}")
    unknown = set(row["weights"]) - set(WEIGHTS)
    if unknown:
        raise ValueError(f"{sorted(unknown)[0]!r} is no weight; known: {', '.join(WEIGHTS)}")
    names = {f.name for f in fields(Calibration)}
    calibration = {name: value for name, value in row["calibration"].items() if name in names}
    numbers = [*row["weights"].values(), *(v for v in calibration.values() if v is not None)]
    if not all(isinstance(n, int | float) and not isinstance(n, bool) for n in numbers):
        raise ValueError("weights and calibration are numbers")
    return Tuned(dict(row["weights"]), Calibration(**calibration), dict(row.get("provenance", {})))


def write_tuned(home: Path, tuned: Tuned) -> Path:
    """Write it whole, or leave what was there."""
    path = home / TUNED
    new = path.with_suffix(".new")
    row = {"schema": TUNED_SCHEMA} | asdict(tuned)
    new.write_text(json.dumps(row, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    new.replace(path)
    return path
