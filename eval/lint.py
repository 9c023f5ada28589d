"""Is a question set true to its articles? What a person must look at before the set may decide anything.

Used by `eval.command` before every run and by the set's own test. Changes nothing.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from corpus.article import Article
from eval.articles import ArticleSource
from eval.metrics.citations import find_article
from eval.questions import Evidence, Nugget, Question
from eval.wording import holds_any, tokens


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with which question. `rule` is a short fixed name, `message` one line."""

    question_id: str
    rule: str
    message: str


def lint(questions: Sequence[Question], articles: ArticleSource) -> tuple[Finding, ...]:
    """All findings, in the order of the questions, then those between questions."""
    singly = [Finding(q.id, rule, m) for q in questions for rule, m in _of_one(q, articles)]
    return (*singly, *_twins(questions), *_split_stories(questions))


Complaint = tuple[str, str]


def _of_one(question: Question, articles: ArticleSource) -> Iterator[Complaint]:
    if question.draft:
        yield "draft", "nobody has accepted it: edit it and take the mark out of its notes"
    yield from _missing_articles(question, articles)
    yield from _nugget_twins(question)
    for nugget in question.nuggets:
        yield from _alternatives(question, nugget, articles)
    yield from _forbidden_words(question)
    yield from _unrequired(question)
    if question.answerable and not question.required_articles:
        yield "gold missing", "answerable, but names no required article"
    if question.answerable and question.answer and not _answer_is_gold(question):
        yield "answer beside its nuggets", f"{question.answer!r} holds no alias of a vital nugget"
    if question.type == "follow_up" and not (len(question.turns) > 1 and question.turns[-1].standalone):
        yield "follow-up alone", "a follow_up needs an earlier turn, and its last turn a 'standalone'"


def _missing_articles(question: Question, articles: ArticleSource) -> Iterator[Complaint]:
    for article_id in question.required_articles:
        article = find_article(article_id, articles)
        if article is None:
            yield "gold missing", f"required article {article_id!r} is not in the corpus"
        else:
            yield from _too_late(question, article)


def _too_late(question: Question, article: Article) -> Iterator[Complaint]:
    if question.as_of and article.published and article.published > question.as_of:
        yield "later than as_of", f"{article.id} is of {article.published}, the question of {question.as_of}"


def _nugget_twins(question: Question) -> Iterator[Complaint]:
    ids = [n.id for n in question.nuggets]
    if len(set(ids)) < len(ids):
        yield "duplicate", f"nugget ids {ids} are not all different"


def _alternatives(question: Question, nugget: Nugget, articles: ArticleSource) -> Iterator[Complaint]:
    if not nugget.evidence_any_of:
        yield "no evidence", f"nugget {nugget.id} quotes nothing"
    for alternative in nugget.evidence_any_of:
        for evidence in alternative:
            yield from _quote(question, evidence, articles)
        quoted = " … ".join(e.quote for e in alternative)
        if not holds_any(quoted, nugget.aliases):
            yield "alias not in evidence", f"{nugget.id}: none of {list(nugget.aliases)} is in {quoted!r}"


def _quote(question: Question, evidence: Evidence, articles: ArticleSource) -> Iterator[Complaint]:
    article = find_article(evidence.article_id, articles)
    if article is None:
        yield "gold missing", f"evidence names {evidence.article_id!r}, which is not in the corpus"
        return
    if evidence.quote not in article.text:
        yield "quote not word for word", f"{article.id} does not hold {evidence.quote!r}"
    yield from _too_late(question, article)


def _forbidden_words(question: Question) -> Iterator[Complaint]:
    """A forbidden wording inside a gold alias or answer would make the right answer wrong."""
    gold = [question.answer, *(alias for n in question.nuggets for alias in n.aliases)]
    for forbidden in question.forbidden:
        if any(holds_any(wording, (forbidden.alias,)) for wording in gold):
            yield "gold forbidden", f"{forbidden.alias!r} is forbidden, but stands in the gold"


def _unrequired(question: Question) -> Iterator[Complaint]:
    """The first alternative of each vital nugget is the one that the required articles stand for."""
    first = {e.article_id for n in question.vital for one in n.evidence_any_of[:1] for e in one}
    for article_id in sorted(first - set(question.required_articles)):
        if question.answerable:
            yield "not required", f"{article_id} proves a vital nugget, but is no required article"


def _answer_is_gold(question: Question) -> bool:
    return any(holds_any(question.answer, n.aliases) for n in question.vital)


def _twins(questions: Sequence[Question]) -> Iterator[Finding]:
    """Two questions with the same words and the same day."""
    by_words = _grouped(questions, lambda q: (*(tokens(t.user) for t in q.turns), q.as_of))
    for same in by_words:
        for question in same[1:]:
            yield Finding(question.id, "duplicate", f"asks the same as {same[0].id}")


def _split_stories(questions: Sequence[Question]) -> Iterator[Finding]:
    for story in _grouped(questions, lambda q: q.story_id):
        for question in story[1:]:
            if question.split != story[0].split:
                message = f"{question.story_id} is {question.split} here, {story[0].split} in {story[0].id}"
                yield Finding(question.id, "story across splits", message)


def _grouped(questions: Sequence[Question], key: Callable[[Question], object]) -> list[list[Question]]:
    groups: dict[object, list[Question]] = defaultdict(list)
    for question in questions:
        groups[key(question)].append(question)
    return list(groups.values())
