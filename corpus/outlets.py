"""The outlet that relayed the words of a quotation: "told Channel Nine", "according to Al Jazeera", "the paper".

Used by `corpus.quotations`; holds for one article at a time.
"""

import re
from bisect import bisect_right

from corpus.names import NAME, Names

_MEDIA_WORD = re.compile(
    r"\b(?:Post|Times|Herald|Tribune|Gazette|Journal|News|Newspaper|Wire|Channel|Radio|TV|Television|Press|Record|Today|TODAY|Agency|"
    r"Jazeera|Reuters|AP|AFP|UPI|CNN|CNBC|MSNBC|BBC|NPR|NBC|ABC|CBS|Fox|PBS|Bloomberg|Tass|TASS|Xinhua|Interfax|RIA|Guardian|Telegraph|"
    r"Independent|Economist|Standard|Courier|Tidings|Packet|Bourse|Ledger|Mail|Mirror|Observer|Chronicle|Examiner|Inquirer|Globe|"
    r"Star|Sun|Daily|Weekly|Review|Magazine|Broadcasting|Network|Politico|Axios|Vox|Insider|Wikinews|Dispatch|Bulletin|Monitor|"
    r"Argus|Echo|Sentinel|Advertiser|Mercury|Le Monde|Spiegel|Newsweek|Time|TIME|Variety|Podcast|WSJ|USA TODAY)\b"
)
_COMMON = "paper|newspaper|broadcaster|agency|news agency|wire|channel|station|magazine|outlet|network|website|daily|weekly|journal"
_RELAYED = re.compile(
    rf"\b(?:told|tells|in an interview with|interview on|according to|speaking to|speaking with|spoke to|quoted by|cited by|"
    rf"statement to|said on|said in|wrote in|writing in|wrote for|email to|reported by|said to|interview to|"
    rf"informed|remarks to|comments to|on)(?: an? \w+ (?:in|by|from))? ((?:the |The )?{NAME})"
)
_REPORTED = re.compile(rf"((?:[Tt]he )?{NAME}),?(?: [^,.;]{{0,40}},)? (?:reported|reports|has reported|wrote|first reported)\b")
_THE_PAPER = re.compile(rf"\b(?:told|tells|according to|speaking to|informed) the ({_COMMON})\b")
_QUOTED_AS = re.compile(r"\b(?:was|were|is) quoted as saying\b")
_INTRODUCED = re.compile(rf"({NAME}), (?:the|a|an) (?:[\w-]+ ){{0,3}}(?:{_COMMON})\b|\b(?:newspaper|broadcaster|magazine|agency|website|daily) ({NAME})")


class Outlets:
    """The media that an article names, by place."""

    def __init__(self, frame: str, names: Names) -> None:
        self._names = names
        found = [(match.start(), match.group(1) or match.group(2)) for match in _INTRODUCED.finditer(frame)]
        self._introduced = {_core(name) for _, name in found}
        for pattern in (_RELAYED, _REPORTED):
            found += [(match.start(1), match.group(1)) for match in pattern.finditer(frame) if self._is_outlet(match.group(1))]
        self._places = sorted((start, name) for start, name in found)

    def in_clause(self, clause: str, position: int) -> str:
        """The outlet that the clause of an attribution names, "" where it names none; `position` is its offset."""
        for pattern in (_RELAYED, _REPORTED):
            for match in pattern.finditer(clause):
                if self._is_outlet(match.group(1)):
                    return self._fullest(match.group(1))
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
        if not _MEDIA_WORD.search(core):
            # "told The Packet": a capital The inside a sentence belongs to a newspaper's name.
            return name.startswith("The ") and not re.search(r"Council|Committee|Party|House|Court|Union|Ministry", name)
        person = self._names.people.get(core)
        return not (person and person.gender)

    def _fullest(self, name: str) -> str:
        core = _core(name)
        longer = [each for _, each in getattr(self, "_places", []) if core in _core(each).split(" ") or _core(each).endswith(core)]
        best = max((_core(each) for each in longer), key=len, default=core)
        with_article = next((each for _, each in getattr(self, "_places", []) if each.startswith("The ") and _core(each) == best), "")
        return with_article or ("The " + best if name.startswith("The ") and best == core else best)

    def _last_before(self, position: int) -> str:
        place = bisect_right(self._places, (position, "\uffff")) - 1
        return self._fullest(self._places[place][1]) if place >= 0 else ""


def _core(name: str) -> str:
    return re.sub(r"^(?:the|The) ", "", name)
