"""What an operational loss costs a bank's market value.

References
----------
Perry, de Fontnouvelle (2005), Measuring reputational risk: the market reaction to operational loss
announcements, Federal Reserve Bank of Boston. Market values fell one for one with losses from external events
and by over twice the loss after internal fraud.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

# Published finding, by event type; 2 is the lower end of "over twice".
MARKET_VALUE_MULTIPLIERS: Mapping[str, float] = {"external": 1.0, "internal_fraud": 2.0}


@dataclass(frozen=True)
class ReputationLoss:
    """Fall of the market value after an operational loss, in the currency of the loss.

    ``total`` is multiplier times loss; ``lower_bound`` is True where the finding is "more than".
    """

    operational: float
    multiplier: float
    lower_bound: bool

    @property
    def total(self) -> float:
        """``multiplier * operational``."""
        return self.multiplier * self.operational


def reputation_loss(
    operational_loss: float, event_type: str, *, multiplier: float | None = None
) -> ReputationLoss:
    """Reputation loss from an operational loss.

    Parameters
    ----------
    operational_loss : float >= 0
    event_type : "external" or "internal_fraud"; any other with ``multiplier``
    multiplier : float >= 1, in place of the published one

    Raises
    ------
    ValueError: a negative loss, a multiplier under 1, an event type without a published multiplier
    """
    if not (np.isfinite(operational_loss) and operational_loss >= 0):
        raise ValueError(f"operational_loss is {operational_loss}; it must be an amount of 0 or more")
    if multiplier is not None:
        if not (np.isfinite(multiplier) and multiplier >= 1):
            raise ValueError(f"multiplier is {multiplier}; it must be 1 or more")
        return ReputationLoss(float(operational_loss), float(multiplier), lower_bound=False)
    if event_type not in MARKET_VALUE_MULTIPLIERS:
        known = ", ".join(MARKET_VALUE_MULTIPLIERS)
        raise ValueError(
            f"event_type is {event_type!r}; published are {known}: state a multiplier for others"
        )
    published = MARKET_VALUE_MULTIPLIERS[event_type]
    return ReputationLoss(float(operational_loss), published, lower_bound=event_type == "internal_fraud")
