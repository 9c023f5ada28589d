"""Names of organisations and places, told from names of people by their words.

Pure functions, used by `corpus.subjects` and `corpus.speakers`. Knows no list
of organisations, only the words of which such names are made.
"""

import re
from functools import lru_cache

from corpus.given_names import is_given_name
from corpus.mentions import TITLES
from corpus.occupations import is_occupation
from corpus.wordlists import word_set

# A name with one of these words is no person's.
_BODY_WORDS = (
    r"Fund|Party|Council|University|College|School|Court|Union|Committee|Administration|Department|Company|Inc|"
    r"Corp|House|Street|Bank|Association|Institute|Agency|Board|League|Policy|City|County|Ministry|Office|"
    r"Center|Centre|Group|Club|Stage|Festival|Church|Hospital|Service|Force|Act|State|States|Kingdom|Republic|"
    r"Island|Islands|River|Port|Bridge|Airport|Lake|Mount|Valley|Sea|Ocean|Museum|Foundation|Society|Trust|"
    r"Network|Capital|Partners|Holdings|Brands|Airlines|Motors|Senate|Congress|Parliament|Assembly|Cathedral|Exchange|Square|"
    r"Road|Avenue|Station|Tower|Palace|Theatre|Theater|Hotel|Stadium"
)
_BODY = re.compile(rf"\b(?:{_BODY_WORDS})\b")
# "the Center for Inclusive Democracy"
_BODY_OF = re.compile(rf"\b(?:{_BODY_WORDS}) (?:for|of|on) (?:the )?$")

# "The Department for Schools": small words inside the name of a body.
_CAPITAL = r"[A-Z][\w’'&.-]*"
_BODY_NAME = re.compile(
    rf"(?:[Tt]he )?(?P<name>{_CAPITAL}(?: {_CAPITAL}| (?:of|for|&) (?:the )?{_CAPITAL}){{1,7}})"
)
_SMALL_INSIDE = re.compile(r" (?:of|for|&) |s[’'] ")
# A country, a state or a people in a name that no given name opens: "Louisiana Tech", "National Team".
_PLACES = word_set(
    "Alabama Alaska Arizona Arkansas California Colorado Connecticut Delaware Florida Georgia Hawaii Idaho "
    "Illinois Indiana Iowa Kansas Kentucky Louisiana Maine Maryland Massachusetts Michigan Minnesota Mississippi "
    "Missouri Montana Nebraska Nevada Hampshire Jersey Mexico York Dakota Ohio Oklahoma Oregon Pennsylvania "
    "Tennessee Texas Utah Vermont Virginia Washington Wisconsin Wyoming America Britain England Scotland Wales "
    "Ireland France Germany Italy Spain Portugal Greece Turkey Poland Ukraine Russia China Japan Korea India "
    "Pakistan Iran Iraq Israel Egypt Africa Asia Europe Australia Zealand Canada Brazil Argentina Chile Peru Cuba "
    "Nigeria Kenya Afghanistan Syria Lebanon Sweden Norway Denmark Finland Austria Belgium Netherlands "
    "Switzerland London Paris Berlin Moscow Beijing Brussels Tokyo Angeles Francisco Chicago Boston Houston "
    "Dallas American British European National International United Global World Team Tech Republican Democrat "
    "Republicans Democrats"
)


@lru_cache(maxsize=4096)
def is_body(name: str) -> bool:
    """Whether a name says that it is an organisation's or a place's."""
    words = name.split(" ")
    return bool(_BODY.search(name)) or not (_PLACES.isdisjoint(words) or is_given_name(words[0]))


def opens_body(before: str) -> bool:
    """Whether the words before a name make it the end of a body's name ("the Center for …")."""
    return before[-4:] in ("for ", " of ", " on ", "the ") and bool(_BODY_OF.search(before))


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
