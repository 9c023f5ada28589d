"""RealTime QA's figures from a run's log: hits, answers, citations, abstention.

Called where such a set was run, and tested to agree with the scorer that other
programs use on the same answers. Its way of matching words is its own, so it
stands apart from `eval.wording`.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean

from eval.articles import ArticleSource
from eval.metrics.calibration import aurc, auroc, risk_coverage
from eval.metrics.citations import find_article, quote_valid
from eval.questions import Question
from eval.runlog import Record

# An answer counts only within its first words, so that a long answer cannot fish for it.
HEAD_WORDS = 60
DEPTHS = (1, 3, 5, 10)
ANSWER_DEPTHS = (1, 5, 10)

_MARKS = str.maketrans(
    dict.fromkeys("“”„«»", '"') | dict.fromkeys("‘’‚`", "'") | dict.fromkeys("–—‑−", "-") | {"\xa0": " "}
)


def figures(
    questions: Sequence[Question], records: Mapping[str, Record], articles: ArticleSource
) -> dict[str, float]:
    """All figures that the questions allow; a question without a record counts as abstained."""
    asked = [(q, records.get(q.id) or Record(q.id, q.text)) for q in questions]
    able = [(q, r) for q, r in asked if q.answerable]
    unable = [(q, r) for q, r in asked if not q.answerable]
    found = {
        **_hits(able, articles),
        **_answers(able),
        "quote_validity": _share(
            quote_valid(c, find_article(c.article_id, articles)) for _, r in asked for c in r.citations
        ),
        "false_answers": _share(r.outcome == "answered" for _, r in unable),
        "crag": _mean(_crag(q, r) for q, r in asked),
        "auroc": auroc([r.confidence for q, r in able if right(q, r)], [r.confidence for _, r in unable]),
        "aurc": _aurc([*able, *unable]) if unable else None,
    }
    return {name: value for name, value in found.items() if value is not None}


Asked = tuple[Question, Record]


def _hits(able: Sequence[Asked], articles: ArticleSource) -> dict[str, float | None]:
    ranks = [_rank(q, r) for q, r in able]
    texts = [_texts(r, articles) for _, r in able]
    return {
        **{f"hit@{k}": _share(rank <= k for rank in ranks) for k in DEPTHS},
        "mrr@10": _mean(1 / rank if rank <= max(DEPTHS) else 0.0 for rank in ranks),
        **{
            f"answer_hit@{k}": _share(
                any(_holds_all(q, text) for text in found[:k])
                for (q, _), found in zip(able, texts, strict=True)
            )
            for k in ANSWER_DEPTHS
        },
    }


def _rank(question: Question, record: Record) -> float:
    """Rank of the first gold article among the distinct ones found, infinite where none is."""
    order = dict.fromkeys(p.article_id for p in record.found)
    ranks = (float(rank) for rank, a in enumerate(order, 1) if a in question.required_articles)
    return next(ranks, float("inf"))


def _texts(record: Record, articles: ArticleSource) -> list[str]:
    found = [(find_article(p.article_id, articles), p) for p in record.found]
    return [a.text[p.start : p.end] if a else "" for a, p in found]


def _answers(able: Sequence[Asked]) -> dict[str, float | None]:
    return {
        "answer_recall": _share(right(q, r) for q, r in able),
        "cited_recall": _share(
            right(q, r) and any(_holds_all(q, c.quote) for c in r.citations) for q, r in able
        ),
        "gold_cited": _share(any(c.article_id in q.required_articles for c in r.citations) for q, r in able),
        "false_abstentions": _share(r.outcome == "abstained" for _, r in able),
    }


def right(question: Question, record: Record) -> bool:
    """Whether the first words of an answer that was given hold every answer string."""
    head = " ".join(record.text.split()[:HEAD_WORDS])
    return question.answerable and record.outcome != "abstained" and _holds_all(question, head)


def _crag(question: Question, record: Record) -> float:
    if record.outcome != "answered":
        return 0.0
    return 1.0 if right(question, record) else -1.0


def _aurc(asked: Sequence[Asked]) -> float | None:
    losses = [0.0 if right(q, r) else 1.0 for q, r in asked]
    return aurc(risk_coverage([r.confidence for _, r in asked], losses))


def _holds_all(question: Question, text: str) -> bool:
    form = _form(text)
    return bool(question.nuggets) and all(_form(n.aliases[0]) in form for n in question.nuggets)


def _form(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).translate(_MARKS)
    text = "".join(c for c in text if unicodedata.category(c) not in ("Cf", "Co"))
    words = (w.strip(".,'-") for w in re.findall(r"[\w%$€£.,'-]+", text.casefold()))
    return " " + " ".join(w for w in words if w and w not in ("a", "an", "the")) + " "


def _share(facts: Iterable[bool]) -> float | None:
    return _mean(float(fact) for fact in facts)


def _mean(values: Iterable[float]) -> float | None:
    taken = list(values)
    return fmean(taken) if taken else None
