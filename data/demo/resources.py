"""What the channels cost, the minutes they supply, and which services they offer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.demo.activity import CHANNELS, SERVICES, Activity
from data.demo.world import (
    BANKS,
    HISTORY,
    MONTHS,
    PROFILES,
    SHOWN,
    Floats,
    chance,
    column,
    with_source,
)

_STAFF_MINUTES: Final = 8_100.0
"""Minutes a full-time employee supplies a month: 150 hours, nine tenths of them at work."""
_FULL: Final = 0.93


@dataclass(frozen=True)
class _Means:
    """How a channel turns money into capacity; costs in MAD a month, ``reserve`` for a year's growth."""

    unit_cost: float
    unit_minutes: float
    staff: float
    purchases: float
    target_use: float
    reserve: float


# A unit is a branch, a machine, a platform slice, a seat or an agent point.
_MEANS: Final = {
    "branch": _Means(104_000.0, 3.6 * _STAFF_MINUTES, 3.6, 1.10, 0.70, 1.00),
    "atm": _Means(13_200.0, 10_800.0, 0.12, 0.42, 0.62, 1.08),
    "ivr": _Means(92_000.0, 180_000.0, 0.4, 0.18, 0.48, 1.08),
    "adviser": _Means(15_800.0, _STAFF_MINUTES, 1.0, 0.35, 0.78, 1.08),
    "internet": _Means(300_000.0, 480_000.0, 3.2, 0.05, 0.62, 1.15),
    "mobile": _Means(300_000.0, 600_000.0, 3.4, 0.04, 0.64, 1.32),
    "agent": _Means(2_300.0, 5_400.0, 0.05, 2.10, 0.58, 1.08),
}
_CHANNEL_MINUTES: Final = {
    "branch": 1.0,
    "atm": 0.36,
    "ivr": 0.42,
    "adviser": 0.80,
    "internet": 0.45,
    "mobile": 0.30,
    "agent": 0.55,
}
_SERVICE_MINUTES: Final = {
    "balance": 2.8,
    "statement": 4.2,
    "bank_details": 3.5,
    "cheque_image": 4.5,
    "product_information": 7.0,
    "advice_comparison": 14.0,
    "secure_message": 5.0,
    "complaint": 13.0,
    "appointment": 4.0,
    "alert": 1.0,
    "card_application": 15.0,
    "chequebook_order": 5.0,
    "loan_personal": 38.0,
    "loan_car": 42.0,
    "loan_home": 65.0,
    "loan_student": 36.0,
    "transfer_internal": 5.5,
    "transfer_external": 7.0,
    "bill_payment": 4.2,
    "mobile_recharge": 2.4,
    "cash_withdrawal": 4.0,
    "cash_deposit": 5.8,
    "certificate_of_deposit": 22.0,
    "insurance": 26.0,
    "brokerage": 12.0,
}
_INFORMATION: Final = ("balance", "statement", "bank_details", "product_information")
_EVERYWHERE: Final = ("balance", "transfer_internal")


@dataclass(frozen=True)
class Resources:
    """The two tables of means, and the capacity left at the peak by bank and month, in %."""

    resource: pd.DataFrame
    service_time: pd.DataFrame
    headroom: Floats


def simulate(activity: Activity) -> Resources:
    """Size the means on the activity a year before, so that growth and peaks eat into them."""
    rng = chance("resources")
    pace = np.exp(0.06 * rng.standard_normal(len(BANKS)))
    minutes = _minutes()[None] * pace[:, None, None]
    demand = np.einsum("btsc,bsc->btc", activity.by_channel_service, minutes)
    units = _units(demand)
    means = [_MEANS[name] for name in CHANNELS]
    inflation = np.exp(0.024 * np.arange(len(MONTHS)) / 12.0)[None, :, None]
    wages = np.exp(0.05 * rng.standard_normal((len(BANKS), 1, len(CHANNELS))))
    cost = units * np.array([m.unit_cost for m in means]) * inflation * wages
    cost *= np.exp(0.015 * rng.standard_normal(cost.shape))
    supplied = units * np.array([m.unit_minutes for m in means])
    average = demand / activity.by_channel
    online = [CHANNELS.index("internet"), CHANNELS.index("mobile")]
    peak = 1.45 * demand[..., online].sum(axis=-1) / supplied[..., online].sum(axis=-1)
    return Resources(
        resource=_resource_table(cost, supplied, average, units, inflation),
        service_time=_time_table(minutes, activity.by_channel_service.sum(axis=1) > 0.0),
        headroom=np.clip(100.0 * (1.0 - peak), 0.0, 100.0),
    )


def _minutes() -> Floats:
    """Service × channel: minutes of staff or machine for one transaction; 0 where it is not done."""
    base = np.array([_SERVICE_MINUTES[service] for service in SERVICES])
    pace = np.array([_CHANNEL_MINUTES[channel] for channel in CHANNELS])
    minutes: Floats = base[:, None] * pace[None, :]
    return minutes


def _units(demand: Floats) -> Floats:
    """Units in service: branches shrink slowly, the rest follows last year's demand in steps."""
    shape = demand.shape
    units = np.empty(shape)
    for position, channel in enumerate(CHANNELS):
        means = _MEANS[channel]
        if channel == "branch":
            end = column("branches")[:, None]
            years_left = (len(MONTHS) - 1 - np.arange(len(MONTHS))) / 12.0
            shrink = np.array([0.0 if profile.bank == "safran" else 0.022 for profile in PROFILES])
            units[..., position] = np.round(end * np.exp(shrink[:, None] * years_left))
            continue
        needed = demand[..., position] / (means.unit_minutes * means.target_use)
        lagged = np.concatenate([needed[:, :1].repeat(HISTORY, axis=1), needed[:, :-HISTORY]], axis=1)
        yearly = np.repeat(lagged[:, ::6], 6, axis=1)[:, : shape[1]]
        # A channel that fills up gets one more unit at once.
        least = np.ceil(demand[..., position] / (means.unit_minutes * _FULL))
        units[..., position] = np.maximum(np.ceil(yearly * means.reserve), least)
    return units


def _resource_table(
    cost: Floats, supplied: Floats, average: Floats, units: Floats, inflation: Floats
) -> pd.DataFrame:
    seen = (slice(None), slice(HISTORY, None))
    bank, month, channel = (axis.ravel() for axis in np.indices(cost[seen].shape))
    means = [_MEANS[name] for name in CHANNELS]
    purchases = np.array([m.purchases for m in means]) * inflation[:, HISTORY:]
    per_unit = np.array([m.unit_minutes for m in means]) / np.maximum(average[seen], 1e-9)
    frame = pd.DataFrame(
        {
            "bank": np.array(BANKS)[bank],
            "month": SHOWN[month],
            "channel": np.array(CHANNELS)[channel],
            "cost_mad": np.round(cost[seen], 2).ravel(),
            "minutes_supplied": np.round(supplied[seen]).ravel(),
            "minutes_per_transaction": np.round(average[seen], 3).ravel(),
            "variable_cost_mad": np.round(np.broadcast_to(purchases, cost[seen].shape), 3).ravel(),
            "units": units[seen].astype(np.int64).ravel(),
            "unit_capacity": np.round(per_unit).ravel(),
            "full_time_equivalents": np.round(units[seen] * np.array([m.staff for m in means]), 1).ravel(),
        }
    )
    return with_source(frame)


def _time_table(minutes: Floats, done: npt.NDArray[np.bool_]) -> pd.DataFrame:
    bank, service, channel = np.nonzero(done)
    purchases = np.array([_MEANS[name].purchases for name in CHANNELS])[channel]
    frame = pd.DataFrame(
        {
            "bank": np.array(BANKS)[bank],
            "channel": np.array(CHANNELS)[channel],
            "service": np.array(SERVICES)[service],
            "minutes": np.round(minutes[done], 3),
            "variable_cost_mad": np.round(purchases, 3),
        }
    )
    return with_source(frame)


def service_offers() -> pd.DataFrame:
    """Which services each bank offers online, and since when: the more digital, the more and the earlier."""
    rng = chance("offers")
    rows: list[dict[str, object]] = []
    first = pd.Timestamp("2012-01-01")
    for profile in PROFILES:
        eagerness = profile.digital_ceiling + 0.5 * profile.digital_start
        for channel in ("internet", "mobile"):
            for service in SERVICES:
                if service in ("cash_withdrawal", "cash_deposit"):
                    continue
                hurdle = 0.15 if service in _INFORMATION else 0.75 if "loan" in service else 0.55
                offered = service in _EVERYWHERE or rng.random() < np.clip(
                    1.25 * eagerness - hurdle * 0.6, 0.08, 0.98
                )
                if offered:
                    wait = int(rng.integers(0, 90) * (1.6 - eagerness)) + (36 if channel == "mobile" else 0)
                    since = min(first + pd.DateOffset(months=wait), MONTHS[-3])
                    rows.append(
                        {"bank": profile.bank, "service": service, "channel": channel, "since": since}
                    )
    return with_source(pd.DataFrame(rows))
