"""Channel models: what a moved control recomputes on the costs, staffing and migration pages."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from analytics.channels.costing import three_costs
from analytics.channels.migration import option_to_wait
from analytics.channels.queues import erlang_a, erlang_c
from analytics.channels.simulation import MigrationAssumptions, MigrationCase, Uncertain, simulate, tornado
from analytics.channels.staffing import staffing_schedule
from benchmarks.timing import median_and_worst

MONTHS, SEGMENTS = 60, 6


def _case() -> MigrationCase:
    path = 0.6 / (1 + np.exp(-(np.arange(MONTHS) - 24) / 6))
    return MigrationCase(
        volume=np.full(SEGMENTS, 2e5),
        adoption=np.clip(path[:, None] * np.linspace(0.6, 1.3, SEGMENTS), 0, 1),
        branch_cost=20.0,
        investment=60e6,
        phone_cost=12.0,
        customers=np.full(SEGMENTS, 5e4),
        monthly_margin=40.0,
        assumptions=MigrationAssumptions(
            Uncertain(0.2, 0.35, 0.6),
            Uncertain(0.08, 1 / 7, 0.3),
            Uncertain(0.5, 0.7, 0.9),
            augmentation=Uncertain([0.2] * SEGMENTS, [0.5] * SEGMENTS, [2.0] * SEGMENTS),
            branch_halo=Uncertain(0, 0.02, 0.1),
            phone_halo=Uncertain(0, 0.02, 0.1),
            released_share=Uncertain(0, 0.2, 0.6),
            progress_ratio=Uncertain(0.85, 0.92, 1),
            retention_gain=Uncertain(0, 0.002, 0.01),
            investment_factor=Uncertain(0.9, 1.1, 2),
        ),
    )


def main() -> None:
    """Print the table."""
    rng = np.random.default_rng(0)
    week = rng.uniform(0, 900, 168).round()
    case = _case()
    volumes, minutes = rng.uniform(0, 1e6, (7, 25)), rng.uniform(0, 20, (7, 25))
    rows: list[tuple[str, Callable[[], object], int]] = [
        ("three costs, 7 channels x 25 services", lambda: three_costs([1e8] * 7, 1e8, volumes, minutes), 50),
        ("Erlang C, 1,000 agents", lambda: erlang_c(19_000, 180, 1000), 50),
        ("Erlang A, 1,000 agents", lambda: erlang_a(20_000, 180, 1000, 120), 50),
        ("week of staffing, Erlang C", lambda: staffing_schedule(week, 240, hours_per_person=40), 5),
        (
            "week of staffing, Erlang A",
            lambda: staffing_schedule(week, 240, hours_per_person=40, patience_seconds=120),
            5,
        ),
        (
            "option to wait, tree of 500 steps",
            lambda: option_to_wait(9, 10, 3, 0.03, 0.4, method="binomial"),
            20,
        ),
        ("tornado, 11 assumptions", lambda: tornado(case), 10),
        ("migration, 10,000 draws x 60 months x 6 segments", lambda: simulate(case, draws=10_000), 7),
        ("migration, 100,000 draws x 60 months x 6 segments", lambda: simulate(case, draws=100_000), 3),
    ]
    print("| what | median ms | worst ms |\n|---|---|---|")
    for name, call, repeats in rows:
        middle, worst = median_and_worst(call, repeats)
        print(f"| {name} | {1000 * middle:,.1f} | {1000 * worst:,.1f} |", flush=True)


if __name__ == "__main__":
    main()
