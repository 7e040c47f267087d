"""Where the customers of the demonstration banks live."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from data.demo.world import PROFILES, SEGMENTS, with_source

# Shares of the customers abroad: the countries to which most Moroccans have moved, in round figures.
_ABROAD: Final = {
    "FRA": 0.41,
    "ESP": 0.22,
    "ITA": 0.14,
    "BEL": 0.09,
    "NLD": 0.06,
    "DEU": 0.04,
    "GBR": 0.02,
    "CHE": 0.01,
    "SEN": 0.006,
    "CIV": 0.004,
}
# A small bank serves fewer countries; the one for customers abroad serves all.
_REACH: Final = {"large": 8, "medium": 6, "small": 3}
_FOR_CUSTOMERS_ABROAD: Final = "detroit"


def by_country() -> pd.DataFrame:
    """Customers of each bank by country; those abroad are its segment of that name."""
    rows = []
    for profile in PROFILES:
        abroad = round(profile.customers * profile.segments[SEGMENTS.index("abroad")])
        reach = len(_ABROAD) if profile.bank == _FOR_CUSTOMERS_ABROAD else _REACH[profile.size]
        served = list(_ABROAD)[:reach]
        shares = np.array([_ABROAD[country] for country in served])
        counts = np.floor(abroad * shares / shares.sum()).astype(np.int64)
        counts[0] += abroad - counts.sum()
        rows.append((profile.bank, "MAR", profile.customers - abroad))
        rows += [(profile.bank, *pair) for pair in zip(served, counts.tolist(), strict=True)]
    return with_source(pd.DataFrame(rows, columns=["bank", "country", "customers"]))
