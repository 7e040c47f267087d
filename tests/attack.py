"""``make attack``: the campaigns of docs/RELIABILITY.md, each as a row of a table.

``python -m tests.attack [CAMPAIGN ...]`` runs those named, or all: 200 kills, 40 swaps under readers, every
table in every dialect, hostile files given to a server that somebody else uses, hostile files each read in a
process of its own, 10,000 damaged ones. All stays on this machine; it ends with 1 if one does not hold.
"""

from __future__ import annotations

import collections
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Final

from data.ingest import References, Report, engine
from data.ingest.limits import MEGABYTE
from tests.attacks import Rows, dialects, kills
from tests.data.ingest.helpers import REFERENCES, TODAY
from tests.data.ingest.hostile_files import BOMBS, TEXTS, damaged

_FILES: Final = 10_000
_KILLS: Final = 200
_SWAPS: Final = 40
_BATCH: Final = 500
_SECONDS, _MEBIBYTES = 5.0, 300.0
_STUCK_SECONDS: Final = 60.0


def _read(content: bytes, filename: str, known: References = REFERENCES) -> Report:
    return engine.validate(content, filename, table="risk_observation", known=known, today=TODAY)


def _speaks(report: Report) -> bool:
    words = [(p.message(lang), p.remedy(lang)) for p in report.problems[:20] for lang in ("fr", "en")]
    return report.ok or (
        bool(words) and all(said.endswith(".") and mend.endswith(".") for said, mend in words)
    )


def _damage(first: int, last: int) -> None:
    """Read the files of some seeds and print what came of them; a crash ends this process."""
    counts: collections.Counter[str] = collections.Counter()
    slowest = 0.0
    for seed in range(first, last):
        # The kernel ends a process that is stuck, whatever it is doing.
        signal.setitimer(signal.ITIMER_PROF, _STUCK_SECONDS)
        kind, content = damaged(seed)
        start = time.process_time()
        try:
            report = _read(content, f"f.{kind}")
            outcome = "read" if report.ok else "refused" if _speaks(report) else "silent"
        except Exception as error:
            outcome = "crashed"
            print(f"seed {seed}: {error!r}", file=sys.stderr)
        slowest = max(slowest, time.process_time() - start)
        counts[f"{kind} {outcome}"] += 1
    print(json.dumps({"counts": counts, "slowest": slowest}))


def _hostile(name: str) -> None:
    """Read one hostile file and print what it took beyond what was taken before."""
    make, rule = (TEXTS | BOMBS)[name]
    content = make()
    # Another process, so that making the file does not count.
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        signal.setitimer(signal.ITIMER_PROF, _STUCK_SECONDS)
        before, start = _resident(), time.process_time()
        report = _read(content, "f.csv")
        took = time.process_time() - start
        said = {"seconds": took, "mebibytes": _resident() - before, "bytes": len(content)}
        os.write(writer, json.dumps(said | {"right": rule in report.counts and _speaks(report)}).encode())
        os._exit(0)
    os.close(writer)
    _, status = os.waitpid(child, 0)
    answered = os.read(reader, 65_536).decode()
    print(answered or json.dumps({"crashed": os.waitstatus_to_exitcode(status)}))


def _resident() -> float:
    """The most memory that this process ever held, in MiB."""
    with open("/proc/self/status", encoding="ascii") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024


def _apart(*arguments: str) -> dict[str, object]:
    command = [sys.executable, "-W", "ignore", "-m", "tests.attack", *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    try:
        found: dict[str, object] = json.loads(done.stdout)
    except json.JSONDecodeError:
        return {"crashed": done.returncode}
    return found


def _damage_rows(files: int) -> Rows:
    counts: collections.Counter[str] = collections.Counter()
    slowest = 0.0
    for first in range(0, files, _BATCH):
        found = _apart("--damage", str(first), str(min(files, first + _BATCH)))
        if "crashed" in found:
            counts["a batch ended"] += 1
            continue
        counts.update(found["counts"])
        slowest = max(slowest, float(str(found["slowest"])))
        print(f"{min(files, first + _BATCH)} of {files}", file=sys.stderr)
    for kind, title in (
        ("xlsx", "small workbook"),
        ("ordinary", "workbook of 480 rows"),
        ("part", "one part of a workbook, packed again"),
        ("parquet", "Parquet"),
        ("csv", "CSV"),
    ):
        read, refused = counts[f"{kind} read"], counts[f"{kind} refused"]
        bad = counts[f"{kind} crashed"] + counts[f"{kind} silent"]
        told = f"{read + refused + bad} files: {refused} refused, {read} read, {bad} crashed or silent"
        yield f"damaged: {title}", told, not bad
    ended = counts["a batch ended"]
    yield (
        "damaged: slowest file",
        f"{slowest:.1f} s; processes ended: {ended}",
        not ended and slowest <= _SECONDS,
    )


def _hostile_rows() -> Rows:
    for name in TEXTS | BOMBS:
        found = _apart("--hostile", name)
        if "crashed" in found:
            yield name, f"ended with {found['crashed']}", False
            continue
        seconds, mebibytes = float(str(found["seconds"])), float(str(found["mebibytes"]))
        size = int(str(found["bytes"])) / MEGABYTE
        good = bool(found["right"]) and seconds <= _SECONDS and mebibytes <= _MEBIBYTES
        yield name, f"{size:.2f} MB: {seconds:.1f} s, {mebibytes:.0f} MiB", good


def _swaps() -> Rows:
    # Loaded where it is used: the processes that are killed load this module, and need no server.
    from tests.attacks import serving

    return serving.swaps(_SWAPS)


def _neighbours() -> Rows:
    from tests.attacks import serving

    yield from serving.neighbours()
    yield from serving.beside_a_log()


def main(arguments: list[str]) -> int:
    """Run the campaigns, or one of the processes they are made of."""
    if arguments[:1] == ["--damage"]:
        _damage(int(arguments[1]), int(arguments[2]))
        return 0
    if arguments[:1] == ["--hostile"]:
        _hostile(arguments[1])
        return 0
    unknown = [name for name in arguments if name not in CAMPAIGNS]
    if unknown:
        print(f"{unknown[0]}: no such campaign; there are {', '.join(CAMPAIGNS)}", file=sys.stderr)
        return 2
    print("| campaign | outcome | |\n|---|---|---|")
    failed = 0
    with tempfile.TemporaryDirectory() as home:
        os.environ["VIGIE_HOME"] = home
        for name in arguments or CAMPAIGNS:
            for title, outcome, good in CAMPAIGNS[name]():
                print(f"| {title} | {outcome} | {'held' if good else '**did not hold**'} |", flush=True)
                failed += not good
    return int(failed > 0)


CAMPAIGNS: Final[dict[str, Callable[[], Rows]]] = {
    "kills": lambda: kills.campaign(_KILLS),
    "swaps": _swaps,
    "dialects": dialects.campaign,
    "neighbours": _neighbours,
    "hostile": _hostile_rows,
    "damage": lambda: _damage_rows(_FILES),
}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
