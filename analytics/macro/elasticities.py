"""The published elasticities of turnover to transaction cost, as a distribution that can be drawn from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.stats import norm

from analytics.macro._checks import FloatArray, Real, array, integer, number, plain

_Z90: Final = float(norm.ppf(0.9))


@dataclass(frozen=True)
class ElasticityDistribution:
    """Two half-lognormals joined at the median, with the published 10th, 50th and 90th percentiles.

    Below the median the logarithm has one spread, above it another: three published percentiles are met
    exactly, no value is negative, and nothing else is claimed. The shape between and beyond the
    percentiles is a convention.

    Parameters
    ----------
    median, p10, p90 : float, 0 < p10 < median < p90
    estimates : int, number of published estimates behind the percentiles

    Raises
    ------
    ValueError: percentiles that are not positive and increasing
    """

    median: float = 1.0
    p10: float = 0.24
    p90: float = 2.09
    estimates: int = 28

    def __post_init__(self) -> None:
        number("p10", self.p10, above=0.0)
        number("median", self.median, above=self.p10)
        number("p90", self.p90, above=self.median)
        integer("estimates", self.estimates, low=1, high=100_000)

    def quantile(self, probability: object) -> Real:
        """Elasticity at ``probability`` in [0.0001, 0.9999]; float or array."""
        z = norm.ppf(array("probability", probability, low=0.0001, high=0.9999)) / _Z90
        spread = np.where(z < 0.0, np.log(self.median / self.p10), np.log(self.p90 / self.median))
        return plain(self.median * np.exp(spread * z))

    def sample(self, size: int, *, seed: int) -> FloatArray:
        """``size`` draws, the same again for the same seed."""
        count = integer("size", size, low=1, high=10_000_000)
        uniform = np.random.default_rng(seed).uniform(0.0001, 0.9999, count)
        return np.asarray(self.quantile(uniform), dtype=np.float64)

    def points(self) -> FloatArray:
        """One value per published estimate, at the middle of equal slices of probability.

        A drawing of the spread for a chart, not the published estimates themselves.
        """
        slices = (np.arange(self.estimates) + 0.5) / self.estimates
        return np.asarray(self.quantile(slices), dtype=np.float64).reshape(-1)


PUBLISHED: Final = ElasticityDistribution()
