"""The content words, names and numbers of a text, and how much of a question they cover.

Used by every other part of the assistant. Pure functions over text: no model,
no corpus statistics of its own (a `Rarity` is handed in).
"""

import math
import re
import unicodedata
from collections.abc import Callable, Iterable

from index.lexical import words as stems

# How much a stemmed term tells, > 0: its inverse document frequency in the corpus that is searched.
Rarity = Callable[[str], float]

WORD = re.compile(r"[^\W_]+(?:[.,:'’\-][^\W_]+)*")
NUMBER = re.compile(r"(?:[$€£¥]\s?)?\d+(?:[.,:]\d+)*(?:\s?%|(?:st|nd|rd|th)\b)?")
NUMBER_WORDS = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty".split()
    )
} | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
STOP_WORDS = frozenset(
    """a about after again against all also am an and any are aren't as at be because been before being below
    between both but by can can't cannot could couldn't did didn't do does doesn't doing don't down during
    each few for from further had hadn't has hasn't have haven't having he her here hers herself him himself
    his how i if in into is isn't it its itself just let let's me more most mustn't my myself no nor not of
    off on once only or other our ours out over own same shan't she should shouldn't so some such than that
    that's the their theirs them themselves then there these they this those through to too under until up
    upon very was wasn't we were weren't what when where which while who whom whose why will with won't
    would wouldn't you your yours us may might must shall s t per via among amid""".split()
)
# Words that a question is made of and that no article needs to hold for it to be answered.
QUESTION_WORDS = frozenset(
    """many much kind type name called tell say says said happen happened describe explain according give list did
    compare contrast summarize summarise outline
    latest recent recently week currently today which's what's who's article articles report reported reports
    know known approximately roughly year""".split()
)
# A name is capitalised words, joined by small ones at most once in a row ("Bank of America", "Ali bin Hassan").
_CAPITALISED = r"[A-Z][\w&-]*(?:[’'](?!s\b)\w+)*(?:\.[A-Z]\.?)*"
_NAME = re.compile(
    rf"\b{_CAPITALISED}(?:\s+(?:(?:of|the|de|del|da|al|el|bin|ibn|van|von|der|la|le|&)\s+){{0,2}}{_CAPITALISED})*"
)
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'"})


def words(text: str) -> list[str]:
    """Case-folded words without possessive endings, numbers with their inner marks ("5.9", "10,000" as "10000")."""
    folded = unicodedata.normalize("NFKC", text).translate(_APOSTROPHES).casefold()
    return [_plain(match.group(0)) for match in WORD.finditer(folded)]


def _plain(word: str) -> str:
    word = word.removesuffix("'s")
    return word.replace(",", "") if word[0].isdigit() else word


def terms(text: str) -> list[str]:
    """Stems of the content words, in order, with repetitions: the very words that the lexical index holds."""
    return stems(text)


def question_terms(question: str) -> list[str]:
    """The distinct terms that evidence should hold, in order; those that only ask are left out."""
    asked = frozenset(terms(" ".join(QUESTION_WORDS)))
    distinct = list(dict.fromkeys(terms(question)))
    return [term for term in distinct if term not in asked] or distinct


def names(text: str) -> list[str]:
    """Capitalised names in order of appearance, without a leading "The" or the like, each once.

    A single capitalised word that opens a sentence is taken only if it is no common word.
    """
    found: list[str] = []
    for match in _NAME.finditer(text):
        name = _without_closers(_without_openers(match.group(0)))
        if name and name not in found and (len(name) > 1 or name.isdigit()):
            found.append(name)
    return found


def _without_openers(name: str) -> str:
    parts = name.split()
    while parts and (
        parts[0].casefold().translate(_APOSTROPHES) in STOP_WORDS or parts[0].casefold() in _OPENERS
    ):
        parts = parts[1:]
    while parts and not parts[0][0].isupper():
        parts = parts[1:]
    return " ".join(parts)


def _without_closers(name: str) -> str:
    """Without what only happens to follow it in capitals: "Walmart That", "Covid-19 Thursday"."""
    parts = name.split()
    while len(parts) > 1 and (
        parts[-1].casefold() in STOP_WORDS or parts[-1].casefold() in _DAYS or not parts[-1][0].isupper()
    ):
        parts = parts[:-1]
    return " ".join(parts)


_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_OPENERS = frozenset(
    """according although despite however meanwhile since though unlike yet still many several last first now even
    one two three another every today yesterday later earlier monday tuesday wednesday thursday friday saturday sunday
    january february march april june july august september october november december mr mrs ms dr gen sir name list
    tell describe explain summarize summarise compare following its it's but well both like
    anyone anybody everyone everybody someone somebody nobody""".split()
)


def covered(wanted: Iterable[str], held: Iterable[str], rarity: Rarity) -> float:
    """The share, 0..1, of the wanted terms' rarity that is held; 0 where nothing is wanted."""
    weights = {term: rarity(term) for term in wanted}
    # Exact sums: the terms may come as a set, whose order changes from process to process.
    whole = math.fsum(weights.values())
    if whole <= 0:
        return 0.0
    have = set(held)
    return math.fsum(weight for term, weight in weights.items() if term in have) / whole


def numbers(text: str) -> set[str]:
    """The numbers of a text in one form each: "10,000" and "10000", "five" and "5" are the same, "5th" is 5."""
    plain = {re.sub(r"(?:st|nd|rd|th)$|[^\d.:]", "", match.group(0)) for match in NUMBER.finditer(text)}
    spelled = {str(NUMBER_WORDS[word]) for word in words(text) if word in NUMBER_WORDS}
    return {number.strip(".:") for number in plain if number} | spelled
