"""Who may log in: names and hashed passwords in a text file, one a line. Used by `assistant.ui.login` and app.py.

A line is `name:scrypt$n$r$p$salt$hash`, made by `python app.py password NAME`.
Passwords are never kept or logged; the file is read again when it changes.
"""

import base64
import hashlib
import hmac
import re
import secrets
import threading
from pathlib import Path

from corpus.errors import BackfileError

# One of the settings that OWASP's Password Storage Cheat Sheet gives for scrypt: 32 MiB, some 0.2 s.
COST, BLOCK, LANES = 2**15, 8, 3
MEMORY = 64 * 1024 * 1024
NAME = re.compile(r"[\w.@-]{1,64}")
LONGEST_PASSWORD = 1_024
SHORTEST_PASSWORD = 8


class AccountsUnusable(BackfileError):
    """The file cannot be read, or a name or password is unfit."""


def line(name: str, password: str) -> str:
    """The file's line for a name and a password.

    Raises:
        AccountsUnusable: the name or the password is unfit.
    """
    if not NAME.fullmatch(name):
        raise AccountsUnusable(f"{name!r} is no name: use up to 64 letters, digits and . _ @ -")
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise AccountsUnusable(f"a password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters")
    salt = secrets.token_bytes(16)
    parts = (_coded(salt), _coded(_hash(password, salt, COST, BLOCK, LANES)))
    return f"{name}:scrypt${COST}${BLOCK}${LANES}${parts[0]}${parts[1]}"


class Accounts:
    """The accounts of a file. Safe for threads."""

    def __init__(self, path: Path) -> None:
        """Raises AccountsUnusable where the file cannot be read, or has a line that is none."""
        self._path = path
        self._lock = threading.Lock()
        self._seen: tuple[int, int] = (-1, -1)
        self._rows: dict[str, str] = {}
        # Checked in place of a name that does not exist, so that the time taken tells nothing.
        self._nobody = line("nobody", secrets.token_urlsafe()).partition(":")[2]
        self._current()

    def check(self, name: str, password: str) -> bool:
        """Whether the password is the name's. Slow by design, and one at a time: each takes 32 MiB."""
        rows = self._current()
        with self._lock:
            matches = _matches(password[:LONGEST_PASSWORD], rows.get(name, self._nobody))
        return matches and name in rows

    def known(self, name: str) -> bool:
        """Whether the file still names the account."""
        return name in self._current()

    def _current(self) -> dict[str, str]:
        try:
            stat = self._path.stat()
            if (stat.st_mtime_ns, stat.st_size) != self._seen:
                self._rows = _read(self._path.read_text("utf-8"))
                self._seen = (stat.st_mtime_ns, stat.st_size)
        except (OSError, UnicodeDecodeError) as error:
            raise AccountsUnusable(f"the accounts in {self._path} cannot be read: {error}") from None
        return self._rows


def _read(text: str) -> dict[str, str]:
    rows = {}
    for number, each in enumerate(text.splitlines(), 1):
        entry = each.strip()
        if not entry or entry.startswith("#"):
            continue
        name, _, hashed = entry.partition(":")
        if not NAME.fullmatch(name) or not re.fullmatch(r"scrypt(\$\d{1,8}){3}(\$[\w+/=-]+){2}", hashed):
            raise AccountsUnusable(
                f"line {number} of the accounts is none; make one with: python app.py password"
            )
        rows[name] = hashed
    if not rows:
        raise AccountsUnusable("the file of accounts names nobody; make a line with: python app.py password")
    return rows


def _matches(password: str, hashed: str) -> bool:
    _, cost, block, lanes, salt, expected = hashed.split("$")
    found = _hash(password, base64.b64decode(salt), int(cost), int(block), int(lanes))
    return hmac.compare_digest(found, base64.b64decode(expected))


def _hash(password: str, salt: bytes, cost: int, block: int, lanes: int) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, n=cost, r=block, p=lanes, maxmem=MEMORY, dklen=32)


def _coded(value: bytes) -> str:
    return base64.b64encode(value).decode()
