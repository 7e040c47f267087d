"""What a migration releases in whole people and whole branches, not in fractions of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analytics.channels._checks import fit, number, numbers, whole
from analytics.channels.costing import steps_needed


@dataclass(frozen=True)
class BranchRelease:
    """People and branches that a network gives back when part of its work leaves.

    Attributes
    ----------
    table : DataFrame, one row per branch, in the order given: work_before and work_after (minutes),
        people_before, people_after, open_after
    people_released : whole people over the network (negative: people to add)
    branches_closed : branches that fall below the closing volume
    people_in_theory : minutes saved / minutes per person: what an average over the network promises
    """

    table: pd.DataFrame
    people_released: int
    branches_closed: int
    people_in_theory: float


def release_by_branch(
    volumes: ArrayLike,
    minutes: ArrayLike,
    retained_share: ArrayLike,
    *,
    minutes_per_person: float,
    minimum_people: int = 2,
    closing_volume: float = 0.0,
) -> BranchRelease:
    """People and branches released, branch by branch.

    A hundred branches that each need a tenth of a person less release nobody. A branch that closes hands
    its remaining work to the open ones in proportion to theirs.

    Parameters
    ----------
    volumes : shape (branches, services), >= 0, transactions in the period before the migration
    minutes : broadcast to ``volumes``, >= 0, staff minutes per transaction
    retained_share : broadcast to ``volumes``, >= 0, transactions after / before; above 1 where use of
        the branch grows
    minutes_per_person : float, > 0, minutes that one person works at the counter in the period
    minimum_people : int, >= 0, fewest people with whom a branch may open
    closing_volume : float, >= 0, a branch left with fewer transactions closes; 0 keeps all open

    Raises
    ------
    ValueError: a figure outside its range, shapes that do not fit, or no branch left open
    """
    before = numbers("volumes", volumes, 0)
    if before.ndim != 2 or before.shape[0] == 0:
        raise ValueError(f"volumes must have the shape (branches, services), got {before.shape}")
    duration = fit("minutes", numbers("minutes", minutes, 0), before.shape)
    after = before * fit("retained_share", numbers("retained_share", retained_share, 0), before.shape)
    each = number("minutes_per_person", minutes_per_person, 0, bounds="(]")
    fewest = whole("minimum_people", minimum_people, 0)
    stays = after.sum(axis=1) >= number("closing_volume", closing_volume, 0)
    if not stays.any():
        raise ValueError(
            f"closing_volume must leave a branch open: all have fewer than {closing_volume:g} transactions"
        )

    work_before = (before * duration).sum(axis=1)
    remaining = (after * duration).sum(axis=1)
    work_after = np.where(stays, remaining, 0.0)
    handed_over = remaining[~stays].sum()
    kept = work_after.sum()
    work_after += handed_over * (work_after / kept if kept > 0 else stays / stays.sum())

    people_before = np.maximum(fewest, steps_needed(work_before, each))
    people_after = np.where(stays, np.maximum(fewest, steps_needed(work_after, each)), 0.0)
    return BranchRelease(
        table=pd.DataFrame(
            {
                "work_before": work_before,
                "work_after": work_after,
                "people_before": people_before.astype(int),
                "people_after": people_after.astype(int),
                "open_after": stays,
            }
        ),
        people_released=int(people_before.sum() - people_after.sum()),
        branches_closed=int((~stays).sum()),
        people_in_theory=float(work_before.sum() - work_after.sum()) / each,
    )
