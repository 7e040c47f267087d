"""How far the making of cubes has come, for whoever waits for it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

_ASKED_EVERY_SECONDS: Final = 0.5
_TOO_EARLY: Final = 0.02


@dataclass(frozen=True)
class Progress:
    """How far the cubes are.

    Attributes
    ----------
    cube : the one being made
    done : share of all that is done, of 1
    seconds_left : as long as what is done took by share; None while too little is done to tell
    """

    cube: str
    done: float
    seconds_left: float | None


Told = Callable[[Progress], None]


class Stages:
    """Cubes made one after the other, each as long as another."""

    def __init__(self, names: Sequence[str], told: Told | None) -> None:
        self._names, self._told, self._began = list(names), told, time.monotonic()

    @contextmanager
    def making(self, name: str, share: Callable[[], float] | None = None) -> Iterator[None]:
        """Tell how far ``name`` is until the block ends; ``share`` : of it done, below 0 if unknown."""
        if self._told is None:
            yield
            return
        before = self._names.index(name)
        self._tell(name, before)
        ended = threading.Event()
        asking = threading.Thread(target=self._watch, args=(name, before, share, ended), daemon=True)
        if share is not None:
            asking.start()
        try:
            yield
        finally:
            ended.set()
            if share is not None:
                asking.join()
        self._tell(name, before + 1)

    def _watch(self, name: str, before: int, share: Callable[[], float], ended: threading.Event) -> None:
        while not ended.wait(_ASKED_EVERY_SECONDS):
            self._tell(name, before + min(max(share(), 0.0), 1.0))

    def _tell(self, name: str, done: float) -> None:
        part = done / len(self._names)
        elapsed = time.monotonic() - self._began
        left = elapsed * (1 - part) / part if part >= _TOO_EARLY else None
        if self._told is not None:
            self._told(Progress(name, part, left))
