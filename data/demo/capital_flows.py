"""Capital flows of an invented country, on which flows at risk are shown until a series is loaded."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

_PERIODS: Final = 160
_SEED: Final = 20020901


def simulate() -> pd.DataFrame:
    """An invented country whose inflows fall faster than they rise when all others' fall.

    Returns
    -------
    DataFrame: rows of ``example_series`` for ``own`` and ``common``, net inflow in % of GDP over 160 periods
    """
    random = np.random.default_rng(_SEED)
    common, own = np.zeros(_PERIODS), np.zeros(_PERIODS)
    for period in range(1, _PERIODS):
        common[period] = 0.6 * common[period - 1] + random.standard_normal()
        spread = 1.2 * (1.0 + 0.4 * max(0.0, -common[period]))
        own[period] = 1.0 + 0.4 * own[period - 1] + 0.9 * common[period] + spread * random.standard_t(5)
    periods = [f"{period:03d}" for period in range(1, _PERIODS + 1)]
    return pd.concat(
        [
            pd.DataFrame({"series": name, "period": periods, "value": values})
            for name, values in (("own", own), ("common", common))
        ],
        ignore_index=True,
    ).assign(
        example="capital_flows",
        unit="% of GDP",
        unit_fr="% du PIB",
        source="demo_generator",
        kind="synthetic",
    )
