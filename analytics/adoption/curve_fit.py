"""The fitted curve: parameters, values, and what to know before using them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, cast

import numpy as np
from numpy.typing import ArrayLike

from analytics.adoption.diagnostics import CeilingProfile, FitWarning
from analytics.adoption.models import Convention, Curve, accumulated, observe
from analytics.adoption.shapes import (
    FloatArray,
    Shock,
    bass_peak,
    bass_share,
    gompertz_share,
    gsg_share,
    logistic_share,
    shocked_time,
    weibull_share,
)
from analytics.adoption.textbook import BassRegression

Method = Literal["map", "nls", "ols", "mle"]
METHODS: tuple[Method, ...] = ("map", "nls", "ols", "mle")


@dataclass(frozen=True)
class CurveFit:
    """A fitted diffusion curve.

    Parameters
    ----------
    curve, convention, method : the model, what the data were, and the estimator
    parameters : mapping; ``m`` is the ceiling in the unit of the data, the others as in the formula
    sse : float, sum of squared errors in squared units of the data
    start_level : float in [0, 1), share of the ceiling at time 0 (given or estimated)
    times, observed : arrays (n,), the observations used; missing ones are left out
    warnings : what to know before using the figures
    profile : profile likelihood of the ceiling under the data alone; None for methods "ols" and "mle"
    shocks : the fitted shocks of the generalised Bass model
    """

    curve: Curve
    convention: Convention
    method: Method
    parameters: Mapping[str, float]
    sse: float
    start_level: float
    times: FloatArray
    observed: FloatArray
    warnings: tuple[FitWarning, ...] = ()
    profile: CeilingProfile | None = None
    shocks: tuple[Shock, ...] = ()
    effort: FloatArray = field(default_factory=lambda: np.empty((0, 0)))
    regression: BassRegression | None = None

    @property
    def ceiling(self) -> float:
        return self.parameters["m"]

    @property
    def aicc(self) -> float:
        """Corrected Akaike criterion (error variance counted); infinite with too few observations."""
        n, k = self.observed.size, len(self.parameters) + 1
        if n - k - 1 <= 0 or self.sse <= 0:
            return float("inf") if n - k - 1 <= 0 else float("-inf")
        return float(n * np.log(self.sse / n) + 2 * k + 2 * k * (k + 1) / (n - k - 1))

    @property
    def peak_time(self) -> float:
        """Time of fastest growth, in periods since launch, without shocks; Bass family only.

        Raises
        ------
        ValueError: the curve has no innovation and imitation coefficients
        """
        if "q" not in self.parameters:
            raise ValueError(f"curve is {self.curve!r}; peak_time needs 'bass' or 'generalised_bass'")
        return bass_peak(self.parameters["p"], self.parameters["q"], self.start_level)

    def share(self, t: ArrayLike) -> FloatArray:
        """Share of the ceiling reached at times ``t`` since launch."""
        times, value = np.asarray(t, dtype=float), self.parameters
        if self.curve in ("bass", "generalised_bass"):
            felt = shocked_time(times, self.shocks)
            for j in range(self.effort.shape[1]):
                felt = felt + value[f"beta{j + 1}"] * accumulated(self.effort[:, j], times)
            return bass_share(felt, value["p"], value["q"], self.start_level)
        if self.curve == "gsg":
            return gsg_share(times, value["a"], value["b"], value["c"])
        shape = {"logistic": logistic_share, "gompertz": gompertz_share, "weibull": weibull_share}
        return shape[self.curve](times, value["a"], value["b"])

    def fitted(self, t: ArrayLike | None = None) -> FloatArray:
        """Values of the curve in the convention of the data, at ``t`` or at the observed times."""
        times = self.times if t is None else np.asarray(t, dtype=float)
        if self.regression is not None:
            return self._fitted_regression(times)
        starts_at_zero = self.curve not in ("logistic", "gompertz")
        return self.ceiling * observe(self.share, times, self.convention, starts_at_zero)

    def predict(self, horizon: int) -> FloatArray:
        """Values of the next ``horizon`` periods, in the convention of the data.

        Raises
        ------
        ValueError: a horizon below 1
        """
        if horizon < 1:
            raise ValueError(f"horizon is {horizon}; it must be 1 or more periods")
        return self.fitted(self.times[-1] + np.arange(1.0, horizon + 1.0))

    def _fitted_regression(self, times: FloatArray) -> FloatArray:
        regression = cast(BassRegression, self.regression)
        flows = self.observed if self.convention == "increments" else np.diff(self.observed, prepend=0.0)
        known = regression.increments(np.concatenate([[0.0], np.cumsum(flows)[:-1]]))
        ahead = max(int(np.ceil(times.max())) - known.size, 0)
        future = regression.path(float(flows.sum()), ahead)
        values = np.concatenate([known, future])
        if self.convention == "cumulative":
            past = np.concatenate([[0.0], np.cumsum(flows)[:-1]]) + known
            values = np.concatenate([past, flows.sum() + np.cumsum(future)])
        return cast(FloatArray, values[np.maximum(times.astype(int) - 1, 0)])
