"""A sentence and the sources it cites, in the forms that the checks compare, with the statement that it repeats.

Used by `assistant.verification` and the checks it calls. Pure functions over
text: decides nothing.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from assistant.terms import terms, words
from corpus.sentences import split

# Words between quotation marks; inches are none.
QUOTED = re.compile(r"“([^”]{3,})”|(?<![\d\w])\"([^\"]{3,})\"")
# A pronoun means somebody named in one of so many sentences before.
NAMED_BEFORE = 3
# Sharing so much of the claim's terms, a source sentence is the one it repeats.
SAME_STATEMENT = 0.6
# Sharing so much, it repeats it but for what was put in another's place.
WORD_FOR_WORD = 0.8
# Sharing so much both ways, neither leaves out a clause.
ALL_BUT_ALL = 0.9


@dataclass(frozen=True, slots=True)
class Source:
    """What a sentence cites: the passage's words, its article's title and day, and who is quoted in it."""

    text: str
    title: str = ""
    published: date | None = None
    quoted: tuple[tuple[str, str], ...] = field(default=())
    publication: str = ""


@dataclass(frozen=True)
class Statement:
    """One sentence, of the claim or of a source."""

    text: str

    @cached_property
    def words(self) -> tuple[str, ...]:
        return tuple(words(self.text))

    @cached_property
    def terms(self) -> frozenset[str]:
        return frozenset(terms(self.text))


@dataclass(frozen=True)
class Held:
    """The sources: their sentences in order, titles first, and all of their text."""

    sources: tuple[Source, ...]
    sentences: tuple[Statement, ...]
    text: str

    @classmethod
    def of(cls, sources: Sequence[Source]) -> "Held":
        parts = [part for source in sources for part in (source.title, source.text) if part]
        sentences = tuple(Statement(part[start:end]) for part in parts for start, end in split(part))
        return cls(tuple(sources), sentences, "\n\n".join(parts))

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(word for sentence in self.sentences for word in sentence.words)

    @cached_property
    def terms(self) -> frozenset[str]:
        return frozenset(term for sentence in self.sentences for term in sentence.terms)

    def places(self, term: str) -> Sequence[int]:
        """Where a term stands, counted in content words from the beginning."""
        return self._places.get(term, ())

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        said = (term for sentence in self.sentences for term in terms(sentence.text))
        for place, term in enumerate(said):
            found.setdefault(term, []).append(place)
        return found

    @cached_property
    def days(self) -> tuple[date, ...]:
        return tuple(source.published for source in self.sources if source.published)


@dataclass(frozen=True, slots=True)
class Alignment:
    """The source sentence that shares most with the claim.

    Attributes:
        claim: the sentence that is checked.
        repeated: that sentence.
        before: the few sentences before it, where its pronouns find their names.
        share: how much of the claim's terms it holds, 0..1.
    """

    claim: Statement
    repeated: Statement
    before: tuple[Statement, ...]
    share: float

    @property
    def same(self) -> bool:
        """Whether the claim repeats it, so that what differs is a difference."""
        return self.share >= SAME_STATEMENT

    def repeats_all_but(self, different: Iterable[str]) -> bool:
        """Whether the claim, some of its terms left out, is the sentence repeated almost word for word."""
        rest = self.claim.terms - set(different)
        return bool(rest) and len(rest & self.repeated.terms) / len(rest) >= WORD_FOR_WORD

    @property
    def word_for_word(self) -> bool:
        """Whether neither says more than the other, so that a "not" more or less turns the sense."""
        mine, theirs = self.claim.terms, self.repeated.terms
        return len(mine & theirs) >= ALL_BUT_ALL * max(len(mine), len(theirs), 1)


def align(claim: Statement, held: Held) -> Alignment:
    """The nearest source sentence by shared terms; the shorter one, then the earlier one, of equals."""

    def shared(place: int) -> tuple[int, int]:
        sentence = held.sentences[place]
        return len(claim.terms & sentence.terms), -len(sentence.terms)

    if not held.sentences:
        return Alignment(claim, Statement(""), (), 0.0)
    best = max(range(len(held.sentences)), key=shared)
    share = len(claim.terms & held.sentences[best].terms) / (len(claim.terms) or 1)
    return Alignment(claim, held.sentences[best], held.sentences[max(0, best - NAMED_BEFORE) : best], share)


def same_place(text: str, span: tuple[int, int], other: str, place: tuple[int, int]) -> bool:
    """Whether the words around two spans are alike: both of them, or a telling one."""
    before = words(text[: span[0]])[-1:], words(other[: place[0]])[-1:]
    after = words(text[span[1] :])[:1], words(other[place[1] :])[:1]
    alike = [one for one, theirs in (before, after) if one == theirs]
    return len(alike) == 2 or any(terms(" ".join(one)) for one in alike)


def folded(text: str) -> str:
    """The words alone, so that dashes and marks make no difference."""
    return " ".join(words(text))
