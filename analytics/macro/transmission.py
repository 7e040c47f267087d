"""How an economy answers to its policy rate: one shock, by a vector autoregression and by local projections.

References
----------
Christiano, L., Eichenbaum, M., Evans, C. (1999). Monetary policy shocks. Handbook of Macroeconomics 1A: the
rate stands last, since it answers to what it sees and moves nothing within the period.
Plagborg-Møller, M., Wolf, C. (2021). Local projections and VARs estimate the same impulse responses.
Econometrica 89.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import norm

from analytics.macro._checks import FloatArray, integer
from analytics.macro.empirics import VarModel, fit_var, impulse_responses


@dataclass(frozen=True)
class Transmission:
    """Responses to one standard deviation of the shock to the last variable.

    Attributes
    ----------
    names : of the k variables, the rate last
    model : the vector autoregression
    size : standard deviation of the shock, in the unit of the rate
    response, low, high : (horizon + 1, k) by the autoregression, bands by bootstrap
    projected, projected_low, projected_high : (horizon + 1, k) by local projections on the same shock
    level : probability between the bands
    """

    names: tuple[str, ...]
    model: VarModel
    size: float
    response: FloatArray
    low: FloatArray
    high: FloatArray
    projected: FloatArray
    projected_low: FloatArray
    projected_high: FloatArray
    level: float

    def extreme(self, name: str) -> tuple[int, float, float, float]:
        """Period, response, low and high where ``name`` answers most by the autoregression.

        Raises
        ------
        ValueError: an unknown variable
        """
        if name not in self.names:
            raise ValueError(f"name must be one of {', '.join(self.names)}; got {name!r}")
        place = self.names.index(name)
        period = int(np.abs(self.response[:, place]).argmax())
        return (
            period,
            float(self.response[period, place]),
            float(self.low[period, place]),
            float(self.high[period, place]),
        )


def rate_transmission(
    data: pd.DataFrame,
    *,
    lags: int = 4,
    horizon: int = 16,
    draws: int = 500,
    level: float = 0.8,
    seed: int = 0,
) -> Transmission:
    """Responses to a rise of the last column, the rate, that the others do not explain.

    Parameters
    ----------
    data : two columns or more, the rate last; one row per period in order, without gaps
    lags : int in [1, 24]
    horizon : int in [1, 60], periods after the shock
    draws : int in [20, 100000], of the bootstrap
    level : float in [0.01, 0.99], probability between the bands
    seed : int, >= 0

    Raises
    ------
    ValueError: fewer than two columns, gaps, a constant column, too few periods, an argument out of range
    """
    if data.shape[1] < 2:
        raise ValueError(f"data must hold two columns or more, the rate last; got {data.shape[1]}")
    integer("horizon", horizon, low=1, high=60)
    model = fit_var(data, lags=lags)
    found = impulse_responses(model, horizon=horizon, draws=draws, level=level, seed=seed)
    size = float(np.linalg.cholesky(model.covariance)[-1, -1])
    projected, bands = _projections(data.to_numpy(dtype=np.float64), lags, horizon, found.level)
    return Transmission(
        names=model.names,
        model=model,
        size=size,
        response=found.responses[:, :, -1],
        low=found.low[:, :, -1],
        high=found.high[:, :, -1],
        projected=size * projected,
        projected_low=size * bands[..., 0],
        projected_high=size * bands[..., 1],
        level=found.level,
    )


def _projections(values: FloatArray, lags: int, horizon: int, level: float) -> tuple[FloatArray, FloatArray]:
    """One regression per horizon on the rate, given what it answers to: the others now, and all lags.

    With those controls the coefficient of the rate is that of the autoregression's own shock. Bands are
    Newey-West's, with as many lags as the horizon overlaps.

    Returns
    -------
    (horizon + 1, k) responses per unit of the rate, and (horizon + 1, k, 2) their bands
    """
    count = values.shape[1]
    past = [values[lags - lag : len(values) - lag] for lag in range(1, lags + 1)]
    # The rate stands last, so its coefficient is the last one.
    design = np.column_stack([np.ones(len(values) - lags), *past, values[lags:]])
    reach = float(norm.ppf((1.0 + level) / 2.0))
    responses, errors = np.zeros((horizon + 1, count)), np.zeros((horizon + 1, count))
    # Given the others now, the rate says nothing of them; of itself it says all.
    responses[0, -1] = 1.0
    for ahead in range(1, horizon + 1):
        known, later = design[: len(design) - ahead], values[lags + ahead :]
        coefficients = np.linalg.lstsq(known, later, rcond=None)[0]
        responses[ahead] = coefficients[-1]
        others, rate = known[:, :-1], known[:, -1]
        own = rate - others @ np.linalg.lstsq(others, rate, rcond=None)[0]
        moments = own[:, None] * (later - known @ coefficients)
        errors[ahead] = np.sqrt(_long_run(moments, ahead + 1)) / (own @ own)
    return responses, np.stack([responses - reach * errors, responses + reach * errors], axis=-1)


def _long_run(moments: FloatArray, lags: int) -> FloatArray:
    """Sum of squares and weighted cross products of each column (Newey and West, 1987)."""
    total = np.square(moments).sum(axis=0)
    for lag in range(1, lags + 1):
        weight = 2.0 * (1.0 - lag / (lags + 1.0))
        total += weight * (moments[lag:] * moments[:-lag]).sum(axis=0)
    return np.asarray(total, dtype=np.float64)
