"""The licensing rules of a snapshot, and what they answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pandas as pd

from analytics.risk.licensing import (
    LICENCE_RULES,
    Decision,
    LicenceRule,
    LicensingCase,
    decide,
    rules_from_table,
)
from data import queries, queries_licensing
from data.snapshots import Snapshot
from studies.core import cached


@cached
def rule_table(snapshot: Snapshot) -> pd.DataFrame:
    """Every rule as the catalogue keeps it, with its source and kind."""
    return queries.licence_rules(snapshot)


customers = cached(queries_licensing.bank_customers)


@cached
def rules(snapshot: Snapshot) -> tuple[LicenceRule, ...]:
    """Every rule, as the decision takes it."""
    return rules_from_table(rule_table(snapshot), known=LICENCE_RULES)


def decision(snapshot: Snapshot, case: LicensingCase) -> Decision:
    """What the snapshot's rules ask for in one case."""
    return decide(case, rules=rules(snapshot))


def decisions_by_country(
    snapshot: Snapshot, case: LicensingCase, countries: tuple[str, ...]
) -> dict[str, Decision]:
    """The same facts in other countries of service."""
    return {country: decision(snapshot, replace(case, host=country)) for country in countries}


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
