"""Macro models: time of each, against its budget and against the library that computes the same thing.

Peers are timed in the same process on the same data. The bootstrap of quantile regressions repeats the
library's fit on a tenth of the draws, and its time is multiplied by ten.
"""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable

import numpy as np
from statsmodels.datasets import macrodata
from statsmodels.regression.quantile_regression import QuantReg
from statsmodels.tsa.api import VAR

from analytics.macro.empirics import fit_var, impulse_responses
from analytics.macro.findings import published_signs
from analytics.macro.flows_at_risk import flows_at_risk
from analytics.macro.market import simulate_market, sweep_market
from analytics.macro.outlook import MacroAssumptions, macro_outlook
from analytics.macro.regimes import hybrid_curve, solve_regime
from benchmarks.timing import median_seconds

DRAWS = 1000
FLOW_DRAWS = 200
QUANTILES = (0.05, 0.5, 0.95)


def _once(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        call()
    return time.perf_counter() - began


def _flows() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(1)
    common, shocks = rng.standard_normal((2, 120)) * [[0.01], [0.02]]
    inflow = np.zeros(120)
    for period in range(1, 120):
        inflow[period] = 0.5 * inflow[period - 1] + 0.8 * common[period] + shocks[period]
    return inflow, common


def _library_flows(inflow: np.ndarray, common: np.ndarray, draws: int) -> None:
    rng = np.random.default_rng(0)
    design, target = np.column_stack([np.ones(119), inflow[:-1], common[1:]]), inflow[1:]
    for _ in range(draws):
        rows = rng.integers(0, 119, 119)
        for quantile in QUANTILES:
            QuantReg(target[rows], design[rows]).fit(q=quantile)


def main() -> None:
    growth = np.log(macrodata.load_pandas().data[["realcons", "realgdp", "realinv"]].astype(float))
    growth = growth.diff().dropna()
    model, library = fit_var(growth, lags=2), VAR(growth.to_numpy()).fit(2)
    inflow, common = _flows()
    rates = [(rate, rate) for rate in np.linspace(0.0, 0.01, 11)]
    scenarios = iter(np.linspace(0.0, 1.0, 10_000))

    ours = [
        ("Whole scenario, new each time", 300, lambda: _scenario(float(next(scenarios))), 200, None),
        ("One regime, CITR", 5, lambda: solve_regime("CITR"), 200, None),
        ("Hybrid curve, 40 regimes", 200, lambda: hybrid_curve(np.geomspace(0.01, 100.0, 40)), 5, None),
        ("Two markets, 200 runs, 5,000 steps", 1000, simulate_market, 3, None),
        ("11 taxes, 50 runs, 2,000 steps", 1000, lambda: sweep_market(rates, runs=50, steps=2000), 3, None),
        ("Published signs, one set", 1000, published_signs, 3, None),
        (
            f"Impulse bands, {DRAWS:,} draws",
            300,
            lambda: impulse_responses(model, horizon=10, draws=DRAWS),
            7,
            _once(lambda: library.irf_errband_mc(orth=True, repl=DRAWS, steps=10)),
        ),
        (
            f"Flows at risk, {FLOW_DRAWS} draws, 3 quantiles",
            300,
            lambda: flows_at_risk(inflow, common, probabilities=QUANTILES, draws=FLOW_DRAWS),
            7,
            10.0 * _once(lambda: _library_flows(inflow, common, FLOW_DRAWS // 10)),
        ),
    ]
    print("| what | ms | budget ms | statsmodels ms | times faster |")
    print("|---|---:|---:|---:|---:|")
    for name, budget, call, repeats, peer in ours:
        seconds = median_seconds(call, repeats)
        compared = "| |" if peer is None else f"{1000 * peer:,.0f} | {peer / seconds:.0f} |"
        print(f"| {name} | {1000 * seconds:,.1f} | {budget:,} | {compared}")


def _scenario(online_share: float) -> object:
    # A response to the exchange rate of its own makes the regime a new one each time.
    return macro_outlook(
        MacroAssumptions(online_share=online_share, tax=0.001, foreign_rate=0.03, phi_e=1.0 + online_share)
    )


if __name__ == "__main__":
    main()
