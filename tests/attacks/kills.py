"""Loads and builds killed at steps spread over all of their work: what is served stays whole."""

from __future__ import annotations

import collections
import itertools
import multiprocessing
import os
import random
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import pandas as pd

from data import connection, frames, publishing, snapshots
from data.build import build_base
from data.connection import query
from data.ingest import load, loading, workspace
from data.snapshots import Snapshot, current, visitors_home
from tests.attacks import Rows

WORKSPACE = "killed"
_WRITERS = tuple(module.__file__ for module in (connection, frames, snapshots, workspace, loading))
_NEVER = sys.maxsize
_ROWS = 60
_SEED = 20261031
_BASES = 20


def rows(number: int) -> pd.DataFrame:
    """Sixty months that all say ``number``."""
    months = pd.date_range("2021-11-01", periods=_ROWS, freq="MS")
    return pd.DataFrame({"bank": "mine", "indicator": "O1", "month": months, "value": float(number)})


def _load(number: int) -> None:
    load(rows(number), table="risk_observation", workspace=WORKSPACE)


def _base(number: int) -> None:
    from data import build

    build.base_digest = lambda: f"{number:032x}"  # type: ignore[assignment]
    build_base()


def _until(home: Path, work: Callable[[int], None], number: int, step: int, said: Path) -> None:
    """In a process of its own: die without a word at ``step``, its name written down.

    Where it is never reached, say how many steps there were: calls of, or from, the code that writes.
    """
    os.environ["VIGIE_HOME"] = str(home)
    steps = 0

    def called(frame: FrameType, event: str, _argument: object) -> None:
        nonlocal steps
        steps += event in ("call", "c_call") and frame.f_code.co_filename in _WRITERS
        if steps >= step:
            sys.setprofile(None)
            said.write_text(f"{Path(frame.f_code.co_filename).stem}.{frame.f_code.co_name}")
            os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(called)
    work(number)
    sys.setprofile(None)
    said.write_text(str(steps))


def _start(home: Path) -> None:
    """What a server does first: leftovers of processes that ended are swept."""
    os.environ["VIGIE_HOME"] = str(home)
    publishing.sweep()


def _whole(snapshot: Snapshot) -> bool:
    own = query(snapshot, "SELECT value FROM risk_observation WHERE bank = 'mine'")["value"]
    made = query(snapshot, "SELECT count(*) AS n FROM channel_activity")["n"].iloc[0]
    return len(own) in (0, _ROWS) and len(set(own)) <= 1 and made > 200_000


def _inspect(home: Path, said: Path) -> None:
    """In a process of its own, what a server that starts after the kill would find."""
    os.environ["VIGIE_HOME"] = str(home)
    faults = []
    if not _whole(current()):
        faults.append("the base is not whole")
    try:
        served = current(WORKSPACE)
    except snapshots.SnapshotMissing:
        served = None
    if served is not None and not _whole(served):
        faults.append("the workspace is not whole")
    if (visitors_home() / "workspaces" / WORKSPACE).is_dir():
        with workspace.locked(WORKSPACE):
            stored = workspace.stored_tables(WORKSPACE).get("risk_observation")
        kept = [] if stored is None else sorted(set(stored["value"]))
        shown = (
            []
            if served is None
            else sorted(set(query(served, "SELECT value FROM risk_observation WHERE bank = 'mine'")["value"]))
        )
        if kept != shown:
            faults.append(f"rows say {kept}, the snapshot {shown}")
    said.write_text("; ".join(faults))


def campaign(kills: int) -> Rows:
    """``kills`` kills, a tenth of them while the base is built; then the next load must go through."""
    children = multiprocessing.get_context("forkserver")
    # And what the campaign's own script loads: each child would load it again.
    children.set_forkserver_preload(["tests.attacks.kills", "tests.data.ingest.hostile_files"])
    numbers = itertools.count(1)
    chance = random.Random(_SEED)
    with tempfile.TemporaryDirectory() as folder:
        home, said = Path(folder) / "home", Path(folder) / "said"

        def run(work: Callable[..., None], *given: object) -> int:
            child = children.Process(target=work, args=given)
            child.start()
            child.join()
            return int(child.exitcode or 0)

        def steps_of(work: Callable[[int], None]) -> int:
            if run(_until, home, work, next(numbers), _NEVER, said):
                raise RuntimeError("a run that nothing disturbs must end well")
            return int(said.read_text())

        build_in = steps_of(_base)
        steps_of(_load)
        load_in = steps_of(_load)
        bases = min(_BASES, kills // 10)
        plan = [(_load, load_in)] * (kills - bases) + [(_base, build_in)] * bases
        where: collections.Counter[str] = collections.Counter()
        survived, faults = 0, []
        for position, (work, steps) in enumerate(plan):
            at = (
                1 + int(steps * (position + chance.random()) / len(plan))
                if work is _load
                else 1 + int(steps * chance.random())
            )
            status = run(_until, home, work, next(numbers), at, said)
            survived += status != -signal.SIGKILL
            where[said.read_text()] += 1
            status = run(_inspect, home, said)
            told = said.read_text() if status == 0 else f"the inspection ended with {status}"
            if told:
                faults.append(f"{position}: {told}")
                print(faults[-1], file=sys.stderr)
            if position % 20 == 0:
                print(f"{position} of {len(plan)} kills", file=sys.stderr)
        often = ", ".join(name for name, _ in where.most_common(4))
        told = (
            f"at {len(where)} named steps (most often {often}): {len(faults)} left something not whole, "
            f"{survived} were not killed"
        )
        yield f"{kills - bases} loads and {bases} builds killed", told, not faults and not survived
        after = run(_start, home) or run(_until, home, _load, next(numbers), _NEVER, said)
        after = after or run(_inspect, home, said)
        left = [path.name for path in home.rglob("*") if ".part" in path.name]
        fine = not after and not said.read_text() and not left
        yield (
            "the start and the load after all of them",
            f"ended with {after}; files left over: {len(left)}",
            fine,
        )
        shutil.rmtree(home, ignore_errors=True)
