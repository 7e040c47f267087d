"""Figures of every bank of a snapshot that strategists compare, and what was published of the country's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from analytics.plan.peers import LEAST, Band, Place, band, distance, place
from data import queries
from data.snapshots import Snapshot
from studies.adoption import services
from studies.adoption.observed import bank_share
from studies.channels import activity, costs
from studies.core import cached
from studies.macro import country
from studies.risk.scores import observed, risk_history
from studies.stand_ins import of_bank

_NONE: Final = float("nan")
_READ_FROM: Final[Mapping[str, str]] = {
    "active_share": "adoption_series",
    "online_share": "channel_activity",
    "services_online": "service_offer",
    "unit_cost": "channel_resource",
    "branch_cost": "channel_resource",
    "cost_to_income": "financial_statement",
    "operational": "risk_observation",
    "reputational": "risk_observation",
    "incidents": "incident",
    "liquidity": "bank_position",
    "capital": "bank_position",
}
"""Measure → the table that it is a figure of."""
_PER: Final = 100_000


@dataclass(frozen=True)
class Measure:
    """A figure that banks are compared by; ``higher`` tells whether more is better, None where neither is."""

    code: str
    higher: bool | None


MEASURES: Final = (
    Measure("active_share", True),
    Measure("online_share", True),
    Measure("services_online", True),
    Measure("unit_cost", False),
    Measure("branch_cost", False),
    Measure("cost_to_income", False),
    Measure("customers_per_branch", None),
    Measure("customers_per_machine", None),
    Measure("operational", False),
    Measure("reputational", False),
    Measure("incidents", False),
    Measure("liquidity", True),
    Measure("capital", True),
)


@dataclass(frozen=True)
class Compared:
    """One figure of a bank beside its peers'.

    ``peers`` is None where too few have the figure to tell of them; ``place`` is None there, where the bank
    has no such figure, and where neither more nor less of it is better.
    """

    measure: Measure
    own: float
    peers: Band | None
    place: Place | None
    distance: float


@dataclass(frozen=True)
class Benchmark:
    """A published figure beside a measure.

    Attributes
    ----------
    code : of the measure
    value : in the measure's unit
    period : year that it is of
    indicators : of the base that it is made of
    sources : codes of their sources
    kind : observed as it was published, derived where it was divided
    """

    code: str
    value: float
    period: int
    indicators: tuple[str, ...]
    sources: tuple[str, ...]
    kind: str


@dataclass(frozen=True)
class Peers:
    """A bank among its peers.

    Attributes
    ----------
    group : "size" where peers are of its size class, "all" where those were too few or all were asked for
    size : its size class; empty where not known
    alike, everyone : other banks of its size class, and in all
    """

    group: str
    size: str
    alike: int
    everyone: int
    figures: tuple[Compared, ...]
    benchmarks: tuple[Benchmark, ...]
    kinds: tuple[str, ...]


def _amount(value: Any) -> float:
    """A figure of a table as a number; NaN where the bank has not given it."""
    return _NONE if pd.isna(value) else float(value)


def _tried(ask: Callable[[str], float], bank: str) -> float:
    try:
        return ask(bank)
    except (ValueError, KeyError, IndexError, ZeroDivisionError):
        return _NONE


def _ratio(above: float, below: float) -> float:
    return above / below if np.isfinite(above) and np.isfinite(below) and below > 0 else _NONE


def _last(snapshot: Snapshot, bank: str, table: Callable[[Snapshot, str], pd.DataFrame]) -> pd.Series:
    return table(snapshot, bank).sort_values("year").iloc[-1]


def _cost_to_income(snapshot: Snapshot, bank: str) -> float:
    row = _last(snapshot, bank, queries.financial_statements)
    earned = (
        row["interest_income"]
        - row["interest_expense"]
        + row["dividend_income"]
        + row["fee_income"]
        - row["fee_expense"]
        + row["other_operating_income"]
        - row["other_operating_expense"]
        + row["trading_book_result"]
        + row["banking_book_result"]
    )
    return 100 * _ratio(_amount(row["operating_cost"]), _amount(earned))


def _unit_cost(snapshot: Snapshot, bank: str) -> float:
    rows = costs.bank_costs(snapshot, bank, 1.0, 0.0).by_channel
    rows = rows[rows["transactions"] > 0]
    return _ratio(float((rows["full"] * rows["transactions"]).sum()), float(rows["transactions"].sum()))


def _branch_cost(snapshot: Snapshot, bank: str) -> float:
    rows = costs.bank_costs(snapshot, bank, 1.0, 0.0).by_channel
    return _amount(rows.set_index("channel")["full"]["branch"])


def _services(snapshot: Snapshot, bank: str) -> float:
    return 100 * float(services.coverage(snapshot, "either", (bank,))["total"][bank])


def _machines(snapshot: Snapshot, bank: str) -> float:
    rows = costs.bank_tables(snapshot, bank).resources
    return _amount(rows[rows["channel"] == "atm"].sort_values("month")["units"].iloc[-1])


def _customers(snapshot: Snapshot, bank: str) -> float:
    return _amount(queries.banks(snapshot).set_index("bank")["customers"][bank])


def _branches(snapshot: Snapshot, bank: str) -> float:
    return _amount(queries.banks(snapshot).set_index("bank")["branches"][bank])


def _incidents(snapshot: Snapshot, bank: str) -> float:
    rows = queries.incidents(snapshot, bank)
    if rows.empty:
        # No register is not a register without incidents.
        return _NONE
    since = pd.Timestamp(snapshot.as_of) - pd.DateOffset(years=1)
    recent = pd.to_datetime(rows["occurred_at"]).dt.tz_localize(None) > since
    return _ratio(_PER * float(recent.sum()), _customers(snapshot, bank))


def _position(snapshot: Snapshot, bank: str, above: str, below: str) -> float:
    row = _last(snapshot, bank, queries.bank_positions)
    return 100 * _ratio(_amount(row[above]), _amount(row[below]))


def _score(snapshot: Snapshot, bank: str, risk: str, power: float) -> float:
    if not observed(snapshot):
        return _NONE
    rows = risk_history(snapshot, power).risks
    own = rows[(rows["bank"] == bank) & (rows["risk"] == risk)].sort_values("month")
    return _amount(own["score"].iloc[-1])


@cached
def figures(snapshot: Snapshot, power: float) -> pd.DataFrame:
    """Every measure of every bank; NaN where a bank has no such figure, or one that stands in for it.

    Parameters
    ----------
    power : of the compensation between indicators, as the scores are asked for

    Returns
    -------
    DataFrame indexed by bank, one column a measure of :data:`MEASURES`
    """
    ways: Mapping[str, Callable[[str], float]] = {
        "active_share": lambda bank: _amount(bank_share(snapshot, bank)["value"].iloc[-1]),
        "online_share": lambda bank: 100 * activity.online_share(snapshot, bank),
        "services_online": lambda bank: _services(snapshot, bank),
        "unit_cost": lambda bank: _unit_cost(snapshot, bank),
        "branch_cost": lambda bank: _branch_cost(snapshot, bank),
        "cost_to_income": lambda bank: _cost_to_income(snapshot, bank),
        "customers_per_branch": lambda bank: _ratio(_customers(snapshot, bank), _branches(snapshot, bank)),
        "customers_per_machine": lambda bank: _ratio(_customers(snapshot, bank), _machines(snapshot, bank)),
        "operational": lambda bank: _score(snapshot, bank, "operational", power),
        "reputational": lambda bank: _score(snapshot, bank, "reputational", power),
        "incidents": lambda bank: _incidents(snapshot, bank),
        "liquidity": lambda bank: _position(snapshot, bank, "liquid_assets", "net_outflows"),
        "capital": lambda bank: _position(snapshot, bank, "capital", "risk_weighted_assets"),
    }
    banks = [str(bank) for bank in queries.banks(snapshot)["bank"]]
    rows = {
        bank: {
            # A median of the peers, beside them, would tell of nobody.
            measure.code: _NONE
            if _READ_FROM.get(measure.code) in of_bank(snapshot, bank).assumed
            else _tried(ways[measure.code], bank)
            for measure in MEASURES
        }
        for bank in banks
    }
    return pd.DataFrame.from_dict(rows, orient="index", dtype="float64")


@cached
def benchmarks(snapshot: Snapshot) -> tuple[Benchmark, ...]:
    """What was published of Morocco beside the measures; what is not in the base is left out."""
    found = []
    for code, indicator in (
        ("active_share", "online_service_users_banked"),
        ("active_share", "internet_users_anrt"),
        ("cost_to_income", "bank_cost_to_income_bam"),
    ):
        if last := country.figure(snapshot, indicator):
            found.append(Benchmark(code, last.value, last.year, (indicator,), (last.source,), last.kind))
    for code, below in (
        ("customers_per_branch", "bank_branches"),
        ("customers_per_machine", "cash_machines"),
    ):
        if each := _divided(snapshot, code, "active_account_holders", below):
            found.append(each)
    return tuple(found)


def _divided(snapshot: Snapshot, code: str, above: str, below: str) -> Benchmark | None:
    """The latest year in which both are known; holders are published in millions."""
    first, second = (country.series(snapshot, name).set_index("period") for name in (above, below))
    shared = sorted(set(first.index) & set(second.index))
    if not shared:
        return None
    year = shared[-1]
    value = 1e6 * float(first["value"][year]) / float(second["value"][year])
    named = (str(first["source"][year]), str(second["source"][year]))
    return Benchmark(code, value, int(year), (above, below), named, "derived")


@cached
def compared(snapshot: Snapshot, bank: str, group: str, power: float) -> Peers:
    """A bank among the others of its size class, or of all where these are fewer than :data:`LEAST`.

    Parameters
    ----------
    group : "size" or "all"
    """
    banks = queries.banks(snapshot).set_index("bank")
    stated = banks["size"][bank]
    size = str(stated) if pd.notna(stated) else ""
    others = banks[banks.index != bank]
    alike = others[others["size"] == size] if size else others.iloc[:0]
    used = "size" if group == "size" and len(alike) >= LEAST else "all"
    rows = figures(snapshot, power)
    peers = rows.loc[alike.index if used == "size" else others.index]
    found = []
    for measure in MEASURES:
        own, held = float(rows[measure.code][bank]), band(peers[measure.code])
        if held is None or measure.higher is None or not np.isfinite(own):
            found.append(Compared(measure, own, held, None, _NONE))
            continue
        found.append(
            Compared(
                measure,
                own,
                held,
                place(own, held, higher_is_better=measure.higher),
                distance(own, held, higher_is_better=measure.higher),
            )
        )
    kinds = (str(banks["kind"][bank]), *(str(each) for each in others["kind"]), "derived")
    return Peers(
        group=used,
        size=size,
        alike=len(alike),
        everyone=len(others),
        figures=tuple(found),
        benchmarks=benchmarks(snapshot),
        kinds=tuple(dict.fromkeys(kinds)),
    )
