"""A hosted demonstration forgets what visitors load, and never touches what its operator keeps."""

import os
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from data import folders, hosting, passing, publishing, snapshots


@pytest.fixture
def operator(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VIGIE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    snapshots._passing.cache_clear()
    yield tmp_path / "home"
    snapshots._passing.cache_clear()


def _load(name: str) -> snapshots.Snapshot:
    return publishing.publish(name, "a" * 16, date(2026, 10, 31), lambda path: path.write_bytes(b"x"))


def test_workspaces_of_the_operator_are_neither_seen_nor_touched_by_visitors(
    operator: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _load("demo")
    kept = _load("our-own-bank")
    monkeypatch.setenv("VIGIE_DEMO", "1")
    assert snapshots.workspaces() == ("demo",)
    loaded = _load("banque-visitor")
    assert snapshots.workspaces() == ("demo", "banque-visitor")
    assert not loaded.path.is_relative_to(operator)
    assert not folders.folder("banque-visitor").is_relative_to(operator)
    monkeypatch.delenv("VIGIE_DEMO")
    assert snapshots.workspaces() == ("demo", "our-own-bank")
    assert kept.path.read_bytes() == b"x"


def test_a_restart_begins_without_workspaces(operator: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIGIE_DEMO", "1")
    _load("demo")
    _load("banque-visitor")
    snapshots._passing.cache_clear()  # what a new process begins with
    assert snapshots.workspaces() == ("demo",)


def test_the_oldest_workspace_makes_room_for_a_new_one(
    operator: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hosting, "MOST_WORKSPACES", 3)
    for age, name in enumerate(("first", "second", "third")):
        monkeypatch.setenv("VIGIE_DEMO", "1")
        folder = _load(name).path.parent
        moment = time.time() - 100 + age
        os.utime(folder, (moment, moment))
    assert hosting.make_room() == ("first",)
    assert snapshots.workspaces() == ("second", "third")
    assert hosting.make_room() == ()


def test_an_operator_s_own_server_never_forgets_a_workspace(
    operator: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hosting, "MOST_WORKSPACES", 1)
    monkeypatch.delenv("VIGIE_DEMO", raising=False)
    _load("one")
    _load("two")
    assert hosting.make_room() == ()
    assert snapshots.workspaces() == ("one", "two")


_KILLED_VISIT = """
import os, signal
from datetime import date
from data import publishing
publishing.publish("banque-visitor", "a" * 16, date(2026, 10, 31), lambda path: path.write_bytes(b"x"))
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_visitors_loaded_goes_at_the_end_and_after_a_kill_at_the_next_start(
    operator: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VIGIE_DEMO", "1")
    root = Path(snapshots.__file__).parents[1]
    subprocess.run([sys.executable, "-c", _KILLED_VISIT], cwd=root, check=False)
    left = list(tmp_path.glob("vigie-demo-*"))
    assert len(left) == 1
    _load("banque-living")
    mine = [folder for folder in tmp_path.glob("vigie-demo-*") if folder not in left]
    assert (left[0].exists(), len(mine)) == (False, 1)
    # Another start beside this one leaves what a living process holds.
    subprocess.run([sys.executable, "-c", _KILLED_VISIT], cwd=root, check=False)
    assert snapshots.workspaces() == ("banque-living",)
    passing.forget_visitors()
    assert not mine[0].exists()
    assert snapshots.workspaces() == ()


@pytest.mark.parametrize(("demo", "megabytes"), [("1", 10), ("", 50)])
def test_strangers_may_load_smaller_files(monkeypatch: pytest.MonkeyPatch, demo: str, megabytes: int) -> None:
    monkeypatch.setenv("VIGIE_DEMO", demo)
    assert hosting.largest_megabytes() == megabytes
