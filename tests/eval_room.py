"""A small world for the tests of `eval`: three articles, makers of questions, an assistant by rule.

The assistant answers with the first sentence, in article order, that holds the
question's last word, with confidence 0.9; without one it abstains with 0.1.
The search gives each article as one passage, those with the last word first.
"""

from dataclasses import dataclass, field, replace
from datetime import date

from assistant.answer import Answer, Citation, Sentence, Turn
from corpus.article import Article
from corpus.errors import ArticleUnknown, BackfileError
from corpus.sentences import split
from eval.questions import Evidence, Forbidden, Nugget, Question, QuestionTurn
from eval.runlog import FoundPassage, Record
from index.passage import Filters, Found, Hit, Passage

NO_FILTERS = Filters()

FLOOD = Article(
    id="flood",
    title="A flood in Zembara",
    text=(
        "The dam broke on Tuesday. The government counts 64 dead.\n\n“We had no warning,” said Ines Calloran."
    ),
    published=date(2023, 3, 30),
    publication="The Pelorus Review",
)
TOLL = Article(
    id="toll",
    title="A new count",
    text="The ministry now counts 112 dead after the flood.",
    published=date(2023, 4, 6),
    publication="The Pelorus Review",
)
CANAL = Article(
    id="canal",
    title="The canal",
    text="The canal will cost 6.8 billion crowns. Work starts in May.",
    published=date(2023, 3, 23),
    publication="The Ostrane Courier",
    url="https://example.org/canal",
)
ARTICLES = (CANAL, FLOOD, TOLL)


@dataclass(frozen=True)
class Room:
    """Generation and library in one: all articles, searched by the last word of the query."""

    articles: tuple[Article, ...] = ARTICLES
    name: str = "g1"
    manifest: dict[str, object] = field(default_factory=lambda: {"corpus": "abc", "model": "none"})
    settings: None = None

    def open(self) -> "Room":
        return self

    def article(self, id: str, /) -> Article:
        for article in self.articles:
            if article.id == id:
                return article
        raise ArticleUnknown(f"no article {id!r}")

    def visible(self, filters: Filters) -> list[Article]:
        return [
            a for a in self.articles if not (filters.as_of and a.published and a.published > filters.as_of)
        ]

    def search(self, query: str, filters: Filters = NO_FILTERS, k: int = 10) -> Found:
        word = last_word(query)
        order = sorted(self.visible(filters), key=lambda a: word not in a.text)
        hits = (Hit(i, _passage(a), 1 / i) for i, a in enumerate(order[:k], 1))
        return Found(query, filters, tuple(hits), self.name)


def _passage(a: Article) -> Passage:
    return Passage(
        f"{a.id}#0", a.id, 0, len(a.text), a.text, "reporting", tuple(split(a.text)), title=a.title
    )


def last_word(text: str) -> str:
    return text.rstrip("?").split()[-1]


@dataclass
class Clerk:
    """The assistant by rule. "fail" as the last word raises a stated error; `asked` keeps what was asked."""

    room: Room = field(default_factory=Room)
    settings: str = "by rule"
    model: None = None
    asked: list[tuple[str, Filters, int]] = field(default_factory=list)

    def ask(self, question: str, filters: Filters = NO_FILTERS, history: tuple[Turn, ...] = ()) -> Answer:
        self.asked.append((question, filters, len(history)))
        word = last_word(question)
        if word == "fail":
            raise BackfileError("the model did not answer")
        for article in self.room.visible(filters):
            for start, end in split(article.text):
                if word in article.text[start:end]:
                    text = article.text[start:end]
                    said = (Sentence(text, (cite(article, text),)),)
                    return Answer(question, question, filters, "answered", 0.9, said, (), self.room.name)
        return Answer(question, question, filters, "abstained", 0.1, (), (), self.room.name)


def cite(article: Article, quote: str) -> Citation:
    start = article.text.index(quote)
    return Citation(
        article.id,
        article.title,
        article.published,
        article.publication,
        article.url,
        start,
        start + len(quote),
        quote,
    )


def evidence(article: Article, quote: str) -> tuple[Evidence, ...]:
    return (Evidence(article.id, quote),)


def nugget(
    *aliases: str, id: str = "n1", vital: bool = True, proofs: tuple[tuple[Evidence, ...], ...] = ()
) -> Nugget:
    return Nugget(id, aliases[0], vital, aliases, proofs)


COST = Question(
    id="cost",
    type="single_fact",
    split="dev",
    story_id="canal",
    turns=(QuestionTurn("What will the canal cost in crowns?"),),
    answerable=True,
    answer="6.8 billion crowns",
    aliases=("6.8 billion",),
    nuggets=(nugget("6.8 billion", proofs=(evidence(CANAL, "will cost 6.8 billion crowns"),)),),
    required_articles=("canal",),
)
DEAD = Question(
    id="dead",
    type="temporal",
    split="test",
    story_id="flood",
    turns=(QuestionTurn("How many people are dead?"),),
    answerable=True,
    as_of=date(2023, 4, 30),
    answer="112",
    nuggets=(nugget("112", proofs=(evidence(TOLL, "The ministry now counts 112 dead"),)),),
    forbidden=(Forbidden("64", "superseded"),),
    required_articles=("toll",),
)
NOBODY = Question(
    id="nobody",
    type="unanswerable",
    split="test",
    story_id="mars",
    turns=(QuestionTurn("Who flew to Mars?"),),
    answerable=False,
)


def record(
    question: Question, *sentences: Sentence, outcome: str = "answered", confidence: float = 0.9
) -> Record:
    """A record whose search found all articles, each as one passage, in the order of ARTICLES."""
    return Record(
        id=question.id,
        question=question.text,
        standalone=question.text,
        searched={},
        outcome=outcome if sentences else "abstained",
        confidence=confidence,
        sentences=sentences,
        found=tuple(FoundPassage(a.id, f"{a.id}#0", 0, len(a.text), 1.0) for a in ARTICLES),
        author="by rule",
        wall_ms=12.5,
    )


def sentence(article: Article, quote: str) -> Sentence:
    """A sentence that is its own citation."""
    return Sentence(quote, (cite(article, quote),))


def renamed(question: Question, id: str, story: str = "") -> Question:
    return replace(question, id=id, story_id=story or question.story_id)


def as_row(question: Question) -> dict[str, object]:
    """The question as one object of the schema."""
    return {
        "id": question.id,
        "schema": 1,
        "type": question.type,
        "split": question.split,
        "story_id": question.story_id,
        "turns": [{"user": t.user, "standalone": t.standalone} for t in question.turns],
        "as_of": question.as_of.isoformat() if question.as_of else None,
        "answerable": question.answerable,
        "answer": question.answer,
        "aliases": list(question.aliases),
        "nuggets": [
            {
                "id": n.id,
                "text": n.text,
                "importance": "vital" if n.vital else "okay",
                "aliases": list(n.aliases),
                "evidence_any_of": [
                    [{"article_id": e.article_id, "quote": e.quote} for e in one] for one in n.evidence_any_of
                ],
            }
            for n in question.nuggets
        ],
        "forbidden": [{"alias": f.alias, "why": f.why} for f in question.forbidden],
        "speaker": question.speaker or None,
        "required_articles": list(question.required_articles),
        "notes": question.notes,
    }
