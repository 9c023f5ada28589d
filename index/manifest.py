"""What a generation says of itself: MANIFEST.json, and whether its files still agree with it.

Written last by `index.building`, read first by everybody else. Pure data and
digests: opens no store.
"""

import hashlib
import json
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from index.errors import GenerationDamaged, GenerationForeign

MANIFEST = "MANIFEST.json"
# Raised whenever an older program could not read a newer generation, or the reverse.
FORMAT = 1
# Name of the manifest's own digest within it.
_OWN = "digest"
# Libraries whose files lie in a generation, so their version belongs to its meaning.
LIBRARIES = ("chromadb", "bm25s", "numpy", "PyStemmer")


@dataclass(frozen=True, slots=True)
class Manifest:
    """A generation, described.

    Attributes:
        created: UTC, ISO 8601.
        paths: the files and folders it was made of, as absolute paths.
        fingerprint: of the files under `paths`, see `corpus.parsing.fingerprint`.
        corpus_digest, id_digest: over the articles' digests, over the passages' ids, both in order.
        set_aside: files and records that gave no article.
        libraries: versions of those whose files lie in it.
        files: size and sha256 of each file, by path within the generation; "" for a digest not taken.
        walkable: whether searches may walk its graph; else they are exact, whatever its size.
        cutter: version of the code that cut its passages, 0 where it was not yet counted.
    """

    name: str
    created: str
    paths: tuple[str, ...]
    fingerprint: str
    articles: int
    passages: int
    publications: int
    set_aside: int
    corpus_digest: str
    id_digest: str
    model: str
    dimension: int
    passage_pieces: int
    libraries: Mapping[str, str]
    files: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    cutter: int = 0
    walkable: bool = True
    format: int = FORMAT


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest into a generation's folder and wait until it is on disk."""
    path = folder / MANIFEST
    found = asdict(manifest)
    with path.open("x", encoding="utf-8") as file:
        json.dump(found | {_OWN: _own_digest(found)}, file, indent=1, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a generation's folder.

    Raises:
        GenerationDamaged: there is none, or it is not what was written.
        GenerationForeign: it is of another format, or of a newer library than is installed.
    """
    try:
        found = json.loads((folder / MANIFEST).read_text("utf-8"))
        if found["format"] == FORMAT:
            manifest = _checked(found)
            _refuse_newer(folder, manifest)
            return manifest
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise GenerationDamaged(
            f"{folder / MANIFEST} cannot be read ({type(error).__name__}); run: python app.py index --rebuild"
        ) from error
    raise GenerationForeign(
        f"{folder.name} has the format {found['format']}, this program reads {FORMAT};"
        " run: python app.py index --rebuild"
    )


def _checked(found: dict[str, Any]) -> Manifest:
    """Raises one of what `read_manifest` takes for damage."""
    # Generations of the first program have no digest of their own, and all other names that these have.
    own = found.pop(_OWN, None)
    if own is not None and own != _own_digest(found):
        raise ValueError("the manifest holds other words than were written")
    found["paths"] = tuple(found["paths"])
    found["files"] = {name: (size, digest) for name, (size, digest) in found["files"].items()}
    return Manifest(**found)


def _own_digest(found: Mapping[str, Any]) -> str:
    return digest_of([json.dumps(found, sort_keys=True, ensure_ascii=True)])


def _refuse_newer(folder: Path, manifest: Manifest) -> None:
    """No library promises to read what a newer one of it has written."""
    for name, installed in libraries().items():
        written = manifest.libraries.get(name, installed)
        if _numbers(written) > _numbers(installed):
            raise GenerationForeign(
                f"{folder.name} was written by {name} {written}, installed is {installed};"
                f" install {name}=={written}, or run: python app.py index --rebuild"
            )


def _numbers(of_version: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", of_version)[:3]]


@cache
def libraries() -> Mapping[str, str]:
    """Installed versions of the libraries whose files lie in a generation."""
    return {name: version(name) for name in LIBRARIES}


def digest_of(parts: Iterable[str]) -> str:
    """sha256 over strings in order."""
    total = hashlib.sha256()
    for part in parts:
        total.update(part.encode())
        total.update(b"\0")
    return total.hexdigest()


def described(folder: Path) -> dict[str, tuple[int, str]]:
    """Size and sha256 of every file but the manifest, by relative path."""
    return {name: (path.stat().st_size, _digest(path)) for name, path in _files(folder)}


def differences(folder: Path, files: Mapping[str, tuple[int, str]], *, digests: bool) -> Sequence[str]:
    """What is wrong with a generation's files, a line each; nothing where all is well.

    Args:
        digests: read every byte; otherwise look at names and sizes alone.
    """
    there = dict(_files(folder))
    wrong = [f"{name} is missing" for name in sorted(files.keys() - there.keys())]
    # Files beyond the manifest are SQLite's own passing ones, and harm nothing.
    for name in sorted(files.keys() & there.keys()):
        size, digest = files[name]
        if not digest:
            continue
        if there[name].stat().st_size != size:
            wrong.append(f"{name} has {there[name].stat().st_size} bytes, not {size}")
        elif digests and _digest(there[name]) != digest:
            wrong.append(f"{name} holds other bytes than were written")
    return wrong


def _files(folder: Path) -> list[tuple[str, Path]]:
    found = (path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)
    return sorted((path.relative_to(folder).as_posix(), path) for path in found)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
