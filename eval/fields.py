"""Read one JSON object key by key, and refuse what is missing, of the wrong type, or left over.

Used by `eval.loading`, `eval.runlog` and the gate. Knows no schema of its own; every
complaint is a ValueError that names the object and the key.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, TypeVar

T = TypeVar("T")
_REQUIRED: Any = object()


class Fields:
    """The keys of one object. A null counts as a key that is not there."""

    def __init__(self, row: dict[str, Any], noun: str) -> None:
        self._row = row
        self._noun = noun
        self._read: set[str] = set()

    def get(self, key: str, kind: type[T], default: T = _REQUIRED) -> T:
        """The value of that key, of exactly that type (true is no number)."""
        self._read.add(key)
        value = self._row.get(key)
        if value is None:
            if default is _REQUIRED:
                raise ValueError(f"{self._noun}: {key!r} is missing")
            return default
        if type(value) is not kind:
            raise ValueError(f"{self._noun}: {key!r} is {value!r:.60}, expected {kind.__name__}")
        return value

    def word(self, key: str) -> str:
        """A string with something in it."""
        value = self.get(key, str)
        if not value.strip():
            raise ValueError(f"{self._noun}: {key!r} is empty")
        return value

    def choice(self, key: str, known: Sequence[str]) -> str:
        """One of the known words."""
        value = self.get(key, str)
        if value not in known:
            raise ValueError(f"{self._noun}: {key!r} is {value!r}, expected one of: {', '.join(known)}")
        return value

    def day(self, key: str) -> date | None:
        """An ISO date, or None where the key is not there."""
        value = self.get(key, str, "")
        try:
            return date.fromisoformat(value) if value else None
        except ValueError as error:
            raise ValueError(f"{self._noun}: {key!r} is {value!r}, expected a day like 2023-09-30") from error

    def words(self, key: str) -> tuple[str, ...]:
        """A list of strings with something in them; empty where the key is not there."""
        values = self.get(key, list, [])
        if not all(isinstance(v, str) and v.strip() for v in values):
            raise ValueError(f"{self._noun}: {key!r} is a list of non-empty strings")
        return tuple(values)

    def items(self, key: str, make: Callable[[dict[str, Any]], T]) -> tuple[T, ...]:
        """A list of objects, each made into something; empty where the key is not there."""
        return objects(self.get(key, list, []), key, make)

    def refuse_unread(self) -> None:
        """Complain of keys that nobody asked for: a typing error in a key must not pass in silence."""
        unread = sorted(set(self._row) - self._read)
        if unread:
            raise ValueError(f"{self._noun}: unknown key {unread[0]!r}")


def objects(rows: Sequence[Any], key: str, make: Callable[[dict[str, Any]], T]) -> tuple[T, ...]:
    """Make something of each row, all of which must be JSON objects."""
    for row in rows:
        if not isinstance(row, dict):
            raise ValueError(f"{key!r} holds {row!r:.60}, expected objects")
    return tuple(make(row) for row in rows)
