"""The process that reads files: it waits for a file, and reads each in a child of its own, within limits.

Started by `data.ingest.worker` as ``reader_process.serve(descriptor)`` where processes can be forked, which
costs some milliseconds a file, and as ``reader_process.once()`` elsewhere, which costs the imports each time.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import select
import signal
import socket
import struct
import sys
import traceback
import warnings
from collections.abc import Callable
from typing import Any, BinaryIO, Final, cast

from data.ingest.cost_ledger import ledger
from data.ingest.engine import preview, validate
from data.ingest.log_file import sketch, take_log
from data.ingest.references import References
from data.ingest.transport import pack

RESULT, STATUS = b"R", b"S"
HEADER: Final = struct.Struct("<cQ")
_IDLE_SECONDS: Final = 900
"""So long does the process wait for another file before it gives its memory back."""
_KINDS: Final[dict[str, Callable[..., Any]]] = {
    "ledger": ledger,
    "log": take_log,
    "sketch": sketch,
    "preview": preview,
    "validate": validate,
}
_MEBIBYTE: Final = 1_048_576


def limit_self(megabytes: int, seconds: int) -> None:
    """Bind this process to so much more memory than it has and so much more time, as far as the system can.

    The kernel ends it when time is up, whatever it is doing; memory beyond the limit is not given.
    """
    try:
        import resource
    except ImportError:
        return
    with contextlib.suppress(OSError, ValueError):
        # What is mapped already counts, and most of it is libraries.
        with open("/proc/self/statm", encoding="ascii") as status:
            mapped = int(status.read().split()[0]) * resource.getpagesize()
        limit = mapped + megabytes * _MEBIBYTE
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(used.ru_utime + used.ru_stime)
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CPU, (spent + seconds, spent + seconds + 1))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def answer(request: bytes) -> bytes:
    """Read a file as asked; what comes of it, packed."""
    kind, content, filename, asked = pickle.loads(request)
    try:
        found = _KINDS[kind](content, filename, **asked)
        return pack(("done", found.ready_to_travel() if kind == "validate" else found))
    except MemoryError:
        return pack(("memory", None))
    except (KeyError, ValueError) as error:
        return pack(("misused", (type(error).__name__, [str(argument) for argument in error.args])))


def _write(stream: BinaryIO, kind: bytes, content: bytes) -> None:
    stream.write(HEADER.pack(kind, len(content)))
    stream.write(content)
    stream.flush()


def read_exactly(stream: BinaryIO, size: int) -> bytes:
    """So many bytes of a stream.

    Raises
    ------
    EOFError: it ends before
    """
    parts = bytearray()
    while len(parts) < size:
        part = stream.read(min(size - len(parts), _MEBIBYTE))
        if not part:
            raise EOFError
        parts += part
    return bytes(parts)


def _job(stream: BinaryIO) -> None:
    """Read one request, bind oneself to its limits, answer."""
    _, size = HEADER.unpack(read_exactly(stream, HEADER.size))
    megabytes, seconds, wall = struct.unpack("<III", read_exactly(stream, 12))
    request = read_exactly(stream, size)
    if hasattr(signal, "setitimer"):
        # Without a handler of ours the kernel ends the process, even within an expression that never returns.
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, wall)
    limit_self(megabytes, seconds)
    _write(stream, RESULT, answer(request))


def _prepare() -> None:
    warnings.simplefilter("ignore")
    # What the first file would load: names of months, tables of rules.
    validate(b"bank;month;value\nx;mars 2026;y\n", "x.csv", table="risk_observation", known=References({}))
    gc.collect()
    gc.freeze()


def once() -> None:
    """Read one file from standard input, answer on standard output."""
    _prepare()
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    code = 1
    try:
        _Joined(os.fdopen(os.dup(sys.stdin.fileno()), "rb"), out).run()
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


class _Joined:
    """Two pipes as the one stream that a job knows."""

    def __init__(self, requests: BinaryIO, answers: BinaryIO) -> None:
        self.read, self.write, self.flush = requests.read, answers.write, answers.flush

    def run(self) -> None:
        """Read the one file."""
        _job(self)  # type: ignore[arg-type]


class _Server:
    """Forks a child for each file; ends with the process that started it."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._jobs: dict[int, socket.socket] = {}
        self._woken, self._wake = os.pipe()
        os.set_blocking(self._wake, False)
        os.set_blocking(self._woken, False)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._wake, warn_on_full_buffer=False)

    def run(self) -> None:
        """Take files until nobody asks any more."""
        try:
            while True:
                control = self._control.fileno()
                ready, _, _ = select.select([control, self._woken], [], [], _IDLE_SECONDS)
                if not ready and not self._jobs:
                    return
                if self._woken in ready:
                    with contextlib.suppress(BlockingIOError):
                        os.read(self._woken, 4096)
                    self._reap()
                if control in ready and not self._accept():
                    return
        finally:
            for child in self._jobs:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(child, signal.SIGKILL)

    def _accept(self) -> bool:
        message, descriptors, _, _ = socket.recv_fds(self._control, 1, 1)
        if not message:
            return False
        job = socket.socket(fileno=descriptors[0])
        child = os.fork()
        if child:
            self._jobs[child] = job
            return True
        self._be_child(job)
        return True

    def _be_child(self, job: socket.socket) -> None:
        code = 1
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            self._control.close()
            for other in self._jobs.values():
                other.close()
            os.nice(5)
            with job.makefile("rwb") as stream:
                _job(cast(BinaryIO, stream))
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)

    def _reap(self) -> None:
        """Tell those who wait how their children ended."""
        while self._jobs:
            child, status = os.waitpid(-1, os.WNOHANG)
            if not child:
                return
            with self._jobs.pop(child) as job, contextlib.suppress(OSError):
                job.sendall(HEADER.pack(STATUS, os.waitstatus_to_exitcode(status) & 0xFFFFFFFF))


def serve(descriptor: int) -> None:
    """Read files until the other end of the socket is closed."""
    _prepare()
    control = socket.socket(fileno=descriptor)
    try:
        _Server(control).run()
    finally:
        # Nothing of this process is worth taking apart.
        os._exit(0)
