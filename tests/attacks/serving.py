"""What visitors of a running server notice: data replaced under them, and hostile files of somebody else."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection

from data.build import build_base
from tests.attacks import Rows
from tests.data.ingest.hostile_files import BOMBS, TEXTS
from tests.served.watched import Served, run, served
from tests.swapping import WORKSPACE, published

_PAGES = ("", "risk-scores")
_READERS = 4
_RUNS_A_SWAP = 3
_COMMAND = ["streamlit", "run", "app.py", "--server.port", "PORT", "--server.address", "127.0.0.1"]
_FOOT = re.compile(r"snapshot\D*?([0-9a-f]{8})")
_STALL_SECONDS = 1.0
"""What a visitor may wait for a light page while somebody else's hostile file is read, on two cores."""
_SLOWER = 1.5
"""How much longer a light page may take, at the middle, while somebody else's log is aggregated."""
_LOG_MEGABYTES = 160
_ALONE_TURNS = 40


@contextlib.contextmanager
def _application() -> Iterator[Served]:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        home.mkdir()
        before = os.environ.get("VIGIE_HOME")
        os.environ["VIGIE_HOME"] = str(home)
        try:
            build_base()
            with served(Path(folder) / "server", home, _COMMAND) as server:
                yield server
        finally:
            os.environ.pop("VIGIE_HOME")
            if before is not None:
                os.environ["VIGIE_HOME"] = before


def _seen(messages: list[ForwardMsg]) -> tuple[str, str]:
    """The snapshot that the foot names, and a mark of the answer, the figures and the charts above it."""
    mark, foot = hashlib.sha256(), ""
    for message in messages:
        if message.WhichOneof("type") != "delta" or message.delta.WhichOneof("type") != "new_element":
            continue
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        if kind == "markdown":
            found = _FOOT.search(element.markdown.body)
            if found:
                foot = found[1]
            else:
                mark.update(element.markdown.body.encode())
        elif kind in ("vega_lite_chart", "metric", "arrow_data_frame"):
            part = getattr(element, kind)
            if kind == "vega_lite_chart":
                mark.update(part.spec.encode())
                for data in part.datasets:
                    mark.update(data.data.data)
            elif kind == "metric":
                mark.update(part.body.encode())
            else:
                mark.update(part.data)
    return foot, mark.hexdigest()


def swaps(count: int) -> Rows:
    """``count`` snapshots published under four readers; each page must be of one of them, whole."""
    observed: dict[tuple[str, str], list[str]] = defaultdict(list)
    failures: list[str] = []
    query = f"lang=en&w={WORKSPACE}"
    with _application() as server:
        published(0)
        done = threading.Event()

        def read(page: str) -> None:
            try:
                with server.socket() as wire:
                    while not done.is_set():
                        foot, mark = _seen(run(wire, page, query)[1])
                        observed[page, foot].append(mark)
            except Exception as error:
                failures.append(repr(error))

        readers = [threading.Thread(target=read, args=(_PAGES[i % len(_PAGES)],)) for i in range(_READERS)]
        for reader in readers:
            reader.start()
        for generation in range(1, count + 1):
            published(generation)
            # A few runs later, in the midst of others.
            while sum(map(len, list(observed.values()))) < _RUNS_A_SWAP * generation and not failures:
                time.sleep(0.05)
        done.set()
        for reader in readers:
            reader.join()
        runs, mixed, compared = 0, 0, 0
        with server.socket() as wire:
            for generation in range(count + 1):
                shown = published(generation).hash[:8]
                for page in _PAGES:
                    marks = observed.pop((page, shown), [])
                    if not marks:
                        continue
                    # Nothing is published while this one is drawn: it is what the others should have been.
                    foot, mark = _seen(run(wire, page, query)[1])
                    runs, compared = runs + len(marks), compared + 1
                    mixed += sum(each != mark for each in marks) if foot == shown else len(marks)
        left = sum(map(len, observed.values()))
    told = (
        f"{runs} runs of {_READERS} visitors on {compared} pages × snapshots: {mixed} mixed, "
        f"{left} of no snapshot that was published, {len(failures)} visitors broke off"
    )
    for failure in failures:
        print(failure, file=sys.stderr)
    yield (
        f"{count} snapshots put in place under readers",
        told,
        bool(runs) and not (mixed or left or failures),
    )


def _uploader(messages: list[ForwardMsg]) -> str:
    for message in messages:
        if message.WhichOneof("type") == "delta" and message.delta.WhichOneof("type") == "new_element":
            element = message.delta.new_element
            if element.WhichOneof("type") == "file_uploader":
                return str(element.file_uploader.id)
    raise RuntimeError("the import page has no field for a file")


def _put(server: Served, session: str, name: str, content: bytes) -> str:
    """Send a file as a browser does; where it then stands."""
    answer, _ = server.ask("/_stcore/health")
    found = re.search(r"_streamlit_xsrf=([^;]+)", answer.headers["set-cookie"])
    token = found[1] if found else ""
    part = b'--b\r\nContent-Disposition: form-data; name="f"; filename="f.csv"\r\n\r\n'
    place = f"/_stcore/upload_file/{session}/{name}"
    answer, _ = server.ask(
        place,
        "PUT",
        part + content + b"\r\n--b--\r\n",
        Content_Type="multipart/form-data; boundary=b",
        X_Xsrftoken=token,
        Cookie=f"_streamlit_xsrf={token}",
    )
    if answer.status != 204:
        raise RuntimeError(f"the upload was answered with {answer.status}")
    return place


def _with_file(widget: str, name: str, size: int, place: str) -> BackMsg:
    """A run of the import page with a file in its field."""
    message = BackMsg()
    message.rerun_script.query_string = "lang=en"
    message.rerun_script.page_name = "import"
    state = message.rerun_script.widget_states.widgets.add()
    state.id = widget
    info = state.file_uploader_state_value.uploaded_file_info.add()
    info.file_id, info.name, info.size = name, "f.csv", size
    info.file_urls.file_id = name
    info.file_urls.upload_url = info.file_urls.delete_url = place
    return message


def _drawn(wire: ClientConnection, message: BackMsg, seconds: float) -> list[ForwardMsg]:
    """What is sent until the page is drawn."""
    wire.send(message.SerializeToString())
    seen = []
    while True:
        data = wire.recv(timeout=seconds)
        assert isinstance(data, bytes)
        seen.append(ForwardMsg.FromString(data))
        if seen[-1].WhichOneof("type") == "script_finished":
            return seen


def _upload(
    server: Served, wire: ClientConnection, session: str, widget: str, given: tuple[str, bytes]
) -> None:
    """Give a file to the import page as a browser does, and wait until the page is drawn again."""
    name, content = given
    place = _put(server, session, name, content)
    seen = _drawn(wire, _with_file(widget, name, len(content), place), 120)
    said = "".join(str(each) for each in seen if each.WhichOneof("type") == "delta")
    if "alert" not in said and "What the file holds" not in said:
        raise RuntimeError("the page says nothing of the file")


def neighbours() -> Rows:
    """Hostile files given to the import page while another visitor turns over a light page."""
    waits: list[tuple[float, str]] = []
    now, done = ["nothing"], threading.Event()
    # Made beforehand: what that takes must not keep the other visitor, a thread of this process, waiting.
    files = {name: make() for name, (make, _rule) in (TEXTS | BOMBS).items()}
    with _application() as server:

        def turn() -> None:
            with server.socket() as wire:
                run(wire, "data")
                while not done.is_set():
                    start = time.monotonic()
                    run(wire, "data")
                    waits.append((time.monotonic() - start, now[0]))
                    time.sleep(0.05)

        visitor = threading.Thread(target=turn)
        with server.socket() as wire:
            session, drawn = run(wire, "import")
            widget = _uploader(drawn)
            visitor.start()
            time.sleep(5)
            quiet = sorted(wait for wait, _ in waits)
            given = 0
            for name, content in files.items():
                now[0] = name
                given += 1
                _upload(server, wire, session, widget, (f"file-{given}", content))
                print(name, file=sys.stderr)
            done.set()
            visitor.join()
        alive = server.ask("/api/ready")[0].status == 200
    under = [(wait, name) for wait, name in waits if name != "nothing"]
    worst, during = max(under)
    middle = sorted(wait for wait, _ in under)[len(under) // 2]
    told = (
        f"{given} files: a page of another visitor took {middle:.2f} s (longest {worst:.2f} s, {during}); "
        f"before them {quiet[len(quiet) // 2]:.2f} s (longest {quiet[-1]:.2f} s)"
    )
    yield "hostile files, seen by another visitor", told, alive and worst <= _STALL_SECONDS + quiet[-1]


def _named(messages: list[ForwardMsg], kind: str, label: str) -> str:
    """The name of a control by its label."""
    for message in messages:
        if message.WhichOneof("type") == "delta" and message.delta.WhichOneof("type") == "new_element":
            element = message.delta.new_element
            if element.WhichOneof("type") == kind and label in getattr(element, kind).label:
                return str(getattr(element, kind).id)
    raise RuntimeError(f"the import page has no control of the name {label!r}")


def _log(megabytes: int) -> bytes:
    """A channel log of about so many MB, in codes and columns about which nothing is asked."""
    channels = ("branch", "atm", "internet", "mobile")
    services = ("balance", "transfer_internal", "cash_withdrawal", "bill_payment")
    lines = [
        f"2026-{1 + at % 9:02d}-{1 + at % 28:02d} {at % 24:02d}:{at % 60:02d}:{at // 60 % 60:02d};"
        f"{channels[at % 4]};{services[at // 4 % 4]};mass;{at % 5000}.50;{'true' if at % 50 else 'false'}"
        for at in range(100_000)
    ]
    block = ("\n".join(lines) + "\n").encode()
    head = b"ts;channel;service;segment;amount_mad;success\n"
    return head + block * max(1, round(megabytes * 2**20 / len(block)))


def beside_a_log(megabytes: int = _LOG_MEGABYTES) -> Rows:
    """A large log aggregated on the import page while another visitor turns over a light page."""
    content = _log(megabytes)
    waits: list[tuple[float, str]] = []
    now, done = ["nothing"], threading.Event()
    with _application() as server:

        def turn() -> None:
            with server.socket() as wire:
                run(wire, "data")
                while not done.is_set():
                    start, began_in = time.monotonic(), now[0]
                    run(wire, "data")
                    waits.append((time.monotonic() - start, began_in))
                    time.sleep(0.05)

        visitor = threading.Thread(target=turn)
        visitor.start()
        while len(waits) < _ALONE_TURNS:
            time.sleep(0.05)
        with server.socket() as wire:
            session, drawn = run(wire, "import")
            widget = _uploader(drawn)
            bank = _named(drawn, "text_input", "Bank, when the file does not name it")
            now[0] = "while it is sent"
            began = time.monotonic()
            place = _put(server, session, "log", content)
            message = _with_file(widget, "log", len(content), place)
            named = message.rerun_script.widget_states.widgets.add()
            named.id, named.string_value = bank, "banque-journal"
            now[0] = "while it is recognised"
            take = _named(_drawn(wire, message, 300), "button", "Aggregate the log")
            pressed = message.rerun_script.widget_states.widgets.add()
            pressed.id, pressed.trigger_value = take, True
            now[0] = "while it is aggregated"
            seen = _drawn(wire, message, 900)
            took = time.monotonic() - began
            done.set()
            visitor.join()
    counted = any("operations kept" in str(each) for each in seen)
    alone = sorted(wait for wait, during in waits if during == "nothing")
    beside = sorted(wait for wait, during in waits if during != "nothing")
    _longest, during = max(each for each in waits if each[1] != "nothing")
    told = (
        f"{len(content) / 2**20:.0f} MB in {took:.0f} s: a page of another visitor took "
        f"{_middle(beside):.2f} s (19 of 20 within {beside[int(0.95 * len(beside))]:.2f} s, longest "
        f"{beside[-1]:.2f} s, {during}); before it {_middle(alone):.2f} s (longest {alone[-1]:.2f} s)"
    )
    held = beside[-1] <= _STALL_SECONDS + alone[-1] or _middle(beside) <= _SLOWER * _middle(alone)
    yield "a channel log, seen by another visitor", told, counted and held


def _middle(waits: list[float]) -> float:
    return waits[len(waits) // 2]
