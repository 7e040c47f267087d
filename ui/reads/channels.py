"""Results of the channel models on a snapshot: what transactions cost, what a migration is worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from analytics.channels.break_even import BreakEven, uncertain_break_even
from analytics.channels.breakdown import ChannelCosts, LikeForLike, channel_costs, like_for_like
from analytics.channels.costing import step_release, steps_needed
from analytics.channels.migration import Saving, average_unit_cost, migrate, option_to_wait, saving
from analytics.channels.paths import equally_likely_paths, monthly
from analytics.channels.published import Envelope, cost_envelope, restate_cost
from analytics.channels.simulation import (
    MigrationCase,
    MigrationSimulation,
    from_claim_to_value,
    simulate,
    tornado,
)
from analytics.channels.usual_doubt import usual_doubt
from data import queries, queries_channels
from data.snapshots import Snapshot
from ui.reads import adoption
from ui.reads.core import cached

MONTHS: Final = 12
DRAWS: Final = 5_000
PATHS: Final = 9
RISKLESS_RATE: Final = 0.03
COURSE: Final = "Course text"
ONLINE: Final = ("internet", "mobile")
# The course says "phone" without saying which: its ratio is set beside every kind of telephone.
COURSE_RATIOS: Final = {"atm": 1 / 2, "phone": 1 / 3, "ivr": 1 / 3, "adviser": 1 / 3, "internet": 1 / 7}
_COST_NAMES: Final = {"cost_mad": "cost", "variable_cost_mad": "variable_cost", "count": "transactions"}


@dataclass(frozen=True)
class BankTables:
    """A bank's last twelve months: resources, activity, minutes by service, in the shape of the costing."""

    resources: pd.DataFrame
    activity: pd.DataFrame
    times: pd.DataFrame
    kinds: tuple[str, ...]


@cached
def bank_tables(snapshot: Snapshot, bank: str) -> BankTables:
    """Resources and activity of the last twelve months of a bank; empty where it has none."""
    resources = queries.channel_resources(snapshot, bank).rename(columns=_COST_NAMES)
    activity = queries.channel_activity(snapshot, bank).rename(columns=_COST_NAMES)
    times = queries.service_times(snapshot, bank).rename(columns=_COST_NAMES)
    shared = sorted(set(resources["month"]) & set(activity["month"]))
    kinds = tuple(dict.fromkeys([*resources["kind"], *times["kind"]]))
    first = shared[-1] - pd.DateOffset(months=MONTHS - 1) if shared else pd.Timestamp.max
    recent = (frame[frame["month"] >= first] for frame in (resources, activity))
    return BankTables(*recent, times, kinds)


@cached
def bank_costs(snapshot: Snapshot, bank: str, practical_share: float, given_back: float) -> ChannelCosts:
    """Three costs of a bank's transactions over its last twelve months.

    Raises
    ------
    ValueError: the bank has no month with both resources and activity, or figures that cannot be
    """
    tables = bank_tables(snapshot, bank)
    return channel_costs(
        tables.resources,
        tables.activity,
        tables.times,
        practical_share=practical_share,
        given_back=given_back,
    )


@cached
def release(snapshot: Snapshot, bank: str, leaving: float) -> pd.DataFrame:
    """What whole units a bank's channels would release if a share of the latest month's transactions left.

    Returns
    -------
    DataFrame: channel, units (in service), needed, needed_after, saving (MAD a month), unit_saving (MAD per
    transaction gone); channels without units, capacity or transactions are left out
    """
    tables = bank_tables(snapshot, bank)
    handled = tables.activity.groupby(["month", "channel"])["transactions"].sum()
    last = tables.resources[tables.resources["month"] == tables.resources["month"].max()]
    rows = []
    for row in last.itertuples():
        volume = float(handled.get((row.month, row.channel), 0.0))
        if row.units > 0 and row.unit_capacity > 0 and volume > 0:
            gone = leaving * volume
            freed = step_release(volume, gone, row.cost / row.units, row.unit_capacity, row.variable_cost)
            needed = int(steps_needed(volume, row.unit_capacity))
            rows.append(
                (row.channel, row.units, needed, needed - freed.steps, freed.saving, freed.unit_saving)
            )
    columns = ["channel", "units", "needed", "needed_after", "saving", "unit_saving"]
    return pd.DataFrame(rows, columns=columns)


published_costs = cached(queries_channels.published_costs)
services = cached(queries.services)


@cached
def envelope(snapshot: Snapshot, kinds: tuple[str, ...]) -> Envelope:
    """Published ratios to the branch of the kinds of cost chosen, with the course's ratios placed in them."""
    return cost_envelope(published_costs(snapshot), COURSE_RATIOS, kinds=kinds or None, without=(COURSE,))


@cached
def restated(snapshot: Snapshot, inflation: float) -> pd.DataFrame:
    """Every published cost, with ``restated``: in its own currency at the prices of the snapshot's year.

    Missing for ratios and for studies without a year.
    """
    rows = published_costs(snapshot)
    years = snapshot.as_of.year - rows["year"].astype("Float64")
    worth = [
        restate_cost(row.unit_cost, price_index_now=(1 + inflation) ** float(age))
        if row.currency != "ratio" and not pd.isna(age)
        else np.nan
        for row, age in zip(rows.itertuples(), years, strict=True)
    ]
    return rows.assign(restated=worth)


@cached
def adoption_path(snapshot: Snapshot, bank: str, years: int, level: float) -> pd.DataFrame:
    """Share of a bank's customers who use e-banking, month by month from now on.

    Returns
    -------
    DataFrame: month (0 is now), value, low, high, in [0, 1]; the interval holds with probability ``level``

    Raises
    ------
    ValueError: the bank has no observation, or fewer years could be forecast than asked for
    """
    found = adoption.adoption_forecast(snapshot, "customers", bank, years, level)
    last = float(adoption.bank_share(snapshot, bank)["value"].iloc[-1])
    columns = {
        name: monthly(np.clip([last, *found.table[name]], 0, 100) / 100) for name in ("value", "low", "high")
    }
    return pd.DataFrame({"month": np.arange(len(columns["value"])), **columns})


@dataclass(frozen=True)
class Settings:
    """What the reader assumes about a migration; shares and rates per unit, money in MAD.

    ``variable_share`` and ``cost_ratio`` are None for the bank's own.
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
    costs, tables = bank_costs(snapshot, bank, 1.0, 0.0), bank_tables(snapshot, bank)
    like = like_for_like(costs, tables.activity)
    path = adoption_path(snapshot, bank, settings.years, settings.level)
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
    share, ratio = float(np.mean(assumed.variable_share.likely)), float(np.mean(assumed.cost_ratio.likely))
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
        simulation=valued,
        steps=steps,
        tornado=tornado(case, adoption=(slow, fast)),
        by_year=_by_year(case, costs, like, path, valued, settings),
        option=_option(case, settings, steps),
    )


def _since_start(paths: np.ndarray) -> np.ndarray:
    # Customers who leave again are no negative migration: their counters were not closed either.
    return np.clip(paths - paths[:, :1], 0, 1)


def _tail(path: pd.DataFrame, level: float, place: str) -> np.ndarray:
    """The course that one in ten is below, or above, whatever the level of the forecast."""
    tenths = equally_likely_paths(path["value"], path["low"], path["high"], level=level, count=5)
    return tenths[0] if place == "low" else tenths[-1]


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
        phone_volume=float(monthly_volume.reindex(["ivr", "adviser"]).sum()),
    )
    ratio = float(np.mean(case.assumptions.cost_ratio.likely))
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
    given = (value, cost, settings.option_years, RISKLESS_RATE, settings.option_volatility)
    return Option(
        value=value,
        cost=cost,
        now=value - cost,
        at_the_end=option_to_wait(*given, payout=settings.discount_rate),
        at_any_time=option_to_wait(*given, payout=settings.discount_rate, method="binomial", steps=300),
    )
