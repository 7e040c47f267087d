"""The activity cube: what customers do, where, how often it fails and how much money moves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from data.demo.adoption import Adoption
from data.demo.factors import Factors
from data.demo.incidents import Incidents
from data.demo.world import (
    BANKS,
    HISTORY,
    MONTHS,
    PROFILES,
    SEGMENT_DIGITAL,
    SEGMENTS,
    SHOWN,
    Floats,
    chance,
    with_source,
)

CHANNELS: Final = ("branch", "atm", "ivr", "adviser", "internet", "mobile", "agent")
REMOTE: Final = ("internet", "mobile")

# service: times a month by a customer who is not digital, by one who is, ticket in MAD (0: no money)
_USE: Final = {
    "balance": (0.85, 5.2, 0.0),
    "statement": (0.18, 0.75, 0.0),
    "bank_details": (0.05, 0.16, 0.0),
    "cheque_image": (0.02, 0.06, 0.0),
    "product_information": (0.10, 0.28, 0.0),
    "advice_comparison": (0.05, 0.08, 0.0),
    "secure_message": (0.03, 0.12, 0.0),
    "complaint": (0.006, 0.007, 0.0),
    "appointment": (0.02, 0.03, 0.0),
    "alert": (0.05, 0.60, 0.0),
    "card_application": (0.008, 0.012, 0.0),
    "chequebook_order": (0.012, 0.012, 0.0),
    "loan_personal": (0.007, 0.009, 0.0),
    "loan_car": (0.002, 0.003, 0.0),
    "loan_home": (0.002, 0.003, 0.0),
    "loan_student": (0.001, 0.002, 0.0),
    "transfer_internal": (0.16, 0.52, 2_600.0),
    "transfer_external": (0.12, 0.44, 4_900.0),
    "bill_payment": (0.20, 0.62, 310.0),
    "mobile_recharge": (0.12, 0.48, 45.0),
    "cash_withdrawal": (2.10, 1.75, 920.0),
    "cash_deposit": (0.34, 0.26, 3_100.0),
    "certificate_of_deposit": (0.002, 0.003, 42_000.0),
    "insurance": (0.004, 0.005, 850.0),
    "brokerage": (0.001, 0.004, 15_500.0),
}
SERVICES: Final = tuple(_USE)

# Where a service goes when it does not go online; absent channels do not do it.
_OFFLINE: Final = {
    "balance": {"branch": 0.25, "atm": 0.45, "ivr": 0.22, "adviser": 0.08},
    "statement": {"branch": 0.70, "atm": 0.20, "adviser": 0.10},
    "bank_details": {"branch": 0.80, "atm": 0.12, "adviser": 0.08},
    "cheque_image": {"branch": 1.0},
    "product_information": {"branch": 0.62, "ivr": 0.10, "adviser": 0.28},
    "advice_comparison": {"branch": 0.72, "adviser": 0.28},
    "secure_message": {"adviser": 1.0},
    "complaint": {"branch": 0.55, "adviser": 0.45},
    "appointment": {"branch": 0.65, "adviser": 0.35},
    "alert": {"ivr": 1.0},
    "card_application": {"branch": 0.92, "adviser": 0.08},
    "chequebook_order": {"branch": 0.70, "atm": 0.22, "adviser": 0.08},
    "loan_personal": {"branch": 0.95, "adviser": 0.05},
    "loan_car": {"branch": 1.0},
    "loan_home": {"branch": 1.0},
    "loan_student": {"branch": 1.0},
    "transfer_internal": {"branch": 0.62, "atm": 0.22, "adviser": 0.10, "agent": 0.06},
    "transfer_external": {"branch": 0.88, "adviser": 0.08, "agent": 0.04},
    "bill_payment": {"branch": 0.24, "atm": 0.30, "agent": 0.46},
    "mobile_recharge": {"branch": 0.06, "atm": 0.50, "agent": 0.44},
    "cash_withdrawal": {"branch": 0.13, "atm": 0.84, "agent": 0.03},
    "cash_deposit": {"branch": 0.86, "atm": 0.10, "agent": 0.04},
    "certificate_of_deposit": {"branch": 1.0},
    "insurance": {"branch": 0.95, "adviser": 0.05},
    "brokerage": {"branch": 0.60, "adviser": 0.40},
}
# Cash stays where the notes are, whatever the customer's habits.
_ONLINE_SHARE: Final = {
    "cash_withdrawal": 0.0,
    "cash_deposit": 0.0,
    "complaint": 0.45,
    "advice_comparison": 0.5,
}
_USUAL_ONLINE_SHARE: Final = 0.92
_FAILURE: Final = {
    "branch": 0.004,
    "atm": 0.021,
    "ivr": 0.034,
    "adviser": 0.011,
    "internet": 0.015,
    "mobile": 0.018,
    "agent": 0.009,
}
_SEGMENT_TICKET: Final = np.array([0.45, 0.8, 2.6, 1.3, 5.2])
_SEGMENT_USE: Final = np.array([1.05, 0.9, 1.2, 0.7, 1.6])
_HOURS_A_MONTH: Final = 730.0


@dataclass(frozen=True)
class Activity:
    """The cube as a table, and what other subjects need of it: counts by bank, month and channel."""

    table: pd.DataFrame
    by_channel: Floats
    remote_share: Floats
    by_channel_service: Floats


def simulate(factors: Factors, incidents: Incidents, adoption: Adoption) -> Activity:
    """Fill the cube bank × month × segment × service × channel.

    Digital customers do more, and most of it online; part of what they did before stays at the
    counter, so moving customers does not empty the branches one for one.
    """
    rng = chance("activity")
    people = _people(adoption)
    digital = people * _segment_digital(adoption.share)
    classic = people - digital
    season = np.exp(0.05 * factors.season)[None, :, None]
    homecoming = np.ones((1, len(MONTHS), len(SEGMENTS)))
    homecoming[0, np.isin(MONTHS.month, (7, 8)), SEGMENTS.index("abroad")] = 1.9

    mobile = _mobile_share()
    failing = _failure_rates(factors, incidents)
    counts = np.zeros((len(BANKS), len(MONTHS), len(SEGMENTS), len(SERVICES), len(CHANNELS)))
    for position, (service, (seldom, often, _)) in enumerate(_USE.items()):
        online = _ONLINE_SHARE.get(service, _USUAL_ONLINE_SHARE)
        use = _SEGMENT_USE * season * homecoming
        moved = digital * often * use * online
        stayed = (classic * seldom + digital * often * (1.0 - online)) * use
        for channel, share in _OFFLINE[service].items():
            counts[..., position, CHANNELS.index(channel)] = stayed * share
        counts[..., position, CHANNELS.index("mobile")] = moved * mobile
        counts[..., position, CHANNELS.index("internet")] = moved * (1.0 - mobile)
    counts *= np.exp(0.03 * rng.standard_normal(counts.shape))
    counts[..., CHANNELS.index("branch")] *= _branch_presence()[:, None, None, None]
    counts = np.round(counts)
    spread = np.exp(0.15 * rng.standard_normal(counts.shape))
    failures = np.minimum(np.round(counts * failing[:, :, None, None, :] * spread), counts)
    ticket = np.array([amount for *_, amount in _USE.values()])[None, None, None, :, None]
    money = ticket * _SEGMENT_TICKET[None, None, :, None, None] * _inflation()[None, :, None, None, None]
    amounts = np.round((counts - failures) * money * np.exp(0.06 * rng.standard_normal(counts.shape)), 2)
    by_channel = counts.sum(axis=(2, 3))
    remote = by_channel[..., [CHANNELS.index(name) for name in REMOTE]].sum(axis=-1)
    return Activity(
        table=_table(counts, failures, amounts),
        by_channel=by_channel,
        remote_share=100.0 * remote / by_channel.sum(axis=-1),
        by_channel_service=counts.sum(axis=2),
    )


def _people(adoption: Adoption) -> Floats:
    shares = np.array([profile.segments for profile in PROFILES])
    people: Floats = adoption.customers[:, :, None] * shares[:, None, :]
    return people


def _segment_digital(share: Floats) -> Floats:
    """Share of active users by segment, averaging to the bank's own."""
    weights = np.array([profile.segments for profile in PROFILES])
    tilt = SEGMENT_DIGITAL / (weights @ SEGMENT_DIGITAL)[:, None]
    spread: Floats = np.clip(share[:, :, None] * tilt[:, None, :], 0.0, 0.98)
    return spread


def _mobile_share() -> Floats:
    elapsed = np.linspace(0.0, 1.0, len(MONTHS))
    share: Floats = 0.52 + 0.34 * elapsed
    return share[None, :, None]


def _branch_presence() -> Floats:
    """A bank with few branches for its customers does less there."""
    density = np.array([profile.branches / profile.customers for profile in PROFILES])
    presence: Floats = np.clip((density / np.median(density)) ** 0.8, 0.08, 1.2)
    return presence


def _inflation() -> Floats:
    level: Floats = np.exp(0.022 * np.arange(len(MONTHS)) / 12.0)
    return level


def _failure_rates(factors: Factors, incidents: Incidents) -> Floats:
    """Usual rate, worse where operations are poor, plus the share of the month a channel was down."""
    usual = np.array([_FAILURE[name] for name in CHANNELS])[None, None, :]
    rates = usual * np.exp(-0.25 * factors.discipline + 0.06 * factors.season)[:, :, None]
    down = incidents.downtime[:, :, None] / _HOURS_A_MONTH
    exposed = np.array([0.2, 0.6, 0.5, 0.3, 1.0, 1.0, 0.3])[None, None, :]
    failing: Floats = np.minimum(rates + 2.0 * down * exposed, 0.6)
    return failing


def _table(counts: Floats, failures: Floats, amounts: Floats) -> pd.DataFrame:
    visible = counts[:, HISTORY:]
    bank, month, segment, service, channel = np.nonzero(visible)
    place = (bank, month, segment, service, channel)
    moves = np.array([amount > 0.0 for *_, amount in _USE.values()])
    frame = pd.DataFrame(
        {
            "bank": np.array(BANKS)[bank],
            "month": SHOWN[month],
            "channel": np.array(CHANNELS)[channel],
            "service": np.array(SERVICES)[service],
            "segment": np.array(SEGMENTS)[segment],
            "count": visible[place].astype(np.int64),
            "failures": failures[:, HISTORY:][place].astype(np.int64),
            "amount_mad": np.where(moves[service], amounts[:, HISTORY:][place], np.nan),
        }
    )
    return with_source(frame)
