"""Do the citations hold? The invariants of every citation; precision and recall against gold evidence.

Used by `eval.scoring` and the report. Span overlap only: this is not ALCE's
citation precision and recall, which ask an entailment model.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from assistant.answer import Citation, Sentence
from corpus.article import Article
from corpus.errors import ArticleUnknown
from corpus.sentences import split
from eval.articles import ArticleSource, Span, locate
from eval.metrics.answers import nuggets_held
from eval.questions import Nugget, Question
from eval.wording import holds_any, tokens

# For each nugget id its alternative evidence sets, as spans.
GoldSpans = Mapping[str, Sequence[Sequence[Span]]]


def gold_spans(question: Question, articles: ArticleSource) -> dict[str, list[list[Span]]]:
    """Where each nugget's evidence stands. A set with a quote that is not found is left out."""
    spans: dict[str, list[list[Span]]] = {}
    for nugget in question.nuggets:
        sets = ([_place(e.article_id, e.quote, articles) for e in one] for one in nugget.evidence_any_of)
        spans[nugget.id] = [[s for s in one if s] for one in sets if all(one)]
    return spans


def _place(article_id: str, quote: str, articles: ArticleSource) -> Span | None:
    article = find_article(article_id, articles)
    return locate(article, quote) if article else None


def find_article(article_id: str, articles: ArticleSource) -> Article | None:
    """The article, or None where the source has none of that id."""
    try:
        return articles.article(article_id)
    except ArticleUnknown:
        return None


def quote_valid(citation: Citation, article: Article | None) -> bool:
    """Whether the quote shown is the article's text between the citation's offsets."""
    return article is not None and article.text[citation.start : citation.end] == citation.quote != ""


def well_formed(citation: Citation, article: Article | None) -> bool:
    """Whether id, offsets and what is shown beside the quote are the article's own, not a model's."""
    if article is None or not 0 <= citation.start < citation.end <= len(article.text):
        return False
    shown = (citation.title, citation.published, citation.publication, citation.url)
    return shown == (article.title, article.published, article.publication, article.url)


def leaks(citation: Citation, as_of: date) -> bool:
    """Whether the cited article appeared after the day of the question."""
    return citation.published is not None and citation.published > as_of


def recall_of_gold(nuggets: Sequence[Nugget], sentences: Sequence[Sentence], gold: GoldSpans) -> float | None:
    """Over the nuggets that the answer holds, the share that a sentence holds and cites gold evidence for.

    A nugget said across two sentences is held by the answer but by no sentence, and counts as uncited.
    None where the answer holds no nugget that has evidence.
    """
    held = [n for n in nuggets_held(nuggets, _joined(sentences)) if gold.get(n.id)]
    if not held:
        return None
    return sum(any(_proves(s, n, gold) for s in sentences) for n in held) / len(held)


def _joined(sentences: Iterable[Sentence]) -> str:
    return " ".join(s.text for s in sentences)


def _proves(sentence: Sentence, nugget: Nugget, gold: GoldSpans) -> bool:
    return holds_any(sentence.text, nugget.aliases) and any(
        on_gold(c, {nugget.id: gold[nugget.id]}) for c in sentence.citations
    )


def on_gold(citation: Citation, gold: GoldSpans) -> bool:
    """Whether the citation shares at least one character with accepted evidence of any nugget."""
    cited = span_of(citation)
    return any(cited.overlaps(span) for sets in gold.values() for one in sets for span in one)


def span_of(citation: Citation) -> Span:
    """The place that the citation names."""
    return Span(citation.article_id, citation.start, citation.end)


def precision_on_gold(
    nuggets: Sequence[Nugget], sentences: Sequence[Sentence], gold: GoldSpans
) -> float | None:
    """The share of citations that lie on accepted evidence or hold a nugget that the answer holds.

    None where nothing is cited.
    """
    citations = [c for s in sentences for c in s.citations]
    if not citations:
        return None
    held = nuggets_held(nuggets, _joined(sentences))
    good = sum(on_gold(c, gold) or any(holds_any(c.quote, n.aliases) for n in held) for c in citations)
    return good / len(citations)


def uncited(sentences: Sequence[Sentence]) -> float | None:
    """The share of sentences without a citation, None where there is no sentence."""
    return sum(not s.citations for s in sentences) / len(sentences) if sentences else None


def attributed(question: Question, sentences: Sequence[Sentence], articles: ArticleSource) -> float:
    """1.0 where a sentence on a vital nugget names the gold speaker, and so does its passage beside it."""
    speaker = question.speaker
    telling = (s for s in sentences if nuggets_held(question.vital, s.text) and names(s.text, speaker))
    return float(any(_speaker_beside(c, speaker, articles) for s in telling for c in s.citations))


def names(text: str, speaker: str) -> bool:
    """Whether the text names the speaker: the family name, taken as the last word or the first, is enough."""
    parts = tokens(speaker)
    return bool(parts) and holds_any(text, (parts[0], parts[-1]))


def _speaker_beside(citation: Citation, speaker: str, articles: ArticleSource) -> bool:
    article = find_article(citation.article_id, articles)
    if article is None:
        return False
    start, end = _with_neighbours(article.text, citation.start, citation.end)
    return names(article.text[start:end], speaker)


def _with_neighbours(text: str, start: int, end: int) -> tuple[int, int]:
    """The span widened by the sentence before it and the one after it."""
    sentences = split(text)
    touched = [i for i, (s, e) in enumerate(sentences) if s < end and start < e]
    if not touched:
        return start, end
    first, last = max(0, touched[0] - 1), min(len(sentences) - 1, touched[-1] + 1)
    return min(start, sentences[first][0]), max(end, sentences[last][1])
