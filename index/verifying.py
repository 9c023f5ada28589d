"""Prove that a generation is whole, in a process of its own: a damaged index can kill the one that opens it.

    python -m index.verifying      stdin: the folder, then ids whose place is known, a line each
                                   stdout: one JSON line, see `Examination`

`index.building` asks before it publishes, `status --check` at any time.
"""

import json
import subprocess
import sys
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np

from corpus.store import ArticleStore
from index.errors import IndexingError
from index.layout import ARTICLES, CHROMA, LEXICAL_ARTICLES, LEXICAL_PASSAGES, VECTORS
from index.lexical import Lexical
from index.manifest import differences, digest_of, read_manifest
from index.passage_store import PassageStore
from index.vectors import VectorStore, load_engine
from index.views import GRAPH

# Enough passages to ask for by their words and to compare with their articles.
ASKED = 200
# Queries that Chroma answers in one call: their vectors and ids stay below a megabyte.
AT_ONCE = 1_000
# Far beyond the check of the largest index measured; a hanging check is a failed one.
TIMEOUT_SECONDS = 7_200
# Chroma stores float32 as given, and normalises for cosine: the last bits may differ.
TOLERANCE = 1e-5
# A graph finds nearly all: of 66,000 passages a few have no way to them (docs/log-index.md), of a million about
# one in a hundred (recall 0.988). More than that is damage. Where fewer are asked for, none may be missed.
MOST_UNFOUND = 0.01


@dataclass(frozen=True, slots=True)
class Examination:
    """What a child process found in a generation.

    Attributes:
        problems: what is wrong, a line each; nothing where it is whole.
        unfound: ids of passages that the graph does not find by their own vectors, where they are more than
            it may miss. No damage, but such a graph is not to be walked.
    """

    problems: tuple[str, ...]
    unfound: tuple[str, ...] = ()


class Examiner:
    """A child process that reads one generation through; starts up while that is still being written."""

    def __init__(self) -> None:
        # A build that is killed closes the pipe, and the child ends with it.
        self._child = subprocess.Popen(
            [sys.executable, "-m", "index.verifying"], cwd=Path(__file__).resolve().parent.parent,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with self._child:
            self._child.kill()

    def examine(self, folder: Path, *, known: Collection[str] = ()) -> Examination:
        """What the child finds.

        Args:
            known: ids of passages whose place in the graph was checked in the generation that this one goes
                on from: of these a sample is asked for by its own vector, of all others every one.
        """
        try:
            out, err = self._child.communicate("\n".join([str(folder.resolve()), *known]), TIMEOUT_SECONDS)
        except subprocess.TimeoutExpired:
            return Examination((f"the check did not end within {TIMEOUT_SECONDS} s",))
        try:
            said = json.loads(out.splitlines()[-1])
            return Examination(tuple(said["problems"]), tuple(said["unfound"]))
        except (ValueError, LookupError, TypeError):
            last = err.strip().splitlines()[-1:] or ["it said nothing"]
            return Examination((f"the check ended with status {self._child.returncode}: {last[0]}",))


def problems_of(folder: Path) -> list[str]:
    """What is wrong with a generation, a line each, found by a child process; nothing where it is whole."""
    with Examiner() as examiner:
        found = examiner.examine(folder)
    problems = list(found.problems)
    if found.unfound and not problems and read_manifest(folder).walkable:
        problems.append(
            f"Chroma does not find {found.unfound[0]} by its own vector, nor {len(found.unfound) - 1} more"
        )
    return problems


def _found(folder: Path, known: frozenset[str], unfound: list[str]) -> Iterator[str]:
    described = read_manifest(folder)
    damaged = differences(folder, described.files, digests=True)
    yield from damaged
    if damaged:
        return
    passages = PassageStore(folder)
    vectors = np.load(folder / VECTORS, mmap_mode="r")
    ids = passages.ids()
    if (len(ids), digest_of(ids)) != (described.passages, described.id_digest):
        yield "passages.sqlite holds other passages than the manifest says"
    elif vectors.shape != (len(ids), described.dimension) or len(passages.rows) != len(ids):
        yield f"{VECTORS} has the shape {vectors.shape}, not {(len(ids), described.dimension)}"
    else:
        yield from _vector_problems(folder, ids, vectors, known, unfound)
        yield from _word_problems(folder, passages)
        yield from _text_problems(folder, passages)
        # Whoever opens Chroma, as this did, must have left the graph as it was.
        graph = {name: of for name, of in described.files.items() if name.endswith(GRAPH)}
        yield from differences(folder, graph, digests=True)


def _vector_problems(
    folder: Path, ids: list[str], vectors: np.ndarray, known: frozenset[str], unfound: list[str]
) -> Iterator[str]:
    with VectorStore.reading(folder / CHROMA) as store:
        if store.count() != len(ids):
            yield f"Chroma holds {store.count()} passages, not {len(ids)}"
            return
        for start in range(0, len(ids), AT_ONCE):
            some = ids[start : start + AT_ONCE]
            held = store.vectors_of(some)
            if len(held) != len(some):
                yield f"Chroma does not hold {next(id_ for id_ in some if id_ not in held)}"
                return
            apart = np.abs(np.stack([held[id_] for id_ in some]) - vectors[start : start + AT_ONCE])
            for place in np.flatnonzero(apart.max(axis=1) > TOLERANCE):
                yield f"Chroma holds another vector for {some[place]}"
        sample = set(_sample(len(ids)))
        asked = [row for row, id_ in enumerate(ids) if id_ not in known or row in sample]
        missed = list(_unfound(store, ids, vectors, asked))
        if len(missed) > MOST_UNFOUND * len(asked):
            unfound += missed


def _unfound(store: VectorStore, ids: list[str], vectors: np.ndarray, rows: list[int]) -> Iterator[str]:
    """Ids of passages that are not their own nearest neighbours."""
    number = {id_: row for row, id_ in enumerate(ids)}
    for start in range(0, len(rows), AT_ONCE):
        some = rows[start : start + AT_ONCE]
        for row, [nearest] in zip(some, store.nearest_of_each(vectors[some], 1), strict=True):
            # Equal texts have equal vectors, and any of them may come first.
            if nearest not in number or vectors[number[nearest]] @ vectors[row] < 1 - TOLERANCE:
                yield ids[row]


def _word_problems(folder: Path, passages: PassageStore) -> Iterator[str]:
    lexical = Lexical(folder / LEXICAL_PASSAGES)
    articles = Lexical(folder / LEXICAL_ARTICLES)
    for row in _sample(len(passages.rows)):
        [passage] = passages.passages([row])
        scores = lexical.scores(passage.text)
        if scores.any() and scores[row] <= 0:
            yield f"the words of {passage.id} do not find it"
        by_article = articles.scores(passage.text)
        if by_article.any() and by_article[passages.rows["article"][row]] <= 0:
            yield f"the words of {passage.id} do not find its article"


def _text_problems(folder: Path, passages: PassageStore) -> Iterator[str]:
    articles = ArticleStore(folder / ARTICLES)
    for row in _sample(len(passages.rows)):
        [passage] = passages.passages([row])
        if articles.article(passage.article_id).text[passage.start : passage.end] != passage.text:
            yield f"{passage.id} is not what stands in its article"


def _sample(count: int) -> list[int]:
    return sorted({int(row) for row in np.linspace(0, count - 1, num=min(count, ASKED))}) if count else []


def main(folder: Path, known: frozenset[str]) -> None:
    """Print what is wrong; whatever breaks while looking is wrong too."""
    unfound: list[str] = []
    try:
        found = list(_found(folder, known, unfound))
    except IndexingError as error:
        found = [str(error)]
    except Exception as error:  # a damaged file may fail in any library, in any way
        found = [f"{type(error).__name__} while reading: {error}"]
    print(json.dumps({"problems": found, "unfound": unfound}))


if __name__ == "__main__":
    load_engine()
    folder, *known = sys.stdin.read().split("\n")
    if folder:
        main(Path(folder), frozenset(known))
