"""Which lever brings what, and how sure that is: intervals, Shapley values, tornado."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analytics.estimate import Estimate
from analytics.marketing._checks import FloatArray, share_inside, whole
from analytics.marketing.draws import NOTHING_MEASURED, drawn, known_ranges, moved
from analytics.marketing.hazard import Inputs, active, costs, inputs, simulate, without
from analytics.marketing.plan import Plan, as_plan

_SOURCE = "draws over the ranges of the lever benchmarks"


@dataclass(frozen=True)
class LeverUncertainty:
    """The result of a plan with intervals.

    Parameters
    ----------
    incremental, cost_per_adopter : Estimate, people and MAD
    path : DataFrame period, adopters, adopters_low, adopters_high, incremental, incremental_low,
        incremental_high
    chance_of_gain : float in [0, 1], share of draws in which the levers bring anybody
    draws : int
    """

    incremental: Estimate
    cost_per_adopter: Estimate
    path: pd.DataFrame
    chance_of_gain: float
    draws: int


def uncertainty(
    plan: Plan | Mapping[str, Any],
    *,
    periods: int,
    draws: int = 400,
    level: float = 0.8,
    seed: int = 0,
    fixed: Collection[str] = (),
    measured: Mapping[str, tuple[float, float]] = NOTHING_MEASURED,
) -> LeverUncertainty:
    """Intervals of what a plan brings, over the ranges of its benchmarks.

    With and without levers run on the same draws, so that what both share cancels out. The interval
    says how far the benchmarks may be off; it does not cover what the hazard leaves out.

    Parameters
    ----------
    plan, periods : as in :func:`analytics.marketing.levers.adopters`
    draws : int >= 1
    level : float in (0, 1), share of draws inside the interval
    seed : int >= 0; the same seed gives the same interval, and the same draws to every plan
    fixed : names of figures that are known and not drawn, such as "market"
    measured : figure → its own range, relative to the plan, in place of its benchmark's

    Returns
    -------
    LeverUncertainty; each interval is widened to hold the plan's own value
    """
    inside = share_inside("level", level)
    length = whole("periods", periods, 1, 1200)
    read = inputs(as_plan(plan), length)
    central, _, cost = _gain(read, length)
    central_stock = simulate(read, length).adopters[0]
    variants = drawn(read, draws=draws, seed=seed, fixed=fixed, measured=measured)
    gained, stock, spent = _gain(variants, length)
    tails = [(1 - inside) / 2, (1 + inside) / 2]
    path = {"period": np.arange(1, length + 1)}
    for name, own, paths in (("adopters", central_stock, stock), ("incremental", central[0], gained)):
        low, high = np.quantile(paths, tails, axis=0)
        path |= {name: own, f"{name}_low": np.minimum(low, own), f"{name}_high": np.maximum(high, own)}
    ends = gained[:, -1]
    each = np.divide(spent, ends, out=np.full(ends.shape, np.inf), where=ends > 0)
    own_end = float(central[0, -1])
    own_each = float(cost[0]) / own_end if own_end > 0 else None
    return LeverUncertainty(
        incremental=_estimate(own_end, ends, "people", inside),
        cost_per_adopter=_estimate(own_each, each, "MAD per adopter", inside),
        path=pd.DataFrame(path),
        chance_of_gain=float((ends > 0).mean()),
        draws=draws,
    )


def _gain(read: Inputs, periods: int) -> tuple[FloatArray, FloatArray, FloatArray]:
    with_levers = simulate(read, periods)
    baseline = simulate(without(read), periods)
    spent = np.sum(list(costs(read, with_levers).values()), axis=0).sum(axis=1)
    return with_levers.adopters - baseline.adopters, with_levers.adopters, spent


def _estimate(value: float | None, sample: FloatArray, unit: str, level: float) -> Estimate:
    if value is None:
        return Estimate(None, unit, "derived", why_no_interval="the levers bring no adopter", source=_SOURCE)
    if not np.isfinite(sample).all():
        reason = "some draws bring no adopter, and a cost per adopter has no meaning there"
        return Estimate(value, unit, "derived", why_no_interval=reason, source=_SOURCE)
    low, high = (float(end) for end in np.quantile(sample, [(1 - level) / 2, (1 + level) / 2]))
    low, high = min(low, value), max(high, value)
    return Estimate(value, unit, "derived", low=low, high=high, level=level, source=_SOURCE)


def shapley(plan: Plan | Mapping[str, Any], *, periods: int) -> pd.DataFrame:
    """Exact Shapley value of every active lever: its fair part of the incremental adopters.

    Levers interact (they compete for the same people, and imitation multiplies them), so what each
    brings alone does not add up; Shapley values do, exactly.

    Returns
    -------
    DataFrame lever, adopters (Shapley value), share (of the sum, missing when the sum is 0), alone
    (this lever only), last (added to all others); largest first

    References
    ----------
    Shapley 1953, "A value for n-person games", Contributions to the Theory of Games 2.
    """
    length = whole("periods", periods, 1, 1200)
    read = inputs(as_plan(plan), length)
    players = active(read)
    count = len(players)
    if not count:
        return pd.DataFrame({name: [] for name in ("lever", "adopters", "share", "alone", "last")})
    members = (np.arange(2**count)[:, None] >> np.arange(count)) & 1
    coalitions = without(read) | {
        f"effort.{lever}": members[:, [index]].astype(np.float64) for index, lever in enumerate(players)
    }
    reached = simulate(coalitions, length).adopters[:, -1]
    sizes = members.sum(axis=1)
    values = np.empty(count)
    for index in range(count):
        outside = np.flatnonzero(members[:, index] == 0)
        weights = np.array(
            [math.factorial(k) * math.factorial(count - k - 1) for k in sizes[outside]], dtype=np.float64
        ) / math.factorial(count)
        values[index] = weights @ (reached[outside + 2**index] - reached[outside])
    single = 2 ** np.arange(count)
    total = values.sum()
    table = pd.DataFrame(
        {
            "lever": players,
            "adopters": values,
            "share": values / total if total else np.full(count, np.nan),
            "alone": reached[single] - reached[0],
            "last": reached[-1] - reached[2**count - 1 - single],
        }
    )
    return table.sort_values("adopters", ascending=False, ignore_index=True)


def tornado(
    plan: Plan | Mapping[str, Any],
    *,
    periods: int,
    fixed: Collection[str] = (),
    measured: Mapping[str, tuple[float, float]] = NOTHING_MEASURED,
) -> pd.DataFrame:
    """Incremental adopters at each end of each benchmark's range, all else at the plan's value.

    Figures named in ``fixed`` are known and left out; those ``measured`` move over the range given for them.

    Returns
    -------
    DataFrame name ("email.converted"), low_factor, high_factor (the range, relative to the plan), at_low,
    at_high (incremental adopters), swing (their distance), assumed (whether the range is assumed); widest
    first, figures that change nothing left out
    """
    length = whole("periods", periods, 1, 1200)
    read = inputs(as_plan(plan), length)
    known = known_ranges(measured, fixed)
    names = [name for name in known.index if name in read]
    both_ends = known.loc[names, ["low", "high"]].to_numpy(dtype=np.float64)
    changed = dict(read)
    for index, name in enumerate(names):
        factors = np.ones(2 * len(names))
        factors[2 * index : 2 * index + 2] = both_ends[index]
        changed[name] = moved(read[name], name, factors)
    ends = _gain(changed, length)[0][:, -1].reshape(-1, 2)
    table = pd.DataFrame(
        {
            "name": names,
            "low_factor": known.loc[names, "low"].to_numpy(),
            "high_factor": known.loc[names, "high"].to_numpy(),
            "at_low": ends[:, 0],
            "at_high": ends[:, 1],
            "swing": np.abs(ends[:, 1] - ends[:, 0]),
            "assumed": known.loc[names, "assumed"].to_numpy(),
        }
    )
    table = table[table["swing"] > 0]
    return table.sort_values("swing", ascending=False, ignore_index=True)
