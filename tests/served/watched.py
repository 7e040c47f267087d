"""The application as a process of its own, on the loopback; each address it turns to is written down."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

ROOT = Path(__file__).resolve().parents[2]
START_WITHIN_SECONDS = 90
# Read by Python itself at start. Names are asked for by getaddrinfo, machines by connect and sendto;
# an address family of the machine's own (a file, the kernel) leaves nothing.
WATCH = """
import ipaddress, os, socket, sys

def watch(event, given):
    if event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = given[0]
    elif event in ("socket.connect", "socket.sendto"):
        if given[0].family not in (socket.AF_INET, socket.AF_INET6):
            return
        host = given[1][0]
    else:
        return
    host = host.decode() if isinstance(host, bytes) else str(host or "localhost")
    try:
        own = ipaddress.ip_address(host).is_loopback or ipaddress.ip_address(host).is_unspecified
    except ValueError:
        own = host == "localhost"
    if not own:
        with open(os.environ["WATCHED_ADDRESSES"], "a") as file:
            file.write(f"{event} {host}\\n")

sys.addaudithook(watch)
"""


@dataclass(frozen=True)
class Served:
    """A running application: its port, and where its outgoing attempts and its words are written."""

    port: int
    folder: Path
    process: int = 0

    @property
    def outgoing(self) -> list[str]:
        """What the process asked of other machines, one line an attempt."""
        file = self.folder / "addresses"
        return file.read_text().splitlines() if file.exists() else []

    @property
    def log(self) -> str:
        """What the process wrote."""
        return (self.folder / "log").read_text()

    def ask(
        self, path: str, method: str = "GET", body: bytes | None = None, **headers: str
    ) -> tuple[HTTPResponse, str]:
        """An answer and its text; underscores in header names stand for hyphens."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, {"Host": f"127.0.0.1:{self.port}"} | named)
        answer = connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        connection.close()
        return answer, text

    def socket(self, origin: str | None = None, host: str | None = None) -> ClientConnection:
        """A handshake as a browser on a page of ``origin`` makes it."""
        wire = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        return connect(
            f"ws://{host or f'127.0.0.1:{self.port}'}/_stcore/stream",
            sock=wire,
            origin=origin,
            subprotocols=[Subprotocol("streamlit")],
            max_size=None,
            open_timeout=30,
            proxy=None,
        )


def run(wire: ClientConnection, page: str = "", query: str = "lang=en") -> tuple[str, list[ForwardMsg]]:
    """Run a page as a browser asks for it: the session's name, and all that was sent until it was drawn."""
    message = BackMsg()
    message.rerun_script.query_string = query
    message.rerun_script.page_name = page
    wire.send(message.SerializeToString())
    session, seen = "", []
    while True:
        data = wire.recv(timeout=60)
        assert isinstance(data, bytes)
        seen.append(ForwardMsg.FromString(data))
        if seen[-1].WhichOneof("type") == "new_session":
            session = seen[-1].new_session.initialize.session_id
        if seen[-1].WhichOneof("type") == "script_finished":
            return session, seen


def texts(messages: list[ForwardMsg]) -> str:
    """The words of a page that was drawn."""
    bodies = []
    for message in messages:
        if message.WhichOneof("type") == "delta" and message.delta.WhichOneof("type") == "new_element":
            element = message.delta.new_element
            kind = element.WhichOneof("type")
            bodies.append(str(getattr(getattr(element, kind), "body", "")) if kind else "")
    return "\n".join(bodies)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextlib.contextmanager
def served(
    folder: Path,
    home: Path,
    command: list[str],
    settings: Mapping[str, str] | None = None,
    ready: str = "/api/ready",
    port: int | None = None,
) -> Iterator[Served]:
    """The application, started by ``command``; ``PORT`` in it stands for ``port``, or for any free one."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sitecustomize.py").write_text(WATCH)
    port = port or free_port()
    cleared = {name: value for name, value in os.environ.items() if not name.startswith("VIGIE_")}
    own = {
        "VIGIE_HOME": str(home),
        "PYTHONPATH": str(folder),
        "WATCHED_ADDRESSES": str(folder / "addresses"),
    }
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", *(part.replace("PORT", str(port)) for part in command)],
            cwd=ROOT,
            env=cleared | own | dict(settings or {}),
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        server = Served(port, folder, process.pid)
        try:
            _wait(server, process, ready)
            yield server
        finally:
            process.terminate()
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait(server: Served, process: subprocess.Popen[bytes], ready: str) -> None:
    deadline = time.monotonic() + START_WITHIN_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the application ended while starting: {server.log[-2000:]}")
        with contextlib.suppress(OSError, urllib.error.URLError):
            if server.ask(ready)[0].status == 200:
                return
        time.sleep(0.1)
    raise RuntimeError(f"the application was not ready: {server.log[-2000:]}")
