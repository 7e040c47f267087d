"""Operational losses, the accounts they are measured against, and the links between banks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from data.demo.factors import Factors
from data.demo.incidents import Incidents
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

# type: events a month in a bank of median size, share of the yearly loss, sigma of the body
_TYPES: Final = {
    "internal_fraud": (0.06, 0.14, 1.35),
    "external_fraud": (0.75, 0.30, 1.15),
    "employment_practices": (0.05, 0.06, 0.95),
    "clients_products_practices": (0.14, 0.18, 1.25),
    "physical_damage": (0.07, 0.05, 1.05),
    "disruption_system_failure": (0.22, 0.10, 1.10),
    "execution_delivery": (0.48, 0.17, 1.05),
}
_CHANNEL_OF: Final = {
    "external_fraud": ("mobile", "internet", "atm"),
    "disruption_system_failure": ("mobile", "internet", "atm"),
    "internal_fraud": ("branch",),
    "execution_delivery": ("branch", "adviser"),
}
_TAIL_SHARE: Final = 0.06
_TAIL_SHAPE: Final = 0.55
_LOSS_RATIO: Final = 0.50
"""Fifteen times the average yearly loss, of the business indicator component, in a middling bank."""

_BUCKET_MAD_MILLION: Final = 1_000.0 * MAD_PER_EUR
YEARS: Final = tuple(range(2018, 2026))
_LINKS: Final = (
    ("noria", "caravane", "vendor", 0.12),
    ("caravane", "noria", "vendor", 0.12),
    ("safran", "noria", "vendor", 0.10),
    ("cedre", "oliviers", "vendor", 0.08),
    ("oliviers", "cedre", "vendor", 0.03),
    ("detroit", "zellige", "vendor", 0.09),
    ("safran", "zellige", "group", 0.22),
    ("zellige", "safran", "group", 0.14),
    ("zellige", "detroit", "channel_mix", 0.05),
    ("detroit", "noria", "channel_mix", 0.06),
    ("noria", "detroit", "channel_mix", 0.06),
    ("noria", "zellige", "channel_mix", 0.05),
    ("amandier", "oliviers", "channel_mix", 0.04),
    ("oliviers", "amandier", "channel_mix", 0.03),
    ("caravane", "zellige", "channel_mix", 0.05),
    ("zellige", "caravane", "exposure", 0.07),
)


@dataclass(frozen=True)
class Losses:
    """Loss events, and the internal loss ratio that follows from them by bank and month."""

    table: pd.DataFrame
    ratio: Floats


def business_component(accounts: pd.DataFrame) -> pd.Series:
    """Business indicator component by bank, MAD million, from the last three years of each bank.

    Basel framework OPE25, with the first bucket of EUR 1 billion at the demonstration's rate.
    """
    recent = accounts[accounts["year"] > max(YEARS) - 3].drop(columns=["year", "source", "kind"])
    net = (recent["interest_income"] - recent["interest_expense"]).abs()
    recent = recent.assign(
        net=net, trading=recent["trading_book_result"].abs(), book=recent["banking_book_result"].abs()
    )
    mean = recent.groupby("bank", sort=False).mean(numeric_only=True)
    interest = np.minimum(mean["net"], 0.0225 * mean["interest_earning_assets"]) + mean["dividend_income"]
    service = np.maximum(mean["fee_income"], mean["fee_expense"]) + np.maximum(
        mean["other_operating_income"], mean["other_operating_expense"]
    )
    indicator = interest + service + mean["trading"] + mean["book"]
    above = np.maximum(indicator - _BUCKET_MAD_MILLION, 0.0)
    component: pd.Series = 0.12 * np.minimum(indicator, _BUCKET_MAD_MILLION) + 0.15 * above
    return component


def accounts() -> pd.DataFrame:
    """Yearly accounts in proportion to assets, with the bank's own mix."""
    rng = chance("accounts")
    assets = column("assets")[:, None]
    years = np.array(YEARS)
    scale = assets * np.exp(0.045 * (years - YEARS[-1]))[None, :]

    def part(share: float, spread: float, *, centred: bool = False) -> Floats:
        own = np.exp(spread * rng.standard_normal((len(BANKS), 1)))
        wave = 1.0 + 0.06 * rng.standard_normal(scale.shape)
        swing = 0.6 + 0.6 * rng.standard_normal(scale.shape) if centred else wave
        return np.round(scale * share * own * swing, 1)

    bank, year = (axis.ravel() for axis in np.indices(scale.shape))
    fee = part(0.0088, 0.12)
    columns = {
        "interest_income": part(0.0455, 0.06),
        "interest_expense": part(0.0155, 0.08),
        "interest_earning_assets": part(0.86, 0.03),
        "dividend_income": part(0.0011, 0.3),
        "fee_income": fee,
        "fee_expense": np.round(0.17 * fee, 1),
        "other_operating_income": part(0.0016, 0.25),
        "other_operating_expense": part(0.0012, 0.25),
        "trading_book_result": part(0.0026, 0.3, centred=True),
        "banking_book_result": part(0.0009, 0.3, centred=True),
        "operating_cost": part(0.0190, 0.10),
        "e_banking_revenue": part(0.0021, 0.25),
    }
    frame = pd.DataFrame({"bank": np.array(BANKS)[bank], "year": years[year]})
    return with_source(frame.assign(**{name: values.ravel() for name, values in columns.items()}))


def simulate(factors: Factors, incidents: Incidents, statements: pd.DataFrame) -> Losses:
    """Draw loss events: lognormal bodies with a heavy tail, more of them where discipline is low."""
    rng = chance("losses")
    component = business_component(statements).loc[list(BANKS)].to_numpy()
    yearly = component * _LOSS_RATIO / 15.0 * 1e6
    size = (column("customers") / np.median(column("customers"))) ** 0.45
    frames = []
    for event_type, (rate, share, sigma) in _TYPES.items():
        intensity = rate * size[:, None] * np.exp(-0.30 * factors.discipline)
        counts = rng.poisson(intensity)
        bank, month = (np.repeat(axis.ravel(), counts.ravel()) for axis in np.indices(counts.shape))
        mean = yearly[bank] * share / (12.0 * rate * size[bank])
        frames.append(_events(rng, event_type, bank, month, mean, sigma))
    table = pd.concat(frames, ignore_index=True)
    table = table.sort_values(["bank_index", "occurred_on", "event_type"], kind="stable", ignore_index=True)
    year = table["occurred_on"].dt.year
    rank = table.groupby(["bank_index", year]).cumcount() + 1
    table["event"] = [f"PERTE-{y}-{n:03d}" for y, n in zip(year, rank, strict=True)]
    _link_incidents(rng, table, incidents)
    ratio = _ratio(table, component)
    return Losses(with_source(table.drop(columns=["bank_index", "month_index"])), ratio)


def _events(
    rng: np.random.Generator, event_type: str, bank: Integers, month: Integers, mean: Floats, sigma: float
) -> pd.DataFrame:
    size = len(bank)
    body = rng.lognormal(-0.5 * sigma**2, sigma, size)
    tail = (1.0 - rng.random(size)) ** -_TAIL_SHAPE
    factor = np.where(rng.random(size) < _TAIL_SHARE, 2.5 * tail, body)
    gross = np.round(np.clip(mean * 0.85 * factor, 500.0, None), 2)
    first = MONTHS[month]
    occurred = first + pd.to_timedelta(np.floor(rng.random(size) * first.days_in_month.to_numpy()), unit="D")
    booked = occurred + pd.to_timedelta(np.round(rng.gamma(2.0, 22.0, size)), unit="D")
    recovered = np.where(rng.random(size) < 0.35, np.round(gross * rng.beta(1.6, 3.2, size), 2), 0.0)
    places = _CHANNEL_OF.get(event_type)
    return pd.DataFrame(
        {
            "bank": np.array(BANKS)[bank],
            "event_type": event_type,
            "occurred_on": occurred,
            "booked_on": pd.Series(booked).where(booked <= pd.Timestamp(AS_OF)),
            "gross_amount": gross,
            "recovery_amount": recovered,
            "currency": "MAD",
            "channel": rng.choice(places, size) if places else None,
            "bank_index": bank,
            "month_index": month,
        }
    )


def _link_incidents(rng: np.random.Generator, table: pd.DataFrame, incidents: Incidents) -> None:
    """A system failure in a month with incidents belongs, as a rule, to one of them."""
    known = incidents.table.groupby(["bank", "month_index"])["incident"].apply(list)
    linked: list[str | None] = []
    failing = table["event_type"] == "disruption_system_failure"
    for bank, month, fails in zip(table["bank"], table["month_index"], failing, strict=True):
        candidates = known.get((bank, month)) if fails else None
        linked.append(str(rng.choice(candidates)) if candidates and rng.random() < 0.7 else None)
    table["incident"] = linked


def _ratio(table: pd.DataFrame, component: Floats) -> Floats:
    """Fifteen times the average yearly net loss since the start, of the business indicator component."""
    net = np.zeros((len(BANKS), len(MONTHS)))
    place = (table["bank_index"].to_numpy(dtype=int), table["month_index"].to_numpy(dtype=int))
    np.add.at(net, place, (table["gross_amount"] - table["recovery_amount"]).to_numpy())
    years = np.arange(1, len(MONTHS) + 1) / 12.0
    average = np.cumsum(net, axis=1) / years
    return 15.0 * average / (component[:, None] * 1e6)


def links() -> pd.DataFrame:
    """Who shares a vendor, a group or a channel mix with whom."""
    return with_source(pd.DataFrame(_LINKS, columns=["bank", "counterpart", "link", "strength"]))


def bank_table() -> pd.DataFrame:
    """The banks themselves."""
    frame = pd.DataFrame(
        {
            "bank": BANKS,
            "name": [profile.name for profile in PROFILES],
            "country": "MAR",
            "size": [profile.size for profile in PROFILES],
            "profile_en": [profile.profile_en for profile in PROFILES],
            "profile_fr": [profile.profile_fr for profile in PROFILES],
            "total_assets_mad_million": column("assets"),
            "customers": column("customers").astype(np.int64),
            "branches": column("branches").astype(np.int64),
            "employees": column("employees").astype(np.int64),
        }
    )
    return with_source(frame)
