"""What a control saves a year against what it costs."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import betaincinv

from analytics.estimate import central_ends
from analytics.risk.annual_loss import Law, check_frequency
from analytics.risk.controls import beta_parameters
from analytics.risk.losses import check_severity
from analytics.risk.severity import Severity

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class ControlReturn:
    """The same simulated years with and without a control, see ``control_return``.

    ``expected_without``, ``expected_with`` and ``expected_saving`` are exact; ``return_on_cost`` is
    ``(expected_saving - annual_cost) / annual_cost``, infinite for a control that costs nothing.
    ``probability_pays`` is the share of years that save more than the cost.
    """

    expected_without: float
    expected_with: float
    expected_saving: float
    annual_cost: float
    return_on_cost: float
    probability_pays: float
    without: Floats = field(repr=False)
    with_control: Floats = field(repr=False)

    def table(self, levels: tuple[float, ...] = (0.95, 0.99, 0.999)) -> pd.DataFrame:
        """Columns measure, level, without, with_control, saving: the mean, then one row per quantile."""
        q = np.asarray(levels)
        without, controlled = np.quantile(self.without, q), np.quantile(self.with_control, q)
        return pd.DataFrame(
            {
                "measure": ["mean", *["quantile"] * q.size],
                "level": np.concatenate([[np.nan], q]),
                "without": np.concatenate([[self.expected_without], without]),
                "with_control": np.concatenate([[self.expected_with], controlled]),
                "saving": np.concatenate([[self.expected_saving], without - controlled]),
            }
        )


def control_return(
    frequency: Law,
    severity: Severity,
    *,
    coverage: float,
    effectiveness: Any,
    annual_cost: float,
    acts_on: Literal["frequency", "severity"] = "frequency",
    years: int = 100_000,
    seed: int = 0,
) -> ControlReturn:
    """Annual loss with and without a control, on common random numbers.

    The control reduces by ``coverage * effectiveness``: the number of events, each being prevented
    with that probability, or the size of every loss. Both sides see the same events and sizes, so
    that their difference is the control's and not the draw's.

    Parameters
    ----------
    frequency, severity : as in ``compound_loss``; the loss before the control
    coverage : float in [0, 1], share of the events that the control reaches
    effectiveness : float in [0, 1], or scipy frozen law on it (a beta law) drawn once a year
    annual_cost : float >= 0, in the currency of the losses
    acts_on : "frequency" or "severity"
    years : int >= 1
    seed : int; the same seed gives the same years, whatever the control

    Raises
    ------
    ValueError: an argument outside its range, a severity of infinite mean
    """
    _check_arguments(coverage, effectiveness, annual_cost, acts_on, years)
    check_frequency(frequency)
    check_severity(severity)
    loss_mean = float(severity.mean())
    if not np.isfinite(loss_mean):
        raise ValueError("severity has an infinite mean; the saving of a control on it cannot be stated")
    rng = np.random.default_rng(seed)
    counts = frequency.draw(rng, years)
    size = np.asarray(severity.rvs(size=int(counts.sum()), random_state=rng), dtype=np.float64)
    fate, draw = rng.random(size.size), rng.random(years)
    year = np.repeat(np.arange(years), counts)
    reduction = coverage * (
        effectiveness.ppf(draw) if _is_law(effectiveness) else np.full(years, effectiveness)
    )
    remaining = size * (fate >= reduction[year] if acts_on == "frequency" else 1.0 - reduction[year])
    without = np.bincount(year, weights=size, minlength=years).astype(np.float64)
    controlled = np.bincount(year, weights=remaining, minlength=years).astype(np.float64)
    mean_effectiveness = float(effectiveness.mean()) if _is_law(effectiveness) else float(effectiveness)
    expected = frequency.mean * loss_mean
    saving = expected * coverage * mean_effectiveness
    return _returned(expected, saving, float(annual_cost), without, controlled)


def _returned(
    expected: float, saving: float, annual_cost: float, without: Floats, controlled: Floats
) -> ControlReturn:
    return ControlReturn(
        expected_without=expected,
        expected_with=expected - saving,
        expected_saving=saving,
        annual_cost=annual_cost,
        return_on_cost=(saving - annual_cost) / annual_cost if annual_cost > 0 else np.inf,
        probability_pays=float((without - controlled > annual_cost).mean()),
        without=without,
        with_control=controlled,
    )


def return_by_type(
    losses: Mapping[str, tuple[Law, Severity]],
    acts_on: Collection[str],
    *,
    coverage: float,
    effectiveness: float,
    annual_cost: float,
    years: int = 100_000,
    seed: int = 0,
) -> ControlReturn:
    """What a control returns on the event types that it acts on, and on no other.

    The laws are those of the losses as recorded. The saving is ``coverage * effectiveness`` of the expected
    loss of these types, so never above it. Where the record was made with the control in place, the loss
    without it would be larger, by a factor that rests on the control's own rating: it is not added back, and
    the saving is then the least that losing the control would cost.

    Parameters
    ----------
    losses : event type to frequency and severity, as in ``compound_loss``; types without an event are absent
    acts_on : event types that the control acts on; one that ``losses`` lacks has nothing to save
    coverage : float in [0, 1], share of the events of these types that the control reaches
    effectiveness : float in [0, 1], share of those that it prevents
    annual_cost, years : as in ``control_return``
    seed : int; a type has the same years whatever else the control acts on

    Returns
    -------
    ControlReturn, of the losses of these types together, the types independent of each other

    Raises
    ------
    ValueError: as in ``control_return``
    """
    _check_arguments(coverage, effectiveness, annual_cost, "frequency", years)
    without, controlled = np.zeros(years), np.zeros(years)
    expected = saving = 0.0
    for place, (name, (frequency, severity)) in enumerate(losses.items()):
        if name not in acts_on:
            continue
        found = control_return(
            frequency,
            severity,
            coverage=coverage,
            effectiveness=effectiveness,
            annual_cost=0.0,
            years=years,
            seed=int(np.random.SeedSequence([seed, place]).generate_state(1)[0]),
        )
        expected, saving = expected + found.expected_without, saving + found.expected_saving
        without, controlled = without + found.without, controlled + found.with_control
    return _returned(expected, saving, float(annual_cost), without, controlled)


def effect_interval(coverage: float, mean: float, sd: float, *, level: float) -> tuple[float, float]:
    """Interval of ``coverage * effectiveness``, the effectiveness having a beta law.

    Parameters
    ----------
    coverage : float in [0, 1]
    mean, sd : of the effectiveness, see :func:`analytics.risk.controls.beta_parameters`
    level : probability of the interval, in (0, 1)

    Raises
    ------
    ValueError: a coverage or level outside its range, a mean and standard deviation that no share has
    """
    _check_arguments(coverage, mean, 0.0, "frequency", 1)
    ends = central_ends(level)
    alpha, beta = (float(found[0]) for found in beta_parameters(np.array([mean]), np.array([sd])))
    if np.isinf(alpha):
        return coverage * mean, coverage * mean
    low, high = betaincinv(alpha, beta, ends)
    return coverage * float(low), coverage * float(high)


def _check_arguments(
    coverage: float, effectiveness: Any, annual_cost: float, acts_on: str, years: int
) -> None:
    if not 0.0 <= coverage <= 1.0:
        raise ValueError(f"coverage is {coverage}; it must lie between 0 and 1")
    low, high = effectiveness.support() if _is_law(effectiveness) else (effectiveness, effectiveness)
    if not (low >= 0.0 and high <= 1.0):
        raise ValueError(f"effectiveness ranges over {low} to {high}; it must lie between 0 and 1")
    if not (np.isfinite(annual_cost) and annual_cost >= 0):
        raise ValueError(f"annual_cost is {annual_cost}; it must be an amount of 0 or more")
    if acts_on not in ("frequency", "severity"):
        raise ValueError(f"acts_on is {acts_on!r}; it must be 'frequency' or 'severity'")
    if years < 1:
        raise ValueError(f"years is {years}; it must be 1 or more")


def _is_law(effectiveness: Any) -> bool:
    return hasattr(effectiveness, "ppf")
