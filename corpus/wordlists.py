"""Sets of words, written as running text, and patterns that find them fast. Used by the modules that know English."""

import re
from collections.abc import Iterable


def word_set(text: str) -> frozenset[str]:
    """The words of a text, apart by white space."""
    return frozenset(text.split())


def pattern_of(words: Iterable[str]) -> str:
    """A regular expression of any of the words, the longest that fits: a tree, so that a text of other words fails at
    the first letters (a plain alternation tries every word at every place)."""
    tails: dict[str, list[str]] = {}
    for word in words:
        if word:
            tails.setdefault(word[0], []).append(word[1:])
    branches = [re.escape(first) + _tail_of(rest) for first, rest in sorted(tails.items())]
    return f"(?:{'|'.join(branches)})"


def _tail_of(tails: list[str]) -> str:
    if tails == [""]:
        return ""
    return pattern_of(tails) + ("?" if "" in tails else "")
