"""Memory of the server while visitors walk through all its pages for a given time: does it grow without end?

``python -m benchmarks.long_run --minutes 120`` watches two hours; five minutes when nothing is said. What is
printed says how long was watched: a slower growth shows in no shorter watch. Loopback only. Times are those
of a machine that may do other work; memory and failures do not depend on it.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
import statsmodels.api as sm

from benchmarks.application import memory_mebibytes, quantiles
from tests.served.watched import Served, run, served
from ui.registry import PAGES

MINUTES, VISITORS, THINK_SECONDS, SAMPLE_SECONDS = 5.0, 5, 6.0, 30.0
PAGES_A_SESSION: Final = 20
SETTLED_MINUTES: Final = 20.0
"""Until then caches fill; growth is measured after it, or over the second half of a shorter watch."""
BANKS: Final = ("", "&bank=amandier", "&bank=caravane")
FAILED: Final = "a page failed"
_MEMORY_OF_A_STRETCH: Final = 10.0
_COMMAND: Final = [
    *("streamlit", "run", "app.py", "--server.port", "PORT", "--server.address", "127.0.0.1"),
    *("--server.fileWatcherType", "none"),
]
COLUMNS: Final = (
    "minutes",
    "memory_mib",
    "children_mib",
    "reruns",
    "failed",
    "broke_off",
    "p50_ms",
    "p95_ms",
)


@dataclass
class Walked:
    """What the visitors have met with so far."""

    milliseconds: list[float] = field(default_factory=list)
    broke_off: list[str] = field(default_factory=list)


def _walk(server: Served, seed: int, think: float, until: float, walked: Walked) -> None:
    """One visitor after another from the same chair, each for twenty pages: then a new session begins."""
    chance = random.Random(seed)
    while time.monotonic() < until:
        try:
            with server.socket() as wire:
                for _page in range(PAGES_A_SESSION):
                    time.sleep(chance.expovariate(1 / think))
                    if time.monotonic() >= until:
                        return
                    page = chance.choice(PAGES)
                    query = f"lang={chance.choice(('fr', 'en'))}{chance.choice(BANKS)}"
                    began = time.perf_counter()
                    run(wire, "" if page is PAGES[0] else page.slug, query)
                    walked.milliseconds.append(1000 * (time.perf_counter() - began))
        except Exception as error:
            walked.broke_off.append(repr(error))
            time.sleep(think)


def children_mebibytes(process: int) -> float:
    """Resident memory of the processes that a process has started, and of theirs."""
    total = 0.0
    for task in Path(f"/proc/{process}/task").iterdir():
        try:
            started = [int(each) for each in (task / "children").read_text().split()]
        except OSError:
            continue
        for each in started:
            try:
                total += memory_mebibytes(each) + children_mebibytes(each)
            except (OSError, RuntimeError):
                # It has ended since it was listed.
                continue
    return total


def growth(minutes: Sequence[float], mebibytes: Sequence[float]) -> tuple[float, float, float]:
    """MiB an hour of a straight line through the samples, and its 95 % interval.

    Neighbouring samples are alike, so the interval is that of Newey and West (1987) over ten minutes.
    """
    hours = np.asarray(minutes) / 60
    lags = max(1, round(_MEMORY_OF_A_STRETCH / 60 / float(np.median(np.diff(hours)))))
    line = sm.OLS(np.asarray(mebibytes), sm.add_constant(hours)).fit(
        cov_type="HAC", cov_kwds={"maxlags": min(lags, len(hours) // 3)}
    )
    low, high = line.conf_int()[1]
    return float(line.params[1]), float(low), float(high)


def main(given: Sequence[str] = ()) -> None:
    """Print the memory of the server over the time watched, and how it grew once the caches were full."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.long_run")
    asked.add_argument("--minutes", type=float, default=MINUTES)
    asked.add_argument("--visitors", type=int, default=VISITORS)
    asked.add_argument("--think", type=float, default=THINK_SECONDS, help="seconds, on average")
    asked.add_argument("--port", type=int, default=None, help="any free one when left out")
    asked.add_argument("--home", type=Path, default=None, help="VIGIE_HOME; a fresh one when left out")
    asked.add_argument("--out", type=Path, default=None, help="where the samples are written as CSV")
    options = asked.parse_args(list(given))
    with tempfile.TemporaryDirectory() as folder:
        home, out = options.home or Path(folder) / "home", options.out or Path(folder) / "samples.csv"
        with served(Path(folder) / "server", home, _COMMAND, port=options.port) as server:
            rows, walked = _watched(server, options, out)
            words = server.log
    minutes, memory = [row[0] for row in rows], [row[1] for row in rows]
    settled = min(SETTLED_MINUTES, options.minutes / 2)
    kept = [at for at, minute in enumerate(minutes) if minute >= settled]
    slope, low, high = growth([minutes[at] for at in kept], [memory[at] for at in kept])
    print(
        f"\n{options.minutes:.0f} minutes, {len(walked.milliseconds)} reruns of {len(PAGES)} pages by "
        f"{options.visitors} visitors: {words.count(FAILED)} pages failed, {len(walked.broke_off)} sessions "
        f"broke off.\nMemory {memory[0]:.0f} MiB at the start, {memory[kept[0]]:.0f} after {settled:.0f} "
        f"minutes, {memory[-1]:.0f} at the end; from then on {slope:+.1f} MiB an hour "
        f"({low:+.1f} to {high:+.1f})."
    )
    for failure in walked.broke_off:
        print(failure)


def _watched(
    server: Served, options: argparse.Namespace, out: Path
) -> tuple[list[tuple[float, ...]], Walked]:
    walked, seconds = Walked(), options.minutes * 60
    began = time.monotonic()
    chairs = [
        threading.Thread(
            target=_walk, args=(server, seed, options.think, began + seconds, walked), daemon=True
        )
        for seed in range(options.visitors)
    ]
    for chair in chairs:
        chair.start()
    rows: list[tuple[float, ...]] = []
    every, told = min(SAMPLE_SECONDS, seconds / 20), 0
    print(
        "| minutes | reruns | memory, MiB | its children | p50 / p95, ms |\n|---|---|---|---|---|", flush=True
    )
    with out.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for sample in range(int(seconds / every) + 1):
            time.sleep(max(0.0, began + sample * every - time.monotonic()))
            recent = walked.milliseconds[told:]
            told += len(recent)
            median, slow = quantiles(recent) if len(recent) > 1 else (float("nan"), float("nan"))
            rows.append(
                (
                    (time.monotonic() - began) / 60,
                    memory_mebibytes(server.process),
                    children_mebibytes(server.process),
                    len(walked.milliseconds),
                    server.log.count(FAILED),
                    len(walked.broke_off),
                    median,
                    slow,
                )
            )
            writer.writerow(f"{value:.2f}" for value in rows[-1])
            file.flush()
            if sample % max(1, int(seconds / every / 20)) == 0:
                minute, memory, children, *_rest = rows[-1]
                print(
                    f"| {minute:.1f} | {len(walked.milliseconds)} | {memory:.0f} | {children:.0f} "
                    f"| {median:,.0f} / {slow:,.0f} |",
                    flush=True,
                )
    for chair in chairs:
        chair.join()
    return rows, walked


if __name__ == "__main__":
    main(sys.argv[1:])
