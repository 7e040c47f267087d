"""Small panels of banks for the tests of the risk scores."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.risk.position import RiskPosition, risk_position
from analytics.risk.profile import risk_history

KNOTS = [0.0, 1.0, 2.0, 4.0, 8.0]
RISKS = ("operational", "regulatory", "legal", "reputational")


def catalogue(size: int = 6, **columns: list[object]) -> pd.DataFrame:
    """``size`` indicators over the four risks; every third falls, every fourth raises a red flag."""
    falling = [index % 3 == 2 for index in range(size)]
    frame = pd.DataFrame(
        {
            "indicator": [f"I{index}" for index in range(size)],
            "risk": [RISKS[index % 4] for index in range(size)],
            "direction": ["down" if down else "up" for down in falling],
            "weight": [1.0 + index % 2 for index in range(size)],
            "provenance": ["C" if index % 2 else "V" for index in range(size)],
            "red_flag": [index % 4 == 2 for index in range(size)],
            "count": False,
        }
    )
    for knot in range(5):
        frame[f"knot{knot}"] = [KNOTS[4 - knot] if down else KNOTS[knot] for down in falling]
    return frame.assign(**columns)


def observations(values: np.ndarray, *, start: str = "2025-01-01") -> pd.DataFrame:
    """A frame from an array banks × months × indicators."""
    banks, months, size = values.shape
    index = pd.MultiIndex.from_product(
        [
            [f"bank {letter}" for letter in "ABCDEFGHIJKLMNOPQRST"[:banks]],
            pd.date_range(start, periods=months, freq="MS"),
            [f"I{number}" for number in range(size)],
        ],
        names=["bank", "month", "indicator"],
    )
    return pd.DataFrame({"value": values.ravel()}, index=index).reset_index()


def position(values: np.ndarray, table: pd.DataFrame, *, p: float = 2.0) -> RiskPosition:
    """Where banks stand with these values (banks × indicators) in their only month."""
    return risk_position(risk_history(observations(np.asarray(values, dtype=float)[:, None, :]), table, p=p))
