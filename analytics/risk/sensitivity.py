"""How much the ranks of a composite indicator owe to the choices behind it.

Every run draws one set of choices: each weight moved within its spread, one of the normalisations, one of
the aggregations. The runs are laid out so that the same ones give both the intervals and the total-order
Sobol index of each choice, for every unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import qmc, rankdata, sobol_indices

from analytics.risk.catalogue import Integers
from analytics.risk.composite import Aggregation, aggregate_tree, read_power
from analytics.risk.framework import Framework, read_framework, read_units
from analytics.risk.normalisation import Normalisation, normalise_indicators
from analytics.risk.scoring import Floats


@dataclass(frozen=True)
class CompositeSensitivity:
    """Ranks over all runs, 1 for the highest score.

    Parameters
    ----------
    ranks : DataFrame unit, nominal (without any change), median, low, high, mean_shift (average distance
        from the nominal rank)
    influence : DataFrame unit × choice, total-order Sobol index on the unit's rank: the share of the rank's
        variance that would remain if all other choices were fixed; 0 where the rank never changes
    runs : number of runs
    """

    ranks: pd.DataFrame
    influence: pd.DataFrame
    runs: int


@dataclass(frozen=True)
class _Choices:
    """Which uniform inputs make up each choice, and what the first two stand for."""

    leaves: tuple[Floats, ...]
    powers: tuple[float, ...]
    groups: dict[str, Integers]


def composite_sensitivity(
    data: pd.DataFrame,
    framework: pd.DataFrame,
    *,
    node: str | None = None,
    normalisations: Sequence[Normalisation] = ("minmax", "rank"),
    aggregations: Sequence[Aggregation] = ("arithmetic", 2.0),
    weight_spread: float = 0.25,
    scale: tuple[float, float] = (0.0, 100.0),
    base_runs: int = 1024,
    level: float = 0.8,
    seed: int = 0,
) -> CompositeSensitivity:
    """Rank intervals and the influence of each choice.

    The number of runs is ``base_runs`` × (2 + number of choices): the choices are the normalisation and the
    aggregation, where more than one is given, and the weights of each level of the hierarchy.

    Parameters
    ----------
    data, framework, scale : as in :func:`analytics.risk.composite.composite`
    node : group whose ranks are studied; the root unless given
    normalisations, aggregations : choices drawn with equal probability
    weight_spread : in [0, 1), each weight is multiplied by a uniform draw from 1 ± this
    base_runs : power of 2
    level : probability of the interval of each rank
    seed : the same seed gives the same runs

    Returns
    -------
    CompositeSensitivity

    Raises
    ------
    ValueError: as :func:`analytics.risk.composite.composite`; an unknown node, no choices, a spread outside
        [0, 1), a level outside (0, 1), base runs that are not a power of 2, a unit without a score

    References
    ----------
    Saltelli et al. (2010), Variance based sensitivity analysis of model output, Computer Physics
    Communications 181 (total order after Jansen 1999).
    """
    tree = read_framework(framework)
    values, units = read_units(data, tree)
    _check_settings(normalisations, aggregations, weight_spread, base_runs, level)
    target = _target(tree, node)
    choices = _Choices(
        leaves=tuple(
            normalise_indicators(values, tree, normalise=name, scale=scale) for name in normalisations
        ),
        powers=tuple(read_power(name) for name in aggregations),
        groups=_choice_groups(tree, len(normalisations), len(aggregations)),
    )
    inputs = _designs(len(tree.names) + 2, base_runs, list(choices.groups.values()), seed)
    ranks = _ranks(_scores(inputs, choices, tree, target, weight_spread))
    halfway = np.full((1, inputs.shape[1]), 0.5)
    halfway[:, :2] = 0.0
    nominal = _ranks(_scores(halfway, choices, tree, target, weight_spread))[0]
    tail = (1 - level) / 2
    low, median, high = np.quantile(ranks, [tail, 0.5, 1 - tail], axis=0)
    summary = pd.DataFrame(
        {
            "unit": units,
            "nominal": nominal,
            "median": median,
            "low": np.minimum(low, nominal),
            "high": np.maximum(high, nominal),
            "mean_shift": np.abs(ranks - nominal).mean(axis=0),
        }
    )
    influence = pd.DataFrame(
        _total_order(ranks, base_runs), index=units, columns=pd.Index(list(choices.groups), name="choice")
    )
    return CompositeSensitivity(ranks=summary, influence=influence, runs=len(inputs))


def _check_settings(
    normalisations: Sequence[Normalisation],
    aggregations: Sequence[Aggregation],
    weight_spread: float,
    base_runs: int,
    level: float,
) -> None:
    if not normalisations or not aggregations:
        raise ValueError("normalisations and aggregations must each hold at least one choice")
    if not 0 <= weight_spread < 1:
        raise ValueError(f"weight_spread must lie in [0, 1), got {weight_spread}")
    if base_runs < 2 or base_runs & (base_runs - 1):
        raise ValueError(f"base_runs must be a power of 2, got {base_runs}")
    if not 0 < level < 1:
        raise ValueError(f"level must lie in (0, 1), got {level}")


def _target(tree: Framework, node: str | None) -> int:
    if node is None:
        if len(tree.roots) > 1:
            raise ValueError(f"node must be given: the framework has {len(tree.roots)} roots")
        return int(tree.roots[0])
    groups = [tree.names[group] for group in tree.groups]
    if node not in groups:
        raise ValueError(f"node must be one of {', '.join(groups)}; got {node!r}")
    return tree.names.index(node)


def _choice_groups(tree: Framework, normalisations: int, aggregations: int) -> dict[str, Integers]:
    """Columns of the inputs that make up each choice: 0 normalisation, 1 aggregation, 2 + node its weight."""
    groups = {}
    if normalisations > 1:
        groups["normalisation"] = np.array([0])
    if aggregations > 1:
        groups["aggregation"] = np.array([1])
    depth = tree.depths()
    for level in range(int(depth.max()), 0, -1):
        groups[f"weights level {level}"] = 2 + np.flatnonzero(depth == level)
    return groups


def _designs(inputs: int, base_runs: int, groups: list[Integers], seed: int) -> Floats:
    """Runs A, then B, then A with the columns of each choice taken from B."""
    both = qmc.Sobol(2 * inputs, rng=np.random.default_rng(seed)).random(base_runs)
    first, second = both[:, :inputs], both[:, inputs:]
    mixed = []
    for columns in groups:
        swapped = first.copy()
        swapped[:, columns] = second[:, columns]
        mixed.append(swapped)
    return np.concatenate([first, second, *mixed])


def _scores(inputs: Floats, choices: _Choices, tree: Framework, target: int, spread: float) -> Floats:
    """Scores of the target node, runs × units: runs with the same discrete choices share their powers."""
    weights = tree.weights * (1 + spread * (2 * inputs[:, 2:] - 1))
    normalisation = (inputs[:, 0] * len(choices.leaves)).astype(np.int64)
    aggregation = (inputs[:, 1] * len(choices.powers)).astype(np.int64)
    scores = np.empty((len(inputs), len(choices.leaves[0])))
    for at, leaves in enumerate(choices.leaves):
        for which, power in enumerate(choices.powers):
            runs = (normalisation == at) & (aggregation == which)
            if runs.any():
                scores[runs] = aggregate_tree(leaves, tree, weights[runs], power)[0][target]
    if np.isnan(scores).any():
        raise ValueError(f"data: too little is known to score every unit at {tree.names[target]}")
    return scores


def _ranks(scores: Floats) -> Floats:
    return np.asarray(rankdata(-scores, axis=1, method="min"), dtype=float)


def _total_order(ranks: Floats, base_runs: int) -> Floats:
    """Total-order index, units × choices; 0 for a unit whose rank never changes."""
    units = ranks.shape[1]
    blocks = ranks.reshape(-1, base_runs, units).transpose(0, 2, 1)
    moving = np.flatnonzero(ranks.std(axis=0) > 0)
    total = np.zeros((units, len(blocks) - 2))
    if len(moving):
        parts = {"f_A": blocks[0, moving], "f_B": blocks[1, moving], "f_AB": blocks[2:, moving]}
        total[moving] = sobol_indices(func=parts, n=base_runs).total_order
    return total
