"""Snapshots: what is served is whole, whatever happens to the one who writes the next."""

from __future__ import annotations

import itertools
import json
import multiprocessing
import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import FrameType

import pandas as pd
import pytest

from data import connection, folders, frames, publishing, snapshots, writing
from data.build import build_base, build_workspace
from data.connection import Writer, held, query
from data.contracts import CONTRACTS
from data.publishing import publish
from data.snapshots import DEMO, Snapshot, SnapshotMissing, WorkspaceMissing, current, workspaces

_DAY = date(2026, 10, 31)


@pytest.fixture
def empty_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VIGIE_HOME", str(tmp_path))
    return tmp_path


def _publish(number: int, workspace: str = DEMO) -> Snapshot:
    def write(path: Path) -> None:
        with Writer(path) as writer:
            writer.run(f"CREATE TABLE answer AS SELECT {number} AS number")

    return publish(workspace, f"{number:016x}", _DAY, write)


def _answer(snapshot: Snapshot) -> int:
    return int(query(snapshot, "SELECT number FROM answer")["number"].iloc[0])


def test_the_home_is_what_the_environment_says(empty_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert snapshots.home() == empty_home
    monkeypatch.delenv("VIGIE_HOME")
    assert snapshots.home() == Path(snapshots.__file__).resolve().parents[1] / "var"


def test_a_published_snapshot_is_the_current_one(empty_home: Path) -> None:
    published = _publish(1)
    assert current() == published
    assert published.path == empty_home / "snapshots" / "demo" / "0000000000000001.duckdb"
    assert (published.as_of, published.workspace) == (_DAY, "demo")
    assert published.built_at.utcoffset() is not None
    assert _answer(published) == 1


def test_a_swapped_pointer_is_picked_up_without_restart(empty_home: Path) -> None:
    seen = []
    for number in range(1, 21):
        _publish(number)
        seen.append(_answer(current()))
    assert seen == list(range(1, 21))


def test_an_older_snapshot_can_be_pointed_to_again(empty_home: Path) -> None:
    first = _publish(1)
    _publish(2)
    assert _publish(1).hash == first.hash
    assert _answer(current()) == 1


def test_publishing_what_is_served_changes_nothing(empty_home: Path) -> None:
    first = _publish(1)
    pointer = first.path.with_name("current.json")
    before = pointer.stat().st_mtime_ns
    assert _publish(1) == first
    assert pointer.stat().st_mtime_ns == before


def test_a_failing_write_leaves_the_old_snapshot_and_no_debris(empty_home: Path) -> None:
    first = _publish(1)

    def fail(path: Path) -> None:
        path.write_bytes(b"half a database")
        path.with_name(path.name + ".wal").write_bytes(b"and its log")
        raise RuntimeError("power cut")

    with pytest.raises(RuntimeError, match="power cut"):
        publish(DEMO, "ab" * 16, _DAY, fail)
    assert current() == first
    assert sorted(os.listdir(first.path.parent)) == [first.path.name, "current.json"]


def test_only_the_newest_snapshots_are_kept(empty_home: Path) -> None:
    published = [_publish(number) for number in range(1, 9)]
    kept = sorted(path.name for path in published[0].path.parent.glob("*.duckdb"))
    assert kept == [snapshot.path.name for snapshot in published[-5:]]


def test_an_earlier_snapshot_is_found_by_the_start_of_its_hash_while_it_is_kept(empty_home: Path) -> None:
    published = [_publish(number) for number in (0x1111111100000000, 0x2222222200000000)]
    found = [snapshots.find(DEMO, digest) for digest in ("11111111", "22222222", "33333333")]
    assert found == [*published, None]
    published[0].path.unlink()
    assert snapshots.find(DEMO, "11111111") is None
    with pytest.raises(ValueError, match="8 to 64"):
        snapshots.find(DEMO, "../1111")


def test_an_earlier_snapshot_with_other_tables_is_not_offered(
    empty_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        before.setattr(publishing, "layout", lambda: "of another version")
        _publish(0x1111111100000000)
    _publish(0x2222222200000000)
    _publish(0x3333333300000000)
    assert snapshots.find(DEMO, "11111111") is None
    assert snapshots.find(DEMO, "22222222") is not None


def test_an_open_snapshot_outlives_its_file(empty_home: Path) -> None:
    first = _publish(1)
    assert _answer(first) == 1
    for number in range(2, 9):
        _publish(number)
    assert not first.path.exists()
    assert _answer(first) == 1


def test_what_dead_builds_left_is_swept_and_what_live_ones_write_is_not(empty_home: Path) -> None:
    first = _publish(1)
    folder = first.path.parent
    dead = folder / f".{'ab' * 16}.999999999.00ff00ff.part"
    live = folder / f".{'ab' * 16}.{os.getpid()}.00ff00ff.part"
    old = folder / f".{'ab' * 16}.{os.getpid()}.11ff00ff.part.wal"
    for path in (dead, live, old):
        path.write_bytes(b"unfinished")
    os.utime(old, (0, 0))
    _publish(2)
    assert (dead.exists(), live.exists(), old.exists()) == (False, True, False)


def test_an_unbuilt_home_an_unknown_workspace_and_a_lost_file_are_told_apart(empty_home: Path) -> None:
    with pytest.raises(SnapshotMissing, match="no snapshot has been built") as nothing:
        current()
    assert not isinstance(nothing.value, WorkspaceMissing)
    with pytest.raises(WorkspaceMissing, match="no workspace 'elsewhere'"):
        current("elsewhere")
    _publish(1).path.unlink()
    with pytest.raises(FileNotFoundError, match="is gone"):
        current()


@pytest.mark.parametrize(
    "written",
    [
        "",
        "{",
        "[]",
        '{"hash": "../../etc/passwd", "built_at": "2026-10-31", "as_of": "2026-10-31"}',
        '{"hash": 5}',
    ],
)
def test_a_damaged_pointer_is_no_snapshot(empty_home: Path, written: str) -> None:
    pointer = _publish(1).path.with_name("current.json")
    pointer.write_text(written, encoding="utf-8")
    with pytest.raises(SnapshotMissing, match="cannot be read"):
        current()


@pytest.mark.parametrize("name", ["", "..", "a/b", "a" * 41, "Ma banque", ".hidden", "été"])
def test_a_workspace_name_is_no_path(empty_home: Path, name: str) -> None:
    with pytest.raises(ValueError, match="allowed are 1 to 40 lower-case letters"):
        current(name)


def test_a_name_that_is_no_hash_is_refused(empty_home: Path) -> None:
    with pytest.raises(ValueError, match="16 to 64 hexadecimal"):
        publish(DEMO, "../x", _DAY, lambda path: None)


def test_workspaces_are_listed_the_demonstration_first(empty_home: Path) -> None:
    for number, name in enumerate(("zeta", "demo", "alpha"), start=1):
        _publish(number, name)
    assert workspaces() == ("demo", "alpha", "zeta")
    assert json.loads((empty_home / "snapshots" / "alpha" / "current.json").read_text())["hash"].endswith("3")


# Killed while building.

_BANK = {"bank": ["mine"], "name": ["Ma banque"], "size": ["small"]}
_NEVER = sys.maxsize
_WRITERS = tuple(module.__file__ for module in (connection, folders, frames, publishing, snapshots, writing))


def _own(number: int) -> dict[str, pd.DataFrame]:
    months = pd.date_range("2021-11-01", "2026-10-01", freq="MS")
    observations = pd.DataFrame({"bank": "mine", "indicator": "O1", "month": months, "value": float(number)})
    return {"bank": pd.DataFrame(_BANK), "risk_observation": observations}


def _build_workspace(number: int) -> None:
    build_workspace("killed", _own(number))


def _build_base(number: int) -> None:
    from data import build

    build.base_digest = lambda: f"{number:032x}"  # type: ignore[assignment]
    build_base()


def _build_until(home: Path, build: Callable[[int], None], number: int, step: int, said: Path) -> None:
    """In a process of its own: die without a word at step ``step``; else say how many there were.

    A step is a call of, or from, the code that writes: what only computes leaves nothing behind.
    """
    os.environ["VIGIE_HOME"] = str(home)
    steps = 0

    def called(frame: FrameType, event: str, _argument: object) -> None:
        nonlocal steps
        steps += event in ("call", "c_call") and frame.f_code.co_filename in _WRITERS
        if steps >= step:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(called)
    build(number)
    sys.setprofile(None)
    said.write_text(str(steps))


def _copy(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)


def _is_whole(path: Path, rows: int) -> bool:
    """All tables are there and the observations are those of one build, from first to last."""
    snapshot = Snapshot(path.stem, path, path.parent.name, pd.Timestamp("2026-10-31").to_pydatetime(), _DAY)
    names = set(query(snapshot, "SELECT table_name AS name FROM information_schema.tables")["name"])
    own = query(snapshot, "SELECT value FROM risk_observation WHERE bank = 'mine'")["value"]
    made = query(snapshot, "SELECT count(*) AS n FROM channel_activity")["n"].iloc[0]
    return names == set(CONTRACTS) and len(own) == rows and own.nunique() == min(rows, 1) and made > 200_000


class _Builder:
    """Builds in processes that can be killed at any of their steps."""

    def __init__(self, home: Path, said: Path) -> None:
        self.home, self.said = home, said
        self.children = multiprocessing.get_context("forkserver")
        self.children.set_forkserver_preload(["data.build"])
        self.numbers = itertools.count()

    def run(self, build: Callable[[int], None], step: int = _NEVER) -> int | None:
        """Number of steps of a whole build, or None where it was killed at ``step``."""
        given = (self.home, build, next(self.numbers), step, self.said)
        child = self.children.Process(target=_build_until, args=given)
        child.start()
        child.join()
        assert child.exitcode in (0, -signal.SIGKILL)
        return int(self.said.read_text()) if child.exitcode == 0 else None


# All fifty take long; the few are spread over the whole of a build all the same.
@pytest.mark.slow
@pytest.mark.parametrize(
    ("of_a_workspace", "of_the_base"), [(6, 1), pytest.param(45, 5, marks=pytest.mark.exhaustive)]
)
def test_builds_killed_at_any_step_never_show_half_a_snapshot(
    demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, of_a_workspace: int, of_the_base: int
) -> None:
    monkeypatch.setenv("VIGIE_HOME", str(demo_home))
    base = current()
    home = tmp_path / "home"
    monkeypatch.setenv("VIGIE_HOME", str(home))
    publish(DEMO, base.hash, base.as_of, lambda path: _copy(base.path, path))
    builder = _Builder(home, tmp_path / "steps")
    builder.run(_build_workspace)
    steps = builder.run(_build_workspace)
    assert steps is not None
    served = current("killed")

    chance = random.Random(20261031)
    for part in range(of_a_workspace):
        at = int(steps * (part + chance.random()) / of_a_workspace)
        assert builder.run(_build_workspace, at) is None, "a build that was not killed proves nothing"
        now = current("killed")
        assert _is_whole(now.path, 60)
        if now != served:
            # Killed after its snapshot was in place: what is served is the newest, and all of it.
            newest = query(now, "SELECT max(value) AS value FROM risk_observation WHERE bank = 'mine'")
            assert newest["value"].iloc[0] == 2.0 + part
        served = now
    for part in range(of_the_base):
        # The base holds every table: writing it takes more steps than a workspace's two.
        assert builder.run(_build_base, int(steps * (part + 1) / of_the_base)) is None
        assert _is_whole(current().path, 0)

    for path in sorted((home / "snapshots").rglob("*.duckdb")):
        assert _is_whole(path, 60 if path.parent.name == "killed" else 0), path.name
    # The next build sweeps what the killed ones left.
    build_workspace("killed", _own(1000))
    left = [path.name for path in served.path.parent.iterdir() if ".part" in path.name]
    assert left == []


def test_a_file_that_is_no_database_is_refused_as_missing(empty_home: Path) -> None:
    snapshot = _publish(1)
    other = snapshot.path.with_name("ff" * 16 + ".duckdb")
    other.write_bytes(b"not a database at all" * 400)
    broken = Snapshot("ff" * 16, other, DEMO, snapshot.built_at, _DAY)
    with pytest.raises(SnapshotMissing, match="cannot be opened"):
        query(broken, "SELECT 1")


def test_what_is_held_can_be_read_after_newer_data_have_pushed_its_file_out(empty_home: Path) -> None:
    first = _publish(1)
    with held(first):
        # More than are kept on the disk, and more than stay open.
        assert [_answer(_publish(number)) for number in range(2, 12)] == list(range(2, 12))
        assert not first.path.exists()
        assert _answer(first) == 1
    assert [_answer(_publish(number)) for number in range(12, 18)] == list(range(12, 18))
    with pytest.raises(SnapshotMissing):
        _answer(first)


def test_what_is_gone_cannot_be_held(empty_home: Path) -> None:
    first = _publish(1)
    first.path.unlink()
    with pytest.raises(SnapshotMissing), held(first):
        pass


@pytest.mark.parametrize("damage", ["cut", "flipped"])
def test_a_damaged_snapshot_is_built_anew_and_served_without_a_restart(
    demo_home: Path, empty_home: Path, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    monkeypatch.setenv("VIGIE_HOME", str(demo_home))
    base = current()
    monkeypatch.setenv("VIGIE_HOME", str(empty_home))
    served = publish(DEMO, base.hash, base.as_of, lambda path: _copy(base.path, path))
    content = served.path.read_bytes()
    assert query(served, "SELECT count(*) AS n FROM bank")["n"].iloc[0] == 8
    if damage == "cut":
        served.path.write_bytes(content[: len(content) // 2])
    else:
        middle = len(content) // 2
        flipped = bytes(byte ^ 255 for byte in content[middle : middle + 64])
        served.path.write_bytes(content[:middle] + flipped + content[middle + 64 :])

    again = publish(DEMO, base.hash, base.as_of, lambda path: _copy(base.path, path))

    assert again.hash == base.hash
    assert again.path.read_bytes() == content
    assert query(again, "SELECT count(*) AS n FROM bank")["n"].iloc[0] == 8


def test_a_whole_snapshot_is_not_built_again(demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIGIE_HOME", str(demo_home))
    base = current()
    before = base.path.stat().st_mtime_ns
    assert build_base() == base
    assert base.path.stat().st_mtime_ns == before


def test_a_home_that_is_lost_and_comes_back_is_read_again(empty_home: Path) -> None:
    first = _publish(1)
    away = empty_home.with_name("away")
    empty_home.rename(away)
    with pytest.raises(SnapshotMissing):
        current()
    empty_home.write_text("no folder any more")
    with pytest.raises(SnapshotMissing):
        current()
    empty_home.unlink()
    away.rename(empty_home)
    assert current() == first
    assert _answer(current()) == 1


def test_what_dead_loads_left_is_swept_from_every_workspace(empty_home: Path) -> None:
    folder = empty_home / "workspaces" / "own"
    folder.mkdir(parents=True)
    dead = folder / ".bank.parquet.999999999.00ff00ff.part"
    live = folder / f".bank.parquet.{os.getpid()}.00ff00ff.part"
    kept = folder / "bank.parquet"
    for path in (dead, live, kept):
        path.write_bytes(b"rows")
    publishing.sweep()
    assert sorted(folder.iterdir()) == sorted([live, kept])


def test_rows_that_a_killed_load_still_owes_are_not_swept(empty_home: Path) -> None:
    folder = empty_home / "workspaces" / "own"
    folder.mkdir(parents=True)
    owed = folder / ".bank.parquet.999999999.00ff00ff.part"
    for path in (owed, folder / publishing.INTENT):
        path.write_bytes(b"{}")
    publishing.sweep()
    assert owed.is_file()


_LITTLE_ROOM = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, 2_000_000))
from data.__main__ import main
sys.exit(main(["build"]))
"""


def test_a_full_disk_is_told_in_a_sentence_and_leaves_nothing(empty_home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _LITTLE_ROOM],
        cwd=Path(snapshots.__file__).parents[1],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "Make room on the disk" in done.stderr
    assert "Traceback" not in done.stderr
    assert [path for path in empty_home.rglob("*") if path.is_file()] == []
