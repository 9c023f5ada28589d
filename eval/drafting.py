"""Draft questions from articles, in the articles' own words, for a person to reword and accept.

Called by `eval.command` for `app.py eval new`. No model: numbers become blanks,
quotations ask for their speaker or for another's, references lead to what was
said before. A draft runs only when a person has taken the mark out.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from corpus.article import Article, Block, Quotation
from corpus.sentences import split
from eval.articles import ArticleSource
from eval.metrics.citations import find_article
from eval.questions import DRAFT, Evidence, Nugget, Question, QuestionTurn
from eval.wording import holds, tokens

# A person reads them all: a few of each kind say whether an article is worth more.
MOST_OF_A_KIND = 4
# Shorter words are said by many, longer ones are no question any more.
QUOTE_WORDS = range(5, 26)
SENTENCE_WORDS = range(8, 41)
_NUMBER = re.compile(
    r"(?<![\w.,-])(?:\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(?:\s+(?:million|billion|per ?cent|tonnes|kilometers|meters))?"
    r"(?![\w-])"
)
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAY = re.compile(rf"\b\d{{1,2}} (?:{_MONTHS})\b|\b(?:{_MONTHS}) \d{{1,2}}\b")
_BLANK = "____"


def drafts_of(article: Article, articles: ArticleSource) -> tuple[Question, ...]:
    """At most `MOST_OF_A_KIND` drafts of each kind, in the order of the text, ids numbered."""
    kinds = (_single_facts, _days, _speakers, _false_premises, _forecasts)
    found = [q for kind in kinds for q in islice(kind(article, articles), MOST_OF_A_KIND)]
    return tuple(replace(q, id=f"{article.id}-{number:02}") for number, q in enumerate(found, 1))


def _draft(article: Article, kind: str, text: str, answer: str, nugget: Nugget, todo: str) -> Question:
    false = kind == "false_premise"
    return Question(
        id=article.id,
        type=kind,
        split="dev",
        story_id=article.id,
        turns=(QuestionTurn(text),),
        answerable=not false,
        answer="" if false else answer,
        nuggets=(nugget,),
        required_articles=()
        if false
        else tuple(dict.fromkeys(e.article_id for one in nugget.evidence_any_of for e in one)),
        notes=f"{DRAFT} {todo}",
    )


def _single_facts(article: Article, _: ArticleSource) -> Iterator[Question]:
    """Sentences of the reporting with one number, which becomes the blank."""
    for sentence in _sentences(article):
        numbers = _NUMBER.findall(_DAY.sub("", sentence))
        if len(numbers) == 1:
            yield _cloze(
                article, "single_fact", sentence, numbers[0], "ask for the number in a reader's words"
            )


def _days(article: Article, _: ArticleSource) -> Iterator[Question]:
    """Sentences with one day, asked as of the day of the article: a later one may have moved it."""
    for sentence in _sentences(article):
        days = _DAY.findall(sentence)
        if len(days) == 1:
            todo = "ask for the day in a reader's words, and forbid days that were given up"
            question = _cloze(article, "temporal", sentence, days[0], todo)
            yield replace(question, as_of=article.published)


def _cloze(article: Article, kind: str, sentence: str, hidden: str, todo: str) -> Question:
    nugget = Nugget("n1", hidden, True, (hidden,), ((Evidence(article.id, sentence),),))
    text = f"What belongs into the blank: {' '.join(sentence.replace(hidden, _BLANK, 1).split())}"
    return _draft(article, kind, text, hidden, nugget, todo)


def _speakers(article: Article, _: ArticleSource) -> Iterator[Question]:
    """Who said these words? The evidence is the paragraph, which names the speaker."""
    for quotation, words, paragraph in _quotations(article):
        nugget = _speaker_nugget(article, quotation, paragraph)
        text = f"Who said “{words}”?"
        question = _draft(article, "who_said", text, quotation.speaker_full, nugget, "shorten the words")
        yield replace(question, speaker=quotation.speaker_full)


def _false_premises(article: Article, _: ArticleSource) -> Iterator[Question]:
    """Words put into the mouth of another speaker of the article; the right one is the correction."""
    quotations = list(_quotations(article))
    speakers = list(dict.fromkeys(q.speaker_full for q, _, _ in quotations))
    for quotation, words, paragraph in quotations:
        other = next((s for s in speakers if not _same_person(s, quotation.speaker_full)), None)
        if other and not any(holds(paragraph, name) for name in other.split()):
            nugget = _speaker_nugget(article, quotation, paragraph)
            yield _draft(
                article, "false_premise", f"Why did {other} say “{words}”?", "", nugget,
                f"the premise is false: {quotation.speaker_full} said it; make the question sound innocent",
            )  # fmt: skip


def _speaker_nugget(article: Article, quotation: Quotation, paragraph: str) -> Nugget:
    names = dict.fromkeys((quotation.speaker_full, quotation.speaker_full.split()[-1]))
    aliases = tuple(name for name in names if holds(paragraph, name)) or (quotation.speaker,)
    return Nugget(
        "n1", f"{quotation.speaker_full} said it", True, aliases, ((Evidence(article.id, paragraph),),)
    )


def _forecasts(article: Article, articles: ArticleSource) -> Iterator[Question]:
    """What the publication wrote before, and what this article says of it: its commentary with a reference."""
    for reference in article.references:
        block = _block_around(article, reference.start)
        earlier = find_article(reference.target, articles) if reference.target else None
        own = article.publication or "the publication"
        if earlier and block and block.kind == "commentary":
            evidence = Evidence(article.id, article.text[block.start : block.end])
            nugget = Nugget(
                "n1", "(what came of it)", True, (_first_words(article, block.start),), ((evidence,),)
            )
            text = f"What did {own} expect in “{earlier.title}”, and what did it say of that in “{article.title}”?"
            todo = "name the forecast, split it into nuggets, and add evidence of the earlier article"
            question = _draft(article, "multi_article", text, nugget.aliases[0], nugget, todo)
            yield replace(question, required_articles=(article.id, earlier.id))


def _sentences(article: Article) -> Iterator[str]:
    """Sentences of the reporting that are neither too short nor too long, quoted speech left out."""
    spoken = [(q.start, q.end) for q in article.quotations]
    for block in article.blocks:
        if block.kind == "reporting":
            text = article.text[block.start : block.end]
            for start, end in split(text):
                inside = any(s < block.start + end and block.start + start < e for s, e in spoken)
                if not inside and len(text[start:end].split()) in SENTENCE_WORDS:
                    yield text[start:end]


def _quotations(article: Article) -> Iterator[tuple[Quotation, str, str]]:
    """Quotations of a known speaker: the words, and the paragraph where it names that speaker."""
    for quotation in article.quotations:
        words = article.text[quotation.start : quotation.end].strip(" ,")
        block = _block_around(article, quotation.start)
        if block and quotation.speaker_full and len(words.split()) in QUOTE_WORDS:
            paragraph = article.text[block.start : block.end]
            if holds(paragraph, quotation.speaker):
                yield quotation, words, paragraph


def _same_person(one: str, other: str) -> bool:
    return bool(set(tokens(one)) & set(tokens(other)))


def _block_around(article: Article, at: int) -> Block | None:
    return next((b for b in article.blocks if b.start <= at < b.end), None)


def _first_words(article: Article, start: int) -> str:
    first, *_ = split(article.text[start:])
    return article.text[start + first[0] : start + first[1]]


def draft_all(ids: Sequence[str], articles: ArticleSource) -> tuple[Question, ...]:
    """Drafts of several articles, in the order of the ids.

    Raises:
        ArticleUnknown: the index has no article of that id.
    """
    return tuple(q for id_ in ids for q in drafts_of(articles.article(id_), articles))
