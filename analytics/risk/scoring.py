"""From indicator values to scores and grades: one scale, 0 best and 100 worst, and one grading function."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

KNOT_COUNT: Final = 5
GRADE_CUTS: Final = (25.0, 50.0, 75.0)
RED_FLAG_GRADE: Final = 3
WORST: Final = 100.0
BEST: Final = 0.0
_STEP: Final = WORST / (KNOT_COUNT - 1)


def score_indicator(values: ArrayLike, knots: ArrayLike) -> Any:
    """Score of an indicator: piecewise linear through five knots, clipped.

    The knots are the values that score 0, 25, 50, 75 and 100. Rising knots say that more is worse, falling
    knots that less is worse.

    Parameters
    ----------
    values : array-like in the indicator's own unit; NaN is a missing value and stays missing
    knots : array-like (..., 5), strictly monotone; leading axes broadcast against ``values``

    Returns
    -------
    float for one value, else ndarray: 0 (best) to 100 (worst), NaN exactly where the value is missing

    Raises
    ------
    ValueError: not five knots, knots that are not finite or not strictly monotone, an infinite value
    """
    points = check_knots(knots)
    numbers = np.asarray(values, dtype=float)
    if np.isinf(numbers).any():
        raise ValueError("values must be finite, or NaN where missing; got an infinite value")
    # A sum of clipped segments, not np.interp: knots broadcast, the score is exact at every knot, and
    # each term is monotone in floating point, so the sum is too.
    with np.errstate(over="ignore"):
        total = np.zeros(np.broadcast_shapes(numbers.shape, points.shape[:-1]))
        for lower in range(KNOT_COUNT - 1):
            start, end = points[..., lower], points[..., lower + 1]
            total += np.clip((numbers - start) / (end - start), 0.0, 1.0)
    return (_STEP * total)[()]


def check_knots(knots: ArrayLike) -> Floats:
    """The knots as an array, once they are known to be usable.

    Parameters
    ----------
    knots : array-like (..., 5)

    Returns
    -------
    ndarray (..., 5)

    Raises
    ------
    ValueError: not five knots, knots that are not finite or not strictly monotone
    """
    points = np.asarray(knots, dtype=float)
    if points.ndim == 0 or points.shape[-1] != KNOT_COUNT:
        raise ValueError(
            f"knots must be {KNOT_COUNT} values (score 0, 25, 50, 75, 100), got {_shown(points)}"
        )
    with np.errstate(over="ignore", invalid="ignore"):
        steps = np.diff(points, axis=-1)
    usable = np.isfinite(points).all(axis=-1) & np.isfinite(steps).all(axis=-1)
    monotone = usable & ((steps > 0).all(axis=-1) | (steps < 0).all(axis=-1))
    if not monotone.all():
        first = points.reshape(-1, KNOT_COUNT)[~monotone.ravel()][0]
        raise ValueError(f"knots must be finite and strictly rising or strictly falling, got {_shown(first)}")
    return points


def aggregate(scores: ArrayLike, weights: ArrayLike, *, p: float = 2.0) -> Any:
    """Weighted power mean ``(Σ w s^p / Σ w)^(1/p)`` over the last axis.

    ``p = 1`` lets a good indicator make up fully for a bad one; a larger ``p`` lets it do so less, and
    ``p = inf`` is the worst indicator alone. ``p = 0`` is the geometric mean, ``p = -1`` the harmonic mean,
    ``p = -inf`` the smallest score.

    Parameters
    ----------
    scores : array-like (..., n), 0 or more; a missing score is refused: see :func:`aggregate_bounds`
    weights : array-like broadcast against ``scores``, 0 or more; only their proportions matter
    p : float, any real number or ±inf

    Returns
    -------
    float for one row of scores, else ndarray (...): between the smallest and the largest score that carry
    weight

    Raises
    ------
    ValueError: no scores, scores that are negative, missing or infinite, weights that are negative, not
        finite or sum to zero, shapes that do not broadcast, ``p`` not a number

    References
    ----------
    Bullen, P. S. (2003), Handbook of Means and Their Inequalities, chapter III (power means).
    OECD and JRC (2008), Handbook on Constructing Composite Indicators, step 6.
    """
    rows, shares, power = _check_aggregate(scores, weights, p)
    counted = shares > 0
    highest = np.where(counted, rows, -np.inf).max(axis=-1)
    lowest = np.where(counted, rows, np.inf).min(axis=-1)
    if power == math.inf:
        return highest[()]
    if power == -math.inf:
        return lowest[()]
    # Scores are divided by the largest (smallest, for p < 0) first, so that no power can overflow.
    scale = highest if power >= 0 else lowest
    divisor = np.where(scale > 0, scale, 1.0)[..., None]
    with np.errstate(over="ignore"):
        mean = scale * _power_mean(rows / divisor, shares, power)
    return np.clip(mean, lowest, highest)[()]


def aggregate_bounds(scores: ArrayLike, weights: ArrayLike, *, p: float = 2.0) -> tuple[Any, Any]:
    """Smallest and largest aggregate that the missing scores allow: each at 0, then each at 100.

    Dropping a missing score and rescaling the weights would hide a bad indicator; the bounds do not.

    Parameters
    ----------
    scores : array-like (..., n) in [0, 100]; NaN where missing
    weights, p : as in :func:`aggregate`

    Returns
    -------
    tuple (low, high), each as :func:`aggregate`; equal where nothing is missing

    Raises
    ------
    ValueError: as :func:`aggregate`, and for a score above 100
    """
    rows = np.asarray(scores, dtype=float)
    if (rows > WORST).any():
        raise ValueError(f"scores must lie in [0, 100], got {float(np.nanmax(rows)):g}")
    missing = np.isnan(rows)
    low = aggregate(np.where(missing, BEST, rows), weights, p=p)
    high = aggregate(np.where(missing, WORST, rows), weights, p=p)
    return low, high


def gradient(scores: ArrayLike, weights: ArrayLike, *, p: float = 2.0) -> Floats:
    """Change of the aggregate for one point more on each score: ``(w_i / Σw) (s_i / S)^(p-1)``.

    Where every score is 0 the derivative for ``p > 1`` depends on the direction; the weights' shares are
    returned, the derivative along equal scores. At ``p = ±inf`` scores that tie share the effect in
    proportion to their weights.

    Parameters
    ----------
    scores, weights, p : as in :func:`aggregate`

    Returns
    -------
    ndarray (..., n), 0 or more; points of the aggregate for each point of the score

    Raises
    ------
    ValueError: as :func:`aggregate`, and for a score of 0 that carries weight where ``p < 1``: the
        derivative does not exist there
    """
    rows, shares, power = _check_aggregate(scores, weights, p)
    total = np.asarray(aggregate(rows, shares, p=power))[..., None]
    if math.isinf(power):
        tied = np.where(rows == total, shares, 0.0)
        return np.asarray(tied / tied.sum(axis=-1, keepdims=True))
    if power < 1 and ((rows == 0) & (shares > 0)).any():
        raise ValueError(f"scores must be above 0 for a gradient at p below 1 (p = {power:g})")
    ratio = np.divide(rows, total, out=np.ones_like(rows), where=(total > 0) & (rows > 0) & (shares > 0))
    slopes = shares * ratio ** (power - 1.0)
    if power > 1:
        slopes = np.where((rows == 0) & (total > 0), 0.0, slopes)
    return np.asarray(slopes)


def grade(score: ArrayLike) -> Any:
    """Grade of a score, 1 (best) to 4: [0, 25), [25, 50), [50, 75), [75, 100].

    Parameters
    ----------
    score : array-like in [0, 100]

    Returns
    -------
    int for one score, else ndarray of int

    Raises
    ------
    ValueError: a score that is missing or outside [0, 100]

    References
    ----------
    European Banking Authority, Guidelines on SREP (EBA/GL/2022/03): scores 1 to 4.
    """
    numbers = np.asarray(score, dtype=float)
    wrong = ~((numbers >= BEST) & (numbers <= WORST))
    if wrong.any():
        raise ValueError(f"score must lie in [0, 100] and not be missing, got {_shown(numbers[wrong])}")
    grades = np.digitize(numbers, GRADE_CUTS) + 1
    return int(grades) if numbers.ndim == 0 else grades


def published_grade(score: ArrayLike, red_flag: ArrayLike) -> Any:
    """Grade of a score, at least 3 where a red flag is up.

    Parameters
    ----------
    score : as in :func:`grade`
    red_flag : bool array-like, broadcast against ``score``: a breach of law that no value has closed

    Returns
    -------
    int for one score, else ndarray of int

    Raises
    ------
    ValueError: as :func:`grade`
    """
    floored = np.where(np.asarray(red_flag, dtype=bool), RED_FLAG_GRADE, 1)
    grades = np.maximum(grade(score), floored)
    return int(grades) if grades.ndim == 0 else grades


def _power_mean(ratios: Floats, shares: Floats, power: float) -> Floats:
    """Power mean of ratios to the scale, for weights that sum to 1."""
    if power == 1.0:
        return np.asarray((shares * ratios).sum(axis=-1))
    if power == 2.0:
        return np.asarray(np.sqrt((shares * ratios * ratios).sum(axis=-1)))
    # A weight of 0 times an infinite power or logarithm would be NaN: such ratios are set to 1 first.
    safe = np.where(shares > 0, ratios, 1.0)
    with np.errstate(divide="ignore", over="ignore"):
        logarithms = np.log(safe)
        if power == 0.0:
            return np.asarray(np.exp((shares * logarithms).sum(axis=-1)))
        # expm1 and log1p keep their digits when p comes close to 0, where powers and roots lose theirs.
        excess = (shares * np.expm1(power * logarithms)).sum(axis=-1)
        return np.asarray(np.exp(np.log1p(np.maximum(excess, -1.0)) / power))


def _check_aggregate(scores: ArrayLike, weights: ArrayLike, p: float) -> tuple[Floats, Floats, float]:
    """Scores, weights that sum to 1 along the last axis, and the power, or ValueError."""
    power = float(p)
    if math.isnan(power):
        raise ValueError("p must be a real number or ±inf, got NaN")
    rows = np.asarray(scores, dtype=float)
    if rows.ndim == 0 or rows.shape[-1] == 0:
        raise ValueError("scores must hold at least one score along the last axis")
    if np.isnan(rows).any():
        raise ValueError("scores must not be missing (NaN): bound them with aggregate_bounds instead")
    if (rows < 0).any() or np.isinf(rows).any():
        raise ValueError(f"scores must be finite and 0 or more, got {_shown(rows)}")
    rows, shares = _broadcast(rows, weights_as_shares(weights))
    return rows, shares, power


def _broadcast(rows: Floats, shares: Floats) -> tuple[Floats, Floats]:
    if shares.shape[-1] != rows.shape[-1]:
        raise ValueError(f"weights must be one for each score: {rows.shape[-1]}, got {shares.shape[-1]}")
    try:
        shape = np.broadcast_shapes(rows.shape, shares.shape)
    except ValueError:
        raise ValueError(f"weights {shares.shape} must broadcast against scores {rows.shape}") from None
    return np.broadcast_to(rows, shape), np.broadcast_to(shares, shape)


def weights_as_shares(weights: ArrayLike) -> Floats:
    """Weights divided by their sum along the last axis.

    Parameters
    ----------
    weights : array-like (..., n), 0 or more

    Returns
    -------
    ndarray (..., n) that sums to 1 along the last axis

    Raises
    ------
    ValueError: no weights, weights that are negative, not finite or sum to zero
    """
    numbers = np.asarray(weights, dtype=float)
    if numbers.ndim == 0 or numbers.shape[-1] == 0:
        raise ValueError("weights must hold at least one weight along the last axis")
    if not np.isfinite(numbers).all() or (numbers < 0).any():
        raise ValueError(f"weights must be finite and 0 or more, got {_shown(numbers)}")
    largest = numbers.max(axis=-1, keepdims=True)
    if (largest == 0).any():
        raise ValueError("weights must not sum to zero: at least one must be above 0")
    scaled = numbers / largest
    return np.asarray(scaled / scaled.sum(axis=-1, keepdims=True))


def _shown(numbers: Floats) -> str:
    """A few of the numbers, for a message."""
    return np.array2string(np.asarray(numbers).ravel(), threshold=6, edgeitems=3, precision=6)
