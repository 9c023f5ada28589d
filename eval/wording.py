"""When do two wordings count as the same? One normal form, and the search for it as a run of whole tokens.

Used by every metric and by the lint. Pure functions over strings, and no
knowledge of questions or articles.
"""

import re
import unicodedata
from collections.abc import Iterable

_QUOTES = {ord(c): '"' for c in "“”„«»"} | {ord(c): "'" for c in "‘’‚`´"}
_DASHES = {ord(c): "-" for c in "‐‑–−"} | {ord("—"): " - "}
_MARKS = _QUOTES | _DASHES | {0xA0: " "}
# A token is a word or a number with its sign; a full stop, comma, apostrophe or hyphen counts inside it only,
# so that "5" is not in "15", "1.5" or "5%".
_TOKEN = re.compile(r"[\w%$€£]+(?:[.,'-]+[\w%$€£]+)*")
_ARTICLES = frozenset(("a", "an", "the"))


def plain(text: str) -> str:
    """NFKC, quotes and dashes unified, invisible characters out, white space folded; case kept."""
    text = unicodedata.normalize("NFKC", text).translate(_MARKS)
    text = "".join(c for c in text if unicodedata.category(c) not in ("Cf", "Co"))
    return " ".join(text.split())


def tokens(text: str) -> tuple[str, ...]:
    """Casefolded tokens without punctuation, "a", "an", "the" and the possessive "'s"."""
    found = (t.removesuffix("'s") for t in _TOKEN.findall(plain(text).casefold()))
    return tuple(t for t in found if t not in _ARTICLES)


def holds(text: str, wording: str) -> bool:
    """Whether the tokens of `wording` stand in `text` side by side. An empty wording stands nowhere."""
    wanted = tokens(wording)
    return bool(wanted) and f" {' '.join(wanted)} " in f" {' '.join(tokens(text))} "


def holds_any(text: str, wordings: Iterable[str]) -> bool:
    """Whether at least one of the wordings stands in `text`."""
    return any(holds(text, wording) for wording in wordings)
