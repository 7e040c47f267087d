"""A hazard that follows a forecast: what the levers change is then measured from that forecast.

A published p and q describe an average product. A bank has its own forecast, so that p and q are sped up or
slowed down month by month, by one factor for both, until the hazard without levers runs through it.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from analytics.marketing._checks import FloatArray, number, numbers

MONTHS: Final = 12
_ALMOST_ALL: Final = 1 - 1e-9


def monthly_path(yearly: ArrayLike) -> FloatArray:
    """Shares at the end of each month, between shares a year apart.

    Inside a year the same fraction of non-adopters adopts every month; where adoption falls, it falls in a
    straight line.

    Parameters
    ----------
    yearly : array of shape (years + 1,), shares in [0, 1], the last observation first

    Returns
    -------
    array of shape (12 years + 1,)

    Raises
    ------
    ValueError: fewer than two shares, or one outside [0, 1]
    """
    ends = numbers("yearly", yearly, 0.0, 1.0)
    if ends.ndim != 1 or ends.size < 2:
        raise ValueError(f"yearly must hold at least two shares in one row, got shape {ends.shape}")
    start, end = ends[:-1, None], ends[1:, None]
    steps = np.arange(1, MONTHS + 1) / MONTHS
    left = np.maximum(1 - start, 1 - _ALMOST_ALL)
    rising = 1 - left * (np.maximum(1 - end, 1 - _ALMOST_ALL) / left) ** steps
    inside = np.where(end >= start, rising, start + (end - start) * steps)
    # The ends of years are the forecast itself, whatever the rounding of the powers between them.
    inside[:, -1] = ends[1:]
    return np.concatenate([ends[:1], inside.ravel()])


def following(path: ArrayLike, *, p0: float, q0: float) -> tuple[FloatArray, FloatArray]:
    """External influence and imitation, month by month, whose hazard runs through ``path``.

    In each month ``h = 1 - (1 - k p0)(1 - k q0 a)``, with h the share of non-adopters who adopt and a the
    share of adopters before it; k is the smaller root. A month in which adoption does not grow has k = 0.

    Parameters
    ----------
    path : array of shape (periods + 1,), shares of adopters in [0, 1]
    p0, q0 : float in (0, 1], a month, before the factor

    Returns
    -------
    (p0, q0) : two arrays of shape (periods,)

    Raises
    ------
    ValueError: a share or rate outside its range, or fewer than two shares
    """
    shares = numbers("path", path, 0.0, 1.0)
    if shares.ndim != 1 or shares.size < 2:
        raise ValueError(f"path must hold at least two shares in one row, got shape {shares.shape}")
    external, imitation = number("p0", p0, 1e-12, 1.0), number("q0", q0, 1e-12, 1.0)
    before, after = np.minimum(shares[:-1], _ALMOST_ALL), np.minimum(shares[1:], _ALMOST_ALL)
    hazard = np.maximum(0.0, (after - before) / (1 - before))
    pull = imitation * before
    total, product = external + pull, external * pull
    root = np.sqrt(total**2 - 4 * product * hazard)
    # The form that does not lose digits where the product is small beside the sum.
    factor = 2 * hazard / (total + root)
    return external * factor, np.minimum(1.0, imitation * factor)
