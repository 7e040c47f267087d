"""The cost tables of the channels made of a ledger: what it says is kept, minutes and capacity are assumed.

Costs, volumes, staff and units come out as the ledger has them: cost and purchases over operations is its
full unit cost to the centime. Time-driven costing wants minutes as well, and no ledger has them (Kaplan and
Anderson, *Time-driven activity-based costing*, 2004). They are assumed, within bounds:

* supplied, where people serve (branch, advisers): staff × paid hours × (1 - away from the desk);
* supplied elsewhere, or where no staff is given: the minutes of the operations over the use that fictional
  banks make of the channel;
* of an operation: the fictional banks' median for its service. Where those would take more than is supplied,
  all are shortened alike to the banks' median use;
* capacity of a unit: minutes supplied over units and minutes of an operation.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import numpy as np
import pandas as pd

from data import published
from data.build import build_base, build_workspace
from data.codes import ASSUMED_FROM_PEERS, FROM_LEDGER, OWN_FILE, TYPED
from data.connection import query
from data.contracts import contract
from data.folders import check_workspace
from data.frames import conform
from data.ingest import peers
from data.ingest.cost_ledger import NATURES, PURCHASES, STAFF, UNITS, VOLUME, Ledger
from data.ingest.loading import LoadResult, served_rows, storage_may_fail
from data.ingest.merging import Change, changes
from data.ingest.problems import Notice
from data.ingest.references import load_references
from data.ingest.words import slug
from data.ingest.workspace import commit, locked, log_load, stored_tables
from data.snapshots import Snapshot

_MONTHS: Final = 12
_WEEKS_A_MONTH: Final = 52 / 12
_STAFFED: Final = ("branch", "adviser")
AWAY: Final = (0.2, 0.3, 0.4)
"""Part of paid hours away from the desk, low, assumed, high: conventions, the middle that of *Staffing*."""
DERIVED: Final = {"source": FROM_LEDGER, "kind": "derived"}
_STAND_INS: Final = (ASSUMED_FROM_PEERS, TYPED, FROM_LEDGER)
TABLES: Final = ("channel_resource", "channel_activity", "service_time")


class NotUsable(ValueError):
    """No table comes of it; ``rule`` says why: ``no_volume``, ``no_period``, ``no_channel``, ``no_bank``."""

    def __init__(self, rule: str) -> None:
        super().__init__(f"ledger: {rule}")
        self.rule = rule


@dataclass(frozen=True)
class Costed:
    """What a ledger makes.

    Parameters
    ----------
    tables : rows by table
    channels : channel, cost and purchases (MAD), volume, full (MAD an operation), staff, units, minutes_low,
        minutes, minutes_high (supplied in the period), per_operation (minutes), use (of the minutes),
        by_staff (whether people tell the minutes), shortened; sums over the periods of the ledger
    aside : centre, amount (MAD), reason (``no_channel``, ``no_volume``): costs that no channel takes
    periods : months that the tables have
    """

    tables: Mapping[str, pd.DataFrame]
    channels: pd.DataFrame
    aside: pd.DataFrame
    periods: tuple[pd.Timestamp, ...]


def minutes_a_month(away: float) -> float:
    """Minutes at the desk of a full-time person in a month; ``away`` is the rest of the paid hours."""
    return published.figure("hours_paid") * _WEEKS_A_MONTH * 60 * (1 - away)


def costed(ledger: Ledger, bank: str, base: Snapshot, chosen: Mapping[str, str] | None = None) -> Costed:
    """The tables that a ledger makes for a bank.

    Parameters
    ----------
    ledger : as read, every line dated
    bank : code of the bank
    base : the demonstration, whose banks' minutes stand in
    chosen : centre → channel where its name tells none, or tells the wrong one; empty to leave it out

    Raises
    ------
    NotUsable: no bank, no period, no channel, or no channel with a volume
    """
    if not bank:
        raise NotUsable("no_bank")
    if not ledger.dated:
        raise NotUsable("no_period")
    known = dict(ledger.channels) | dict(chosen or {})
    lines = ledger.lines.assign(channel=ledger.lines["centre"].map(known).fillna(""))
    if not (lines["channel"] != "").any():
        raise NotUsable("no_channel")
    wide = (
        lines[lines["channel"] != ""]
        .assign(item=lambda rows: rows["item"].where(rows["item"].isin([*_COUNTS, PURCHASES]), "cost"))
        .pivot_table(index=["channel", "period"], columns="item", values="value", aggfunc="sum")
        .reindex(columns=["cost", PURCHASES, *_COUNTS])
        .reset_index()
    )
    wide[["cost", PURCHASES]] = wide[["cost", PURCHASES]].fillna(0.0)
    usable = wide[(wide[VOLUME] > 0) & (wide["cost"] + wide[PURCHASES] > 0)]
    if usable.empty:
        raise NotUsable("no_volume")
    monthly = _by_month(usable)
    pattern = _Peers(base)
    rows = pattern.estimated(monthly)
    resources = _resources(rows, bank)
    activity = pattern.activity(rows, bank)
    times = pattern.times(rows, bank)
    made = {"channel_resource": resources, "channel_activity": activity, "service_time": times}
    return Costed(
        {name: conform(contract(name), made[name]) for name in TABLES},
        _summary(rows),
        _aside(lines, set(usable["channel"])),
        tuple(sorted(rows["month"].unique())),
    )


_COUNTS: Final = (VOLUME, STAFF, UNITS)


def _aside(lines: pd.DataFrame, used: set[str]) -> pd.DataFrame:
    left = lines[lines["item"].isin(NATURES) & ~lines["channel"].isin(used)]
    found = left.groupby(["centre", "channel"], as_index=False, sort=False)["value"].sum()
    reason = np.where(found["channel"] == "", "no_channel", "no_volume")
    return pd.DataFrame({"centre": found["centre"], "amount": found["value"], "reason": reason})


def _by_month(rows: pd.DataFrame) -> pd.DataFrame:
    """A year's costs and volumes spread evenly over its months; staff and units are those of each month."""
    parts = []
    for row in rows.to_dict("records"):
        whole = len(str(row["period"])) == len("2025")
        count = _MONTHS if whole else 1
        first = pd.Timestamp(f"{row['period']}-01-01" if whole else f"{row['period']}-01")
        spread = {name: row[name] / count for name in ("cost", PURCHASES)}
        # Whole operations, which add up to the year's.
        volumes = np.diff(np.round(row[VOLUME] * np.arange(count + 1) / count))
        parts += [
            row | spread | {VOLUME: volume, "month": first + pd.DateOffset(months=place)}
            for place, volume in enumerate(volumes)
        ]
    return pd.DataFrame(parts).drop_duplicates(["channel", "month"]).reset_index(drop=True)


class _Peers:
    """Minutes, use and mix of the fictional banks over their last twelve months."""

    def __init__(self, base: Snapshot) -> None:
        banks = "SELECT bank FROM bank WHERE kind = 'synthetic'"
        self._times = query(base, f"SELECT * FROM service_time WHERE bank IN ({banks}) ORDER BY ALL")  # noqa: S608
        activity = query(base, f"SELECT * FROM channel_activity WHERE bank IN ({banks}) ORDER BY ALL")  # noqa: S608
        resources = query(base, f"SELECT * FROM channel_resource WHERE bank IN ({banks}) ORDER BY ALL")  # noqa: S608
        since = pd.Timestamp(base.as_of) - pd.DateOffset(months=_MONTHS)
        activity, resources = (rows[rows["month"] > since] for rows in (activity, resources))
        handled = activity.assign(count=activity["count"].astype(float))
        taken = handled.groupby(["bank", "month", "channel"])["count"].sum().reset_index()
        both = resources.merge(taken, on=["bank", "month", "channel"])
        both = both.assign(taken=both["count"] * both["minutes_per_transaction"].astype(float))
        sums = both.groupby(["bank", "channel"])[["taken", "minutes_supplied", "units"]].sum().astype(float)
        use = sums["taken"] / sums["minutes_supplied"]
        unit = sums["minutes_supplied"] / sums["units"]
        self._use = use.groupby("channel").agg(["min", "median", "max"])
        self._unit_minutes = unit.groupby("channel").median()
        keys = ["channel", "service", "segment"]
        cells = handled.groupby(["bank", *keys])[["count", "failures"]].sum().astype(float).reset_index()
        cells["part"] = cells["count"] / cells.groupby(["bank", "channel"])["count"].transform("sum")
        cells["failed"] = cells["failures"] / cells["count"].where(cells["count"] > 0)
        mix = cells.groupby(keys, as_index=False)[["part", "failed"]].median()
        mix["part"] /= mix.groupby("channel")["part"].transform("sum")
        self._mix = mix
        typical = self._times.groupby(["channel", "service"], as_index=False)["minutes"].median()
        self._minutes = typical.assign(minutes=typical["minutes"].astype(float))

    def estimated(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The months with minutes supplied (low, assumed, high), of an operation, units and capacity."""
        weighted = self._mix.merge(self._minutes, on=["channel", "service"])
        usual = (weighted["part"] * weighted["minutes"]).groupby(weighted["channel"]).sum()
        usual /= weighted.groupby("channel")["part"].sum()
        channel = rows["channel"]
        per = channel.map(usual).astype(float)
        use = {name: channel.map(self._use[name]).astype(float) for name in ("min", "median", "max")}
        by_staff = channel.isin(_STAFFED) & (rows[STAFF] > 0)
        taken = rows[VOLUME] * per
        supplied = {
            name: np.where(by_staff, rows[STAFF] * minutes_a_month(away), taken / use[share])
            for name, away, share in (
                ("minutes_low", AWAY[2], "max"),
                ("minutes", AWAY[1], "median"),
                ("minutes_high", AWAY[0], "min"),
            )
        }
        short = taken > supplied["minutes"]
        per = per.where(~short, supplied["minutes"] * use["median"] / rows[VOLUME])
        units = rows[UNITS].where(rows[UNITS] > 0)
        units = units.fillna(pd.Series(supplied["minutes"], rows.index) / channel.map(self._unit_minutes))
        units = units.astype(float).round().clip(lower=1)
        return rows.assign(
            **supplied,
            per_operation=per,
            usual=channel.map(usual).astype(float),
            by_staff=by_staff,
            shortened=short,
            **{UNITS: units},
            unit_capacity=supplied["minutes"] / units / per,
        )

    def activity(self, rows: pd.DataFrame, bank: str) -> pd.DataFrame:
        """The ledger's operations over services and segments as with the fictional banks; none is lost."""
        cells = rows[["channel", "month", VOLUME]].merge(self._mix, on="channel")
        cells["exact"] = cells[VOLUME] * cells["part"]
        keys = ["channel", "month"]
        # What rounding leaves of a month goes to its largest cell, so that the sum stays the ledger's.
        cells["count"] = np.floor(cells["exact"])
        rest = np.round(cells[VOLUME] - cells.groupby(keys)["count"].transform("sum"))
        largest = cells.groupby(keys)["exact"].transform("idxmax") == cells.index
        cells.loc[largest, "count"] += rest[largest]
        failures = np.floor(cells["count"] * cells["failed"].fillna(0.0))
        made = cells.assign(
            bank=bank,
            count=cells["count"].astype("int64"),
            failures=failures.astype("int64"),
            amount_mad=None,
        )
        names = ["bank", "month", "channel", "service", "segment", "count", "failures", "amount_mad"]
        return made.loc[made["count"] > 0, names].assign(**DERIVED)

    def times(self, rows: pd.DataFrame, bank: str) -> pd.DataFrame:
        """Minutes of each service, shortened with its channel's; purchases are the ledger's own."""
        per = rows.groupby("channel").agg(
            pace=("per_operation", "mean"),
            usual=("usual", "first"),
            volume=(VOLUME, "sum"),
            bought=(PURCHASES, "sum"),
        )
        found = self._minutes[self._minutes["channel"].isin(per.index)]
        channel = found["channel"]
        pace = channel.map(per["pace"] / per["usual"]).astype(float)
        bought = channel.map(per["bought"] / per["volume"]).astype(float)
        return pd.DataFrame(
            {
                "bank": bank,
                "channel": channel,
                "service": found["service"],
                "minutes": found["minutes"] * pace,
                "variable_cost_mad": bought,
                "source": ASSUMED_FROM_PEERS,
                "kind": "assumed",
            }
        )


def _resources(rows: pd.DataFrame, bank: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "bank": bank,
            "month": rows["month"],
            "channel": rows["channel"],
            "cost_mad": rows["cost"].round(2),
            "minutes_supplied": rows["minutes"],
            "minutes_per_transaction": rows["per_operation"],
            "variable_cost_mad": rows[PURCHASES] / rows[VOLUME],
            "units": rows[UNITS].astype("int64"),
            "unit_capacity": rows["unit_capacity"],
            "full_time_equivalents": rows[STAFF],
            **DERIVED,
        }
    )


def _summary(rows: pd.DataFrame) -> pd.DataFrame:
    taken = rows[VOLUME] * rows["per_operation"]
    grouped = rows.assign(taken=taken).groupby("channel", sort=False)
    names = ["cost", PURCHASES, VOLUME, "minutes_low", "minutes", "minutes_high", "taken"]
    found = grouped[names].sum().reset_index()
    means = grouped[[STAFF, UNITS]].mean().reset_index()
    flags = grouped[["by_staff", "shortened"]].any().reset_index()
    found = found.merge(means, on="channel").merge(flags, on="channel")
    return found.assign(
        full=(found["cost"] + found[PURCHASES]) / found[VOLUME],
        per_operation=found["taken"] / found[VOLUME],
        use=found["taken"] / found["minutes"],
    ).drop(columns="taken")


def load_ledger(
    made: Costed, *, bank: str, name: str, filename: str, content: bytes, workspace: str
) -> LoadResult:
    """Put a ledger's tables into a workspace.

    Costs replace those of the same months. Operations and minutes that a file of the bank brought stay; only
    what was typed or assumed gives way.

    Parameters
    ----------
    made : of the ledger
    bank, name : code and name of the bank
    filename, content : the file, for the log

    Raises
    ------
    ValueError: a workspace that cannot be
    NotStored: the disk is full, or cannot be written to; nothing was changed
    """
    check_workspace(workspace)
    base = build_base()
    with storage_may_fail(), locked(workspace) as directory:
        stored = stored_tables(workspace)
        served = served_rows(workspace, "bank")
        merged = {table: _merged(table, stored.get(table), rows) for table, rows in made.tables.items()}
        counts = {table: count for table, (_rows, count) in merged.items()}
        tables = {table: rows for table, (rows, _count) in merged.items()}
        sources = pd.concat([peers.sources(base), _source()], ignore_index=True)
        tables["source"] = _added("source", stored.get("source"), sources)
        if served is None or bank not in set(served["bank"]):
            row = {"bank": bank, "name": name, "size": "medium", "source": OWN_FILE, "kind": "assumed"}
            tables["bank"] = _added("bank", stored.get("bank"), pd.DataFrame([row]))
        whole = stored | tables
        snapshot = commit(workspace, directory, tables, lambda: build_workspace(workspace, whole))
        log_load(directory, _log_entry(filename, content, counts, snapshot))
    added = sum(counts.values())
    told = Notice("ledger_loaded", {table: counts[table] for table in TABLES})
    return LoadResult(snapshot, added, 0, 0, (told,))


def foreseen_of_ledger(made: Costed, workspace: str) -> dict[str, tuple[list[Change], int]]:
    """Old figures against new by table, as the load would change them: the first ones and how many.

    What was assumed or typed gives way unlisted: nobody published it.
    """
    stored = stored_tables(workspace)
    found = {}
    for table, rows in made.tables.items():
        before = stored.get(table)
        if before is None:
            continue
        after, _taken = _merged(table, before, rows)
        published = before[~before["source"].isin([TYPED, ASSUMED_FROM_PEERS])]
        listed, total = changes(contract(table), published, after)
        if total:
            found[table] = listed, total
    return found


def _source() -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "source": FROM_LEDGER,
                "publisher": "The bank",
                "title": "Cost accounting of the bank; minutes, capacity and mix of services assumed",
                "year": datetime.now(UTC).year,
                "licence": "own data",
                "address": "workspace",
                "kind": OWN_FILE,
            }
        ]
    )


def _added(table: str, before: pd.DataFrame | None, rows: pd.DataFrame) -> pd.DataFrame:
    declared = contract(table)
    new = conform(declared, rows)
    if before is None:
        return new
    key = list(declared.key)
    fresh = new[~pd.MultiIndex.from_frame(new[key]).isin(pd.MultiIndex.from_frame(before[key]))]
    return conform(declared, pd.concat([before, fresh], ignore_index=True))


def _merged(table: str, before: pd.DataFrame | None, rows: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """The rows with those that stay of before, and how many of the new ones were taken."""
    declared = contract(table)
    if before is None:
        return rows, len(rows)
    stand_in = before["source"].isin(_STAND_INS)
    own = before[~stand_in]
    about = ["bank", "channel"]
    if table == "channel_resource":
        # The ledger is the newest word on what its months cost.
        own = _without(own, rows, list(declared.key))
        taken = rows
    else:
        period = ["month"] if "month" in declared.key else []
        taken = _without(rows, own, [*about, *period])
    # Of a channel that the ledger knows nothing assumed stays; of the others all does.
    left = before[stand_in]
    from_ledger = left["source"] == FROM_LEDGER
    periods = ["month"] if "month" in declared.key else []
    kept = pd.concat(
        [
            _without(left[from_ledger], rows, [*about, *periods]),
            _without(left[~from_ledger], rows, about),
        ]
    )
    both = pd.concat([own, kept, taken], ignore_index=True)
    ordered = both.sort_values(list(declared.key), kind="stable", ignore_index=True)
    return conform(declared, ordered), len(taken)


def _without(rows: pd.DataFrame, others: pd.DataFrame, about: Sequence[str]) -> pd.DataFrame:
    spoken = pd.MultiIndex.from_frame(others[list(about)].astype(str))
    return rows[~pd.MultiIndex.from_frame(rows[list(about)].astype(str)).isin(spoken)]


def _log_entry(
    filename: str, content: bytes, counts: Mapping[str, int], snapshot: Snapshot
) -> dict[str, object]:
    return {
        "loaded_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "table": "channel_resource",
        "filename": filename,
        "sha256": hashlib.sha256(content).hexdigest(),
        "rows": sum(counts.values()),
        "added": sum(counts.values()),
        "replaced": 0,
        "unchanged": 0,
        "snapshot": snapshot.hash,
        "changed": 0,
        "changes": [],
    }


def bank_code(name: str, workspace: str | None) -> str:
    """The code of a bank by its name or code: the one it has, else one made of the name."""
    known = load_references(workspace).code("bank.bank", name)
    return known or slug(name.strip())
