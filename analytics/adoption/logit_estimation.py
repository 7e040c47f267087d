"""Weighted binary and ordered logit with robust errors, and what keeps them from having an answer."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from scipy import linalg, optimize, sparse, special
from statsmodels.genmod.families import Binomial
from statsmodels.genmod.generalized_linear_model import GLM
from statsmodels.miscmodels.ordinal_model import OrderedModel

from analytics.adoption.shapes import FloatArray

# Log-odds away from the average respondent beyond which the outcomes may be separated.
_LARGE_INDEX = 8.0


@dataclass(frozen=True)
class LogitEstimate:
    """Parameters of ``P(outcome <= j) = logistic(threshold_j - x beta)`` with their robust covariance.

    ``parameters`` holds the thresholds (one fewer than the outcomes), then the slopes.
    """

    parameters: FloatArray
    covariance: FloatArray
    log_likelihood: float


def estimate(codes: FloatArray, columns: FloatArray, weights: FloatArray) -> LogitEstimate:
    """Estimate on standardised columns, then return to their own units.

    Parameters
    ----------
    codes : array (respondents,), outcome as 0, 1, ..., highest
    columns : array (respondents, k), without an intercept
    weights : array (respondents,), summing to the number of respondents
    """
    centre, spread = columns.mean(axis=0), columns.std(axis=0)
    standard = (columns - centre) / spread
    thresholds = int(codes.max())
    fit = _binary if thresholds == 1 else _ordered
    parameters, covariance, likelihood = fit(codes, standard, weights)
    back = np.eye(parameters.size)
    back[thresholds:, thresholds:] = np.diag(1.0 / spread)
    # A threshold set against deviations from the means moves by the means when those are put back.
    back[:thresholds, thresholds:] = centre / spread
    return LogitEstimate(back @ parameters, back @ covariance @ back.T, likelihood)


def probabilities(parameters: FloatArray, columns: FloatArray, thresholds: int) -> FloatArray:
    """Probability of every outcome: array (respondents, outcomes)."""
    index = columns @ parameters[thresholds:]
    below = special.expit(parameters[:thresholds] - index[:, None])
    edges = np.column_stack([np.zeros(index.size), below, np.ones(index.size)])
    return np.diff(edges, axis=1)


def check_estimable(codes: FloatArray, columns: FloatArray, names: tuple[str, ...]) -> None:
    """Refuse data that leave the estimates undefined, and say which driver is to blame.

    Raises
    ------
    ValueError: fewer respondents than parameters, constant, collinear or separating drivers
    """
    respondents, count = columns.shape
    thresholds = int(codes.max())
    if respondents <= count + thresholds:
        raise ValueError(
            f"data has {respondents} complete respondents; {count + thresholds} parameters need more"
        )
    constant = [name for name, column in zip(names, columns.T, strict=True) if np.ptp(column) == 0]
    if constant:
        raise ValueError(f"driver {constant[0]!r} has the same value for every complete respondent")
    standard = (columns - columns.mean(axis=0)) / columns.std(axis=0)
    _, triangle, pivot = linalg.qr(standard, mode="economic", pivoting=True)
    size = np.abs(np.diag(triangle))
    dependent = [names[i] for i in pivot[size < 1e-7 * size[0]]]
    if dependent:
        raise ValueError(
            f"driver {dependent[0]!r} follows exactly from the other drivers (collinear); drop one"
        )


def check_separation(
    answer: LogitEstimate, codes: FloatArray, columns: FloatArray, names: tuple[str, ...]
) -> None:
    """Refuse drivers that order the outcomes without fault, whose effects have no finite estimate.

    Large estimates call for the linear programme of Konis, which decides.

    Raises
    ------
    ValueError: a driver, alone or with others, separates the outcomes

    References
    ----------
    Konis (2007), Linear programming algorithms for detecting separated data in binary logistic regression
    models, thesis, University of Oxford.
    """
    thresholds = int(codes.max())
    index = (columns - columns.mean(axis=0)) @ answer.parameters[thresholds:]
    if np.all(np.isfinite(index)) and np.abs(index).max() < _LARGE_INDEX:
        return
    standard = (columns - columns.mean(axis=0)) / columns.std(axis=0)
    above, below = np.flatnonzero(codes > 0), np.flatnonzero(codes < thresholds)
    marks = np.eye(thresholds)
    rows = np.vstack(
        [
            np.hstack([standard[above], -marks[codes[above].astype(int) - 1]]),
            np.hstack([-standard[below], marks[codes[below].astype(int)]]),
        ]
    )
    both = sparse.csr_array(np.vstack([-rows, rows]))
    limit = np.concatenate([np.zeros(len(rows)), np.ones(len(rows))])
    best = optimize.linprog(-rows.sum(axis=0), A_ub=both, b_ub=limit, bounds=(None, None), method="highs")
    if best.status == 0 and -best.fun > 1e-6:
        slopes = np.abs(best.x[: standard.shape[1]])
        strongest = names[int(np.argmax(slopes))]
        raise ValueError(
            f"driver {strongest!r} separates the outcomes perfectly, alone or with others: its effect has no "
            "finite estimate; drop it or merge categories"
        )


def _binary(
    codes: FloatArray, columns: FloatArray, weights: FloatArray
) -> tuple[FloatArray, FloatArray, float]:
    design = np.column_stack([np.ones(codes.size), columns])
    model = GLM(codes, design, family=Binomial(), var_weights=weights)
    with warnings.catch_warnings():
        # Separation is looked for, and said, after the fit.
        warnings.simplefilter("ignore")
        result = model.fit(cov_type="HC0", tol=1e-12, maxiter=100)
    sign = np.ones(design.shape[1])
    # The intercept is minus the only threshold.
    sign[0] = -1.0
    covariance = sign[:, None] * np.asarray(result.cov_params()) * sign
    index = design @ np.asarray(result.params)
    likelihood = float(weights @ (codes * index - np.logaddexp(0.0, index)))
    return sign * np.asarray(result.params), covariance, likelihood


class _WeightedOrderedModel(OrderedModel):  # type: ignore[misc]
    """Ordered logit whose respondents count with their survey weights."""

    def __init__(self, endog: FloatArray, exog: FloatArray, weights: FloatArray) -> None:
        self.survey_weights = weights
        super().__init__(endog, exog, distr="logit")

    def loglikeobs(self, params: FloatArray) -> FloatArray:
        return cast(FloatArray, self.survey_weights * super().loglikeobs(params))


def _ordered(
    codes: FloatArray, columns: FloatArray, weights: FloatArray
) -> tuple[FloatArray, FloatArray, float]:
    model: Any = _WeightedOrderedModel(codes, columns, weights)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        result = model.fit(method="bfgs", disp=False, maxiter=500, cov_type="HC0", gtol=1e-6)
    parameters, slope = _thresholds(np.asarray(result.params), columns.shape[1])
    covariance = slope @ np.asarray(result.cov_params()) @ slope.T
    return parameters, covariance, float(result.llf)


def _thresholds(raw: FloatArray, count: int) -> tuple[FloatArray, FloatArray]:
    """Thresholds and slopes with their derivatives.

    statsmodels holds the slopes, the first threshold and the logarithms of the steps to the next ones.
    """
    steps = np.concatenate([raw[count : count + 1], np.exp(raw[count + 1 :])])
    parameters = np.concatenate([np.cumsum(steps), raw[:count]])
    slope = np.zeros((raw.size, raw.size))
    scale = np.concatenate([[1.0], steps[1:]])
    slope[: steps.size, count:] = np.tril(np.ones((steps.size, steps.size))) * scale
    slope[steps.size :, :count] = np.eye(count)
    return parameters, slope
