"""What is known of an incident, and what its facts are called in both languages.

What is not known stays unknown: a missing fact is never a no.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from numbers import Real
from typing import Any

import numpy as np
import pandas as pd

from analytics.risk.wording import Wording

FLAGS = (
    "critical",
    "relevant_clients",
    "media",
    "repeated_complaints",
    "regulatory_requirements_missed",
    "client_loss_likely",
    "data_loss",
    "malicious_unauthorised_access_data_loss_possible",
)
"""Facts of an incident that hold or do not."""
_SHARES = ("clients_pct", "counterparts_pct")
_AMOUNTS = ("tx_pct", "tx_value_pct", "duration_h", "downtime_h", "cost_eur")
_COUNTS = ("clients_n", "member_states")
_TIMES = (
    "occurred_at",
    "aware_at",
    "classified_at",
    "recovered_at",
    "resolved_at",
    "initial_submitted_at",
    "intermediate_submitted_at",
    "final_submitted_at",
)
_TEXTS = ("reference", "root_cause", "note")
_ORDER = (
    ("occurred_at", "aware_at"),
    ("aware_at", "classified_at"),
    ("occurred_at", "recovered_at"),
    ("occurred_at", "resolved_at"),
    ("aware_at", "initial_submitted_at"),
    ("initial_submitted_at", "intermediate_submitted_at"),
    ("intermediate_submitted_at", "final_submitted_at"),
)
# The register writes its headings out in full.
_OTHER_NAMES: Mapping[str, str] = {
    "critical_services_affected": "critical",
    "clients_affected": "clients_n",
    "clients_affected_percent": "clients_pct",
    "counterparts_affected_percent": "counterparts_pct",
    "transactions_affected_percent": "tx_pct",
    "transaction_value_affected_percent": "tx_value_pct",
    "relevant_clients_affected": "relevant_clients",
    "regulatory_breach": "regulatory_requirements_missed",
    "client_loss": "client_loss_likely",
    "duration_hours": "duration_h",
    "downtime_hours": "downtime_h",
    "data_losses": "data_loss",
    "malicious_access": "malicious_unauthorised_access_data_loss_possible",
    "notified_at": "initial_submitted_at",
    "intermediate_at": "intermediate_submitted_at",
    "final_at": "final_submitted_at",
    "incident": "reference",
    "title": "note",
    "major": "declared_major",
}


@dataclass(frozen=True)
class Incident:
    """One ICT or payment incident, as the criteria of Delegated Regulation (EU) 2024/1772 ask for it.

    None means not known. Percentages run from 0 to 100; times carry a time zone.

    Parameters
    ----------
    critical : critical services affected (article 6)
    clients_pct, clients_n : clients affected, % of the service's clients and number
    counterparts_pct : financial counterparts affected, %
    tx_pct, tx_value_pct : transactions affected, % of the daily average number and value; may exceed 100
    relevant_clients : clients or counterparts that the bank has identified as relevant are affected
    media, repeated_complaints, regulatory_requirements_missed, client_loss_likely : reputation
    duration_h, downtime_h : hours; the downtime of critical or important functions
    member_states : number of Member States with an impact
    data_loss : availability, authenticity, integrity or confidentiality of data lost, with an adverse
        effect on the business or on regulatory requirements
    malicious_unauthorised_access_data_loss_possible : a successful, malicious and unauthorised access
        that may lead to data losses
    cost_eur : costs and losses, incurred or likely, in euros
    occurred_at, aware_at, classified_at, recovered_at, resolved_at : moments of the incident
    initial_submitted_at, intermediate_submitted_at, final_submitted_at : of the reports
    reference, root_cause, note : texts
    declared_major : what the register says; never read by the classification

    Raises
    ------
    ValueError: a value of the wrong kind, outside its range, a time without zone, times out of order
    """

    critical: bool | None = None
    clients_pct: float | None = None
    clients_n: int | None = None
    counterparts_pct: float | None = None
    tx_pct: float | None = None
    tx_value_pct: float | None = None
    relevant_clients: bool | None = None
    media: bool | None = None
    repeated_complaints: bool | None = None
    regulatory_requirements_missed: bool | None = None
    client_loss_likely: bool | None = None
    duration_h: float | None = None
    downtime_h: float | None = None
    member_states: int | None = None
    data_loss: bool | None = None
    malicious_unauthorised_access_data_loss_possible: bool | None = None
    cost_eur: float | None = None
    occurred_at: datetime | None = None
    aware_at: datetime | None = None
    classified_at: datetime | None = None
    recovered_at: datetime | None = None
    resolved_at: datetime | None = None
    initial_submitted_at: datetime | None = None
    intermediate_submitted_at: datetime | None = None
    final_submitted_at: datetime | None = None
    reference: str | None = None
    root_cause: str | None = None
    note: str | None = None
    declared_major: bool | None = None

    def __post_init__(self) -> None:
        for name in (*FLAGS, "declared_major"):
            self._set(name, _flag(name, getattr(self, name)))
        for name in _SHARES:
            self._set(name, _number(name, getattr(self, name), highest=100.0))
        for name in _AMOUNTS:
            self._set(name, _number(name, getattr(self, name)))
        for name in _COUNTS:
            self._set(name, _count(name, getattr(self, name)))
        for name in _TIMES:
            self._set(name, aware_time(name, getattr(self, name)))
        for name in _TEXTS:
            self._set(name, _text(name, getattr(self, name)))
        for earlier, later in _ORDER:
            first, second = getattr(self, earlier), getattr(self, later)
            if first is not None and second is not None and second < first:
                raise ValueError(f"{later} ({second}) lies before {earlier} ({first})")
        if self.duration_h is None and self.occurred_at is not None and self.resolved_at is not None:
            elapsed = self.resolved_at.astimezone(UTC) - self.occurred_at.astimezone(UTC)
            self._set("duration_h", elapsed.total_seconds() / 3600.0)

    def _set(self, name: str, value: Any) -> None:
        object.__setattr__(self, name, value)


INCIDENT_FIELDS = tuple(field.name for field in fields(Incident))


def read_incident(incident: Incident | Mapping[str, Any]) -> Incident:
    """An ``Incident`` from a mapping, such as a row of the register.

    Parameters
    ----------
    incident : Incident, or mapping of fact to value; None, NaN and NaT mean not known

    Raises
    ------
    ValueError: an unknown key, with the keys that exist; a fact given twice; a value as in ``Incident``
    """
    if isinstance(incident, Incident):
        return incident
    named: dict[str, Any] = {}
    for key, value in incident.items():
        name = _OTHER_NAMES.get(key, key)
        if name not in INCIDENT_FIELDS:
            raise ValueError(
                f"incident has the unknown fact {key!r}; the facts are {', '.join(INCIDENT_FIELDS)}"
            )
        if name in named:
            raise ValueError(f"incident gives {name} twice, under two names")
        named[name] = value
    return Incident(**named)


def aware_time(name: str, value: Any) -> datetime | None:
    """A moment with a time zone, from a datetime or its ISO text; None where not known.

    Raises
    ------
    ValueError: no moment, or one without a time zone
    """
    if _is_missing(value):
        return None
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            raise ValueError(
                f"{name} is {value!r}; it must be a moment such as 2026-03-31T14:05+01:00"
            ) from None
    if not isinstance(value, datetime):
        raise ValueError(f"{name} is {value!r}; it must be a moment such as 2026-03-31T14:05+01:00")
    if value.tzinfo is None:
        raise ValueError(f"{name} is {value.isoformat()} without a time zone; a deadline needs one")
    return value.to_pydatetime() if isinstance(value, pd.Timestamp) else value


def _flag(name: str, value: Any) -> bool | None:
    if _is_missing(value):
        return None
    if not isinstance(value, bool | np.bool_):
        raise ValueError(f"{name} is {value!r}; it must be true, false or not known (None)")
    return bool(value)


def _number(name: str, value: Any, *, highest: float = np.inf) -> float | None:
    if _is_missing(value):
        return None
    if isinstance(value, bool | np.bool_) or not isinstance(value, Real):
        raise ValueError(f"{name} is {value!r}; it must be a number")
    if not (0.0 <= float(value) <= highest and np.isfinite(float(value))):
        allowed = "0 or more" if np.isinf(highest) else f"between 0 and {highest:g}"
        raise ValueError(f"{name} is {value}; it must be {allowed}")
    return float(value)


def _count(name: str, value: Any) -> int | None:
    number = _number(name, value)
    if number is not None and number != int(number):
        raise ValueError(f"{name} is {value}; it must be a whole number")
    return None if number is None else int(number)


def _text(name: str, value: Any) -> str | None:
    if _is_missing(value):
        return None
    if not isinstance(value, str):
        raise ValueError(f"{name} is {value!r}; it must be a text")
    return value


def _is_missing(value: Any) -> bool:
    return value is None or value is pd.NaT or (isinstance(value, Real) and bool(np.isnan(float(value))))


CRITERION_LABELS: Mapping[str, Wording] = {
    "critical_services": Wording("Critical services affected", "Services critiques touchés"),
    "clients_counterparts_transactions": Wording(
        "Clients, counterparts and transactions", "Clients, contreparties et transactions"
    ),
    "reputation": Wording("Reputational impact", "Atteinte à la réputation"),
    "duration_and_downtime": Wording("Duration and service downtime", "Durée et interruption de service"),
    "geographical_spread": Wording("Geographical spread", "Étendue géographique"),
    "data_losses": Wording("Data losses", "Pertes de données"),
    "economic_impact": Wording("Economic impact", "Incidence économique"),
    "malicious_access": Wording(
        "Successful malicious access that may lead to data losses",
        "Accès malveillant réussi pouvant entraîner des pertes de données",
    ),
}
FACT_LABELS: Mapping[str, Wording] = {
    "critical": Wording("Critical services affected", "Services critiques touchés"),
    "clients_pct": Wording(
        "Clients affected, % of the service's users", "Clients touchés, % des utilisateurs du service"
    ),
    "clients_n": Wording("Clients affected, number", "Clients touchés, nombre"),
    "counterparts_pct": Wording("Counterparts affected, %", "Contreparties touchées, %"),
    "tx_pct": Wording(
        "Transactions affected, % of the daily number", "Transactions touchées, % du nombre quotidien"
    ),
    "tx_value_pct": Wording(
        "Transactions affected, % of the daily value", "Transactions touchées, % du montant quotidien"
    ),
    "relevant_clients": Wording(
        "Relevant clients or counterparts affected", "Clients ou contreparties importants touchés"
    ),
    "media": Wording("Reflected in the media", "Écho dans les médias"),
    "repeated_complaints": Wording(
        "Repeated complaints from different clients", "Réclamations répétées de clients différents"
    ),
    "regulatory_requirements_missed": Wording(
        "Regulatory requirements not met, or likely not",
        "Exigences réglementaires non respectées, ou risque de l'être",
    ),
    "client_loss_likely": Wording("Material loss of clients likely", "Perte importante de clients probable"),
    "duration_h": Wording("Duration, h", "Durée, h"),
    "downtime_h": Wording("Downtime of critical functions, h", "Interruption de fonctions critiques, h"),
    "member_states": Wording("Member States with an impact", "États membres touchés"),
    "data_loss": Wording("Data lost with an adverse effect", "Données perdues avec effet préjudiciable"),
    "malicious_unauthorised_access_data_loss_possible": Wording(
        "Successful malicious access that may lead to data losses",
        "Accès malveillant réussi pouvant entraîner des pertes de données",
    ),
    "cost_eur": Wording("Costs and losses, EUR", "Coûts et pertes, EUR"),
}
