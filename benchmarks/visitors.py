"""How long a rerun takes over the socket, as the server ages and as visitors come together.

No browser: what is timed is the server, from the request to draw a page to the last word of it, and what it
costs the processor, which other work on the machine does not change. The peer is an empty page of the
framework's own, asked in the same run; figures on another machine differ, ratios less.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.application import memory_mebibytes, quantiles
from tests.served.watched import Served, run, served

AGEING_RUNS, TIMED = 300, 30
VISITORS, ROUNDS, THINK_SECONDS = 20, 4, 3.0
PAGES = ("", "risk-scores", "channels-migration", "data", "import", "adoption-forecast")
EMPTY = 'import streamlit as st\nst.header("empty")\n'


def reruns(server: Served, page: str, turns: int) -> list[float]:
    """Milliseconds of each rerun of one page by one visitor; the first, which fills the caches, left out."""
    taken = []
    with server.socket() as wire:
        for _turn in range(turns + 1):
            began = time.perf_counter()
            run(wire, page)
            taken.append(1000 * (time.perf_counter() - began))
    return taken[1:]


def together(server: Served, visitors: int) -> list[float]:
    """Milliseconds of each rerun of visitors who walk through the pages with pauses to think."""
    taken: list[float] = []

    def visit(number: int) -> None:
        dice = random.Random(number)
        with server.socket() as wire:
            for turn in range(ROUNDS):
                time.sleep(dice.expovariate(1 / THINK_SECONDS))
                began = time.perf_counter()
                run(wire, PAGES[(number + turn) % len(PAGES)])
                taken.append(1000 * (time.perf_counter() - began))

    threads = [threading.Thread(target=visit, args=(number,)) for number in range(visitors)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return taken


def processor_milliseconds(process: int) -> float:
    """What a process has used of the processor since it began."""
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return 1000 * (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _measured(process: int, load: Callable[[], list[float]]) -> tuple[float, float, float]:
    """Median and 95th percentile of the milliseconds, and the processor's milliseconds a rerun."""
    before = processor_milliseconds(process)
    samples = load()
    used = processor_milliseconds(process) - before
    return *quantiles(samples), used / len(samples)


def _row(name: str, found: tuple[float, float, float], floor: tuple[float, float, float]) -> None:
    median, slow, used = found
    print(
        f"| {name} | {median:,.0f} / {slow:,.0f} ms | {used:,.0f} ms | {used / floor[2]:,.1f} |", flush=True
    )


def main(settings: Sequence[str] = ()) -> None:
    """Print the table; ``settings`` are the framework's, as in ``--runner.postScriptGC true``."""
    with tempfile.TemporaryDirectory() as folder:
        home, empty = Path(folder, "home"), Path(folder, "empty.py")
        home.mkdir()
        empty.write_text(EMPTY)
        common = [
            "--server.port",
            "PORT",
            "--server.address",
            "127.0.0.1",
            "--server.fileWatcherType",
            "none",
        ]
        with served(
            Path(folder, "floor"), home, ["streamlit", "run", str(empty), *common], ready="/_stcore/health"
        ) as peer:
            floor = _measured(peer.process, lambda: reruns(peer, "", TIMED))
        print("| | p50 / p95 | processor, a rerun | times an empty page |\n|---|---|---|---|")
        _row("an empty page of the framework", floor, floor)
        with served(Path(folder, "own"), home, ["streamlit", "run", "app.py", *common, *settings]) as server:

            def show(name: str, load: Callable[[], list[float]]) -> None:
                _row(name, _measured(server.process, load), floor)

            for page in PAGES:
                reruns(server, page, 2)
            show("import, young server", lambda: reruns(server, "import", TIMED))
            show("overview, young server", lambda: reruns(server, "", TIMED))
            show(f"{VISITORS} visitors, {THINK_SECONDS:.0f} s to think", lambda: together(server, VISITORS))
            used = [memory_mebibytes(server.process)]
            for _part in range(4):
                for page in PAGES:
                    reruns(server, page, AGEING_RUNS // 4 // len(PAGES))
                used.append(memory_mebibytes(server.process))
            show(f"import, {AGEING_RUNS} runs later", lambda: reruns(server, "import", TIMED))
            show(f"overview, {AGEING_RUNS} runs later", lambda: reruns(server, "", TIMED))
            print("| memory, MiB, every 75 runs | " + ", ".join(f"{each:,.0f}" for each in used) + " | | |")


if __name__ == "__main__":
    main(sys.argv[1:])
