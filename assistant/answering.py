"""The extractive answerer: choose the sentences that answer, and say whose words they are.

Used by `assistant.assistant`. Every sentence is the article's own, word for
word; what the app adds stands in square brackets after it. Never decides
whether to answer: `assistant.abstention` does.
"""

from collections.abc import Callable, Sequence

from assistant.answer import Sentence
from assistant.citations import cite, quotations_in
from assistant.evidence import Evidence
from assistant.question import Understood
from assistant.settings import AssistantSettings
from assistant.terms import terms
from corpus.article import Article

# A sentence that shares more of its terms with one already chosen says the same again.
SAME_SHARE = 0.6
# A further sentence may be so much weaker than the best; below, it is beside the point.
WEAKER_BY = 3.0


def choose(question: Understood, evidence: Sequence[Evidence], settings: AssistantSettings) -> list[Evidence]:
    """The sentences of the answer, best first: few, short enough together, none a repetition.

    Questions joined in one get an answer each before any gets a second sentence, and room for it; a
    question that compares gets a second article first.
    """
    leaders = _leaders(question, evidence)
    words = settings.answer_words * max(1, len({one.part for one in leaders}))
    chosen: list[Evidence] = []
    for other in (*leaders, *evidence):
        if len(chosen) == settings.answer_sentences:
            break
        weak = other not in leaders and other.score < evidence[0].score - WEAKER_BY
        too_long = bool(chosen) and sum(map(_length, chosen)) + _length(other) > words
        if not (weak or too_long or any(_repeats(other, one) for one in chosen)):
            chosen.append(other)
    return _in_reading_order(question, chosen)


def _leaders(question: Understood, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Those that the answer may not lack: the best of each part in their order, of a second article where asked."""
    best: dict[int, Evidence] = {}
    for one in evidence:
        best.setdefault(one.part, one)
    leaders = [best[part] for part in sorted(best)]
    articles = {one.hit.passage.article_id for one in leaders}
    if question.compares and len(articles) == 1:
        leaders += [one for one in evidence if one.hit.passage.article_id not in articles][:1]
    return leaders


def _length(evidence: Evidence) -> int:
    return len(evidence.text.split())


def _repeats(one: Evidence, other: Evidence) -> bool:
    first, second = set(terms(one.text)), set(terms(other.text))
    smaller = min(len(first), len(second))
    return smaller == 0 or len(first & second) / smaller > SAME_SHARE


def _in_reading_order(question: Understood, chosen: list[Evidence]) -> list[Evidence]:
    """Time order for a story; else best first, but sentences of one article in the article's order behind it."""
    if question.kind == "summary" and all(one.hit.passage.published for one in chosen):
        return sorted(chosen, key=lambda one: (str(one.hit.passage.published), one.start))
    return chosen


def write(chosen: Sequence[Evidence], article: Callable[[str], Article]) -> list[Sentence]:
    """The chosen sentences with citations, attributed where the words alone do not say whose they are."""
    return [_sentence(one, article(one.hit.passage.article_id)) for one in chosen]


def _sentence(one: Evidence, article: Article) -> Sentence:
    citation = cite(article, one.start, one.end)
    text = " ".join(citation.quote.split())
    notes = _notes(one, article, text)
    return Sentence(f"{text} [{'; '.join(notes)}]" if notes else text, (citation,))


def _notes(one: Evidence, article: Article, text: str) -> list[str]:
    notes = []
    if one.hit.passage.kind == "commentary":
        notes.append(f"commentary of {article.publication}" if article.publication else "commentary")
    for quotation in quotations_in(article, one.start, one.end)[:1]:
        speaker = quotation.speaker_full or quotation.speaker
        if speaker and speaker not in text:
            notes.append(speaker)
        if quotation.outlet and quotation.outlet not in text:
            notes.append(f"as reported by {quotation.outlet}")
    return notes
