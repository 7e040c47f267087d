"""A bank begun from a dozen typed figures: what is not typed is assumed, and a later file takes its place.

The assumed rows are medians of the fictional banks of like size, scaled to the bank's customers, or the rows
of the one most like it where rows are events. Each carries ``ASSUMED_FROM_PEERS`` as its source, so that a
page can say how much of it rests on them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from typing import Any, Final

import pandas as pd

from data.build import build_base, build_workspace
from data.codes import ASSUMED_FROM_PEERS, TYPED
from data.connection import query
from data.contracts import CONTRACTS, contract
from data.folders import check_workspace
from data.frames import conform
from data.ingest import peers
from data.ingest.words import slug
from data.ingest.workspace import commit, locked, log_load, stored_tables
from data.snapshots import Snapshot

FEWEST_CUSTOMERS: Final = 100
MOST_CUSTOMERS: Final = 200_000_000
MOST_A_YEAR: Final = 100_000_000_000
MOST_AMOUNT: Final = 1_000_000_000_000.0
MOST_UNIT_COST: Final = 100_000.0
MOST_INCIDENTS: Final = 500
LONGEST_NAME: Final = 120
_LONGEST_CODE: Final = 40
TYPED_CHANNELS: Final = ("branch", "atm", "phone", "internet", "mobile")
"""Channels for which figures are typed; ``phone`` stands for voice server and advisers together."""
_OF_PHONE: Final = ("ivr", "adviser")
_LIMITS: Final[Mapping[str, tuple[float, float]]] = {
    "customers": (FEWEST_CUSTOMERS, MOST_CUSTOMERS),
    "active": (0, MOST_CUSTOMERS),
    "transactions": (0, MOST_A_YEAR),
    "unit_cost": (0, MOST_UNIT_COST),
    "branches": (0, 100_000),
    "employees": (0, 1_000_000),
    "incidents": (0, MOST_INCIDENTS),
    "fraud_loss_mad": (0, MOST_AMOUNT),
    "marketing_budget_mad": (0, MOST_AMOUNT),
}
# A later file about one of these takes the place of what was typed or assumed about it, whatever its months.
_ABOUT: Final[Mapping[str, tuple[str, ...]]] = {
    "risk_observation": ("bank", "indicator"),
    "adoption_series": ("bank", "measure"),
    **dict.fromkeys(
        (
            "channel_activity",
            "channel_resource",
            "channel_arrival",
            "channel_outcome",
            "channel_region",
            "service_time",
        ),
        ("bank", "channel"),
    ),
}


@dataclass(frozen=True)
class Typed:
    """What a bank types of itself; None, or no entry, where it leaves a figure out.

    Parameters
    ----------
    name : of the bank
    country : three letters
    customers : with an account, now
    active : years ago (0, 1, 2) → customers active on e-banking in the month
    transactions : channel (``TYPED_CHANNELS``) → operations a year
    unit_cost : channel → full cost of one, MAD
    branches, employees : now; staff in full-time equivalents
    incidents : of the last year, as the bank counts them
    fraud_loss_mad, marketing_budget_mad : a year
    """

    name: str
    country: str
    customers: int | None
    active: Mapping[int, int | None] = field(default_factory=dict)
    transactions: Mapping[str, int | None] = field(default_factory=dict)
    unit_cost: Mapping[str, float | None] = field(default_factory=dict)
    branches: int | None = None
    employees: int | None = None
    incidents: int | None = None
    fraud_loss_mad: float | None = None
    marketing_budget_mad: float | None = None

    @property
    def code(self) -> str:
        """The short code made of the bank's name, as a file that names the bank would have it."""
        return slug(self.name.strip().lower())[:_LONGEST_CODE].strip("-") or "ma-banque"

    def figures(self) -> dict[str, float]:
        """Every figure typed, by its name; those of a series as ``name.key``."""
        found: dict[str, float] = {}
        for each in fields(self):
            value = getattr(self, each.name)
            if isinstance(value, Mapping):
                found |= {f"{each.name}.{key}": float(one) for key, one in value.items() if one is not None}
            elif isinstance(value, int | float):
                found[each.name] = float(value)
        return found


@dataclass(frozen=True)
class Slip:
    """A typed figure that cannot be: its name, its value, the rule it breaks and the limits of that rule."""

    figure: str
    value: float | str | None
    rule: str
    low: float = math.nan
    high: float = math.nan


class NotTyped(ValueError):
    """The figures cannot begin a bank; ``slips`` says which and why. Nothing was changed."""

    def __init__(self, slips: tuple[Slip, ...]) -> None:
        super().__init__("; ".join(f"{slip.figure}: {slip.rule} (got {slip.value!r})" for slip in slips))
        self.slips = slips


def check(given: Typed, base: Snapshot) -> tuple[Slip, ...]:
    """Every figure that cannot be; empty where all can.

    Rules: ``name_missing``, ``name_long``, ``name_taken`` (by a fictional bank), ``country_unknown``,
    ``customers_missing``, ``outside`` (its limits), ``above_customers`` (active users), ``cost_without_use``
    (a unit cost of a channel with no operation).
    """
    slips = []
    name = given.name.strip()
    if not name:
        slips.append(Slip("name", name, "name_missing"))
    elif len(name) > LONGEST_NAME:
        slips.append(Slip("name", name, "name_long", high=LONGEST_NAME))
    elif given.code in set(query(base, "SELECT bank FROM bank")["bank"]):
        slips.append(Slip("name", name, "name_taken"))
    if given.country not in set(query(base, "SELECT country FROM country WHERE role != 'group'")["country"]):
        slips.append(Slip("country", given.country, "country_unknown"))
    if given.customers is None:
        slips.append(Slip("customers", None, "customers_missing"))
    for figure, value in given.figures().items():
        low, high = _LIMITS[figure.partition(".")[0]]
        if not low <= value <= high:
            slips.append(Slip(figure, value, "outside", low, high))
        elif figure == "active.0" and given.customers is not None and value > given.customers:
            slips.append(Slip(figure, value, "above_customers", high=given.customers))
    for channel, cost in given.unit_cost.items():
        if cost is not None and given.transactions.get(channel) == 0:
            slips.append(Slip(f"unit_cost.{channel}", cost, "cost_without_use"))
    return tuple(slips)


def tables(given: Typed, base: Snapshot) -> dict[str, pd.DataFrame]:
    """The rows that the typed figures begin a bank with, by table; the same bytes for the same figures.

    Raises
    ------
    NotTyped: figures that cannot be
    """
    slips = check(given, base)
    if slips:
        raise NotTyped(slips)
    made = peers.Standing(
        base,
        bank=given.code,
        customers=int(given.customers or 0),
        country=given.country,
        transactions=_by_channel(given.transactions),
        unit_cost=_by_channel(given.unit_cost),
    )
    rows = made.rows(
        branches=given.branches,
        incidents=given.incidents,
        fraud_loss_mad=given.fraud_loss_mad,
        marketing_budget_mad=given.marketing_budget_mad,
        active={ago: count for ago, count in given.active.items() if count is not None},
    )
    rows["bank"] = pd.DataFrame(
        [
            {
                "bank": given.code,
                "name": given.name.strip(),
                "country": given.country,
                "size": made.size,
                "customers": given.customers,
                "branches": given.branches,
                "employees": given.employees,
                "source": TYPED,
                "kind": "observed",
            }
        ]
    )
    rows["source"] = peers.sources(base)
    return {
        name: conform(contract(name), rows[name]) for name in CONTRACTS if name in rows and len(rows[name])
    }


def _by_channel(typed: Mapping[str, Any]) -> dict[str, float]:
    """Figures by channel of the house; the phone's two channels share what was typed for them."""
    found = {name: float(value) for name, value in typed.items() if value is not None}
    phone = found.pop("phone", None)
    if phone is not None:
        found |= dict.fromkeys(_OF_PHONE, phone)
    return found


def start(given: Typed, workspace: str) -> Snapshot:
    """Begin a bank in a workspace, or type its figures anew; rows that files brought stay as they are.

    Raises
    ------
    NotTyped: figures that cannot be; nothing was changed
    ValueError: a workspace that cannot be
    OSError: the disk is full, or cannot be written to; nothing was changed
    """
    check_workspace(workspace)
    fresh = tables(given, build_base())
    with locked(workspace) as directory:
        stored = stored_tables(workspace)
        merged = {}
        for name, rows in fresh.items():
            declared, kept = contract(name), stored.get(name)
            if kept is not None:
                if name != "source":
                    kept = kept[~((kept.get("bank") == given.code) & kept["source"].isin(_OURS))]
                rows = _without(rows, kept, _about(name))
                rows = pd.concat([kept, rows], ignore_index=True)
            merged[name] = conform(
                declared, rows.sort_values(list(declared.key), kind="stable", ignore_index=True)
            )
        whole = stored | merged
        snapshot = commit(workspace, directory, merged, lambda: build_workspace(workspace, whole))
        log_load(directory, _log_entry(given, merged, snapshot))
    return snapshot


_OURS: Final = (TYPED, ASSUMED_FROM_PEERS)


def given_way(table: str, stored: pd.DataFrame | None, rows: pd.DataFrame) -> pd.DataFrame | None:
    """The stored rows without those that were typed or assumed about what ``rows`` of a file speak of."""
    if stored is None or table == "source" or not {"bank", "source"} <= set(stored.columns):
        return stored
    ours = stored["source"].isin(_OURS)
    if not ours.any():
        return stored
    stand_ins = _without(stored[ours], rows, _about(table))
    if len(stand_ins) == int(ours.sum()):
        return stored
    return pd.concat([stored[~ours], stand_ins], ignore_index=True)


def _about(table: str) -> tuple[str, ...]:
    return _ABOUT.get(table, ("source",) if table == "source" else ("bank",))


def _without(rows: pd.DataFrame, others: pd.DataFrame, about: tuple[str, ...]) -> pd.DataFrame:
    """The rows about things of which ``others`` say nothing."""
    spoken = pd.MultiIndex.from_frame(others[list(about)].astype(str))
    return rows[~pd.MultiIndex.from_frame(rows[list(about)].astype(str)).isin(spoken)]


def _log_entry(given: Typed, merged: Mapping[str, pd.DataFrame], snapshot: Snapshot) -> dict[str, object]:
    count = sum(len(frame) for frame in merged.values())
    return {
        "loaded_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "table": "bank",
        "filename": TYPED,
        "sha256": snapshot.hash,
        "rows": len(given.figures()),
        "added": count,
        "replaced": 0,
        "unchanged": 0,
        "snapshot": snapshot.hash,
        "changed": 0,
        "changes": [],
    }
