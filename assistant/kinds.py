"""The kind of answer that a question seeks, and the noun it asks about: "how many hot dogs", "which airline".

Used by `assistant.question`. Rules over the words of the clause that asks;
knows nothing of articles.
"""

import re
from typing import Literal

from assistant.terms import QUESTION_WORDS, STOP_WORDS, names, words
from corpus.sentences import split

Kind = Literal[
    "person", "place", "number", "money", "percentage", "date", "quotation", "yes-no", "list", "summary", "reason",
    "name", "fact",
]  # fmt: skip

# A clause of fewer words, such as what follows "Roe v.", is not a question by itself.
FEWEST_WORDS = 3
# The noun after "which" or "what" says what is asked for.
_PERSON = (
    r"(?:person|man|woman|politician|actor|actress|singer|celebrity|star|player|leader|minister|president|author|"
    r"athlete|musician|designer|official|senator|candidate|artist|host|director|judge|governor|professor|skipper|"
    r"prime minister|head of state|member|lawyer|scientist|king|queen|pope|champion|winner|chairman|general)s?"
)
_PLACE = (
    r"(?:country|countries|nation|city|cities|state|place|town|region|continent|island|location|capital|area|"
    r"province|village|river|port|county|venue|park|airport|bridge|prison|hospital|street|lake|harbou?r|district)s?"
)
_NAMED = (
    r"(?:company|companies|team|show|movie|film|book|song|band|brand|organi[sz]ation|group|party|agency|airline|"
    r"bank|university|newspaper|outlet|school|virus|variant|animal|product|automaker|chain|service|name|title|event|"
    r"retailer|club|ship|vessel|tournament|festival|award|magazine)s?"
)
_AMOUNT = r"(?:cost|price|sum|budget|fine|penalty|salary|wage|fee|bill|debt|profit|loss|revenue|jackpot)"
_RATE = r"(?:percent|percentage|per cent|share|proportion|rate|inflation)"
# Between the question word and its noun: "what is the", "which other", "what was the average".
_THE = r"(?:(?:is|are|was|were|will be|would be|did|does|do)\s+)?(?:(?:the|its|his|her|their)\s+)?(?:[\w’'-]+\s+){0,2}?"
_TIME = r"(?:day|date|year|month|time|night|hour|week|season)"
_AUXILIARY = r"(?:is|are|was|were|will|would|did|does|do|has|have|had|can|could|should)\b"
# Order matters: the first that matches the clause that asks decides.
_PATTERNS: tuple[tuple[Kind, str], ...] = (
    ("percentage", rf"\b(?:what|which) {_THE}{_RATE}\b"),
    (
        "money",
        r"\bhow much did .{2,60} (?:award|donate|owe|offer)\b"
        rf"|\bhow much (?:money|did .{{2,60}} (?:cost|pay|spend|raise|earn|lose)|does .{{2,60}} (?:cost|pay|earn|spend)"
        rf"|will .{{2,60}} (?:cost|pay))\b|\bwhat {_THE}{_AMOUNT}\b"
        r"|\bwhat (?:did|does|do|will|would) .{2,60}\bcosts?\b|\bhow much .{0,60}\b(?:cost|pay|paid|worth)\b"
        r"|\bhow expensive\b",
    ),
    (
        "number",
        r"\bhow (?:many|much|old|long|far|tall|high|large|big|often|deep|wide|fast|full|thick|heavy|shorter|longer"
        r"|well)\b"
        r"|\bwhat (?:(?:is |was |were )?the )?(?:number|age|amount|size|magnitude|figures?|death toll|toll|total|margin"
        r"|distance|length|depth|weight|height|speed|temperature|score)\b|\bby what (?:margin|number)\b",
    ),
    (
        "date",
        rf"^\W*(?:and |since |until )?when\b|\bwhen {_AUXILIARY}|\b(?:what|which) {_TIME}\b"
        r"|\bhow soon\b",
    ),
    (
        "list",
        r"\b(?:which|what) (?:two|three|four|five|countries|cities|companies|nations|states|are the)\b|\blist\b"
        r"|\bname (?:the|all|two|three)\b",
    ),
    (
        "quotation",
        r"\bwhat (?:did|does|do|has|have|had) .{2,60}?\b(?:say|said|tell|told|argue|claim|warn|call|describe|think"
        r"|respond|promise|demand|insist|announce|forecast|predict)\b"
        r"|\bhow (?:did|does|has) .{2,60}?\b(?:describe|respond|react|put|call|comment|answer|praise)\b|\bquote\b",
    ),
    (
        "reason",
        r"\bwhy\b|\b(?:what|which) (?:(?:is|was|were) the )?(?:reasons?|causes?|grounds)\b|\bwhat (?:has )?caused\b"
        r"|\bwhat led to\b",
    ),
    ("person", rf"\bwho\b|\bwhom\b|\bwhose\b|\b(?:which|what)\b(?: [\w’'-]+){{0,2}} {_PERSON}\b"),
    ("place", rf"\bwhere\b|\b(?:which|what)\b(?: [\w’'-]+){{0,3}} {_PLACE}\b"),
    ("name", rf"\b(?:which|what)\b(?: [\w’'-]+){{0,3}} {_NAMED}\b|\bwhat is .{{0,40}} called\b"),
    (
        "summary",
        r"\bhow (?:did|has|have|is|are) .{2,80}?\b(?:develop\w*|chang\w+|evolv\w+|go|going|unfold\w*|progress\w*)\b"
        r"|\bwhat (?:happened|is happening|is known|has happened|do we know)\b|\bsummari[sz]e\b|\btell me about\b"
        r"|\boverview\b|\btimeline\b|\blatest (?:on|about|news)\b|\bexplain\b|\bdescribe\b|\bcompare\b",
    ),
    ("yes-no", rf"^\W*{_AUXILIARY}"),
)
_KINDS = tuple((kind, re.compile(pattern, re.I)) for kind, pattern in _PATTERNS)
_NOUN = re.compile(r"\b(?:how many|how much|which|what)\s+(?:of\s+)?(?:the\s+)?((?:[\w’'-]+\s*){1,4})", re.I)
_PRESENT = re.compile(
    r"\b(?:is|are|has|have|does|do)\b|\b(?:who|what|which [\w’'-]+) (?!was\b)[\w-]+s\b", re.I
)
_PAST = re.compile(r"\b(?:was|were|did|had|before|first|ago|in (?:19|20)\d\d)\b", re.I)
_ASKS = r"(?:(?:by|to|from|in|at|on|with|for|below|over|of)\s+)?(?:what|how|who|whom|whose|when|where|which|why)\b"
_JOINED = re.compile(rf",?\s+and\s+(?={_ASKS}|{_AUXILIARY}\s+(?:he|she|it|they|anybody|there)\b)", re.I)
_BEGINS_ASKING = re.compile(rf"^\W*(?:{_ASKS}|{_AUXILIARY})", re.I)
# What follows the noun, and other words that name no kind of thing.
_ENDS = STOP_WORDS | QUESTION_WORDS | frozenset(
    "take took takes get gets got make made go goes went come came win won lose lost die died say said new other of "
    "additional popular major former famous".split()
)  # fmt: skip


def asking_clause(question: str) -> str:
    """The last sentence with a question mark, since quiz questions tell the story first; else the whole."""
    clauses: list[str] = []
    for start, end in split(question):
        # What follows an abbreviation ("Roe v. Wade?") is no sentence.
        if clauses and len(question[start:end].split()) < FEWEST_WORDS:
            clauses[-1] = f"{clauses[-1]} {question[start:end]}"
        else:
            clauses.append(question[start:end])
    return next((clause for clause in reversed(clauses) if clause.endswith("?")), question)


def parts_of(clause: str) -> tuple[str, ...]:
    """The questions that are joined in one ("what was set, and what was paid?"), each with the names of the first."""
    parts = [part.strip() for part in _JOINED.split(clause)]
    short = any(len(part.split()) < FEWEST_WORDS for part in parts)
    if len(parts) < 2 or short or not _BEGINS_ASKING.search(parts[0]):
        return (clause,)
    subject = " ".join(names(parts[0]))
    return (parts[0], *(f"{part} ({subject})" if subject else part for part in parts[1:]))


def kind_of(clause: str) -> Kind:
    """The kind of answer that the clause seeks; "fact" where its form does not say."""
    return next((kind for kind, pattern in _KINDS if pattern.search(clause)), "fact")


def asks_present(clause: str) -> bool:
    """Whether the clause asks how things stand: "Who chairs the talks?", not "Who chaired them?"."""
    return _PRESENT.search(clause) is not None and _PAST.search(clause) is None


def noun_asked(clause: str) -> tuple[str, ...]:
    """The words of the noun that is asked for, last the most telling: ("hot", "dogs"); empty where none is named."""
    match = _NOUN.search(clause)
    if match is None:
        return ()
    noun: list[str] = []
    for word in words(match.group(1)):
        if word in _ENDS:
            if noun:
                break
            continue
        noun.append(word)
    return tuple(noun[:2])
