"""The hierarchy of a composite indicator: who is whose parent, with what weight, read from a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from analytics.risk.catalogue import KNOT_COLUMNS, Booleans, Integers, require_columns
from analytics.risk.scoring import Floats, weights_as_shares

_DIRECTIONS: Final = {"up": 1.0, "down": -1.0, 1: 1.0, -1: -1.0}


@dataclass(frozen=True)
class Framework:
    """A hierarchy: nodes in an order in which children come before their parents' values are needed.

    Parameters
    ----------
    names : every node: indicators and groups
    parent : ndarray (nodes,), position of the parent, -1 at a root
    weights : ndarray (nodes,), 0 or more, relative to the other children of the same parent
    rising : ndarray (nodes,) of bool, a higher value of the indicator gives a higher score
    knots : ndarray (nodes, 5), NaN rows where the framework states none
    """

    names: tuple[str, ...]
    parent: Integers
    weights: Floats
    rising: Booleans
    knots: Floats

    @property
    def leaves(self) -> Integers:
        """Positions of the indicators: nodes without children."""
        return np.setdiff1d(np.arange(len(self.names)), self.parent)

    @property
    def groups(self) -> list[int]:
        """Positions of the groups, deepest first."""
        depth = self.depths()
        return sorted(set(self.parent[self.parent >= 0].tolist()), key=lambda node: (-depth[node], node))

    @property
    def roots(self) -> Integers:
        """Positions of the nodes without a parent."""
        return np.flatnonzero(self.parent < 0)

    def children(self, group: int) -> Integers:
        """Positions of the children of ``group``."""
        return np.flatnonzero(self.parent == group)

    def depths(self) -> Integers:
        """Steps to the root, for each node.

        Raises
        ------
        ValueError: a node that is its own ancestor
        """
        depth = np.zeros(len(self.names), dtype=np.int64)
        above = self.parent.copy()
        while (climbing := above >= 0).any():
            depth[climbing] += 1
            if depth.max() > len(self.names):
                circle = self.names[int(np.argmax(depth))]
                raise ValueError(f"framework: {circle} is its own ancestor")
            above = np.where(climbing, self.parent[above], -1)
        return depth


def read_framework(frame: pd.DataFrame) -> Framework:
    """The hierarchy that a table states.

    Parameters
    ----------
    frame : as in :func:`composite`

    Raises
    ------
    ValueError: no rows, a name missing or twice, a circle, an unknown direction, weights that are negative or
        not finite or sum to zero in a group
    """
    require_columns(frame, ("name", "parent"), "framework")
    listed = [str(name) for name in frame["name"]]
    if not listed or frame["name"].isna().any():
        raise ValueError("framework must name every node, and hold at least one")
    if repeated := sorted({name for name in listed if listed.count(name) > 1}):
        raise ValueError(f"framework must name each node once, got {', '.join(repeated)} more than once")
    above = [None if pd.isna(parent) or parent == "" else str(parent) for parent in frame["parent"]]
    implied = [parent for parent in dict.fromkeys(above) if parent is not None and parent not in listed]
    names = (*listed, *implied)
    position = {name: at for at, name in enumerate(names)}
    parent = np.array([-1 if name is None else position[name] for name in (*above, *[None] * len(implied))])
    extra = len(implied)
    knots = np.full((len(names), len(KNOT_COLUMNS)), np.nan)
    if set(KNOT_COLUMNS) <= set(frame.columns):
        knots[: len(listed)] = frame[list(KNOT_COLUMNS)].to_numpy(dtype=float)
    tree = Framework(
        names=names,
        parent=parent,
        weights=np.concatenate([_node_weights(frame), np.ones(extra)]),
        rising=np.concatenate([_node_directions(frame), np.ones(extra, dtype=bool)]),
        knots=knots,
    )
    tree.depths()
    for group in tree.groups:
        _check_group_weights(tree, group)
    return tree


def read_units(data: pd.DataFrame, tree: Framework) -> tuple[Floats, pd.Index]:
    """Values of the indicators, units × leaves, and the units' names.

    Raises
    ------
    ValueError: no units, an indicator without a column, a column that the framework does not name, an
        infinite value
    """
    table = data.set_index("unit") if "unit" in data.columns and "unit" not in tree.names else data
    indicators = [tree.names[leaf] for leaf in tree.leaves]
    if missing := [name for name in indicators if name not in table.columns]:
        raise ValueError(f"data must have a column for each indicator; missing: {', '.join(missing)}")
    if strangers := [str(name) for name in table.columns if name not in indicators]:
        raise ValueError(f"data: the framework names no indicator {', '.join(strangers)}")
    values = table[indicators].to_numpy(dtype=float, na_value=np.nan)
    if not len(values):
        raise ValueError("data must hold at least one unit")
    if np.isinf(values).any():
        raise ValueError("data must be finite, or NaN where missing; got an infinite value")
    return values, table.index


def _node_weights(frame: pd.DataFrame) -> Floats:
    """Stated weights; 1 where the root leaves its own empty, since it stands alone."""
    if "weight" not in frame.columns:
        return np.ones(len(frame))
    weights = frame["weight"].to_numpy(dtype=float, na_value=np.nan)
    root = (frame["parent"].isna() | (frame["parent"] == "")).to_numpy()
    weights = np.where(root & np.isnan(weights), 1.0, weights)
    wrong = ~(np.isfinite(weights) & (weights >= 0))
    if wrong.any():
        name = frame["name"].iloc[int(np.argmax(wrong))]
        raise ValueError(f"framework: weight of {name} must be finite and 0 or more, got {weights[wrong][0]}")
    return np.asarray(weights)


def _node_directions(frame: pd.DataFrame) -> Booleans:
    """True where rising; groups, and indicators without a stated direction, rise."""
    rising = np.ones(len(frame), dtype=bool)
    if "direction" not in frame.columns:
        return rising
    for at, (name, direction) in enumerate(zip(frame["name"], frame["direction"], strict=True)):
        if pd.isna(direction) or direction == "":
            continue
        if direction not in _DIRECTIONS:
            raise ValueError(f"framework: direction of {name} must be up, down, 1 or -1, got {direction!r}")
        rising[at] = _DIRECTIONS[direction] > 0
    return rising


def _check_group_weights(tree: Framework, group: int) -> None:
    try:
        weights_as_shares(tree.weights[tree.children(group)])
    except ValueError as error:
        raise ValueError(f"framework: group {tree.names[group]}: {error}") from None
