"""What a question takes for granted and the articles do not bear out: "Why did X resign?" where X remains in office.

Used by `assistant.plain`. Precision before reach: a premise is called false
only where no report found bears it out, and either one contradicts it, by
denying it or telling its opposite, or several speak of X and none of such a thing.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.answer import Note, Sentence
from assistant.answering import write
from assistant.evidence import Evidence
from assistant.question import Understood
from assistant.terms import Rarity, covered, question_terms, terms
from corpus.article import Article
from index.passage import Hit


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A kind of event: words that say it happened, and words that say the contrary did."""

    happens: re.Pattern[str]
    contrary: re.Pattern[str]


def _occurrence(happens: str, contrary: str) -> Occurrence:
    return Occurrence(
        re.compile(rf"\b(?:{happens})\b", re.I),
        re.compile(rf"\b(?:{contrary})\b", re.I) if contrary else _NEVER,
    )


_NEVER = re.compile(r"(?!)")
_GO = r"resign\w*|step(?:s|ped|ping)? down|stood down|quit|quits|left office|leave office"
_STAY = r"remains?|remained|stays? on|stayed on|re-?elected|will not resign|stay(?:s|ed)? in office"
_CLEARED = r"acquit\w*|cleared of|found not guilty"
_GUILTY = r"convict\w*|sentence|sentenced|found guilty|guilty of|fined?|jailed|prison sentence"
_WON = r"wins?|won|elected|victory"
_LOST = r"loses?|lost|beaten|defeated|conceded"
_REFUSED = r"throw out|threw out|thrown out|reject\w*|voted down|vote down|turned? down|veto\w*|refus\w+"
_PASSED = r"ratif\w+|approved|passed|adopted|accepted|agreed to|took part|volunteer\w*|volunteered"
_AGAINST = r"oppos\w+|voted? against|object(?:s|ed)? to"
_FOR = r"in favou?r|support(?:s|ed)?|backs|backed|vote for|voted for"
_SANK = r"sink|sank|sunk|went down|go down|capsiz\w+"
_AFLOAT = r"return(?:ed)? to port|under (?:its|her|their) own power|stayed afloat"
_DIED = r"drown\w*|died?|killed|deaths?|dead"
_LIVED = (
    r"nobody was (?:killed|hurt)|no one (?:died|was killed|was hurt)|survived|unhurt"
    r"|(?:was|were) hurt|(?:was|were) injured"
)
_ESCAPED = r"break out|broke out|broken out|escap\w+"
_HELD = r"was moved|were moved|is still in prison|remains in prison|was transferred"
_PAID = r"pay|paid|pays|payment"
_UNPAID = (
    r"did not (?:arrive|pay)|has not paid|pledged nothing|paid nothing|unpaid|withheld|missed (?:the|its)"
)
# The first whose words stand in the clause that asks is what the question takes for granted.
OCCURRENCES = tuple(
    _occurrence(happens, contrary)
    for happens, contrary in (
        (_GO, _STAY), (_CLEARED, _GUILTY), (_GUILTY, _CLEARED), (_REFUSED, _PASSED), (_AGAINST, _FOR),
        (_FOR, _AGAINST), (_WON, _LOST), (_LOST, _WON), (_ESCAPED, _HELD), (_SANK, _AFLOAT), (_DIED, _LIVED),
        (_PAID, _UNPAID), (r"unfrozen|unfreeze|released?|lifted", r"frozen|remain(?:s|ed)? frozen"),
        (r"announced?|publish(?:ed)?|disclosed?", ""), (r"charged?", ""), (r"arrested?", ""),
    )
)  # fmt: skip
# A yes-no question takes nothing for granted, nor does one that asks what somebody said or expects.
_ASKS_WHETHER = re.compile(
    r"^\W*(?:is|are|was|were|did|does|do|has|have|had|will|would|can|could|should)\b", re.I
)
_SAYS = re.compile(
    r"\b(?:say|said|says|tell|told|expect\w*|forecast\w*|predict\w*|according|claim\w*|think|may|might)\b",
    re.I,
)
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
# A report bears a premise out where it holds a quarter of the question's terms; it must hold more to contradict.
BEARS_OUT = 0.25
CONTRADICTS = 0.35
# Silence tells something of the first so many kinds: news that speaks of somebody does not pass over them. It takes
# so many articles that speak of the one asked about.
TOLD_ALWAYS = 11
SEVERAL = 2


@dataclass(frozen=True, slots=True)
class Contradiction:
    """The sentence that contradicts a premise, where it stands, and the words of the premise."""

    hit: Hit
    start: int
    end: int
    text: str
    premise: str


def contradiction(question: Understood, hits: Sequence[Hit], rarity: Rarity) -> Contradiction | None:
    """The report that contradicts what the question takes for granted; None where none does or one bears it out."""
    taken = _taken_for_granted(question)
    if taken is None:
        return None
    kind, words = taken
    against: list[tuple[float, Contradiction]] = []
    for hit, start, end, sentence, near in _sentences(question, hits, rarity):
        verdict = _verdict(kind, sentence)
        if verdict > 0 and near >= BEARS_OUT:
            return None
        if verdict < 0 and near >= CONTRADICTS:
            against.append((near, Contradiction(hit, start, end, sentence, words)))
    return max(against, key=lambda pair: pair[0])[1] if against else None


def silence(question: Understood, hits: Sequence[Hit]) -> str:
    """What the question takes for granted of somebody of whom several articles speak and none of that; else ""."""
    taken = _taken_for_granted(question)
    full = [name for name in question.names if " " in name]
    if taken is None or not full or taken[0] not in OCCURRENCES[:TOLD_ALWAYS]:
        return ""
    about = [hit.passage for hit in hits if any(name.split()[-1] in hit.passage.text for name in full)]
    told = any(taken[0].happens.search(f"{passage.title}\n{passage.text}") for passage in about)
    return "" if told or len({passage.article_id for passage in about}) < SEVERAL else taken[1]


def _taken_for_granted(question: Understood) -> tuple[Occurrence, str] | None:
    """The kind of event that the asking clause presupposes, and its words; None where it asks whether, or who said."""
    clause = question.clause or question.standalone
    if not question.names or _ASKS_WHETHER.match(clause) or _SAYS.search(clause):
        return None
    return next(
        ((kind, match.group(0)) for kind in OCCURRENCES if (match := kind.happens.search(clause))), None
    )


def _sentences(
    question: Understood, hits: Sequence[Hit], rarity: Rarity
) -> Iterator[tuple[Hit, int, int, str, float]]:
    """Sentences of reporting that name a name of the question, or follow one that does, with its terms' share there."""
    wanted = question_terms(question.standalone)
    lasts = [name.split()[-1] for name in question.names]
    for hit in hits:
        passage = hit.passage
        if passage.kind != "reporting" or not any(
            last in passage.text or last in passage.title for last in lasts
        ):
            continue
        texts = [
            passage.text[start - passage.start : end - passage.start] for start, end in passage.sentences
        ]
        for place, (start, end) in enumerate(passage.sentences):
            window = " ".join(texts[max(0, place - 1) : place + 1])
            if not any(last in window for last in lasts):
                continue
            yield hit, start, end, texts[place], covered(wanted, terms(f"{passage.title} {window}"), rarity)


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
    return bool(_SUPPOSED.search(before) or re.search(r"\bto (?:be )?$", before))


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
