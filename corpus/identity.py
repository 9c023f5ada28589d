"""Article ids: stable across rebuilds, safe as file names, one article each.

Used by `corpus.parsing`. An id given in a record is kept where it is safe;
otherwise it comes from the file's place, and in a collection from the address
or the words of the record, so that adding records renames none.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePosixPath

SAFE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}")
# Windows takes these for devices, with any suffix.
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
)
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_MAX_SLUG = 80
_HASH_CHARS = 10


@dataclass(frozen=True, slots=True)
class Claim:
    """What an article offers for its id: the one its record gave, its source, its address and its words."""

    given: str
    source: str
    url: str
    words: str


def assign(claims: Sequence[Claim]) -> list[str]:
    """One id a claim, all different; of several that want the same, the first keeps it and the others get a
    hash."""
    taken: set[str] = set()
    ids = []
    for claim in claims:
        wanted = claim.given if is_safe(claim.given) else from_place(claim)
        if wanted.lower() in taken:
            wanted = f"{wanted[:_MAX_SLUG]}-{_hash(claim.source)}"
        while wanted.lower() in taken:
            wanted = f"{wanted[:_MAX_SLUG]}-{_hash(wanted)}"
        taken.add(wanted.lower())
        ids.append(wanted)
    return ids


def is_safe(given: str) -> bool:
    """Whether an id may stay as it is: the pattern, no device name, no dots that walk up."""
    stem = given.split(".", 1)[0].lower()
    return (
        bool(SAFE_ID.fullmatch(given))
        and stem not in _DEVICES
        and ".." not in given
        and not given.endswith(".")
    )


def from_place(claim: Claim) -> str:
    """An id from where the article lies, with a hash where the place alone does not name it."""
    place, _, record = claim.source.rpartition("#") if "#" in claim.source else (claim.source, "", "")
    path = PurePosixPath(place)
    stem = path.name.removesuffix(".gz").rpartition(".")[0] or path.name
    slug = _slug("-".join([*path.parts[:-1], stem]))
    # A record without an id: an unsafe one is still the best name for it, then the address, then the words.
    if record:
        return f"{slug or 'record'}-{_hash(claim.given or claim.url or claim.words)}"
    return slug if is_safe(slug) else f"article-{_hash(claim.source)}"


def _slug(text: str) -> str:
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    slug = _UNSAFE.sub("-", ascii_only).strip("-._")
    slug = re.sub(r"\.{2,}", ".", slug)
    return slug if len(slug) <= _MAX_SLUG else f"{slug[: _MAX_SLUG - _HASH_CHARS - 1]}-{_hash(text)}"


def _hash(text: str) -> str:
    return sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:_HASH_CHARS]
