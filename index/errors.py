"""The index's errors that are fit to show the user.

BackfileError
└── IndexingError             the index
    ├── IndexMissing          nothing has been indexed in this home
    │   └── PointerDamaged    generations are there, but not which of them is live
    ├── IndexBusy             another process is building; it is named
    ├── IndexEmpty            a build that would publish no passage at all
    ├── IndexUnwritable       no room, or no leave to write
    ├── GenerationDamaged     a generation that fails its own check
    ├── GenerationForeign     a generation of another format or another library's version
    ├── RollbackImpossible    no earlier generation is kept
    └── ModelUnusable         an encoder that cannot be loaded or is not what it claims to be
"""

from corpus.errors import BackfileError


class IndexingError(BackfileError):
    """Something about the index."""


class IndexMissing(IndexingError):
    """No generation has been published in this home."""


class PointerDamaged(IndexMissing):
    """CURRENT does not name a generation."""


class IndexBusy(IndexingError):
    """Another process holds the build lock of this home."""


class IndexEmpty(IndexingError):
    """The paths hold nothing that can be searched."""


class IndexUnwritable(IndexingError):
    """The home cannot be written: the disk is full or forbids it."""


class GenerationDamaged(IndexingError):
    """A generation's files are not what its manifest says."""


class GenerationForeign(IndexingError):
    """A generation was written by another format, or by a library that this one cannot read."""


class RollbackImpossible(IndexingError):
    """No earlier generation is kept."""


class ModelUnusable(IndexingError):
    """The encoder cannot be loaded, or its bytes are not the ones expected."""
