"""From a sum of money to an effort: what a yearly budget buys of each lever.

A reference programme states, per customer of the bank, an effort of each lever and what its pieces cost. A
budget buys that effort in proportion to its cost, with decreasing returns where the lever has them
(:data:`analytics.marketing.allocation.RETURNS`): the same rule by which the allocator splits a budget.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from analytics.marketing._checks import number, numbers, whole
from analytics.marketing.allocation import RETURNS
from analytics.marketing.hazard import costs, inputs, simulate
from analytics.marketing.parts import (
    LEVERS,
    Advertising,
    Affiliation,
    Email,
    OneToOne,
    Path,
    Search,
    Value,
    Viral,
    WordOfMouth,
)
from analytics.marketing.plan import Plan

_DECISIONS: Final[dict[str, tuple[str, ...]]] = {
    "email": ("sends",),
    "search": ("clicks",),
    "affiliation": ("visits",),
    "viral": ("invitations",),
    "word_of_mouth": ("volume_change", "valence_change"),
    "advertising": ("change",),
    "one_to_one": ("share",),
}
_FREE: Final[dict[str, dict[str, float]]] = {
    "email": {"cost_per_message": 0.0},
    "search": {"cost_per_click": 0.0},
    "affiliation": {"cost_per_acquisition": 0.0},
    "viral": {"reward": 0.0},
    "word_of_mouth": {},
    "advertising": {"budget": 0.0},
    "one_to_one": {"cost_per_message": 0.0},
}
_MOST: Final[dict[str, float]] = {
    "email": 60.0,
    "word_of_mouth": 10.0,
    "advertising": 10.0,
    "one_to_one": 1.0,
}


@dataclass(frozen=True)
class ReferenceProgramme:
    """Efforts per month and unit costs of the reference programme; all assumed, per customer of the bank.

    Parameters
    ----------
    sends : e-mails a month to each address of the list
    clicks, visits : from search engines and from partners, a month and customer
    cost_per_click : MAD
    invitations : per adopter a month; reward : MAD per adopter won
    volume_change, valence_change : more and better word of mouth, relative
    word_of_mouth_cost, advertising_cost : MAD a month and customer; the latter doubles the advertising
    personal_share : share of the e-mails that are personal
    """

    sends: float = 1.0
    clicks: float = 0.01
    cost_per_click: float = 3.0
    visits: float = 0.005
    invitations: float = 0.05
    reward: float = 100.0
    volume_change: float = 0.2
    valence_change: float = 0.05
    word_of_mouth_cost: float = 0.05
    advertising_cost: float = 0.05
    personal_share: float = 0.5


ASSUMED: Final = ReferenceProgramme()


def reference_plan(
    customers: float,
    active: float,
    *,
    p0: Path,
    q0: Path,
    trust: Path = 1.0,
    reference_trust: float = 1.0,
    trust_sensitivity: float = 1.0,
    value: Value | None = None,
    programme: ReferenceProgramme = ASSUMED,
) -> Plan:
    """The plan of a bank that runs the reference programme on all seven levers.

    Parameters
    ----------
    customers : float > 0, people who could adopt; active : float in [0, customers], who have
    p0, q0, trust, reference_trust, trust_sensitivity, value : as in :class:`Plan`
    programme : ReferenceProgramme

    Raises
    ------
    ValueError: a figure outside its range
    """
    size = number("customers", customers, 1e-9)
    return Plan(
        market=size,
        initial_adopters=number("active", active, 0.0, size),
        p0=p0,
        q0=q0,
        trust=trust,
        reference_trust=reference_trust,
        trust_sensitivity=trust_sensitivity,
        email=Email(sends=programme.sends),
        search=Search(clicks=programme.clicks * size, cost_per_click=programme.cost_per_click),
        affiliation=Affiliation(visits=programme.visits * size),
        viral=Viral(invitations=programme.invitations, reward=programme.reward),
        word_of_mouth=WordOfMouth(
            volume_change=programme.volume_change,
            valence_change=programme.valence_change,
            cost_per_period=programme.word_of_mouth_cost * size,
        ),
        advertising=Advertising(change=1.0, budget=programme.advertising_cost * size),
        one_to_one=OneToOne(share=programme.personal_share),
        value=value or Value(),
    )


def reference_costs(plan: Plan, *, periods: int) -> dict[str, float]:
    """What each lever of a plan costs on average in a period, MAD."""
    length = whole("periods", periods, 1, 1200)
    read = inputs(plan, length)
    spent = costs(read, simulate(read, length))
    return {lever: float(spent[lever].mean()) for lever in LEVERS}


def funded(
    plan: Plan,
    budgets: Mapping[str, float],
    *,
    periods: int,
    returns: Mapping[str, float] = RETURNS,
) -> Plan:
    """The plan that these budgets pay for: its efforts scaled, its cost the budgets themselves.

    Parameters
    ----------
    plan : Plan whose efforts and costs are the reference, as :func:`reference_plan` makes it
    budgets : lever → MAD a period, 0 or more; a lever without one does nothing
    periods : int >= 1, over which the reference cost is averaged
    returns : lever → power in (0, 1] of spending by which the effort grows

    Returns
    -------
    Plan, all of whose costs are fixed amounts a period

    Raises
    ------
    ValueError: an unknown lever, a negative budget, or a budget for a lever without reference cost
    """
    if unknown := sorted(set(budgets) - set(LEVERS)):
        raise ValueError(f"budgets must name levers ({', '.join(LEVERS)}), got {', '.join(unknown)}")
    paid = {lever: number(f"budget of {lever}", budgets.get(lever, 0.0), 0.0) for lever in LEVERS}
    usual = reference_costs(plan, periods=periods)
    if free := [lever for lever in LEVERS if paid[lever] > 0 and usual[lever] <= 0]:
        raise ValueError(f"plan must give a reference cost to {', '.join(free)}, got none")
    parts: dict[str, Any] = {}
    for lever in LEVERS:
        power = number(f"returns of {lever}", returns.get(lever, 1.0), 1e-9, 1.0)
        effort = (paid[lever] / usual[lever]) ** power if paid[lever] > 0 else 0.0
        part = getattr(plan, lever)
        most = _MOST.get(lever, np.inf)
        efforts = {name: _scaled(getattr(part, name), effort, most) for name in _DECISIONS[lever]}
        parts[lever] = replace(part, **efforts, **_FREE[lever], cost_per_period=paid[lever])
    return replace(plan, **parts)


def _scaled(values: Path, effort: float, most: float) -> Path:
    return tuple(np.atleast_1d(np.minimum(numbers("effort", values) * effort, most)).tolist())
