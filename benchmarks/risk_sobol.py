"""Total-order Sobol indices: time and error, against SALib where it is installed.

First Ishigami's function, whose indices are known; then the 37 indicators of a bank, whose error is measured
against the same computation on sixteen times as many draws.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable
from typing import Any

import numpy as np
from scipy.stats import norm, qmc

from analytics.risk.draws import Spread
from analytics.risk.drivers import risk_drivers, split_variance
from analytics.risk.position import RiskPosition, risk_position
from analytics.risk.profile import risk_history
from analytics.risk.scoring import aggregate, score_indicator
from benchmarks.risk_scoring import panel
from benchmarks.timing import median_seconds

BASE = 4096
ISHIGAMI_TOTAL = np.array([0.5576, 0.4424, 0.2437])
ONLY_DATA = Spread(data_error=0.05, thresholds=0.0, weights=0.0, power=(2.0, 2.0))
Floats = np.ndarray[Any, np.dtype[np.float64]]


def ishigami(inputs: Floats) -> Floats:
    """Ishigami's function (a = 7, b = 0.1) of uniform inputs on [0, 1]."""
    first, second, third = (2 * np.pi * inputs - np.pi).T
    return np.asarray(np.sin(first) + 7 * np.sin(second) ** 2 + 0.1 * third**4 * np.sin(first))


def own_ishigami() -> Floats:
    both = qmc.Sobol(6, rng=np.random.default_rng(0)).random(BASE)
    first, second = both[:, :3], both[:, 3:]
    swapped = [np.where(np.arange(3) == column, second, first) for column in range(3)]
    mixed = np.stack([ishigami(inputs) for inputs in swapped])
    return split_variance(ishigami(first), ishigami(second), mixed)[1]


def own_bank(position: RiskPosition, base: int) -> Floats:
    table = risk_drivers(position, position.banks[0], spread=ONLY_DATA, base_draws=base).table
    return np.asarray(table["sobol_total"].to_numpy())


def bank_model(position: RiskPosition) -> Callable[[Floats], Floats]:
    """The overall score of the first bank as a function of one uniform input for each indicator."""
    catalogue = position.catalogue
    values = position.values[0]
    deviation = 0.05 * np.abs(values - catalogue.knots[:, 0])
    shares = catalogue.shares("overall")

    def score(inputs: Floats) -> Floats:
        scores = score_indicator(values + deviation * norm.ppf(inputs), catalogue.knots)
        return np.asarray(aggregate(scores, shares, p=2.0))

    return score


def peer(model: Callable[[Floats], Floats], size: int) -> Floats:
    """Total order by SALib, on the same number of base draws and with the fewest resamples it takes."""
    sample = importlib.import_module("SALib.sample.sobol").sample
    analyze = importlib.import_module("SALib.analyze.sobol").analyze
    problem = {"num_vars": size, "names": [f"x{at}" for at in range(size)], "bounds": [[0.0, 1.0]] * size}
    inputs = np.clip(sample(problem, BASE, calc_second_order=False, seed=0), 1e-12, 1 - 1e-12)
    result = analyze(problem, model(inputs), calc_second_order=False, num_resamples=2, seed=0)
    return np.asarray(result["ST"])


def main() -> None:
    observations, catalogue = panel(4, 1)
    observations["value"] = observations["value"].fillna(5.0)
    position = risk_position(risk_history(observations, catalogue))
    reference = own_bank(position, 16 * BASE)
    cases: list[tuple[str, Callable[[], Floats], Callable[[], Floats], Floats]] = [
        ("Ishigami, 3 inputs", own_ishigami, lambda: peer(ishigami, 3), ISHIGAMI_TOTAL),
        (
            "a bank, 37 indicators",
            lambda: own_bank(position, BASE),
            lambda: peer(bank_model(position), 37),
            reference,
        ),
    ]
    installed = importlib.util.find_spec("SALib") is not None
    print(f"{BASE:,} base draws; largest error of an index.\n")
    print("| case | ms | error | SALib ms | error | ratio |\n|---|---:|---:|---:|---:|---:|")
    for name, own, other, truth in cases:
        seconds, error = median_seconds(own), np.abs(own() - truth).max()
        beside = "– | – | –"
        if installed:
            theirs = median_seconds(other, 3)
            off = np.abs(other() - truth).max()
            beside = f"{1000 * theirs:,.1f} | {off:.1e} | {theirs / seconds:,.1f}"
        print(f"| {name} | {1000 * seconds:,.1f} | {error:.1e} | {beside} |")
