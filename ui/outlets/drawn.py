"""Charts as pictures, drawn by another process (``draughtsman``) while this one serves."""

from __future__ import annotations

import atexit
import json
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, Literal

from studies.keep import Store
from ui.outlets.draughtsman import LENGTH

Form = Literal["svg", "png"]
_ROOT: Final = Path(__file__).resolve().parents[2]
_SECONDS: Final = 30.0
_MOST_BYTES: Final = 8 << 20
_IDLE_SECONDS: Final = 600.0


class NotDrawn(RuntimeError):
    """The picture could not be drawn."""


class Draughtsman:
    """One process that draws, started when it is first asked and again where it has ended.

    Parameters
    ----------
    seconds : after which a drawing is given up, and the process with it
    idle_seconds : without a drawing, after which the process is ended and its memory given back
    """

    def __init__(self, seconds: float = _SECONDS, idle_seconds: float = _IDLE_SECONDS) -> None:
        self._seconds, self._idle_seconds = seconds, idle_seconds
        self._idle: threading.Timer | None = None
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def draw(self, form: Form, specification: dict[str, Any] | str) -> bytes:
        """A finished chart as SVG or PNG; the text of an SVG as PNG.

        Raises
        ------
        NotDrawn: the specification is wrong, or the process ended or took too long
        """
        asked = json.dumps({"form": form, "specification": specification}).encode()
        with self._lock:
            process = self._running()
            patience = threading.Timer(self._seconds, process.kill)
            patience.daemon = True
            patience.start()
            try:
                answer = _exchange(process, asked)
            except OSError as error:
                process.kill()
                process.wait()
                raise NotDrawn(f"the process that draws has ended: {error}") from error
            finally:
                patience.cancel()
            self._rest()
        if not answer.startswith(b"+"):
            raise NotDrawn(answer[1:].decode(errors="replace"))
        return answer[1:]

    def _rest(self) -> None:
        if self._idle is not None:
            self._idle.cancel()
        self._idle = threading.Timer(self._idle_seconds, self.end)
        self._idle.daemon = True
        self._idle.start()

    def end(self) -> None:
        """End the process; the next drawing starts another."""
        with self._lock:
            process, self._process = self._process, None
            if self._idle is not None:
                self._idle.cancel()
            if process is not None:
                # It reads to the end of its input.
                process.communicate()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "ui.outlets.draughtsman"],
                cwd=_ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
        return self._process


def _exchange(process: subprocess.Popen[bytes], asked: bytes) -> bytes:
    requests, answers = process.stdin, process.stdout
    assert requests is not None
    assert answers is not None
    requests.write(LENGTH.pack(len(asked)) + asked)
    requests.flush()
    head = answers.read(LENGTH.size)
    answer = answers.read(LENGTH.unpack(head)[0]) if len(head) == LENGTH.size else b""
    if not answer:
        raise BrokenPipeError("no answer")
    return answer


_OURS: Final = Draughtsman()
_KEPT: Final = Store(_MOST_BYTES)
_AHEAD: Final = ThreadPoolExecutor(1, thread_name_prefix="ahead")
atexit.register(_OURS.end)


def picture(form: Form, specification: dict[str, Any]) -> bytes:
    """A finished chart as SVG or PNG, drawn once beside this process. Raises ``NotDrawn``."""
    key = (form, json.dumps(specification, sort_keys=True))
    made: bytes = _KEPT.get(key, lambda: _OURS.draw(form, specification))
    return made


def ahead(form: Form, specification: dict[str, Any]) -> None:
    """Begin to draw what will be asked for, while this process computes something else."""

    def drawing() -> None:
        # Whoever asks for it is told.
        with suppress(NotDrawn):
            picture(form, specification)

    _AHEAD.submit(drawing)


def raster(vector: str) -> bytes:
    """The text of an SVG as PNG, drawn beside this process. Raises ``NotDrawn``."""
    return _OURS.draw("png", vector)
