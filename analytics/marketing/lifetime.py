"""What a customer is worth: lifetime value, payback, the price worth paying; and the BG/NBD model."""

from __future__ import annotations

import math

from analytics.marketing._checks import number
from analytics.marketing.bgnbd import BgNbd, fit_bgnbd, log_likelihood

__all__ = [
    "BgNbd",
    "customer_lifetime_value",
    "fit_bgnbd",
    "log_likelihood",
    "payback",
]


def customer_lifetime_value(margin: float, retention: float, discount: float) -> float:
    """Present value of a customer's margins at a constant retention.

    ``margin × retention / (1 + discount - retention)``: the first margin comes after one period and only
    if the customer is still there.

    Parameters
    ----------
    margin : float, margin a period, in money
    retention : float in [0, 1], chance to stay from one period to the next
    discount : float >= 0, rate a period

    Returns
    -------
    float, money

    Raises
    ------
    ValueError: outside these ranges, or a customer who never leaves at no discount (infinite value)

    References
    ----------
    Gupta and Lehmann 2003, "Customers as assets", Journal of Interactive Marketing 17(1).
    """
    earned = number("margin", margin)
    stays = number("retention", retention, 0.0, 1.0)
    rate = number("discount", discount, 0.0)
    if stays == 1 and rate == 0:
        raise ValueError("discount must be above 0 when retention is 1, got 0")
    return earned * stays / (1 + rate - stays)


def payback(acquisition_cost: float, margin: float, retention: float, discount: float) -> float | None:
    """Periods until the discounted margins of one adopter repay what the adopter cost.

    Parameters
    ----------
    acquisition_cost : float >= 0, money
    margin, retention, discount : as in :func:`customer_lifetime_value`

    Returns
    -------
    float >= 0, interpolated within the period; None when the lifetime value never repays the cost
    """
    cost = number("acquisition_cost", acquisition_cost, 0.0)
    worth = customer_lifetime_value(margin, retention, discount)
    if cost == 0:
        return 0.0
    if worth <= cost:
        return None
    # Margins add up to worth × (1 - kept^n); solve for the n at which they reach the cost.
    kept = retention / (1 + discount)
    return math.log1p(-cost / worth) / math.log(kept)
