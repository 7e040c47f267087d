"""How long a call takes."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path

REPEATS = 7
# A server that starts goes on warming for a minute, on one of the two cores that it shares with the browser.
QUIET_SECONDS, QUIET_SHARE, AT_MOST_SECONDS = 8.0, 0.05, 300.0
WARMING_BEGINS_SECONDS = 25.0


def median_seconds(call: Callable[[], object], repeats: int = REPEATS) -> float:
    """Median time of ``call`` after one call to warm up."""
    return median_and_worst(call, repeats)[0]


def median_and_worst(call: Callable[[], object], repeats: int = REPEATS) -> tuple[float, float]:
    """Median and worst time of ``call`` after one call to warm up."""
    call()
    samples = []
    for _ in range(repeats):
        began = time.perf_counter()
        call()
        samples.append(time.perf_counter() - began)
    return statistics.median(samples), max(samples)


def computing_seconds(process: int) -> float:
    """Time of computing of a process until now, all of its threads."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    user, system = (int(fields[place]) for place in (11, 12))
    return (user + system) / os.sysconf("SC_CLK_TCK")


def until_quiet(process: int) -> None:
    """Wait until a server that has just started does nothing by itself any more.

    Raises
    ------
    RuntimeError: it is still at work after five minutes
    """
    began = time.monotonic()
    # Warming gives the first visitor a start before it goes on.
    time.sleep(WARMING_BEGINS_SECONDS)
    while time.monotonic() - began < AT_MOST_SECONDS:
        before = computing_seconds(process)
        time.sleep(QUIET_SECONDS)
        if computing_seconds(process) - before < QUIET_SHARE * QUIET_SECONDS:
            return
    raise RuntimeError(f"process {process} is not quiet after {AT_MOST_SECONDS:.0f} s")
