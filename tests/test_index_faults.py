"""Kills, full disks and damage: the last good generation answers. Run by `make test-faults`."""

import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.store import ArticleStore
from index.building import build
from index.errors import IndexingError
from index.library import Library
from tests.index_room import RECORDS, home_with, write_records

pytestmark = pytest.mark.faults

ROOT = Path(__file__).resolve().parent.parent
KILLS = 40
BUILDER = (
    "import sys; from pathlib import Path; from index.building import build;"
    "build(Path(sys.argv[1]), [Path(sys.argv[2])])"
)
LIMITED = (
    "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
    "resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]),) * 2);" + BUILDER
)


@pytest.fixture
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("models")


@pytest.fixture
def built(models: Path, tmp_path: Path) -> tuple[Path, Path]:
    """A home with one good generation, and the file that it was made of."""
    home = home_with(models, tmp_path / "home")
    articles = write_records(tmp_path / "articles.jsonl", RECORDS.items())
    build(home, [articles])
    return home, articles


def change(articles: Path, number: int) -> None:
    record = {
        "title": f"Report {number}",
        "published": "2023-09-01",
        "text": f"Report number {number} was filed.",
    }
    write_records(articles, [*RECORDS.items(), ("report", record)])


def builder(program: str, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def answers(home: Path) -> bool:
    found = Library(home).open().search("presidential election in Ostria", k=3)
    return bool(found.hits) and found.hits[0].passage.article_id == "election"


@pytest.mark.timeout(900)
def test_builds_killed_at_random_points_leave_a_whole_generation(built: tuple[Path, Path]):
    home, articles = built
    chance = random.Random(0)
    killed = 0
    for number in range(KILLS):
        change(articles, number)
        process = builder(BUILDER, str(home), str(articles))
        # A build of this corpus takes some three seconds, start-up and check included.
        time.sleep(chance.uniform(0.2, 4.0))
        killed += process.poll() is None
        process.kill()
        process.wait()

        assert answers(home)

    assert killed > KILLS // 2
    report = build(home, [articles])
    assert Library(home).status(check=True).problems == ()
    assert ArticleStore(home / "index" / "generations" / report.generation / "articles.sqlite").ids() == (
        "bridge", "election", "report", "strike",
    )  # fmt: skip


@pytest.mark.parametrize(
    "most", [0, 1_000, 5_000, 20_000, 50_000, 100_000, 150_000, 200_000, 400_000, 800_000]
)
def test_files_that_cannot_grow_leave_the_live_generation(built: tuple[Path, Path], most: int):
    home, articles = built
    before = Library(home).open().name
    change(articles, 1)

    failed = builder(LIMITED, str(home), str(articles), str(most)).wait() != 0

    assert answers(home)
    assert Library(home).status(check=True).problems == ()
    assert (Library(home).open().name == before) == failed


def parts(generation: Path) -> Iterator[Path]:
    return (path for path in sorted(generation.rglob("*")) if path.is_file() and "chroma" not in path.parts)


@pytest.mark.timeout(600)
def test_damage_to_any_file_is_refused_and_the_generation_before_answers(built: tuple[Path, Path]):
    home, articles = built
    first = Library(home).open().name
    change(articles, 1)
    generation = home / "index" / "generations" / build(home, [articles]).generation
    for path in list(parts(generation)):
        good = path.read_bytes()
        flipped = bytearray(good)
        flipped[len(good) // 2] ^= 1
        for bad in (good[: len(good) // 2], bytes(flipped)):
            path.write_bytes(bad)
            try:
                name = Library(home).open().name
            except IndexingError:
                pytest.fail(f"nothing answered with {path.name} damaged")
            # A flipped bit of the manifest's white space or dates changes nothing that is served.
            assert name == first or path.name == "MANIFEST.json"
            assert answers(home)
        path.write_bytes(good)


def test_memory_stays_flat_over_reopenings(built: tuple[Path, Path]):
    home, _ = built
    for _ in range(20):
        answers(home)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    library = Library(home)
    for _ in range(200):
        Library(home, library._settings)._generations.live()
        generation = library._opened(library._generations.live())
        generation.passages_of("election")
        generation.close()

    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000
