"""What the synthetic log assumes about who does what, where and when.

Every figure here is an assumption, chosen to give the log the shape of one: shares that drift from
branch to mobile, opening hours, pay days, a few failures. None is a measurement of any bank.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data.channel_log.contract import STEPS
from data.codes import CHANNELS, SEGMENTS

Weights = NDArray[np.float64]
Slots = NDArray[np.int64]

# Share of the transactions by segment, and by channel within it at the start.
SEGMENT_SHARES: Final = (0.18, 0.52, 0.10, 0.07, 0.13)
_CHANNEL_SHARES: Final = (
    (0.06, 0.22, 0.01, 0.03, 0.10, 0.56, 0.02),
    (0.22, 0.38, 0.03, 0.04, 0.08, 0.20, 0.05),
    (0.12, 0.20, 0.02, 0.09, 0.25, 0.31, 0.01),
    (0.05, 0.08, 0.04, 0.14, 0.34, 0.34, 0.01),
    (0.26, 0.10, 0.01, 0.08, 0.46, 0.08, 0.01),
)
# What a share is multiplied by from one month to the next, before shares are made to sum to 1 again.
_DRIFT: Final = (0.985, 0.997, 0.985, 0.995, 0.992, 1.025, 1.005)
# Use on working days, Saturdays and Sundays.
DAY_TYPES: Final = 3
_BY_DAY_TYPE: Final = (
    (1.0, 0.0, 0.0),
    (1.0, 1.1, 0.9),
    (1.0, 0.8, 0.7),
    (1.0, 0.5, 0.0),
    (1.0, 0.6, 0.55),
    (1.0, 1.0, 1.0),
    (1.0, 1.0, 0.6),
)
_MONTHLY_GROWTH: Final = 1.008
_SEASON: Final = (0.99, 0.94, 1.0, 1.0, 1.01, 1.03, 1.06, 1.02, 1.01, 1.0, 0.98, 1.06)

_AT_BRANCH: Final = {
    "cash_withdrawal": 0.22,
    "cash_deposit": 0.30,
    "transfer_internal": 0.07,
    "transfer_external": 0.08,
    "bill_payment": 0.05,
    "statement": 0.06,
    "balance": 0.05,
    "bank_details": 0.03,
    "product_information": 0.04,
    "advice_comparison": 0.02,
    "complaint": 0.008,
    "appointment": 0.01,
    "card_application": 0.015,
    "chequebook_order": 0.015,
    "cheque_image": 0.003,
    "loan_personal": 0.01,
    "loan_car": 0.003,
    "loan_home": 0.005,
    "loan_student": 0.002,
    "certificate_of_deposit": 0.003,
    "insurance": 0.005,
    "brokerage": 0.001,
}
_AT_MACHINE: Final = {
    "cash_withdrawal": 0.78,
    "balance": 0.12,
    "cash_deposit": 0.05,
    "mobile_recharge": 0.02,
    "bill_payment": 0.02,
    "statement": 0.01,
}
_BY_VOICE: Final = {"balance": 0.72, "statement": 0.08, "product_information": 0.10, "alert": 0.10}
_WITH_ADVISER: Final = {
    "balance": 0.18,
    "product_information": 0.20,
    "advice_comparison": 0.08,
    "secure_message": 0.08,
    "complaint": 0.10,
    "appointment": 0.08,
    "transfer_internal": 0.08,
    "transfer_external": 0.06,
    "card_application": 0.06,
    "chequebook_order": 0.04,
    "loan_personal": 0.03,
    "insurance": 0.01,
}
_ONLINE: Final = {
    "balance": 0.46,
    "statement": 0.09,
    "bank_details": 0.02,
    "cheque_image": 0.008,
    "product_information": 0.03,
    "advice_comparison": 0.008,
    "secure_message": 0.02,
    "complaint": 0.002,
    "appointment": 0.004,
    "alert": 0.04,
    "card_application": 0.002,
    "chequebook_order": 0.004,
    "loan_personal": 0.002,
    "loan_car": 0.0005,
    "loan_home": 0.0005,
    "loan_student": 0.0003,
    "transfer_internal": 0.08,
    "transfer_external": 0.075,
    "bill_payment": 0.08,
    "mobile_recharge": 0.065,
    "certificate_of_deposit": 0.0007,
    "insurance": 0.001,
    "brokerage": 0.003,
}
_AT_AGENT: Final = {
    "cash_withdrawal": 0.22,
    "cash_deposit": 0.18,
    "bill_payment": 0.42,
    "mobile_recharge": 0.18,
}
SERVICES_BY_CHANNEL: Final = (
    _AT_BRANCH,
    _AT_MACHINE,
    _BY_VOICE,
    _WITH_ADVISER,
    _ONLINE,
    _ONLINE,
    _AT_AGENT,
)
# Median amount in MAD; the logarithm spreads by about one around it.
TICKETS: Final = {
    "transfer_internal": 2_600.0,
    "transfer_external": 4_900.0,
    "bill_payment": 310.0,
    "mobile_recharge": 45.0,
    "cash_withdrawal": 920.0,
    "cash_deposit": 3_100.0,
    "certificate_of_deposit": 42_000.0,
    "insurance": 850.0,
    "brokerage": 15_500.0,
}
# Median seconds and share that fails, by channel.
SECONDS: Final = (420.0, 75.0, 120.0, 240.0, 180.0, 90.0, 200.0)
FAILURES: Final = (0.010, 0.030, 0.080, 0.012, 0.040, 0.050, 0.020)

_OPENING: Final = (*[0] * 8, 8, 13, 14, 13, 9, 8, 10, 9, *[0] * 8)
_ADVISING: Final = (*[0] * 8, 7, 11, 12, 11, 9, 8, 9, 10, 9, 7, 5, 2, *[0] * 4)
_ALL_DAY: Final = (
    1,
    0.6,
    0.4,
    0.3,
    0.4,
    1,
    2,
    4,
    6,
    7,
    7.5,
    7.5,
    8,
    7,
    6.5,
    6.5,
    7,
    7.5,
    8,
    7.5,
    6,
    5,
    3.5,
    2,
)
_EVENING: Final = (1.5, 0.8, 0.4, 0.3, 0.4, 1, 2, 4, 5, 6, 6, 6, 6.5, 6, 5.5, 5.5, 6, 6.5, 7, 8, 9, 9, 7, 4)
HOURS: Final = (_OPENING, _ALL_DAY, _ALL_DAY, _ADVISING, _ALL_DAY, _EVENING, (*[0] * 9, *[10] * 12, *[0] * 3))

# Why and after which step a transaction is lost; people before a counter do not time out.
_LOST_REMOTE: Final = (
    ("authentication", "opened", 0.26),
    ("abandoned", "identified", 0.27),
    ("insufficient_funds", "entered", 0.20),
    ("limit_exceeded", "entered", 0.07),
    ("timeout", "entered", 0.10),
    ("system_error", "confirmed", 0.10),
)
_LOST_IN_PERSON: Final = (
    ("abandoned", "opened", 0.35),
    ("insufficient_funds", "entered", 0.40),
    ("limit_exceeded", "entered", 0.10),
    ("system_error", "confirmed", 0.15),
)
_IN_PERSON: Final = ("branch", "adviser", "agent")
_DEVICES: Final = {
    "internet": (("desktop", 0.55), ("phone", 0.38), ("tablet", 0.07)),
    "mobile": (("android", 0.82), ("ios", 0.18)),
}
_AUTHENTICATION: Final = {
    "branch": (("identity_card", 1.0),),
    "atm": (("card_and_pin", 1.0),),
    "ivr": (("pin", 1.0),),
    "adviser": (("questions", 1.0),),
    "internet": (("password", 0.55), ("one_time_code", 0.45)),
    "mobile": (("biometrics", 0.58), ("pin", 0.30), ("one_time_code", 0.12)),
    "agent": (("identity_card", 0.6), ("one_time_code", 0.4)),
}
# How many months behind the newest version of the application its users are.
VERSION_AGES: Final = ((0, 0.45), (1, 0.30), (2, 0.15), (4, 0.10))
# Regions by ISO 3166-2 code; shares lean on population and wealth.
REGIONS: Final = {
    "MA-01": 0.12,
    "MA-02": 0.07,
    "MA-03": 0.11,
    "MA-04": 0.16,
    "MA-05": 0.045,
    "MA-06": 0.28,
    "MA-07": 0.115,
    "MA-08": 0.02,
    "MA-09": 0.06,
    "MA-10": 0.008,
    "MA-11": 0.008,
    "MA-12": 0.004,
}
BRANCHES: Final = 500


def apportion(weights: Sequence[float] | Weights, places: int) -> NDArray[np.int64]:
    """Whole numbers in proportion to ``weights`` that sum to ``places`` (largest remainders)."""
    shares = np.asarray(weights, dtype=np.float64)
    exact = shares / shares.sum() * places
    whole = np.asarray(np.floor(exact), dtype=np.int64)
    order = np.argsort(whole - exact, kind="stable")
    whole[order[: places - whole.sum()]] += 1
    return whole


def month_starts(start: date, months: int) -> list[date]:
    """First days of ``months`` months from that of ``start``."""
    first = start.year * 12 + start.month - 1
    return [date((first + k) // 12, (first + k) % 12 + 1, 1) for k in range(months)]


def month_weights(starts: Sequence[date]) -> Weights:
    """Transactions by month: growth, season and length of the month."""
    return np.array(
        [
            _MONTHLY_GROWTH**k * _SEASON[day.month - 1] * monthrange(day.year, day.month)[1]
            for k, day in enumerate(starts)
        ]
    )


def day_weights(start: date) -> tuple[Weights, NDArray[np.int64]]:
    """Transactions by day of the month, and each day's type (0 working day, 1 Saturday, 2 Sunday)."""
    pay, types = _days(start)
    volume = np.array(SEGMENT_SHARES) @ np.array(_CHANNEL_SHARES) @ np.array(_BY_DAY_TYPE)
    return volume[types] * pay, types


def channel_day_weights(channel: int, start: date) -> Weights:
    """Transactions of one channel by day of the month."""
    pay, types = _days(start)
    return np.asarray(np.array(_BY_DAY_TYPE)[channel, types] * pay, dtype=np.float64)


def _days(start: date) -> tuple[Weights, NDArray[np.int64]]:
    length = monthrange(start.year, start.month)[1]
    weekday = (start.weekday() + np.arange(length)) % 7
    pay = np.ones(length)
    # Salaries arrive in the last days of the month.
    pay[-3:] *= 1.3
    pay[:2] *= 1.15
    return pay, np.where(weekday < 5, 0, weekday - 4)


def ways_to_fail(channel: str) -> tuple[tuple[str, str, float], ...]:
    """Reason, last step reached and share of the failures of a channel."""
    return _LOST_IN_PERSON if channel in _IN_PERSON else _LOST_REMOTE


def cells(elapsed_months: int, day_type: int, services: Sequence[str]) -> Weights:
    """Weights of segment × channel × service on one type of day."""
    channel = np.array(_CHANNEL_SHARES) * np.array(_DRIFT) ** elapsed_months
    channel = channel / channel.sum(axis=1, keepdims=True) * np.array(_BY_DAY_TYPE)[:, day_type]
    service = np.array([[use.get(code, 0.0) for code in services] for use in SERVICES_BY_CHANNEL])
    service = service / service.sum(axis=1, keepdims=True)
    segment = np.array(SEGMENT_SHARES)
    return np.asarray(segment[:, None, None] * channel[:, :, None] * service[None, :, :], dtype=np.float64)


def spread(weights: Sequence[float], places: int, turn: float) -> Slots:
    """``places`` positions in ``weights``, in proportion to them, in an order peculiar to ``turn``.

    Steps of an irrational turn visit [0, 1) evenly, and steps of several turns nearly independently, so
    that one table of slots serves several columns.
    """
    edges = np.cumsum(np.asarray(weights, dtype=np.float64) / sum(weights))
    position = (np.arange(places) + 0.5) * turn % 1.0
    chosen = np.minimum(np.searchsorted(edges, position, side="right"), len(weights) - 1)
    return np.asarray(chosen, dtype=np.int64)


def details(channel: str, places: int) -> dict[str, Sequence[object]]:
    """Hour, device, failure, step, authentication and age of the version of ``places`` transactions."""
    turns = _turns(5)

    def choose(choices: Sequence[tuple[object, ...]], turn: float) -> list[tuple[object, ...]]:
        return [choices[k] for k in spread([float(str(choice[-1])) for choice in choices], places, turn)]

    losses = choose(ways_to_fail(channel), turns[2])
    ages = choose(VERSION_AGES, turns[4])
    return {
        "hour": spread(HOURS[CHANNELS.index(channel)], places, turns[0]).tolist(),
        "device": [chosen[0] for chosen in choose(_DEVICES.get(channel, ((None, 1.0),)), turns[1])],
        "reason": [loss[0] for loss in losses],
        "step": [loss[1] for loss in losses],
        "authentication": [chosen[0] for chosen in choose(_AUTHENTICATION[channel], turns[3])],
        "version_age": [age[0] if channel == "mobile" else None for age in ages],
    }


def version(month: int) -> str:
    """The application's version that came out in a month (counted from year 0)."""
    return f"{month // 12 - 2020}.{month % 12 + 1}"


def _turns(count: int) -> list[float]:
    # The generalised golden ratio of this many dimensions: x ** (count + 1) = x + 1.
    ratio = 2.0
    for _ in range(60):
        ratio = (1 + ratio) ** (1 / (count + 1))
    return [ratio ** -(k + 1) for k in range(count)]


def known_words() -> dict[str, tuple[str, ...]]:
    """Every value that each text column of the synthetic log may take, but services and versions."""
    lost = _LOST_REMOTE + _LOST_IN_PERSON
    return {
        "channel": CHANNELS,
        "segment": SEGMENTS,
        "device": tuple(name for choices in _DEVICES.values() for name, _ in choices),
        "reason": tuple(dict.fromkeys(reason for reason, _, _ in lost)),
        "step": STEPS,
        "authentication": tuple(
            dict.fromkeys(name for choices in _AUTHENTICATION.values() for name, _ in choices)
        ),
        "region": tuple(REGIONS),
        "branch": tuple(f"A{number:04d}" for number in range(1, BRANCHES + 1)),
    }
