"""How long a light page of one visitor waits while another makes the first board pack after a start."""

from __future__ import annotations

import tempfile
import threading
import time
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection

from tests.served.watched import Served, run, served

LIGHT = "data"
_PAUSE, _QUIET_SECONDS = 0.1, 8.0
# What a start computes ahead is done by then, and no part of what the pack costs.
_WARMED_SECONDS = 60.0
_COMMAND = ["streamlit", "run", "app.py", "--server.port", "PORT", "--server.address", "127.0.0.1"]


def _button(messages: list[ForwardMsg], key: str) -> str:
    for message in messages:
        if message.WhichOneof("type") == "delta" and message.delta.WhichOneof("type") == "new_element":
            element = message.delta.new_element
            if element.WhichOneof("type") == "button" and element.button.id.endswith(key):
                return str(element.button.id)
    raise RuntimeError(f"the page has no button {key!r}")


def _press(wire: ClientConnection, page: str, button: str, query: str = "lang=en") -> None:
    """Press a button as a browser does, and wait until the page is drawn."""
    message = BackMsg()
    message.rerun_script.query_string = query
    message.rerun_script.page_name = page
    state = message.rerun_script.widget_states.widgets.add()
    state.id, state.trigger_value = button, True
    wire.send(message.SerializeToString())
    while True:
        data = wire.recv(timeout=300)
        assert isinstance(data, bytes)
        if ForwardMsg.FromString(data).WhichOneof("type") == "script_finished":
            return


def _turn(server: Served, waits: list[tuple[float, float]], done: threading.Event) -> None:
    with server.socket() as wire:
        run(wire, LIGHT)
        while not done.is_set():
            began = time.monotonic()
            run(wire, LIGHT)
            waits.append((began, time.monotonic() - began))
            time.sleep(_PAUSE)


def main() -> None:
    """Print what the light page took before, during and after the first pack."""
    waits: list[tuple[float, float]] = []
    done = threading.Event()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        with served(Path(folder) / "server", home, _COMMAND) as server, server.socket() as wire:
            button = _button(run(wire, "report")[1], "produce")
            reader = threading.Thread(target=_turn, args=(server, waits, done))
            reader.start()
            time.sleep(_WARMED_SECONDS)
            began = time.monotonic()
            _press(wire, "report", button)
            ended = time.monotonic()
            time.sleep(_QUIET_SECONDS)
            done.set()
            reader.join()
            begun = time.monotonic()
            _press(wire, "report", button, "lang=en&bank=noria")
            second = time.monotonic() - begun
    print(f"first pack after a start: {ended - began:.1f} s; another bank's, alone: {second:.1f} s\n")
    print("| light page | runs | half take, s | 19 of 20 take, s | longest, s |\n|---|---|---|---|---|")
    for title, low, high in (
        ("before", 0.0, began),
        ("during", began, ended),
        ("after", ended, float("inf")),
    ):
        part = sorted(took for at, took in waits if low <= at < high) or [float("nan")]
        half, most = part[len(part) // 2], part[int(0.95 * (len(part) - 1) + 0.5)]
        print(f"| {title} | {len(part)} | {half:.2f} | {most:.2f} | {part[-1]:.2f} |")
