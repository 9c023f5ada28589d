"""Test sets that ragas and LlamaIndex make with a language model: questions, reference answers, and their contexts.

Read by `eval.importing`. Both name no article, so the contexts are looked up
in the articles of the index. A reference of whole sentences is rarely said
word for word: shorten a nugget's aliases to what must be said.
"""

import ast
import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.article import Article
from eval.errors import SetUnreadable
from eval.imported import (
    ArticleRecord,
    Imported,
    article_id,
    files_wanted,
    find_words,
    read_json,
    read_json_lines,
)
from eval.importers.trec import search_questions
from eval.questions import Evidence, Nugget, Question, QuestionTurn

RAGAS_WANTED = "one .jsonl, .json or .csv file of a ragas test set"
LLAMAINDEX_WANTED = "one .json file of a LabelledRagDataset or an EmbeddingQAFinetuneDataset"


@dataclass(frozen=True, slots=True)
class _Example:
    question: str
    reference: str
    contexts: tuple[str, ...]


def read_ragas(files: Sequence[Path], articles: Iterable[Article]) -> Imported:
    """Rows of `user_input`, `reference`, `reference_contexts` (0.2 on), or `question`, `ground_truth`, `contexts`."""
    files_wanted(files, 1, 1, RAGAS_WANTED)
    rows = _rows(files[0])
    return _imported((_ragas_example(row, files[0]) for row in rows), tuple(articles))


def read_llamaindex(files: Sequence[Path], articles: Iterable[Article]) -> Imported:
    """A LabelledRagDataset's examples, or the queries, corpus and relevant documents of the other kind."""
    files_wanted(files, 1, 1, LLAMAINDEX_WANTED)
    found = read_json(files[0])
    if isinstance(found, dict) and isinstance(found.get("examples"), list):
        examples = (
            _Example(e["query"], e.get("reference_answer") or "", tuple(e.get("reference_contexts") or ()))
            for e in found["examples"]
        )
        return _imported(examples, tuple(articles))
    if isinstance(found, dict) and {"queries", "corpus", "relevant_docs"} <= found.keys():
        records = tuple(ArticleRecord(article_id(name), text) for name, text in found["corpus"].items())
        return search_questions(found["queries"], found["relevant_docs"], records)
    raise SetUnreadable(f"{files[0]}: expected {LLAMAINDEX_WANTED}")


def _rows(path: Path) -> list[dict[str, Any]]:
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))
    if path.suffix == ".json":
        found = read_json(path)
        return found if isinstance(found, list) else found.get("samples", [])
    return read_json_lines(path)


def _ragas_example(row: dict[str, Any], path: Path) -> _Example:
    question = row.get("user_input") or row.get("question")
    if not isinstance(question, str):
        raise SetUnreadable(f"{path}: a row without 'user_input' or 'question' as text")
    reference = row.get("reference") or row.get("ground_truth") or ""
    contexts = row.get("reference_contexts") or row.get("contexts") or ()
    return _Example(question, str(reference), tuple(_contexts(contexts)))


def _contexts(value: Any) -> Iterator[str]:
    """A list of texts; pandas writes one into a CSV cell as Python's literal, other tools as JSON."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            try:
                value = ast.literal_eval(value)
            except (ValueError, SyntaxError):
                value = [value]
    yield from (v for v in value if isinstance(v, str) and v.strip())


def _imported(examples: Iterable[_Example], articles: Sequence[Article]) -> Imported:
    questions: list[Question] = []
    left_out: list[str] = []
    for number, example in enumerate(examples, 1):
        evidence = [find_words(_core(context), articles) for context in example.contexts]
        if not example.reference:
            left_out.append(f"{number}: no reference answer")
        elif not example.contexts or not all(evidence):
            left_out.append(f"{number}: a context stands word for word in no article of the index")
        else:
            questions.append(_question(number, example, tuple(e for e in evidence if e)))
    return Imported(tuple(questions), (), tuple(left_out))


def _core(context: str) -> str:
    """The context without the marker by which ragas joins hops ("<1-hop>")."""
    head, _, rest = context.partition("\n\n")
    return rest if head.startswith("<") and head.endswith("hop>") else context


def _question(number: int, example: _Example, evidence: tuple[Evidence, ...]) -> Question:
    gold = tuple(dict.fromkeys(e.article_id for e in evidence))
    return Question(
        id=f"made-{number}",
        type="single_fact" if len(gold) == 1 else "multi_article",
        split="dev",
        story_id="+".join(sorted(gold)),
        turns=(QuestionTurn(example.question.strip()),),
        answerable=True,
        answer=example.reference,
        nuggets=(Nugget("n1", example.reference, True, (example.reference,), (evidence,)),),
        required_articles=gold,
        notes="The reference is a model's: shorten the aliases to what must be said.",
    )
