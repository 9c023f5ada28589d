"""Whether a generation's files are those that were written, without reading them again each time they are opened.

    <home>/index/sound/<generation>.json     where and when each file was found whole

A file whose place, size and times are as they were then is taken for whole;
any other is read and its digest compared. Times of change cannot be set by a
program, so what is written into a file shows. What a disk loses in silence
shows in `status --check`, which reads every byte. Used by all who open generations.
"""

import contextlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from index.manifest import MANIFEST, differences

SOUND = "sound"


def problems_with_files(folder: Path, files: Mapping[str, tuple[int, str]]) -> Sequence[str]:
    """What is wrong with a published generation's files, a line each; nothing where all is well."""
    if _noted(folder) == _seen(folder, files):
        return ()
    return differences(folder, files, digests=True)


def note_sound(folder: Path, files: Mapping[str, tuple[int, str]]) -> None:
    """Note that a published generation was just read through and found whole."""
    note = _note(folder)
    # Without the note all is well too, only slower.
    with contextlib.suppress(OSError):
        note.parent.mkdir(exist_ok=True)
        unfinished = note.with_suffix(".new")
        unfinished.write_text(json.dumps(_seen(folder, files)), "utf-8")
        unfinished.replace(note)


def forget_all_but(root: Path, names: Sequence[str]) -> None:
    """Remove the notes of generations that are gone; `root` is the folder of generations."""
    for note in (root.parent / SOUND).glob("*.json"):
        if note.stem not in names:
            note.unlink(missing_ok=True)


def _note(folder: Path) -> Path:
    return folder.parent.parent / SOUND / f"{folder.name}.json"


def _noted(folder: Path) -> object:
    try:
        return json.loads(_note(folder).read_text("utf-8"))
    except (OSError, ValueError):
        return None


def _seen(folder: Path, files: Mapping[str, tuple[int, str]]) -> dict[str, list[int]]:
    return dict(_places(folder, [MANIFEST, *files]))


def _places(folder: Path, names: Sequence[str]) -> Iterator[tuple[str, list[int]]]:
    for name in names:
        try:
            found = (folder / name).stat()
        except OSError:
            # Differs from every note.
            yield name, []
            continue
        yield name, [found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns]
