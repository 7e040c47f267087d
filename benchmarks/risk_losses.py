"""Annual loss: the transform against a Monte Carlo of a million years and against a published package.

Errors are relative, of the 99.9 % quantile: against the closed form for the geometric sum of exponentials,
elsewhere against the same model on a grid far finer than any of the rows. The packages ``gemact`` and
``aggregate`` are timed in the same process where they are installed.
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import io
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from scipy import stats

from analytics.risk.dependence import joint_losses
from analytics.risk.losses import (
    NegativeBinomial,
    Poisson,
    Spliced,
    compound_loss,
    fit_severity,
    simulate_annual_losses,
)
from benchmarks.timing import median_seconds

LEVEL = 0.999
YEARS = 1_000_000
SPLICED = Spliced(mu=2.0, sigma=1.2, threshold=30.0, shape=0.4, scale=25.0, tail_probability=0.1)


def _once(call: Callable[[], Any]) -> tuple[Any, float]:
    began = time.perf_counter()
    result = call()
    return result, time.perf_counter() - began


def _models() -> list[tuple[str, Any, Any, float]]:
    """Name, frequency, severity, and the 99.9 % quantile to measure against."""
    lognormal, heavy = stats.lognorm(1.2), stats.genpareto(0.8)
    exact = 2.0 * 4.0 * np.log(0.75 / (1.0 - LEVEL))
    return [
        ("geometric 3, exponential", NegativeBinomial(3.0, 1.0), stats.expon(scale=2.0), float(exact)),
        ("Poisson 5, lognormal 1.2", Poisson(5.0), lognormal, _fine(Poisson(5.0), lognormal, 2.5e-4)),
        ("Poisson 5, spliced 0.4", Poisson(5.0), SPLICED, _fine(Poisson(5.0), SPLICED, 2.5e-3)),
        ("Poisson 5, Pareto tail 0.8", Poisson(5.0), heavy, _fine(Poisson(5.0), heavy, 1.5e-2)),
    ]


def _fine(frequency: Any, severity: Any, step: float) -> float:
    return float(compound_loss(frequency, severity, step=step).quantile(LEVEL))


def _gemact(frequency: Any, severity: Any, reach: float) -> tuple[float, float] | None:
    """Quantile and seconds of gemact, for the laws it has, on the same number of cells."""
    if importlib.util.find_spec("gemact") is None or not isinstance(frequency, Poisson):
        return None
    # The package reports every step on the error stream that it finds when imported.
    with contextlib.redirect_stderr(io.StringIO()):
        module = importlib.import_module("gemact.lossmodel")
    known = {"lognorm": ("lognormal", ("shape", "scale")), "genpareto": ("genpareto", ("c", "scale"))}
    name, (shape, scale) = known.get(getattr(getattr(severity, "dist", None), "name", ""), (None, ("", "")))
    if name is None:
        return None
    cells = 2**18

    def run() -> float:
        model = module.LossModel(
            frequency=module.Frequency(dist="poisson", par={"mu": frequency.rate}),
            severity=module.Severity(dist=name, par={shape: severity.args[0], scale: 1.0}),
            aggr_loss_dist_method="fft",
            sev_discr_method="massdispersal",
            n_aggr_dist_nodes=cells,
            n_sev_discr_nodes=cells,
            sev_discr_step=reach / cells,
            tilt=True,
            tilt_value=20.0 / cells,
        )
        return float(np.asarray(model.ppf(LEVEL)).item())

    return run(), median_seconds(run, 3)


def _aggregate(name: str) -> tuple[float, float] | None:
    """Quantile and seconds of aggregate with the settings it chooses, for the models it accepts."""
    programs = {
        "geometric 3, exponential": "agg Geometric 3 claims sev 2 * expon 1 mixed gamma 1.0",
        "Poisson 5, lognormal 1.2": "agg Lognormal 5 claims sev lognorm 1.2 poisson",
    }
    if importlib.util.find_spec("aggregate") is None or name not in programs:
        return None
    build = importlib.import_module("aggregate").build

    def run() -> float:
        return float(build(programs[name], log2=18).q(LEVEL))

    return run(), median_seconds(run, 3)


def _cells(result: tuple[float, float] | None, truth: float) -> str:
    if result is None:
        return " – | –"
    quantile, seconds = result
    return f"{1000 * seconds:,.0f} | {abs(quantile / truth - 1):.1e}"


def main() -> None:
    print(f"Yearly mean of events and severity; {LEVEL:.1%} quantile; Monte Carlo of {YEARS:,} years.\n")
    print("| model | ms | error | Monte Carlo ms | error | gemact ms | error | aggregate ms | error |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|---:|")
    for name, frequency, severity, truth in _models():

        def ours(frequency: Any = frequency, severity: Any = severity) -> float:
            return float(compound_loss(frequency, severity).quantile(LEVEL))

        def simulated(frequency: Any = frequency, severity: Any = severity) -> float:
            years = simulate_annual_losses(frequency, severity, years=YEARS, seed=0)
            return float(np.quantile(years, LEVEL))

        grid = compound_loss(frequency, severity)
        columns = [
            (ours(), median_seconds(ours)),
            _once(simulated),
            _gemact(frequency, severity, grid.step * 2**18),
            _aggregate(name),
        ]
        print(f"| {name} | " + " | ".join(_cells(column, truth) for column in columns) + " |")
    _other_times()


def _other_times() -> None:
    losses = SPLICED.rvs(2_000, random_state=0)
    types = {
        "fraud": compound_loss(Poisson(20.0), stats.lognorm(1.5, scale=1e4)),
        "outage": compound_loss(Poisson(2.0), SPLICED),
        "legal": compound_loss(Poisson(0.3), stats.lognorm(2.0, scale=1e5)),
    }
    rows: list[tuple[str, Callable[[], object]]] = [
        ("Severity fit, 2,000 losses, threshold given", lambda: fit_severity(losses, threshold=30.0)),
        (
            "Severity fit, threshold chosen, goodness of fit by 199 bootstraps",
            lambda: fit_severity(losses).goodness_of_fit,
        ),
        (
            "Three event types, t copula, 100,000 years",
            lambda: joint_losses(types, correlation=0.3, copula="t"),
        ),
    ]
    print("\n| what | ms |\n|---|---:|")
    for name, call in rows:
        print(f"| {name} | {1000 * median_seconds(call, 3):,.0f} |")


if __name__ == "__main__":
    main()
