"""Write the tables that the product derives and ships: ``python -m studies.precompute``.

The floor of the data knows no model and that of the models no data; this is the place where both are known.
A test recomputes a sample, so that a change of the forecast without a new table does not pass.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pandas as pd

from analytics.adoption.forecast import backtest
from data.contracts import contract
from data.shipped import shipped_tables
from studies.adoption.forecast import forecast_breaks

BACKTESTED: Final = ("internet_banking_users", "internet_users")
HORIZON: Final = 10
TABLE: Final = contract("forecast_backtest")
TARGET: Final = Path(__file__).resolve().parent.parent / "data" / "facts" / f"{TABLE.name}.csv"
_DIGITS: Final = 2


def history(indicator: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The shipped figures of every country, and their breaks, in the shape of the forecast.

    Returns
    -------
    history : DataFrame entity, year, value
    breaks : DataFrame entity, year
    """
    shipped = shipped_tables()
    countries = shipped["country"].query("role != 'group'")["country"]
    facts = shipped["fact"]
    own = facts[(facts["indicator"] == indicator) & (facts["group"] == "all")]
    figures = own[own["country"].isin(countries)].rename(columns={"country": "entity", "period": "year"})
    breaks = shipped["definition_break"].query("indicator == @indicator")
    return figures[["entity", "year", "value"]], forecast_breaks(breaks)


def backtest_rows(indicator: str) -> pd.DataFrame:
    """Every forecast of ``indicator`` that could have been made and judged, in the shape of the table."""
    figures, breaks = history(indicator)
    rows = backtest(figures, horizon=HORIZON, breaks=breaks).rename(columns={"entity": "country"})
    rows = rows.assign(indicator=indicator, source="vigie", kind="derived")
    return rows[[column.name for column in TABLE.columns]].round(_DIGITS)


def write() -> None:
    """Compute the table anew and put it in its place."""
    rows = pd.concat([backtest_rows(indicator) for indicator in BACKTESTED], ignore_index=True)
    rows.to_csv(TARGET, index=False, lineterminator="\n")


if __name__ == "__main__":
    write()
