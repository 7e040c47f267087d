"""How trouble spreads: from one bank to the others (DebtRank), and from one risk of a bank to another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analytics.risk.catalogue import Integers, require_columns
from analytics.risk.scoring import WORST, Floats, weights_as_shares

Method = Literal["debtrank", "threshold"]

# Share of the shock (Euclidean norms) below which a round ends the computation.
TOLERANCE: Final = 1e-9
# The published implementation stops at this change of stress, however small the shock.
PUBLISHED_CHANGE: Final = float(np.finfo(float).eps ** 0.2)
_MOST_ROUNDS: Final = 100_000
_LINK: Final = ("bank", "counterpart", "link", "strength")


@dataclass(frozen=True)
class Contagion:
    """Stress after contagion, 0 (none) to 1 (full).

    Parameters
    ----------
    stress : ndarray (nodes,), or (shocks, nodes) for several shocks
    additional : float, or ndarray (shocks,): weighted mean stress beyond the shock itself
    total : float, or ndarray (shocks,): weighted mean stress, the shock included
    rounds : int, or ndarray (shocks,): rounds until stress came to rest
    """

    stress: Floats
    additional: Any
    total: Any
    rounds: Any


def debtrank(
    links: ArrayLike,
    buffers: ArrayLike,
    shock: ArrayLike,
    *,
    weights: ArrayLike | None = None,
    method: Method = "debtrank",
    tolerance: float = TOLERANCE,
) -> Contagion:
    """Spread a shock through a network until it comes to rest.

    The stress of node ``j`` reaches node ``i`` through ``v_ji = links[i, j] / buffers[i]``:
    ``h_i(t+1) = min(1, h_i(t) + Σ_j π_j(t) v_ji)``, where ``π_j`` is the stress that ``j`` has not yet passed
    on. Every node passes each part of its stress on once.

    Parameters
    ----------
    links : array-like (nodes, nodes), 0 or more: row ``i`` is exposed to column ``j``; the diagonal is 0
    buffers : array-like (nodes,), above 0, in the unit of the links
    shock : array-like (nodes,) or (shocks, nodes) in [0, 1], stress at the start
    weights : array-like (nodes,), 0 or more, for the means; equal unless given
    method : "debtrank", or "threshold": a node passes its stress on only once it is full
    tolerance : rounds end when stress changes by no more than this share of the shock (Euclidean norms).
        Stress not yet passed on then is left out. The published implementation stops at a change of
        ``PUBLISHED_CHANGE`` whatever the shock: ``PUBLISHED_CHANGE`` over the norm of the shock gives its
        figures, but of a small shock it leaves most out

    Returns
    -------
    Contagion

    Raises
    ------
    ValueError: shapes that do not fit, negative or infinite links, a diagonal that is not 0, buffers that are
        not above 0, a shock outside [0, 1], weights that are negative or sum to zero, an unknown method,
        a tolerance that is not above 0

    References
    ----------
    Bardoscia, Battiston, Caccioli and Caldarelli (2015), DebtRank: A Microscopic Foundation for Shock
    Propagation, PLoS ONE 10(6). Figures: R package NetworkRiskMeasures 0.1.4.
    """
    reach = _reach(links, buffers)
    shocks, shares = _check_shocks(shock, weights, len(reach))
    if method not in ("debtrank", "threshold"):
        raise ValueError(f"method must be debtrank or threshold, got {method!r}")
    if not 0 < tolerance < np.inf:
        raise ValueError(f"tolerance must be above 0, got {tolerance}")
    stress, rounds = _spread(reach, np.atleast_2d(shocks), method, tolerance)
    total = stress @ shares
    additional = total - np.atleast_2d(shocks) @ shares
    if shocks.ndim == 1:
        return Contagion(stress[0], float(additional[0]), float(total[0]), int(rounds[0]))
    return Contagion(stress, additional, total, rounds)


def infection_matrix(
    links: ArrayLike,
    buffers: ArrayLike,
    names: Sequence[str],
    *,
    size: float = 1.0,
    method: Method = "debtrank",
    tolerance: float = TOLERANCE,
) -> pd.DataFrame:
    """Who infects whom: stress of each node when another alone is shocked.

    Parameters
    ----------
    links, buffers, method, tolerance : as in :func:`debtrank`
    names : of the nodes
    size : in (0, 1], the shock

    Returns
    -------
    DataFrame: the node shocked (rows) × the node reached (columns), stress in [0, 1]; a node's own cell holds
    what comes back to it beyond the shock

    Raises
    ------
    ValueError: as :func:`debtrank`, and for a size outside (0, 1] or names that do not fit
    """
    if not 0 < size <= 1:
        raise ValueError(f"size must lie in (0, 1], got {size}")
    nodes = len(_reach(links, buffers))
    if len(names) != nodes:
        raise ValueError(f"names must be one for each node: {nodes}, got {len(names)}")
    shocks = size * np.eye(nodes)
    stress = debtrank(links, buffers, shocks, method=method, tolerance=tolerance).stress
    return pd.DataFrame(
        stress - shocks, index=pd.Index(names, name="shocked"), columns=pd.Index(names, name="reached")
    )


def trust_links(
    table: pd.DataFrame,
    banks: Sequence[str],
    *,
    trust: float = 1.0,
    kinds: Mapping[str, float] | None = None,
) -> Floats:
    """Matrix of links from a table of what banks share.

    Links of several kinds between the same two banks add up. They are shares of stress, so that
    buffers of 1 go with them.

    Parameters
    ----------
    table : DataFrame bank, counterpart (whose stress reaches it), link (kind), strength in [0, 1]
    banks : order of the rows and columns; links to other banks are refused
    trust : 0 or more, multiplies every link: 0 when customers tell banks apart, 1 as stated
    kinds : factor for each kind of link, 0 or more; 1 unless given

    Returns
    -------
    ndarray (banks, banks)

    Raises
    ------
    ValueError: a missing column, an unknown bank or kind, a bank linked to itself, a strength outside [0, 1],
        a negative factor
    """
    require_columns(table, _LINK, "links")
    factors = dict(kinds or {})
    for name, factor in {"trust": trust, **factors}.items():
        if not 0 <= factor < np.inf:
            raise ValueError(f"{name} must be finite and 0 or more, got {factor}")
    if unknown := sorted(set(factors) - set(table["link"])):
        raise ValueError(f"kinds: no link of kind {', '.join(unknown)}")
    index = pd.Index(list(banks))
    rows, columns = (index.get_indexer(pd.Index(table[side])) for side in ("bank", "counterpart"))
    if (rows < 0).any() or (columns < 0).any():
        strangers = sorted(set(table["bank"]).union(table["counterpart"]) - set(banks))
        raise ValueError(f"links: unknown bank {', '.join(strangers)}; known: {', '.join(banks)}")
    if (rows == columns).any():
        raise ValueError(f"links: {table['bank'].to_numpy()[rows == columns][0]} is linked to itself")
    strength = table["strength"].to_numpy(dtype=float)
    if not ((strength >= 0) & (strength <= 1)).all():
        raise ValueError("links: strength must lie in [0, 1]")
    by_kind = np.array([factors.get(kind, 1.0) for kind in table["link"]])
    matrix = np.zeros((len(index), len(index)))
    np.add.at(matrix, (rows, columns), trust * by_kind * strength)
    return matrix


def _spread(reach: Floats, shocks: Floats, method: Method, tolerance: float) -> tuple[Floats, Integers]:
    """Stress at rest, shocks × nodes, and the rounds that each shock took.

    Stress runs beyond 1 inside, because the change that ends the rounds counts what a full node still
    receives.
    """
    stress, passed = shocks.copy(), np.zeros_like(shocks)
    rounds = np.zeros(len(shocks), dtype=np.int64)
    moving, least = np.arange(len(shocks)), tolerance * np.linalg.norm(shocks, axis=1)
    while moving.size and rounds.max() < _MOST_ROUNDS:
        capped = np.minimum(stress[moving], 1.0)
        if method == "threshold":
            capped = np.where(capped >= 1.0, capped, 0.0)
        received = (capped - passed[moving]) @ reach
        passed[moving] = capped
        stress[moving] += received
        rounds[moving] += 1
        moving = moving[np.linalg.norm(received, axis=1) > least[moving]]
    return np.minimum(stress, 1.0), rounds


def _reach(links: ArrayLike, buffers: ArrayLike) -> Floats:
    """Share of each node's stress that reaches each other: ndarray (from, to)."""
    matrix, walls = np.asarray(links, dtype=float), np.asarray(buffers, dtype=float)
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1] or not matrix.size:
        raise ValueError(f"links must be a square matrix of at least one node, got shape {matrix.shape}")
    if walls.shape != matrix.shape[:1]:
        raise ValueError(f"buffers must be one for each node: {len(matrix)}, got shape {walls.shape}")
    if not np.isfinite(matrix).all() or (matrix < 0).any():
        raise ValueError("links must be finite and 0 or more")
    if np.diag(matrix).any():
        raise ValueError("links must have a diagonal of 0: no node is linked to itself")
    if not np.isfinite(walls).all() or (walls <= 0).any():
        raise ValueError("buffers must be finite and above 0")
    return np.asarray((matrix / walls[:, None]).T)


def _check_shocks(shock: ArrayLike, weights: ArrayLike | None, nodes: int) -> tuple[Floats, Floats]:
    shocks = np.asarray(shock, dtype=float)
    if shocks.ndim not in (1, 2) or shocks.shape[-1] != nodes:
        raise ValueError(f"shock must hold one value for each node: {nodes}, got shape {shocks.shape}")
    if not ((shocks >= 0) & (shocks <= 1)).all():
        raise ValueError("shock must lie in [0, 1]")
    shares = weights_as_shares(np.ones(nodes) if weights is None else weights)
    if shares.shape != (nodes,):
        raise ValueError(f"weights must be one for each node: {nodes}, got shape {shares.shape}")
    return shocks, shares


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
