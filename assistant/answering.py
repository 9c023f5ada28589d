"""The extractive answerer: choose the sentences that answer, and say whose words they are.

Used by `assistant.assistant`. Every sentence is the article's own, word for
word; what the app adds stands in square brackets after it. Never decides
whether to answer: `assistant.abstention` does.
"""

import re
from collections.abc import Callable, Sequence

from assistant.answer import Citation, Sentence
from assistant.attribution import notes_on
from assistant.citations import cite
from assistant.evidence import Evidence
from assistant.question import Understood
from assistant.settings import AssistantSettings
from assistant.terms import terms
from assistant.wholeness import whole
from corpus.article import Article

# A sentence that shares more of its terms with one already chosen says the same again.
SAME_SHARE = 0.6
# A further sentence may be so much weaker than the best; below, it is beside the point.
WEAKER_BY = 3.0
# White space between two sentences, or the blank line between paragraphs.
FOLLOWS_WITHIN = 2
# A sentence that opens so leans on the one before it.
_LEANS = re.compile(
    r"^(?:(?:But|And|So|Yet|Still|Then|Later)\s+)?"
    r"(?:He|She|It|They|His|Her|Its|Their|This|That|These|Those|Both|Neither|One of them)\b"
)


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
    """Time order for a story; else the best leads, and sentences that follow one another in an article stay so."""
    if question.kind == "summary" and all(one.hit.passage.published for one in chosen):
        return sorted(chosen, key=lambda one: (str(one.hit.passage.published), one.start))
    ordered: list[Evidence] = []
    for one in chosen:
        if one not in ordered:
            ordered += _run_of(one, [other for other in chosen if other not in ordered])
    return ordered


def _run_of(one: Evidence, others: Sequence[Evidence]) -> list[Evidence]:
    """The sentence with those chosen that stand right behind it in its article, and before it where it leans on one."""
    run = [one]
    for other in sorted(others, key=lambda other: abs(other.start - one.start)):
        if other.hit.passage.article_id != one.hit.passage.article_id or other in run:
            continue
        if _LEANS.match(run[0].text) and 0 <= run[0].start - other.end <= FOLLOWS_WITHIN:
            run.insert(0, other)
        elif 0 <= other.start - run[-1].end <= FOLLOWS_WITHIN:
            run.append(other)
    return run


def write(chosen: Sequence[Evidence], article: Callable[[str], Article]) -> list[Sentence]:
    """The chosen sentences with citations, attributed where the words alone do not say whose they are.

    Where they are from several articles, the first of each names its publication and day. What
    a sentence's notes say is not said again behind the next.
    """
    several = len({one.hit.passage.article_id for one in chosen}) > 1
    sentences: list[Sentence] = []
    seen: set[str] = set()
    last: list[str] = []
    shown: list[Evidence] = []
    for one in map(whole, chosen):
        # Its words may have been shown to make the one before it whole.
        if any(_covers(other, one) for other in shown):
            continue
        shown.append(one)
        source = article(one.hit.passage.article_id)
        citation = cite(source, one.start, one.end)
        notes = notes_on(citation, source, origin=several and source.id not in seen)
        sentences.append(_sentence(citation, [note for note in notes if note not in last]))
        seen.add(source.id)
        last = notes
    return sentences


def _covers(one: Evidence, other: Evidence) -> bool:
    same = one.hit.passage.article_id == other.hit.passage.article_id
    return same and one.start <= other.start and other.end <= one.end


def _sentence(citation: Citation, notes: Sequence[str]) -> Sentence:
    text = " ".join(citation.quote.split())
    return Sentence(f"{text} [{'; '.join(notes)}]" if notes else text, (citation,))
