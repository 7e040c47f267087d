"""Eight fictional banks over five years, so that there is something to show beside real figures."""

from __future__ import annotations

from datetime import date

import pandas as pd

AS_OF = date(2026, 10, 31)


def tables() -> dict[str, pd.DataFrame]:
    return {}
