"""Value of moving customers online, on a snapshot and the reader's assumptions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from analytics.channels.break_even import BreakEven, uncertain_break_even
from analytics.channels.breakdown import ChannelCosts, LikeForLike
from analytics.channels.migration import (
    Saving,
    average_unit_cost,
    break_even_volume,
    migrate,
    option_to_wait,
    saving,
)
from analytics.channels.paths import equally_likely_paths
from analytics.channels.simulation import (
    MigrationCase,
    MigrationSimulation,
    from_claim_to_value,
    simulate,
    tornado,
)
from analytics.channels.usual_doubt import usual_doubt
from data import published, queries
from data.snapshots import Snapshot
from studies.chain import UNTOUCHED, LeverSettings, monthly_shares
from studies.channels.activity import ONLINE
from studies.channels.costs import (
    MONTHS,
    bank_costs,
    bank_like_for_like,
    bank_tables,
)
from studies.core import cached

DRAWS: Final = 5_000
PATHS: Final = 9
PHONE: Final = ("ivr", "adviser")


def riskless_rate() -> float:
    """Riskless rate of the option to wait, a year."""
    return published.figure("riskless_rate")


@dataclass(frozen=True)
class Settings:
    """What the reader assumes about a migration; shares and rates per unit, money in MAD.

    ``variable_share`` and ``cost_ratio`` are None for the bank's own; ``levers`` bend the course of adoption.
    """

    years: int
    level: float
    augmentation: float
    released_share: float
    lag_months: int
    discount_rate: float
    variable_share: float | None
    cost_ratio: float | None
    migrated_share: float
    investment_per_adopter: float
    branch_halo: float
    phone_halo: float
    retention_gain: float
    learning_ratio: float
    option_years: float
    option_volatility: float
    seed: int
    levers: LeverSettings = UNTOUCHED


@dataclass(frozen=True)
class Option:
    """Investing now or later, in currency of today; None of it where the project is worth nothing."""

    value: float
    cost: float
    now: float
    at_the_end: float
    at_any_time: float


@dataclass(frozen=True)
class Migration:
    """A migration valued: what is known, the claim and the truth, the risk, the course of the years.

    ``by_year``: year (1..), adopters (share), new_adopters (share), branch, online, phone (transactions a
    month), average_cost, p10, p50, p90 (discounted cash flow to date). ``claim`` is of a year of moved
    transactions at the horizon, ``released`` the same with the released fixed cost counted as saved.
    ``pays_from``: transactions a year from which moving pays for what the online channels cost.
    """

    like: LikeForLike
    path: pd.DataFrame
    case: MigrationCase
    variable_share: float
    cost_ratio: float
    moved: float
    customers: float
    monthly_margin: float
    investment: float
    break_even: BreakEven
    claim: Saving
    released: Saving
    pays_from: float
    simulation: MigrationSimulation
    steps: pd.DataFrame
    tornado: pd.DataFrame
    by_year: pd.DataFrame
    option: Option | None


@cached
def migration(snapshot: Snapshot, bank: str, settings: Settings) -> Migration:
    """Value of moving a bank's branch customers online, along the forecast of its active customers.

    Raises
    ------
    ValueError: no costs, no forecast, or online transactions that cost more than at the branch
    """
    costs, like = bank_costs(snapshot, bank, 1.0, 0.0), bank_like_for_like(snapshot, bank)
    path = monthly_shares(snapshot, bank, settings.years, settings.level, settings.levers)
    case, customers = _case(snapshot, bank, settings, costs, like, path)
    courses = _since_start(
        equally_likely_paths(path["value"], path["low"], path["high"], level=settings.level, count=PATHS)
    )
    slow, fast = (
        _since_start(_tail(path, settings.level, place)[np.newaxis])[0] for place in ("low", "high")
    )
    valued = simulate(case, draws=DRAWS, seed=settings.seed, paths=courses)
    steps = from_claim_to_value(case)
    assumed = case.assumptions
    share, ratio = (
        float(np.mean(np.asarray(each.likely, float)))
        for each in (assumed.variable_share, assumed.cost_ratio)
    )
    moved = MONTHS * float(like.volume.sum() * case.adopted[-1, 0]) * settings.migrated_share
    freed = share + settings.released_share * (1 - share)
    return Migration(
        like=like,
        path=path,
        case=case,
        variable_share=share,
        cost_ratio=ratio,
        moved=moved,
        customers=customers,
        monthly_margin=case.monthly_margin,
        investment=float(case.outlay.sum()),
        break_even=uncertain_break_even(assumed, level=settings.level, draws=DRAWS, seed=settings.seed),
        claim=saving(moved, like.branch_cost, share, ratio, augmentation=settings.augmentation),
        released=saving(moved, like.branch_cost, freed, ratio, augmentation=settings.augmentation),
        pays_from=_pays_from(costs, freed * like.branch_cost),
        simulation=valued,
        steps=steps,
        tornado=tornado(case, adoption=(slow, fast)),
        by_year=_by_year(case, costs, like, path, valued, settings),
        option=_option(case, settings, steps),
    )


def _since_start(paths: np.ndarray) -> np.ndarray:
    # Customers who leave again are no negative migration: their counters were not closed either.
    moved: np.ndarray = np.clip(paths - paths[:, :1], 0, 1)
    return moved


def _tail(path: pd.DataFrame, level: float, place: str) -> np.ndarray:
    """The course that one in ten is below, or above, whatever the level of the forecast."""
    tenths = equally_likely_paths(path["value"], path["low"], path["high"], level=level, count=5)
    course: np.ndarray = tenths[0 if place == "low" else -1]
    return course


def _case(
    snapshot: Snapshot,
    bank: str,
    settings: Settings,
    costs: ChannelCosts,
    like: LikeForLike,
    path: pd.DataFrame,
) -> tuple[MigrationCase, float]:
    adopted = _since_start(path["value"].to_numpy()[np.newaxis])[0]
    known = queries.adoption_series(snapshot, [bank], "customers")
    customers = float(known["value"].iloc[-1]) if len(known) else 0.0
    volume = like.volume.to_numpy(dtype=float)
    has_phone = not np.isnan(like.phone_cost)
    online = costs.by_channel["channel"].isin(ONLINE)
    case = MigrationCase(
        volume=volume,
        adoption=adopted,
        branch_cost=like.branch_cost,
        investment=settings.investment_per_adopter * customers * float(adopted[-1]),
        assumptions=usual_doubt(
            like.variable_share if settings.variable_share is None else settings.variable_share,
            like.cost_ratio if settings.cost_ratio is None else settings.cost_ratio,
            settings.migrated_share,
            augmentation=settings.augmentation,
            branch_halo=settings.branch_halo,
            phone_halo=settings.phone_halo if has_phone else 0.0,
            lag_months=settings.lag_months,
            released_share=settings.released_share,
            progress_ratio=settings.learning_ratio,
            retention_gain=settings.retention_gain,
        ),
        phone_cost=like.phone_cost if has_phone else 0.0,
        customers=customers * volume / volume.sum(),
        monthly_margin=_margin(snapshot, bank, customers),
        discount_rate=settings.discount_rate,
        release_step=_branch_month(snapshot, bank),
        online_to_date=float(costs.by_channel.loc[online, "transactions"].sum()),
        programme=sum(settings.levers.budgets.values()) * customers / MONTHS,
    )
    return case, customers


def _margin(snapshot: Snapshot, bank: str, customers: float) -> float:
    """Net interest and fees of the latest accounts, MAD a month and customer; 0 where they are not known."""
    accounts = queries.financial_statements(snapshot, bank)
    if accounts.empty or customers <= 0:
        return 0.0
    last = accounts.iloc[-1]
    net = last["interest_income"] - last["interest_expense"] + last["fee_income"] - last["fee_expense"]
    return max(0.0, float(net) * 1e6 / 12 / customers) if np.isfinite(net) else 0.0


def _branch_month(snapshot: Snapshot, bank: str) -> float:
    """What one branch costs a month: the smallest thing that closes."""
    rows = bank_tables(snapshot, bank).resources
    last = rows[rows["channel"] == "branch"].tail(1)
    units = float(last["units"].iloc[0]) if len(last) else 0.0
    return float(last["cost"].iloc[0]) / units if units > 0 else 0.0


def _pays_from(costs: ChannelCosts, branch_saving: float) -> float:
    """Transactions a year that must move before online channels pay for themselves; infinite for never."""
    online = costs.by_channel[costs.by_channel["channel"].isin(ONLINE) & costs.by_channel["full"].notna()]
    if online.empty:
        return np.inf
    purchases = float(online["purchases"].sum() / online["transactions"].sum())
    yearly = float(online["cost"].sum()) * MONTHS / len(costs.months)
    return break_even_volume(yearly, branch_saving, purchases)


def _by_year(
    case: MigrationCase,
    costs: ChannelCosts,
    like: LikeForLike,
    path: pd.DataFrame,
    valued: MigrationSimulation,
    settings: Settings,
) -> pd.DataFrame:
    ends = np.arange(0, len(path), 12)
    done = costs.by_service[costs.by_service["service"].isin(like.services)].groupby("channel")
    monthly_volume = done["transactions"].sum() / len(costs.months)
    volumes = migrate(
        float(like.volume.sum()),
        case.adopted[ends, 0],
        migrated_share=settings.migrated_share,
        augmentation=settings.augmentation,
        branch_halo=settings.branch_halo,
        phone_halo=settings.phone_halo,
        online_volume=float(monthly_volume.reindex(ONLINE).sum()),
        phone_volume=float(monthly_volume.reindex(PHONE).sum()),
    )
    ratio = float(np.mean(np.asarray(case.assumptions.cost_ratio.likely, float)))
    table = pd.DataFrame(
        {
            "year": ends // 12,
            "adopters": path["value"].to_numpy()[ends],
            "new_adopters": case.adopted[ends, 0],
            "branch": volumes.branch,
            "online": volumes.online,
            "phone": volumes.phone,
            "average_cost": average_unit_cost(
                volumes,
                branch_cost=case.branch_cost,
                online_cost=ratio * case.branch_cost,
                phone_cost=case.phone_cost,
            ),
        }
    )
    to_date = valued.cumulative.iloc[ends][["p10", "p50", "p90"]].reset_index(drop=True)
    return pd.concat([table, to_date], axis=1)


def _option(case: MigrationCase, settings: Settings, steps: pd.DataFrame) -> Option | None:
    cost = float(case.outlay.sum())
    # The value before the investment, at the likeliest assumptions.
    value = float(steps["value"].iloc[-1]) + cost
    if value <= 0 or cost <= 0:
        return None
    given = (value, cost, settings.option_years, riskless_rate(), settings.option_volatility)
    return Option(
        value=value,
        cost=cost,
        now=value - cost,
        at_the_end=option_to_wait(*given, payout=settings.discount_rate),
        at_any_time=option_to_wait(*given, payout=settings.discount_rate, method="binomial", steps=300),
    )
