"""A hosted demonstration forgets what visitors load, and never touches what its operator keeps."""

import os
import time
from datetime import date
from pathlib import Path

import pytest

from data import hosting, snapshots
from data.ingest import workspace as folders


@pytest.fixture
def operator(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VIGIE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    snapshots._passing.cache_clear()
    yield tmp_path / "home"
    snapshots._passing.cache_clear()


def _load(name: str) -> snapshots.Snapshot:
    return snapshots.publish(name, "a" * 16, date(2026, 10, 31), lambda path: path.write_bytes(b"x"))


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


@pytest.mark.parametrize(("demo", "megabytes"), [("1", 10), ("", 50)])
def test_strangers_may_load_smaller_files(monkeypatch: pytest.MonkeyPatch, demo: str, megabytes: int) -> None:
    monkeypatch.setenv("VIGIE_DEMO", demo)
    assert hosting.largest_megabytes() == megabytes
