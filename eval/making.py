"""What `app.py eval new`, `candidates`, `import` and `lint` do: make question sets, and look them over.

Called by app.py and nobody else. Each gives the lines to print; what a person
has yet to accept is marked as a draft. Asks no question of the assistant.
"""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from corpus.article import Article
from eval.articles import ArticleSource
from eval.candidates import candidates
from eval.drafting import draft_all
from eval.errors import SetUnreadable
from eval.importing import LOOKED_UP, import_set
from eval.lint import lint
from eval.loading import find_set, read_set
from eval.saving import write_set

# What could not be taken is told by so many lines; the number says how much more there is.
LEFT_OUT_TOLD = 5
_HOW = "Edit each that you accept and take DRAFT: out of its notes; the others do not run."


class Opened(Protocol):
    """The library, as far as making sets needs it: a generation with its articles."""

    def open(self) -> Any: ...


@dataclass(frozen=True, slots=True)
class Made:
    """Lines for the user, and whether all is well (`lint` finds nothing)."""

    lines: tuple[str, ...]
    clean: bool = True


VERBS = ("new", "candidates", "import", "lint")


def make(verb: str, words: Sequence[str], *, home: Path, library: Opened, to: Path | None) -> Made:
    """Do what the verb says with the words that follow it.

    Args:
        to: the file (of `import` the folder) to write; by default a new one below `home`.

    Raises:
        EvalError: a file cannot be read, is there already, or a word is missing.
        ArticleUnknown: the index has no article of that id.
    """
    stamp = time.strftime("%Y%m%d-%H%M%S")
    if verb == "new":
        return new(words, library.open(), to or home / "questions" / f"drafts-{stamp}.jsonl")
    if verb == "candidates":
        return from_chat(home, to or home / "questions" / f"chat-{stamp}.jsonl")
    if verb == "lint":
        return looked_over(words, library.open())
    kind, *files = words or [""]
    known = _all_articles(library) if kind in LOOKED_UP else ()
    return imported(kind, [Path(f) for f in files], known, to or home / "imported" / kind)


def _all_articles(library: Opened) -> list[Article]:
    store = library.open().articles
    return [store.article(id_) for id_ in store.ids()]


def new(article_ids: Sequence[str], articles: ArticleSource, to: Path) -> Made:
    """Draft questions from these articles into a new file.

    Raises:
        SetUnreadable: no id is given, or the file is there already.
        ArticleUnknown: the index has no article of that id.
    """
    if not article_ids:
        raise SetUnreadable("name the articles to draft from: app.py eval new ARTICLE_ID…")
    drafts = draft_all(article_ids, articles)
    write_set(to, drafts)
    return Made((f"{len(drafts)} drafts of {len(article_ids)} articles: {to}", _HOW))


def from_chat(home: Path, to: Path) -> Made:
    """Drafts of what readers said in the chat, into a new file.

    Raises:
        SetUnreadable: there is no feedback, or the file is there already.
    """
    drafts = candidates(home)
    write_set(to, drafts)
    return Made((f"{len(drafts)} candidates: {to}", _HOW))


def imported(kind: str, files: Sequence[Path], articles: Iterable[Article], to: Path) -> Made:
    """Bring another project's data set into a new folder, and say how to go on.

    Args:
        articles: of the index, for the data sets that name none.

    Raises:
        SetUnreadable: see `eval.importing.import_set`.
    """
    written = import_set(kind, files, to, articles)
    left_out = written.imported.left_out
    more = len(left_out) - LEFT_OUT_TOLD
    return Made(
        (
            f"{len(written.imported.questions)} questions: {written.questions}",
            *(
                (f"{len(written.imported.articles)} articles: {written.articles}",)
                if written.articles
                else ()
            ),
            *(f"left out: {line}" for line in left_out[:LEFT_OUT_TOLD]),
            *((f"{more} more left out",) if more > 0 else ()),
            *((f"Index them first: app.py index {written.articles}",) if written.articles else ()),
            f"Then: app.py eval {written.questions}",
        )
    )


def looked_over(names: Sequence[str], articles: ArticleSource) -> Made:
    """What the lint finds in these sets, a line each.

    Raises:
        SetUnreadable: a set cannot be read, or none is named.
    """
    if not names:
        raise SetUnreadable("name the sets to look over: app.py eval lint SET…")
    lines: list[str] = []
    clean = True
    for questions in (read_set(find_set(name)) for name in names):
        findings = lint(questions.questions, articles)
        clean = clean and not findings
        lines += [f"{questions.path}: {f.question_id}: {f.rule}: {f.message}" for f in findings]
        lines.append(f"{questions.path}: {len(questions.questions)} questions, {len(findings)} findings")
    return Made(tuple(lines), clean)
