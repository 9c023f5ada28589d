"""Did the search find the gold? trec_eval's metrics over articles, and whether the evidence was reached.

Used by `eval.scoring` and `eval.trec`. Judgments are keyed by article and by
quote, never by passage, so that a new way of cutting passages does not void them.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from eval.articles import Span, covered
from eval.runlog import FoundPassage

# Names of ir-measures, and ours. RR and AP are cut where the run is cut: at the depth of the search.
MEASURES = {
    "R@1": "recall@1",
    "R@5": "recall@5",
    "R@10": "recall@10",
    "nDCG@10": "ndcg@10",
    "RR@10": "mrr@10",
    "AP": "map",
}


def ranked_articles(found: Sequence[FoundPassage], gold: AbstractSet[str]) -> tuple[str, ...]:
    """Articles in the order of their best passages, each once.

    A gold article that stands behind another version of itself counts as found at that version's rank.
    """
    shown = (next((v for v in (p.article_id, *p.versions) if v in gold), p.article_id) for p in found)
    return tuple(dict.fromkeys(shown))


def ranking_scores(
    rankings: Mapping[str, Sequence[str]], gold: Mapping[str, AbstractSet[str]]
) -> dict[str, dict[str, float]]:
    """Each question's recall@k, nDCG@10, MRR@10 and MAP, through ir-measures (trec_eval's arithmetic).

    Args:
        rankings: article ids by question id, best first, each once. A question without a ranking scores zero.
        gold: the relevant article ids of each question; questions without any are left out.
    """
    import ir_measures

    judged = {q: ids for q, ids in gold.items() if ids}
    if not judged:
        return {}
    qrels = [ir_measures.Qrel(q, a, 1) for q, ids in judged.items() for a in sorted(ids)]
    run = [
        ir_measures.ScoredDoc(q, article, -float(rank))
        for q in judged
        for rank, article in enumerate(rankings.get(q, ()))
    ]
    measures = [ir_measures.parse_measure(name) for name in MEASURES]
    scores = {q: dict.fromkeys(MEASURES.values(), 0.0) for q in judged}
    for one in ir_measures.iter_calc(measures, qrels, run):
        scores[one.query_id][MEASURES[str(one.measure)]] = float(one.value)
    return scores


def evidence_reached(
    nuggets: Sequence[Sequence[Sequence[Span]]], found: Sequence[FoundPassage], k: int
) -> tuple[bool, ...]:
    """For each nugget, whether one of its evidence sets lies whole in the first k passages.

    Args:
        nuggets: for each nugget its alternative evidence sets, each a list of spans.
    """
    spans = [Span(p.article_id, p.start, p.end) for p in found[:k]]
    return tuple(any(all(covered(quote, spans) for quote in one) for one in sets) for sets in nuggets)
