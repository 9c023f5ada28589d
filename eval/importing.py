"""Bring another project's data set into a folder: questions.jsonl, and articles.jsonl where it has texts.

Called by `eval.command` for `app.py eval import KIND FILES…`. The questions run
with `app.py eval`, the articles are indexed with `app.py index`.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from corpus.article import Article
from eval.errors import SetUnreadable
from eval.imported import Imported
from eval.importers import beir, multihop, realtimeqa, squad, testsets, trec
from eval.saving import write_set

READERS: dict[str, Callable[[Sequence[Path]], Imported]] = {
    "beir": beir.read,
    "multihop": multihop.read,
    "realtimeqa": realtimeqa.read,
    "squad": squad.read,
    "trec": trec.read,
}
# These name no article: their contexts are looked up in the articles of the index.
LOOKED_UP: dict[str, Callable[[Sequence[Path], Iterable[Article]], Imported]] = {
    "llamaindex": testsets.read_llamaindex,
    "ragas": testsets.read_ragas,
}


@dataclass(frozen=True, slots=True)
class Written:
    """What an import wrote; `articles` is None where the set brought no texts."""

    imported: Imported
    questions: Path
    articles: Path | None


def import_set(kind: str, files: Sequence[Path], folder: Path, articles: Iterable[Article] = ()) -> Written:
    """Read the files of a data set and write what it gives.

    Raises:
        SetUnreadable: the kind is unknown, a file is not of that kind, no question can be taken, or the folder
            holds an import already.
    """
    if kind in LOOKED_UP:
        imported = LOOKED_UP[kind](files, articles)
    elif kind in READERS:
        imported = READERS[kind](files)
    else:
        raise SetUnreadable(f"no importer {kind!r}; known: {', '.join(sorted(READERS | LOOKED_UP))}")
    if not imported.questions:
        why = f" ({imported.left_out[0]})" if imported.left_out else ""
        raise SetUnreadable(f"{', '.join(map(str, files))}: no question can be taken{why}")
    questions = folder / "questions.jsonl"
    write_set(questions, imported.questions)
    return Written(imported, questions, _write_articles(imported, folder))


def _write_articles(imported: Imported, folder: Path) -> Path | None:
    if not imported.articles:
        return None
    path = folder / "articles.jsonl"
    rows = ({k: v for k, v in asdict(a).items() if v} for a in imported.articles)
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), encoding="utf-8")
    return path
