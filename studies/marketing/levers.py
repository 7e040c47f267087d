"""Results of the lever models on a snapshot: what the budgets bring, and where a sum would do most."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import pandas as pd

from analytics.marketing.allocation import Allocation, Objective, allocate
from analytics.marketing.attribution import LeverUncertainty, shapley, tornado, uncertainty
from analytics.marketing.baseline import MONTHS
from analytics.marketing.budget import reference_costs
from analytics.marketing.epidemic import epidemic, final_size, viral_generations, viral_total
from analytics.marketing.levers import LeverResult, adopters
from analytics.marketing.parts import LEVERS
from analytics.marketing.plan import benchmarks
from data import queries
from data.snapshots import Snapshot
from studies import chain
from studies.adoption import observed
from studies.chain import LeverSettings
from studies.core import cached
from studies.marketing.own_tests import OwnTest, measured_ranges, own_tests

DRAWS: Final = 400
ALLOCATION_DRAWS: Final = 100
TRIED: Final = 10.0
"""How many times the reference programme a split may grow a lever; beyond, benchmarks say nothing."""

SHARING_MONTHS: Final = 6.0
FIRST_SENDERS: Final = 0.01
GENERATIONS: Final = 12
# A bank knows its own customers; only what the benchmarks say is in doubt.
KNOWN: Final = ("market",)
_CENTS: Final = 2
UNPROVEN: Final = ("affiliation", "viral", "one_to_one")
"""Levers whose effect no published benchmark tells."""
OWN_LEVERS: Final = ("email", "search", "affiliation", "viral", "advertising", "one_to_one")


@dataclass(frozen=True)
class LeverResults:
    """What a plan of levers brings.

    ``doubt``: with intervals; ``parts``: lever, adopters (Shapley value), share, alone, last; ``swings``: the
    tornado; ``efforts``: lever → multiple of the reference programme.
    """

    result: LeverResult
    doubt: LeverUncertainty
    parts: pd.DataFrame
    swings: pd.DataFrame
    efforts: dict[str, float]


@dataclass(frozen=True)
class Split:
    """The best split of a sum, in MAD a year and customer by lever, with its robustness."""

    allocation: Allocation
    budgets: dict[str, float]


@dataclass(frozen=True)
class ViralView:
    """The viral lever seen as an illness.

    ``path``: period, susceptible, infectious, recovered, reached, in people; ``reproduction``: adopters whom
    each adopter brings in an open market; ``total``: people in the end for each first sender, None where
    only the market ends it; ``reached``: share of the open market that an epidemic reaches.
    """

    reproduction: float
    total: float | None
    reached: float
    path: pd.DataFrame
    generations: pd.DataFrame


@cached
def lever_results(
    snapshot: Snapshot,
    bank: str,
    years: int,
    level: float,
    settings: LeverSettings,
    margin: float,
    seed: int,
) -> LeverResults:
    """What the budgets of the settings bring a bank over the horizon.

    Raises
    ------
    ValueError: the bank has no figures to forecast from
    """
    plan = chain.lever_plan(snapshot, bank, years, level, settings, margin)
    usual = chain.reference(snapshot, bank, years, level, settings.without_levers(), margin)
    length = MONTHS * years
    costs = reference_costs(usual, periods=length)
    measured = measured_ranges(entering(snapshot, bank, level, settings.own_tests))
    customers, _active = observed.bank_people(snapshot, bank)
    spent = {lever: each * customers / MONTHS for lever, each in settings.budgets.items()}
    return LeverResults(
        result=adopters(plan, periods=length),
        doubt=uncertainty(
            plan, periods=length, draws=DRAWS, level=level, seed=seed, fixed=KNOWN, measured=measured
        ),
        parts=shapley(plan, periods=length),
        swings=tornado(plan, periods=length, fixed=KNOWN, measured=measured),
        efforts={lever: spent[lever] / costs[lever] if costs[lever] > 0 else 0.0 for lever in LEVERS},
    )


def entering(snapshot: Snapshot, bank: str, level: float, used: bool) -> tuple[OwnTest, ...]:
    """The bank's own tests of levers; none where they are left out."""
    return own_tests(snapshot, bank, level) if used else ()


@cached
def evidence(snapshot: Snapshot, bank: str, level: float, used: bool) -> dict[str, str]:
    """What tells of each lever: published, tested by the bank itself, both together, or assumed.

    Tested: by randomised tests of campaigns of that lever, with a control group, that the model takes.
    """
    tests = {each.lever for each in entering(snapshot, bank, level, used) if each.enters}
    return {
        lever: ("tested" if lever in UNPROVEN else "both")
        if lever in tests
        else ("assumed" if lever in UNPROVEN else "published")
        for lever in LEVERS
    }


@cached
def best_split(
    snapshot: Snapshot,
    bank: str,
    years: int,
    level: float,
    trust: LeverSettings,
    margin: float,
    total: float,
    most: float,
    unproven: float,
    aim: Objective,
    seed: int,
) -> Split:
    """The split of ``total`` (MAD a year and customer) that wins most, no lever above its bounds.

    Parameters
    ----------
    most, unproven : shares of the sum that no lever may exceed, and none without evidence

    Ten times the reference programme is a bound, too.

    Raises
    ------
    ValueError: the bank has no figures to forecast from
    """
    usual = chain.reference(snapshot, bank, years, level, trust, margin)
    customers, _active = observed.bank_people(snapshot, bank)
    length = MONTHS * years
    money = total * customers * years
    tried = {lever: TRIED * cost * length for lever, cost in reference_costs(usual, periods=length).items()}
    # A lever that costs nothing here (nobody is left to win) can take no money.
    known = evidence(snapshot, bank, level, trust.own_tests)
    caps = {lever: most if known[lever] != "assumed" else min(most, unproven) for lever in LEVERS}
    bounds = {lever: (0.0, min(caps[lever] * money, tried[lever])) for lever in LEVERS if tried[lever] > 0}
    found = allocate(
        usual,
        money,
        periods=length,
        objective=aim,
        bounds=bounds,
        draws=ALLOCATION_DRAWS,
        seed=seed,
        fixed=KNOWN,
        measured=measured_ranges(entering(snapshot, bank, level, trust.own_tests)),
    )
    spent = found.table.set_index("lever")["spending"] / (customers * years)
    return Split(found, _in_cents({lever: float(spent.get(lever, 0.0)) for lever in LEVERS}))


def _in_cents(budgets: dict[str, float]) -> dict[str, float]:
    """Budgets in whole cents with the sum given: what rounding down leaves goes to the largest rests."""
    scaled = {lever: round(each * 10**_CENTS, 6) for lever, each in budgets.items()}
    whole = {lever: math.floor(each) for lever, each in scaled.items()}
    left = round(sum(scaled.values())) - sum(whole.values())
    for lever in sorted(scaled, key=lambda name: whole[name] - scaled[name])[:left]:
        whole[lever] += 1
    return {lever: cents / 10**_CENTS for lever, cents in whole.items()}


@cached
def viral_view(
    snapshot: Snapshot, bank: str, years: int, level: float, settings: LeverSettings, margin: float
) -> ViralView:
    """The invitations that the budget pays for as an epidemic among those who have not adopted."""
    plan = chain.lever_plan(snapshot, bank, years, level, settings, margin)
    customers, active = observed.bank_people(snapshot, bank)
    invitations = pd.Series(plan.viral.invitations, dtype=float).mean()
    reproduction = float(invitations * plan.viral.conversion * SHARING_MONTHS)
    open_market = max(customers - active, 1.0)
    seeds = FIRST_SENDERS * open_market
    return ViralView(
        reproduction=reproduction,
        total=viral_total(1.0, reproduction) if reproduction < 1 else None,
        reached=final_size(reproduction),
        path=epidemic(
            reproduction,
            seeds=seeds,
            duration=SHARING_MONTHS,
            periods=MONTHS * years,
            market=open_market,
        ),
        generations=viral_generations(seeds, reproduction, generations=GENERATIONS),
    )


@cached
def own_campaigns(snapshot: Snapshot, bank: str) -> pd.DataFrame:
    """What a bank's own campaigns cost by lever: lever, campaigns, converted, cost (MAD), each (MAD).

    A conversion is not an extra adopter: without a control group, part of them would have come anyway.
    """
    rows = queries.campaigns(snapshot, bank)
    rows = rows[rows["lever"].isin(OWN_LEVERS) & (rows["arm"] != "control")]
    table = rows.groupby("lever", as_index=False).agg(
        campaigns=("campaign", "nunique"), converted=("converted", "sum"), cost=("cost_mad", "sum")
    )
    table = table.astype({"converted": float, "cost": float})
    return table.assign(each=(table["cost"] / table["converted"]).where(table["converted"] > 0))


@cached
def lever_benchmarks() -> pd.DataFrame:
    """Every uncertain figure of the levers with its range, study, year and country."""
    return benchmarks().dropna(subset=["low"]).reset_index(drop=True)
