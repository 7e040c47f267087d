"""What an operator reads off a server that runs: counts, times, ages, in the form of Prometheus.

No label holds what a visitor has typed, nor the name of a workspace: whoever knows that name may read it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Final, Literal

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from data.snapshots import SnapshotMissing, current, workspaces
from studies import core
from ui.refusal import tell_of_failures

_SECONDS: Final = (0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 0.8, 1.5, 3.0, 6.0, 15.0, 60.0)

# A series more for each of the others, that no alarm asks for.
disable_created_metrics()  # type: ignore[no-untyped-call]
REGISTRY: Final = CollectorRegistry()
_RERUNS: Final = Histogram(
    "vigie_rerun_seconds", "Drawing a page", ("page",), buckets=_SECONDS, registry=REGISTRY
)
_FAILURES: Final = Counter(
    "vigie_failures", "What the log has under a reference", ("what",), registry=REGISTRY
)
_REFUSALS: Final = Counter("vigie_refusals", "Requests that went no further", ("why",), registry=REGISTRY)
_IMPORTS: Final = Counter("vigie_imports", "Files given on the import page", ("outcome",), registry=REGISTRY)
_PACKS: Final = Histogram(
    "vigie_pack_seconds", "Making the files of a board pack", buckets=_SECONDS, registry=REGISTRY
)
Refusing = Literal["host", "origin", "head too long", "metrics", "upload"]
Imported = Literal["refused", "checked", "loaded", "not stored"]
_KINDS_OF_FAILURE: Final = (
    "a page failed",
    "section",
    "writing section",
    "a first paint failed",
    "warming failed",
)


@contextmanager
def rerun(page: str) -> Iterator[None]:
    """Take the time of drawing a page; one that was broken off counts with the time until then."""
    began = time.perf_counter()
    try:
        yield
    finally:
        _RERUNS.labels(page).observe(time.perf_counter() - began)


@contextmanager
def pack() -> Iterator[None]:
    """Take the time of making a board pack that is made to its end."""
    began = time.perf_counter()
    yield
    _PACKS.observe(time.perf_counter() - began)


def failed(what: str) -> None:
    """Count what went wrong, by its kind."""
    kind = next((each for each in _KINDS_OF_FAILURE if what.startswith(each)), "other")
    _FAILURES.labels(kind).inc()


tell_of_failures(failed)


def refused(why: Refusing) -> None:
    """Count a request that went no further."""
    _REFUSALS.labels(why).inc()


def imported(outcome: Imported) -> None:
    """Count a file given on the import page."""
    _IMPORTS.labels(outcome).inc()


class _Held(Collector):
    """What is read off when somebody asks: the store of results, and the age of what is served."""

    def collect(self) -> Iterator[Metric]:
        """The families, with today's values."""
        figures = core.cache_figures()
        yield GaugeMetricFamily("vigie_cache_bytes", "Results held", value=figures.held_bytes)
        yield GaugeMetricFamily("vigie_cache_most_bytes", "Results held at most", value=figures.most_bytes)
        yield GaugeMetricFamily("vigie_cache_entries", "Results held", value=figures.entries)
        yield GaugeMetricFamily("vigie_computations", "Computations under way", value=figures.under_way)
        asked = CounterMetricFamily("vigie_cache_requests", "Results asked for", labels=("outcome",))
        for outcome in ("hits", "misses", "joined"):
            asked.add_metric((outcome,), getattr(figures, outcome))
        yield asked
        yield CounterMetricFamily(
            "vigie_cache_evicted", "Results forgotten to make room", value=figures.evicted
        )
        yield GaugeMetricFamily(
            "vigie_workspaces", "Workspaces, the demonstration counted", value=len(workspaces())
        )
        # Where nothing can be served there is no age: an alarm asks for absence, not for a number.
        try:
            served = current()
        except SnapshotMissing:
            return
        built, now = served.built_at, datetime.now(UTC)
        yield GaugeMetricFamily(
            "vigie_snapshot_age_seconds",
            "Since the demonstration and country figures were built",
            value=(now - built).total_seconds(),
        )
        yield GaugeMetricFamily(
            "vigie_snapshot_data_age_days",
            "Since the last day that the figures speak of",
            value=(now.date() - served.as_of).days,
        )


REGISTRY.register(_Held())
ProcessCollector(registry=REGISTRY)


def exposition() -> bytes:
    """Everything measured, as text that Prometheus reads."""
    return generate_latest(REGISTRY)
