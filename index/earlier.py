"""What the live generation gives to the next one: parses, passages and the graph of all that did not change.

Used by `index.building` under the lock. Gives nothing of a damaged generation,
nor passages that this program or these settings would cut otherwise.
"""

import contextlib
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

from corpus.article import Article
from index.layout import CHROMA, PARSES
from index.manifest import Manifest
from index.parse_store import ParseStore
from index.parts import Entry, entries
from index.passage import Passage
from index.passage_store import CutArticle, PassageStore


class Earlier:
    """A whole generation, or none."""

    def __init__(
        self, folder: Path | None, manifest: Manifest | None, *, recut: bool, reparse: bool = False
    ) -> None:
        """`recut`: passages must be cut anew, and all that hangs on them; `reparse`: articles parsed anew."""
        self._folder = folder
        self._manifest = manifest
        self._recut = recut
        self._reparse = reparse

    def parses(self) -> ParseStore:
        return ParseStore(self._folder / PARSES if self._folder and not self._reparse else None)

    @cached_property
    def digests(self) -> Mapping[str, str]:
        """Digest of each article, by id."""
        if self._folder is None:
            return {}
        with contextlib.closing(PassageStore(self._folder)) as store:
            return store.article_digests()

    def passages(self, article: Article) -> CutArticle | None:
        """The passages of an article that is as it was, None where they must be cut."""
        if self._recut or self.digests.get(article.id) != article.digest:
            return None
        passages, digests = self._cut.get(article.id, ((), ()))
        return CutArticle(article, passages, digests)

    def graph(self) -> tuple[Path, Sequence[Entry]] | None:
        """The generation's folder and what its graph holds; None where no graph can go on from it."""
        if self._folder is None or self._recut or not self._graph_is_fit():
            return None
        return self._folder, [entry for cut in self._cut.values() for entry in entries(*cut)]

    def _graph_is_fit(self) -> bool:
        if self._manifest is None or not self._manifest.walkable:
            return False
        # The first program kept no digests of Chroma's files, so they cannot be known to be whole.
        digests = [of for name, (_, of) in self._manifest.files.items() if name.startswith(f"{CHROMA}/")]
        return all(digests)

    @cached_property
    def _cut(self) -> Mapping[str, tuple[Sequence[Passage], Sequence[str]]]:
        if self._folder is None:
            return {}
        with contextlib.closing(PassageStore(self._folder)) as store:
            digests = iter(store.digests())
            return {
                id_: (passages, [next(digests) for _ in passages])
                for id_, passages in store.by_article().items()
            }
