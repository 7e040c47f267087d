"""Board packs made by another process (``bindery``) while this one serves."""

from __future__ import annotations

import atexit
import queue
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, cast

from data import passing
from data.snapshots import hosted
from ui import visit
from ui.report import bindery

if TYPE_CHECKING:
    from ui.report.files import Files, Order

_ROOT: Final = Path(__file__).resolve().parents[2]
_SECONDS: Final = 600.0
_IDLE_SECONDS: Final = 300.0
_BEAT_SECONDS: Final = 0.5


class NotMade(RuntimeError):
    """The other process gave no files; the message says why."""


class Binderies:
    """Processes that make packs: started when none is free, ended when there was nothing to do for long.

    Parameters
    ----------
    seconds : after which an order is given up, and its process with it
    idle_seconds : without an order, after which processes are ended and their memory given back
    """

    def __init__(self, seconds: float = _SECONDS, idle_seconds: float = _IDLE_SECONDS) -> None:
        self._seconds, self._idle_seconds = seconds, idle_seconds
        self._lock = threading.Lock()
        self._free: list[subprocess.Popen[bytes]] = []
        self._rest: threading.Timer | None = None

    def make(self, job: bindery.Job, progress: Callable[[float, str], object]) -> Files:
        """The files of a job.

        ``progress`` is told again and again, also where nothing new is known. What it raises, a reader's
        leaving for one, ends the process and with it the work.

        Raises
        ------
        NotMade: the files could not be made, or the process ended or took too long
        """
        process = self._take()
        patience = threading.Timer(self._seconds, process.kill)
        patience.daemon = True
        patience.start()
        try:
            made = _exchange(process, job, progress)
        except BaseException:
            process.kill()
            process.communicate()
            raise
        finally:
            patience.cancel()
        self._give_back(process)
        return made

    def ready(self) -> None:
        """Have a process that can begin at once, for whoever is about to give an order."""
        self._give_back(self._take())

    def _take(self) -> subprocess.Popen[bytes]:
        with self._lock:
            while self._free:
                process = self._free.pop()
                if process.poll() is None:
                    return process
        return subprocess.Popen(
            [sys.executable, "-m", "ui.report.bindery"],
            cwd=_ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def _give_back(self, process: subprocess.Popen[bytes]) -> None:
        with self._lock:
            self._free.append(process)
            if self._rest is not None:
                self._rest.cancel()
            self._rest = threading.Timer(self._idle_seconds, self.end)
            self._rest.daemon = True
            self._rest.start()

    def end(self) -> None:
        """End the processes that have nothing to do; the next order starts another."""
        with self._lock:
            ended, self._free = self._free, []
            if self._rest is not None:
                self._rest.cancel()
        for process in ended:
            # It reads to the end of its input.
            process.communicate()


def _exchange(
    process: subprocess.Popen[bytes], job: bindery.Job, progress: Callable[[float, str], object]
) -> Files:
    orders, answers = process.stdin, process.stdout
    assert orders is not None
    assert answers is not None
    try:
        bindery.write(orders, b"J", job)
    except OSError as error:
        raise NotMade(f"the process that makes packs has ended: {error}") from error
    heard: queue.SimpleQueue[tuple[bytes, object] | None] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(answers, heard), daemon=True).start()
    told: tuple[float, str] = (0.0, "")
    while True:
        try:
            answer = heard.get(timeout=_BEAT_SECONDS)
        except queue.Empty:
            progress(*told)
            continue
        if answer is None:
            raise NotMade("the process that makes packs has ended")
        kind, content = answer
        if kind == bindery.PROGRESS:
            told = cast("tuple[float, str]", content)
            progress(*told)
        elif kind == bindery.RESULT:
            return cast("Files", content)
        else:
            raise NotMade(content)


def _listen(answers: IO[bytes], heard: queue.SimpleQueue[tuple[bytes, object] | None]) -> None:
    """Pass on what the process says of one order, to its end: None where it ended before."""
    while True:
        try:
            answer = bindery.read(answers)
        except (OSError, ValueError, EOFError):
            answer = None
        heard.put(answer)
        if answer is None or answer[0] != bindery.PROGRESS:
            return


_OURS: Final = Binderies()
atexit.register(_OURS.end)


_begun = threading.Event()


def begin() -> None:
    """From now on packs are made apart: this process serves pages, which should not wait for them."""
    _begun.set()


def begun() -> bool:
    """Whether packs are made apart."""
    return _begun.is_set()


def ready() -> None:
    """Where packs are made apart, have a process ready for the order that may come."""
    if begun():
        _OURS.ready()


def make(order: Order, progress: Callable[[float, str], object]) -> Files:
    """The files of an order of this session, made beside this process. Raises ``NotMade``."""
    visitors = passing.folder() if hosted() else None
    return _OURS.make(bindery.Job(order, visit.chosen_by_session(), visitors), progress)
