"""Morocco's three approaches from published accounts, which show neither business lines nor loans by line.

A stated convention splits the accounts over the circular's lines; bounds say what another split would give.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.risk.capital import business_indicator
from analytics.risk.capital_morocco import (
    BUSINESS_LINE_BETAS,
    alternative_standardised,
    basic_indicator,
    standardised_lines,
)

Floats = NDArray[np.float64]

RETAIL_SHARE = 0.6
LOAN_SHARE = 0.75
_SMALLEST_LOAN_SHARE = 0.5


def net_banking_income(accounts: Mapping[str, Any] | pd.DataFrame) -> Floats:
    """Net banking income of each year: interest and fee margins, dividends, both books, other operations.

    Parameters
    ----------
    accounts : as ``business_indicator`` takes them, under the long names, in millions of any currency

    Returns
    -------
    array, shape (3,), in the same millions

    Raises
    ------
    ValueError: as ``business_indicator``
    """
    lines = income_by_line(accounts)
    return np.asarray(sum(lines.values()), dtype=np.float64)


def income_by_line(
    accounts: Mapping[str, Any] | pd.DataFrame, *, retail_share: float = RETAIL_SHARE
) -> dict[str, Floats]:
    """Net banking income by line of the circular, under a convention.

    The trading book goes to trading and sales, net fees to payment and settlement, everything else to
    retail and commercial banking in the proportion stated; the other four lines are 0.

    Parameters
    ----------
    accounts : as in ``net_banking_income``
    retail_share : float in [0, 1], retail banking's part of what it shares with commercial banking

    Returns
    -------
    dict, line of ``BUSINESS_LINE_BETAS`` to array of shape (3,), in millions

    Raises
    ------
    ValueError: as ``business_indicator``; a share outside [0, 1]
    """
    _check_share(retail_share, "retail_share")
    items = _items(accounts)
    lending = (
        (items["interest_income"] - items["interest_expense"])
        + items["dividend_income"]
        + items["banking_book_profit"]
        + (items["other_operating_income"] - items["other_operating_expense"])
    )
    lines = {line: np.zeros(3) for line in BUSINESS_LINE_BETAS}
    lines["trading_and_sales"] = items["trading_book_profit"]
    lines["payment_and_settlement"] = items["fee_income"] - items["fee_expense"]
    lines["retail_banking"] = retail_share * lending
    lines["commercial_banking"] = (1.0 - retail_share) * lending
    return lines


def moroccan_approaches(
    accounts: Mapping[str, Any] | pd.DataFrame,
    *,
    retail_share: float = RETAIL_SHARE,
    loan_share: float = LOAN_SHARE,
) -> pd.DataFrame:
    """The basic indicator, standardised and alternative standardised approaches on the same accounts.

    Parameters
    ----------
    accounts : as in ``net_banking_income``
    retail_share : as in ``income_by_line``
    loan_share : float in [0, 1], loans of the interest-earning assets

    Returns
    -------
    DataFrame, columns approach, capital, low, high, in millions. The basic indicator needs no split: its
    bounds are its value. The standardised bounds are every income at the smallest and at the largest beta,
    which hold for any split into lines without a loss; the alternative's are loans of half and of all the
    interest-earning assets

    Raises
    ------
    ValueError: as ``business_indicator``; a share outside [0, 1]

    References
    ----------
    Bank Al-Maghrib, circulaire 26/G/2006, articles 56 to 62.
    """
    _check_share(loan_share, "loan_share")
    lines = income_by_line(accounts, retail_share=retail_share)
    income = net_banking_income(accounts)
    earning = _items(accounts)["interest_earning_assets"]

    def alternative(share: float) -> float:
        loans = {
            "retail_banking": retail_share * share * earning,
            "commercial_banking": (1.0 - retail_share) * share * earning,
        }
        return float(alternative_standardised(lines, loans))

    positive = float(np.maximum(income, 0.0).mean())
    betas = BUSINESS_LINE_BETAS.values()
    basic = float(basic_indicator(income))
    by_line = float(standardised_lines(lines))
    rows = [
        ("basic_indicator", basic, basic, basic),
        (
            "standardised_lines",
            by_line,
            min(min(betas) * positive, by_line),
            max(max(betas) * positive, by_line),
        ),
        (
            "alternative_standardised",
            alternative(loan_share),
            alternative(min(_SMALLEST_LOAN_SHARE, loan_share)),
            alternative(1.0),
        ),
    ]
    return pd.DataFrame(rows, columns=["approach", "capital", "low", "high"])


def _items(accounts: Mapping[str, Any] | pd.DataFrame) -> dict[str, Floats]:
    # Every complaint about the accounts is the business indicator's.
    business_indicator(accounts)
    return {str(key): np.asarray(values, dtype=np.float64) for key, values in accounts.items()}


def _check_share(share: float, name: str) -> None:
    if not 0.0 <= share <= 1.0:
        raise ValueError(f"{name} is {share}; it must lie between 0 and 1")
