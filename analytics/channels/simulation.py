"""A migration under uncertainty: net present value, its risk, and what the risk comes from.

Per month ``t``: what leaves the branch (variable cost, and the part of the fixed cost that is given
back) is saved ``lag`` months after the customers have moved; the online transactions, the halo and the
investment are paid at once. Costs that start before the savings are the reason why such projects
disappoint, so nothing here lets them wait for each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analytics.channels._checks import FloatArray, fit, number, numbers, whole
from analytics.channels.assumptions import MigrationAssumptions, MigrationCase, Uncertain

__all__ = [
    "MigrationAssumptions",
    "MigrationCase",
    "MigrationSimulation",
    "Uncertain",
    "from_claim_to_value",
    "simulate",
    "tornado",
]

_BLOCK: Final = 8_192
_MAXIMUM_DRAWS: Final = 200_000


@dataclass(frozen=True)
class MigrationSimulation:
    """Outcome of the draws.

    Attributes
    ----------
    net_present_value : shape (draws,), currency of today
    probability_of_loss : share of draws below zero
    p10, p50, p90, mean : of ``net_present_value``; one time in ten it is below ``p10``
    cumulative : DataFrame, month, p10, p50, p90 of the discounted cash flow to date
    draws, seed : how the figures were made
    """

    net_present_value: FloatArray
    probability_of_loss: float
    p10: float
    p50: float
    p90: float
    mean: float
    cumulative: pd.DataFrame
    draws: int
    seed: int


def simulate(
    case: MigrationCase, *, draws: int = 10_000, seed: int = 0, paths: ArrayLike | None = None
) -> MigrationSimulation:
    """Value the migration under every assumption's uncertainty at once (Monte Carlo).

    Parameters
    ----------
    draws : int in 1..200,000
    seed : int, >= 0; the same seed gives the same figures
    paths : shape (paths, months), equally likely courses of adoption that stand in for ``case.adoption``;
        the draws are dealt evenly among them

    Raises
    ------
    ValueError: a number of draws or a seed outside its range, or fewer draws than paths
    """
    count = whole("draws", draws, 1)
    if count > _MAXIMUM_DRAWS:
        raise ValueError(f"draws must be at most {_MAXIMUM_DRAWS:,}, got {count:,}")
    cases = [case]
    if paths is not None:
        cases = [replace(case, adoption=path) for path in numbers("paths", paths, 0, 1)]
        whole("draws", draws, len(cases))
    generator = np.random.default_rng(whole("seed", seed, 0))
    shares = [count // len(cases) + (place < count % len(cases)) for place in range(len(cases))]
    discounted = np.concatenate(
        [_drawn(each, share, generator) for each, share in zip(cases, shares, strict=True)]
    )
    worth = discounted[:, -1].copy()
    low, middle, high = np.quantile(discounted, [0.1, 0.5, 0.9], axis=0)
    return MigrationSimulation(
        net_present_value=worth,
        probability_of_loss=float((worth < 0).mean()),
        p10=float(low[-1]),
        p50=float(middle[-1]),
        p90=float(high[-1]),
        mean=float(worth.mean()),
        cumulative=pd.DataFrame({"month": np.arange(low.size), "p10": low, "p50": middle, "p90": high}),
        draws=count,
        seed=seed,
    )


def _drawn(case: MigrationCase, count: int, generator: np.random.Generator) -> FloatArray:
    """Discounted cash flow to date of each draw, draws × months."""
    discounted = np.empty((count, case.adopted.shape[0]))
    for start in range(0, count, _BLOCK):
        size = min(_BLOCK, count - start)
        values = {
            name: uncertain.quantile(generator.random((size, uncertain.width)))
            for name, uncertain in case.assumptions.items()
        }
        discounted[start : start + size] = np.cumsum(_discounted(case, values), axis=1)
    return discounted


def tornado(
    case: MigrationCase, *, tail: float = 0.1, adoption: tuple[ArrayLike, ArrayLike] | None = None
) -> pd.DataFrame:
    """Value with each assumption alone at its low and high end, the others at their likeliest.

    Parameters
    ----------
    tail : float in [0, 0.5), probability left beyond each end; 0 takes the extremes
    adoption : the low and the high course of adoption, which then has a row of its own (low and high are its
        last values)

    Returns
    -------
    DataFrame, one row per uncertain assumption, widest swing first: assumption, low, high (its mean over
    segments), value_at_low, value_at_high, likely (the same in all rows), swing

    Raises
    ------
    ValueError: a tail outside [0, 0.5)
    """
    beyond = number("tail", tail, 0, 0.5, bounds="[)")
    likely = _likely(case.assumptions)
    base = _worth(case, likely)
    rows = []
    for name, uncertain in case.assumptions.items():
        ends = (uncertain.quantile(beyond), uncertain.quantile(1 - beyond))
        if np.array_equal(ends[0], ends[1]):
            continue
        at_low, at_high = (_worth(case, {**likely, name: end[np.newaxis]}) for end in ends)
        means = [float(end.mean()) for end in ends]
        rows.append((name, *means, at_low, at_high, base, abs(at_high - at_low)))
    if adoption is not None:
        slow, fast = (replace(case, adoption=path) for path in adoption)
        last = [float(end.adopted[-1].mean()) for end in (slow, fast)]
        at_low, at_high = _worth(slow, likely), _worth(fast, likely)
        rows.append(("adoption", *last, at_low, at_high, base, abs(at_high - at_low)))
    columns = ["assumption", "low", "high", "value_at_low", "value_at_high", "likely", "swing"]
    table = pd.DataFrame(rows, columns=columns)
    return table.sort_values("swing", ascending=False, kind="stable", ignore_index=True)


def from_claim_to_value(case: MigrationCase) -> pd.DataFrame:
    """How the naive claim becomes the likeliest net present value, one correction at a time.

    The claim lets the whole branch cost go at once, with no growth in use and no investment.

    Returns
    -------
    DataFrame: step (claim, investment, fixed_cost_kept, augmentation, halo, lag, learning, retention,
    overrun, programme), change, value (running total; the last is the value at the likeliest assumptions)
    """
    likely = _likely(case.assumptions)
    claim = {
        **likely,
        **{name: np.zeros((1, 1)) for name in ("augmentation", "branch_halo", "phone_halo", "lag_months")},
        **{name: np.ones((1, 1)) for name in ("released_share", "progress_ratio")},
        **{name: np.zeros((1, 1)) for name in ("retention_gain", "investment_factor")},
    }
    corrections: tuple[tuple[str, Mapping[str, FloatArray]], ...] = (
        ("claim", {}),
        ("investment", {"investment_factor": np.ones((1, 1))}),
        ("fixed_cost_kept", {"released_share": likely["released_share"]}),
        ("augmentation", {"augmentation": likely["augmentation"]}),
        ("halo", {name: likely[name] for name in ("branch_halo", "phone_halo")}),
        ("lag", {"lag_months": likely["lag_months"]}),
        ("learning", {"progress_ratio": likely["progress_ratio"]}),
        ("retention", {"retention_gain": likely["retention_gain"]}),
        ("overrun", {"investment_factor": likely["investment_factor"]}),
    )
    values, unpaid = [], replace(case, programme=0.0)
    for step, change in corrections:
        claim = {**claim, **change}
        # The claim knows no indivisible steps: it counts every fraction of a branch.
        values.append(_worth(unpaid, claim, whole_steps=step not in ("claim", "investment")))
    values.append(_worth(case, likely))
    return pd.DataFrame(
        {
            "step": [*(step for step, _ in corrections), "programme"],
            "change": np.diff(values, prepend=0.0),
            "value": values,
        }
    )


def _likely(assumptions: MigrationAssumptions) -> dict[str, FloatArray]:
    return {
        name: np.atleast_2d(np.asarray(uncertain.likely, dtype=np.float64))
        for name, uncertain in assumptions.items()
    }


def _worth(case: MigrationCase, values: Mapping[str, FloatArray], *, whole_steps: bool = True) -> float:
    return float(_discounted(case, values, whole_steps=whole_steps).sum())


def _discounted(
    case: MigrationCase, values: Mapping[str, FloatArray], *, whole_steps: bool = True
) -> FloatArray:
    """Discounted cash flow, draws × months. ``values`` are draws × 1 or draws × segments."""
    base = case.adopted * case.volumes
    cost, share = case.branch_cost, values["variable_share"]
    moved = _by_segment(values["migrated_share"], base)
    fixed = values["released_share"] * (1 - share) * cost * moved
    if whole_steps and case.release_step > 0:
        # Rounding noise must not lose a branch that is exactly released.
        fixed = np.floor(np.round(fixed / case.release_step, 9)) * case.release_step
    saved = _delayed(share * cost * moved + fixed, values["lag_months"])

    online = _by_segment(values["migrated_share"] * (1 + values["augmentation"]), base)
    paid = (
        values["cost_ratio"]
        * cost
        * _learning(online, values["progress_ratio"], case.online_to_date)
        * online
    )
    paid = paid + _by_segment(values["branch_halo"], base) * cost * share
    paid = paid + _by_segment(values["phone_halo"], base) * case.phone_cost
    adopters = case.adopted @ fit("customers", numbers("customers", case.customers), (base.shape[1],))
    kept = values["retention_gain"] * case.monthly_margin * adopters
    invested = values["investment_factor"] * case.outlay
    flow = saved - paid + kept - invested - case.programme
    months = np.arange(base.shape[0])
    return np.asarray(flow * (1 + case.discount_rate) ** (-months / 12), dtype=np.float64)


def _by_segment(weights: FloatArray, base: FloatArray) -> FloatArray:
    """Sum over segments of weight × base, draws × months; one weight for all is a plain product."""
    if weights.shape[1] == 1:
        return np.asarray(weights * base.sum(axis=1), dtype=np.float64)
    return np.asarray(weights @ base.T, dtype=np.float64)


def _delayed(flow: FloatArray, lag: FloatArray) -> FloatArray:
    """Each row moved to the right by its own whole number of months."""
    shifts = np.rint(lag[:, 0]).astype(int)
    rows = max(flow.shape[0], shifts.size)
    flow = np.broadcast_to(flow, (rows, flow.shape[1]))
    result = np.zeros_like(flow)
    for shift in np.unique(shifts):
        chosen = slice(None) if shifts.size == 1 else shifts == shift
        if shift < flow.shape[1]:
            result[chosen, shift:] = flow[chosen, : flow.shape[1] - shift]
    return result


def _learning(online: FloatArray, progress: FloatArray, before: float) -> FloatArray:
    """Unit cost relative to the first month that has online transactions, or to ``before`` any of them."""
    if (progress == 1).all():
        return np.ones((1, 1))
    to_date = before + np.cumsum(online, axis=1)
    started = to_date > 0
    first = np.argmax(started, axis=1)
    initial = np.take_along_axis(to_date, first[:, np.newaxis], axis=1) if before == 0 else before
    ratio = np.divide(to_date, initial, out=np.ones_like(to_date), where=started & (initial > 0))
    return np.asarray(ratio ** np.log2(progress), dtype=np.float64)
