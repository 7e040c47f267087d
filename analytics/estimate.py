"""A number as this product states one: with its unit, interval, date, source and kind."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import Literal

Kind = Literal["observed", "derived", "assumed", "synthetic"]


@dataclass(frozen=True)
class Estimate:
    """A value that can be shown to a regulator.

    Parameters
    ----------
    value : float, or None when it is unknown (missing is never zero)
    unit : str, as printed ("%", "MAD", "score 0-100")
    kind : observed, derived, assumed or synthetic
    low, high : float, ends of the interval; both or neither
    level : float in (0, 1), probability that the interval is meant to cover; None for bounds that are certain
    why_no_interval : str, the reason when ``low`` and ``high`` are None
    as_of : date that the value describes
    source : str, identifier of the source

    Raises
    ------
    ValueError: one end without the other, an interval that does not hold the value, a number that is
        not finite, a level outside (0, 1), or a value without both interval and reason
    """

    value: float | None
    unit: str
    kind: Kind
    low: float | None = None
    high: float | None = None
    level: float | None = None
    why_no_interval: str = ""
    as_of: date | None = None
    source: str = ""

    def __post_init__(self) -> None:
        for name in ("value", "low", "high"):
            number = getattr(self, name)
            if number is not None and not math.isfinite(number):
                raise ValueError(f"{name} must be finite or None, got {number!r}")
        if (self.low is None) != (self.high is None):
            raise ValueError("low and high must be given together")
        if self.level is not None and not 0 < self.level < 1:
            raise ValueError(f"level must lie in (0, 1), got {self.level!r}")
        if self.low is not None and self.high is not None:
            if self.low > self.high:
                raise ValueError(f"low ({self.low}) must not exceed high ({self.high})")
            if self.value is not None and not self.low <= self.value <= self.high:
                raise ValueError(f"the interval [{self.low}, {self.high}] does not hold {self.value}")
        elif self.value is not None and not self.why_no_interval:
            raise ValueError("a value without an interval must say why: why_no_interval is empty")


def central_ends(level: float) -> tuple[float, float]:
    """The two quantiles between which the share ``level`` lies, as much beyond the one as beyond the other.

    Raises
    ------
    ValueError: a level outside (0, 1)
    """
    if not 0.0 < level < 1.0:
        raise ValueError(f"level is {level}; it must lie between 0 and 1")
    return (1.0 - level) / 2.0, (1.0 + level) / 2.0
