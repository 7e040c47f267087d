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


def _upload(
    server: Served, wire: ClientConnection, session: str, widget: str, given: tuple[str, bytes]
) -> None:
    """Give a file to the import page as a browser does, and wait until the page is drawn again."""
    name, content = given
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
    message = BackMsg()
    message.rerun_script.query_string = "lang=en"
    message.rerun_script.page_name = "import"
    state = message.rerun_script.widget_states.widgets.add()
    state.id = widget
    info = state.file_uploader_state_value.uploaded_file_info.add()
    info.file_id, info.name, info.size = name, "f.csv", len(content)
    info.file_urls.file_id = name
    info.file_urls.upload_url = info.file_urls.delete_url = place
    wire.send(message.SerializeToString())
    said = ""
    while True:
        data = wire.recv(timeout=120)
        assert isinstance(data, bytes)
        answered = ForwardMsg.FromString(data)
        said += str(answered) if answered.WhichOneof("type") == "delta" else ""
        if answered.WhichOneof("type") == "script_finished":
            break
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
