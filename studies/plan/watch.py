"""What a workspace's own banks should be told of, beside the limits that somebody has set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

import pandas as pd

from analytics.plan.watch import Late, late
from analytics.risk.deadlines import deadline_clock
from data.codes import ASSUMED_FROM_PEERS, FROM_LEDGER, TYPED
from data.contracts import CONTRACTS
from data.contracts.model import ColumnType
from data.snapshots import Snapshot
from studies.risk.incidents import register
from studies.risk.scores import graded, observed, risk_history

_LEDGER_MONTHS: Final = 12
NEAR: Final = timedelta(hours=24)
"""A report of an incident is said to be near a day before it is due: a convention of ours."""


@dataclass(frozen=True)
class Grade:
    """The latest grade of a bank's risk, 1 best to 4 worst, and the month that it is of."""

    bank: str
    risk: str
    grade: int
    month: str


@dataclass(frozen=True)
class Due:
    """A report of an incident that is near or overdue. ``stage`` : near or overdue."""

    bank: str
    incident: str
    code: str
    report: str
    due: datetime
    stage: str


def grades(snapshot: Snapshot, banks: Sequence[str], power: float) -> tuple[Grade, ...]:
    """The latest grade of each risk of the banks; none of what is not measured enough to have one."""
    if not observed(snapshot):
        return ()
    rows = graded(risk_history(snapshot, power).risks)
    rows = rows[rows["bank"].isin(list(banks))].sort_values("month")
    latest = rows.groupby(["bank", "risk"], observed=True).tail(1)
    return tuple(
        Grade(str(row["bank"]), str(row["risk"]), int(row["grade"]), f"{row['month']:%Y-%m}")
        for row in latest.to_dict("records")
    )


def deadlines(
    snapshot: Snapshot, banks: Sequence[str], now: datetime, mad_per_euro: float
) -> tuple[Due, ...]:
    """Reports of incidents that are due within a day, or overdue and not sent.

    Parameters
    ----------
    now : with its time zone
    """
    found = []
    for bank in banks:
        for entry in register(snapshot, bank, mad_per_euro):
            due_by = entry.classification.deadlines if entry.classification else None
            if due_by is None:
                continue
            for clock in deadline_clock(due_by, now):
                if clock.due is None or clock.remaining is None or clock.remaining > NEAR:
                    continue
                stage = "overdue" if clock.remaining < timedelta() else "near"
                found.append(Due(bank, entry.number, entry.code, clock.report, clock.due, stage))
    return tuple(found)


def late_tables(tables: Mapping[str, pd.DataFrame], today: date) -> tuple[Late, ...]:
    """The tables of a workspace whose next month should be there by their own rhythm, bank by bank.

    Parameters
    ----------
    tables : name → rows, as loaded

    What stands in for rows that the bank has not given is never late. A cost accounting comes once a year,
    however many months its costs are spread over.
    """
    found = []
    for name, rows in tables.items():
        months = [each.name for each in CONTRACTS[name].columns if each.type is ColumnType.MONTH]
        if not months or "bank" not in rows:
            continue
        for bank, own in rows.groupby("bank", observed=True):
            given = own[~own["source"].isin([ASSUMED_FROM_PEERS, TYPED])]
            costed = given["source"] == FROM_LEDGER
            files = given[~costed] if (~costed).any() else given
            days = pd.to_datetime(files[months[0]]).dropna().drop_duplicates()
            rhythm = _LEDGER_MONTHS if len(given) and costed.all() else None
            if told := late(name, str(bank), [each.date() for each in days], today, rhythm):
                found.append(told)
    return tuple(found)
