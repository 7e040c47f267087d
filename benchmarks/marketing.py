"""The marketing levers: what a moved slider recomputes, the allocator, a customer model."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd

from analytics.marketing.allocation import allocate
from analytics.marketing.attribution import shapley, tornado, uncertainty
from analytics.marketing.experiment import lift
from analytics.marketing.leakage import leakage_guard
from analytics.marketing.levers import (
    MOROCCO_2024,
    Advertising,
    Affiliation,
    Email,
    OneToOne,
    Search,
    Viral,
    WordOfMouth,
    adopters,
)
from analytics.marketing.lifetime import fit_bgnbd

PERIODS, DRAWS = 36, 400
PLAN = replace(
    MOROCCO_2024,
    email=Email(sends=2),
    search=Search(clicks=60_000, cost_per_period=200_000),
    affiliation=Affiliation(visits=50_000),
    viral=Viral(invitations=0.1, reward=50),
    word_of_mouth=WordOfMouth(volume_change=0.2, cost_per_period=100_000),
    advertising=Advertising(change=0.3, budget=2_000_000),
    one_to_one=OneToOne(share=0.3),
)


def timed(work: Callable[[], object], repeats: int) -> tuple[float, float]:
    """Median and 95th percentile in milliseconds, after one run that is not counted."""
    work()
    taken = []
    for _turn in range(repeats):
        began = time.perf_counter()
        work()
        taken.append(1000 * (time.perf_counter() - began))
    return float(np.median(taken)), float(np.quantile(taken, 0.95))


def slider() -> None:
    """Everything that the levers page recomputes when a slider moves."""
    adopters(PLAN, periods=PERIODS)
    uncertainty(PLAN, periods=PERIODS, draws=DRAWS)
    shapley(PLAN, periods=PERIODS)
    tornado(PLAN, periods=PERIODS)


def one_by_one() -> None:
    """The draws of :func:`uncertainty` as a loop would run them: the price of one draw times their number."""
    for _draw in range(DRAWS):
        adopters(PLAN, periods=PERIODS)


def purchases(count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Histories drawn from the model with the parameters of the CDNOW customers, up to 200 purchases each."""
    rng = np.random.default_rng(1)
    rate, chance = rng.gamma(0.243, 1 / 4.414, count), rng.beta(0.793, 2.426, count)
    age = rng.uniform(20, 60, count).round(1)
    times = np.cumsum(rng.exponential(1 / np.maximum(rate, 1e-9)[:, None], (count, 200)), axis=1)
    stays_for = rng.geometric(np.maximum(chance, 1e-9))
    made = (times <= age[:, None]) & (np.arange(200)[None, :] < stays_for[:, None])
    return made.sum(axis=1), (times * made).max(axis=1).round(1), age


def main() -> None:
    """Print the table."""
    rng = np.random.default_rng(2)
    histories = purchases(20_000)
    outcomes, arms = rng.random(100_000) < 0.05, rng.choice(["control", "mail", "call"], 100_000)
    campaign = (
        pd.DataFrame(rng.normal(size=(20_000, 20))).add_prefix("column_").assign(bought=outcomes[:20_000])
    )
    budget = adopters(PLAN, periods=PERIODS).cost
    cases: list[tuple[str, Callable[[], object], int, str]] = [
        ("path of 36 months, 7 levers", lambda: adopters(PLAN, periods=PERIODS), 100, ""),
        ("interval, 400 draws", lambda: uncertainty(PLAN, periods=PERIODS, draws=DRAWS), 50, ""),
        ("exact Shapley values, 128 coalitions", lambda: shapley(PLAN, periods=PERIODS), 50, ""),
        ("all that a slider recomputes", slider, 50, "200 ms"),
        ("peer: 400 draws in a loop", one_by_one, 3, ""),
        ("budget allocator with robustness", lambda: allocate(PLAN, budget, periods=PERIODS), 10, "1,000 ms"),
        ("randomised test, 100,000 people", lambda: lift(outcomes, arms, control="control"), 20, ""),
        ("leakage guard, 20,000 rows × 20", lambda: leakage_guard(campaign, "bought"), 10, ""),
        ("BG/NBD, 20,000 customers", lambda: fit_bgnbd(*histories), 3, ""),
    ]
    print("| | p50 / p95 | budget (p95) |\n|---|---|---|")
    for name, work, repeats, limit in cases:
        middle, high = timed(work, repeats)
        print(f"| {name} | {middle:,.1f} / {high:,.1f} ms | {limit} |", flush=True)


if __name__ == "__main__":
    main()
