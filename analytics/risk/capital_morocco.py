"""Capital for operational risk under Bank Al-Maghrib's circular 26/G/2006, and beside the other standards.

References
----------
Bank Al-Maghrib, circulaire 26/G/2006, articles 56 to 62.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from analytics.risk.capital import (
    BusinessIndicator,
    OwnFundsRequirement,
    eu_crr3,
    standardised_approach,
)

Floats = NDArray[np.float64]

BASIC_INDICATOR_SHARE = 0.15
# Article 60, in its order; amounts are shares of the line's net banking income.
BUSINESS_LINE_BETAS: Mapping[str, float] = {
    "corporate_finance": 0.18,
    "trading_and_sales": 0.18,
    "retail_banking": 0.12,
    "commercial_banking": 0.15,
    "payment_and_settlement": 0.18,
    "retail_brokerage": 0.12,
    "agency_services": 0.15,
    "asset_management": 0.12,
}
LENDING_LINES = ("retail_banking", "commercial_banking")
_LOAN_FACTOR = 0.035
_LENDING_BETA = 0.15
_OTHER_LINES_BETA = 0.18
_YEARS = 3


def basic_indicator(gross_income: ArrayLike) -> OwnFundsRequirement:
    """15 % of the average positive net banking income of three years.

    Parameters
    ----------
    gross_income : array-like, three years, in millions; a year of 0 or less counts neither above nor
        below the line

    Returns
    -------
    float, in the same millions, 0 where no year is positive

    Raises
    ------
    ValueError: not three years, a year missing
    """
    income = _years(gross_income, "gross_income")
    positive = income[income > 0]
    return OwnFundsRequirement(BASIC_INDICATOR_SHARE * positive.mean() if positive.size else 0.0)


def standardised_lines(income_by_line: Mapping[str, ArrayLike] | pd.DataFrame) -> OwnFundsRequirement:
    """Each line's net banking income times its beta, summed by year, floored at 0, averaged.

    A loss on one line offsets the other lines of the same year, never those of another year.

    Parameters
    ----------
    income_by_line : mapping or DataFrame; the eight lines of ``BUSINESS_LINE_BETAS``, three years each,
        in millions

    Returns
    -------
    float, in the same millions

    Raises
    ------
    ValueError: a line missing or unknown, not three years, a year missing

    References
    ----------
    Circulaire 26/G/2006, articles 59 and 60.
    """
    lines = _by_line(income_by_line, tuple(BUSINESS_LINE_BETAS), "income_by_line")
    charges = sum(BUSINESS_LINE_BETAS[line] * lines[line] for line in BUSINESS_LINE_BETAS)
    return OwnFundsRequirement(np.maximum(charges, 0.0).mean())


def alternative_standardised(
    income_by_line: Mapping[str, ArrayLike] | pd.DataFrame,
    gross_loans: Mapping[str, ArrayLike] | pd.DataFrame,
) -> OwnFundsRequirement:
    """Loans stand for income in retail and commercial banking: 15 % of 3.5 % of them; 18 % elsewhere.

    Parameters
    ----------
    income_by_line : mapping or DataFrame; at least the six lines other than ``LENDING_LINES``, three
        years each, in millions
    gross_loans : mapping or DataFrame; the two lines of ``LENDING_LINES``, three years each, in millions

    Returns
    -------
    float, in the same millions

    Raises
    ------
    ValueError: a line missing or unknown, not three years, a year missing, negative loans

    References
    ----------
    Circulaire 26/G/2006, article 62.
    """
    others = tuple(line for line in BUSINESS_LINE_BETAS if line not in LENDING_LINES)
    income = _by_line(income_by_line, others, "income_by_line", allowed=tuple(BUSINESS_LINE_BETAS))
    loans = _by_line(gross_loans, LENDING_LINES, "gross_loans")
    if any((amounts < 0).any() for amounts in loans.values()):
        raise ValueError("gross_loans holds a negative amount; loans outstanding are 0 or more")
    lending = _LOAN_FACTOR * _LENDING_BETA * sum(float(amounts.mean()) for amounts in loans.values())
    elsewhere = _OTHER_LINES_BETA * sum(float(income[line].mean()) for line in others)
    return OwnFundsRequirement(lending + max(elsewhere, 0.0))


def side_by_side(
    bi: float | BusinessIndicator,
    average_annual_loss: float,
    *,
    gross_income: ArrayLike | None = None,
    income_by_line: Mapping[str, ArrayLike] | pd.DataFrame | None = None,
    gross_loans: Mapping[str, ArrayLike] | pd.DataFrame | None = None,
    currency_per_euro: float = 1.0,
    loss_years: float = 10.0,
) -> pd.DataFrame:
    """Every approach on the same bank.

    Parameters
    ----------
    bi, average_annual_loss : EUR million, for Basel and the European Union
    gross_income, income_by_line, gross_loans : for the Moroccan approaches, in millions of the bank's
        own currency; an approach whose data is not given stays missing
    currency_per_euro : float > 0, what one euro costs in that currency; the table is in that currency
    loss_years : as in ``standardised_approach``

    Returns
    -------
    DataFrame, columns approach, jurisdiction, capital, rwa, in millions of the bank's own currency

    Raises
    ------
    ValueError: as the approaches do; an exchange rate that is not positive
    """
    if not (np.isfinite(currency_per_euro) and currency_per_euro > 0):
        raise ValueError(f"currency_per_euro is {currency_per_euro}; it must be more than 0")
    admitted = standardised_approach(bi, average_annual_loss, losses_in_bucket_1=True, loss_years=loss_years)
    as_published = standardised_approach(bi, average_annual_loss, loss_years=loss_years)
    rows: list[tuple[str, str, float | None]] = [
        ("basel_standardised", "Basel", currency_per_euro * admitted.capital),
        ("basel_standardised_bucket_1", "Basel", currency_per_euro * as_published.capital),
        ("eu_business_indicator", "EU", currency_per_euro * eu_crr3(bi)),
        ("basic_indicator", "MA", None if gross_income is None else basic_indicator(gross_income)),
        ("standardised_lines", "MA", None if income_by_line is None else standardised_lines(income_by_line)),
        (
            "alternative_standardised",
            "MA",
            None
            if income_by_line is None or gross_loans is None
            else alternative_standardised(income_by_line, gross_loans),
        ),
    ]
    table = pd.DataFrame(rows, columns=["approach", "jurisdiction", "capital"])
    table["capital"] = table["capital"].astype("float64")
    return table.assign(rwa=12.5 * table["capital"])


def _by_line(
    values: Mapping[str, Any] | pd.DataFrame,
    lines: tuple[str, ...],
    name: str,
    *,
    allowed: tuple[str, ...] | None = None,
) -> dict[str, Floats]:
    columns = dict(values.items())
    columns.pop("year", None)
    unknown = sorted(str(key) for key in columns if key not in (allowed or lines))
    if unknown:
        raise ValueError(f"{name} has unknown lines {unknown}; the lines are {list(allowed or lines)}")
    missing = [line for line in lines if line not in columns]
    if missing:
        raise ValueError(f"{name} lacks the lines {missing}; state 0 where the bank is not active")
    return {line: _years(columns[line], f"{name}: {line}") for line in lines}


def _years(values: ArrayLike, name: str) -> Floats:
    amounts = np.asarray(values, dtype=np.float64)
    if amounts.shape != (_YEARS,):
        raise ValueError(f"{name} has {amounts.size} values; three years are needed")
    if not np.isfinite(amounts).all():
        raise ValueError(f"{name} misses a year; all three are needed")
    return amounts
