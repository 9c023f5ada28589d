"""Score a run's log against its question set: values a question, and means with intervals.

Used by `eval.command` and `eval.comparing`. Asks the assistant nothing, so an
old log can be scored again with new gold or new metrics.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from eval.articles import ArticleSource
from eval.errors import RunMismatch
from eval.judging import Opinion, judged_values
from eval.metrics import alce, answers, citations, outcomes, retrieval
from eval.metrics.alce import Entailment
from eval.questions import Question, QuestionSet
from eval.runlog import Record, RunLog
from eval.scores import QuestionScore, Scored
from eval.settings import DEFAULTS, EvalSettings
from eval.totals import by_type, curve_of, latency, totals_of


def score_run(
    log: RunLog,
    questions: QuestionSet,
    articles: ArticleSource,
    settings: EvalSettings = DEFAULTS,
    entailment: Entailment | None = None,
    opinions: Mapping[str, Opinion] | None = None,
) -> Scored:
    """Score every question of the set; one that the log lacks counts as unanswered.

    Args:
        entailment: decides ALCE's metrics, which are left out without it.
        opinions: of a judge by question id, shown in columns of their own.

    Raises:
        RunMismatch: the log answers no question of the set.
    """
    records = {r.id: r for r in log.records}
    missing = tuple(q.id for q in questions.questions if q.id not in records)
    if len(missing) == len(questions.questions):
        raise RunMismatch(f"the log of {log.header.set_name!r} answers no question of {questions.path}")
    pairs = [(q, records.get(q.id) or _unanswered(q)) for q in questions.questions]
    ranked = _rankings(pairs)
    scores = tuple(
        _with_opinion(
            score_question(q, r, ranked.get(q.id, {}), articles, settings.depth, entailment),
            (opinions or {}).get(q.id),
        )
        for q, r in pairs
    )
    judged = [s for s in scores if not s.question.search_only]
    return Scored(
        header=log.header,
        questions=questions,
        scores=scores,
        totals=totals_of(scores, settings),
        by_type=by_type(scores, settings),
        curve=curve_of(judged, range(len(judged))),
        latency_ms=latency(s.record.wall_ms for s in scores),
        missing=missing,
    )


def _with_opinion(score: QuestionScore, opinion: Opinion | None) -> QuestionScore:
    return replace(score, values=score.values | judged_values(opinion)) if opinion else score


def _unanswered(question: Question) -> Record:
    return Record(id=question.id, question=question.text, error="not in the log")


def _rankings(pairs: Sequence[tuple[Question, Record]]) -> dict[str, dict[str, float]]:
    gold = {q.id: frozenset(q.required_articles) for q, _ in pairs if q.answerable}
    found = {q.id: retrieval.ranked_articles(r.found, gold[q.id]) for q, r in pairs if q.id in gold}
    return retrieval.ranking_scores(found, gold)


def score_question(
    question: Question,
    record: Record,
    ranked: dict[str, float],
    articles: ArticleSource,
    depth: int,
    entailment: Entailment | None = None,
) -> QuestionScore:
    """All values of one question. `ranked` holds its ranking metrics, computed for all questions at once."""
    gold = citations.gold_spans(question, articles)
    reached = _reached(question, record, gold, ranked, depth)
    recall = citations.recall_of_gold(question.nuggets, record.sentences, gold)
    on_gold = any(citations.on_gold(c, gold) for c in record.citations)
    single = {
        **_answer_values(question, record, articles),
        **_citation_values(question, record, gold, recall),
        **(ranked | _evidence_values(question, record, gold, reached) if question.answerable else {}),
        "crag": None if question.search_only else outcomes.crag(question, record),
    }
    return QuestionScore(
        question,
        record,
        values={n: (v,) for n, v in single.items() if v is not None}
        | _checks(question, record, articles)
        | (_entailed(record, entailment) if entailment else {}),
        stage=outcomes.stage_of(question, record, reached=reached, on_gold=on_gold, citation_recall=recall),
        right=question.answerable and outcomes.says_the_gold(question, record),
        reached=reached,
    )


def _evidence_values(
    question: Question, record: Record, gold: citations.GoldSpans, reached: bool
) -> dict[str, float]:
    """Where the set gives no quotes, reaching its articles is all that can be said, and only at full depth."""
    sets = [gold[n.id] for n in question.vital]
    values = {"all_evidence@10": float(reached)}
    if any(sets):
        values["all_evidence@5"] = float(all(retrieval.evidence_reached(sets, record.found, 5)))
    return values


def _reached(
    question: Question, record: Record, gold: citations.GoldSpans, ranked: dict[str, float], depth: int
) -> bool:
    """By its words where the set gives them, else by its articles (imported sets give no quotes)."""
    sets = [gold[n.id] for n in question.vital]
    if any(sets):
        return all(retrieval.evidence_reached(sets, record.found, depth))
    return ranked.get("recall@10", 0.0) == 1.0


def _answer_values(question: Question, record: Record, articles: ArticleSource) -> dict[str, float | None]:
    if question.search_only:
        return {}
    if not question.answerable:
        return {"false_answer": float(outcomes.false_answer(question, record))}
    said, shown = ("", "") if record.outcome == "abstained" else (record.text, record.shown)
    answers_given = (question.answer, *question.aliases) if question.answer else question.aliases
    return {
        "right": float(outcomes.says_the_gold(question, record)),
        "nugget_strict": answers.nugget_recall(question.vital, shown),
        "nugget_all": answers.nugget_recall(question.nuggets, shown),
        "exact_match": answers.exact_match(record.short or said, answers_given) if answers_given else None,
        "token_f1": answers.token_f1(record.short or said, answers_given) if answers_given else None,
        "contradiction": (
            float(bool(answers.contradictions(question.forbidden, said))) if question.forbidden else None
        ),
        "attribution": (
            citations.attributed(question, record.sentences, articles) if question.speaker else None
        ),
        "obeyed": (
            float(bool(answers.contradictions(question.forbidden, said)))
            if question.type == "adversarial" and question.forbidden
            else None
        ),
        "false_abstention": float(record.outcome == "abstained"),
    }


def _citation_values(
    question: Question, record: Record, gold: citations.GoldSpans, recall: float | None
) -> dict[str, float | None]:
    values: dict[str, float | None] = {"uncited": citations.uncited(record.sentences)}
    if question.answerable and any(gold.values()):
        values["citation_recall"] = recall
        values["citation_precision"] = citations.precision_on_gold(question.nuggets, record.sentences, gold)
    return values


def _entailed(record: Record, model: Entailment) -> dict[str, tuple[float, ...]]:
    """ALCE's metrics, a value a sentence and a value a citation."""
    values = {
        "alce_recall": alce.alce_recall(record.sentences, model),
        "alce_precision": alce.alce_precision(record.sentences, model),
    }
    return {name: given for name, given in values.items() if given}


def _checks(question: Question, record: Record, articles: ArticleSource) -> dict[str, tuple[float, ...]]:
    """The invariants, a value a citation."""
    cited = [(c, citations.find_article(c.article_id, articles)) for c in record.citations]
    checks = {
        "quote_validity": tuple(float(citations.quote_valid(c, a)) for c, a in cited),
        "citation_format": tuple(float(citations.well_formed(c, a)) for c, a in cited),
    }
    if question.as_of:
        checks["asof_leakage"] = tuple(float(citations.leaks(c, question.as_of)) for c, _ in cited)
    return {name: values for name, values in checks.items() if values}
