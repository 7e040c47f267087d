"""How the losses page writes amounts."""

from __future__ import annotations

import math
from typing import Final

from ui.words import _, interval, number

MILLION: Final = 1e6


def amount(value: float, digits: int | None = None) -> str:
    """Dirhams as a sentence has them: millions, with a digit where they are few."""
    millions = value / MILLION
    places = digits if digits is not None else (0 if abs(millions) >= 100 else 1 if abs(millions) >= 1 else 2)
    return _("MAD {millions} million").format(millions=number(millions, places))


def amount_interval(low: float, high: float) -> str:
    """Ends of an interval in millions; a tail without a mean has no upper one."""
    places = 0 if high >= 100 * MILLION and math.isfinite(high) else 1
    if math.isinf(high):
        return _("{low} or more, no upper bound").format(low=number(low / MILLION, places))
    return interval(low / MILLION, high / MILLION, places)


def amount_range(low: float, high: float) -> str:
    """Dirhams from one end to the other as a sentence has them."""
    if math.isinf(high):
        return _("MAD {low} million, with no upper bound,").format(low=number(low / MILLION, 1))
    places = 0 if low >= 100 * MILLION else 1
    return _("MAD {low} to {high} million").format(
        low=number(low / MILLION, places), high=number(high / MILLION, places)
    )


def euros(value: float) -> str:
    """An amount of euros on a control."""
    return number(value, 0)
