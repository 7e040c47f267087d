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
START_WITHIN_SECONDS = 60


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


@contextmanager
def serving(home: Path) -> Iterator[Server]:
    """A fresh process of the application on the data in ``home``; ended when the block is left."""
    port = _free_port()
    origin = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    began = time.monotonic()
    with (home / f"server-{port}.log").open("w") as log:
        process = subprocess.Popen(
            [*command, "--server.address", "127.0.0.1", "--server.fileWatcherType", "none"],
            cwd=ROOT,
            env=os.environ | {"VIGIE_HOME": str(home)},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait(origin, process)
            yield Server(origin, process.pid, time.monotonic() - began)
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait(origin: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_WITHIN_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the application ended while starting, exit code {process.returncode}")
        try:
            with urllib.request.urlopen(f"{origin}/api/ready", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.05)
    raise RuntimeError(f"the application was not ready within {START_WITHIN_SECONDS} s")
