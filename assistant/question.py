"""Understand a question: stand-alone wording, filters, the kind of answer sought, who is asked about.

Used by `assistant.assistant`; what it reads is shown to the reader, who may
change it. Rules, no model: it never guesses a fact, it only reads words.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.answer import Turn
from assistant.conversation import stand_alone
from assistant.dates import Period, read_period
from assistant.kinds import Kind, asking_clause, kind_of, noun_asked, parts_of
from assistant.terms import names, question_terms, terms
from index.passage import Filters

_NAME_PART = r"[A-Z][\w’'.-]*"
_SPEAKER = re.compile(
    rf"\b(?:did|does|do|has|have|had)\s+((?:[\w’'-]+\s+){{0,4}}?{_NAME_PART}(?:\s+(?:(?:of|the|al|bin|van|von|de)\s+)?{_NAME_PART})*)"
    r"\s+(?:ever\s+|publicly\s+|really\s+|then\s+)?(?:say|said|tell|told|argue|claim|warn|call|describe|respond|promise|demand|insist|think|"
    r"announce|react|comment|put|deny|denied|accuse|urge|propose|predict|forecast)"
)
_ACCORDING = re.compile(rf"\baccording to\s+(?:the\s+)?({_NAME_PART}(?:\s+(?:of\s+)?{_NAME_PART})*)")
_OPINION = re.compile(
    r"\b(?:think|view|opinion|forecast|predict|make of|stance|editorial|comment on|warn|argue|see)\w*\b", re.I
)
_COMPARE = re.compile(
    r"\bcompare[ds]?\b|\bversus\b|\bvs\b|\bdiffer\w*\b|\bboth\b|\bdisagree\w*\b|\bcontrast\b|\bthan in\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Understood:
    """What a question was understood to ask.

    Attributes:
        question: as it was asked.
        standalone: as it is searched.
        filters: those given joined with those read out of the words; given ones win field by field.
        read: the fields of `filters` that came from the words alone, so that they may be widened again.
        kind: the kind of answer sought.
        terms: stems that evidence should hold.
        names: names in the question; the answer to "who" or "which" is usually none of these.
        speaker: the one whose words are asked for, "" where nobody's.
        opinion: whether a publication's own voice is asked for.
        compares: whether one article cannot be enough.
        clause: the sentence of `standalone` that asks; the others tell the story.
        parts: the questions joined in the clause, "what was set, and what was paid?"; one where nothing is joined.
        noun: words of what is counted or chosen, ("hot", "dogs") in "how many hot dogs"; empty where none is named.
    """

    question: str
    standalone: str
    filters: Filters
    kind: Kind
    terms: tuple[str, ...]
    names: tuple[str, ...]
    read: frozenset[str] = frozenset()
    speaker: str = ""
    opinion: bool = False
    compares: bool = False
    clause: str = ""
    noun: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()

    def alone(self) -> tuple["Understood", ...]:
        """The questions joined in this one, each understood by itself; this one where none is joined."""
        if len(self.parts) < 2:
            return (self,)
        return tuple(self._part(part) for part in self.parts)

    def named(self, words: str) -> "Understood":
        """The question as the name of a subject, asking for whatever there is of it; the filters stay."""
        return replace(
            self,
            standalone=words,
            kind="summary",
            terms=tuple(question_terms(words)),
            names=tuple(names(words)),
            clause=words,
            parts=(words,),
        )

    def _part(self, part: str) -> "Understood":
        return replace(
            self,
            standalone=part,
            kind=kind_of(part),
            terms=tuple(question_terms(part)),
            names=tuple(names(part)),
            clause=part,
            noun=noun_asked(part),
            parts=(part,),
        )


def understand(
    question: str,
    filters: Filters = Filters(),
    history: Sequence[Turn] = (),
    publications: Sequence[str] = (),
    *,
    today: date,
) -> Understood:
    """Read the question; `today` is the day that relative words count from where `filters.as_of` is not set."""
    standalone = stand_alone(question, history)
    clause = asking_clause(standalone)
    named = _publications_named(standalone, publications)
    opinion = bool(named) and _OPINION.search(standalone) is not None
    joined, read = _join(filters, read_period(standalone, filters.as_of or today), named, opinion)
    voice = frozenset(terms(" ".join(named)))
    return Understood(
        question=question,
        standalone=standalone,
        filters=joined,
        kind=kind_of(clause),
        # Whose voice is asked for is a filter: no article of its own speaks of it.
        terms=tuple(term for term in question_terms(standalone) if term not in voice),
        names=tuple(names(standalone)),
        read=read,
        speaker="" if named else _speaker(standalone),
        opinion=opinion,
        compares=_COMPARE.search(standalone) is not None,
        clause=clause,
        noun=noun_asked(clause),
        parts=parts_of(clause),
    )


def _speaker(question: str) -> str:
    for pattern in (_SPEAKER, _ACCORDING):
        if match := pattern.search(question):
            found = names(match.group(1))
            return found[-1] if found else ""
    return ""


def _publications_named(question: str, publications: Sequence[str]) -> tuple[str, ...]:
    """Publications of the corpus that the question names as a source, not just in passing ("a CNN anchor")."""
    spelt = {publication: _spelling(publication) for publication in publications}
    named = {publication for publication, exact in spelt.items() if _is_source(question, publication, exact)}
    # "What the Gull and the Courier reported": the first is a source because the second is.
    beside = {
        other
        for other, exact in spelt.items()
        for known in named
        if _are_joined(question, exact, spelt[known]) or _are_joined(question, spelt[known], exact)
    }
    return tuple(publication for publication in publications if publication in named | beside)


def _bare(publication: str) -> str:
    """A pattern of its name without its article, in any spelling."""
    return re.escape(re.sub(r"^the\s+", "", publication, flags=re.I))


def _spelling(publication: str) -> str:
    """A pattern of its name as it is spelt."""
    # "The Week" shares its word with "said this week": only its capital tells them apart.
    return f"(?-i:{_bare(publication)})" if publication.casefold().startswith("the ") else _bare(publication)


def _is_source(question: str, publication: str, exact: str) -> bool:
    bare = _bare(publication)
    source = (
        rf"\b(?:according to|reported by)\s+(?:the\s+)?{bare}(?!\w)"
        rf"|\b(?:in|by|from|does|did|do|has|had)\s+(?:the\s+)?{exact}(?!\w)"
        rf"|\b{exact}(?:[’']s)?\s+(?:say|said|report|forecast|view|think|write|wrote|predict|argue|opinion|cover)"
    )
    return len(bare) > 2 and re.search(source, question, re.I) is not None


def _are_joined(question: str, one: str, other: str) -> bool:
    joined = rf"\b{one},?\s+(?:and|or|versus|vs\.?)\s+(?:the\s+)?{other}(?!\w)"
    return re.search(joined, question, re.I) is not None


def _join(
    given: Filters, period: Period, named: tuple[str, ...], opinion: bool
) -> tuple[Filters, frozenset[str]]:
    """Filters given win over those read, field by field; a period read is left out where either bound was given."""
    read: dict[str, object] = {}
    if period.as_of and not given.as_of:
        read["as_of"] = period.as_of
    if not (given.since or given.until):
        read |= {name: day for name, day in (("since", period.since), ("until", period.until)) if day}
    if period.near and not given.near:
        read["near"] = period.near
    if named and not given.publications:
        read["publications"] = named
    if opinion and not given.kinds:
        read["kinds"] = ("commentary",)
    return replace(given, **read), frozenset(read)  # type: ignore[arg-type]
