"""The licensing rules of a snapshot, and what they answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pandas as pd

from analytics.risk.licensing import (
    Decision,
    LicenceRule,
    LicensingCase,
    Outcome,
    decide,
    rules_from_table,
)
from analytics.risk.licensing_reach import UnlicensedShare, possible_outcomes, unlicensed_share
from data import queries, queries_licensing
from data.snapshots import Snapshot
from studies.core import cached


@cached
def rule_table(snapshot: Snapshot) -> pd.DataFrame:
    """Every rule as the catalogue keeps it, with its source and kind."""
    return queries.licence_rules(snapshot)


customers = cached(queries_licensing.bank_customers)
readings = cached(queries_licensing.source_readings)


@cached
def rules(snapshot: Snapshot) -> tuple[LicenceRule, ...]:
    """Every rule, as the decision takes it."""
    return rules_from_table(rule_table(snapshot))


def decision(snapshot: Snapshot, case: LicensingCase) -> Decision:
    """What the snapshot's rules ask for in one case, on the day of the data where it states none."""
    return decide(case, rules=rules(snapshot), as_of=snapshot.as_of)


def decisions_by_country(
    snapshot: Snapshot, case: LicensingCase, countries: tuple[str, ...]
) -> dict[str, Decision]:
    """The same facts in other countries of service."""
    return {country: decision(snapshot, replace(case, host=country)) for country in countries}


@cached
def possible(snapshot: Snapshot, home: str, host: str, day: date) -> tuple[Outcome, ...]:
    """What the rules could ask on a day, whatever the facts of the customers are."""
    return possible_outcomes(home, host, as_of=day, rules=rules(snapshot))


@cached
def unlicensed(snapshot: Snapshot) -> dict[str, UnlicensedShare]:
    """Bank → its reported R1 beside the most that its customers by country and the rules allow."""
    homes = queries.banks(snapshot).set_index("bank")["country"]
    rows, counts = reported(snapshot, ("R1",)), customers(snapshot)
    latest = {str(bank): float(value) for bank, value in zip(rows["bank"], rows["value"], strict=True)}
    found = {}
    for bank, home in homes.items():
        own = counts[counts["bank"] == bank]
        living = {str(at): int(count) for at, count in zip(own["country"], own["customers"], strict=True)}
        outcomes = {at: possible(snapshot, home, at, snapshot.as_of) for at in living if at != home}
        found[str(bank)] = unlicensed_share(home, living, latest.get(str(bank)), outcomes=outcomes)
    return found


def decisions_by_day(snapshot: Snapshot, case: LicensingCase) -> list[tuple[date, date | None, Decision]]:
    """First day, last day and decision of each span from the data's date on in which the answer is the same.

    The answer can change only on a day on which a rule begins or ends to hold.
    """
    days = {snapshot.as_of, case.contract_date or snapshot.as_of}
    for rule in rules(snapshot):
        if rule.valid_from:
            days.add(rule.valid_from)
        if rule.valid_to:
            days.add(rule.valid_to + timedelta(days=1))
    starts = sorted(day for day in days if day >= max(snapshot.as_of, case.contract_date or snapshot.as_of))
    spans: list[tuple[date, date | None, Decision]] = []
    for at, start in enumerate(starts):
        end = starts[at + 1] - timedelta(days=1) if at + 1 < len(starts) else None
        answer = decision(snapshot, replace(case, service_date=start))
        if spans and _same(spans[-1][2], answer):
            spans[-1] = (spans[-1][0], end, answer)
        else:
            spans.append((start, end, answer))
    return spans


def _same(one: Decision, other: Decision) -> bool:
    decisive = [[rule.id for rule in answer.rules if rule.decisive] for answer in (one, other)]
    return (one.outcome, one.status, decisive[0]) == (other.outcome, other.status, decisive[1])


@cached
def reported(snapshot: Snapshot, indicators: tuple[str, ...]) -> pd.DataFrame:
    """The latest reported value of some indicators: bank, indicator, month, value, kind."""
    rows = queries.risk_observations(snapshot)
    rows = rows[rows["indicator"].isin(indicators) & rows["value"].notna()]
    return rows.sort_values("month").groupby(["bank", "indicator"], as_index=False).tail(1)
