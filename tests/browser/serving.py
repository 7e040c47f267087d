"""The application as a process of its own, for journeys and for measuring."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# A server that takes so long hangs; how fast it starts is what `make bench` measures.
START_WITHIN_SECONDS = 300
PORTS_TRIED = 5


@dataclass(frozen=True)
class Server:
    """A running application: its address, its process, and how long it took to be ready."""

    origin: str
    process: int
    seconds_to_ready: float


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


class _Ended(RuntimeError):
    """The application ended while it was starting."""


@contextmanager
def serving(home: Path) -> Iterator[Server]:
    """A fresh process of the application on the data in ``home``; ended when the block is left."""
    process, server = _start(home)
    try:
        yield server
    finally:
        _end(process)


def _start(home: Path) -> tuple[subprocess.Popen[bytes], Server]:
    for attempt in range(PORTS_TRIED):
        port = _free_port()
        origin = f"http://127.0.0.1:{port}"
        log = home / f"server-{port}.log"
        began = time.monotonic()
        process = _launch(home, port, log)
        try:
            _wait(origin, process)
            return process, Server(origin, process.pid, time.monotonic() - began)
        except _Ended as ended:
            # Between our look and its start, another process may have taken the port.
            told = log.read_text(errors="replace")
            if "in use" not in told or attempt == PORTS_TRIED - 1:
                raise RuntimeError(f"{ended}; it said:\n{told[-2000:]}") from ended
        except BaseException:
            _end(process)
            raise
    raise AssertionError("the last attempt returns or raises")


def _launch(home: Path, port: int, log: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    with log.open("w") as written:
        return subprocess.Popen(
            [*command, "--server.address", "127.0.0.1", "--server.fileWatcherType", "none"],
            cwd=ROOT,
            env=os.environ | {"VIGIE_HOME": str(home)},
            stdout=written,
            stderr=subprocess.STDOUT,
        )


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _wait(origin: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_WITHIN_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise _Ended(f"the application ended while starting, exit code {process.returncode}")
        try:
            with urllib.request.urlopen(f"{origin}/api/ready", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.05)
    raise RuntimeError(f"the application was not ready within {START_WITHIN_SECONDS} s")
