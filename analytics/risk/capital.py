"""Capital for operational risk under the Basel standard, the European regulation and Morocco's circular.

All amounts are in millions; the Basel and European buckets are in millions of euros, the Moroccan
approaches work in any currency. Published accounts show neither business lines nor loans by line: a stated
convention splits them over the circular's lines, and bounds say what another split would give.

References
----------
Bank Al-Maghrib, circulaire 26/G/2006, articles 56 to 62.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from analytics.risk.capital_losses import FEWEST_LOSS_YEARS

Floats = NDArray[np.float64]

# Accounts of OPE10, with the names by which an accounts file may call them.
ACCOUNT_ITEMS: Mapping[str, tuple[str, ...]] = {
    "interest_income": ("int_inc",),
    "interest_expense": ("int_exp",),
    "interest_earning_assets": ("iea",),
    "dividend_income": ("div",),
    "other_operating_income": ("ooi",),
    "other_operating_expense": ("ooe",),
    "fee_income": ("fee_inc",),
    "fee_expense": ("fee_exp",),
    "trading_book_profit": ("tb",),
    "banking_book_profit": ("bb",),
}
_MAY_BE_NEGATIVE = ("trading_book_profit", "banking_book_profit")
_YEARS = 3
_INTEREST_MARGIN_CAP = 0.0225
_BUCKET_ENDS = (1_000.0, 30_000.0)
_MARGINAL_COEFFICIENTS = (0.12, 0.15, 0.18)
_LOSS_MULTIPLE = 15.0
_LOSS_EXPONENT = 0.8
_RISK_WEIGHT = 12.5


@dataclass(frozen=True)
class BusinessIndicator:
    """Components of the business indicator, in millions: interest, services, financial, and their sum."""

    ildc: float
    sc: float
    fc: float

    @property
    def bi(self) -> float:
        """``ildc + sc + fc``."""
        return self.ildc + self.sc + self.fc


@dataclass(frozen=True)
class StandardisedApproach:
    """Basel's capital and what leads to it, in EUR million.

    ``bucket`` is 1, 2 or 3. ``ilm`` is the multiplier applied; ``ilm_formula`` the formula's, which differs
    only where losses stay out: in bucket 1, or with fewer than five years of them.
    """

    bic: float
    lc: float
    ilm: float
    ilm_formula: float
    bucket: int

    @property
    def capital(self) -> float:
        """``bic * ilm``."""
        return self.bic * self.ilm

    @property
    def rwa(self) -> float:
        """Risk-weighted assets, 12.5 times the capital."""
        return _RISK_WEIGHT * self.capital


class OwnFundsRequirement(float):
    """A capital requirement that is a number, in millions, and knows its risk-weighted assets."""

    @property
    def capital(self) -> float:
        """The number itself."""
        return float(self)

    @property
    def rwa(self) -> float:
        """Risk-weighted assets, 12.5 times the capital."""
        return _RISK_WEIGHT * float(self)


def business_indicator(accounts: Mapping[str, Any] | pd.DataFrame) -> BusinessIndicator:
    """Business indicator from three years of accounts.

    Parameters
    ----------
    accounts : mapping or DataFrame; one key or column per item of ``ACCOUNT_ITEMS`` (long or short
        name), each with the amounts of three years in millions. Income and expense are positive
        amounts; only the profits on the two books may be negative. Other keys of a mapping or
        columns of a frame are refused, except ``year``

    Returns
    -------
    BusinessIndicator

    Notes
    -----
    Net items take their absolute value year by year, the average over the three years comes after.

    Raises
    ------
    ValueError: an item missing, unknown or given twice, a year missing, an amount that is not a number
        or has an impossible sign

    References
    ----------
    Basel Framework, OPE25.3 to 25.5 and OPE10.
    """
    items = _read_accounts(accounts)
    margin = np.abs(items["interest_income"] - items["interest_expense"]).mean()
    cap = _INTEREST_MARGIN_CAP * items["interest_earning_assets"].mean()
    services = max(items["other_operating_income"].mean(), items["other_operating_expense"].mean())
    fees = max(items["fee_income"].mean(), items["fee_expense"].mean())
    books = np.abs(items["trading_book_profit"]).mean() + np.abs(items["banking_book_profit"]).mean()
    return BusinessIndicator(
        ildc=float(min(margin, cap) + items["dividend_income"].mean()),
        sc=float(services + fees),
        fc=float(books),
    )


def business_indicator_component(bi: float | BusinessIndicator) -> float:
    """12 % of the business indicator to EUR 1 billion, 15 % to 30 billion, 18 % above, each on its slice.

    Parameters
    ----------
    bi : EUR million, 0 or more

    Raises
    ------
    ValueError: an indicator that is negative or not finite
    """
    amount = _amount_of(bi)
    edges = np.array([0.0, *_BUCKET_ENDS, np.inf])
    slices = np.clip(amount - edges[:-1], 0.0, np.diff(edges))
    return float(slices @ np.array(_MARGINAL_COEFFICIENTS))


def internal_loss_multiplier(loss_component: float, bic: float) -> float:
    """``ln(e - 1 + (LC / BIC)^0.8)``: 1 where the two components are equal, 0.541 with no loss at all.

    Raises
    ------
    ValueError: a negative loss component, a business indicator component that is not positive
    """
    if not (np.isfinite(loss_component) and loss_component >= 0):
        raise ValueError(f"loss_component is {loss_component}; it must be an amount of 0 or more")
    if not (np.isfinite(bic) and bic > 0):
        raise ValueError(f"bic is {bic}; the multiplier needs an amount of more than 0")
    return float(np.log(np.e - 1.0 + (loss_component / bic) ** _LOSS_EXPONENT))


def standardised_approach(
    bi: float | BusinessIndicator,
    average_annual_loss: float,
    *,
    losses_in_bucket_1: bool = False,
    loss_years: float = 10.0,
) -> StandardisedApproach:
    """Basel's standardised approach.

    Parameters
    ----------
    bi : EUR million, more than 0
    average_annual_loss : EUR million a year, 0 or more, over the last ten years, see ``loss_history``
    losses_in_bucket_1 : bool. For a bank of bucket 1 (an indicator of EUR 1 billion or less) the
        standard sets the multiplier to 1, the default. True where the supervisor admits the bank's losses:
        the formula then applies in every bucket
    loss_years : float, 0 or more, years of losses behind the average; under five the multiplier is 1, as
        capital then rests on the business indicator alone

    Returns
    -------
    StandardisedApproach

    Raises
    ------
    ValueError: an indicator that is not positive, a negative loss, a negative number of years

    References
    ----------
    Basel Framework, OPE25.7 to 25.11.
    """
    if not loss_years >= 0:
        raise ValueError(f"loss_years is {loss_years}; it must be 0 or more")
    if not (np.isfinite(average_annual_loss) and average_annual_loss >= 0):
        raise ValueError(
            f"average_annual_loss is {average_annual_loss}; it must be 0 or more, in EUR million"
        )
    amount = _amount_of(bi)
    if amount == 0.0:
        raise ValueError("bi is 0; a bank without business indicator has no capital to compute")
    bic = business_indicator_component(amount)
    lc = _LOSS_MULTIPLE * float(average_annual_loss)
    formula = internal_loss_multiplier(lc, bic)
    bucket = 1 + sum(amount > end for end in _BUCKET_ENDS)
    applies = (losses_in_bucket_1 or bucket > 1) and loss_years >= FEWEST_LOSS_YEARS
    return StandardisedApproach(
        bic=bic, lc=lc, ilm=formula if applies else 1.0, ilm_formula=formula, bucket=bucket
    )


def eu_crr3(bi: float | BusinessIndicator) -> OwnFundsRequirement:
    """Own-funds requirement of the European Union: the business indicator component, no loss multiplier.

    Parameters
    ----------
    bi : EUR million, 0 or more

    Returns
    -------
    float, EUR million, with ``capital`` and ``rwa``

    Raises
    ------
    ValueError: an indicator that is negative or not finite

    References
    ----------
    Regulation (EU) No 575/2013 as amended by Regulation (EU) 2024/1623, articles 312 to 315.
    """
    return OwnFundsRequirement(business_indicator_component(bi))


def _amount_of(bi: float | BusinessIndicator) -> float:
    amount = bi.bi if isinstance(bi, BusinessIndicator) else float(bi)
    if not (np.isfinite(amount) and amount >= 0):
        raise ValueError(f"bi is {amount}; it must be an amount of 0 or more, in EUR million")
    return amount


def _read_accounts(accounts: Mapping[str, Any] | pd.DataFrame) -> dict[str, Floats]:
    columns: dict[str, Any] = {str(key): values for key, values in accounts.items() if key != "year"}
    name_of = {alias: item for item, aliases in ACCOUNT_ITEMS.items() for alias in (item, *aliases)}
    unknown = sorted(key for key in columns if key not in name_of)
    if unknown:
        raise ValueError(f"accounts has unknown items {unknown}; the items are {list(ACCOUNT_ITEMS)}")
    named = [name_of[key] for key in columns]
    doubled = sorted({name for name in named if named.count(name) > 1})
    if doubled:
        raise ValueError(f"accounts gives {doubled} twice, under two names")
    missing = [item for item in ACCOUNT_ITEMS if item not in named]
    if missing:
        raise ValueError(f"accounts lacks {missing}; state 0 where the bank has none")
    return {name: _three_years(values, name) for name, values in zip(named, columns.values(), strict=True)}


def _three_years(values: Any, name: str) -> Floats:
    amounts = np.asarray(values, dtype=np.float64)
    if amounts.shape != (_YEARS,):
        raise ValueError(f"accounts: {name} has {amounts.size} values; three years are needed")
    if not np.isfinite(amounts).all():
        raise ValueError(f"accounts: {name} misses a year; all three are needed")
    if name not in _MAY_BE_NEGATIVE and (amounts < 0).any():
        raise ValueError(f"accounts: {name} has a negative amount; income and expense are positive amounts")
    return amounts


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
