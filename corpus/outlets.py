"""The outlet that relayed the words of a quotation: "told Channel Nine", "according to Al Jazeera", "the
paper".

Used by `corpus.quotations`; holds for one article at a time.
"""

import re
from bisect import bisect_right

from corpus.mentions import NAME, Mention
from corpus.names import Names

_MEDIA_WORD = re.compile(
    r"\b(?:Post|Times|Herald|Tribune|Gazette|Journal|News|Newspaper|Wire|Channel|Radio|TV|"
    r"Television|Press|Record|Today|TODAY|Agency|"
    r"Jazeera|Reuters|AP|AFP|UPI|CNN|CNBC|MSNBC|BBC|NPR|NBC|ABC|CBS|Fox|PBS|Bloomberg|Tass|"
    r"TASS|Xinhua|Interfax|RIA|Guardian|Telegraph|"
    r"Independent|Economist|Standard|Courier|Tidings|Packet|Bourse|Ledger|Mail|Mirror|Observer|"
    r"Chronicle|Examiner|Inquirer|Globe|"
    r"Star|Sun|Daily|Weekly|Monthly|Quarterly|Review|Magazine|Broadcasting|Network|Politico|Axios|Vox|Insider|"
    r"Wikinews|Dispatch|Bulletin|Monitor|"
    r"Argus|Echo|Sentinel|Advertiser|Mercury|Le Monde|Spiegel|Newsweek|Time|TIME|Variety|"
    r"Podcast|WSJ|USA TODAY)\b"
)
_COMMON = (
    "paper|newspaper|broadcaster|agency|news agency|wire|channel|station|magazine|outlet|"
    "network|website|daily|weekly|journal"
)
_RELAYED = re.compile(
    rf"\b(?:told|tells|[Ii]n an interview with|interview on|[Aa]ccording to|speaking(?: later| earlier| on \w+)? to|"
    rf"speaking with|spoke to|(?:summari[sz]ing|commentating|reporting|speaking|writing|commentator|pundit) "
    rf"(?:for|on)|reviewed [^,.;]{{3,40}} for|quoted(?: as saying)? by|cited by|letters? to|"
    rf"statement to|said on|said in|wrote in|writing in|wrote for|email to|reported by|said to|interview to|"
    rf"informed|remarks to|comments to|seen by|obtained by|carried by|published by|printed by|broadcast by|aired by|"
    rf"(?:review|column|article|essay|piece|interview|op-ed|editorial|obituary) (?:for|in)|"
    rf"reviewed by|[Aa]sked(?: in \d{{4}}| on \w+| \w+)? by|speech to|on)"
    rf"(?: an? \w+ (?:in|by|from))?(?: the (?:[a-z]+ ){{0,2}}(?:{_COMMON}))? ((?:the |The )?{NAME})"
)
_REPORTED = re.compile(r",?(?: [^,.;]{0,40},)? (?:reported|reports|has reported|wrote|first reported)\b")
_THE_PAPER = re.compile(
    rf"\b(?:told|tells|according to|speaking to|informed|answered in|replied in|said in|wrote "
    rf"in) the (?:same )?({_COMMON})\b"
)
_QUOTING = re.compile(r"(?:, [^,.;]{0,80},)? (?:quoted|cited|quotes|cites)\b")
_DAY_AFTER = re.compile(r" (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day$")
_QUOTED_AS = re.compile(r"\b(?:was|were|is) quoted as saying\b")
_IS_A_PAPER = re.compile(rf", (?:the|a|an) (?:[\w-]+ ){{0,3}}(?:{_COMMON})\b")
_THE_PAPER_NAMED = re.compile(r"\b(?:newspaper|broadcaster|magazine|agency|website|daily),? (?:[Tt]he )?$")


class Outlets:
    """The media that an article names, by place."""

    def __init__(self, frame: str, names: Names) -> None:
        self._names = names
        self._introduced: set[str] = set()
        found: list[tuple[int, str]] = []
        reporting: list[tuple[int, str]] = []
        for mention in names.mentions:
            article = frame[max(0, mention.start - 4) : mention.start]
            name = frame[mention.start : mention.end]
            whole = article + name if article in ("The ", "the ") else name
            if _is_introduced(frame, mention):
                self._introduced.add(name)
                found.append((mention.start, whole))
            if _REPORTED.match(frame, mention.end) or _QUOTING.match(frame, mention.end):
                reporting.append((mention.start, whole))
        relayed = [(match.start(1), _undated(match.group(1))) for match in _RELAYED.finditer(frame)]
        found += [(start, name) for start, name in reporting + relayed if self._is_outlet(name)]
        self._reporting = [(start, name) for start, name in reporting if self._is_outlet(name)]
        self._places = sorted(found)
        self._known = {name for _, name in self._places}

    def in_clause(self, clause: str, position: int) -> str:
        """The outlet that the clause of an attribution names, "" where it names none; `position` is its
        offset."""
        for match in _RELAYED.finditer(clause):
            name = _undated(match.group(1))
            if self._is_outlet(name):
                return self._fullest(name)
        place = bisect_right(self._reporting, (position,))
        if place < len(self._reporting) and self._reporting[place][0] < position + len(clause):
            return self._fullest(self._reporting[place][1])
        if _THE_PAPER.search(clause) or _QUOTED_AS.search(clause):
            return self._last_before(position)
        return ""

    def is_outlet(self, name: str) -> bool:
        """Whether a name is that of a medium."""
        return self._is_outlet(name)

    def _is_outlet(self, name: str) -> bool:
        core = _core(name)
        if core in self._introduced:
            return True
        if not _MEDIA_WORD.search(core) and not core.startswith(("Al ", "Radio ", "Canal ", "Télé ")):
            # "told The Packet": a capital The inside a sentence belongs to a newspaper's name.
            return name.startswith("The ") and not re.search(
                r"Council|Committee|Party|House|Court|Union|Ministry", name
            )
        person = self._names.people.get(core)
        return not (person and person.gender)

    def _fullest(self, name: str) -> str:
        core = _core(name)
        fitting = [
            each for each in self._known if core in _core(each).split(" ") or _core(each).endswith(core)
        ]
        best = max((_core(each) for each in fitting), key=lambda each: (len(each), each), default=core)
        return (
            f"The {best}"
            if f"The {best}" in self._known or (best == core and name.startswith("The "))
            else best
        )

    def _last_before(self, position: int) -> str:
        place = bisect_right(self._places, (position, "\uffff")) - 1
        return self._fullest(self._places[place][1]) if place >= 0 else ""


def _is_introduced(frame: str, mention: Mention) -> bool:
    """Whether the text says that a name is a medium's: "Record, a daily" or "the daily Record"."""
    if frame[mention.end : mention.end + 2] == ", " and _IS_A_PAPER.match(frame, mention.end):
        return True
    before = frame[max(0, mention.start - 30) : mention.start]
    # A small letter or "The" and a space stand before it; most names have something else there.
    return before[-2:-1].isalpha() and bool(_THE_PAPER_NAMED.search(before))


def _undated(name: str) -> str:
    """ "CNN Thursday": the day is no part of the name."""
    return _DAY_AFTER.sub("", name)


def _core(name: str) -> str:
    return re.sub(r"^(?:the|The) ", "", name)
