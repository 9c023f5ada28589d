"""Who is logged in: random tokens, remembered for half a day in memory. Used by `assistant.ui.login`.

Only digests of tokens and of presented passwords are kept. A restart logs
everyone out.
"""

import hashlib
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

HALF_A_DAY = 12 * 3600.0
# A password sent with each request is hashed slowly once in so long, and looked up in between.
PROVEN_FOR = 300.0
MOST_SESSIONS = 10_000


class Sessions:
    """Tokens and the names they stand for. Safe for threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._known: OrderedDict[bytes, tuple[str, float]] = OrderedDict()
        self._secret = secrets.token_bytes(32)

    def begin(self, name: str) -> str:
        """A new token for the name."""
        token = secrets.token_urlsafe(32)
        self._remember(token, name, HALF_A_DAY)
        return token

    def end(self, token: str) -> None:
        """Forget the token."""
        with self._lock:
            self._known.pop(self._digest(token), None)

    def name_of(self, token: str) -> str:
        """Whose token it is, "" where it is none or its time is over."""
        with self._lock:
            name, until = self._known.get(self._digest(token), ("", 0.0))
        return name if until > self._clock() else ""

    def prove(self, credentials: str, name: str) -> None:
        """Remember that these credentials were found right."""
        self._remember(credentials, name, PROVEN_FOR)

    def _remember(self, token: str, name: str, seconds: float) -> None:
        with self._lock:
            self._known[self._digest(token)] = (name, self._clock() + seconds)
            while len(self._known) > MOST_SESSIONS:
                self._known.popitem(last=False)

    def _digest(self, token: str) -> bytes:
        # Keyed, so that memory never holds what could be guessed back from a short password.
        return hashlib.blake2b(token.encode(), key=self._secret, digest_size=32).digest()
