"""Spill-over between the risks of one bank: what one risk adds to another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from analytics.risk.scoring import WORST, Floats

# Conventions of this product: the first risk adds this share of its score to the second.
DEFAULT_SPILL: Final[dict[tuple[str, str], float]] = {
    ("operational", "reputational"): 0.30,
    ("legal", "reputational"): 0.20,
    ("regulatory", "legal"): 0.20,
    ("operational", "regulatory"): 0.10,
}


@dataclass(frozen=True)
class SpillOver:
    """Scores of the risks with what the others add to them.

    Parameters
    ----------
    before, after : DataFrame unit × risk, scores in [0, 100]
    added : ndarray (units, from, to), points that each risk adds to each other; scaled down where the sum
        would exceed 100, so that ``before`` and all additions make ``after``
    """

    before: pd.DataFrame
    after: pd.DataFrame
    added: Floats


def spill_matrix(risks: tuple[str, ...], shares: dict[tuple[str, str], float] | None = None) -> pd.DataFrame:
    """Matrix of spill-over, from (rows) × to (columns).

    Parameters
    ----------
    risks : names, in order
    shares : share in [0, 1] for each pair (from, to), 0 for all others; the defaults unless given

    Raises
    ------
    ValueError: a pair that names an unknown risk or the same one twice, a share outside [0, 1]
    """
    matrix = pd.DataFrame(0.0, index=pd.Index(risks, name="from"), columns=pd.Index(risks, name="to"))
    for (source, target), share in (DEFAULT_SPILL if shares is None else shares).items():
        if source not in risks or target not in risks:
            raise ValueError(f"shares: unknown risk in {source} to {target}; known: {', '.join(risks)}")
        if source == target:
            raise ValueError(f"shares: {source} cannot spill over to itself")
        matrix.loc[source, target] = share
    _check_matrix(matrix.to_numpy())
    return matrix


def spill_over(scores: pd.DataFrame, matrix: pd.DataFrame | None = None) -> SpillOver:
    """Add to each risk what the others spill over: ``r = s + Mᵀ s``, at most 100.

    Parameters
    ----------
    scores : DataFrame unit × risk, in [0, 100]
    matrix : DataFrame from × to, shares in [0, 1] with a diagonal of 0; the default one unless given

    Returns
    -------
    SpillOver

    Raises
    ------
    ValueError: scores outside [0, 100] or missing, a matrix whose risks are not those of the scores, shares
        outside [0, 1], a diagonal that is not 0
    """
    risks = tuple(str(risk) for risk in scores.columns)
    shares = spill_matrix(risks) if matrix is None else matrix
    if set(shares.index) != set(risks) or set(shares.columns) != set(risks):
        raise ValueError(f"matrix must have the risks {', '.join(risks)} as rows and as columns")
    spill = shares.loc[list(risks), list(risks)].to_numpy(dtype=float)
    _check_matrix(spill)
    own = scores.to_numpy(dtype=float)
    if not ((own >= 0) & (own <= WORST)).all():
        raise ValueError("scores must lie in [0, 100] and not be missing")
    wanted = own[:, :, None] * spill
    total = wanted.sum(axis=1)
    room = np.minimum(total, WORST - own)
    scale = np.divide(room, total, out=np.zeros_like(total), where=total > 0)
    after = np.minimum(own + total, WORST)
    return SpillOver(
        before=scores,
        after=pd.DataFrame(after, index=scores.index, columns=scores.columns),
        added=wanted * scale[:, None, :],
    )


def _check_matrix(spill: Floats) -> None:
    if not ((spill >= 0) & (spill <= 1)).all():
        raise ValueError("matrix: shares must lie in [0, 1]")
    if np.diag(spill).any():
        raise ValueError("matrix must have a diagonal of 0: no risk spills over to itself")
