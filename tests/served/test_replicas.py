"""Two servers on one home, as compose.yaml starts them: one is killed under load, nothing stored is lost."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from websockets.exceptions import WebSocketException

from data.ingest.workspace import loads
from data.snapshots import current
from tests.served.watched import ROOT, Served, run, served, texts

WORKSPACE = "banque-alpha"
LINK = "lang=en&v=2&bank=caravane&tau=0.002"
OWN = f"lang=en&w={WORKSPACE}&bank=alpha"
ENOUGH, AT_MOST = 4, 400
THINKS = 0.3
_COMMAND = ["streamlit", "run", "app.py", "--server.port", "PORT", "--server.address", "127.0.0.1"]
_SECRET = {"STREAMLIT_SERVER_COOKIE_SECRET": "one for all of them"}


@pytest.fixture
def home(demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VIGIE_HOME", str(tmp_path / "home"))
    shutil.copytree(demo_home / "snapshots" / "demo", tmp_path / "home" / "snapshots" / "demo")
    return tmp_path / "home"


@pytest.fixture
def pair(tmp_path: Path, home: Path) -> Iterator[tuple[Served, Served]]:
    with (
        served(tmp_path / "one", home, _COMMAND, _SECRET) as one,
        served(tmp_path / "two", home, _COMMAND, _SECRET) as two,
    ):
        yield one, two


def _loading(month: str, folder: Path) -> subprocess.Popen[bytes]:
    file = folder / f"{month}.csv"
    file.write_text(f"bank;indicator;month;value\nalpha;O1;{month};1.5\n", encoding="utf-8")
    command = ["data", "load", str(file), "--as", "risk_observation", "--workspace", WORKSPACE]
    return subprocess.Popen([sys.executable, "-m", *command], cwd=ROOT, stdout=subprocess.DEVNULL)


def _said(server: Served, page: str, query: str) -> str:
    with server.socket() as wire:
        said = texts(run(wire, page, query)[1])
    # The page’s own link has the port, by which the two differ; a place kept for later says nothing.
    return "\n".join(line for line in re.sub(r"127\.0\.0\.1:\d+", "", said).splitlines() if line.strip())


class _Visitor(threading.Thread):
    """Turns pages at one server until told to stop, and goes to the other where that one is gone."""

    def __init__(self, at: Served, other: Served) -> None:
        super().__init__()
        self.at, self.other = at, other
        self.before = self.after = 0
        self.enough, self.stop = threading.Event(), threading.Event()
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            self.before = self._walk(self.at)
            if not self.stop.is_set():
                self.after = self._walk(self.other)
        except BaseException as error:
            self.error = error

    def _walk(self, server: Served) -> int:
        drawn = 0
        try:
            with server.socket() as wire:
                while not self.stop.is_set() and drawn < AT_MOST:
                    assert "Banque Caravane" in texts(run(wire, "channels-costs", LINK)[1])
                    drawn += 1
                    if drawn >= ENOUGH:
                        self.enough.set()
                    # A reader who never thinks would leave the loading no processor.
                    self.stop.wait(THINKS)
        except (OSError, WebSocketException):
            self.enough.clear()
        return drawn


def test_one_is_killed_under_load_the_other_serves_and_nothing_stored_is_lost(
    pair: tuple[Served, Served], home: Path, tmp_path: Path
) -> None:
    one, two = pair
    assert _loading("2026-01", tmp_path).wait() == 0
    published = current(WORKSPACE).hash
    # What one process has stored, both serve, and under one link they say the same.
    own, linked = _said(one, "risk-scores", OWN), _said(one, "macro-tobin-tax", LINK)
    assert published[:8] in own
    assert _said(two, "risk-scores", OWN) == own
    assert _said(two, "macro-tobin-tax", LINK) == linked

    moved, stayed = _Visitor(one, two), _Visitor(two, one)
    for each in (moved, stayed):
        each.start()
    for each in (moved, stayed):
        assert each.enough.wait(300)
    writing = _loading("2026-02", tmp_path)
    os.kill(one.process, signal.SIGKILL)
    assert writing.wait() == 0
    moved.enough.clear()
    assert moved.enough.wait(300)
    for each in (moved, stayed):
        each.stop.set()
        each.join()
        assert each.error is None
    assert moved.before >= ENOUGH
    assert moved.after >= ENOUGH
    # Whoever was with the other noticed nothing.
    assert stayed.after == 0

    assert [each["table"] for each in loads(WORKSPACE)] == ["risk_observation"] * 2
    assert current(WORKSPACE).hash != published
    assert current(WORKSPACE).hash[:8] in _said(two, "risk-scores", OWN)
    assert _said(two, "macro-tobin-tax", LINK) == linked
