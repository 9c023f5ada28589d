"""Names of organisations and places, told from names of people by their words.

Pure functions, used by `corpus.subjects` and `corpus.speakers`. Knows no list
of organisations, only the words of which such names are made.
"""

import re
from functools import lru_cache

from corpus.mentions import TITLES
from corpus.occupations import is_occupation

# A name with one of these words is no person's.
_BODY = re.compile(
    r"\b(?:Fund|Party|Council|University|College|School|Court|Union|Committee|Administration|"
    r"Department|Company|Inc|Corp|House|"
    r"Street|Bank|Association|Institute|Agency|Board|League|Policy|City|County|Ministry|Office|"
    r"Center|Centre|Group|Club|Stage|"
    r"Festival|Church|Hospital|Service|Force|Act|State|States|Kingdom|Republic|Island|Islands|"
    r"River|Port|Bridge|Airport|Lake|Mount|Valley|Sea|Ocean|Museum|Foundation|Society|Trust|Network|Capital|Partners|"
    r"Holdings|Brands|Airlines|Motors|Senate|Congress|Parliament|Assembly|Cathedral)\b"
)

# "The Department for Schools": small words inside the name of a body.
_CAPITAL = r"[A-Z][\w’'&.-]*"
_BODY_NAME = re.compile(
    rf"(?:[Tt]he )?(?P<name>{_CAPITAL}(?: {_CAPITAL}| (?:of|for|&) (?:the )?{_CAPITAL}){{1,7}})"
)
_SMALL_INSIDE = re.compile(r" (?:of|for|&) |s[’'] ")


@lru_cache(maxsize=4096)
def is_body(name: str) -> bool:
    """Whether a name says that it is an organisation's or a place's."""
    return bool(_BODY.search(name))


def body_name(chunk: str) -> str:
    """A body whose name has small words in it ("the Department for Schools"); no office ("the Minister of War").

    "" where the whole chunk is no such name.
    """
    found = _BODY_NAME.fullmatch(chunk)
    if not found:
        return ""
    if not _SMALL_INSIDE.search(found.group("name")) and not (
        chunk[:4] == "the " and is_body(found.group("name"))
    ):
        return ""
    words = found.group("name").split(" ")
    guild = re.search(r"s[’'] ", found.group("name"))
    before = re.split(r" of ", found.group("name"), maxsplit=1)[0].split(" ")
    if (
        " of " in found.group("name")
        and len(before) > 1
        and not is_body(found.group("name").partition(" of ")[0])
    ):
        # "Michael Morris of Guggenheim Securities"
        return ""
    office = not guild and any(
        word.lower() in TITLES or is_occupation(word) for word in (*words, words[0][:-1])
    )
    return "" if office else found.group("name")
