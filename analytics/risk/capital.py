"""Capital for operational risk under the Basel standard, the European regulation and Morocco's circular.

All amounts are in millions; the Basel and European buckets are in millions of euros, the Moroccan
approaches work in any currency.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

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
