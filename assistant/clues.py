"""What speaks for a sentence as an answer: numbers, most of them 0..1, and the weights that join them.

Used by `assistant.evidence`, and by `bench/calibration.py` to fit the weights.
Reads a sentence and the passage around it; knows no model and no other hit.
"""

import math
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date

from assistant.kin import with_kin
from assistant.kinds import asks_present
from assistant.question import Understood
from assistant.sought import fits
from assistant.terms import Rarity, covered, names, terms, words
from index.passage import Hit, Passage

_SAID = r"\b(?:said|says|told|added|warned|argued|wrote|called|insisted|promised|replied|declared|announced|noted)\b"
_PRONOUN_SAID = re.compile(rf"\b(?:he|she)\s+{_SAID}|{_SAID}\s+(?:he|she)\b")
_VIEW = re.compile(r"\b(?:forecast|predict|expect|think|view|opinion|editorial|comment|argu)\w*", re.I)
# Characters of an article after which it is a third as likely as its opening to answer: news tells it first.
LEAD = 800
# Days after which a report is a third as near to a wished-for day.
NEAR_DAYS = 10
LONG_WORDS = 40
NEW_NAMES = 3
# A question of no more terms has none to lose: words of a family count for one another, and where it asks how things
# stand the newest report leads. Longer ones say by themselves what they mean; there both cost answers.
BRIEF = 4
# Days before the newest report found after which a report is a third as current.
CURRENT_DAYS = 30


@dataclass(frozen=True, slots=True)
class Clues:
    """What speaks for one sentence.

    Attributes:
        similarity: cosine of question and sentence, -1..1.
        passage: cosine of question and passage, -1..1.
        overlap: share of the question's terms, by rarity, that the sentence holds.
        clause: the same of the clause that asks.
        context: the same with its neighbours, title and heading.
        around: the same with its whole passage and title.
        subject: the same of the terms in the question's names, by its whole passage and title; 1 where it names none.
        anywhere: the same as overlap of all that was found; equal for all sentences of a question.
        rank: 1 for the first passage found, falling as 1 / rank.
        fit: how well something in it fits the kind of answer sought.
        fresh_names: how many names or numbers it holds that the question does not, three or more are 1.
        length: its words, forty or more are 1.
        lead: 1 where the article begins, falling along its text.
        near: 1 for the day a question about the latest is asked, falling with the days; 0 where none is.
        speaks: 1 where the one asked about is quoted in it, half where in its passage.
        topic: where it quotes the one asked about (or names him, for "according to"), context of all other terms.
        comments: 1 where it is a publication's own view and none was asked for.
        current: 1 for the newest report found, falling with the days, where a brief question asks how things stand.
        asked: as context of the terms besides names and years, in any word of their families; 1 where there are none.
    """

    similarity: float = 0.0
    passage: float = 0.0
    overlap: float = 0.0
    clause: float = 0.0
    context: float = 0.0
    around: float = 0.0
    subject: float = 0.0
    anywhere: float = 0.0
    rank: float = 0.0
    fit: float = 0.0
    fresh_names: float = 0.0
    length: float = 0.0
    lead: float = 0.0
    near: float = 0.0
    speaks: float = 0.0
    topic: float = 0.0
    comments: float = 0.0
    current: float = 0.0
    asked: float = 0.0


# Fitted on the 103 development questions of RealTime QA over 1,000 articles and the 46 of the sample set, by the
# softmax of the sentences that hold the answer against all others of a question, L2 3 (docs/log-evidence.md). With ten
# folds by week they find 67 of 100 answers within 60 words, weights set by hand 52. Those from `speaks` on are
# set by hand, since few of those questions ask for a speaker or are brief.
WEIGHTS: dict[str, float] = {
    "similarity": 3.37,
    "passage": 1.22,
    "clause": 2.3,
    "context": 0.8,
    "around": 2.64,
    "rank": 1.68,
    "fit": 2.68,
    "fresh_names": 0.95,
    "length": -1.19,
    "lead": 1.71,
    "near": 2.08,
    "speaks": 1.0,
    "topic": 2.0,
    "comments": -1.0,
    "current": 2.0,
}


def weight_of(clues: Clues) -> float:
    """The score of a sentence: higher is better, comparable within one question only."""
    values = asdict(clues)
    return sum(weight * values[name] for name, weight in WEIGHTS.items())


class Reader:
    """Reads the clues of one passage's sentences for one question; `newest` is the day of the newest passage found."""

    def __init__(self, question: Understood, hit: Hit, rarity: Rarity, newest: date | None = None) -> None:
        self._question = question
        self.hit = hit
        self._rarity = rarity
        self._brief = len(question.terms) <= BRIEF
        passage = hit.passage
        self.sentences = [
            passage.text[start - passage.start : end - passage.start] for start, end in passage.sentences
        ]
        self._held = [frozenset(terms(sentence)) for sentence in self.sentences]
        self._title = frozenset(terms(f"{passage.title} {passage.heading}"))
        self.words = self._title.union(*self._held)
        self._around = self._covered(question.terms, self.words)
        named = terms(" ".join(question.names))
        self._subject = covered(named, self.words, rarity) if named else 1.0
        self._clause = frozenset(terms(question.clause)) & frozenset(question.terms)
        # A year is told as "last year" and the like.
        self._asked = frozenset(term for term in self._clause - frozenset(named) if not term.isdigit())
        self._speaker = frozenset(terms(question.speaker))
        self._topic = frozenset(question.terms) - self._speaker
        self._current = _current(question, passage.published, newest) if self._brief else 0.0

    def clues(self, place: int) -> Clues:
        """The clues of the sentence at that place of the passage, but those that need a model or the other hits."""
        question, passage, sentence = self._question, self.hit.passage, self.sentences[place]
        held = self._held[place]
        heard = speaks(question.speaker, passage, sentence)
        near = held.union(*self._held[max(0, place - 1) : place + 2])
        context = self._title | near
        return Clues(
            passage=self.hit.similarity or 0.0,
            overlap=covered(question.terms, held, self._rarity),
            clause=self._covered(self._clause, held),
            context=self._covered(question.terms, context),
            around=self._around,
            subject=self._subject,
            rank=1 / self.hit.rank,
            fit=fits(question, sentence, passage.speakers),
            fresh_names=_fresh_names(question, sentence),
            length=min(1.0, len(sentence.split()) / LONG_WORDS),
            lead=math.exp(-passage.sentences[place][0] / LEAD),
            near=_near(question.filters.near, passage.published),
            speaks=heard,
            topic=self._covered(self._topic, near) if heard or self._reports(held) else 0.0,
            comments=float(passage.kind == "commentary" and not _asks_a_view(question)),
            current=self._current,
            asked=covered(self._asked, with_kin(self._asked, context), self._rarity) if self._asked else 1.0,
        )

    def _reports(self, held: frozenset[str]) -> bool:
        """Whether it may tell in its own words what the speaker holds: enough for "according to X"."""
        return self._question.kind != "quotation" and bool(self._speaker & held)

    def _covered(self, wanted: Iterable[str], held: frozenset[str]) -> float:
        return covered(wanted, with_kin(wanted, held) if self._brief else held, self._rarity)


def _fresh_names(question: Understood, sentence: str) -> float:
    known = set(words(question.standalone))
    fresh = [name for name in names(sentence) if not set(words(name)) <= known]
    figures = {word for word in words(sentence) if word[0].isdigit()} - known
    return min(1.0, (len(fresh) + len(figures)) / NEW_NAMES)


def _near(day: date | None, published: date | None) -> float:
    if day is None or published is None:
        return 0.0
    return math.exp(-abs((day - published).days) / NEAR_DAYS)


def _asks_a_view(question: Understood) -> bool:
    return question.opinion or _VIEW.search(question.standalone) is not None


def _current(question: Understood, published: date | None, newest: date | None) -> float:
    if published is None or newest is None or not asks_present(question.clause):
        return 0.0
    return math.exp(-(newest - published).days / CURRENT_DAYS)


def speaks(speaker: str, passage: Passage, sentence: str) -> float:
    """1 where quoted words stand beside "X said", less where X is quoted in the same passage: "he said", or no name."""
    # A quotation carried on over sentences has only its opening or its closing mark here.
    if not speaker or not any(mark in sentence for mark in '“”"'):
        return 0.0
    # Articles go on with one part of a name, the last ("Oldane") or the first ("Li" for Li Shangfu).
    parts = speaker.split()
    name = rf"\b(?:{'|'.join(re.escape(part) for part in parts)})\b"
    if re.search(rf"{name}[^.“”\"]{{0,90}}{_SAID}|{_SAID}\s+(?:\w+\s+){{0,3}}{name}", sentence):
        return 1.0
    if not any(set(parts) & set(quoted.split()) for quoted in passage.speakers):
        return 0.0
    return 0.9 if _PRONOUN_SAID.search(sentence) else 0.5
