"""Understand a question: stand-alone wording, filters, the kind of answer sought, who is asked about.

Used by `assistant.assistant`; what it reads is shown to the reader, who may
change it. Rules, no model: it never guesses a fact, it only reads words.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from assistant.answer import Turn
from assistant.conversation import stand_alone
from assistant.dates import Period, read_period
from assistant.terms import names, question_terms
from index.passage import Filters

Kind = Literal["person", "place", "number", "date", "quotation", "yes-no", "list", "summary", "name", "fact"]

# The noun after "which" or "what" says what is asked for.
_PERSON = (
    r"(?:person|man|woman|politician|actor|actress|singer|celebrity|star|player|leader|minister|president|author|"
    r"athlete|musician|designer|official|senator|candidate|artist|host|director|judge|prime minister|head of state)s?"
)
_PLACE = (
    r"(?:country|countries|nation|city|cities|state|place|town|region|continent|island|location|capital|area|"
    r"province|village|river|port|county|venue)s?"
)
_NAMED = (
    r"(?:company|companies|team|show|movie|film|book|song|band|brand|organi[sz]ation|group|party|agency|airline|"
    r"bank|university|newspaper|outlet|school|virus|variant|animal|product|automaker|chain|service|name|title|event)s?"
)
# Order matters: the first that matches the clause that asks decides.
_PATTERNS: tuple[tuple[Kind, str], ...] = (
    (
        "number",
        r"\bhow (?:many|much|old|long|far|tall|high|large|big|often|deep|wide|fast)\b"
        r"|\bwhat (?:(?:is |was |were )?the )?(?:percent|percentage|share|number|proportion|age|amount|size|magnitude"
        r"|sum|price|figure|death toll|toll|budget|cost|total)\b",
    ),
    ("date", r"\bwhen\b|\b(?:what|which|on what|in which) (?:day|date|year|month|time)\b|\bhow soon\b"),
    (
        "list",
        r"\b(?:which|what) (?:two|three|four|five|countries|cities|companies|nations|states|are the)\b|\blist\b"
        r"|\bname (?:the|all|two|three)\b",
    ),
    (
        "quotation",
        r"\bwhat (?:did|does|do|has|have|had) .{2,60}?\b(?:say|said|tell|told|argue|claim|warn|call|describe|think"
        r"|respond|promise|demand|insist|announce)\b"
        r"|\bhow (?:did|does|has) .{2,60}?\b(?:describe|respond|react|put|call|comment)\b|\bquote\b",
    ),
    ("person", rf"\bwho\b|\bwhom\b|\bwhose\b|\b(?:which|what)\b(?: [\w’'-]+){{0,3}} {_PERSON}\b"),
    ("place", rf"\bwhere\b|\b(?:which|what)\b(?: [\w’'-]+){{0,3}} {_PLACE}\b"),
    ("name", rf"\b(?:which|what)\b(?: [\w’'-]+){{0,3}} {_NAMED}\b|\bwhat is .{{0,40}} called\b"),
    (
        "summary",
        r"\bhow (?:did|has|have|is|are) .{2,80}?\b(?:develop\w*|chang\w+|evolv\w+|go|going|unfold\w*|progress\w*)\b"
        r"|\bwhat (?:happened|is happening|is known|has happened|do we know)\b|\bsummari[sz]e\b|\btell me about\b"
        r"|\boverview\b|\btimeline\b|\blatest (?:on|about|news)\b|\bwhy\b|\bexplain\b|\bdescribe\b|\bcompare\b",
    ),
    ("yes-no", r"^\W*(?:is|are|was|were|did|does|do|has|have|had|will|would|can|could|should)\b"),
)
_KINDS = tuple((kind, re.compile(pattern, re.I)) for kind, pattern in _PATTERNS)
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
    asked = _asking_clause(standalone)
    named = _publications_named(standalone, publications)
    opinion = bool(named) and _OPINION.search(standalone) is not None
    joined, read = _join(filters, read_period(standalone, filters.as_of or today), named, opinion)
    return Understood(
        question=question,
        standalone=standalone,
        filters=joined,
        kind=_kind(asked),
        terms=tuple(question_terms(standalone)),
        names=tuple(names(standalone)),
        read=read,
        speaker="" if named else _speaker(standalone),
        opinion=opinion,
        compares=_COMPARE.search(standalone) is not None,
    )


def _asking_clause(question: str) -> str:
    """The last sentence with a question mark, since quiz questions tell the story first; else the whole."""
    clauses = re.split(r"(?<=[.?!])\s+", question.strip())
    return next((clause for clause in reversed(clauses) if clause.endswith("?")), question)


def _kind(clause: str) -> Kind:
    return next((kind for kind, pattern in _KINDS if pattern.search(clause)), "fact")


def _speaker(question: str) -> str:
    for pattern in (_SPEAKER, _ACCORDING):
        if match := pattern.search(question):
            found = names(match.group(1))
            return found[-1] if found else ""
    return ""


def _publications_named(question: str, publications: Sequence[str]) -> tuple[str, ...]:
    """Publications of the corpus that the question names as a source, not just in passing ("a CNN anchor")."""
    named = []
    for publication in publications:
        bare = re.escape(re.sub(r"^the\s+", "", publication, flags=re.I))
        source = (
            rf"\b(?:according to|reported by|in|by|from|does|did|do|has|had|did)\s+(?:the\s+)?{bare}(?!\w)"
            rf"|\b{bare}(?:[’']s)?\s+(?:say|said|report|forecast|view|think|write|wrote|predict|argue|opinion|cover)"
        )
        if len(bare) > 2 and re.search(source, question, re.I):
            named.append(publication)
    return tuple(named)


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
