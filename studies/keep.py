"""A store of results, bounded in bytes: computed once, kept while used, forgotten longest-unused first.

Whoever finds a result never waits for somebody else's computation of another; whoever asks for one that is
being computed waits for that one. A failure is told to all who wait for it and is not kept.
"""

from __future__ import annotations

import sys
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, fields, is_dataclass
from functools import cache, partial
from threading import Lock
from types import CellType, FunctionType
from typing import Any, Final

import numpy as np
import pandas as pd

_PER_ENTRY: Final = 512
"""What an entry costs beside its value: key, links, counters; bytes."""


@dataclass(frozen=True)
class Figures:
    """What a store has done and holds.

    Parameters
    ----------
    hits : results found
    misses : results computed
    joined : results waited for while another was computing them
    evicted : results forgotten to make room
    entries : results held
    held_bytes, most_bytes : their size, and how large it may grow
    under_way : computations running now
    """

    hits: int
    misses: int
    joined: int
    evicted: int
    entries: int
    held_bytes: int
    most_bytes: int
    under_way: int


class Store:
    """Results by exact key.

    Parameters
    ----------
    most_bytes : what all results together may take
    """

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._lock = Lock()
        self._kept: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._under_way: dict[Hashable, Future[Any]] = {}
        self._held = self._hits = self._misses = self._joined = self._evicted = 0

    def get(self, key: Hashable, compute: Callable[[], Any]) -> Any:
        """The result of ``key``; computed by ``compute`` where it is neither kept nor under way.

        Raises
        ------
        Exception: what ``compute`` raised, also to those who waited for it
        """
        while True:
            with self._lock:
                found = self._kept.get(key)
                if found is not None:
                    self._kept.move_to_end(key)
                    self._hits += 1
                    return found[0]
                running = self._under_way.get(key)
                if running is None:
                    mine = self._under_way[key] = Future()
                    self._misses += 1
                    break
                self._joined += 1
            try:
                return running.result()
            except _Abandoned:
                # Its visitor left in the middle: that says nothing about the result.
                continue
        return self._computed(key, compute, mine)

    def _computed(self, key: Hashable, compute: Callable[[], Any], mine: Future[Any]) -> Any:
        try:
            value = compute()
            size = size_of(value) + _PER_ENTRY
        except BaseException as error:
            with self._lock:
                del self._under_way[key]
            mine.set_exception(error if isinstance(error, Exception) else _Abandoned())
            raise
        with self._lock:
            self._keep(key, value, size)
            del self._under_way[key]
        mine.set_result(value)
        return value

    def _keep(self, key: Hashable, value: Any, size: int) -> None:
        if size > self._most:
            self._evicted += 1
            return
        self._kept[key] = (value, size)
        self._held += size
        while self._held > self._most:
            _key, (_value, freed) = self._kept.popitem(last=False)
            self._held -= freed
            self._evicted += 1

    def forget(self) -> None:
        """Hold nothing any more; what is under way is kept once it is there."""
        with self._lock:
            self._kept.clear()
            self._held = 0

    def figures(self) -> Figures:
        """What the store has done since the process began, and holds now."""
        with self._lock:
            return Figures(
                self._hits,
                self._misses,
                self._joined,
                self._evicted,
                len(self._kept),
                self._held,
                self._most,
                len(self._under_way),
            )


class _Abandoned(Exception):
    """A computation was ended from outside, without a result and without an error of its own."""


def size_of(value: Any) -> int:
    """The bytes that a result takes: frames and arrays exactly, what holds them by what it holds."""
    return _size(value, set())


_PLAIN: Final = frozenset({str, bytes, int, float, bool, type(None)})


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(part.name for part in fields(kind))


def _size(value: Any, seen: set[int]) -> int:
    if id(value) in seen:
        return 0
    seen.add(id(value))
    # Most of what a page holds: asked for before all that takes long to tell apart.
    if type(value) in _PLAIN:
        return sys.getsizeof(value)
    if isinstance(value, pd.DataFrame | pd.Series | pd.Index):
        used = value.memory_usage(deep=True)
        return int(used if isinstance(used, int) else np.sum(used))
    if isinstance(value, np.ndarray):
        # A view keeps what it looks at.
        return int(value.nbytes if value.base is None else getattr(value.base, "nbytes", value.nbytes))
    own = sys.getsizeof(value, 64)
    if isinstance(value, Mapping):
        return own + sum(_size(key, seen) + _size(part, seen) for key, part in value.items())
    if isinstance(value, list | tuple | set | frozenset):
        return own + sum(_size(part, seen) for part in value)
    if is_dataclass(value) and not isinstance(value, type):
        return own + sum(_size(getattr(value, name), seen) for name in _names(type(value)))
    if isinstance(value, partial):
        # What is made later rests on what it was given.
        return own + _size((value.func, value.args, value.keywords), seen)
    if isinstance(value, FunctionType):
        return own + sum(_size(cell.cell_contents, seen) for cell in value.__closure__ or () if _filled(cell))
    if hasattr(value, "__dict__") and not isinstance(value, type) and not callable(value):
        return own + _size(vars(value), seen)
    return own


def _filled(cell: CellType) -> bool:
    try:
        return cell.cell_contents is not cell
    except ValueError:
        return False
