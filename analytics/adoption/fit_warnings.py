"""What a fit must tell its reader before its figures are used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from analytics.adoption.shapes import FloatArray


class WarningKind(StrEnum):
    """Reasons to distrust a fitted curve; the value is a stable key for translation."""

    CEILING_NOT_IDENTIFIED = "ceiling_not_identified"
    CEILING_NOT_GIVEN = "ceiling_not_given"
    PEAK_NOT_OBSERVED = "peak_not_observed"
    FEW_OBSERVATIONS = "few_observations"
    DECREASING_TOTAL = "decreasing_total"
    PARAMETER_AT_BOUND = "parameter_at_bound"
    NEGATIVE_INNOVATION = "negative_innovation"
    NEGATIVE_IMITATION = "negative_imitation"
    SEARCH_NOT_EXHAUSTIVE = "search_not_exhaustive"
    TEXTBOOK_METHOD = "textbook_method"


@dataclass(frozen=True)
class FitWarning:
    """One warning: its kind, a sentence in English, and the figures the sentence quotes."""

    kind: WarningKind
    message: str
    figures: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class CeilingProfile:
    """How well the data alone, without any prior, tell one ceiling from another.

    Parameters
    ----------
    ceilings : array (points,), candidates in the unit of the data, increasing
    sse : array (points,), smallest sum of squared errors with the ceiling held at each candidate
    low, high : floats, 95 % profile interval; ``high`` is infinite when no candidate is refused
    """

    ceilings: FloatArray
    sse: FloatArray
    low: float
    high: float

    @property
    def identified(self) -> bool:
        """False when the interval is wider than a factor of 2."""
        return bool(self.low > 0 and self.high / self.low <= 2.0)

    @property
    def verdict(self) -> str:
        """``"identified"`` or ``"not identified"``."""
        return "identified" if self.identified else "not identified"

    def contains(self, ceiling: float) -> bool:
        """Whether the data leave this ceiling possible."""
        return bool(self.low <= ceiling <= self.high)


def ceiling_warning(profile: CeilingProfile) -> FitWarning | None:
    """The words "not identified", with the interval that calls for them."""
    if profile.identified:
        return None
    reach = "no upper limit" if not np.isfinite(profile.high) else f"{profile.high:.4g}"
    return FitWarning(
        WarningKind.CEILING_NOT_IDENTIFIED,
        f"The ceiling is not identified: the data fit {profile.low:.4g} to {reach} about equally well.",
        {"low": profile.low, "high": profile.high},
    )
