"""Incidents: how often they come, how bad they are, and what they leave behind month by month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from data.demo.factors import Factors
from data.demo.world import (
    AS_OF,
    BANKS,
    MAD_PER_EUR,
    MONTHS,
    PROFILES,
    Floats,
    Integers,
    chance,
    column,
    with_source,
)

_CAUSES: Final = (
    ("payment switch", "Payments refused at the switch", "Paiements refusés au commutateur", "atm"),
    ("software release", "Faulty release of the application", "Mise en production défectueuse", "mobile"),
    ("telecom operator", "Loss of the operator's link", "Perte de la liaison de l'opérateur", "internet"),
    ("hosting provider", "Outage at the hosting provider", "Panne chez l'hébergeur", "internet"),
    ("database", "Database saturated", "Base de données saturée", "mobile"),
    (
        "phishing wave",
        "Phishing wave against customers",
        "Vague d'hameçonnage visant les clients",
        "internet",
    ),
    ("account takeover", "Accounts taken over", "Comptes détournés", "mobile"),
    ("cash machine network", "Cash machines out of service", "Guichets automatiques hors service", "atm"),
    ("voice server", "Voice server not answering", "Serveur vocal sans réponse", "ivr"),
    ("batch processing", "Night processing late", "Traitements de nuit en retard", "branch"),
)
_CAUSE_SHARES: Final = np.array([0.12, 0.18, 0.11, 0.12, 0.12, 0.08, 0.06, 0.09, 0.05, 0.07])
_ATTACKS: Final = frozenset({"phishing wave", "account takeover"})
_END: Final = pd.Timestamp(AS_OF) + pd.Timedelta(hours=23, minutes=59)
_STRESS_DECAY: Final = (0.5, 0.3, 0.2)


@dataclass(frozen=True)
class Incidents:
    """The incidents, and per bank and month what the indicators and the customers feel of them."""

    table: pd.DataFrame
    downtime: Floats
    longest: Floats
    major: Floats
    media: Floats
    worst_clients: Floats
    impact: Floats

    @property
    def stress(self) -> Floats:
        """Impact felt in a month: half of its own, three tenths of the last, a fifth of the one before."""
        felt = np.zeros_like(self.impact)
        for lag, share in enumerate(_STRESS_DECAY):
            felt[:, lag:] += share * self.impact[:, : self.impact.shape[1] - lag]
        return felt


def is_major(table: pd.DataFrame) -> pd.Series:
    """The test of Delegated Regulation (EU) 2024/1772, articles 8 and 9, on known values only."""
    clients = (table["clients_affected_percent"] > 10.0) | (table["clients_affected"] > 100_000)
    volume = (table["transactions_affected_percent"] > 10.0) | (
        table["transaction_value_affected_percent"] > 10.0
    )
    spread = (
        clients
        | volume
        | (table["counterparts_affected_percent"] > 30.0)
        | table["relevant_clients_affected"]
    )
    reputation = (
        table["media"] | table["repeated_complaints"] | table["regulatory_breach"] | table["client_loss"]
    )
    duration = (table["duration_hours"] > 24.0) | (
        table["critical_services_affected"] & (table["downtime_hours"] > 2.0)
    )
    criteria = (
        spread.astype(int)
        + reputation.astype(int)
        + duration.astype(int)
        + (table["member_states"] >= 2).astype(int)
        + table["data_losses"].astype(int)
        + (table["cost_eur"] > 100_000.0).astype(int)
    )
    return table["critical_services_affected"] & (table["malicious_access"] | (criteria >= 2))


def simulate(factors: Factors, users: Floats) -> Incidents:
    """Draw the incidents of every bank and month.

    Parameters
    ----------
    factors : the drivers; low discipline brings more, longer and wider incidents
    users : active users expected, bank × month
    """
    rng = chance("incidents")
    rate = np.exp(
        np.log(0.36)
        - 0.50 * factors.discipline
        + 0.8 * (factors.digital - 0.4)
        + 0.20 * factors.season
        + 0.30 * factors.sector
    )
    counts = rng.poisson(rate)
    bank, month = (np.repeat(axis.ravel(), counts.ravel()) for axis in np.indices(counts.shape))
    quality = factors.discipline[bank, month]
    law = factors.compliance[bank, month]
    size = len(bank)

    cause = rng.choice(len(_CAUSES), size, p=_CAUSE_SHARES)
    attack = np.array([_CAUSES[i][0] in _ATTACKS for i in cause])
    duration = np.clip(0.90 * np.exp(-0.40 * quality) * rng.lognormal(0.0, 0.95, size), 0.1, 96.0)
    downtime = duration * rng.beta(6.0, 2.0, size)
    critical = rng.random(size) < 0.7
    clients = np.clip(1.7 * np.exp(-0.25 * quality) * rng.lognormal(0.0, 1.0, size), 0.01, 70.0)
    wider = np.clip(clients * rng.uniform(0.5, 1.4, (2, size)), 0.0, 100.0)
    affected = np.round(users[bank, month] * clients / 100.0)
    media = rng.random(size) < _logistic(-3.0 + 0.30 * clients + 0.25 * downtime)
    malicious = attack & (rng.random(size) < 0.18 * np.exp(-0.3 * quality))
    cost = np.round((55_000.0 + 26.0 * affected + 30_000.0 * downtime) * rng.lognormal(0.0, 0.7, size), -2)
    begin = _moments(rng, month)
    aware = begin + _minutes(18.0 * np.exp(-0.3 * quality) * rng.lognormal(0.0, 0.8, size))
    classified = aware + _minutes(95.0 * rng.lognormal(0.0, 0.6, size))
    table = pd.DataFrame(
        {
            "bank": np.array(BANKS)[bank],
            "title": [_CAUSES[i][1] for i in cause],
            "title_fr": [_CAUSES[i][2] for i in cause],
            "occurred_at": begin,
            "aware_at": aware,
            "classified_at": classified,
            "resolved_at": begin + _minutes(60.0 * duration),
            "time_zone": "Africa/Casablanca",
            "channel": [_CAUSES[i][3] for i in cause],
            "service": np.where(attack, "access to accounts", "payments and accounts"),
            "critical_services_affected": critical,
            "clients_affected": affected.astype(np.int64),
            "clients_affected_percent": np.round(clients, 2),
            "relevant_clients_affected": rng.random(size) < 0.03,
            "counterparts_affected_percent": np.round(np.clip(rng.exponential(3.0, size), 0.0, 60.0), 1),
            "transactions_affected_percent": np.round(wider[0], 2),
            "transaction_value_affected_percent": np.round(wider[1], 2),
            "media": media,
            "repeated_complaints": rng.random(size) < _logistic(-2.2 + 0.22 * clients),
            "regulatory_breach": rng.random(size) < 0.03 * np.exp(-0.4 * law),
            "client_loss": media & (clients > 6.0),
            "duration_hours": np.round(duration, 2),
            "downtime_hours": np.round(np.minimum(downtime, duration), 2),
            "member_states": np.where(np.array(BANKS)[bank] == "detroit", rng.binomial(3, 0.25, size), 0),
            "data_losses": (malicious & (rng.random(size) < 0.5)) | (rng.random(size) < 0.01),
            "malicious_access": malicious,
            "cost_mad": cost,
            "cost_eur": np.round(cost / MAD_PER_EUR, 2),
            "root_cause": [_CAUSES[i][0] for i in cause],
            "public_notice_minutes": np.where(
                clients > 0.5, np.round(48.0 * np.exp(-0.35 * law) * rng.lognormal(0.0, 0.7, size)), np.nan
            ),
        }
    )
    table["major"] = is_major(table)
    table["bank_index"], table["month_index"] = bank, month
    _add_reports(rng, table, law)
    return _summarise(_numbered(table))


def _add_reports(rng: np.random.Generator, table: pd.DataFrame, law: Floats) -> None:
    """Notices and reports of major incidents; those that would fall after the last day are not sent yet."""
    size = len(table)
    waits = (
        ("notified_at", "classified_at", 2.0 * np.exp(-0.35 * law) * rng.lognormal(0.0, 0.7, size)),
        ("intermediate_at", "notified_at", 46.0 * np.exp(-0.10 * law) * rng.lognormal(0.0, 0.25, size)),
        ("final_at", "intermediate_at", 24.0 * 19.0 * np.exp(-0.10 * law) * rng.lognormal(0.0, 0.25, size)),
    )
    for name, after, hours in waits:
        sent = table[after] + _minutes(60.0 * hours)
        table[name] = sent.where(table["major"] & (sent <= _END))
    for name in ("aware_at", "classified_at", "resolved_at"):
        table[name] = table[name].where(table[name] <= _END)


def _numbered(table: pd.DataFrame) -> pd.DataFrame:
    ordered = table.sort_values(["bank_index", "occurred_at"], kind="stable").reset_index(drop=True)
    year = ordered["occurred_at"].dt.year
    rank = ordered.groupby(["bank_index", year]).cumcount() + 1
    ordered.insert(1, "incident", [f"INC-{y}-{n:03d}" for y, n in zip(year, rank, strict=True)])
    return ordered


def _summarise(table: pd.DataFrame) -> Incidents:
    place = (table["bank_index"].to_numpy(), table["month_index"].to_numpy())

    def gather(values: Floats, how: np.ufunc = np.add) -> Floats:
        out = np.zeros((len(BANKS), len(MONTHS)))
        how.at(out, place, values)
        return out

    critical_hours = table["downtime_hours"].to_numpy() * table["critical_services_affected"].to_numpy()
    clients = table["clients_affected_percent"].to_numpy()
    media = table["media"].to_numpy(dtype=np.float64)
    impact = np.minimum(0.10 * clients + 0.10 * table["downtime_hours"].to_numpy() + 0.5 * media, 6.0)
    shown = table.drop(columns=["major", "bank_index", "month_index"])
    return Incidents(
        table=with_source(shown).assign(major=table["major"], month_index=table["month_index"]),
        downtime=gather(critical_hours),
        longest=gather(critical_hours, np.maximum),
        major=gather(table["major"].to_numpy(dtype=np.float64)),
        media=gather(media),
        worst_clients=gather(clients, np.maximum),
        impact=gather(impact),
    )


def _logistic(values: Floats) -> Floats:
    return 1.0 / (1.0 + np.exp(-values))


def _minutes(values: Floats) -> pd.TimedeltaIndex:
    return pd.TimedeltaIndex(pd.to_timedelta(np.round(values), unit="min"))


def _moments(rng: np.random.Generator, month: Integers) -> pd.DatetimeIndex:
    """Times within each month, more often by day, never after the last day minus a morning."""
    first = MONTHS[month]
    day = np.floor(rng.uniform(0.0, 1.0, len(month)) * (first.days_in_month.to_numpy() - 1))
    hour = np.clip(rng.normal(13.0, 4.5, len(month)), 0.0, 21.0)
    return pd.DatetimeIndex(first + pd.to_timedelta(day, unit="D") + _minutes(60.0 * hour))


def expected_users(factors: Factors) -> Floats:
    """Active users on the path without shocks, for incidents to be measured against."""
    return factors.digital * column("customers")[:, None] * _growth()


def _growth() -> Floats:
    years = (np.arange(len(MONTHS)) - (len(MONTHS) - 1)) / 12.0
    return np.exp(np.array([profile.growth for profile in PROFILES])[:, None] * years)
