"""How much of a score is measured: what was never reported is neither good nor bad, it is not known.

An indicator that a bank reported and then stopped reporting is another matter: it keeps a published score
that only worsens (see :mod:`analytics.risk.missing`), and counts as measured.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike

from analytics.risk.catalogue import OVERALL, Booleans, Catalogue, Integers
from analytics.risk.scoring import Floats, aggregate, published_grade

# Share (0 to 1) of a group's weight that may be unmeasured where the group still gets a grade. A convention
# of this product: beyond a third, what is not measured alone moves a score by more than a grade is wide
# (p = 2, the rest at 50: from 41 to 71 as a third of the weight goes from 0 to 100; a grade spans 25).
MOST_UNMEASURED: Final = 1 / 3
NOT_GRADABLE: Final = 0
# Sums of weights reach a third only up to rounding.
_ROUNDING: Final = 1e-12


def aggregate_measured(scores: ArrayLike, weights: ArrayLike, *, p: float) -> Any:
    """Weighted power mean over the scores that are measured.

    Parameters
    ----------
    scores : array-like (..., n) in [0, 100]; NaN where not measured
    weights : array-like broadcast against ``scores``
    p : power of the mean

    Returns
    -------
    float for one row of scores, else ndarray (...); NaN where nothing that carries weight is measured

    Raises
    ------
    ValueError: as :func:`analytics.risk.scoring.aggregate`
    """
    rows = np.asarray(scores, dtype=float)
    measured = ~np.isnan(rows)
    if measured.all():
        return aggregate(rows, weights, p=p)
    known = np.where(measured, np.asarray(weights, dtype=float), 0.0)
    some = known.sum(axis=-1) > 0
    kept = np.where(some[..., None], known, weights)
    means = aggregate(np.where(measured, rows, 0.0), kept, p=p)
    return np.where(some, means, np.nan)[()]


def measured_shares(measured: Booleans, catalogue: Catalogue, applicable: Booleans | None = None) -> Floats:
    """Share of the weight of each risk, then of the overall score, that is measured.

    Parameters
    ----------
    measured : ndarray (..., indicators) of bool
    applicable : ndarray (..., indicators) of bool, where there is something to measure; everywhere unless
        given. The rest carries no weight

    Returns
    -------
    ndarray (..., risks + 1) in [0, 1]
    """
    groups = (*catalogue.risks, OVERALL)
    if applicable is None or applicable.all():
        return np.stack([measured @ catalogue.shares(group) for group in groups], axis=-1)
    counted = np.stack([applicable @ catalogue.shares(risk) for risk in catalogue.risks], axis=-1)
    known = np.stack([(measured & applicable) @ catalogue.shares(risk) for risk in catalogue.risks], axis=-1)
    of_risks = np.divide(known, counted, out=np.ones_like(known), where=counted > 0)
    weights = np.where(counted > 0, catalogue.risk_weights, 0.0)
    total = weights.sum(axis=-1)
    overall = (weights * of_risks).sum(axis=-1) / np.where(total > 0, total, 1.0)
    return np.concatenate([of_risks, overall[..., None]], axis=-1)


def is_gradable(shares: ArrayLike) -> Any:
    """Whether enough of the weight is measured for a grade: at most a third is not.

    Parameters
    ----------
    shares : array-like in [0, 1], see :func:`measured_shares`

    Returns
    -------
    bool or ndarray of bool
    """
    return (np.asarray(shares, dtype=float) >= 1 - MOST_UNMEASURED - _ROUNDING)[()]


def grades_of(scores: Floats, flags: Booleans, gradable: Booleans) -> Integers:
    """Published grades, 0 where the group is not gradable.

    Parameters
    ----------
    scores : ndarray in [0, 100]; NaN only where not gradable
    flags : ndarray of bool, red flags
    gradable : ndarray of bool
    """
    grades = np.asarray(published_grade(np.where(gradable, scores, 0.0), flags))
    return np.where(gradable, grades, NOT_GRADABLE)
