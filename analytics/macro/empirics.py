"""What the series say: vector autoregressions, and bands by a vectorised bootstrap.

Shocks are one standard deviation. Their sign, which identification leaves open, is fixed so that a shock
raises its own variable at impact.

References
----------
Lütkepohl, H. (2005). New introduction to multiple time series analysis: chapter 3.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from statsmodels.tsa.vector_ar.var_model import VAR

from analytics.macro._checks import FloatArray, array, band, integer, number

COVARIANCE_TOLERANCE: Final = 0.01
MOST_NUMBERS: Final = 20_000_000


@dataclass(frozen=True)
class VarModel:
    """A vector autoregression with constant, estimated by least squares.

    Attributes
    ----------
    names : of the k variables
    coefficients : (lags, k, k), element [l, i, j] of variable j at lag l + 1 in the equation of i
    intercept : (k,)
    residuals : (T, k)
    covariance : (k, k) of residuals, with degrees of freedom corrected
    standard_errors : (lags, k, k) of the coefficients
    start : (lags, k) observations before the first residual
    largest_root : modulus of the largest root of the companion matrix; 1 or more does not die out
    aic, bic : information criteria
    """

    names: tuple[str, ...]
    coefficients: FloatArray
    intercept: FloatArray
    residuals: FloatArray
    covariance: FloatArray
    standard_errors: FloatArray
    start: FloatArray
    largest_root: float
    aic: float
    bic: float

    @property
    def lags(self) -> int:
        return len(self.coefficients)


@dataclass(frozen=True)
class ImpulseResponses:
    """Responses to shocks of one standard deviation: [h, i, j] is variable i to shock j after h periods."""

    names: tuple[str, ...]
    shocks: tuple[str, ...]
    responses: FloatArray
    low: FloatArray
    high: FloatArray
    level: float


def fit_var(data: pd.DataFrame, *, lags: int) -> VarModel:
    """Estimate a vector autoregression.

    Parameters
    ----------
    data : one column per variable, one row per period in order, without gaps
    lags : int in [1, 24]

    Raises
    ------
    ValueError: gaps, a constant column, too few periods, or columns that repeat one another
    """
    order = integer("lags", lags, low=1, high=24)
    values = _series(data, periods=order * (data.shape[1] + 1) + data.shape[1] + 2)
    # A series that overflows is refused below, by its covariance.
    with np.errstate(over="ignore", invalid="ignore"):
        result = VAR(values).fit(order, trend="c")
    count = values.shape[1]
    residuals = np.asarray(result.resid, dtype=np.float64)
    covariance = np.asarray(result.sigma_u, dtype=np.float64)
    _impact(covariance)
    errors = np.asarray(result.stderr_endog_lagged, dtype=np.float64)
    coefficients = np.asarray(result.coefs, dtype=np.float64)
    return VarModel(
        names=tuple(str(name) for name in data.columns),
        coefficients=coefficients,
        intercept=np.asarray(result.intercept, dtype=np.float64),
        residuals=residuals,
        covariance=covariance,
        standard_errors=errors.reshape(order, count, count).transpose(0, 2, 1),
        start=values[:order],
        largest_root=_largest_root(coefficients),
        aic=float(result.aic),
        bic=float(result.bic),
    )


def _series(data: pd.DataFrame, *, periods: int) -> FloatArray:
    """Columns as floats; ValueError for gaps, constants, duplicates of names, or too few rows."""
    if data.shape[1] == 0 or len(data) < periods:
        raise ValueError(
            f"data must hold at least {periods} periods of one variable or more; got {data.shape}"
        )
    if not data.columns.is_unique:
        raise ValueError(f"data must name each column once; got {list(data.columns)}")
    for name in data.columns:
        try:
            column = array(f"data[{name}]", data[name])
        except ValueError as error:
            raise ValueError(f"{error}; fill or drop the gaps first") from None
        if float(np.ptp(column)) == 0.0:
            raise ValueError(f"data[{name}] must vary; it is {column[0]:g} throughout")
    return data.to_numpy(dtype=np.float64)


def _impact(covariance: FloatArray) -> FloatArray:
    """Lower Cholesky factor: the recursive identification, first variable first."""
    scale = np.sqrt(np.diagonal(covariance, axis1=-2, axis2=-1))
    with np.errstate(divide="ignore", invalid="ignore"):
        correlation = covariance / scale[..., :, None] / scale[..., None, :]
    if not np.isfinite(correlation).all() or np.linalg.eigvalsh(correlation).min() < 1e-10:
        raise ValueError(
            "data hold columns that repeat one another or explode: their shocks cannot be told apart"
        )
    return np.asarray(np.linalg.cholesky(covariance), dtype=np.float64)


def _largest_root(coefficients: FloatArray) -> float:
    lags, count, _ = coefficients.shape
    companion = np.eye(lags * count, k=-count)
    companion[:count] = coefficients.transpose(1, 0, 2).reshape(count, lags * count)
    return float(np.abs(np.linalg.eigvals(companion)).max())


def normalise_sign(responses: FloatArray) -> FloatArray:
    """Turn every shock so that its own variable rises at impact.

    Parameters
    ----------
    responses : (..., h, k, k) or (k, k) impact matrix; element [i, j] is variable i to shock j

    Returns
    -------
    array of the same shape

    Raises
    ------
    ValueError: a shock that does not move its own variable at impact
    """
    values = array("responses", responses)
    impact = values if values.ndim == 2 else values[..., 0, :, :]
    own = np.diagonal(impact, axis1=-2, axis2=-1)
    if np.any(own == 0.0):
        raise ValueError("responses must move each shock's own variable at impact; got 0 on the diagonal")
    signs = np.sign(own)
    return values * (signs[None, :] if values.ndim == 2 else signs[..., None, None, :])


def impulse_responses(
    model: VarModel,
    *,
    horizon: int = 20,
    impact: FloatArray | None = None,
    draws: int = 1000,
    level: float = 0.8,
    seed: int = 0,
) -> ImpulseResponses:
    """Responses with bands by a residual bootstrap, all draws at once.

    Bands are percentiles of the draws, widened to hold the estimate where it lies outside.

    Parameters
    ----------
    model : from :func:`fit_var`
    horizon : int in [0, 200], periods after the shock
    impact : (k, k) with ``impact @ impact.T`` the covariance of residuals (:func:`structural_impact`);
        None for the recursive one, first variable first
    draws : int in [20, 100000]
    level : float in [0.01, 0.99], probability between the bands
    seed : int, >= 0

    Raises
    ------
    ValueError: an argument outside its range, or an impact that does not reproduce the covariance
    """
    periods = integer("horizon", horizon, low=0, high=200)
    count = integer("draws", draws, low=20, high=100_000)
    probability = number("level", level, low=0.01, high=0.99)
    recursive = _impact(model.covariance)
    rotation = np.eye(len(model.names))
    if impact is not None:
        rotation = _rotation(np.asarray(impact, dtype=np.float64), recursive)
    point = _responses(model.coefficients[None], (recursive @ rotation)[None], periods)
    responses = normalise_sign(point)[0]
    sampled = _bootstrap(model, rotation, periods, count, seed)
    low, high = band(sampled, responses, probability)
    return ImpulseResponses(model.names, model.names, responses, low, high, probability)


def _rotation(impact: FloatArray, recursive: FloatArray) -> FloatArray:
    if impact.shape != recursive.shape or not np.isfinite(impact).all():
        raise ValueError(f"impact must be finite, of shape {recursive.shape}; got shape {impact.shape}")
    rotation = np.linalg.solve(recursive, impact)
    if np.abs(rotation @ rotation.T - np.eye(len(impact))).max() > 2 * COVARIANCE_TOLERANCE:
        raise ValueError("impact must reproduce the covariance of residuals: impact @ impact.T differs")
    return np.asarray(rotation, dtype=np.float64)


def _responses(coefficients: FloatArray, impact: FloatArray, horizon: int) -> FloatArray:
    """(n, horizon + 1, k, k) from (n, lags, k, k) and (n, k, k)."""
    draws, lags, count, _ = coefficients.shape
    # Lags side by side, so that one product per horizon serves all of them.
    wide = np.ascontiguousarray(coefficients.transpose(0, 2, 1, 3)).reshape(draws, count, lags * count)
    path = np.zeros((draws, horizon + 1 + lags, count, count))
    # Written backwards in time, the last lags stand in a row in the order that the coefficients want.
    path[:, horizon] = impact
    for step in range(1, horizon + 1):
        at = horizon - step
        past = path[:, at + 1 : at + 1 + lags].reshape(draws, lags * count, count)
        path[:, at] = wide @ past
    return np.asarray(path[:, horizon::-1], dtype=np.float64)


def _bootstrap(model: VarModel, rotation: FloatArray, horizon: int, draws: int, seed: int) -> FloatArray:
    """(draws, horizon + 1, k, k), in batches that keep memory bounded."""
    rng = np.random.default_rng(integer("seed", seed, low=0, high=2**63 - 1))
    periods, count = model.residuals.shape
    width = 1 + model.lags * count
    batch = max(1, MOST_NUMBERS // (periods * width))
    parts = []
    for start in range(0, draws, batch):
        size = min(batch, draws - start)
        values = _simulate(model, rng.integers(0, periods, (periods, size)))
        try:
            coefficients, covariance = _estimate(values, model.lags)
            impact = np.linalg.cholesky(covariance) @ rotation
        except np.linalg.LinAlgError:
            raise ValueError(
                f"data are too few or too explosive for bands: {periods} periods, "
                f"largest root {model.largest_root:.3g}"
            ) from None
        parts.append(normalise_sign(_responses(coefficients, impact, horizon)))
    return np.concatenate(parts)


def _simulate(model: VarModel, picked: NDArray[np.int64]) -> FloatArray:
    """Histories (draws, lags + T, k) from residuals drawn with replacement, a row of shocks at a time."""
    periods, draws = picked.shape
    lags, count = model.lags, len(model.names)
    centred = model.residuals - model.residuals.mean(axis=0)
    shocks = centred[picked] + model.intercept
    # (lags * k, k), latest lag first: one product per period serves all histories.
    stacked = model.coefficients.transpose(0, 2, 1).reshape(lags * count, count)
    past = np.tile(model.start[::-1].reshape(1, lags * count), (draws, 1))
    values = np.empty((lags + periods, draws, count))
    values[:lags] = model.start[:, None, :]
    for period in range(periods):
        new = shocks[period] + past @ stacked
        values[lags + period] = new
        past[:, count:] = past[:, :-count].copy()
        past[:, :count] = new
    return np.ascontiguousarray(values.transpose(1, 0, 2))


def _estimate(values: FloatArray, lags: int) -> tuple[FloatArray, FloatArray]:
    """Least squares on every history: coefficients (n, lags, k, k) and residual covariance (n, k, k)."""
    draws, length, count = values.shape
    periods = length - lags
    design = np.empty((draws, periods, 1 + lags * count))
    design[:, :, 0] = 1.0
    for lag in range(1, lags + 1):
        at = 1 + (lag - 1) * count
        design[:, :, at : at + count] = values[:, lags - lag : length - lag]
    target = values[:, lags:]
    # Columns on one scale: normal equations would otherwise lose digits to the units of the data.
    scale = np.sqrt(np.einsum("ntm,ntm->nm", design, design))
    design /= scale[:, None, :]
    transposed = design.transpose(0, 2, 1)
    beta = np.linalg.solve(transposed @ design, transposed @ target)
    residuals = target - design @ beta
    covariance = residuals.transpose(0, 2, 1) @ residuals / (periods - design.shape[2])
    beta = beta / scale[:, :, None]
    return beta[:, 1:].reshape(draws, lags, count, count).transpose(0, 1, 3, 2), covariance
