"""What the report shows of each question: answer, citations and gold side by side, gold words marked.

Used by `eval.reporting`. Gives plain strings; escaping is the template's work.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from assistant.answer import Citation
from eval.articles import ArticleSource, Span
from eval.metrics.answers import contradictions, nuggets_held
from eval.metrics.citations import find_article, gold_spans, on_gold, quote_valid, span_of
from eval.metrics.outcomes import FUNNEL, GOOD, Stage
from eval.questions import Nugget
from eval.scores import QuestionScore, Scored

# Articles around a citation are not shown; a quote is shown whole up to this many characters.
QUOTE_SHOWN = 1200


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text, and whether it is part of accepted evidence."""

    text: str
    gold: bool


@dataclass(frozen=True, slots=True)
class CitationView:
    number: int
    article_id: str
    title: str
    published: date | None
    publication: str
    pieces: tuple[Piece, ...]
    valid: bool
    gold: bool


@dataclass(frozen=True, slots=True)
class SentenceView:
    text: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class GoldQuote:
    article_id: str
    title: str
    quote: str


@dataclass(frozen=True, slots=True)
class NuggetView:
    """A nugget, whether the answer holds it, and the quotes of its first evidence set."""

    nugget: Nugget
    held: bool
    quotes: tuple[GoldQuote, ...]


@dataclass(frozen=True, slots=True)
class FoundView:
    """An article that the search found, by its best passage."""

    rank: int
    article_id: str
    title: str
    required: bool


@dataclass(frozen=True, slots=True)
class QuestionView:
    score: QuestionScore
    sentences: tuple[SentenceView, ...]
    citations: tuple[CitationView, ...]
    nuggets: tuple[NuggetView, ...]
    forbidden_said: tuple[str, ...]
    notes: tuple[str, ...]
    found: tuple[FoundView, ...]


@dataclass(frozen=True, slots=True)
class StageView:
    """The questions that ended at one stage. `share` is of all questions of that kind, answerable or not."""

    stage: Stage
    count: int
    share: float
    fine: bool


def question_view(score: QuestionScore, articles: ArticleSource) -> QuestionView:
    """Everything that the report shows of one question."""
    gold = gold_spans(score.question, articles)
    spans = [span for sets in gold.values() for one in sets for span in one]
    cited = list(dict.fromkeys(score.record.citations))
    held = {n.id for n in nuggets_held(score.question.nuggets, score.record.shown)}
    return QuestionView(
        score=score,
        sentences=tuple(
            SentenceView(s.text, tuple(sorted({cited.index(c) + 1 for c in s.citations})))
            for s in score.record.sentences
        ),
        citations=tuple(
            CitationView(
                number=i,
                article_id=c.article_id,
                title=c.title,
                published=c.published,
                publication=c.publication,
                pieces=pieces(c, spans),
                valid=quote_valid(c, find_article(c.article_id, articles)),
                gold=on_gold(c, gold),
            )
            for i, c in enumerate(cited, 1)
        ),
        nuggets=tuple(_nugget(n, n.id in held, articles) for n in score.question.nuggets),
        forbidden_said=tuple(
            f"{f.alias} ({f.why})" for f in contradictions(score.question.forbidden, score.record.text)
        ),
        notes=tuple(f"{n.kind.replace('_', ' ')}: {n.text}" for n in score.record.all_notes),
        found=_found(score, articles),
    )


def pieces(citation: Citation, gold: Sequence[Span]) -> tuple[Piece, ...]:
    """The quote cut where accepted evidence begins and ends."""
    cited = span_of(citation)
    marks = [g for g in gold if g.overlaps(cited)]
    edges = {cited.start, min(cited.end, cited.start + QUOTE_SHOWN)}
    edges |= {edge for g in marks for edge in (g.start, g.end) if cited.start < edge < max(edges)}
    steps = sorted(edges)
    cut = [
        Piece(citation.quote[a - cited.start : b - cited.start], any(g.start <= a < g.end for g in marks))
        for a, b in pairwise(steps)
    ]
    return (*cut, Piece(" …", False)) if cited.end > steps[-1] else tuple(cut)


def _nugget(nugget: Nugget, held: bool, articles: ArticleSource) -> NuggetView:
    first = nugget.evidence_any_of[0] if nugget.evidence_any_of else ()
    quotes = (GoldQuote(e.article_id, _title(e.article_id, articles), e.quote) for e in first)
    return NuggetView(nugget, held, tuple(quotes))


def _title(article_id: str, articles: ArticleSource) -> str:
    article = find_article(article_id, articles)
    return article.title if article else "(not in the corpus)"


def _found(score: QuestionScore, articles: ArticleSource) -> tuple[FoundView, ...]:
    required = set(score.question.required_articles)
    best: dict[str, FoundView] = {}
    for rank, p in enumerate(score.record.found, 1):
        gold = bool(required & {p.article_id, *p.versions})
        best.setdefault(p.article_id, FoundView(rank, p.article_id, _title(p.article_id, articles), gold))
    return tuple(best.values())


def stage_views(scored: Scored, *, answerable: bool) -> tuple[StageView, ...]:
    """How many questions ended where; the answerable ones in the order of the funnel, empty stages too."""
    ended = [s.stage for s in scored.scores if s.question.answerable == answerable]
    stages = (*FUNNEL, "found", "error") if answerable else ("false answer", "rightly silent", "error")
    return tuple(
        StageView(stage, n, n / len(ended), stage in GOOD)
        for stage in stages
        if ((n := ended.count(stage)) or (answerable and stage in FUNNEL))
    )
