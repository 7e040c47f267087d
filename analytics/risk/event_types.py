"""Annual losses type by type: each type's own laws as far as its events carry them, then all together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from analytics.risk.annual_loss import CompoundLoss
from analytics.risk.dependence import Copula, JointLoss, joint_losses
from analytics.risk.frequency import FrequencyFit, fit_frequency
from analytics.risk.losses import compound_loss
from analytics.risk.severity_fit import MINIMUM_EXCEEDANCES, fit_lognormal, fit_severity

Floats = NDArray[np.float64]
Origin = Literal["own_tail", "own_lognormal", "all_types"]

FEWEST_FOR_A_TAIL = 4 * MINIMUM_EXCEEDANCES
FEWEST_FOR_A_LOGNORMAL = 5


@dataclass(frozen=True)
class EventType:
    """One type's laws. ``origin`` tells whose losses its severity was fitted to, and how."""

    name: str
    n_events: int
    origin: Origin
    frequency: FrequencyFit
    loss: CompoundLoss


@dataclass(frozen=True)
class EventTypes:
    """Every type with events, the years simulated together, and the types that had none."""

    types: tuple[EventType, ...]
    joint: JointLoss
    without_events: tuple[str, ...]

    def table(self, level: float = 0.999) -> pd.DataFrame:
        """One row per type with events.

        Returns
        -------
        DataFrame: type, n_events, origin, rate (events a year), expected (annual loss), quantile and
        shortfall (at ``level``, of the type alone), contribution (to the joint expected shortfall)

        Raises
        ------
        ValueError: a level outside [0, 1)
        """
        shared = self.joint.contributions(level).set_index("type")["contribution"]
        return pd.DataFrame(
            {
                "type": [event.name for event in self.types],
                "n_events": [event.n_events for event in self.types],
                "origin": [event.origin for event in self.types],
                "rate": [event.frequency.chosen.mean for event in self.types],
                "expected": [event.loss.mean for event in self.types],
                "quantile": [float(event.loss.quantile(level)) for event in self.types],
                "shortfall": [float(event.loss.expected_shortfall(level)) for event in self.types],
                "contribution": [float(shared[event.name]) for event in self.types],
            }
        )


def model_event_types(
    amounts: Mapping[str, ArrayLike],
    monthly_counts: Mapping[str, ArrayLike],
    *,
    all_types: Any,
    correlation: float,
    copula: Copula = "t",
    degrees_of_freedom: float = 4.0,
    years: int = 100_000,
    seed: int = 0,
) -> EventTypes:
    """Fit each event type and simulate their annual losses together.

    A type with 40 losses or more has a lognormal body and a tail of its own, one with 5 or more a lognormal
    of its own; below that the severity of all the bank's losses stands in. The frequency is always the
    type's own.

    Parameters
    ----------
    amounts : event type to its losses, each > 0, in one currency; an empty one is named, not modelled
    monthly_counts : event type to its events per month, the same months for all
    all_types : severity of all the losses together, as ``compound_loss`` takes it
    correlation, copula, degrees_of_freedom, years, seed : as in ``joint_losses``

    Raises
    ------
    ValueError: no event at all, types that differ between the two mappings, losses as in ``fit_severity``
    """
    if set(amounts) != set(monthly_counts):
        raise ValueError(
            f"amounts has the types {sorted(amounts)}, monthly_counts {sorted(monthly_counts)}; both must "
            "have the same"
        )
    losses = {name: np.asarray(values, dtype=np.float64) for name, values in amounts.items()}
    present = [name for name, values in losses.items() if values.size]
    if not present:
        raise ValueError("amounts holds no loss event; there is nothing to model")
    types = tuple(_fit(name, losses[name], monthly_counts[name], all_types) for name in present)
    joint = joint_losses(
        {event.name: event.loss for event in types},
        correlation=correlation,
        copula=copula,
        degrees_of_freedom=degrees_of_freedom,
        years=years,
        seed=seed,
    )
    return EventTypes(types, joint, tuple(name for name in losses if name not in present))


def _fit(name: str, losses: Floats, counts: ArrayLike, all_types: Any) -> EventType:
    frequency = fit_frequency(counts, periods_per_year=12.0)
    severity, origin = _severity(losses, all_types)
    return EventType(name, int(losses.size), origin, frequency, compound_loss(frequency.chosen, severity))


def _severity(losses: Floats, all_types: Any) -> tuple[Any, Origin]:
    if losses.size >= FEWEST_FOR_A_TAIL:
        return fit_severity(losses).severity, "own_tail"
    if losses.size >= FEWEST_FOR_A_LOGNORMAL and np.ptp(losses) > 0:
        return fit_lognormal(losses).distribution, "own_lognormal"
    return all_types, "all_types"
