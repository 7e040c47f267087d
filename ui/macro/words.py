"""Figures as the macro pages write them: rates of any size, and billions of dirhams."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Final

import pandas as pd

from analytics.scenario import assumption
from ui.content import Table
from ui.words import MISSING, _, measured, number

_MOST_DIGITS: Final = 6
# Below this many billions, millions read better.
_MILLIONS: Final = 1.0
_ROW: Final = 35
_YEARS: Final = {"day": 1 / 365, "week": 7 / 365, "month": 1 / 12, "quarter": 1 / 4, "1": 1.0, "5": 5.0}
HOLDING: Final = {code: (name, _YEARS[code]) for code, name in assumption("holding_years").names.items()}
"""How long money stays: code → name, years."""


def shown_table(
    frame: pd.DataFrame, *, name: str, title: str, words: str, kinds: Sequence[str], digits: int
) -> Table:
    """A table of which every row is seen, its figures with as many decimals as they need."""
    formats = dict.fromkeys(map(str, frame.select_dtypes("float")), partial(measured, digits=digits))
    return Table(name, title, frame, words, tuple(kinds), formats, height=height(frame))


def digits_of(values: Iterable[float], significant: int = 2) -> int:
    """Decimals that show ``significant`` figures of the largest of ``values``, without idle zeros."""
    known = [value for value in values if math.isfinite(value)]
    largest = max((abs(value) for value in known), default=0.0)
    if largest == 0.0:
        return 0
    wanted = max(0, significant - 1 - math.floor(math.log10(largest)))
    for digits in range(wanted):
        if all(math.isclose(round(value, digits), round(value, wanted), abs_tol=1e-12) for value in known):
            return min(digits, _MOST_DIGITS)
    return min(wanted, _MOST_DIGITS)


def rate(value: float | None, significant: int = 2) -> str:
    """A rate per unit as a percentage, with as many decimals as it needs: 0.0005 is 0.05 %."""
    if value is None or not math.isfinite(value):
        return MISSING
    return number(100 * value, digits_of([100 * value], significant), "%")


def rates(low: float, high: float, significant: int = 2) -> str:
    """Two ends of an interval of rates."""
    digits = digits_of([100 * low, 100 * high], significant)
    return _("{low} to {high}").format(low=number(100 * low, digits), high=number(100 * high, digits, "%"))


def plain(value: float | None, significant: int = 3) -> str:
    """A figure of any size with ``significant`` figures."""
    if value is None or not math.isfinite(value):
        return MISSING
    return number(value, digits_of([value], significant))


def money(billions: float | None, significant: int = 3) -> str:
    """An amount in billions of dirhams, in millions when it is less than one."""
    if billions is None or not math.isfinite(billions):
        return MISSING
    if 0.0 < abs(billions) < _MILLIONS:
        millions = 1000 * billions
        return _("MAD {amount} million").format(amount=number(millions, digits_of([millions], significant)))
    return _("MAD {amount} billion").format(amount=number(billions, digits_of([billions], significant)))


def moneys(low: float, high: float, significant: int = 3) -> str:
    """Two ends of an interval of amounts in billions of dirhams."""
    scale, pattern = (1.0, _("MAD {low} to {high} billion"))
    if 0.0 < max(abs(low), abs(high)) < _MILLIONS:
        scale, pattern = 1000.0, _("MAD {low} to {high} million")
    digits = digits_of([scale * low, scale * high], significant)
    return pattern.format(low=number(scale * low, digits), high=number(scale * high, digits))


def height(frame: pd.DataFrame) -> int:
    """Pixels that show every row of a table."""
    return _ROW * (len(frame) + 1) + 3
