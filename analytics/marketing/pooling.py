"""Estimates of one effect put together, and the effect that a test with a control has measured."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

from analytics.marketing._checks import number, share_inside, whole

_HALF_OF_TRIANGLE: Final = math.sqrt(6.0)


@dataclass(frozen=True)
class Effect:
    """An estimate, and its standard error in the same unit, above zero."""

    value: float
    error: float

    def between(self, level: float) -> tuple[float, float]:
        """The normal interval that holds it with this probability. Raises ``ValueError`` outside (0, 1)."""
        reach = NormalDist().inv_cdf((1 + share_inside("level", level)) / 2) * self.error
        return self.value - reach, self.value + reach

    @property
    def triangle(self) -> tuple[float, float]:
        """Ends of the symmetric triangle of the same standard deviation: sqrt(6) errors on each side."""
        return self.value - _HALF_OF_TRIANGLE * self.error, self.value + _HALF_OF_TRIANGLE * self.error


def pooled(effects: Sequence[Effect]) -> Effect:
    """The mean of independent estimates of one effect, each weighted by the inverse of its variance.

    ``m = sum(x / s^2) / sum(1 / s^2)`` with the standard error ``1 / sqrt(sum(1 / s^2))``: the fixed-effect
    estimate (Cochran 1937, Supplement to the Journal of the Royal Statistical Society 4, 102-118).

    Raises
    ------
    ValueError: no estimate, or an error that is not above zero
    """
    if not effects:
        raise ValueError("effects must hold at least one estimate, got none")
    weights = [1.0 / number("error", each.error, 1e-300) ** 2 for each in effects]
    total = sum(weights)
    mean = sum(weight * each.value for weight, each in zip(weights, effects, strict=True)) / total
    return Effect(mean, 1.0 / math.sqrt(total))


def difference(hits: int, people: int, control_hits: int, control_people: int) -> Effect:
    """What a contact adds to the share that converts, over the control.

    The error is that of Agresti and Caffo (2000, The American Statistician 54, 280-288): one success and one
    failure more in each group, so that a group without any success has an error, too.

    Raises
    ------
    ValueError: nobody in a group, or more successes than people
    """
    groups = [
        (whole("hits", won, 0, size), size)
        for won, size in (
            (hits, whole("people", people, 1, 10**9)),
            (control_hits, whole("people", control_people, 1, 10**9)),
        )
    ]
    shares = [(won + 1) / (size + 2) for won, size in groups]
    spread = sum(share * (1 - share) / (size + 2) for share, (_won, size) in zip(shares, groups, strict=True))
    return Effect(groups[0][0] / groups[0][1] - groups[1][0] / groups[1][1], math.sqrt(spread))


def relative(hits: int, people: int, control_hits: int, control_people: int) -> Effect:
    """By how much the share that converts exceeds the control's, as a part of it: their ratio less one.

    The error follows from that of the ratio's logarithm (Katz et al. 1978, Biometrics 34, 469-474).

    Raises
    ------
    ValueError: a group without a success, where the ratio has no error
    """
    won, of, base, of_base = (
        whole(name, value, 1, 10**9)
        for name, value in (
            ("hits", hits),
            ("people", people),
            ("control hits", control_hits),
            ("control people", control_people),
        )
    )
    ratio = (won / of) / (base / of_base)
    return Effect(ratio - 1.0, ratio * math.sqrt(1 / won - 1 / of + 1 / base - 1 / of_base))


def triangle_error(low: float, mode: float, high: float) -> float:
    """Standard deviation of the triangular distribution with these ends and this mode."""
    spread = low**2 + mode**2 + high**2 - low * mode - low * high - mode * high
    return math.sqrt(spread / 18.0)
