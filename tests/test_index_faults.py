"""Kills, full disks, two builders and damage: the last good generation answers. Run by `make test-faults`.

Each test prints what it counted (`-s` shows it); docs/reliability.md keeps the figures.
"""

import gc
import json
import random
import resource
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.building import build
from index.errors import IndexingError
from index.library import Library
from index.vector_cache import VectorCache
from tests.fault_room import ROOT, SETTINGS, Builders, HashedWords, Reader, mistakes, register, rss_mb
from tests.index_room import RECORDS, write_records

pytestmark = [pytest.mark.faults, pytest.mark.timeout(7200)]

KILLS = 300
FLIPS = 6
REOPENINGS = 200
BUILDER = (
    "import sys; from pathlib import Path; from index.building import build; from tests.fault_room import *;"
    "register(); build(Path(sys.argv[1]), [Path(sys.argv[2])], settings=SETTINGS)"
)
LIMITED = (
    "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
    "resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]),) * 2);" + BUILDER
)
BASE = tuple(sorted(RECORDS))


@pytest.fixture(autouse=True)
def hashed_words() -> None:
    register()


@pytest.fixture
def built(tmp_path: Path) -> tuple[Path, Path]:
    """A home with one good generation, and the file that it was made of."""
    articles = write_records(tmp_path / "articles.jsonl", RECORDS.items())
    build(tmp_path / "home", [articles], settings=SETTINGS)
    return tmp_path / "home", articles


def change(articles: Path, number: int) -> None:
    record = {
        "title": f"Report {number}",
        "published": "2023-09-01",
        "text": f"Report number {number} was filed.",
    }
    write_records(articles, [*RECORDS.items(), ("report", record)])


def assert_whole(home: Path) -> None:
    """A process that opens the home now finds every article, word for word, by exact search and by the graph."""
    library = Library(home, SETTINGS)
    assert mistakes(library) == []
    assert library.open().open_graph()
    assert mistakes(library) == []
    assert set(BASE) <= set(library.open().articles.ids()) <= {*BASE, "report"}
    library.open().close()


def assert_builds(home: Path, articles: Path) -> None:
    """The next build works as if nothing had happened, and its generation passes the whole check."""
    change(articles, 999_999)
    report = build(home, [articles], settings=SETTINGS)
    library = Library(home, SETTINGS)
    assert library.status(check=True).problems == ()
    assert library.open().article("report").text == "Report number 999999 was filed."
    assert (report.articles, library.open().articles.ids()) == (4, (*BASE[:2], "report", "strike"))


def say(**counted: object) -> None:
    print(f"\n{json.dumps(counted)}", flush=True)


# --- kills -------------------------------------------------------------------


def test_builds_killed_at_random_points_lose_nothing(built: tuple[Path, Path]):
    home, articles = built
    chance = random.Random(0)
    builders, reader = Builders(home, articles), Reader(home)
    outcomes: list[str] = []
    seconds = 0.0
    while outcomes.count("killed") < KILLS:
        change(articles, len(outcomes))
        # Every tenth is left to finish, and says how long a build takes on this machine now.
        timed = len(outcomes) % 10 == 0
        outcome, took = builders.build(kill_after=0.0 if timed else chance.uniform(0.01, seconds))
        outcomes.append(outcome)
        if timed:
            seconds = took
        assert_whole(home)
    builders.close()
    read = reader.stop()
    say(kills=outcomes.count("killed"), finished=outcomes.count("done"), reader=read)

    assert set(outcomes) == {"killed", "done"}
    assert (read["failed"], read["wrong"]) == ([], [])
    assert_builds(home, articles)


def test_build_killed_after_each_file_operation_loses_nothing(built: tuple[Path, Path]):
    home, articles = built
    builders, reader = Builders(home, articles), Reader(home)
    outcome, at = "killed", 0
    while outcome.startswith("killed"):
        at += 1
        change(articles, at)
        outcome, _ = builders.build(kill_at=at)
        assert_whole(home)
    builders.close()
    read = reader.stop()
    say(file_operations=at - 1, reader=read)

    assert outcome.startswith("done")
    assert at > 300
    assert (read["failed"], read["wrong"]) == ([], [])
    assert_builds(home, articles)


# --- room and rivals -----------------------------------------------------------


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on which a small file system may be mounted, and is unmounted afterwards."""
    place = tmp_path / "disk"
    place.mkdir()
    yield place
    subprocess.run(["umount", "--lazy", str(place)], capture_output=True, check=False)


@pytest.mark.parametrize("spare_kb", [0, 20, 60, 120, 200, 300, 400, 450, 500, 550])
def test_full_disk_leaves_the_live_generation(built: tuple[Path, Path], disk: Path, spare_kb: int):
    """A real file system that fills up; where none may be mounted, files that may not grow."""
    home, articles = built
    size = sum(path.stat().st_blocks * 512 for path in home.rglob("*")) // 1024 + spare_kb
    options = f"size={size}k"
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(disk)], capture_output=True, check=False
    )
    if mounted.returncode == 0:
        home = Path(shutil.copytree(home, disk / "home"))
    before = Library(home, SETTINGS).open().name
    change(articles, 1)

    program, limit = (BUILDER, []) if mounted.returncode == 0 else (LIMITED, [str(spare_kb * 1024)])
    done = subprocess.run(
        [sys.executable, "-c", program, str(home), str(articles), *limit],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    said = done.stderr.strip().splitlines()[-1:] or ["published"]
    say(spare_kb=spare_kb, mounted=mounted.returncode == 0, said=said[0][:160])

    assert mistakes(Library(home, SETTINGS)) == []
    assert Library(home, SETTINGS).status(check=True).problems == ()
    failed = done.returncode != 0
    assert (Library(home, SETTINGS).open().name == before) == failed
    assert not failed or "IndexUnwritable" in said[0] or "GenerationDamaged" in said[0]
    assert not list((home / "index").glob("building/*"))


def test_of_two_builders_one_builds_and_the_other_is_told(built: tuple[Path, Path]):
    home, articles = built
    told = finished = 0
    for number in range(10):
        change(articles, number)
        rivals = [
            subprocess.Popen(
                [sys.executable, "-c", BUILDER, str(home), str(articles)],
                cwd=ROOT, stderr=subprocess.PIPE, text=True,
            )
            for _ in range(2)
        ]  # fmt: skip
        errors = [rival.communicate()[1] for rival in rivals]
        ended = [rival.returncode for rival in rivals]
        finished += ended.count(0)
        told += sum("has been building since" in error for error in errors)
        assert ended.count(0) >= 1
        assert ended.count(0) + sum("IndexBusy" in error for error in errors) == 2
        assert_whole(home)
    say(rounds=10, finished=finished, told=told)
    assert_builds(home, articles)


# --- damage ---------------------------------------------------------------------


def damages(good: bytes, chance: random.Random) -> Iterator[bytes]:
    """The file cut off in three places, and with a bit turned in several."""
    for length in {0, len(good) // 2, max(0, len(good) - 1)}:
        if length < len(good):
            yield good[:length]
    for _ in range(FLIPS if good else 0):
        place = chance.randrange(len(good))
        yield good[:place] + bytes([good[place] ^ 1 << chance.randrange(8)]) + good[place + 1 :]


def test_damage_to_any_file_is_never_served(built: tuple[Path, Path]):
    home, articles = built
    chance = random.Random(1)
    change(articles, 1)
    second = build(home, [articles], settings=SETTINGS).generation
    files = [path for path in sorted((home / "index").rglob("*")) if path.is_file()]
    refused = harmless = 0
    for path in files:
        good = path.read_bytes()
        for bad in damages(good, chance):
            path.write_bytes(bad)
            serving = Library(home, SETTINGS).open().name
            assert mistakes(Library(home, SETTINGS)) == [], path
            # A damaged part of the live generation is refused, whatever else may be damaged is not looked at.
            assert (serving != second) == (second in path.parts), path
            refused += serving != second
            harmless += serving == second
        path.write_bytes(good)
    say(files=len(files), refused=refused, harmless=harmless)
    assert Library(home, SETTINGS).status(check=True).problems == ()


def test_build_mends_whatever_is_damaged(built: tuple[Path, Path]):
    home, articles = built
    chance = random.Random(2)
    for number, name in enumerate(["CURRENT", "LOCK", *sorted(parts_of(home))]):
        generation = home / "index" / "generations" / Library(home, SETTINGS).open().name
        path = home / "index" / name if name in ("CURRENT", "LOCK") else next(generation.rglob(name))
        path.write_bytes(next(damages(path.read_bytes(), chance)))
        change(articles, number)

        report = build(home, settings=SETTINGS)

        assert report.written, path
        assert Library(home, SETTINGS).status(check=True).problems == (), path
        assert_whole(home)


def parts_of(home: Path) -> set[str]:
    [generation] = (home / "index" / "generations").iterdir()
    return {path.name for path in generation.rglob("*") if path.is_file() and path.stat().st_size}


def test_damaged_cache_gives_true_vectors_or_none(tmp_path: Path):
    encoder, chance = HashedWords(), random.Random(3)
    texts = [f"word {number} of many" for number in range(200)]
    true = dict(zip((f"{number:032x}" for number in range(200)), encoder.encode(texts), strict=True))
    cache = VectorCache(tmp_path, encoder.name, encoder.dimension)
    cache.put(true)
    cache.close()
    [path] = (tmp_path / "cache").glob("*.sqlite")
    good = path.read_bytes()
    given = kept = 0
    for _ in range(200):
        place = chance.randrange(len(good))
        path.write_bytes(good[:place] + bytes([good[place] ^ 1 << chance.randrange(8)]) + good[place + 1 :])
        cache = VectorCache(tmp_path, encoder.name, encoder.dimension)
        found = cache.get(list(true))
        cache.put(true)
        assert all((vector == true[digest]).all() for digest, vector in found.items())
        cache.close()
        given, kept = given + 1, kept + len(found)
    say(flips=given, vectors_still_given=kept / given)


# --- readers ----------------------------------------------------------------------


def test_readers_never_notice_a_rebuild(built: tuple[Path, Path]):
    home, articles = built
    builders = Builders(home, articles)
    change(articles, 0)
    builders.build()
    rounds = []
    for number in range(3):
        idle = Reader(home)
        threading.Event().wait(15)
        before = idle.stop()
        busy = Reader(home)
        for each in range(10):
            change(articles, 100 * number + each)
            assert builders.build()[0] == "done"
        during = busy.stop()
        rounds.append((before, during))
    builders.close()
    ratios = sorted(during["p99_ms"] / before["p99_ms"] for before, during in rounds)
    say(rounds=rounds, p99_ratios=[round(ratio, 2) for ratio in ratios])

    assert all(read["failed"] == read["wrong"] == [] for pair in rounds for read in pair)
    assert min(during["generations"] for _, during in rounds) >= 8
    assert ratios[1] <= 2


def test_memory_stays_flat_over_reopenings(built: tuple[Path, Path]):
    home, articles = built
    change(articles, 1)
    names = [Library(home, SETTINGS).open().name, build(home, [articles], settings=SETTINGS).generation]
    library = Library(home, SETTINGS)
    figures = []
    for number in range(REOPENINGS + 20):
        # What publishing and rolling back do to a reader.
        (home / "index" / "CURRENT").write_text(names[number % 2] + "\n")
        assert library.open().name == names[number % 2]
        assert library.open().open_graph()
        assert mistakes(library) == []
        if number in (19, REOPENINGS + 19):
            # Generations that were let go close their files when Python collects them.
            gc.collect()
            figures.append((rss_mb(), len(list(Path("/proc/self/fd").iterdir())), maps_of(home)))
    say(reopenings=REOPENINGS, before=figures[0], after=figures[1])

    (before, files, maps), (after, files_after, maps_after) = figures
    assert after - before < 20
    assert (files_after, maps_after) == (files, maps)
    assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] > files_after


def maps_of(home: Path) -> int:
    return sum(str(home) in line for line in Path("/proc/self/maps").read_text().splitlines())


def test_damaged_only_generation_is_refused_and_nothing_else_is_lost(built: tuple[Path, Path]):
    home, _ = built
    [vectors] = home.rglob("vectors.npy")
    vectors.write_bytes(vectors.read_bytes()[:-1])

    with pytest.raises(IndexingError, match="index --rebuild"):
        Library(home, SETTINGS).open()
