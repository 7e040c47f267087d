"""Files read in a process apart, within limits of time and memory.

A file that holds the interpreter, takes all memory or ends the process that reads it costs whoever loaded it
a sentence, and nobody else anything.
"""

from __future__ import annotations

import os
import pickle
import signal
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

from data.channel_log.importing import CsvLayout
from data.channel_log.mapping import LogMapping
from data.contracts import contract
from data.ingest.cost_ledger import Ledger
from data.ingest.engine import Preview
from data.ingest.limits import (
    LOG_MEBIBYTES,
    LOG_SECONDS,
    LOG_SECONDS_PER_MEGABYTE,
    LOGS_AT_ONCE,
    MEGABYTE,
    READER_MEBIBYTES,
    READER_MEBIBYTES_AT_MOST,
    READER_MEBIBYTES_PER_MEGABYTE,
    READER_SECONDS,
    READER_SECONDS_AT_MOST,
    READER_SECONDS_PER_MEGABYTE,
    READERS_AT_ONCE,
    WALL_PER_SECOND,
)
from data.ingest.log_file import LogSketch, LogTaken, head
from data.ingest.problems import FileRefused, refuse
from data.ingest.reading import ReadOptions
from data.ingest.references import References, load_references
from data.ingest.report import Report, refused
from data.ingest.sniff import base_name
from data.ingest.transport import unpack

_ROOT: Final = Path(__file__).resolve().parents[2]
_HEADER: Final = struct.Struct("<cQ")
_RESULT, _STATUS = b"R", b"S"
_GRACE_SECONDS: Final = 5.0
_TIME_IS_UP: Final = frozenset(
    -getattr(signal, name) for name in ("SIGALRM", "SIGXCPU") if hasattr(signal, name)
)
_ENVIRONMENT: Final = {
    # Threads and pools of memory set aside in advance count against the limit without being used.
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "MALLOC_ARENA_MAX": "2",
    # A workbook that a library in Rust cannot go on with is told to whoever loaded it, not to the log.
    "RUST_BACKTRACE": "0",
}


def limits_for(size: int) -> tuple[int, int]:
    """MiB of memory beyond the libraries, and seconds of computing, for a file of ``size`` bytes."""
    megabytes = size / MEGABYTE
    memory = READER_MEBIBYTES + READER_MEBIBYTES_PER_MEGABYTE * megabytes
    seconds = READER_SECONDS + READER_SECONDS_PER_MEGABYTE * megabytes
    return int(min(memory, READER_MEBIBYTES_AT_MOST)), int(min(seconds, READER_SECONDS_AT_MOST))


class _Ended(Exception):
    """No answer came from the process; ``status`` is how it ended, None after a wait in vain."""

    def __init__(self, status: int | None) -> None:
        super().__init__(status)
        self.status = status


def _receive(stream: BinaryIO, size: int) -> bytes:
    parts = bytearray()
    while len(parts) < size:
        part = stream.read(min(size - len(parts), 1 << 20))
        if not part:
            raise EOFError
        parts += part
    return bytes(parts)


class _Forking:
    """A process that has everything loaded and forks a child for each file."""

    def __init__(self, prepared_by: str = "") -> None:
        self._prepared_by = prepared_by
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._owner = os.getpid()

    def start(self) -> None:
        """Start it, unless it runs; what it loads is loaded meanwhile."""
        with self._lock:
            self._running()

    def _running(self) -> socket.socket:
        if self._owner != os.getpid():
            # A copy of this process made by forking cannot share the socket with the original.
            self._process, self._control, self._owner = None, None, os.getpid()
        if self._control is not None and self._process is not None and self._process.poll() is None:
            return self._control
        self._stop()
        ours, theirs = socket.socketpair()
        with theirs:
            code = f"from data.ingest.reader_process import serve; serve({theirs.fileno()})"
            code = self._prepared_by + code
            self._process = subprocess.Popen(
                [sys.executable, "-c", code],
                cwd=_ROOT,
                env=os.environ | _ENVIRONMENT,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(),),
            )
        self._control = ours
        return ours

    def _stop(self) -> None:
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._process = self._control = None

    def stop(self) -> None:
        """End it and what it is reading."""
        with self._lock:
            self._stop()

    def _job(self) -> socket.socket:
        """A connection to a new child."""
        for attempt in (1, 2):
            ours, theirs = socket.socketpair()
            with theirs, self._lock:
                try:
                    socket.send_fds(self._running(), [b"j"], [theirs.fileno()])
                    return ours
                except OSError:
                    # It had nothing to do for long and ended just now.
                    ours.close()
                    self._stop()
                    if attempt > 1:
                        raise
        raise AssertionError

    def run(self, request: bytes, limits: bytes, wall: float) -> bytes:
        """The answer to one request.

        Raises
        ------
        _Ended: there is none
        """
        with self._job() as job:
            job.settimeout(wall + _GRACE_SECONDS)
            with job.makefile("rwb") as stream:
                try:
                    stream.write(_HEADER.pack(b"J", len(request)) + limits)
                    stream.write(request)
                    stream.flush()
                except (BrokenPipeError, ConnectionResetError):
                    # Its status says why.
                    pass
                except TimeoutError:
                    raise _Ended(None) from None
                return self._answer(cast(BinaryIO, stream))

    def _answer(self, stream: BinaryIO) -> bytes:
        try:
            kind, size = _HEADER.unpack(_receive(stream, _HEADER.size))
            if kind == _RESULT:
                return _receive(stream, size)
        except TimeoutError:
            raise _Ended(None) from None
        except (EOFError, ConnectionResetError):
            raise _Ended(1) from None
        raise _Ended(size - (1 << 32) if size >> 31 else size)


class _Fresh:
    """A new process for each file, where processes cannot be forked safely."""

    def __init__(self, prepared_by: str = "") -> None:
        self._prepared_by = prepared_by

    def start(self) -> None:
        """Nothing can be prepared."""

    def stop(self) -> None:
        """Nothing runs."""

    def run(self, request: bytes, limits: bytes, wall: float) -> bytes:
        """The answer to one request.

        Raises
        ------
        _Ended: there is none
        """
        process = subprocess.Popen(
            [sys.executable, "-c", f"{self._prepared_by}from data.ingest.reader_process import once; once()"],
            cwd=_ROOT,
            env=os.environ | _ENVIRONMENT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        try:
            given = _HEADER.pack(b"J", len(request)) + limits + request
            answered, _ = process.communicate(given, timeout=wall + _GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            raise _Ended(None) from None
        if len(answered) < _HEADER.size or answered[:1] != _RESULT:
            raise _Ended(process.returncode)
        return answered[_HEADER.size :]


def _readers() -> _Forking | _Fresh:
    # Systems other than Linux load libraries that do not survive a fork.
    return _Forking() if sys.platform == "linux" and hasattr(socket, "send_fds") else _Fresh()


_READERS: Final = _readers()
_PLACES: Final = threading.BoundedSemaphore(READERS_AT_ONCE)
_LOG_PLACES: Final = threading.BoundedSemaphore(LOGS_AT_ONCE)


def start() -> None:
    """Load what reading takes, in the background, so that the first file is not kept waiting."""
    _READERS.start()


def stop() -> None:
    """End the process that reads files; it ends by itself with this one."""
    _READERS.stop()


def _asked(
    kind: str,
    content: bytes,
    filename: str,
    asked: Mapping[str, Any],
    *,
    limits: tuple[int, int] | None = None,
    places: threading.BoundedSemaphore = _PLACES,
) -> Any:
    """What a process apart makes of the file, within the limits of its size unless others are given.

    Raises
    ------
    FileRefused: it took too much time or memory, or stopped
    KeyError, ValueError: as the function that is called there
    """
    memory, seconds = limits or limits_for(len(content))
    wall = seconds * WALL_PER_SECOND
    request = pickle.dumps((kind, content, filename, dict(asked)), protocol=5)
    try:
        with places:
            answered = _READERS.run(request, struct.pack("<III", memory, seconds, wall), wall)
        outcome, found = unpack(answered)
    except _Ended as ended:
        if ended.status is None or ended.status in _TIME_IS_UP:
            raise refuse("file_takes_long", limit=seconds) from None
        raise refuse("file_stops_reader") from None
    except pickle.UnpicklingError:
        raise refuse("file_stops_reader") from None
    if outcome == "memory":
        raise refuse("file_takes_memory", limit=memory)
    if outcome == "misused":
        name, arguments = found
        raise (KeyError if name == "KeyError" else ValueError)(*arguments)
    return found


def preview(
    content: bytes,
    filename: str,
    *,
    table: str | None = None,
    options: ReadOptions | None = None,
    references: References | None = None,
) -> Preview:
    """As `data.ingest.engine.preview`, in a process apart: a file that takes too much is refused."""
    known = references or load_references()
    asked = {"table": table, "options": options, "references": known}
    try:
        return cast(Preview, _asked("preview", content, filename, asked))
    except FileRefused as refusal:
        return Preview(base_name(filename), problem=refusal.problems[0])


def ledger(content: bytes, filename: str, *, options: ReadOptions | None = None) -> Ledger | None:
    """As `data.ingest.cost_ledger.ledger`, in a process apart: a file that takes too much is none."""
    try:
        return cast(Ledger | None, _asked("ledger", content, filename, {"options": options}))
    except FileRefused:
        return None


def sketch(content: bytes, filename: str, *, encoding: str | None = None, path: str = "") -> LogSketch:
    """As `data.ingest.log_file.sketch`, in a process apart; ``path`` : where a Parquet file is."""
    beginning = b"" if path else head(content)
    try:
        asked = {"encoding": encoding, "path": path}
        return cast(LogSketch, _asked("sketch", beginning, filename, asked, limits=limits_for(len(content))))
    except FileRefused as refusal:
        return LogSketch(base_name(filename), problem=refusal.problems[0])


def take_log(
    folder: str,
    filename: str,
    *,
    size: int,
    mapping: LogMapping,
    layout: CsvLayout | None,
    bank: str,
    known: References,
) -> LogTaken:
    """As `data.ingest.log_file.take_log`, in a process apart, one at a time.

    Parameters
    ----------
    folder : where the file stands as ``given.csv`` or ``given.parquet``
    filename, size : its name, and its bytes
    mapping, layout, bank, known : as there
    """
    asked = {
        "folder": folder,
        "mapping": mapping,
        "layout": layout,
        "bank": bank,
        "known": known,
        "today": date.today(),
    }
    seconds = LOG_SECONDS + int(LOG_SECONDS_PER_MEGABYTE * size / MEGABYTE)
    try:
        found = _asked("log", b"", filename, asked, limits=(LOG_MEBIBYTES, seconds), places=_LOG_PLACES)
    except FileRefused as refusal:
        return LogTaken(problem=refusal.problems[0])
    return cast(LogTaken, found)


def validate(
    content: bytes,
    filename: str,
    *,
    table: str,
    mapping: Mapping[str, str | None] | None = None,
    options: ReadOptions | None = None,
    constants: Mapping[str, str] | None = None,
    known: Mapping[str, Collection[str]] | References | None = None,
    today: date | None = None,
) -> Report:
    """As `data.ingest.engine.validate`, in a process apart: a file that takes too much is refused.

    Raises
    ------
    KeyError: no such table
    ValueError: a constant for a column that the table does not have
    """
    contract(table)
    asked = {
        "table": table,
        "mapping": mapping,
        "options": options,
        "constants": constants,
        "known": load_references() if known is None else known,
        "today": today or date.today(),
    }
    try:
        return cast(Report, _asked("validate", content, filename, asked))
    except FileRefused as refusal:
        return refused(table, base_name(filename), refusal.problems)
