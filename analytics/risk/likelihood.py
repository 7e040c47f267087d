"""How often losses come and how large one is: likelihood and impact, each with its doubt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from scipy.special import polygamma
from scipy.stats import chi2, gamma

from analytics.risk.catalogue import require_columns
from analytics.risk.scoring import Floats

# Fewer losses than this say too little about their own scatter; that of all types together is taken.
_ENOUGH: Final = 5
_CORNERS: Final = 48


@dataclass(frozen=True)
class LikelihoodImpact:
    """Where each type of loss stands.

    Parameters
    ----------
    table : DataFrame type, events, likelihood (events a year; 0 without any), likelihood_low,
        likelihood_high, impact (typical loss of one event: geometric mean; NaN without any), impact_low,
        impact_high, scatter ("own", "pooled", "none": from whose losses the interval of the impact comes)
    ellipses : DataFrame type, corner, likelihood, impact: the closed line that holds both at once with the
        level's probability; only types with an interval for both
    years : float, length of the record
    level : probability of intervals and ellipses
    """

    table: pd.DataFrame
    ellipses: pd.DataFrame
    years: float
    level: float


def likelihood_impact(
    events: pd.DataFrame, types: tuple[str, ...], *, years: float, level: float = 0.8
) -> LikelihoodImpact:
    """Likelihood and impact of each type of loss from a record of events.

    The yearly rate has the posterior Gamma(n + ½, years) of a Poisson count under Jeffreys' prior. A type
    without events has the exact upper limit ``-ln(1 - level) / years``: at a higher rate, so long a silence
    would have had a probability below ``1 - level``. The logarithms of losses are taken as normal; the
    impact's interval is that of their mean. Ellipses join both, as independent, on logarithmic axes.

    Parameters
    ----------
    events : DataFrame type, amount (loss, above 0; a loss of 0 counts for the likelihood alone)
    types : the types to report, in order
    years : length of the record, above 0
    level : probability in (0, 1)

    Returns
    -------
    LikelihoodImpact

    Raises
    ------
    ValueError: a missing column, an unknown type, an amount that is negative or missing, years or a level
        outside their range

    References
    ----------
    Jeffreys (1946), An invariant form for the prior probability in estimation problems.
    """
    require_columns(events, ("type", "amount"), "events")
    _check(events, types, years, level)
    counts = events["type"].value_counts().reindex(types, fill_value=0).to_numpy(dtype=float)
    tail = (1 - level) / 2
    mean, error, scatter = _log_impacts(events, types)
    reach = np.sqrt(chi2.ppf(level, 1)) * error
    table = pd.DataFrame(
        {
            "type": types,
            "events": counts.astype(np.int64),
            "likelihood": counts / years,
            "likelihood_low": np.where(counts > 0, gamma.ppf(tail, counts + 0.5) / years, 0.0),
            "likelihood_high": np.where(counts > 0, gamma.ppf(1 - tail, counts + 0.5), -np.log1p(-level))
            / years,
            "impact": np.exp(mean),
            "impact_low": np.exp(mean - reach),
            "impact_high": np.exp(mean + reach),
            "scatter": scatter,
        }
    )
    return LikelihoodImpact(table, _ellipses(table, error, years, level), float(years), float(level))


def _check(events: pd.DataFrame, types: tuple[str, ...], years: float, level: float) -> None:
    if strangers := sorted(set(events["type"].astype(str)) - set(types)):
        raise ValueError(f"events: unknown type {', '.join(strangers)}; known: {', '.join(types)}")
    amounts = events["amount"].to_numpy(dtype=float)
    if not (np.isfinite(amounts) & (amounts >= 0)).all():
        raise ValueError("events: amount must be finite and 0 or more in every row")
    if not 0 < years < np.inf:
        raise ValueError(f"years must be finite and above 0, got {years}")
    if not 0 < level < 1:
        raise ValueError(f"level must lie in (0, 1), got {level}")


def _log_impacts(events: pd.DataFrame, types: tuple[str, ...]) -> tuple[Floats, Floats, list[str]]:
    """Mean of the logarithms of losses by type, its standard error, and whose scatter it rests on."""
    positive = events[events["amount"] > 0]
    logs = np.log(positive["amount"].to_numpy(dtype=float))
    groups = [logs[(positive["type"] == name).to_numpy()] for name in types]
    spare = sum(max(len(group) - 1, 0) for group in groups)
    squares = sum(float(((group - group.mean()) ** 2).sum()) for group in groups if len(group))
    pooled = np.sqrt(squares / spare) if spare else np.nan
    means, errors, scatter = np.full(len(types), np.nan), np.full(len(types), np.nan), []
    for at, group in enumerate(groups):
        own = len(group) >= _ENOUGH
        scatter.append("own" if own else "pooled" if len(group) and spare else "none")
        if len(group):
            means[at] = group.mean()
            errors[at] = (group.std(ddof=1) if own else pooled) / np.sqrt(len(group))
    return means, errors, scatter


def _ellipses(table: pd.DataFrame, error: Floats, years: float, level: float) -> pd.DataFrame:
    turns = np.linspace(0.0, 2 * np.pi, _CORNERS + 1)
    radius = np.sqrt(chi2.ppf(level, 2))
    counts = table["events"].to_numpy(dtype=float)
    drawn = np.flatnonzero((counts > 0) & np.isfinite(error))
    log_rate = np.sqrt(polygamma(1, counts[drawn] + 0.5))[:, None]
    centre = counts[drawn, None] / years, table["impact"].to_numpy(dtype=float)[drawn, None]
    likelihood = centre[0] * np.exp(radius * log_rate * np.cos(turns))
    impact = centre[1] * np.exp(radius * error[drawn, None] * np.sin(turns))
    return pd.DataFrame(
        {
            "type": np.repeat(table["type"].to_numpy()[drawn], len(turns)),
            "corner": np.tile(np.arange(len(turns)), len(drawn)),
            "likelihood": likelihood.ravel(),
            "impact": impact.ravel(),
        }
    )
