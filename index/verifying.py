"""Prove that a generation is whole, in a process of its own: a damaged index can kill the one that opens it.

    python -m index.verifying FOLDER       one JSON line: {"problems": […]}

`index.building` asks before it publishes, `status --check` at any time.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from corpus.store import ArticleStore
from index.errors import IndexingError
from index.layout import ARTICLES, CHROMA, LEXICAL_ARTICLES, LEXICAL_PASSAGES, VECTORS
from index.lexical import Lexical
from index.manifest import differences, digest_of, read_manifest
from index.passage_store import PassageStore
from index.vectors import VectorStore

# Enough passages to ask for by their own vector and words; every one is read in any case.
ASKED = 200
# Far beyond the check of the largest index measured; a hanging check is a failed one.
TIMEOUT_SECONDS = 1_800
# Chroma stores float32 as given, and normalises for cosine: the last bits may differ.
TOLERANCE = 1e-5


def problems_of(folder: Path) -> list[str]:
    """What is wrong with a generation, a line each, found by a child process; nothing where it is whole."""
    command = [sys.executable, "-m", "index.verifying", str(folder.resolve())]
    root = Path(__file__).resolve().parent.parent
    try:
        done = subprocess.run(
            command, cwd=root, capture_output=True, text=True, timeout=TIMEOUT_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return [f"the check did not end within {TIMEOUT_SECONDS} s"]
    try:
        return list(json.loads(done.stdout.splitlines()[-1])["problems"])
    except (ValueError, LookupError, TypeError):
        last = done.stderr.strip().splitlines()[-1:] or ["it said nothing"]
        return [f"the check ended with status {done.returncode}: {last[0]}"]


def _found(folder: Path) -> Iterator[str]:
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
        yield from _vector_problems(folder, ids, vectors)
        yield from _word_problems(folder, passages)
        yield from _text_problems(folder, passages)


def _vector_problems(folder: Path, ids: list[str], vectors: np.ndarray) -> Iterator[str]:
    rows = {id_: row for row, id_ in enumerate(ids)}
    seen: set[str] = set()
    with VectorStore(folder / CHROMA) as store:
        for some, found in store.read():
            unknown = [id_ for id_ in some if id_ not in rows]
            if unknown:
                yield f"Chroma holds {unknown[0]}, which is no passage"
                return
            wanted = vectors[[rows[id_] for id_ in some]]
            for number in np.flatnonzero(np.abs(found - wanted).max(axis=1) > TOLERANCE):
                yield f"Chroma holds another vector for {some[number]}"
            seen.update(some)
        if len(seen) != len(ids):
            yield f"Chroma holds {len(seen)} of {len(ids)} passages"
            return
        for row in _sample(len(ids)):
            nearest = rows[store.nearest(vectors[row], 1)[0]]
            # Equal texts have equal vectors, and any of them may come first.
            if vectors[nearest] @ vectors[row] < 1 - TOLERANCE:
                yield f"Chroma does not find {ids[row]} by its own vector"


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


def main(folder: Path) -> None:
    """Print what is wrong; whatever breaks while looking is wrong too."""
    try:
        found = list(_found(folder))
    except IndexingError as error:
        found = [str(error)]
    except Exception as error:  # a damaged file may fail in any library, in any way
        found = [f"{type(error).__name__} while reading: {error}"]
    print(json.dumps({"problems": found}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
