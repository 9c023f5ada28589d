"""A reading room for the page's tests: three articles, a shelf, and an assistant a child could follow.

The assistant answers with every sentence that holds the question's longest
word, word for word. "abstain" in a question makes it abstain, "doubt" makes it
uncertain, "fail" raises a stated error, "crash" a bug.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from assistant.answer import Answer, Citation, Sentence, Stage, Turn
from assistant.ui.catalogue import Catalogue
from assistant.ui.rates import Rates
from assistant.ui.room import Room
from assistant.ui.settings import UiSettings
from corpus.article import Article, Block, Quotation, Reference
from corpus.errors import ArticleUnknown, BackfileError
from index.errors import IndexMissing
from index.library import Status
from index.passage import Filters, Found, Hit, Passage


def spans(text: str) -> list[tuple[int, int]]:
    """Paragraphs, by their empty lines."""
    return [match.span() for match in re.finditer(r"[^\n]+(?:\n[^\n]+)*", text)]


def block(text: str, start: int, end: int) -> Block:
    words = text[start:end]
    label = "HARBOUR NOTE" if words.startswith("HARBOUR NOTE:") else ""
    heading = len(words) < 40 and not words.endswith((".", "”"))
    return Block(start, end, "commentary" if label else "heading" if heading else "reporting", label)


def article(id: str, title: str, text: str, day: date, **known: object) -> Article:
    made = Article(
        id=id,
        title=title,
        text=text,
        published=day,
        published_from="metadata",
        publication="The Harbour Weekly",
        url=f"https://harbour.example/{id}",
        blocks=tuple(block(text, start, end) for start, end in spans(text)),
        family=id,
    )
    return replace(made, **known)  # type: ignore[arg-type]


EVERYTHING = Filters()
FERRY_TEXT = (
    "The ferry to Oststrand will sail again from Monday, the harbour board said.\n\n"
    "“The hull is sound and the crew is rested,” said Marta Quill, the harbourmaster, "
    "according to Radio Strand.\n\n"
    "HARBOUR NOTE: We expect the timetable to slip by at least a week. "
    "(See “FERRY HITS THE MOLE,” 2 May 2023.)\n\n"
    "A Dearer Crossing\n\n"
    "A single ticket rises from 14 to 17 crowns. The board put the cost of repairs at 2.4 million crowns."
)
FERRY = article(
    "ferry-returns",
    "Ferry to Oststrand Returns After Repairs",
    FERRY_TEXT,
    date(2023, 5, 9),
    authors=("Ines Falk",),
    quotations=(
        Quotation(
            FERRY_TEXT.index("The hull"),
            FERRY_TEXT.index(",” said"),
            "Marta Quill",
            "Marta Quill",
            "the harbourmaster",
            "Radio Strand",
        ),
    ),
    references=(
        Reference(
            FERRY_TEXT.index("FERRY HITS"),
            FERRY_TEXT.index(",” 2 May"),
            "FERRY HITS THE MOLE",
            date(2023, 5, 2),
            target="ferry-mole",
        ),
    ),
)
MOLE = article(
    "ferry-mole",
    "Ferry Hits the Mole",
    "The ferry to Oststrand struck the north mole on Saturday. Nobody was hurt.\n\n"
    "The board closed the line until the hull could be inspected.",
    date(2023, 5, 2),
)
HERRING = article(
    "herring-quota",
    "Herring Quota Cut by a Third",
    "The herring quota for the spring season falls by a third, to 9,000 tonnes.\n\n"
    "Fishermen in Oststrand called the cut a funeral with paperwork.",
    date(2023, 4, 25),
)
ARTICLES = (FERRY, HERRING, MOLE)


@dataclass
class Store:
    """The articles of a generation."""

    kept: dict[str, Article]

    def ids(self) -> tuple[str, ...]:
        return tuple(sorted(self.kept))

    def article(self, id: str) -> Article:
        if id not in self.kept:
            raise ArticleUnknown(f"no article has the id {id!r}")
        return self.kept[id]

    def referring_to(self, id: str) -> tuple[str, ...]:
        return tuple(a.id for a in self.kept.values() if any(r.target == id for r in a.references))

    def family(self, id: str) -> tuple[str, ...]:
        return (id,)


@dataclass(frozen=True)
class Manifest:
    paths: tuple[str, ...] = ("articles",)


@dataclass
class Generation:
    name: str
    articles: Store
    manifest: Manifest = Manifest()

    def article(self, id: str) -> Article:
        return self.articles.article(id)

    def publications(self) -> tuple[str, ...]:
        return tuple(sorted({a.publication for a in self.articles.kept.values()}))

    def encode(self, texts: Sequence[str]) -> list[list[float]]:
        return [[1.0] for _ in texts]


@dataclass
class Shelf:
    """A library whose live generation a test can replace or take away."""

    generation: Generation | None

    def open(self) -> Generation:
        if self.generation is None:
            raise IndexMissing("nothing is indexed here yet: run `python app.py index` first")
        return self.generation

    def status(self, *, check: bool = False) -> Status:
        if self.generation is None:
            return Status("/secret/home", problems=("nothing is indexed here yet",))
        return Status("/secret/home", self.generation.name, articles=len(self.generation.articles.kept))


def shelf(articles: Sequence[Article] = ARTICLES, name: str = "g1") -> Shelf:
    return Shelf(Generation(name, Store({a.id: a for a in articles})))


def citation(found: Article, start: int, end: int) -> Citation:
    speaker = next((q.speaker_full for q in found.quotations if start <= q.start < end), "")
    kind = next(b.kind for b in found.blocks if b.start <= start < b.end)
    quote = found.text[start:end]
    return Citation(
        found.id, found.title, found.published, found.publication, found.url, start, end, quote, speaker, kind
    )


def hit(found: Article, rank: int) -> Hit:
    first = found.blocks[0]
    words = found.text[first.start : first.end]
    passage = Passage(
        f"{found.id}#0", found.id, first.start, first.end, words, first.kind, ((first.start, first.end),),
        title=found.title, published=found.published, publication=found.publication, url=found.url,
    )  # fmt: skip
    return Hit(rank, passage, 1 / rank, dense_rank=rank, lexical_rank=rank + 1)


@dataclass
class Echo:
    """The assistant: sentences that hold the question's longest word, from a shelf."""

    shelf: Shelf
    asked: list[tuple[str, Filters, int]] = field(default_factory=list)

    def stream(
        self, question: str, filters: Filters = EVERYTHING, history: Sequence[Turn] = ()
    ) -> Iterator[Stage | Sentence | Answer]:
        self.asked.append((question, filters, len(history)))
        generation = self.shelf.open()
        if "fail" in question:
            raise BackfileError("the model does not answer: is its server running?")
        if "crash" in question:
            raise ZeroDivisionError("a secret of the machine")
        yield Stage("searching", "Searching the articles")
        found = list(generation.articles.kept.values())
        nearest = tuple(hit(a, rank) for rank, a in enumerate(found, 1))
        sentences = [] if "abstain" in question else list(self._sentences(question, found))
        yield Stage("writing", "Writing")
        yield from sentences
        outcome = "abstained" if not sentences else "uncertain" if "doubt" in question else "answered"
        advice = ("Ask about a longer time.",) if outcome == "abstained" else ()
        yield Answer(
            question,
            question,
            filters,
            outcome,
            0.5,
            tuple(sentences),
            nearest,
            generation.name,
            advice=advice,
        )  # type: ignore[arg-type]

    def search(self, query: str, filters: Filters = EVERYTHING, k: int = 10) -> Found:
        kept = self.shelf.open().articles.kept.values()
        found = [a for a in kept if query.lower() in a.text.lower()]
        return Found(query, filters, tuple(hit(a, rank) for rank, a in enumerate(found[:k], 1)), "g1")

    @staticmethod
    def _sentences(question: str, found: Sequence[Article]) -> Iterator[Sentence]:
        word = max(re.findall(r"\w+", question.lower()) or ["?"], key=len)
        for one in found:
            for match in re.finditer(r"[^.”]+(?:\.\d[^.”]*)*[.”]+", one.text):
                start = match.start() + len(match.group()) - len(match.group().lstrip())
                if word in match.group().lower():
                    yield Sentence(one.text[start : match.end()], (citation(one, start, match.end()),))


PLAIN = UiSettings()


def room(echo: Echo | None = None, settings: UiSettings = PLAIN, home: Path | None = None) -> Room:
    """What the pages are made of, over an echo's shelf."""
    echo = echo or Echo(shelf())
    return Room(echo, echo.shelf, Catalogue(echo.shelf), settings, Rates(settings.rate), home)
