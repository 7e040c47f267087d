"""Liquidity, currency and capital of the demonstration banks, at the end of each of three years."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from data.demo.losses import YEARS
from data.demo.world import BANKS, PROFILES, SEGMENTS, Floats, chance, column, with_source

_YEARS: Final = YEARS[-3:]
_DEPOSITS: Final = 0.68
"""Deposits over total assets; the other shares below are of total assets where they say no other."""
_ABROAD_WEALTH: Final = 1.7
"""Deposits of a customer abroad over those of the average one."""
_BUSINESS_WEALTH: Final = 2.4


def simulate() -> pd.DataFrame:
    """Positions in proportion to assets and to who the customers are, with the bank's own mix."""
    rng = chance("positions")
    years = np.array(_YEARS)
    assets = column("assets")[:, None] * np.exp(0.045 * (years - years[-1]))[None, :]
    segments = np.array([profile.segments for profile in PROFILES])

    def own(spread: float) -> Floats:
        of_bank = np.exp(spread * rng.standard_normal((len(BANKS), 1)))
        return np.asarray(of_bank * (1.0 + 0.03 * rng.standard_normal(assets.shape)))

    weight = segments * np.where(
        np.array(SEGMENTS) == "abroad",
        _ABROAD_WEALTH,
        np.where(np.array(SEGMENTS) == "business", _BUSINESS_WEALTH, 1.0),
    )
    part = dict(zip(SEGMENTS, (weight / weight.sum(axis=1, keepdims=True)).T[:, :, None], strict=True))
    abroad, business = part["abroad"], part["business"]
    deposits = assets * _DEPOSITS * own(0.04)
    capital_needs = assets * 0.66 * own(0.05)
    turnover = assets * 0.48 * (0.5 + 2.0 * business + 1.0 * abroad) * own(0.15)
    transfers = assets * 0.62 * abroad * own(0.12)
    outflows = assets * 0.125 * own(0.08)
    columns = {
        "deposits_retail": deposits * (1.0 - abroad - business),
        "deposits_business": deposits * business,
        "deposits_abroad": deposits * abroad,
        # No reserve has been required since June 2020.
        "reserves_held": np.zeros_like(assets),
        "liquid_assets": outflows * 1.45 * own(0.12),
        "net_outflows": outflows,
        "refinancing": assets * 0.075 * own(0.25),
        "currency_turnover": turnover,
        "currency_income": turnover * 0.0032 * own(0.12),
        "transfers_received": transfers,
        "transfer_income": transfers * 0.011 * own(0.1),
        "open_currency_position": assets * 0.004 * rng.standard_normal((len(BANKS), 1)) * own(0.05),
        "capital": capital_needs * 0.152 * own(0.06),
        "risk_weighted_assets": capital_needs,
        "risk_weighted_in_currency": capital_needs * (0.04 + 0.3 * business) * own(0.1),
    }
    bank, year = (axis.ravel() for axis in np.indices(assets.shape))
    frame = pd.DataFrame({"bank": np.array(BANKS)[bank], "year": years[year]})
    return with_source(frame.assign(**{name: np.round(each, 1).ravel() for name, each in columns.items()}))
