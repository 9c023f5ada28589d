"""Names of authors out of the many ways in which records and bylines write them.

Used by `corpus.preparing`. "By Ann Roe and Bob Day, CNN" is two people; an
office, an address or a place is none. Never invents or reorders a name.
"""

import re
from collections.abc import Sequence

from corpus.characters import fold_space
from corpus.mentions import NAME
from corpus.occupations import is_occupation
from corpus.wordlists import word_set

_BY = re.compile(
    r"(?:(?:written|story|reporting|words|text|photographs?|photos?) )?by:?(?:\s+|$)", re.IGNORECASE
)
_MARK_UP = re.compile(r"<[^<>]{0,200}>|\S+@\S+|https?://\S+|(?<!\w)@\w+|\((?:[^()]{0,80})\)")
_APART = re.compile(r"\s*(?:[;|•·]| & |\band\b|\bwith\b)\s*")
_TAIL = re.compile(r",? (?:for|of|in|at|from) [A-Z].*$")
_MOST_AUTHORS, _MAX_CHARS = 20, 200
# With the publication's name, or alone, these name a part of it and nobody.
_DESK = word_set(
    "staff desk news newsroom team editors editor editorial reporters reporter writers writer correspondents business "
    "politics sport sports world travel health style entertainment opinion money tech technology science national "
    "international local online digital web live wire wires services service agencies network contributors contributor "
    "special investigations graphics video audio the and of for by from report reports our"
)

_KINDS = word_set("analysis opinion perspective comment commentary review column exclusive updated interview")


def authors_of(given: Sequence[str], publication: str = "") -> tuple[str, ...]:
    """The authors, each once, in the order given; at most 20, the publication and its desks not among them."""
    paper = frozenset(publication.casefold().split())
    house = paper | _DESK
    names: list[str] = []
    for entry in given[:_MOST_AUTHORS]:
        names += [
            name
            for each in _names_in(fold_space(entry[: 4 * _MAX_CHARS])[:_MAX_CHARS])
            if (name := _bare(each, paper)) not in names and not house.issuperset(name.casefold().split())
        ]
    # Some records give all names run together as one more author.
    single = [name for name in names if not _is_run_of(name, names)]
    return tuple(single[:_MOST_AUTHORS])


def _bare(name: str, paper: frozenset[str]) -> str:
    """A name without the kind of piece before it ("Analysis Ann Roe") and the publication after it ("Ann Roe Cnn")."""
    words = name.split(" ")
    while len(words) > 2 and words[-1].casefold() in paper:
        words.pop()
    return " ".join(words[1:] if len(words) > 2 and words[0].casefold() in _KINDS else words)


def _names_in(entry: str) -> list[str]:
    bare = _BY.sub("", _MARK_UP.sub(" ", entry).strip(), count=1)
    parts = [part for piece in _APART.split(bare) for part in _between_commas(piece.strip(" ,.-–—"))]
    return [part for part in parts if any(char.isalpha() for char in part)]


def _between_commas(piece: str) -> list[str]:
    """Names between commas; what follows a name and is none ("CNN", "education editor") goes."""
    first, *others = (part.strip() for part in piece.split(","))
    kept = [_TAIL.sub("", first) if re.fullmatch(NAME, _TAIL.sub("", first)) else first]
    kept += [part for part in others if _is_person(part)]
    return kept


def _is_person(part: str) -> bool:
    words = part.split()
    return 2 <= len(words) <= 4 and bool(re.fullmatch(NAME, part)) and not any(map(is_occupation, words))


def _is_run_of(name: str, names: Sequence[str]) -> bool:
    """Whether a name is nothing but two or more of the others in a row."""
    inside = [other for other in names if other != name and other in name]
    return len(inside) > 1 and len("".join(name.split())) <= sum(
        len("".join(other.split())) for other in inside
    )
