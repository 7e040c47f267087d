"""What a plan of three years moves between channels, frees, costs and gives back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from analytics.channels.assumptions import Uncertain
from analytics.channels.breakdown import LikeForLike, like_for_like
from analytics.channels.paths import equally_likely_paths
from analytics.channels.usual_doubt import usual_doubt
from analytics.plan.shares import (
    YEAR,
    Capacity,
    Doubt,
    PlanCase,
    PlanValue,
    likeliest,
    swings,
    to_targets,
    value_plan,
)
from data import queries
from data.snapshots import Snapshot
from studies.chain import UNTOUCHED, LeverSettings, monthly_shares
from studies.channels import costs, staffing
from studies.channels.activity import ONLINE
from studies.channels.migration import PATHS
from studies.core import cached

YEARS: Final = 3
HORIZON: Final = 10
"""Years over which a plan is valued; after the third its shares stay."""
DRAWS: Final = 4_000
TRIED: Final = 0.1
"""The share of a channel that every pair of channels is tried with."""
BRANCH: Final = "branch"
BOTH: Final = "online"
TARGETS: Final = {BOTH: tuple(ONLINE)} | {
    name: (name,) for name in ("internet", "mobile", "ivr", "adviser", "atm", "agent")
}
ORIGINS: Final = (BRANCH, "adviser", "atm", "agent", "ivr", "internet")
_PAIR_DRAWS: Final = 1_000
_RUNGS: Final = (0.0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1.0)


@dataclass(frozen=True)
class Means:
    """How what is not needed any more becomes money; shares per unit, money in MAD.

    ``people_share`` is of the cost of a branch; ``given_back`` of the people and sites not needed.
    """

    promise: staffing.Promise
    shrinkage: float
    people_share: float
    given_back: float
    augmentation: float
    level: float
    seed: int


@dataclass(frozen=True)
class Settings:
    """What the reader plans. ``budget`` in MAD, None for the investment of each customer who must change."""

    origin: str
    target: str
    shares: tuple[float, float, float]
    floor: float
    stretch: float
    budget: float | None
    spent: tuple[float, float, float]
    exit_person: float
    exit_site: float
    lag_months: int
    discount_rate: float
    migrated_share: float
    investment_per_adopter: float
    adoption_years: int
    means: Means
    levers: LeverSettings = UNTOUCHED


@dataclass(frozen=True)
class Plan:
    """A plan valued.

    ``counted`` tells that people and branches come from the queues of each branch, and not from the units
    that the channel's average month needs. ``alone_known``: a forecast says what leaves without a plan.
    ``changing``: customers who must change habits by the third year beyond those who do by themselves;
    ``could_change``: those who have not yet. ``by_year``: year, planned, alone, moved, people, sites,
    variable, capacity, elsewhere, budget, exits, net, to_date (discounted), at the likeliest assumptions.
    ``mix``: channel, now, and each year of the plan: share of all transactions.
    """

    settings: Settings
    first_year: int
    like: LikeForLike
    case: PlanCase
    counted: bool
    alone_known: bool
    customers: float
    changing: float
    could_change: float
    value: PlanValue
    floor: PlanValue
    target: PlanValue
    stretch: PlanValue
    by_year: pd.DataFrame
    mix: pd.DataFrame
    swings: pd.DataFrame

    @property
    def full_year(self) -> int:
        """The first year, counted from 0, in which all that moved by the third is saved."""
        return min(HORIZON - 1, YEARS + -(-self.settings.lag_months // YEAR))


@cached
def pair(snapshot: Snapshot, bank: str, origin: str, target: str) -> LikeForLike:
    """What can move from one channel to another, and what it costs on both.

    Raises
    ------
    ValueError: no costs, or no service done on both
    """
    if (origin, target) == (BRANCH, BOTH):
        return costs.bank_like_for_like(snapshot, bank)
    return like_for_like(
        costs.bank_costs(snapshot, bank, 1.0, 0.0),
        costs.bank_tables(snapshot, bank).activity,
        branch=origin,
        online=TARGETS[target],
    )


@cached
def handled(snapshot: Snapshot, bank: str) -> pd.Series:
    """Transactions a month by channel, over the last twelve."""
    found = costs.bank_costs(snapshot, bank, 1.0, 0.0)
    known = found.by_channel[found.by_channel["transactions"] > 0].set_index("channel")["transactions"]
    return known / len(found.months)


@cached
def counted_by_branch(snapshot: Snapshot, bank: str) -> bool:
    """Whether arrivals, minutes and branches are known well enough to size each counter."""
    return not (
        staffing.weeks(snapshot, bank, BRANCH).empty
        or staffing.service_mix(snapshot, bank, BRANCH).empty
        or staffing.sites(snapshot, bank).empty
    )


@cached
def capacity(
    snapshot: Snapshot, bank: str, origin: str, promise: staffing.Promise, shrinkage: float
) -> Capacity:
    """People and sites that a channel does not need once a share of all its transactions has left."""
    if origin == BRANCH and counted_by_branch(snapshot, bank):
        mix = staffing.service_mix(snapshot, bank, BRANCH)
        can = 1.0 - staffing.remaining_share(mix, 1.0)
        released = [
            staffing.release(snapshot, bank, promise, shrinkage, min(1.0, share / can)) if can > 0 else None
            for share in _RUNGS
        ]
        people = [each.people if each else 0 for each in released]
        sites = [each.sites if each else 0 for each in released]
        return _capacity(people, sites)
    units = [0]
    for share in _RUNGS[1:]:
        rows = costs.release(snapshot, bank, share)
        freed = (rows["needed"] - rows["needed_after"])[rows["channel"] == origin]
        units.append(int(freed.sum()))
    return _capacity([0] * len(_RUNGS), units)


def _capacity(people: list[int], sites: list[int]) -> Capacity:
    # Queues that grow shorter may ask for one person more where a branch closes: nobody is added for a plan.
    return Capacity(
        np.array(_RUNGS), *(np.maximum(np.array(given, float) - given[0], 0) for given in (people, sites))
    )


@cached
def unit_costs(snapshot: Snapshot, bank: str, origin: str, people_share: float) -> tuple[float, float]:
    """What one person and one site of a channel cost a month, MAD; 0 where it is not known.

    The cost of branches is parted between people and premises by ``people_share``; where nobody counts
    people, a site costs all of it.
    """
    rows = costs.bank_tables(snapshot, bank).resources
    last = rows[rows["channel"] == origin].sort_values("month").tail(1)
    if last.empty:
        return 0.0, 0.0
    cost, units = float(last["cost"].iloc[0]), float(last["units"].iloc[0])
    people = staffing.employed(snapshot, bank, origin) or 0.0
    if origin == BRANCH and people > 0 and counted_by_branch(snapshot, bank):
        return people_share * cost / people, (1 - people_share) * cost / units if units > 0 else 0.0
    return 0.0, cost / units if units > 0 else 0.0


def doubt(like: LikeForLike, means: Means, lag_months: float, floor: float, stretch: float) -> Doubt:
    """What is not known about a plan, with the widths that the migration has.

    Raises
    ------
    ValueError: what moves does not cost less where it goes
    """
    usual = usual_doubt(
        like.variable_share,
        like.cost_ratio,
        1.0,
        augmentation=means.augmentation,
        lag_months=lag_months,
        released_share=means.given_back,
    )
    return Doubt(
        variable_share=usual.variable_share,
        cost_ratio=usual.cost_ratio,
        augmentation=usual.augmentation,
        given_back=usual.released_share,
        lag_months=usual.lag_months,
        overrun=usual.investment_factor,
        reached=Uncertain(min(floor, 1.0), 1.0, max(stretch, 1.0)),
    )


@cached
def plan(snapshot: Snapshot, bank: str, settings: Settings) -> Plan:
    """A plan of three calendar years, the next one first, valued over ten.

    Raises
    ------
    ValueError: no costs, no service done on both channels, or none that costs less where it goes
    """
    like = pair(snapshot, bank, settings.origin, settings.target)
    volumes = handled(snapshot, bank)
    volume = float(volumes[settings.origin])
    movable = min(1.0, float(like.volume.sum()) / volume)
    alone, courses, active = _alone(snapshot, bank, settings, movable)
    customers = _customers(snapshot, bank)
    changing = 0.0
    if movable * settings.migrated_share > 0:
        moved = max(0.0, min(settings.shares[-1], movable) - float(alone[YEARS * YEAR - 1]))
        changing = customers * moved / (movable * settings.migrated_share)
    budget = settings.investment_per_adopter * changing if settings.budget is None else settings.budget
    person, site = unit_costs(snapshot, bank, settings.origin, settings.means.people_share)
    case = PlanCase(
        volume=volume,
        unit_cost=like.branch_cost,
        planned=to_targets(0.0, settings.shares, months=HORIZON * YEAR),
        alone=alone,
        movable=movable,
        capacity=capacity(snapshot, bank, settings.origin, settings.means.promise, settings.means.shrinkage),
        person_cost=person,
        site_cost=site,
        budget=_spent(budget, settings.spent),
        exit_person=settings.exit_person,
        exit_site=settings.exit_site,
        doubt=doubt(like, settings.means, settings.lag_months, settings.floor, settings.stretch),
        discount_rate=settings.discount_rate,
    )

    def valued(reached: float | None) -> PlanValue:
        return value_plan(
            case,
            level=settings.means.level,
            draws=DRAWS,
            seed=settings.means.seed,
            courses=courses,
            reached=reached,
        )

    first_year = snapshot.as_of.year + 1
    return Plan(
        settings=settings,
        first_year=first_year,
        like=like,
        case=case,
        counted=settings.origin == BRANCH and counted_by_branch(snapshot, bank),
        alone_known=courses is not None,
        customers=customers,
        changing=changing,
        could_change=customers * (1.0 - active) if active is not None else np.nan,
        value=valued(None),
        floor=valued(settings.floor),
        target=valued(1.0),
        stretch=valued(settings.stretch),
        by_year=_by_year(case, first_year),
        mix=_mix(volumes, case, settings),
        swings=swings(case, level=settings.means.level),
    )


def _customers(snapshot: Snapshot, bank: str) -> float:
    known = queries.adoption_series(snapshot, [bank], "customers")
    if len(known):
        return float(known["value"].iloc[-1])
    banks = queries.banks(snapshot).set_index("bank")["customers"]
    stated = float(banks.get(bank, np.nan))
    return stated if np.isfinite(stated) else 0.0


def _alone(
    snapshot: Snapshot, bank: str, settings: Settings, movable: float
) -> tuple[np.ndarray, np.ndarray | None, float | None]:
    """Share of the channel that leaves without a plan, its likely courses, and the share active now.

    The forecast of active customers says it of the branch and the online channels; of others nothing does.
    """
    months = HORIZON * YEAR
    nothing = np.zeros(months)
    if settings.origin != BRANCH or not set(TARGETS[settings.target]) <= set(ONLINE):
        return nothing, None, None
    years = max(YEARS + 1, settings.adoption_years)
    level = settings.means.level
    try:
        path = monthly_shares(snapshot, bank, years, level, settings.levers)
    except ValueError:
        return nothing, None, None
    drawn = equally_likely_paths(path["value"], path["low"], path["high"], level=level, count=PATHS)
    # The plan's months begin with the year after the snapshot's; the last month known stands for later ones.
    places = np.minimum(YEAR - snapshot.as_of.month + 1 + np.arange(months), len(path) - 1)
    share = settings.migrated_share * movable
    value = path["value"].to_numpy()[np.newaxis]
    middle, courses = (share * np.clip(each - each[:, :1], 0, 1)[:, places] for each in (value, drawn))
    return middle[0], courses, float(value[0, 0])


def _spent(budget: float, parts: tuple[float, float, float]) -> np.ndarray:
    """The budget by month: each year's part evenly through it."""
    monthly = np.zeros(HORIZON * YEAR)
    weight = sum(parts) or 1.0
    for year, part in enumerate(parts):
        monthly[year * YEAR : (year + 1) * YEAR] = budget * part / weight / YEAR
    return monthly


def _by_year(case: PlanCase, first_year: int) -> pd.DataFrame:
    found = likeliest(case)
    ends = np.arange(YEAR - 1, HORIZON * YEAR, YEAR)
    planned, alone = (np.asarray(each, float)[ends] for each in (case.planned, case.alone))
    parts = {
        name: getattr(found, name)[0].reshape(-1, YEAR).sum(axis=1)
        for name in ("moved", "variable", "capacity", "elsewhere", "budget", "exits", "net")
    }
    rate = (1 + case.discount_rate) ** (-np.arange(HORIZON * YEAR) / YEAR)
    return pd.DataFrame(
        {
            "year": first_year + np.arange(HORIZON),
            "planned": np.minimum(planned, case.movable),
            "alone": np.minimum(alone, case.movable),
            "people": found.people[0, ends],
            "sites": found.sites[0, ends],
            **parts,
            "to_date": np.cumsum(found.net[0] * rate)[ends],
        }
    )


def _mix(volumes: pd.Series, case: PlanCase, settings: Settings) -> pd.DataFrame:
    """Share of all transactions by channel, now and at the end of each year of the plan."""
    targets = [name for name in TARGETS[settings.target] if name in volumes.index]
    part = volumes[targets] / volumes[targets].sum()
    columns = {"now": volumes / volumes.sum()}
    for year in range(YEARS):
        month = (year + 1) * YEAR - 1
        share = max(
            min(float(np.asarray(case.planned)[month]), case.movable), float(np.asarray(case.alone)[month])
        )
        then = volumes.copy()
        then[settings.origin] -= share * case.volume
        then[targets] += share * case.volume * (1 + settings.means.augmentation) * part
        columns[f"year_{year + 1}"] = then / then.sum()
    return pd.DataFrame(columns).rename_axis("channel").reset_index()


@cached
def pairs(snapshot: Snapshot, bank: str, means: Means) -> pd.DataFrame:
    """What moving a tenth of each channel to each other one is worth a year, once all of it is saved.

    Pairs without a common service, or that cost more where they go, are left out.

    Returns
    -------
    DataFrame, worth most first: origin, target, share (of the origin's transactions), movable, cost_from,
        cost_to (MAD a transaction), people, sites (not needed), low, value, high (MAD a year)
    """
    volumes, rows = handled(snapshot, bank), []
    for origin in (name for name in ORIGINS if name in volumes.index):
        held = capacity(snapshot, bank, origin, means.promise, means.shrinkage)
        person, site = unit_costs(snapshot, bank, origin, means.people_share)
        for target in TARGETS:
            # Both online channels together are a place to go for those who come from elsewhere only.
            if origin in TARGETS[target] or not set(TARGETS[target]) <= set(volumes.index):
                continue
            try:
                like = pair(snapshot, bank, origin, target)
                unsure = doubt(like, means, 0, 1.0, 1.0)
            except ValueError:
                continue
            movable = min(1.0, float(like.volume.sum()) / float(volumes[origin]))
            share = min(TRIED, movable)
            case = PlanCase(
                volume=float(volumes[origin]),
                unit_cost=like.branch_cost,
                planned=np.full(YEAR, share),
                alone=np.zeros(YEAR),
                movable=movable,
                capacity=held,
                person_cost=person,
                site_cost=site,
                budget=np.zeros(YEAR),
                exit_person=0.0,
                exit_site=0.0,
                doubt=_at_once(unsure),
            )
            worth = value_plan(case, level=means.level, draws=_PAIR_DRAWS, seed=means.seed).running[0]
            people, sites = (float(part) for part in held.at(share))
            rows.append(
                (
                    *(origin, target, share, movable, like.branch_cost, like.online_cost, people, sites),
                    *(worth.low, worth.middle, worth.high),
                )
            )
    columns = ["origin", "target", "share", "movable", "cost_from", "cost_to", "people", "sites"]
    table = pd.DataFrame(rows, columns=[*columns, "low", "value", "high"])
    return table.sort_values("value", ascending=False, kind="stable", ignore_index=True)


def _at_once(unsure: Doubt) -> Doubt:
    nothing = Uncertain.certain(0.0)
    return Doubt(**{name: nothing if name == "lag_months" else given for name, given in unsure.items()})
