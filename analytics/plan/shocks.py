"""What shocks to money and to the currency do to one bank: income, liquidity, refinancing, capital.

Amounts share one currency, rates are per unit and a year. A shock moves turnover, transfers and deposits;
what leaves or is locked up is paid out of liquid assets and borrowed anew; a year's income, less its tax,
goes to own funds. Shocks are applied one after another, so that their steps add up to the whole exactly.

References
----------
Basel Committee on Banking Supervision (2013). Basel III: the liquidity coverage ratio, paragraphs 79 and 107:
run-off rates of less stable retail deposits and of non-financial firms.
Yang, D. (2008). International migration, remittances and household investment. Economic Journal 118, 591:
peso transfers rose by 0.60 % for each 1 % by which the peso fell.
Gibson, J., McKenzie, D. and Rohorua, H. (2006). How cost elastic are remittances? University of Waikato,
working paper 2/06: an elasticity below zero to the fixed fee.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Final

import numpy as np
import pandas as pd

from analytics.channels._checks import FloatArray, number, whole
from analytics.channels.assumptions import Uncertain
from analytics.macro.elasticities import PUBLISHED, ElasticityDistribution
from analytics.plan.shares import Spread, spread

SEGMENTS: Final = ("retail", "business", "abroad")
SHOCKS: Final = ("tax", "requirement", "outflow", "depreciation", "drain")
LINES: Final = (
    "currency",
    "transfers",
    "fees",
    "revaluation",
    "refinancing",
    "deposit_interest",
    "remuneration",
)
Values = Mapping[str, FloatArray]


@dataclass(frozen=True)
class Position:
    """A bank before any shock.

    Attributes
    ----------
    deposits : segment → amount, of :data:`SEGMENTS`
    fees : yearly fee income
    currency_turnover, currency_income : what customers buy and sell in a year, and the margin on it
    transfers, transfer_income : received from abroad in a year, and the fees on them
    reserves_held : locked up because they are required
    liquid_assets, net_outflows : of the liquidity coverage ratio
    refinancing : borrowed from the central bank and the market
    open_position : in foreign currency, positive where assets exceed debts
    capital, risk_weighted, risk_weighted_currency : own funds and what they are held against

    Raises
    ------
    ValueError: a negative amount, no deposits, no net outflows, no risk-weighted assets
    """

    deposits: Mapping[str, float]
    fees: float
    currency_turnover: float
    currency_income: float
    transfers: float
    transfer_income: float
    reserves_held: float
    liquid_assets: float
    net_outflows: float
    refinancing: float
    open_position: float
    capital: float
    risk_weighted: float
    risk_weighted_currency: float

    def __post_init__(self) -> None:
        for name in (field.name for field in fields(self)):
            if name == "open_position":
                number(name, self.open_position)
            elif name != "deposits":
                number(name, getattr(self, name), 0)
        for segment in SEGMENTS:
            number(f"deposits of {segment}", self.deposits[segment], 0)
        for name in ("total", "net_outflows", "risk_weighted"):
            if not getattr(self, name) > 0:
                raise ValueError(f"{name} must be above 0")

    @property
    def total(self) -> float:
        """All deposits."""
        return float(sum(self.deposits[segment] for segment in SEGMENTS))


@dataclass(frozen=True)
class Shocks:
    """What happens; :data:`CALM` where nothing does.

    Attributes
    ----------
    tax : in [0, 1], on each exchange of currency, borne by the customer
    requirement : in [0, 1] or None, share of deposits to be held in reserve; None leaves what is held
    outflow : in [0, 1], share of deposits that leaves
    depreciation : > -1, rise of foreign currency in domestic currency
    drain : >= 0, deposits with which customers buy currency out of the official reserves
    """

    tax: float = 0.0
    requirement: float | None = None
    outflow: float = 0.0
    depreciation: float = 0.0
    drain: float = 0.0

    def __post_init__(self) -> None:
        number("tax", self.tax, 0, 1)
        number("outflow", self.outflow, 0, 1)
        number("drain", self.drain, 0)
        number("depreciation", self.depreciation, -1, bounds="(]")
        if self.requirement is not None:
            number("requirement", self.requirement, 0, 1)

    def until(self, last: int) -> Shocks:
        """The first ``last`` of the shocks, in the order of :data:`SHOCKS`."""
        return replace(CALM, **{name: getattr(self, name) for name in SHOCKS[:last]})

    def only(self, name: str) -> Shocks:
        """One of the shocks alone."""
        return replace(CALM, **{name: getattr(self, name)})


CALM: Final = Shocks()


@dataclass(frozen=True)
class Doubt:
    """What is not known for sure of how a bank answers.

    Attributes
    ----------
    cost_elasticity : >= 0, fall of currency turnover by its whole cost. Its spread is that of the published
        estimates, scaled to this median
    transfer_elasticity : >= 0, fall of transfers by their whole cost
    turnover_response : fall of the quantity of currency traded by its price
    transfer_response : rise of transfers, in domestic currency, by the price of foreign currency
    transfers_kept : in [0, 1], part of more or fewer transfers that is more or fewer deposits
    abroad_flight : >= 0, outflow of deposits from abroad over that of the others
    fees_follow : >= 0, share of a fall of deposits by which fees fall
    refinancing_rate, deposit_rate, remuneration : a year; of reserves the last
    runoff_retail, runoff_business, runoff_abroad : in [0, 1], of the liquidity coverage ratio
    """

    cost_elasticity: Uncertain
    transfer_elasticity: Uncertain
    turnover_response: Uncertain
    transfer_response: Uncertain
    transfers_kept: Uncertain
    abroad_flight: Uncertain
    fees_follow: Uncertain
    refinancing_rate: Uncertain
    deposit_rate: Uncertain
    remuneration: Uncertain
    runoff_retail: Uncertain
    runoff_business: Uncertain
    runoff_abroad: Uncertain

    def items(self) -> tuple[tuple[str, Uncertain], ...]:
        """Each assumption with its name, in the order in which they are declared."""
        return tuple((item.name, getattr(self, item.name)) for item in fields(self))

    def likeliest(self) -> dict[str, FloatArray]:
        """Every assumption at its likeliest, shape (1,) each."""
        return {name: np.atleast_1d(np.asarray(each.likely, np.float64)) for name, each in self.items()}


@dataclass(frozen=True)
class Felt:
    """A bank after shocks; each array has one figure a draw.

    Attributes
    ----------
    lines : line of :data:`LINES` → change of the year's income; a cost more is below zero
    turnover, transfers : after
    deposits : segment → after
    locked : more held in reserve
    needed : what left and what is locked up, paid out of liquid assets and borrowed anew
    liquid_assets, net_outflows : after
    risk_weighted : after
    """

    lines: Mapping[str, FloatArray]
    turnover: FloatArray
    transfers: FloatArray
    deposits: Mapping[str, FloatArray]
    locked: FloatArray
    needed: FloatArray
    liquid_assets: FloatArray
    net_outflows: FloatArray
    risk_weighted: FloatArray

    @property
    def income(self) -> FloatArray:
        """Change of the year's income, before its tax."""
        return np.asarray(np.sum([self.lines[name] for name in LINES], axis=0))

    @property
    def liquidity(self) -> FloatArray:
        """The liquidity coverage ratio; 0 where no liquid asset is left."""
        return np.asarray(np.maximum(self.liquid_assets, 0.0) / self.net_outflows)

    def capital_ratio(self, position: Position, profit_tax: float) -> FloatArray:
        """Own funds with the year's change of income after tax, over risk-weighted assets."""
        return np.asarray((position.capital + (1 - profit_tax) * self.income) / self.risk_weighted)


def felt(position: Position, shocks: Shocks, values: Values) -> Felt:
    """A bank under shocks.

    Parameters
    ----------
    values : the fields of :class:`Doubt`, shape (draws,) each
    """
    dearer = 1.0 + shocks.depreciation
    turnover = (
        position.currency_turnover
        * _kept(shocks.tax, position.currency_income, position.currency_turnover, values["cost_elasticity"])
        * dearer ** (1.0 - values["turnover_response"])
    )
    transfers = (
        position.transfers
        * _kept(shocks.tax, position.transfer_income, position.transfers, values["transfer_elasticity"])
        * dearer ** values["transfer_response"]
    )
    deposits = _deposits(position, shocks, values, transfers)
    gone = position.total - np.sum([deposits[name] for name in SEGMENTS], axis=0)
    locked = np.zeros_like(gone)
    if shocks.requirement is not None:
        locked = shocks.requirement * (position.total - gone) - position.reserves_held
    needed = gone + locked
    rates = {name: values[name] for name in ("refinancing_rate", "deposit_rate", "remuneration")}
    lines = {
        "currency": _margin(position.currency_income, position.currency_turnover)
        * (turnover - position.currency_turnover),
        "transfers": _margin(position.transfer_income, position.transfers) * (transfers - position.transfers),
        "fees": -position.fees * values["fees_follow"] * gone / position.total,
        "revaluation": np.full_like(gone, shocks.depreciation * position.open_position),
        "refinancing": -rates["refinancing_rate"] * needed,
        "deposit_interest": rates["deposit_rate"] * gone,
        "remuneration": rates["remuneration"] * locked,
    }
    fewer = np.sum(
        [values[f"runoff_{name}"] * (position.deposits[name] - deposits[name]) for name in SEGMENTS], axis=0
    )
    return Felt(
        lines=lines,
        turnover=np.asarray(turnover),
        transfers=np.asarray(transfers),
        deposits=deposits,
        locked=locked,
        needed=needed,
        liquid_assets=position.liquid_assets - needed,
        # What runs off cannot fall below nothing; a ratio over nothing would say nothing.
        net_outflows=np.maximum(position.net_outflows - fewer, 0.01 * position.net_outflows),
        risk_weighted=np.full_like(
            gone, position.risk_weighted + shocks.depreciation * position.risk_weighted_currency
        ),
    )


def _margin(income: float, volume: float) -> float:
    return income / volume if volume > 0 else 0.0


def _kept(tax: float, income: float, volume: float, elasticity: FloatArray) -> FloatArray:
    """Share of a flow that stays when a tax is laid on what the bank itself takes of it."""
    cost = _margin(income, volume)
    if tax == 0.0 or cost <= 0.0:
        return np.ones_like(elasticity)
    return np.asarray((1.0 + tax / cost) ** -elasticity)


def _deposits(
    position: Position, shocks: Shocks, values: Values, transfers: FloatArray
) -> dict[str, FloatArray]:
    drained = min(1.0, shocks.drain / position.total)
    kept = values["transfers_kept"] * (transfers - position.transfers)
    after = {}
    for name in SEGMENTS:
        faster = values["abroad_flight"] if name == "abroad" else 1.0
        left = np.minimum(1.0, shocks.outflow * faster + drained)
        amount = position.deposits[name] * (1.0 - left) + (kept if name == "abroad" else 0.0)
        after[name] = np.maximum(np.broadcast_to(amount, transfers.shape), 0.0)
    return after


@dataclass(frozen=True)
class Result:
    """Shocks as a bank feels them, valued under every doubt. Ratios per unit.

    Attributes
    ----------
    income : Spread of the change of the year's income
    likely_income : at the likeliest assumptions
    steps : DataFrame shock, value, low, high: change of income by each shock, after those before it; the
        values add up to ``likely_income``. liquidity: the ratio after it and those before, at the likeliest
    lines : DataFrame line, value, low, high: the same by line of the accounts
    alone : DataFrame by shock, each alone and at the likeliest: shock, turnover, transfers, deposits, locked,
        needed (changes), income, liquidity, capital (the ratios after)
    refinancing : Spread of the cost of what is borrowed anew
    liquidity, capital : Spread of the ratios after
    likely_liquidity, likely_capital, likely_refinancing : at the likeliest assumptions
    short : share of the draws in which the liquidity coverage ratio is below ``floor``
    lacking, likely_lacking : liquid assets with which the ratio would be at ``floor``; 0 where it is above
    needed : Spread
    """

    income: Spread
    likely_income: float
    steps: pd.DataFrame
    lines: pd.DataFrame
    alone: pd.DataFrame
    refinancing: Spread
    liquidity: Spread
    capital: Spread
    likely_refinancing: float
    likely_liquidity: float
    likely_capital: float
    short: float
    lacking: Spread
    likely_lacking: float
    needed: Spread


def value_shocks(
    position: Position,
    shocks: Shocks,
    doubt: Doubt,
    *,
    profit_tax: float,
    floor: float = 1.0,
    level: float = 0.8,
    draws: int = 10_000,
    seed: int = 0,
    published: ElasticityDistribution = PUBLISHED,
) -> Result:
    """Shocks to a bank under every doubt at once (Monte Carlo).

    Parameters
    ----------
    profit_tax : in [0, 1], on the change of income
    floor : the liquidity coverage ratio asked for

    Raises
    ------
    ValueError: a number of draws, a seed or a rate outside its range
    """
    number("profit_tax", profit_tax, 0, 1)
    values = _drawn(doubt, whole("draws", draws, 1), whole("seed", seed, 0), published)
    likely = doubt.likeliest()
    paths = [felt(position, shocks.until(last), values) for last in range(len(SHOCKS) + 1)]
    middle = [felt(position, shocks.until(last), likely) for last in range(len(SHOCKS) + 1)]
    after, expected = paths[-1], middle[-1]
    steps = [
        (name, middle[place + 1].income - middle[place].income, paths[place + 1].income - paths[place].income)
        for place, name in enumerate(SHOCKS)
    ]
    return Result(
        income=spread(after.income, level),
        likely_income=_one(expected.income),
        steps=_table("shock", steps, level).assign(
            liquidity=[_one(each.liquidity) for each in middle[1:]],
        ),
        lines=_table("line", [(name, expected.lines[name], after.lines[name]) for name in LINES], level),
        alone=_alone(position, shocks, likely, profit_tax),
        refinancing=spread(-after.lines["refinancing"], level),
        liquidity=spread(after.liquidity, level),
        capital=spread(after.capital_ratio(position, profit_tax), level),
        likely_refinancing=-_one(expected.lines["refinancing"]) + 0.0,
        likely_liquidity=_one(expected.liquidity),
        likely_capital=_one(expected.capital_ratio(position, profit_tax)),
        short=float((after.liquidity < floor).mean()),
        lacking=spread(_lacking(after, floor), level),
        likely_lacking=_one(_lacking(expected, floor)),
        needed=spread(after.needed, level),
    )


def _drawn(doubt: Doubt, count: int, seed: int, published: ElasticityDistribution) -> dict[str, FloatArray]:
    generator = np.random.default_rng(seed)
    places = {name: generator.random((count, 1)) for name, _each in doubt.items()}
    values = {name: each.quantile(places[name])[:, 0] for name, each in doubt.items()}
    median = float(np.asarray(doubt.cost_elasticity.likely))
    shape = np.asarray(published.quantile(np.clip(places["cost_elasticity"][:, 0], 1e-4, 1 - 1e-4)))
    values["cost_elasticity"] = median * shape / published.median
    return values


def _lacking(found: Felt, floor: float) -> FloatArray:
    return np.maximum(0.0, floor * found.net_outflows - found.liquid_assets)


def _one(values: FloatArray) -> float:
    return float(values[0])


def _table(name: str, rows: Sequence[tuple[str, FloatArray, FloatArray]], level: float) -> pd.DataFrame:
    made = []
    for code, likely, drawn in rows:
        found = spread(drawn, level)
        made.append((code, _one(likely) + 0.0, found.low, found.high))
    return pd.DataFrame(made, columns=[name, "value", "low", "high"])


def _alone(position: Position, shocks: Shocks, likely: Values, profit_tax: float) -> pd.DataFrame:
    rows = []
    for name in SHOCKS:
        found = felt(position, shocks.only(name), likely)
        after = float(sum(_one(found.deposits[segment]) for segment in SEGMENTS))
        rows.append(
            {
                "shock": name,
                "turnover": _one(found.turnover) - position.currency_turnover,
                "transfers": _one(found.transfers) - position.transfers,
                "deposits": after - position.total,
                "locked": _one(found.locked),
                "needed": _one(found.needed),
                "income": _one(found.income),
                "liquidity": _one(found.liquidity),
                "capital": _one(found.capital_ratio(position, profit_tax)),
            }
        )
    return pd.DataFrame(rows)


def income_swings(
    position: Position,
    shocks: Shocks,
    doubt: Doubt,
    *,
    level: float = 0.8,
    published: ElasticityDistribution = PUBLISHED,
) -> pd.DataFrame:
    """Change of income with each doubt alone at the ends of its interval, the others at their likeliest.

    Returns
    -------
    DataFrame, widest first: assumption, low, high, value_at_low, value_at_high, likely, swing
    """
    rest = (1 - number("level", level, 0, 1, bounds="()")) / 2
    likely, rows = doubt.likeliest(), []
    base = _one(felt(position, shocks, likely).income)
    for name, uncertain in doubt.items():
        low, high = (float(uncertain.quantile(place)[0]) for place in (rest, 1 - rest))
        if name == "cost_elasticity":
            median = float(np.asarray(uncertain.likely))
            low, high = (
                median * float(published.quantile(place)) / published.median for place in (rest, 1 - rest)
            )
        ends = [_one(felt(position, shocks, likely | {name: np.array([end])}).income) for end in (low, high)]
        if ends[0] != ends[1]:
            rows.append((name, low, high, *ends, base, abs(ends[1] - ends[0])))
    columns = ["assumption", "low", "high", "value_at_low", "value_at_high", "likely", "swing"]
    table = pd.DataFrame(rows, columns=columns)
    return table.sort_values("swing", ascending=False, kind="stable", ignore_index=True)
