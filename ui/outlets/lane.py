"""Computing beside the event loop, bounded: so many at once, so many waiting, so long."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")


class Busy(RuntimeError):
    """As much is being computed as may be, or it took too long; what was begun is finished and kept."""


class Lane:
    """Threads that compute what an answer needs.

    Parameters
    ----------
    name : of its threads
    workers : computations at once
    waiting : computations that may wait for a worker; whoever comes then is refused
    """

    def __init__(self, name: str, *, workers: int, waiting: int) -> None:
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix=name)
        self._most = workers + waiting
        self._count = 0
        self._lock = threading.Lock()

    async def run(self, work: Callable[[], T], *, seconds: float) -> T:
        """The result of ``work``. Raises ``Busy`` where there is no room, or none after ``seconds``."""
        begun = self.begin(work)
        try:
            # The computation is not ended with the patience of whoever asked: the next one finds it done.
            return await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(begun)), seconds)
        except TimeoutError as error:
            begun.add_done_callback(_seen)
            raise Busy(f"not within {seconds:g} s") from error

    def begin(self, work: Callable[[], T]) -> Future[T]:
        """Begin to compute, without waiting. Raises ``Busy`` where there is no room."""
        with self._lock:
            if self._count >= self._most:
                raise Busy(f"{self._count} under way")
            self._count += 1
        begun = self._threads.submit(work)
        begun.add_done_callback(self._done)
        return begun

    def _done(self, _begun: Future[Any]) -> None:
        with self._lock:
            self._count -= 1


def _seen(begun: Future[Any]) -> None:
    # An error that nobody waits for any more is not reported as one that nobody looked at.
    if not begun.cancelled():
        begun.exception()
