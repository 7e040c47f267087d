"""Shocks to money and to the currency as one bank feels them, on its latest position."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from analytics.channels.assumptions import Uncertain
from analytics.plan.outage import about
from analytics.plan.shocks import (
    SEGMENTS,
    SHOCKS,
    Doubt,
    Position,
    Result,
    Shocks,
    income_swings,
    value_shocks,
)
from data import published, queries
from data.snapshots import Snapshot
from studies.core import cached
from studies.macro import country

DRAWS: Final = 10_000
_WIDE: Final = 1.0
"""Half-width of what was measured elsewhere or hardly at all: from nothing to twice the figure."""
_SYSTEM: Final = ("demand_deposits", "savings_deposits", "term_deposits")
_MILLIONS: Final = 1_000.0
"""Millions in a billion: the country's figures stand in billions, the bank's in millions."""


@dataclass(frozen=True)
class Settings:
    """What the reader assumes, per unit.

    ``reserves`` is the part that official reserves lose; ``requirement`` is None where required reserves stay
    as the bank holds them.
    """

    tax: float
    requirement: float | None
    outflow: float
    depreciation: float
    reserves: float
    cost_elasticity: float
    transfer_elasticity: float
    turnover_response: float
    transfer_response: float
    transfers_kept: float
    abroad_flight: float
    fees_follow: float
    refinancing_spread: float
    deposit_rate: float
    remuneration: float
    profit_tax: float
    level: float
    seed: int


@dataclass(frozen=True)
class BankShocks:
    """The shocks and what they do. Amounts in MAD million.

    ``year``: of the position. ``share``: of the country's deposits; NaN where those are not known, and then
    nothing drains. ``policy``: the policy rate. ``floor``: liquidity coverage ratio asked for.
    ``fees_known``: the accounts say what fees bring.
    """

    settings: Settings
    year: int
    position: Position
    shocks: Shocks
    doubt: Doubt
    result: Result
    swings: pd.DataFrame
    share: float
    policy: country.Figure
    floor: float
    fees_known: bool
    kinds: tuple[str, ...]

    @property
    def held(self) -> float:
        """Required reserves over deposits, before."""
        return self.position.reserves_held / self.position.total

    @property
    def acting(self) -> tuple[str, ...]:
        """The shocks that are set, in the order of :data:`SHOCKS`."""
        asked = self.shocks
        at_work = {
            "tax": asked.tax > 0,
            "requirement": asked.requirement is not None and asked.requirement != self.held,
            "outflow": asked.outflow > 0,
            "depreciation": asked.depreciation != 0,
            "drain": asked.drain > 0,
        }
        return tuple(name for name in SHOCKS if at_work[name])

    @property
    def liquidity(self) -> float:
        """The liquidity coverage ratio before."""
        return self.position.liquid_assets / self.position.net_outflows

    @property
    def capital(self) -> float:
        """Own funds over risk-weighted assets before."""
        return self.position.capital / self.position.risk_weighted


@cached
def shocks(snapshot: Snapshot, bank: str, settings: Settings) -> BankShocks:
    """What shocks would do to a bank's income, liquidity, refinancing and capital within a year.

    Raises
    ------
    ValueError: the bank has no position, or the base has no policy rate
    """
    rows = queries.bank_positions(snapshot, bank)
    policy = country.figure(snapshot, "policy_rate")
    if rows.empty or policy is None:
        raise ValueError(f"{bank} has no position, or there is no policy rate")
    last = rows.sort_values("year").iloc[-1]
    accounts = queries.financial_statements(snapshot, bank).sort_values("year")
    earned = accounts["fee_income"].dropna().tail(1)
    fees_known = len(earned) > 0
    fees = float(earned.iloc[0]) if fees_known else 0.0
    position = _position(last, fees)
    share, drain = _drain(snapshot, position, settings.reserves)
    asked = Shocks(
        tax=settings.tax,
        requirement=settings.requirement,
        outflow=settings.outflow,
        depreciation=settings.depreciation,
        drain=drain,
    )
    unsure = _doubt(settings, policy.value / 100)
    floor = published.figure("lcr_floor")
    kinds = [str(last["kind"]), *accounts["kind"].tail(1), policy.kind, "assumed"]
    return BankShocks(
        settings=settings,
        year=int(last["year"]),
        position=position,
        shocks=asked,
        doubt=unsure,
        result=value_shocks(
            position,
            asked,
            unsure,
            profit_tax=settings.profit_tax,
            floor=floor,
            level=settings.level,
            draws=DRAWS,
            seed=settings.seed,
        ),
        swings=income_swings(position, asked, unsure, level=settings.level),
        share=share,
        policy=policy,
        floor=floor,
        fees_known=fees_known,
        kinds=tuple(dict.fromkeys(kinds)),
    )


def _position(row: pd.Series, fees: float) -> Position:
    return Position(
        deposits={name: float(row[f"deposits_{name}"]) for name in SEGMENTS},
        # What transfers bring has a line of its own.
        fees=max(0.0, fees - float(row["transfer_income"])),
        currency_turnover=float(row["currency_turnover"]),
        currency_income=float(row["currency_income"]),
        transfers=float(row["transfers_received"]),
        transfer_income=float(row["transfer_income"]),
        reserves_held=float(row["reserves_held"]),
        liquid_assets=float(row["liquid_assets"]),
        net_outflows=float(row["net_outflows"]),
        refinancing=float(row["refinancing"]),
        open_position=float(row["open_currency_position"]),
        capital=float(row["capital"]),
        risk_weighted=float(row["risk_weighted_assets"]),
        risk_weighted_currency=float(row["risk_weighted_in_currency"]),
    )


def _drain(snapshot: Snapshot, position: Position, lost: float) -> tuple[float, float]:
    """The bank's share of the country's deposits, and the deposits with which its customers buy currency."""
    reserves = country.figure(snapshot, "official_reserves_mad")
    parts = [country.figure(snapshot, name) for name in _SYSTEM]
    known = [part.value for part in parts if part is not None]
    if reserves is None or len(known) < len(_SYSTEM):
        return np.nan, 0.0
    share = position.total / (_MILLIONS * sum(known))
    return share, lost * _MILLIONS * reserves.value * share


def _doubt(settings: Settings, policy: float) -> Doubt:
    cost = policy + settings.refinancing_spread
    runoff = {name: about(published.figure("lcr_runoff", name), most=1.0) for name in SEGMENTS}
    return Doubt(
        cost_elasticity=Uncertain.certain(settings.cost_elasticity),
        transfer_elasticity=about(settings.transfer_elasticity, width=_WIDE),
        turnover_response=about(settings.turnover_response, width=_WIDE),
        transfer_response=about(settings.transfer_response),
        transfers_kept=about(settings.transfers_kept, most=1.0),
        abroad_flight=about(settings.abroad_flight),
        fees_follow=about(settings.fees_follow),
        refinancing_rate=Uncertain(policy, cost, cost + settings.refinancing_spread),
        deposit_rate=about(settings.deposit_rate),
        remuneration=about(settings.remuneration, width=_WIDE),
        runoff_retail=runoff["retail"],
        runoff_business=runoff["business"],
        runoff_abroad=runoff["abroad"],
    )
