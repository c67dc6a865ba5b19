"""How many requests a server gets at once: as many as it takes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

REST = 1.0  # seconds between two halvings: the requests of one overload count once


class Concurrency:
    """A limit that is halved when the server is overloaded, and grows slowly again.

    Additive increase, multiplicative decrease, as TCP has it (Chiu & Jain 1989).

    Attributes:
        limit: how many requests may run now.
    """

    def __init__(self, most: int) -> None:
        self.limit = float(most)
        self._most = most
        self._running = 0
        self._halved = float("-inf")
        self._changed = asyncio.Condition()

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """Wait for a place, and hold it."""
        async with self._changed:
            await self._changed.wait_for(lambda: self._running < int(self.limit))
            self._running += 1
        try:
            yield
        finally:
            self._running -= 1
            async with self._changed:
                self._changed.notify()

    def overloaded(self) -> None:
        """Halve the limit, down to 1: the server answered that it is asked too much."""
        now = asyncio.get_running_loop().time()
        if now - self._halved >= REST:
            self._halved = now
            self.limit = max(1.0, self.limit / 2)

    async def succeeded(self) -> None:
        """Raise the limit: by about 1 for each round of as many requests as it allows."""
        self.limit = min(float(self._most), self.limit + 1 / self.limit)
        async with self._changed:
            self._changed.notify()
