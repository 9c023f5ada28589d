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
WEAKER_BY = 2.0


def choose(question: Understood, evidence: Sequence[Evidence], settings: AssistantSettings) -> list[Evidence]:
    """The sentences of the answer, best first: few, short enough together, none a repetition.

    A question that compares gets a second article before a second sentence of the first one.
    """
    if not evidence:
        return []
    chosen = [evidence[0]]
    room = settings.answer_words - _length(evidence[0])
    rest = list(evidence[1:])
    if question.compares:
        rest.sort(key=lambda other: other.hit.passage.article_id == chosen[0].hit.passage.article_id)
    for other in rest:
        if len(chosen) == settings.answer_sentences:
            break
        weak = other.score < evidence[0].score - WEAKER_BY
        if weak or _length(other) > room or any(_repeats(other, one) for one in chosen):
            continue
        chosen.append(other)
        room -= _length(other)
    return _in_reading_order(question, chosen)


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
