"""Builds: what is written, what is kept, what is live afterwards. Real encoder, real Chroma."""

import fcntl
import sqlite3
import zlib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from corpus.errors import PathUnusable
from index.building import BuildReport, build
from index.errors import GenerationDamaged, IndexBusy, IndexEmpty, IndexMissing, RollbackImpossible
from index.layout import PARSES
from index.library import Library
from index.manifest import described, read_manifest, write_manifest
from index.passage import Filters
from index.settings import IndexSettings
from index.vectors import VectorStore
from tests.index_room import RECORDS, home_with, write_records


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("models")


@pytest.fixture
def empty_home(models: Path, tmp_path: Path) -> Path:
    return home_with(models, tmp_path / "home")


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    return write_records(tmp_path / "articles.jsonl", RECORDS.items())


def files_of(home: Path) -> dict[str, tuple[int, int]]:
    found = (path for path in (home / "index").rglob("*") if path.is_file() and path.name != "LOCK")
    return {str(path): (path.stat().st_mtime_ns, path.stat().st_size) for path in found}


def folder_of(home: Path, report: BuildReport) -> Path:
    return home / "index" / "generations" / report.generation


def holds(folder: Path, wanted: bytes) -> bool:
    """Whether any file of a generation holds these bytes; parses are kept compressed."""
    contents = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    with sqlite3.connect(f"{(folder / PARSES).as_uri()}?mode=ro&immutable=1", uri=True) as connection:
        contents += [zlib.decompress(data) for (data,) in connection.execute("SELECT data FROM parse")]
    connection.close()
    return any(wanted in content for content in contents)


def declare(folder: Path) -> None:
    """Let the manifest say that the files are as they should be."""
    manifest = replace(read_manifest(folder), files=described(folder))
    (folder / "MANIFEST.json").unlink()
    write_manifest(folder, manifest)


def ids_of(home: Path) -> set[str]:
    return set(Library(home).open().articles.ids())


def test_build_makes_every_article_findable(empty_home: Path, articles: Path):
    report = build(empty_home, [articles])

    assert (report.added, report.written, report.articles) == (("bridge", "election", "strike"), True, 3)
    found = Library(empty_home).open().search("Who won the presidential election?")
    assert found.hits[0].passage.article_id == "election"


def test_second_build_with_nothing_new_writes_nothing(empty_home: Path, articles: Path):
    build(empty_home, [articles])
    before = files_of(empty_home)

    report = build(empty_home, [articles])

    assert (report.written, report.added, report.changed, report.removed) == (False, (), (), ())
    assert files_of(empty_home) == before


def test_paths_are_remembered(empty_home: Path, articles: Path):
    first = build(empty_home, [articles])

    assert build(empty_home).generation == first.generation


def test_without_an_index_the_fallback_is_built(empty_home: Path, articles: Path):
    assert build(empty_home, fallback=[articles]).articles == 3


def test_without_an_index_and_without_paths_there_is_nothing_to_build(empty_home: Path):
    with pytest.raises(IndexMissing, match="name them"):
        build(empty_home)


def test_changes_are_told_and_only_they_are_encoded(empty_home: Path, articles: Path):
    build(empty_home, [articles])
    records = {id_: dict(record) for id_, record in RECORDS.items() if id_ != "bridge"}
    records["strike"]["text"] = "Dock workers in Port Sella walked out again on Friday."
    records["harvest"] = {
        "title": "Good harvest",
        "published": "2023-08-01",
        "text": "Wheat did well this year.",
    }
    write_records(articles, records.items())

    report = build(empty_home, [articles])

    assert (report.added, report.changed, report.removed) == (("harvest",), ("strike",), ("bridge",))
    assert report.encoded == 2


def test_removed_article_is_gone_from_every_part(empty_home: Path, articles: Path):
    first = folder_of(empty_home, build(empty_home, [articles]))
    with VectorStore.reading(first / "chroma") as store:
        vector = store.vectors_of(["bridge#0"])["bridge#0"].tobytes()
    write_records(articles, [item for item in RECORDS.items() if item[0] != "bridge"])

    second = folder_of(empty_home, build(empty_home, [articles]))

    # Word for word and bit for bit: the first generation has both, the second has neither in any file.
    assert {holds(first, b"Kelm"), holds(first, vector)} == {True}
    assert {holds(second, b"Kelm"), holds(second, b"kelm"), holds(second, vector)} == {False}
    assert ids_of(empty_home) == {"election", "strike"}
    with VectorStore.reading(second / "chroma") as store:
        assert sorted(store.vectors_of(["bridge#0", "election#0", "strike#0"])) == ["election#0", "strike#0"]


def test_change_of_passage_length_builds_anew_and_says_so(empty_home: Path, articles: Path):
    build(empty_home, [articles])

    report = build(empty_home, [articles], settings=IndexSettings(passage_pieces=100))

    assert report.written
    assert report.reason == "passages changed from 200 to 100 word pieces"


def test_dry_run_tells_and_writes_nothing(empty_home: Path, articles: Path):
    report = build(empty_home, [articles], dry_run=True)

    assert (report.added, report.written) == (("bridge", "election", "strike"), False)
    with pytest.raises(IndexMissing):
        Library(empty_home).open()


def test_bad_path_leaves_the_live_generation(empty_home: Path, articles: Path, tmp_path: Path):
    build(empty_home, [articles])

    with pytest.raises(PathUnusable):
        build(empty_home, [tmp_path / "not-there"])

    assert ids_of(empty_home) == {"bridge", "election", "strike"}


def test_no_articles_at_all_are_refused(empty_home: Path, tmp_path: Path):
    (tmp_path / "nothing").mkdir()

    with pytest.raises(IndexEmpty, match="no article was found"):
        build(empty_home, [tmp_path / "nothing"])


def test_second_builder_is_told_who_holds_the_lock(empty_home: Path, articles: Path):
    build(empty_home, [articles])
    with (empty_home / "index" / "LOCK").open("r+", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        with pytest.raises(IndexBusy, match=r"process \d+ has been building since"):
            build(empty_home, [articles])


def test_rollback_serves_the_generation_before(empty_home: Path, articles: Path):
    first = build(empty_home, [articles])
    write_records(articles, [item for item in RECORDS.items() if item[0] != "bridge"])
    build(empty_home, [articles])
    library = Library(empty_home)
    assert set(library.open().articles.ids()) == {"election", "strike"}

    assert library.rollback() == first.generation

    assert set(library.open().articles.ids()) == {"bridge", "election", "strike"}


def test_rollback_needs_an_earlier_generation(empty_home: Path, articles: Path):
    build(empty_home, [articles])

    with pytest.raises(RollbackImpossible, match="no earlier generation"):
        Library(empty_home).rollback()


def test_open_library_follows_a_new_generation(empty_home: Path, articles: Path):
    build(empty_home, [articles])
    library = Library(empty_home)
    first = library.open().name
    write_records(articles, [item for item in RECORDS.items() if item[0] != "bridge"])

    report = build(empty_home, [articles])

    assert first != report.generation
    assert library.open().name == report.generation


def test_damaged_generation_leaves_the_one_before_answering(empty_home: Path, articles: Path):
    first = build(empty_home, [articles])
    write_records(articles, [item for item in RECORDS.items() if item[0] != "bridge"])
    second = build(empty_home, [articles])
    vectors = empty_home / "index" / "generations" / second.generation / "vectors.npy"
    data = bytearray(vectors.read_bytes())
    data[-5] ^= 1
    vectors.write_bytes(data)

    assert Library(empty_home).open().name == first.generation


def test_damaged_only_generation_is_refused_with_what_to_do(empty_home: Path, articles: Path):
    report = build(empty_home, [articles])
    (empty_home / "index" / "generations" / report.generation / "passages.sqlite").write_bytes(b"")

    with pytest.raises(GenerationDamaged, match=r"passages.sqlite has 0 bytes.*index --rebuild"):
        Library(empty_home).open()


def test_build_mends_a_damaged_generation(empty_home: Path, articles: Path):
    report = build(empty_home, [articles])
    (empty_home / "index" / "generations" / report.generation / "passages.sqlite").write_bytes(b"")

    assert build(empty_home, [articles]).reason == f"generation {report.generation} is damaged"

    assert ids_of(empty_home) == {"bridge", "election", "strike"}


def test_check_finds_a_vector_that_chroma_has_lost(empty_home: Path, articles: Path):
    report = build(empty_home, [articles])
    library = Library(empty_home)
    assert library.status(check=True).problems == ()
    with VectorStore(folder_of(empty_home, report) / "chroma") as store:
        store.remove(["bridge#0"])
    declare(folder_of(empty_home, report))

    assert library.status(check=True).problems == ("Chroma holds 2 passages, not 3",)


def test_status_counts_what_is_there(empty_home: Path, articles: Path):
    report = build(empty_home, [articles])

    status = Library(empty_home).status()

    assert (status.generation, status.articles, status.passages, status.publications) == (
        report.generation,
        3,
        3,
        2,
    )
    assert status.healthy


def test_status_of_an_empty_home_says_what_to_do(home: Path):
    status = Library(home).status()

    assert not status.healthy
    assert "python app.py index" in status.problems[0]


def test_as_of_hides_later_articles_from_a_built_index(empty_home: Path, articles: Path):
    build(empty_home, [articles])

    found = Library(empty_home).open().search("strike", Filters(as_of=date(2023, 5, 10)))

    assert {hit.passage.article_id for hit in found.hits} == {"bridge", "election"}


def test_what_was_set_aside_can_be_asked_of_the_generation_later(
    empty_home: Path, articles: Path, tmp_path: Path
):
    (tmp_path / "empty.txt").write_text("")

    report = build(empty_home, [articles, tmp_path / "empty.txt"])

    assert [each.source for each in report.set_aside] == ["empty.txt"]
    assert Library(empty_home).open().set_aside() == report.set_aside
