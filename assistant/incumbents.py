"""Sentences that give somebody an office: by title, by coming into it, or by leaving it.

Used by `assistant.holders`, which decides who holds it. Reads words only, and
rather misses a holder than names one whom the words do not surely mean.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.happened import is_background
from assistant.offices import Office
from corpus.bodies import is_body
from index.passage import Hit

# No part of a name, though in capitals ("May" is one).
_OPENERS = (
    r"(?:On|In|At|By|The|A|An|And|But|As|If|After|Before|When|While|Since|Until|During|For|From|With|Now|Then|Last|This"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|June|July|August|September|October"
    r"|November|December)\b"
)
_PART = rf"(?!{_OPENERS})[A-Z][\w’-]*[a-z]"
_NAME = rf"(?:{_PART}\s+){{0,2}}(?:(?:de|van|von|al|bin|der)\s+)?{_PART}"
_NAMED = re.compile(_NAME)
# Before a title they say that its bearer holds it no more, not yet, or not quite.
_NOT_HOLDING = re.compile(
    r"\b(?:former|opposition|then|late|ousted|vice|deputy|assistant|shadow|would-be|onetime|erstwhile|previous|ex|aspiring|hopeful|next"
    r"|future|longtime|longest[- ]serving|first|last|outgoing)\b[\s-]*(?:[\w’'-]+\s+){0,2}$",
    re.I,
)
_SUPPOSED = re.compile(
    r"\b(?:could|would|might|may|should|if|whether|hop(?:es?|ed|ing)|bid|race|runn?(?:s|ing)?|campaign\w*|candidat\w+"
    r"|contend\w+|favou?rite|vying|wants?|nominat\w+|not|never|expected|likely|predict\w*|forecast\w*|polls?"
    r"|had been(?! (?:sworn|appointed|named|elected|chosen))"
    r"|once|when|since|ago|announced that|claim\w*|attempt\w*|tried|tries|fail\w*|or|who later|later became)\b",
    re.I,
)
_CHOSEN = r"(?:sworn in|appointed|elected|chosen|selected|named|installed|confirmed|crowned|promoted)"
_COMES_IN = re.compile(
    rf"\b(?:(?:was|were|been|is|being|be)\s+(?:[a-z]+ly\s+)?{_CHOSEN}"
    r"|named (?:him|her)self|set to become|becomes|became"
    r"|has become|takes over|took over|(?<!be )(?<!been )(?<!was )(?:succeed(?:s|ed)|replace[sd])(?! by)"
    r"|will be|will become"
    r"|is to be)\b"
)
# Between that and the title stands no other thing: "named a croissant after the prime minister".
_GAP = re.compile(
    r"^(?:\s+(?!after|for|before|by|of|from|with|until|than|succeeded|replaced|removed)[\w’'.-]+){0,6}\s+$"
)
_LEAVES = re.compile(
    r"^[^.;]{0,80}?\b(?:resign\w*|step(?:s|ped|ping) (?:down|aside)|quits?|left office"
    r"|(?:was|were|been) (?:dismissed|ousted|sacked|fired|removed)|died)\b"
)
_SUCCESSOR = re.compile(rf"^(?:His|Her|The) successor,?\s+(?:is\s+|will be\s+)?({_NAME})")
# Between a name and what it does: "Truss, 47, was formally".
_STANDS_BEFORE = re.compile(r"^(?:,\s[^,]{1,60},)?\s*(?:(?:who|has|had|also|then|now|[a-z]+ly)\s+)*$")
_OF_WHOM = re.compile(r"\s+of\s+(?:the\s+)?(?:[a-z]+\s+){0,2}([A-Z][\w’'.-]+(?:\s+(?:of\s+)?[A-Z][\w’'-]+)*)")
# A headline of several subjects says nothing of whose a title is.
_ROUND_UP = re.compile(r",.*,|;")
_TAKEN_IN = re.compile(rf"\b(?:succeeded|replaced) by\s+({_NAME})")
_CAPTION = re.compile(r"\bPhotos?:|\bHide Caption\b")
_NO_PERSON = re.compile(
    r"\b(?:House|Palace|Commons|Congress|Senate|Parliament|Court|Street|Amendment|Act|State|President|Minister|Party|News|Gov|Rep|Sen|Gen|Mr|Mrs|Ms|Dr"
    r"|Sir)\b"
)
# Characters between a title and whose it is.
CLOSE = 45


@dataclass(frozen=True, slots=True)
class Mention:
    """A sentence that gives somebody the office; `comes_in` or `leaves` where it reports that they came or went;
    `direct` where the sentence itself says whose office it is."""

    hit: Hit
    start: int
    end: int
    text: str
    name: str
    comes_in: bool = False
    leaves: bool = False
    direct: bool = False

    @property
    def key(self) -> str:
        """What two mentions of one person share: the last part of the name."""
        return self.name.split()[-1].casefold()

    @property
    def day(self) -> date:
        """The day it was published."""
        return self.hit.passage.published or date.min


def mentions(office: Office, hits: Sequence[Hit]) -> Iterator[Mention]:
    """Every sentence of reporting that gives somebody the office."""
    for hit in hits:
        passage = hit.passage
        if passage.kind != "reporting" or passage.published is None:
            continue
        before, holder = "", ""
        for start, end in passage.sentences:
            text = passage.text[start - passage.start : end - passage.start]
            told = office.titles.search(text) and not _CAPTION.search(text)
            if holder and (successor := _SUCCESSOR.match(text)):
                yield Mention(hit, start, end, text, successor.group(1), comes_in=True)
            elif told and not is_background(text, passage.published):
                for mention in _named(office, Mention(hit, start, end, text, ""), before):
                    holder = mention.name
                    yield mention
            before = text


def _named(office: Office, sentence: Mention, before: str) -> Iterator[Mention]:
    """The mentions in a sentence: whom it gives the office to. `before` is the sentence before it."""
    text = sentence.text
    around = f"{sentence.hit.passage.title} {before} {text}" if office.titled else text
    if not all(owner.search(around) for owner in office.whose):
        return
    for match in office.titles.finditer(text):
        ahead, after = text[: match.start()], text[match.end() :]
        if _NOT_HOLDING.search(ahead) or not _is_theirs(office, sentence, match):
            continue
        coming = _person(office, _coming_in(ahead))
        if name := coming or _person(office, _titled(ahead, after)):
            direct = all(owner.search(_close(text, match)) for owner in office.whose)
            yield replace(
                sentence, name=name, comes_in=bool(coming), leaves=bool(_LEAVES.match(after)), direct=direct
            )


def _is_theirs(office: Office, sentence: Mention, title: re.Match[str]) -> bool:
    """Whether the title is the owner's: named close by or in the headline, and no other's name stands beside it."""
    headline = sentence.hit.passage.title
    headline = "" if _ROUND_UP.search(headline) else headline
    beside = [
        found.group(1)
        for found in (
            re.search(r"\b([A-Z][\w’'.-]+)\s+$", sentence.text[: title.start()]),
            _OF_WHOM.match(sentence.text[title.end() :]),
        )
        if found
    ]
    named = all(owner.search(f"{headline} {_close(sentence.text, title)}") for owner in office.whose)
    return named and (
        not office.whose or all(any(owner.search(name) for owner in office.whose) for name in beside)
    )


def _close(text: str, title: re.Match[str]) -> str:
    return text[max(0, title.start() - CLOSE) : title.end() + CLOSE]


def _coming_in(before: str) -> str:
    """Who comes into the office whose title follows; "" where nobody does."""
    if taken := _TAKEN_IN.search(before):
        return taken.group(1)
    verbs = [match for match in _COMES_IN.finditer(before) if _GAP.match(before[match.end() :])]
    if not verbs or _SUPPOSED.search(before):
        return ""
    told = before[: verbs[-1].start()]
    subject = [match for match in _NAMED.finditer(told) if _STANDS_BEFORE.match(told[match.end() :])]
    return subject[0].group(0) if subject else ""


def _titled(before: str, after: str) -> str:
    """Whom the title stands beside: "Prime Minister Truss", "Truss, the prime minister"."""
    if named := re.match(rf"\s+({_NAME})", after):
        return named.group(1)
    if named := re.search(rf"({_NAME}),\s+(?:who is\s+|\d+,\s+)?(?:[\w’'.-]+\s+){{0,4}}$", before):
        return named.group(1)
    if named := re.match(rf"(?:\s+of\s+[\w’' ]{{2,40}})?,\s+({_NAME}),", after):
        return named.group(1)
    named = re.search(rf"({_NAME})\s+(?:is|remains)\s+(?:now\s+)?(?:the\s+|[\w-]+[’']s\s+)?$", before)
    return named.group(1) if named else ""


def _person(office: Office, name: str) -> str:
    """The name; "" where it is no person's."""
    another = _NO_PERSON.search(name) or is_body(name) or any(owner.search(name) for owner in office.whose)
    return "" if another else name
