"""A bank's register of incidents, read as the classification asks for it, and judged."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pandas as pd
from babel.core import get_global

from analytics.risk.bank_holidays import BankHolidays, bank_holidays
from analytics.risk.incident_facts import Incident, read_incident
from analytics.risk.incidents import Classification, classify
from analytics.risk.recurrence import RecurrenceAssessment, recurring_incidents
from data import queries
from data.snapshots import Snapshot
from studies.core import cached

HOME_ZONE: Final = "Africa/Casablanca"
_FACTS: Final = (
    "critical_services_affected",
    "clients_affected",
    "clients_affected_percent",
    "counterparts_affected_percent",
    "transactions_affected_percent",
    "transaction_value_affected_percent",
    "relevant_clients_affected",
    "media",
    "repeated_complaints",
    "regulatory_breach",
    "client_loss",
    "duration_hours",
    "downtime_hours",
    "member_states",
    "data_losses",
    "malicious_access",
    "root_cause",
)
_MOMENTS: Final = (
    "occurred_at",
    "aware_at",
    "classified_at",
    "notified_at",
    "intermediate_at",
    "final_at",
    "resolved_at",
)
_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}")


@dataclass(frozen=True)
class Entry:
    """One row of the register.

    ``code`` names it in an address; ``facts`` and ``classification`` are None where the row contradicts
    itself (``problem`` says how). ``zone_known`` is False where its time zone had to be replaced,
    ``cost_converted`` True where its cost in euros comes from dirhams.
    """

    code: str
    number: str
    title_en: str
    title_fr: str
    began: datetime
    facts: Incident | None
    classification: Classification | None
    problem: str
    zone_known: bool
    cost_converted: bool
    kind: str


@cached
def register(snapshot: Snapshot, bank: str, mad_per_euro: float) -> tuple[Entry, ...]:
    """The bank's incidents, the latest first, each classified."""
    rows = queries.incidents(snapshot, bank).to_dict("records")
    off = days_off(snapshot, bank)
    return tuple(sorted((_entry(row, mad_per_euro, off) for row in rows), key=_began, reverse=True))


@cached
def days_off(snapshot: Snapshot, bank: str) -> BankHolidays:
    """Bank holidays of the bank's country, from its first incident to the year after the data's."""
    rows, banks = queries.incidents(snapshot, bank), queries.banks(snapshot).set_index("bank")["country"]
    letters = get_global("territory_aliases").get(str(banks.get(bank, "")), [])
    began = pd.to_datetime(rows["occurred_at"]).min()
    first = snapshot.as_of.year if pd.isna(began) else max(began.year, 1990)
    if not letters:
        return BankHolidays(frozenset(), frozenset(), known=False)
    return bank_holidays(letters[0], range(first, max(first, snapshot.as_of.year) + 2))


def _began(entry: Entry) -> tuple[datetime, str]:
    return entry.began.astimezone(UTC), entry.number


def _entry(row: Mapping[Hashable, Any], mad_per_euro: float, off: BankHolidays) -> Entry:
    zone, zone_known = _zone(row["time_zone"])
    moments = {name: _moment(row[name], zone) for name in _MOMENTS}
    cost, converted = _cost(row, mad_per_euro)
    facts, classification, problem = None, None, ""
    try:
        given = {name: row[name] for name in _FACTS} | moments | {"cost_eur": cost}
        facts = read_incident(given | {"incident": row["incident"]})
        classification = classify(facts, holidays=off.days, estimated_holidays=off.estimated)
    except ValueError as error:
        problem = str(error)
    title = str(row["title"])
    return Entry(
        code=_code(str(row["incident"])),
        number=str(row["incident"]),
        title_en=title,
        title_fr=str(row["title_fr"]) if pd.notna(row["title_fr"]) else title,
        began=moments["occurred_at"] or datetime.min.replace(tzinfo=UTC),
        facts=facts,
        classification=classification,
        problem=problem,
        zone_known=zone_known,
        cost_converted=converted,
        kind=str(row["kind"]),
    )


def _code(number: str) -> str:
    """The number itself where an address can carry it, else a shortening of it that no other number has."""
    if _CODE.fullmatch(number):
        return number
    readable = re.sub(r"[^A-Za-z0-9_.-]+", "-", number).strip("-.")[:28] or "n"
    return f"{readable}-{hashlib.sha256(number.encode()).hexdigest()[:8]}"


def _zone(name: Any) -> tuple[ZoneInfo, bool]:
    try:
        return ZoneInfo(str(name)), True
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo(HOME_ZONE), False


def _moment(value: Any, zone: ZoneInfo) -> datetime | None:
    # An hour that the change of clocks repeats is read as its first passage: the stricter deadline.
    return None if pd.isna(value) else pd.Timestamp(value).to_pydatetime().replace(tzinfo=zone)


def _cost(row: Mapping[Hashable, Any], mad_per_euro: float) -> tuple[float | None, bool]:
    if pd.notna(row["cost_eur"]):
        return float(row["cost_eur"]), False
    if pd.notna(row["cost_mad"]):
        return float(row["cost_mad"]) / mad_per_euro, True
    return None, False


@cached
def recurring(snapshot: Snapshot, bank: str, mad_per_euro: float, minute: str) -> RecurrenceAssessment:
    """Incidents of one cause that are major together, as of a minute in UTC such as 2026-10-31T14:05."""
    incidents = [entry.facts for entry in register(snapshot, bank, mad_per_euro) if entry.facts is not None]
    off = days_off(snapshot, bank)
    return recurring_incidents(
        incidents,
        as_of=datetime.fromisoformat(minute).replace(tzinfo=UTC),
        holidays=off.days,
        estimated_holidays=off.estimated,
    )
