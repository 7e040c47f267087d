"""Annual losses type by type: each type's own laws as far as its events carry them, then all together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analytics.risk.annual_loss import TabulatedLoss, tabulate
from analytics.risk.dependence import Copula, JointLoss, joint_losses
from analytics.risk.frequency import FrequencyFit, fit_frequency
from analytics.risk.losses import compound_loss
from analytics.risk.severity_fit import MINIMUM_EXCEEDANCES, fit_lognormal, fit_severity

Origin = Literal["own_tail", "own_lognormal", "all_types"]

FEWEST_FOR_A_TAIL = 4 * MINIMUM_EXCEEDANCES
FEWEST_FOR_A_LOGNORMAL = 5
# The years are simulated: a finer grid than this would show in no figure.
_CELLS = 2**14


@dataclass(frozen=True)
class EventType:
    """One type's laws. ``origin`` tells whose losses its ``severity`` was fitted to, and how."""

    name: str
    n_events: int
    origin: Origin
    frequency: FrequencyFit
    loss: TabulatedLoss
    severity: Any = field(default=None, repr=False)


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


def severity_origin(losses: ArrayLike) -> Origin:
    """Whose losses the severity of a type is fitted to, by what its own carry.

    A type with 40 losses or more has a lognormal body and a tail of its own, one with 5 or more a lognormal
    of its own; below that, or where they are all alike, the severity of all the bank's losses stands in.
    """
    amounts = np.asarray(losses, dtype=np.float64)
    if amounts.size >= FEWEST_FOR_A_TAIL:
        return "own_tail"
    return "own_lognormal" if amounts.size >= FEWEST_FOR_A_LOGNORMAL and np.ptp(amounts) > 0 else "all_types"


def fit_event_type(name: str, losses: ArrayLike, monthly_counts: ArrayLike, *, all_types: Any) -> EventType:
    """The laws of one event type. The frequency is always its own; for the severity see ``severity_origin``.

    Parameters
    ----------
    name : of the type
    losses : array-like, at least one, each > 0
    monthly_counts : events in each month
    all_types : severity of all the losses together; None is enough unless it stands in

    Raises
    ------
    ValueError: losses as in ``fit_severity``
    """
    amounts, origin = np.asarray(losses, dtype=np.float64), severity_origin(losses)
    frequency = fit_frequency(monthly_counts, periods_per_year=12.0)
    severity = all_types
    if origin == "own_tail":
        severity = fit_severity(amounts).severity
    elif origin == "own_lognormal":
        severity = fit_lognormal(amounts).distribution
    loss = tabulate(compound_loss(frequency.chosen, severity, cells=_CELLS))
    return EventType(name, int(amounts.size), origin, frequency, loss, severity)


def join_event_types(
    types: Sequence[EventType],
    *,
    without_events: tuple[str, ...] = (),
    correlation: float,
    copula: Copula = "t",
    degrees_of_freedom: float = 4.0,
    years: int = 100_000,
    seed: int = 0,
) -> EventTypes:
    """Simulate the annual losses of fitted event types together.

    Parameters
    ----------
    types : at least one, each as ``fit_event_type`` gives it
    without_events : names of the types that had no event
    correlation, copula, degrees_of_freedom, years, seed : as in ``joint_losses``

    Raises
    ------
    ValueError: no type, arguments as in ``joint_losses``
    """
    if not types:
        raise ValueError("amounts holds no loss event; there is nothing to model")
    joint = joint_losses(
        {event.name: event.loss for event in types},
        correlation=correlation,
        copula=copula,
        degrees_of_freedom=degrees_of_freedom,
        years=years,
        seed=seed,
    )
    return EventTypes(tuple(types), joint, without_events)
