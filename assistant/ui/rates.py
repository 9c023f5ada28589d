"""How many questions a client may ask: a bucket each, filled as time goes on. Used by the page and the interfaces.

Knows clients as names alone (a login or an address) and keeps nothing on disk.
"""

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from corpus.errors import BackfileError

# Clients remembered at once; the one that asked longest ago is forgotten, its bucket being full by then.
MOST_CLIENTS = 10_000


class TooManyQuestions(BackfileError):
    """The client has to wait; `seconds` says how long."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"too many questions at once; ask again in {seconds} s")
        self.seconds = seconds


class Rates:
    """A bucket of questions for each client. Safe for threads."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        """`per_minute` is also how many may come at once; 0 sets no limit."""
        self._per_minute = per_minute
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, client: str) -> None:
        """Take one question out of the client's bucket.

        Raises:
            TooManyQuestions: it is empty.
        """
        if not self._per_minute:
            return
        with self._lock:
            now = self._clock()
            left, seen = self._buckets.pop(client, (float(self._per_minute), now))
            left = min(self._per_minute, left + (now - seen) * self._per_minute / 60)
            self._buckets[client] = (left - 1 if left >= 1 else left, now)
            if len(self._buckets) > MOST_CLIENTS:
                self._buckets.popitem(last=False)
        if left < 1:
            raise TooManyQuestions(math.ceil((1 - left) * 60 / self._per_minute))
