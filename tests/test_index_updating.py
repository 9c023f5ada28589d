"""Updates: what goes on from the live generation, what is made anew, and what a damaged one costs."""

import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index.building import BuildReport, build
from index.encoding import BACKENDS
from index.errors import GenerationDamaged, GenerationForeign, IndexMissing
from index.library import Library
from index.manifest import read_manifest, write_manifest
from index.neighbours import Neighbours
from index.soundness import note_sound, problems_with_files
from index.vectorising import ENCODED_AT_ONCE
from index.views import PREFIX, View
from tests.fault_room import SETTINGS, HashedWords, mistakes, register
from tests.index_room import RECORDS, write_records

REPORT = {"title": "Report", "published": "2023-09-01", "text": "The harbour report was filed."}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[BuildReport, ...]]:
    """A folder with a home of three generations: three articles, one more, and one of those less."""
    register()
    folder = tmp_path_factory.mktemp("made")
    reports = []
    for records in (RECORDS, {**RECORDS, "report": REPORT}, {"report": REPORT, **RECORDS, "bridge": None}):
        articles = write_records(folder / "a.jsonl", [item for item in records.items() if item[1]])
        reports.append(build(folder / "home", [articles], settings=SETTINGS))
    return folder, tuple(reports)


@pytest.fixture
def home(made: tuple[Path, tuple[BuildReport, ...]], tmp_path: Path) -> Path:
    """A copy of that home to damage."""
    return Path(shutil.copytree(made[0] / "home", tmp_path / "home"))


def generation(home: Path, report: BuildReport) -> Path:
    return home / "index" / "generations" / report.generation


def graph_of(folder: Path) -> str:
    """Chroma's name of the graph."""
    [graph] = (path.name for path in (folder / "chroma").iterdir() if path.is_dir())
    return graph


def test_new_articles_extend_the_graph(made):
    folder, (first, second, _) = made

    assert (second.added, second.encoded) == (("report",), 1)
    assert graph_of(generation(folder / "home", second)) == graph_of(generation(folder / "home", first))


def test_after_a_removal_the_graph_is_made_anew(made):
    folder, (_, second, third) = made

    assert (third.removed, third.encoded) == (("bridge",), 0)
    assert graph_of(generation(folder / "home", third)) != graph_of(generation(folder / "home", second))


def test_extended_graph_finds_old_and_new(home, made):
    (home / "index" / "CURRENT").write_text(made[1][1].generation)
    library = Library(home, SETTINGS)

    assert library.status(check=True).problems == ()
    assert library.open().open_graph()
    assert mistakes(library) == []
    assert library.open().search("harbour report", k=1).hits[0].passage.article_id == "report"


def test_new_paths_are_remembered_even_with_nothing_new(made, tmp_path):
    folder, _ = made
    home = Path(shutil.copytree(folder / "home", tmp_path / "home"))
    moved = Path(shutil.copyfile(folder / "a.jsonl", tmp_path / "a.jsonl"))

    report = build(home, [moved], settings=SETTINGS)

    assert (report.written, report.added, report.encoded) == (True, (), 0)
    assert Library(home, SETTINGS).status().paths == (str(moved),)


def test_added_path_stands_beside_those_of_last_time(home, made, tmp_path):
    more = write_records(tmp_path / "more.jsonl", [("bridge", RECORDS["bridge"])])

    dry = build(home, [more], add=True, dry_run=True, settings=SETTINGS)

    assert (dry.dry, dry.written, dry.added, dry.removed) == (True, False, ("bridge",), ())


def test_dry_run_touches_nothing(home, tmp_path):
    more = write_records(tmp_path / "more.jsonl", [("bridge", RECORDS["bridge"])])
    before = {path: path.stat().st_mtime_ns for path in home.rglob("*")}

    build(home, [more], add=True, dry_run=True, settings=SETTINGS)

    assert {path: path.stat().st_mtime_ns for path in home.rglob("*")} == before


def test_pointer_that_cannot_be_read_costs_neither_answers_nor_paths(home, made, caplog):
    (home / "index" / "CURRENT").write_bytes(b"2026\xff")

    assert Library(home, SETTINGS).open().name == made[1][2].generation
    assert "names no generation" in caplog.text
    assert build(home, dry_run=True, fallback=[Path("/sample")], settings=SETTINGS).articles == 3


def test_where_no_generation_tells_its_paths_they_must_be_named(home):
    for manifest in home.rglob("MANIFEST.json"):
        manifest.write_text("{")

    with pytest.raises(IndexMissing, match="name them"):
        build(home, fallback=[Path("/sample")], settings=SETTINGS)


def test_changed_word_of_the_manifest_is_damage(home, made):
    manifest = generation(home, made[1][2]) / "MANIFEST.json"
    manifest.write_text(manifest.read_text().replace('"passages": 3', '"passages": 4'))

    with pytest.raises(GenerationDamaged, match="index --rebuild"):
        read_manifest(manifest.parent)


def test_generation_of_another_format_is_refused_and_the_one_before_serves(home, made, caplog):
    folder = generation(home, made[1][2])
    found = json.loads((folder / "MANIFEST.json").read_text())
    (folder / "MANIFEST.json").write_text(json.dumps(found | {"format": 99}))

    assert Library(home, SETTINGS).open().name == made[1][1].generation
    assert "has the format 99, this program reads 1; run: python app.py index --rebuild" in caplog.text


def test_generation_of_a_newer_library_is_refused_with_what_to_do(home, made):
    folder = generation(home, made[1][2])
    manifest = replace(read_manifest(folder), libraries={"chromadb": "99.1"})
    (folder / "MANIFEST.json").unlink()
    write_manifest(folder, manifest)

    with pytest.raises(GenerationForeign, match=r"chromadb 99\.1, installed is .*; install chromadb==99\.1"):
        read_manifest(folder)


def test_change_of_a_byte_shows_in_spite_of_the_note(home, made):
    folder = generation(home, made[1][2])
    files = read_manifest(folder).files
    note_sound(folder, files)
    assert problems_with_files(folder, files) == ()
    path, times = folder / "vectors.npy", (folder / "vectors.npy").stat()
    data = bytearray(path.read_bytes())
    data[-1] ^= 1

    path.write_bytes(data)
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))

    assert problems_with_files(folder, files) == ["vectors.npy holds other bytes than were written"]


def test_reading_changes_no_byte_of_a_generation(home, made):
    folder = generation(home, made[1][2])
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    library = Library(home, SETTINGS)

    assert library.open().open_graph()
    library.open().search("harbour report")
    library.open().close()

    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_graph_that_cannot_be_opened_is_done_without(home, made, caplog):
    folder = generation(home, made[1][2])
    shutil.rmtree(folder / "chroma")
    neighbours = Neighbours(folder / "chroma", np.zeros(64, dtype=np.float32))

    assert not neighbours.wait()
    assert neighbours.nearest(np.zeros(64, dtype=np.float32), 1) is None
    assert "searching exactly instead" in caplog.text


def test_view_of_a_killed_reader_is_removed_by_the_next(home, made, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    left = tmp_path / f"{PREFIX}killed"
    left.mkdir()
    (left / "HELD").touch()
    os.utime(left, (0, 0))

    view = View(generation(home, made[1][2]) / "chroma")
    other = View(generation(home, made[1][2]) / "chroma")

    assert sorted(tmp_path.glob(f"{PREFIX}*")) == sorted([view.folder, other.folder])
    view.close()
    other.close()
    assert not list(tmp_path.glob(f"{PREFIX}*"))


class Exhausted(HashedWords):
    """Encodes one batch and then fails, as a process that is killed would."""

    def __init__(self) -> None:
        self._calls = 0

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        self._calls += 1
        if self._calls > 1:
            raise KeyboardInterrupt
        return super().encode(texts)


def test_build_that_dies_in_mid_encoding_loses_no_finished_vector(tmp_path: Path):
    records = {
        f"a{n}": {"title": f"Report {n}", "text": f"Report {n} was filed."}
        for n in range(ENCODED_AT_ONCE + 44)
    }
    articles = write_records(tmp_path / "a.jsonl", records.items())
    BACKENDS["hashed"] = lambda _model, _home: Exhausted()
    with pytest.raises(KeyboardInterrupt):
        build(tmp_path / "home", [articles], settings=SETTINGS)
    register()

    report = build(tmp_path / "home", [articles], settings=SETTINGS)

    library = Library(tmp_path / "home", SETTINGS)
    # Vectors that all lie equally far apart make a graph with dead ends: it is not walked, and nothing is lost.
    assert library.open().manifest.walkable == library.open().open_graph()
    assert library.status(check=True).problems == ()
    assert library.open().search("Report 110", k=1).hits[0].passage.text == "Report 110 was filed."
    assert (report.passages, report.encoded) == (ENCODED_AT_ONCE + 44, 44)
