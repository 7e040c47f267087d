"""How long a call takes."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

REPEATS = 7


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
