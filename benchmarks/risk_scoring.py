"""Risk scores: time of each computation, against its budget and against the same thing run by run.

The peer of a vectorised computation is the plain one, a call for every draw or run, timed on some of them
in the same process and multiplied up.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from analytics.risk.combination import cheapest_combination
from analytics.risk.composite import composite
from analytics.risk.contagion import debtrank
from analytics.risk.drivers import risk_drivers
from analytics.risk.grade_moves import grade_moves
from analytics.risk.position import RiskPosition, risk_position
from analytics.risk.profile import aggregate_risks, risk_history
from analytics.risk.scoring import grade, score_indicator
from analytics.risk.sensitivity import composite_sensitivity
from analytics.risk.uncertainty import score_uncertainty
from benchmarks.timing import median_seconds

DRAWS = 10_000
INDICATORS = 37


def panel(banks: int, months: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Observations and catalogue of random banks, one value in twenty missing."""
    rng = np.random.default_rng(7)
    names = [f"I{number}" for number in range(INDICATORS)]
    knots = np.cumsum(rng.uniform(0.5, 3.0, (INDICATORS, 5)), axis=1)
    catalogue = pd.DataFrame(knots, columns=[f"knot{number}" for number in range(5)]).assign(
        indicator=names,
        risk=[("operational", "regulatory", "legal", "reputational")[at % 4] for at in range(INDICATORS)],
        direction="up",
        weight=1.0,
        provenance="C",
        red_flag=False,
    )
    values = rng.uniform(knots[:, 0], knots[:, -1], (banks, months, INDICATORS))
    values[rng.random(values.shape) < 0.05] = np.nan
    index = pd.MultiIndex.from_product(
        [
            [f"bank {at:02d}" for at in range(banks)],
            pd.date_range("2021-11-01", periods=months, freq="MS"),
            names,
        ],
        names=["bank", "month", "indicator"],
    )
    return pd.DataFrame({"value": values.ravel()}, index=index).reset_index(), catalogue


def wide_framework() -> tuple[pd.DataFrame, pd.DataFrame]:
    """51 units, 49 indicators in 8 groups, these in 2, these in 1."""
    rng = np.random.default_rng(7)
    names = [f"i{number}" for number in range(49)]
    data = pd.DataFrame(rng.normal(size=(51, 49)) + rng.normal(size=(51, 1)), columns=names)
    rows = [(name, f"group {at % 8}", 1.0) for at, name in enumerate(names)]
    rows += [(f"group {at}", f"half {at // 4}", 1.0) for at in range(8)]
    rows += [("half 0", "index", 1.0), ("half 1", "index", 1.0), ("index", "", 1.0)]
    return data, pd.DataFrame(rows, columns=["name", "parent", "weight"])


def draw_by_draw(position: RiskPosition, draws: int) -> float:
    """Seconds to score every bank once for each draw, as a loop would."""
    rng = np.random.default_rng(1)
    knots = position.catalogue.knots
    began = time.perf_counter()
    for _ in range(draws):
        values = position.values * (1 + 0.05 * rng.standard_normal(position.values.shape))
        scores = score_indicator(np.nan_to_num(values), knots * rng.uniform(0.8, 1.2, (len(knots), 1)))
        grade(aggregate_risks(scores, position.catalogue, p=rng.uniform(1, 4)))
    return time.perf_counter() - began


def run_by_run(data: pd.DataFrame, framework: pd.DataFrame, runs: int) -> float:
    """Seconds to build the composite once for each set of perturbed weights."""
    rng = np.random.default_rng(1)
    began = time.perf_counter()
    for _ in range(runs):
        moved = framework.assign(weight=framework["weight"] * rng.uniform(0.75, 1.25, len(framework)))
        composite(data, moved, scale=(1, 100), aggregate="geometric")
    return time.perf_counter() - began


def main() -> None:
    observations, catalogue = panel(8, 60)
    eight = risk_position(risk_history(observations, catalogue))
    many = risk_position(risk_history(*panel(20, 3)))
    data, framework = wide_framework()
    links = np.random.default_rng(3).uniform(0, 0.1, (8, 8)) * (1 - np.eye(8))
    shocks = np.random.default_rng(4).uniform(0, 1, (1_000, 8))
    loop = draw_by_draw(many, 200) * DRAWS / 200
    runs = run_by_run(data, framework, 60) * 6_144 / 60
    rows: list[tuple[str, Callable[[], object], float | None, float | None]] = [
        ("history, 8 banks × 60 months × 37", lambda: risk_history(observations, catalogue), 0.1, None),
        (
            "uncertainty, 20 banks × 37 × 10,000 draws",
            lambda: score_uncertainty(many, draws=DRAWS),
            1.0,
            loop,
        ),
        ("composite, 51 units × 49 indicators", lambda: composite(data, framework), None, None),
        (
            "sensitivity of it, 6,144 runs",
            lambda: composite_sensitivity(
                data,
                framework,
                normalisations=("minmax",),
                aggregations=("arithmetic", "geometric"),
                scale=(1, 100),
            ),
            1.0,
            runs,
        ),
        ("drivers of a bank, Sobol 4,096 × 39 runs", lambda: risk_drivers(eight, "bank 00"), 0.2, None),
        ("smallest move of 37 indicators", lambda: grade_moves(eight, "bank 00"), 0.2, None),
        ("cheapest combination", lambda: cheapest_combination(eight, "bank 00"), 0.2, None),
        ("contagion, 8 banks × 1,000 shocks", lambda: debtrank(links, np.ones(8), shocks), None, None),
    ]
    print("| computation | ms | budget ms | one by one ms | ratio |\n|---|---:|---:|---:|---:|")
    for name, call, budget, peer in rows:
        seconds = median_seconds(call)
        limit = "–" if budget is None else f"{1000 * budget:,.0f}"
        beside = "– | –" if peer is None else f"{1000 * peer:,.0f} | {peer / seconds:,.0f}"
        print(f"| {name} | {1000 * seconds:,.1f} | {limit} | {beside} |")
