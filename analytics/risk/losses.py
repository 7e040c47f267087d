"""What a year of loss events costs: the law of the annual loss, its quantiles and its tail.

``Poisson``, ``NegativeBinomial``, ``Spliced`` and ``fit_severity`` are offered here too: together with
``compound_loss`` they are one model.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from analytics.risk.annual_loss import CompoundLoss, DiscreteLoss, Law, check_frequency, compound_pmf, moments
from analytics.risk.compounding import CELLS, FEWEST_CELLS_CHOSEN
from analytics.risk.frequency import FrequencyFit, NegativeBinomial, Poisson, fit_frequency
from analytics.risk.severity import Lognormal, Pert, Severity, Spliced, lognormal_from_interval, pert
from analytics.risk.severity_fit import SeverityFit, fit_lognormal, fit_severity, threshold_diagnostics

__all__ = [
    "CompoundLoss",
    "DiscreteLoss",
    "FrequencyFit",
    "Lognormal",
    "NegativeBinomial",
    "Pert",
    "Poisson",
    "SeverityFit",
    "Spliced",
    "compound_loss",
    "compound_pmf",
    "fit_frequency",
    "fit_lognormal",
    "fit_severity",
    "lognormal_from_interval",
    "pert",
    "simulate_annual_losses",
    "threshold_diagnostics",
]

Floats = NDArray[np.float64]


def compound_loss(
    frequency: Law, severity: Severity, *, step: float | None = None, cells: int = CELLS
) -> CompoundLoss:
    """Law of the annual loss ``X_1 + ... + X_N`` of a year's events.

    Parameters
    ----------
    frequency : Poisson or NegativeBinomial, events a year
    severity : scipy frozen continuous law, or Spliced, of one loss in the currency of the result
    step : float > 0, cell of the grid in the same currency; by default range and step are chosen so that
        levels up to 0.9999 are resolved on about ``cells`` cells, and higher ones on a wider grid
    cells : int >= 4,096, of the grid where no step is given; 32,768 are eight times faster and in general
        within 0.01 % of the default at the 99.9 % quantile

    Returns
    -------
    CompoundLoss

    Notes
    -----
    The number of events and their sizes are independent. A heavy tail is never cut off: quantiles depend
    on the grid below them only, and expected shortfall adds what lies above it from the exact mean.

    Raises
    ------
    ValueError: a severity that allows negative losses or is discrete, a step not fit for the range

    References
    ----------
    Klugman, Panjer, Willmot, *Loss Models*, 4th ed., ch. 9.
    Embrechts, Frei (2009), Panjer recursion versus FFT, Math. Methods Oper. Res. 69.
    """
    check_frequency(frequency)
    check_severity(severity)
    if step is not None and not (np.isfinite(step) and step > 0):
        raise ValueError(f"step is {step}; it must be an amount of more than 0")
    if cells < FEWEST_CELLS_CHOSEN:
        raise ValueError(f"cells is {cells}; it must be {FEWEST_CELLS_CHOSEN:,} or more")
    loss_mean, loss_variance = float(severity.mean()), float(severity.var())
    mean, sd, warnings = moments(frequency, loss_mean, loss_variance)
    return CompoundLoss(frequency, severity, mean, sd, warnings, step, cells)


def simulate_annual_losses(frequency: Law, severity: Severity, *, years: int, seed: int = 0) -> Floats:
    """Monte Carlo of the annual loss, as a cross-check of ``compound_loss``.

    Parameters
    ----------
    frequency, severity : as in ``compound_loss``
    years : int >= 1
    seed : int; the same seed gives the same losses

    Returns
    -------
    array, shape (years,)

    Raises
    ------
    ValueError: no year, laws as in ``compound_loss``
    """
    check_frequency(frequency)
    check_severity(severity)
    if years < 1:
        raise ValueError(f"years is {years}; it must be 1 or more")
    rng = np.random.default_rng(seed)
    counts = frequency.draw(rng, years)
    losses = np.asarray(severity.rvs(size=int(counts.sum()), random_state=rng), dtype=np.float64)
    totals = np.bincount(np.repeat(np.arange(years), counts), weights=losses, minlength=years)
    return np.asarray(totals, dtype=np.float64)


def check_severity(severity: Severity) -> None:
    if not all(hasattr(severity, name) for name in ("sf", "isf", "mean", "var", "support", "rvs")):
        raise ValueError(f"severity is a {type(severity).__name__}; it must be a scipy frozen law or Spliced")
    if isinstance(getattr(severity, "dist", None), stats.rv_discrete):
        raise ValueError("severity is a discrete law; use compound_pmf for losses in whole units")
    low = float(severity.support()[0])
    if np.isnan(low) or low < 0:
        raise ValueError(f"severity allows losses down to {low:g}; a loss cannot be negative")
