"""Normalisation: indicators in their own units onto one scale."""

from __future__ import annotations

import math
from typing import Final, Literal

import numpy as np

from analytics.risk.framework import Framework
from analytics.risk.scoring import WORST, Floats, check_knots, score_indicator

Normalisation = Literal["minmax", "zscore", "rank", "knots"]

NORMALISATIONS: Final = ("minmax", "zscore", "rank", "knots")


def normalise_indicators(
    values: Floats, tree: Framework, *, normalise: Normalisation, scale: tuple[float, float] = (0.0, 100.0)
) -> Floats:
    """Indicators on one scale.

    Parameters
    ----------
    values : ndarray (units, leaves), NaN where missing, and stays so
    normalise, scale : as in :func:`composite`

    Returns
    -------
    ndarray (units, leaves)

    Raises
    ------
    ValueError: as :func:`composite`
    """
    low, high = (float(end) for end in scale)
    if not (math.isfinite(low) and math.isfinite(high) and low < high):
        raise ValueError(f"scale must be two finite numbers that rise, got {scale}")
    if normalise == "knots":
        return low + (high - low) * _through_knots(values, tree) / WORST
    turned = np.where(tree.rising[tree.leaves], values, -values)
    if normalise == "rank":
        return low + (high - low) * _rank_shares(turned)
    if normalise not in NORMALISATIONS:
        raise ValueError(f"normalise must be one of {', '.join(NORMALISATIONS)}; got {normalise!r}")
    _refuse_constants(turned, tree, normalise)
    if normalise == "zscore":
        return np.asarray((turned - np.nanmean(turned, axis=0)) / np.nanstd(turned, axis=0, ddof=1))
    best, worst = np.nanmin(turned, axis=0), np.nanmax(turned, axis=0)
    return np.asarray(low + (high - low) * ((turned - best) / (worst - best)))


def _through_knots(values: Floats, tree: Framework) -> Floats:
    knots = tree.knots[tree.leaves]
    for leaf, row in zip(tree.leaves, knots, strict=True):
        if np.isnan(row).any():
            raise ValueError(f"framework: {tree.names[leaf]} has no knots, which normalise='knots' needs")
        try:
            check_knots(row)
        except ValueError as error:
            raise ValueError(f"framework: {tree.names[leaf]}: {error}") from None
    return np.asarray(score_indicator(values, knots))


def _rank_shares(values: Floats) -> Floats:
    """Ranks from 0 (lowest) to 1 (highest), ties at their average; one half for a single unit."""
    # Imported where it is needed: it takes most of a second, and the risk pages do not rank indicators.
    from scipy.stats import rankdata

    ranks = np.asarray(rankdata(values, axis=0, nan_policy="omit"), dtype=float)
    last = np.sum(~np.isnan(values), axis=0) - 1.0
    return np.where(last > 0, (ranks - 1) / np.maximum(last, 1), np.where(np.isnan(values), np.nan, 0.5))


def _refuse_constants(values: Floats, tree: Framework, normalise: str) -> None:
    known = ~np.isnan(values)
    spread: Floats = np.where(known, values, -np.inf).max(axis=0) - np.where(known, values, np.inf).min(
        axis=0
    )
    if (flat := ~(spread > 0)).any():
        names = ", ".join(tree.names[leaf] for leaf in tree.leaves[flat])
        raise ValueError(f"data: {normalise} needs an indicator that differs between units; not so: {names}")
