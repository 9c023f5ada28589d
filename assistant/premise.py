"""What a question takes for granted and the articles do not bear out: "Why did X resign?" where X remains in office.

Used by `assistant.plain`. Precision before reach: a premise is called false
where the report nearest to it denies it, tells its contrary or gives another
the same, and none bears it out as well; or where several articles speak of X
and none of such a thing.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.answer import Note, Sentence
from assistant.answering import write
from assistant.contraries import OCCURRENCES, Occurrence
from assistant.evidence import Evidence
from assistant.incumbents import mentions
from assistant.offices import office_won
from assistant.question import Understood
from assistant.terms import Rarity, covered, question_terms, terms
from corpus.article import Article
from index.passage import Hit

# A yes-no question takes nothing for granted, nor does one that asks what somebody said or expects.
_ASKS_WHETHER = re.compile(
    r"^\W*(?:is|are|was|were|did|does|do|has|have|had|will|would|can|could|should)\b", re.I
)
_SAYS = re.compile(
    r"\b(?:say|said|says|tell|told|expect\w*|forecast\w*|predict\w*|according|claim\w*|think|may|might)\b",
    re.I,
)
# What is only told beside the thing asked: "How many died when the ship sank?" asks of the dead.
_BESIDE = re.compile(r"\b(?:when|after|before|while|because|as|since|that|who|which)\b(?!\W*$).+$", re.I)
_DENIED = re.compile(
    r"\b(?:not|never|nobody|no one|none|nothing|without|refus\w+ to|failed to|declined to|n[’']t|no)\b"
    r"(?:\W+\w+){0,3}\W*$",
    re.I,
)
# What may be, was forecast or is only wished for neither bears out nor contradicts.
_SUPPOSED = re.compile(
    r"\b(?:would|could|might|may|will|should|if|whether|expects?|expected|forecast\w*|predict\w*"
    r"|call(?:s|ed)? (?:for|on)|demand\w*|want\w*|plan\w*|threat\w*|ask(?:s|ed)?|unless|until)\b",
    re.I,
)
_CLAUSE_ENDS = re.compile(r"[;:]|,\s(?:and|but|so)\b")
_WORD = re.compile(r"[a-z]{4,}")
# Questions of these kinds suppose that the thing is there.
_OF_A_THING = ("number", "money", "percentage", "date", "place", "name", "list", "person")
# "No longer" denies nothing by itself.
_NO_THING = frozenset(
    ("longer", "more", "less", "fewer", "doubt", "matter", "means", "idea", "other", "later", "sooner")
)
# A report must hold so much of the question's terms, by rarity, to contradict it, less where nothing else speaks of
# such a thing, and one that bears it out so much.
CONTRADICTS = 0.35
CONTRADICTS_ALONE = 0.2
BEARS_OUT = 0.25
# Naming the one asked about in the sentence itself is worth so much beside a sentence that only follows one.
NAMED = 0.1
# So many sentences after its name something is still spoken of.
NAMED_BEFORE = 3
# "With six locks and no tunnel" denies a thing where it holds so much of the question.
DENIES = 0.45
# It takes so many articles that speak of the one asked about for their silence to tell something.
SEVERAL = 2


@dataclass(frozen=True, slots=True)
class Contradiction:
    """The sentence that contradicts a premise, where it stands, and the words of the premise."""

    hit: Hit
    start: int
    end: int
    text: str
    premise: str


@dataclass(frozen=True, slots=True)
class _Read:
    """A sentence of reporting about the one asked about, and how near it is to the question, 0..1."""

    hit: Hit
    start: int
    end: int
    text: str
    near: float

    def against(self, premise: str) -> Contradiction:
        return Contradiction(self.hit, self.start, self.end, self.text, premise)


def contradiction(question: Understood, hits: Sequence[Hit], rarity: Rarity) -> Contradiction | None:
    """The report that contradicts what the question takes for granted; None where none does or one bears it out."""
    if not _takes_for_granted(question):
        return None
    read = list(_sentences(question, hits, rarity))
    least = CONTRADICTS_ALONE if silence(question, hits) else CONTRADICTS
    return _contrary(question, read, least) or _denied(question, read) or _won_by_another(question, hits)


def _contrary(question: Understood, read: Sequence[_Read], least: float) -> Contradiction | None:
    """The nearest report of the contrary, where none of the event itself is as near."""
    taken = _taken_for_granted(question)
    if taken is None:
        return None
    kind, words = taken
    against = [
        each for each in read if _verdict(kind, each.text) < 0 and _is_of_the_noun(question, each.text)
    ]
    borne = [each for each in read if _verdict(kind, each.text) > 0 and _is_of_the_noun(question, each.text)]
    return _clearest(against, borne, least, words)


def _denied(question: Understood, read: Sequence[_Read]) -> Contradiction | None:
    """A report that there is no such thing as the question names: "with six locks and no tunnel"."""
    named = " ".join(question.names).casefold()
    if question.kind not in _OF_A_THING:
        return None
    for word in _WORD.findall(_BESIDE.sub("", question.clause)):
        if word in named or word in _NO_THING or not frozenset(terms(word)) & frozenset(question.terms):
            continue
        none = re.compile(rf"\b(?:no|without (?:a|any))\s+(?:[a-z]+\s+)?{word.removesuffix('s')}s?\b", re.I)
        against = [each for each in read if none.search(each.text) and each.text[0] not in "“\"‘'"]
        stem = frozenset(terms(word))
        borne = [each for each in read if each not in against and stem & frozenset(terms(each.text))]
        if found := _clearest(against, borne, DENIES, word):
            return found
    return None


def _clearest(
    against: Sequence[_Read], borne: Sequence[_Read], least: float, premise: str
) -> Contradiction | None:
    """The nearest of those against, where it is near enough and nearer than all that bear the premise out."""
    best = max(against, key=lambda each: each.near, default=None)
    rival = max((each.near for each in borne if each.near >= BEARS_OUT), default=0.0)
    return best.against(premise) if best and best.near >= least and best.near > rival else None


def _won_by_another(question: Understood, hits: Sequence[Hit]) -> Contradiction | None:
    """The report that another came into the office which the question gives to somebody."""
    won = office_won(question.clause or question.standalone)
    if won is None:
        return None
    office, name = won
    found = list(mentions(office, hits))
    others = [each for each in found if each.comes_in]
    if not others or any(each.key == name.split()[-1].casefold() for each in found):
        return None
    other = max(others, key=lambda each: each.day)
    return Contradiction(other.hit, other.start, other.end, other.text, f"{name} {office.words}")


def silence(question: Understood, hits: Sequence[Hit]) -> str:
    """What the question takes for granted of somebody of whom several articles speak and none of that; else ""."""
    taken = _taken_for_granted(question) if _takes_for_granted(question) else None
    full = [name for name in question.names if " " in name]
    if taken is None or not full or not taken[0].told:
        return ""
    lasts = [name.split()[-1] for name in full]
    about = [hit.passage for hit in hits if any(last in hit.passage.text for last in lasts)]
    told = any(taken[0].happens.search(f"{passage.title}\n{passage.text}") for passage in about)
    return "" if told or len({passage.article_id for passage in about}) < SEVERAL else taken[1]


def about_the_one_asked(question: Understood, chosen: Sequence[Evidence]) -> list[Evidence]:
    """The chosen sentences that name somebody or something the question names; the rest is beside a false premise."""
    lasts = [name.split()[-1] for name in question.names]
    return [one for one in chosen if any(last in one.text for last in lasts)]


def _takes_for_granted(question: Understood) -> bool:
    clause = question.clause or question.standalone
    return bool(question.names) and not _ASKS_WHETHER.match(clause) and not _SAYS.search(clause)


def _taken_for_granted(question: Understood) -> tuple[Occurrence, str] | None:
    """The kind of event that the asking clause presupposes, the first it names, and its words."""
    clause = question.clause or question.standalone
    asked = _BESIDE.sub("", clause)
    found = [
        (match.start(), place, kind, match.group(0))
        for text in (asked, clause)
        for place, kind in enumerate(OCCURRENCES)
        if (match := kind.happens.search(text))
    ]
    if not found:
        return None
    _, _, kind, words = min(found, key=lambda each: each[:2])
    return kind, words


def _is_of_the_noun(question: Understood, sentence: str) -> bool:
    """Whether the sentence speaks of what "which …" asks for: "what price did they announce" is of a price."""
    noun = frozenset(terms(" ".join(question.noun[-1:])))
    return question.kind in ("person", "place", "date", "number", "percentage") or noun <= frozenset(
        terms(sentence)
    )


def _sentences(question: Understood, hits: Sequence[Hit], rarity: Rarity) -> Iterator[_Read]:
    """Sentences of reporting that name a name of the question, or closely follow one that does."""
    wanted = question_terms(question.standalone)
    lasts = [name.split()[-1] for name in question.names]
    for hit in hits:
        passage = hit.passage
        if passage.kind != "reporting" or not _any_in(lasts, f"{passage.title} {passage.text}"):
            continue
        texts = [
            passage.text[start - passage.start : end - passage.start] for start, end in passage.sentences
        ]
        for place, (start, end) in enumerate(passage.sentences):
            if not _any_in(lasts, " ".join(texts[max(0, place - NAMED_BEFORE) : place + 1])):
                continue
            window = " ".join(texts[max(0, place - 1) : place + 1])
            near = covered(wanted, terms(f"{passage.title} {window}"), rarity)
            yield _Read(hit, start, end, texts[place], near + NAMED * _any_in(lasts, texts[place]))


def _any_in(words: Iterable[str], text: str) -> bool:
    return any(word in text for word in words)


def _verdict(kind: Occurrence, sentence: str) -> int:
    """1 where the sentence says that it happened, -1 where it says that it did not or that the contrary did, else 0."""
    if sentence.startswith(("(", "[")):
        return 0
    for match in kind.happens.finditer(sentence):
        before = sentence[: match.start()]
        if _DENIED.search(before):
            return -1
        if not _is_supposed(before):
            return 1
    contrary = kind.contrary.search(sentence)
    return -1 if contrary and not _is_supposed(sentence[: contrary.start()]) else 0


def _is_supposed(before: str) -> bool:
    """Whether the words before make it a wish, a plan or a forecast; an infinitive is one."""
    clause = _CLAUSE_ENDS.split(before)[-1]
    return bool(_SUPPOSED.search(clause) or re.search(r"\bto (?:be )?$", clause))


def corrected(
    found: Contradiction, like: Evidence, article: Callable[[str], Article]
) -> tuple[Sentence, Note]:
    """What is reported instead, as a sentence, and the note that says so; `like` is any evidence, for its form."""
    evidence = replace(like, hit=found.hit, start=found.start, end=found.end, text=found.text)
    (sentence,) = write([evidence], article)
    return sentence, Note(
        "false_premise", f"{unborne(found.premise)} What is reported is this.", sentence.citations
    )


def unborne(premise: str) -> str:
    """The words that say that a premise is not borne out."""
    return f"No article found bears out what the question takes for granted (“{premise}”)."
