"""What a builder finds: the live generation, whether it is whole, its paths, and what speaks for building anew.

Used by `index.building` under the lock. Reads manifests and digests, changes nothing.
"""

import logging
from collections.abc import Sequence
from pathlib import Path

from index.earlier import Earlier
from index.encoding import Encoder
from index.errors import GenerationDamaged, GenerationForeign, IndexMissing, PointerDamaged
from index.generations import Generations
from index.manifest import Manifest, libraries, read_manifest
from index.passages import CUTTER_VERSION
from index.settings import IndexSettings
from index.soundness import problems_with_files

logger = logging.getLogger(__name__)


class Standing:
    """The state of a home before a build.

    Attributes:
        live: the live generation's manifest, None where there is none that can be read.
    """

    def __init__(self, generations: Generations) -> None:
        self._generations = generations
        self.live = self._live()
        self._damage = self._damage_of(self.live)

    def sources(self, paths: Sequence[Path] | None, fallback: Sequence[Path], *, add: bool) -> Sequence[Path]:
        """The paths given, with `add` besides those of last time; else those alone, else the fallback.

        Raises:
            IndexMissing: none are given or known.
        """
        remembered = self._remembered() if add or paths is None else []
        if paths is not None:
            given = [path for path in paths if path.resolve() not in remembered]
            return [*remembered, *given]
        if not remembered and self._generations.names():
            raise IndexMissing("no generation says of which paths it was made; name them")
        if not remembered and not fallback:
            raise IndexMissing("nothing is indexed in this home, so no paths are known; name them")
        return remembered or list(fallback)

    def reason_to_rebuild(self, encoder: Encoder, settings: IndexSettings) -> str:
        """Why nothing of the live generation may go on as it is, "" where it may."""
        if self.live is None:
            return "there was no index"
        if self.live.model != encoder.name:
            return f"the model changed from {self.live.model} to {encoder.name}"
        if self.live.passage_pieces != settings.passage_pieces:
            before = self.live.passage_pieces
            return f"passages changed from {before} to {settings.passage_pieces} word pieces"
        if self.live.cutter != CUTTER_VERSION:
            return "this program cuts passages otherwise than the one before"
        for name, installed in libraries().items():
            if self.live.libraries.get(name) != installed:
                return f"{name} changed from {self.live.libraries.get(name)} to {installed}"
        return self._damage

    def earlier(self, *, recut: bool, reparse: bool) -> Earlier:
        """What the next generation may take from the live one."""
        if self.live is None or self._damage:
            return Earlier(None, None, recut=True)
        return Earlier(self._generations.folder(self.live.name), self.live, recut=recut, reparse=reparse)

    def _live(self) -> Manifest | None:
        try:
            return read_manifest(self._generations.folder(self._generations.live()))
        except PointerDamaged as error:
            logger.warning("%s; building all anew", error)
        except IndexMissing:
            pass
        except (GenerationDamaged, GenerationForeign) as error:
            logger.warning("%s; building all anew", error)
        return None

    def _damage_of(self, live: Manifest | None) -> str:
        if live and problems_with_files(self._generations.folder(live.name), live.files):
            return f"generation {live.name} is damaged"
        return ""

    def _remembered(self) -> list[Path]:
        """Paths of the live generation, else of the newest that can be read: a damaged one costs no articles."""
        if self.live:
            return [Path(path) for path in self.live.paths]
        for name in reversed(self._generations.names()):
            try:
                return [Path(path) for path in read_manifest(self._generations.folder(name)).paths]
            except (GenerationDamaged, GenerationForeign):
                continue
        return []
