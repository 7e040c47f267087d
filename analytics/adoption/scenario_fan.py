"""Scenario fan: what other assumptions would make of a forecast. Not an error band."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.adoption.forecast import Forecast


@dataclass(frozen=True)
class AdoptionScenario:
    """Assumptions that bend an adoption path.

    Parameters
    ----------
    name : label of the line
    ceiling : float in (0, 100], %, level that adoption cannot pass
    trust : float, 0 or above; speed of growth relative to today's trust (0.8: a fifth slower)
    levers : float, 0 or above; speed of growth relative to today's marketing

    Raises
    ------
    ValueError: a figure outside its range
    """

    name: str
    ceiling: float = 100.0
    trust: float = 1.0
    levers: float = 1.0

    def __post_init__(self) -> None:
        if not 0.0 < self.ceiling <= 100.0:
            raise ValueError(f"ceiling is {self.ceiling}; it must be in (0, 100] %")
        for name, value in (("trust", self.trust), ("levers", self.levers)):
            if not (np.isfinite(value) and value >= 0.0):
                raise ValueError(f"{name} is {value}; it must be a finite multiplier of 0 or above")


def scenario_fan(
    forecast: Forecast, last_value: float, scenarios: Sequence[AdoptionScenario]
) -> pd.DataFrame:
    """One path per scenario, through the last observed value.

    The forecast's own growth in logit space is kept, year by year, on the scale of the scenario's ceiling,
    and multiplied by its trust and levers. A ceiling of 100 and multipliers of 1 give the forecast back. The
    strength of trust and levers is the user's assumption: no published coefficient could be found.

    Parameters
    ----------
    forecast : the central forecast
    last_value : float in (0, 100), %, observed in ``forecast.origin``
    scenarios : the assumptions

    Returns
    -------
    DataFrame scenario, year, value (%)

    Raises
    ------
    ValueError: no scenario, a last value outside (0, 100), a ceiling at or below it
    """
    if not scenarios:
        raise ValueError("scenarios is empty; give at least one")
    if not 0.0 < last_value < 100.0:
        raise ValueError(f"last_value is {last_value}; it must be in (0, 100) %")
    path = np.clip(
        np.concatenate([[last_value], forecast.table["value"].to_numpy(dtype=float)]), 1e-6, 100.0 - 1e-6
    )
    growth = np.diff(np.log(path / (100.0 - path)))
    frames = []
    for scenario in scenarios:
        if scenario.ceiling <= last_value:
            raise ValueError(
                f"ceiling is {scenario.ceiling} in scenario {scenario.name!r}; it must be above the level "
                f"already reached, {last_value}"
            )
        start = np.log(last_value / (scenario.ceiling - last_value))
        bent = start + np.cumsum(growth) * scenario.trust * scenario.levers
        frames.append(
            pd.DataFrame(
                {
                    "scenario": scenario.name,
                    "year": forecast.table["year"],
                    "value": scenario.ceiling / (1.0 + np.exp(-bent)),
                }
            )
        )
    return pd.concat(frames, ignore_index=True)
