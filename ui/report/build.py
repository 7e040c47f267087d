"""The files of a board pack: made once for each scenario and snapshot, one at a time.

A server has them made by a process apart; whoever asks outside of one makes them here.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from threading import BoundedSemaphore, Lock
from typing import Final

from ui import link, meters, visit
from ui.registry import SCENARIOS
from ui.report import apart
from ui.report.chosen import Asked
from ui.report.files import Files, Order, make
from ui.report.gather import Progress
from ui.report.letterhead import PLAIN, Letterhead
from ui.words import language

_KEPT_AT_MOST: Final = 8
_AT_ONCE: Final = 2
_PATIENCE_SECONDS: Final = 60.0
_LOOK_SECONDS: Final = 0.5


class Busy(RuntimeError):
    """Too many packs are being made on this server."""


_FILES: Final[OrderedDict[Order, Files]] = OrderedDict()
_FILES_LOCK: Final = Lock()
_PLACES: Final = BoundedSemaphore(_AT_ONCE)


def order(slugs: Sequence[str], asked: Asked, origin: str, head: Letterhead = PLAIN) -> Order:
    """The order of this session, as its scenario and data stand now."""
    snapshot = link.shown()
    return Order(
        tuple(slugs),
        asked,
        origin,
        language(),
        snapshot.workspace,
        snapshot.hash,
        link.scenario().to_json(),
        str(link.display()),
        str(sorted(visit.kept().to_query().items())) if SCENARIOS in slugs else "",
        head,
    )


def kept(wanted: Order) -> Files | None:
    """The files of an order that was carried out before."""
    with _FILES_LOCK:
        if wanted in _FILES:
            _FILES.move_to_end(wanted)
        return _FILES.get(wanted)


def build(wanted: Order, progress: Progress) -> Files:
    """Make the files of an order; a session makes one at a time, the server two.

    Raises
    ------
    Busy: no place became free in time
    """
    waited = 0.0
    while not _PLACES.acquire(timeout=_LOOK_SECONDS):
        # Told that nothing moves yet; it is also where a reader who left or changed his mind ends the wait.
        progress(0.0, "")
        waited += _LOOK_SECONDS
        if waited >= _PATIENCE_SECONDS:
            raise Busy
    try:
        with link.pinned(), meters.pack():
            made = (apart.make if apart.begun() else make)(wanted, progress)
    finally:
        _PLACES.release()
    with _FILES_LOCK:
        _FILES[wanted] = made
        while len(_FILES) > _KEPT_AT_MOST:
            _FILES.popitem(last=False)
    return made
