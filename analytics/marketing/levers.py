"""How many adopters the levers bring, period by period, and what one of them costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analytics.marketing._checks import FloatArray, number, numbers, whole
from analytics.marketing.hazard import Inputs, Simulation, costs, inputs, personalised, simulate, without
from analytics.marketing.lifetime import customer_lifetime_value, payback
from analytics.marketing.parts import (
    LEVERS,
    Advertising,
    Affiliation,
    Email,
    Market,
    OneToOne,
    Search,
    Value,
    Viral,
    WordOfMouth,
)
from analytics.marketing.plan import MOROCCO_2024, Plan, as_plan, benchmarks

__all__ = [
    "LEVERS",
    "MOROCCO_2024",
    "Advertising",
    "Affiliation",
    "Email",
    "LeverResult",
    "Market",
    "OneToOne",
    "Plan",
    "Search",
    "Value",
    "Viral",
    "WordOfMouth",
    "adopters",
    "benchmarks",
    "trust_path",
]

MONTHS = 12


@dataclass(frozen=True)
class LeverResult:
    """Adopters with the levers, beside the same market without them.

    Parameters
    ----------
    path : DataFrame, one row per period: period (1 first), market, adopters, baseline, incremental, new,
        left, external (P), imitation (Q), trust (T), the effect of each lever (email, search,
        affiliation, viral, word_of_mouth, advertising, one_to_one), cost
    incremental : float, adopters at the end with the levers minus without
    cost : float, MAD over all periods; costs : Series by lever
    cost_per_adopter : float, cost / incremental; None when the levers bring nobody
    lifetime_value : float, MAD, of one adopter
    value_over_cost : float, lifetime value / cost per adopter (CLV/CAC); None without either
    payback_years : float, until margins repay the cost of an adopter; None when they never do
    net_present_value : float, MAD: lifetime values of the adopters won, less servicing and costs, discounted
    """

    path: pd.DataFrame
    incremental: float
    cost: float
    costs: pd.Series
    cost_per_adopter: float | None
    lifetime_value: float
    value_over_cost: float | None
    payback_years: float | None
    net_present_value: float


def adopters(plan: Plan | Mapping[str, Any], *, periods: int) -> LeverResult:
    """Adopters of e-banking month by month under a plan of marketing levers.

    ``N_t = (M_t - A_{t-1}) [1 - (1 - P_t)(1 - Q_t A_{t-1}/M_t)]`` with
    ``P_t = 1 - (1 - p0 T_t)(1 - e_t)(1 - s_t)(1 - a_t)``, ``Q_t = min(1, q0 T_t (1 + w_t) + v_t)`` and
    ``T_t = exp(b (trust_t - trust_0))``: exposures are independent, so nothing is counted twice.
    Advertising multiplies p0; one-to-one multiplies the conversion of e-mails.

    Parameters
    ----------
    plan : Plan, or a mapping as :meth:`Plan.from_mapping` reads it
    periods : int >= 1, months

    Returns
    -------
    LeverResult

    Raises
    ------
    ValueError: an unknown name or impossible value in the plan, a path of another length than
        ``periods``, or more adopters than the market at the start

    References
    ----------
    Bass 1969, Management Science 15(5), for the hazard without levers. A generalised Bass model (Bass,
    Krishnan and Jain 1994) reacts to changes of effort only; this hazard reacts to its level.
    """
    chosen = as_plan(plan)
    length = whole("periods", periods, 1, 1200)
    read = inputs(chosen, length)
    with_levers = simulate(read, length)
    baseline = simulate(without(read), length)
    spent = costs(read, with_levers)
    by_lever = pd.Series({lever: float(spent[lever].sum()) for lever in LEVERS}, name="cost")
    incremental = float(with_levers.adopters[0, -1] - baseline.adopters[0, -1])
    total = np.sum(list(spent.values()), axis=0)
    cost = float(by_lever.sum())
    each = cost / incremental if incremental > 0 else None
    worth = float(lifetime_values(chosen, read)[0])
    value = chosen.value
    return LeverResult(
        path=_path(with_levers, baseline, total),
        incremental=incremental,
        cost=cost,
        costs=by_lever,
        cost_per_adopter=each,
        lifetime_value=worth,
        value_over_cost=worth / each if each else None,
        payback_years=None
        if each is None or each < 0
        else payback(each, value.margin, value.retention, value.discount),
        net_present_value=float(net_present_values(chosen, read, with_levers, baseline, total)[0]),
    )


def _path(with_levers: Simulation, baseline: Simulation, spent: FloatArray) -> pd.DataFrame:
    columns: dict[str, FloatArray] = {
        "market": with_levers.market[0],
        "adopters": with_levers.adopters[0],
        "baseline": baseline.adopters[0],
        "incremental": with_levers.adopters[0] - baseline.adopters[0],
        "new": with_levers.new[0],
        "left": with_levers.left[0],
        "external": with_levers.external[0],
        "imitation": with_levers.imitation[0],
        "trust": with_levers.trust[0],
    }
    columns |= {lever: with_levers.effects[lever][0] for lever in LEVERS}
    columns["cost"] = spent[0]
    return pd.DataFrame({"period": np.arange(1, spent.shape[1] + 1), **columns})


def lifetime_values(plan: Plan, read: Inputs) -> FloatArray:
    """Lifetime value of one adopter in each variant, MAD; one-to-one raises the retention."""
    value = plan.value
    gain = plan.one_to_one.retention_gain * personalised(read).mean(axis=1)
    retained = np.minimum(1.0, value.retention + gain)
    return np.array([customer_lifetime_value(value.margin, kept, value.discount) for kept in retained])


def net_present_values(
    plan: Plan, read: Inputs, with_levers: Simulation, baseline: Simulation, spent: FloatArray
) -> FloatArray:
    """Present value of the adopters won less what was spent, MAD, for each variant.

    ``spent`` has shape (variants, periods). An adopter is worth the lifetime value less the cost of
    servicing, at the period of adoption.
    """
    monthly = (1 + plan.value.discount) ** (-np.arange(1, spent.shape[1] + 1) / MONTHS)
    won = np.diff(with_levers.adopters - baseline.adopters, axis=1, prepend=0.0)
    worth = lifetime_values(plan, read) - plan.value.servicing_cost
    return np.asarray((won * worth[:, None] - spent) @ monthly, dtype=np.float64)


def trust_path(
    start: float, *, periods: int, incidents: Sequence[tuple[int, float]] = (), half_life: float = 6.0
) -> tuple[float, ...]:
    """Trust month by month: each incident lowers it, and half of the loss heals in ``half_life`` periods.

    Parameters
    ----------
    start : float in [0, 1], trust without incidents
    periods : int >= 1
    incidents : (period, drop) pairs, period 1 first, drop in [0, 1]; drops add up, down to 0 at most
    half_life : float > 0, periods; an assumption of this product

    Returns
    -------
    tuple of ``periods`` floats in [0, start], for ``Plan.trust``
    """
    level = number("start", start, 0.0, 1.0)
    length = whole("periods", periods, 1, 1200)
    heals = number("half_life", half_life, 1e-9)
    lost = np.zeros(length)
    for when, drop in incidents:
        first = whole("incidents", when, 1, length) - 1
        size = float(numbers("incidents", drop, 0.0, 1.0))
        lost[first:] += size * 0.5 ** (np.arange(length - first) / heals)
    return tuple(np.maximum(0.0, level - lost).tolist())
