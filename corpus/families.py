"""Near-duplicate articles: wire copies and updated versions of one story, found by MinHash.

`signature_of` works on one article, `with_families` on the whole corpus.
Method: 5-word shingles, MinHash with locality-sensitive hashing (Broder 1997;
datasketch's implementation). The only home of `datasketch`.
"""

import re
import zlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from difflib import SequenceMatcher
from functools import cache
from typing import Any

from corpus.article import Article

_PERMUTATIONS = 64
_SHINGLE_WORDS = 5
# Wire copies that two outlets trim, and a report that is brought up to date, share 0.5 and more of their shingles, two
# reports of one event under 0.1; 64 permutations err by 0.06.
_ALIKE = 0.4
# The search by bands misses half of the pairs at its threshold, so it is set below what is then asked of a pair.
_CANDIDATE = 0.25
# A very short text repeats a formula ("Results were not available"), which makes no family.
_MIN_WORDS = 40
_SEED = 1
# Of datasketch 2: hash values of another scheme do not compare.
_SCHEME = "affine32"
# Odd, and large enough that the order of the words tells (Knuth's multiplicative hashing, 2^32 / golden ratio).
_MULTIPLIER = 2_654_435_761
_WORD = re.compile(r"\w+")

Signature = tuple[int, ...]


def signature_of(text: str) -> Signature:
    """The MinHash values of a text, () where it is too short to tell."""
    from datasketch import MinHash

    words = _WORD.findall(text.casefold())
    if len(words) < _MIN_WORDS:
        return ()
    minhash = MinHash(
        num_perm=_PERMUTATIONS, seed=_SEED, hashfunc=int, scheme=_SCHEME, permutations=_permutations()
    )
    minhash.update_batch(_shingles(words))
    return tuple(int(value) for value in minhash.hashvalues)


def _shingles(words: Sequence[str]) -> list[int]:
    """32-bit hashes of all runs of words, each once: a polynomial over the hashes of the words, mod 2^32."""
    import numpy

    hashes = numpy.array([zlib.crc32(word.encode()) for word in words], dtype=numpy.uint32)
    count = len(words) - _SHINGLE_WORDS + 1
    mixed = numpy.zeros(count, dtype=numpy.uint32)
    for place in range(_SHINGLE_WORDS):
        mixed = mixed * numpy.uint32(_MULTIPLIER) + hashes[place : place + count]
    return [int(value) for value in numpy.unique(mixed)]


@cache
def _permutations() -> Any:
    """The hash functions, drawn once: datasketch would draw them for every article."""
    from datasketch import MinHash

    return MinHash(num_perm=_PERMUTATIONS, seed=_SEED, scheme=_SCHEME).permutations


def with_families(articles: Sequence[Article], signatures: Sequence[Signature]) -> list[Article]:
    """The articles, each with the id of the newest of its family."""
    from datasketch import MinHash, MinHashLSH

    lsh = MinHashLSH(threshold=_CANDIDATE, num_perm=_PERMUTATIONS)
    leaders = list(range(len(articles)))
    for place, signature in enumerate(signatures):
        if not signature:
            continue
        minhash = MinHash(
            num_perm=_PERMUTATIONS,
            seed=_SEED,
            hashvalues=signature,
            scheme=_SCHEME,
            permutations=_permutations(),
        )
        for other in lsh.query(minhash):
            if _likeness(signature, signatures[other]) >= _ALIKE:
                _join(leaders, place, other)
        lsh.insert(place, minhash)
    members: defaultdict[int, list[Article]] = defaultdict(list)
    for place, article in enumerate(articles):
        members[_leader(leaders, place)].append(article)
    newest = {leader: max(group, key=_newness).id for leader, group in members.items()}
    return [
        replace(article, family=newest[_leader(leaders, place)]) for place, article in enumerate(articles)
    ]


def changes(older: Article, newer: Article) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What an updated version changed: the paragraphs that went out, and those that came in."""
    before = [older.text[block.start : block.end] for block in older.blocks]
    after = [newer.text[block.start : block.end] for block in newer.blocks]
    gone: list[str] = []
    come: list[str] = []
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            gone += before[i:j]
            come += after[k:m]
    return tuple(gone), tuple(come)


def _newness(article: Article) -> tuple[date, date, str]:
    published = article.published or date.min
    return published, article.updated or published, article.id


def _likeness(some: Signature, others: Signature) -> float:
    """Estimated Jaccard similarity."""
    return sum(a == b for a, b in zip(some, others, strict=True)) / _PERMUTATIONS


def _leader(leaders: list[int], place: int) -> int:
    while leaders[place] != place:
        leaders[place] = leaders[leaders[place]]
        place = leaders[place]
    return place


def _join(leaders: list[int], place: int, other: int) -> None:
    leaders[_leader(leaders, place)] = _leader(leaders, other)
