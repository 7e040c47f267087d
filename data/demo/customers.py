"""A few hundred pseudonymous customers a bank, the people of a test, and what a visitor sees on the sites."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from data.contracts.marketing import MIX_ITEMS
from data.demo.factors import Factors
from data.demo.world import AS_OF, BANKS, PROFILES, Floats, chance, with_source

CUSTOMERS: Final = 260
"""Customers of each bank whose operations are shown."""

WEEKS: Final = 104
PURCHASES: Final = (0.62, 6.5)
"""Shape and rate of the gamma law of operations a week."""

LEAVING: Final = (0.75, 3.2)
"""Beta law of the chance to leave after an operation."""

PILOT: Final = "call_pilot_2026_09"
PILOT_PEOPLE: Final = 900
"""People of each bank's telephone test, a third in each arm."""

_CALLED: Final = {"control": 0.0, "call": 0.55, "call_and_visit": 0.8}
"""What the arm adds to the log-odds of becoming an active user."""

_OCCUPATIONS: Final = ("employee", "self-employed", "student", "retired", "farmer", "unemployed")
_OCCUPATION_SHARE: Final = (0.34, 0.22, 0.14, 0.12, 0.1, 0.08)
_EDUCATIONS: Final = ("none", "primary", "secondary", "tertiary")
_EDUCATION_SHARE: Final = (0.22, 0.25, 0.3, 0.23)
_OCCUPATION_ODDS: Final = np.array([0.2, 0.1, 0.5, -0.5, -0.5, -0.2])
_EDUCATION_ODDS: Final = np.array([-0.6, -0.2, 0.2, 0.6])


def transactions() -> pd.DataFrame:
    """Operations of customers who come at a rate of their own until they leave: the law of BG/NBD."""
    rng = chance("customers")
    last = pd.Timestamp(AS_OF)
    banks, customers, days = [], [], []
    for bank in BANKS:
        started = rng.integers(0, (WEEKS - 8) * 7, CUSTOMERS)
        pace = rng.gamma(PURCHASES[0], 1.0 / PURCHASES[1], CUSTOMERS) / 7.0
        leaving = rng.beta(*LEAVING, CUSTOMERS)
        for customer in range(CUSTOMERS):
            room = WEEKS * 7 - started[customer]
            stays = int(rng.geometric(leaving[customer]))
            waits = rng.exponential(1.0 / pace[customer], min(stays, 400))
            came = np.concatenate([[0.0], np.cumsum(waits)])
            came = np.unique(came[came < room].astype(int)) + started[customer]
            banks += [bank] * came.size
            customers += [f"c-{customer:05d}"] * came.size
            days += came.tolist()
    frame = pd.DataFrame({"bank": banks, "customer": customers, "day": days})
    number = frame.groupby("bank").cumcount()
    amount = np.exp(rng.normal(6.4, 0.9, len(frame)))
    return with_source(
        pd.DataFrame(
            {
                "bank": frame["bank"],
                "transaction": [f"t-{place:06d}" for place in number],
                "customer": frame["customer"],
                "transacted_on": last - pd.to_timedelta(WEEKS * 7 - 1 - frame["day"], unit="D"),
                "amount_mad": np.round(amount, 2),
            }
        )
    )


def holdings() -> pd.DataFrame:
    """What each of these customers holds here, and elsewhere where they told; half agreed to be addressed."""
    rng = chance("holdings")
    size = len(BANKS) * CUSTOMERS
    held = np.exp(rng.normal(9.6, 1.1, size))
    share = rng.beta(2.4, 1.6, size)
    told = rng.random(size) < 0.45
    return with_source(
        pd.DataFrame(
            {
                "bank": np.repeat(BANKS, CUSTOMERS),
                "customer": [f"c-{customer:05d}" for customer in range(CUSTOMERS)] * len(BANKS),
                "held_mad": np.round(held, 2),
                "elsewhere_mad": np.where(told, np.round(held * (1.0 - share) / share, 2), np.nan),
                "opted_in": rng.random(size) < 0.52,
            }
        )
    )


def contacts(factors: Factors) -> pd.DataFrame:
    """A telephone test in September 2026, person by person, with what was known before and only after."""
    rng = chance("contacts")
    size = len(BANKS) * PILOT_PEOPLE
    arm = np.array(list(_CALLED))[np.tile(np.arange(PILOT_PEOPLE) % len(_CALLED), len(BANKS))]
    arm = np.concatenate([rng.permutation(part) for part in np.split(arm, len(BANKS))])
    occupation = rng.choice(len(_OCCUPATIONS), size, p=_OCCUPATION_SHARE)
    education = rng.choice(len(_EDUCATIONS), size, p=_EDUCATION_SHARE)
    age = np.clip(np.round(rng.normal(41.0, 14.0, size)), 18, 85)
    earlier = rng.poisson(0.7, size)
    digital = np.repeat(factors.digital[:, -1], PILOT_PEOPLE)
    odds = (
        -2.6
        + 1.2 * (digital - 0.5)
        + np.array([_CALLED[name] for name in arm])
        + _OCCUPATION_ODDS[occupation]
        + _EDUCATION_ODDS[education]
        - 0.02 * (age - 41.0)
        + 0.15 * earlier
    )
    won = rng.random(size) < 1.0 / (1.0 + np.exp(-odds))
    called = arm != "control"
    # Who says yes is then signed up over the telephone: the call is long because it succeeded.
    duration = np.round(np.exp(rng.normal(np.where(won, 6.2, 4.9), 0.6, size)))
    return with_source(
        pd.DataFrame(
            {
                "bank": np.repeat(BANKS, PILOT_PEOPLE),
                "campaign": PILOT,
                "person": [f"p-{person:05d}" for person in range(PILOT_PEOPLE)] * len(BANKS),
                "arm": arm,
                "outcome": won,
                "age": age.astype(int),
                "occupation": np.array(_OCCUPATIONS)[occupation],
                "education": np.array(_EDUCATIONS)[education],
                "customer_years": np.round(rng.gamma(1.6, 4.0, size), 1),
                "earlier_contacts": earlier,
                "contact_month": "2026-09",
                "call_duration": np.where(called, duration, np.nan),
                "clicked": None,
            }
        )
    )


def mix_answers(factors: Factors) -> pd.DataFrame:
    """What an auditor saw on each fictional site; digital and compliant banks pass more of the checklist."""
    rng = chance("mix")
    seen_on = pd.Timestamp(AS_OF) - pd.Timedelta(days=12)
    dimension = [item.split(".")[0] for item in MIX_ITEMS]
    frames = []
    for position, profile in enumerate(PROFILES):
        digital, discipline, compliance = (
            float(path[position, -1]) for path in (factors.digital, factors.discipline, factors.compliance)
        )
        ease = dict.fromkeys(dimension, 3.0 * (digital - 0.55))
        ease["privacy"] += 0.6 * compliance
        ease["security"] += 0.8 + 0.6 * discipline
        ease["customer_service"] += 0.3
        ease["community"] -= 0.6
        chance_of = _logistic(np.array([0.35 + ease[name] for name in dimension]))
        drawn = rng.random(len(MIX_ITEMS))
        answer = np.where(drawn < chance_of, 1.0, np.where(drawn < chance_of + 0.08, 0.5, 0.0))
        unseen = rng.random(len(MIX_ITEMS)) < 0.09
        unproven = rng.random(len(MIX_ITEMS)) < 0.04
        proof = [
            f"https://{profile.bank}.example/{item.replace('.', '/')}, {seen_on:%Y-%m-%d}"
            for item in MIX_ITEMS
        ]
        frames.append(
            pd.DataFrame(
                {
                    "bank": profile.bank,
                    "item": MIX_ITEMS,
                    "answer": np.where(unseen, np.nan, answer),
                    "evidence": pd.Series(proof, dtype=object).mask(unseen | unproven),
                    "observed_on": pd.Series(seen_on, range(len(MIX_ITEMS))).mask(unseen),
                }
            )
        )
    return with_source(pd.concat(frames, ignore_index=True))


def _logistic(odds: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-odds)), dtype=np.float64)
