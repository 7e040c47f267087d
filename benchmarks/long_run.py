"""Memory of the server while visitors walk through its pages for a given time: does it grow without end?

``WATCH_MINUTES=120 python -m benchmarks long_run`` watches two hours; five minutes when nothing is said. What
is printed says how long was watched: a slower growth shows in no shorter watch. Loopback only.
"""

from __future__ import annotations

import os
import random
import tempfile
import threading
import time
from pathlib import Path

from benchmarks.application import memory_mebibytes
from tests.served.watched import Served, run, served

MINUTES = float(os.environ.get("WATCH_MINUTES", "5"))
VISITORS, THINK_SECONDS = 2, 2.0
SAMPLES = 20
PAGES = (
    "",
    "risk-scores",
    "risk-losses",
    "channels-costs",
    "adoption-forecast",
    "macro-reserves",
    "data",
    "import",
)
_COMMAND = ["streamlit", "run", "app.py", "--server.port", "PORT", "--server.address", "127.0.0.1"]


def _walk(server: Served, seed: int, until: float, runs: list[int], failures: list[str]) -> None:
    """One visitor after another from the same chair, each for twenty pages: then a new session begins."""
    chance = random.Random(seed)
    try:
        while time.monotonic() < until:
            with server.socket() as wire:
                for _page in range(20):
                    if time.monotonic() >= until:
                        return
                    language = chance.choice(("fr", "en"))
                    run(wire, chance.choice(PAGES), f"lang={language}")
                    runs[0] += 1
                    time.sleep(chance.expovariate(1 / THINK_SECONDS))
    except Exception as error:
        failures.append(repr(error))


def main() -> None:
    """Print the memory of the server over the time watched, and how it grew in each half."""
    seconds, runs, failures = MINUTES * 60, [0], []  # type: tuple[float, list[int], list[str]]
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        with served(Path(folder) / "server", home, _COMMAND) as server:
            began = time.monotonic()
            chairs = [
                threading.Thread(target=_walk, args=(server, seed, began + seconds, runs, failures))
                for seed in range(VISITORS)
            ]
            for chair in chairs:
                chair.start()
            print("| minutes | pages drawn | memory, MiB |\n|---|---|---|", flush=True)
            seen: list[float] = []
            for sample in range(SAMPLES + 1):
                time.sleep(max(0.0, began + sample * seconds / SAMPLES - time.monotonic()))
                seen.append(memory_mebibytes(server.process))
                print(f"| {(time.monotonic() - began) / 60:.1f} | {runs[0]} | {seen[-1]:.0f} |", flush=True)
            for chair in chairs:
                chair.join()
    middle = SAMPLES // 2
    print(
        f"\n{MINUTES:.0f} minutes, {runs[0]} pages, {VISITORS} visitors, {len(failures)} broke off: "
        f"{seen[middle] - seen[0]:+.0f} MiB in the first half, {seen[-1] - seen[middle]:+.0f} in the second"
    )
    for failure in failures:
        print(failure)
