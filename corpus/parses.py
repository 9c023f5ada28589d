"""Parses that need not be done again: what became of each draft, kept under a digest of all that decided it.

`corpus.parsing` asks and fills; `index.building` keeps them in a generation.
Plain JSON, restored to equal objects; decides nothing about articles.
"""

import json
import types
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from typing import Any, Literal, Protocol, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from corpus.article import Article, SetAside
from corpus.draft import Draft
from corpus.families import Signature
from corpus.prepared import Prepared

# Level 1 halves the text at 60 MB a second; higher levels cost more time than they save room.
_COMPRESSION = 1
_SCALARS = (str, int, float, bool)


class Parses(Protocol):
    """Where parses are kept between two readings of a corpus."""

    def get(self, keys: Sequence[str]) -> Mapping[str, bytes]:
        """What is kept under these keys; a key that is not there is left out."""

    def put(self, key: str, data: bytes) -> None: ...


class NothingKept:
    """`Parses` of somebody who reads a corpus once."""

    def get(self, keys: Sequence[str]) -> Mapping[str, bytes]:  # noqa: ARG002 - as `Parses` has it
        return {}

    def put(self, key: str, data: bytes) -> None:
        """Forget it."""


@dataclass(frozen=True, slots=True)
class Parse:
    """What one draft became.

    Attributes:
        context: key of what the rest of the corpus had to say in it, see `corpus.parsing`.
        article: references unresolved, family its own.
    """

    prepared: Prepared
    context: str
    article: Article
    signature: Signature


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What a reader made of one file."""

    items: tuple[Draft | SetAside, ...]


_Kept = TypeVar("_Kept", Parse, ReadFile)


def key_of(*parts: object) -> str:
    """sha256 over the parts' representations, which differ where the parts do."""
    return sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()


def packed(value: Parse | ReadFile) -> bytes:
    """A value as bytes that `unpacked` restores."""
    text = json.dumps(_plain(value), ensure_ascii=True, separators=(",", ":"))
    return zlib.compress(text.encode("ascii"), _COMPRESSION)


def unpacked(kind: type[_Kept], data: bytes) -> _Kept:
    """The value that `packed` was given."""
    build: Callable[[Any], Any] = _builder(cast(Any, kind))
    return cast(_Kept, build(json.loads(zlib.decompress(data))))


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value):
        row = [_plain(getattr(value, each.name)) for each in fields(value)]
        return [type(value).__name__, *row] if isinstance(value, Draft | SetAside) else row
    return value


@cache
def _builder(kind: Any) -> Callable[[Any], Any]:
    """How to make a value of a type out of its plain form."""
    origin = get_origin(kind)
    if kind is date:
        return date.fromisoformat
    if kind in _SCALARS or origin is Literal:
        return _same
    if origin is tuple:
        return _tuple_builder(get_args(kind))
    if origin in (Union, types.UnionType):
        return _union_builder(get_args(kind))
    builders = [_builder(each) for each in get_type_hints(kind).values()]
    if all(builder is _same for builder in builders):
        return lambda row: kind(*row)
    return lambda row: kind(*(build(each) for build, each in zip(builders, row, strict=True)))


def _tuple_builder(arguments: tuple[Any, ...]) -> Callable[[Any], Any]:
    if arguments[-1] is not Ellipsis:
        builders = [_builder(each) for each in arguments]
        if all(build is _same for build in builders):
            return tuple
        return lambda row: tuple(build(each) for build, each in zip(builders, row, strict=True))
    build = _builder(arguments[0])
    return tuple if build is _same else lambda row: tuple(build(each) for each in row)


def _union_builder(arguments: tuple[Any, ...]) -> Callable[[Any], Any]:
    kinds = [each for each in arguments if each is not type(None)]
    if all(_builder(each) is _same for each in kinds):
        return _same
    if len(kinds) == 1:
        build = _builder(kinds[0])
        return lambda value: None if value is None else build(value)
    named = {each.__name__: _builder(each) for each in kinds}
    return lambda row: named[row[0]](row[1:])


def _same(value: Any) -> Any:
    return value
