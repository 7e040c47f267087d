"""Composite indicators: any hierarchy of indicators, normalised and aggregated level by level.

The steps of the OECD and JRC handbook as functions: the framework (who is whose parent, with what weight),
the normalisation of the indicators, and the aggregation of each group into its parent. Aggregation is a
product of matrices, so that thousands of perturbed runs cost little more than one.

References
----------
OECD and JRC (2008), Handbook on Constructing Composite Indicators: Methodology and User Guide, steps 2 to 6.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import pandas as pd

from analytics.risk.catalogue import Booleans
from analytics.risk.framework import Framework, read_framework, read_units
from analytics.risk.normalisation import Normalisation, normalise_indicators
from analytics.risk.scoring import Floats, weights_as_shares

Aggregation = Literal["arithmetic", "geometric", "harmonic"] | float

_POWERS: Final = {"arithmetic": 1.0, "geometric": 0.0, "harmonic": -1.0}


@dataclass(frozen=True)
class Composite:
    """Scores of units, and how much of the data stands behind each.

    Parameters
    ----------
    scores : DataFrame unit × node: normalised indicators and aggregated groups, in the order of the
        framework; NaN where too little is known
    availability : DataFrame unit × node, share of a group's weight that is known, directly below it
    """

    scores: pd.DataFrame
    availability: pd.DataFrame

    @property
    def ranks(self) -> pd.DataFrame:
        """Rank of each unit at each node, 1 for the highest score; ties share the best rank."""
        return self.scores.rank(ascending=False, method="min")


def composite(
    data: pd.DataFrame,
    framework: pd.DataFrame,
    *,
    normalise: Normalisation = "minmax",
    scale: tuple[float, float] = (0.0, 100.0),
    aggregate: Aggregation = "arithmetic",
    availability: float | Mapping[str, float] = 0.0,
) -> Composite:
    """Normalise the indicators, then aggregate each group into its parent.

    Parameters
    ----------
    data : DataFrame unit × indicator (units as index, or as a column "unit"); NaN where missing
    framework : DataFrame name, parent (empty at the root) and, where present, weight (1 unless given),
        direction ("up" or 1: a higher value gives a higher score; "down" or -1) and knot0..knot4. A parent
        without a row of its own is a root
    normalise : "minmax" onto ``scale``; "zscore", mean 0 and sample standard deviation 1, without scale;
        "rank" onto ``scale``, ties at their average; "knots", piecewise linear through five knots, onto
        ``scale``
    scale : values of the lowest and the highest normalised score
    aggregate : "arithmetic", "geometric", "harmonic", or the power of a weighted power mean
    availability : least share of a group's weight that must be known, for all groups or by name. Below it
        the group is missing; above it the weights of what is known are rescaled. 0 uses whatever is known

    Returns
    -------
    Composite

    Raises
    ------
    ValueError: a framework that is not a hierarchy, weights that sum to zero in a group, data without
        an indicator or with a column that the framework does not name, an indicator equal for all units
        under "minmax" or "zscore", missing or unusable knots, negative scores under a power other than 1, an
        unknown method, a scale that does not rise, a share outside [0, 1]
    """
    tree = read_framework(framework)
    values, units = read_units(data, tree)
    leaves = normalise_indicators(values, tree, normalise=normalise, scale=scale)
    thresholds = _thresholds(availability, tree)
    weights = tree.weights[None, :]
    nodes, shares = aggregate_tree(leaves, tree, weights, read_power(aggregate), thresholds)
    names = pd.Index(tree.names, name="node")
    return Composite(
        scores=pd.DataFrame(np.concatenate(nodes).T, index=units, columns=names),
        availability=pd.DataFrame(np.concatenate(shares).T, index=units, columns=names),
    )


def read_power(aggregation: Aggregation) -> float:
    """The power of the mean that an aggregation's name stands for.

    Raises
    ------
    ValueError: an unknown name, or NaN
    """
    if isinstance(aggregation, str):
        if aggregation not in _POWERS:
            raise ValueError(f"aggregate must be {', '.join(_POWERS)} or a power, got {aggregation!r}")
        return _POWERS[aggregation]
    power = float(aggregation)
    if math.isnan(power):
        raise ValueError("aggregate must be a real power or ±inf, got NaN")
    return power


def aggregate_tree(
    leaves: Floats, tree: Framework, weights: Floats, power: float, thresholds: Floats | None = None
) -> tuple[list[Floats], list[Floats]]:
    """Scores of every node, from the indicators up, for many runs at once.

    Parameters
    ----------
    leaves : ndarray (units, leaves), normalised, NaN where missing
    tree : the hierarchy
    weights : ndarray (runs, nodes), 0 or more, relative within each group
    power : of the mean
    thresholds : ndarray (nodes,), least known share of each group's weight; 0 unless given

    Returns
    -------
    tuple of lists over the nodes: scores, NaN where too little is known, and known shares; each is
    an ndarray (runs, units) for a group and (1, units) for an indicator, which no run changes

    Raises
    ------
    ValueError: negative scores under a power other than 1 or ±inf
    """
    least = np.zeros(len(tree.names)) if thresholds is None else thresholds
    scores: list[Floats] = [np.empty(0)] * len(tree.names)
    shares = scores.copy()
    for leaf, column in zip(tree.leaves, leaves.T, strict=True):
        scores[leaf] = column[None, :]
        shares[leaf] = (~np.isnan(column[None, :])).astype(float)
    for group in tree.groups:
        children = tree.children(group)
        below = np.stack(np.broadcast_arrays(*(scores[child] for child in children)))
        scores[group], shares[group] = aggregate_group(below, weights[:, children], power, least[group])
    return scores, shares


def aggregate_group(
    children: Floats, weights: Floats, power: float, least: float = 0.0
) -> tuple[Floats, Floats]:
    """Weighted power mean over the children that are known.

    Parameters
    ----------
    children : ndarray (children, runs or 1, units), NaN where missing
    weights : ndarray (runs, children), 0 or more
    power : of the mean, ±inf allowed
    least : share of the weight that must be known

    Returns
    -------
    tuple of ndarray (runs, units): the mean, NaN where less is known or nothing is; the known share

    Raises
    ------
    ValueError: negative scores under a power other than 1 or ±inf
    """
    known = ~np.isnan(children)
    shares = weights_as_shares(weights)
    share = _weighted_sum(shares, known.astype(float))
    if math.isinf(power):
        mean = _extreme(children, (weights > 0).T[:, :, None] & known, power)
    elif power == 1.0:
        mean = _divide(_weighted_sum(shares, np.where(known, children, 0.0)), share)
    else:
        mean = _curved_mean(children, known, shares, share, power)
    # Sums of weights reach a threshold such as 2/3 only up to rounding.
    enough = (share > 0) & (share >= least - 1e-12)
    return np.where(enough, mean, np.nan), share


def _curved_mean(children: Floats, known: Booleans, shares: Floats, share: Floats, power: float) -> Floats:
    filled = np.where(known, children, 1.0)
    if (filled < 0).any():
        raise ValueError(f"scores below 0 cannot be aggregated with power {power:g}: use arithmetic")
    zero = known & (filled == 0)
    positive = known & (filled > 0)
    extreme = np.where(positive, filled, -math.inf if power >= 0 else math.inf)
    scale = extreme.max(axis=0) if power >= 0 else extreme.min(axis=0)
    scale = np.where(np.isfinite(scale), scale, 1.0)
    ratios = np.where(positive, filled, scale) / scale
    curved = np.log(ratios) if power == 0 else ratios**power
    total = _divide(_weighted_sum(shares, np.where(positive, curved, 0.0)), share)
    if power == 0:
        mean = scale * np.exp(total)
    else:
        mean = scale * np.power(total, 1.0 / power, out=np.zeros_like(total), where=total > 0)
    if power > 0:
        return np.asarray(mean)
    return np.where(_weighted_sum(shares, zero.astype(float)) > 0, 0.0, mean)


def _extreme(children: Floats, counted: Booleans, power: float) -> Floats:
    filled = np.where(counted, children, -power)
    return np.asarray(filled.max(axis=0) if power > 0 else filled.min(axis=0))


def _weighted_sum(shares: Floats, values: Floats) -> Floats:
    """Sum over children: shares (runs, children), values (children, runs or 1, units) → (runs, units)."""
    if values.shape[1] == 1:
        return np.asarray(shares @ values[:, 0])
    return np.asarray(np.einsum("rc,cru->ru", shares, values))


def _divide(total: Floats, share: Floats) -> Floats:
    return np.asarray(np.divide(total, share, out=np.full(total.shape, np.nan), where=share > 0))


def _thresholds(availability: float | Mapping[str, float], tree: Framework) -> Floats:
    groups = [tree.names[group] for group in tree.groups]
    least = np.zeros(len(tree.names))
    stated = availability if isinstance(availability, Mapping) else dict.fromkeys(groups, availability)
    for name, share in stated.items():
        if name not in groups:
            raise ValueError(f"availability must name groups of the framework, got {name!r}")
        if not 0 <= share <= 1:
            raise ValueError(f"availability of {name} must lie in [0, 1], got {share}")
        least[tree.names.index(name)] = share
    return least
