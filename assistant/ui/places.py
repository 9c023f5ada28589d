"""How many may be answered at once, and how many wait: everyone after that is told that the server is busy.

For the interfaces beside Gradio, whose own queue does the same for the page.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from corpus.errors import BackfileError

BUSY = "the server is busy: {inside} questions are being answered or wait; ask again in a moment"


class Busy(BackfileError):
    """Every place is taken."""


class Places:
    """`running` places at work and `waiting` places in line. For one event loop."""

    def __init__(self, running: int, waiting: int) -> None:
        self._most = running + waiting
        self._inside = 0
        self._running = asyncio.Semaphore(running)

    @asynccontextmanager
    async def taken(self) -> AsyncIterator[None]:
        """Wait for a place at work and hold it.

        Raises:
            Busy: there is no place left even to wait in.
        """
        if self._inside >= self._most:
            raise Busy(BUSY.format(inside=self._inside))
        self._inside += 1
        try:
            async with self._running:
                yield
        finally:
            self._inside -= 1
