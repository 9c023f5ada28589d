"""An article's text with its quoted words masked, and the sentences of that.

Used by the modules of attribution, so that nothing inside a quotation is taken
for a name or a verb. Offsets are those of the text.
"""

import re
from collections.abc import Sequence

from corpus.clauses import after_quote
from corpus.sentences import split

MASK = "\x01"
# How far from a quotation its attribution is sought, in characters: no sentence of the 4,929 real articles that
# attributes one is longer, and one without bounds would make hostile text slow.
FAR, NEAR = 500, 300


def masked(text: str, parts: Sequence[tuple[int, int]]) -> str:
    """The text with parts of it masked but for their last character, which may end a sentence."""
    pieces, cursor = [], 0
    for start, end in sorted(parts):
        if start >= cursor:
            pieces += [text[cursor:start], MASK * (end - start - 1), text[end - 1 : end]]
            cursor = end
    return "".join([*pieces, text[cursor:]])


def sentences_of(frame: str) -> list[tuple[int, int]]:
    """Sentences of a masked paragraph; one that ends in ? or ! inside marks goes on where its attribution
    follows."""
    joined: list[tuple[int, int]] = []
    for start, end in split(frame):
        if joined and re.search(r"\x01[?!…][”\"’']?$", frame[joined[-1][0] : joined[-1][1]]):
            opening = frame[start:end]
            if opening[0] not in "“\"‘'" and after_quote(opening.split(MASK)[0][:120]):
                joined[-1] = (joined[-1][0], end)
                continue
        joined.append((start, end))
    return joined


def is_all_quoted(words: str) -> bool:
    """Whether a piece of a masked text is quoted words and nothing else."""
    return MASK in words and not words.strip(" “”\"'‘’" + MASK + ".,!?…")
