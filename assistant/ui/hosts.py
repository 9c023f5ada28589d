"""By which names a server may be called: its own, and those that it was told of. Used by `assistant.ui.protection`.

A page of elsewhere can make its own name lead to this machine (DNS rebinding) and
then read what the server says; the request still carries that page's name. A
form or script of elsewhere can also write to us; its request says where it comes from.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from assistant.ui.settings import LOOPBACK

# HTTP's status for a request that was led to the wrong server (RFC 9110, section 15.5.20).
MISDIRECTED = 421
READING = ("GET", "HEAD", "OPTIONS")
HOW = "If it is meant to be called by another name, start it with --allow-host NAME (docs/serving.md)."
ELSEWHERE = f"A page of another site sent this. {HOW.replace('it is', 'this server is')}"


@dataclass(frozen=True, slots=True)
class Hosts:
    """Where the server listens, and the names that it was told of, in small letters and without ports."""

    bound: str = ""
    told: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names that a request may carry; none where any will do, since nobody can know them."""
        return (*LOOPBACK, *self.told) if self.told or self.bound in LOOPBACK else ()

    def refusal(self, method: str, headers: Mapping[bytes, bytes]) -> tuple[int, str] | None:
        """A status with its message for a request that is not let in, None for one that may pass."""
        called = headers.get(b"host", b"").decode("latin-1").lower()
        if self.names and _name(called) not in self.names:
            return MISDIRECTED, f"This server answers to {', '.join(self.names)} only. {HOW}"
        origin = headers.get(b"origin")
        if origin is None or method in READING or self._is_own(origin.decode("latin-1").lower(), called):
            return None
        return 403, ELSEWHERE

    def _is_own(self, origin: str, called: str) -> bool:
        """Whether a page of ours sent it; a proxy that passes no host on makes the two differ."""
        try:
            sender = urlsplit(origin).netloc
        except ValueError:
            return False
        return bool(sender) and (sender == called or _name(sender) in self.told)


def _name(authority: str) -> str:
    """A host without its port; of an IPv6 address without its brackets."""
    if authority.startswith("["):
        return authority[1:].partition("]")[0]
    return authority.partition(":")[0].removesuffix(".")
