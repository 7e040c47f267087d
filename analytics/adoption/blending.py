"""The rule in force: two models by stage, averaged with the others as their past errors advise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.adoption.panel import IntArray
from analytics.adoption.settings import IN_FORCE, Settings
from analytics.adoption.shapes import FloatArray

MODELS: Final = ("naive", "drift", "reference_class", "pooled_logistic", "anchored_curves", "holt")
STAGES: Final = ("below", "above")
CANDIDATES: Final = ("rule", *MODELS)
# Before any error is known, and what each counts for once all have been equally wrong.
START: Final = np.array([0.5, 0.0, 0.0, 0.0, 0.0, 0.0, 0.5])
PRIOR: Final = np.array([0.25, 0.10, 0.10, 0.10, 0.10, 0.10, 0.25])
FEWEST_ERRORS: Final = 10
_COMPLETE: Final = 20
# Horizons this many years shorter speak a third as loudly.
_NEIGHBOURS: Final = 1.5
_SMALLEST_ERROR: Final = 0.002


def stage_rule(models: Mapping[str, FloatArray], low: NDArray[np.bool_]) -> FloatArray:
    """Below the stage limit the mean of reference class and pooled logistic, above of drift and curves.

    Where one half has nothing to go by, the other stands alone; where neither has, the last value.
    """
    first = np.where(low, models["reference_class"], models["drift"])
    second = np.where(low, models["pooled_logistic"], models["anchored_curves"])
    value = np.where(np.isfinite(first) & np.isfinite(second), (first + second) / 2.0, second)
    return cast(FloatArray, np.where(np.isfinite(value), value, models["naive"]))


def candidates(models: Mapping[str, FloatArray], low: NDArray[np.bool_]) -> FloatArray:
    """The rule of the stage and every model beside it, on the last axis; the rule fills their gaps."""
    rule = stage_rule(models, low)
    beside = [np.where(np.isfinite(models[name]), models[name], rule) for name in MODELS]
    return cast(FloatArray, np.stack([rule, *beside], axis=-1))


@dataclass(frozen=True)
class PastForecasts:
    """What each candidate said, and what came: arrays (n,), forecasts (n, candidates)."""

    origin: IntArray
    horizon: IntArray
    stage: IntArray
    forecasts: FloatArray
    outcome: FloatArray
    complete: NDArray[np.bool_]

    @classmethod
    def of(cls, rows: pd.DataFrame) -> PastForecasts:
        """From rows of a backtest."""
        models = {name: rows[name].to_numpy(dtype=float) for name in MODELS}
        above = (rows["stage"] == STAGES[1]).to_numpy()
        return cls(
            rows["origin"].to_numpy(dtype=int),
            rows["horizon"].to_numpy(dtype=int),
            above.astype(np.intp),
            candidates(models, ~above),
            rows["actual"].to_numpy(dtype=float),
            np.isfinite(models["holt"]),
        )

    def weights(self, as_of: int, horizon: int, settings: Settings = IN_FORCE) -> FloatArray:
        """Weights of the candidates by stage and horizon, from what was known at the end of ``as_of``.

        ``w_m ~ prior_m (e_m / min e) ** -k`` with ``e`` the mean absolute error, recent years counting for
        more, over the horizon and, less, the shorter ones; ``k`` rises to 20 with the years known. The record
        of the other stage counts for a part, so that a stage without one is not left to a guess: whichever
        simple method was best goes on. Nothing known at all: half the rule of the stage, half Holt's method.

        Returns
        -------
        array (2, horizon, candidates)

        References
        ----------
        Bates and Granger (1969), The combination of forecasts, Operational Research Quarterly 20(4); Stock
        and Watson (2004), Combination forecasts of output growth in a seven-country data set, Journal of
        Forecasting 23(6), for powers of the error and discounting.
        """
        found = np.zeros((2, horizon, len(CANDIDATES)))
        ahead = np.arange(1, horizon + 1)
        records = [self._losses(which, as_of, horizon, settings.error_kept) for which in (0, 1)]
        for which in (0, 1):
            (loss, years), (other_loss, other_years) = records[which], records[1 - which]
            for place in range(horizon):
                near = np.where(ahead <= place + 1, np.exp((ahead - place - 1) / _NEIGHBOURS), 0.0)
                heard, other = years * near, settings.other_stage * other_years * near
                known = heard.sum() + other.sum()
                if known == 0.0:
                    found[which, place] = START
                    continue
                sharpness = settings.sharpness * known / (known + 1.0)
                score = np.log(PRIOR) - sharpness * (heard @ loss + other @ other_loss) / known
                weight = np.exp(score - score.max())
                found[which, place] = weight / weight.sum()
        return found

    def _losses(self, which: int, as_of: int, horizon: int, kept: float) -> tuple[FloatArray, FloatArray]:
        """Log errors over the smallest (horizon, candidates), and years known (horizon,), of a stage."""
        loss, years = np.zeros((horizon, len(CANDIDATES))), np.zeros(horizon)
        known = (self.stage == which) & np.isfinite(self.outcome) & (self.origin + self.horizon <= as_of)
        for ahead in range(1, horizon + 1):
            chosen = known & (self.horizon == ahead)
            if np.sum(chosen & self.complete) >= _COMPLETE:
                chosen &= self.complete
            if np.sum(chosen) < FEWEST_ERRORS:
                continue
            recent = kept ** (as_of - self.origin[chosen] - ahead)
            size = np.abs(self.forecasts[chosen] - self.outcome[chosen, None])
            error = recent @ size / recent.sum() + _SMALLEST_ERROR
            loss[ahead - 1] = np.log(error / error.min())
            years[ahead - 1] = np.unique(self.origin[chosen]).size
        return loss, years


def blend(rows: pd.DataFrame, settings: Settings = IN_FORCE) -> FloatArray:
    """The value of every row of a backtest, from the errors known at its origin only: array (n,)."""
    past = PastForecasts.of(rows)
    value = np.full(len(rows), np.nan)
    horizon = int(past.horizon.max(initial=1))
    for origin in np.unique(past.origin):
        here = np.flatnonzero(past.origin == origin)
        weight = past.weights(int(origin), horizon, settings)[past.stage[here], past.horizon[here] - 1]
        value[here] = np.sum(past.forecasts[here] * weight, axis=1)
    return cast(FloatArray, np.clip(value, 0.0, 100.0))
