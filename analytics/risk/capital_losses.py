"""Which losses enter Basel's loss component: net, large enough, in the accounts of the last ten years."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

LEAST_LOSS_EUR: Final = 20_000.0
"""Losses under it stay out of the average."""
HIGHEST_LEAST_LOSS_EUR: Final = 100_000.0
"""To which a supervisor may raise that, for banks of buckets 2 and 3 only."""
LOSS_YEARS: Final = 10
FEWEST_LOSS_YEARS: Final = 5
"""With a shorter record capital rests on the business indicator alone."""


@dataclass(frozen=True)
class LossHistory:
    """The losses behind the loss component, see ``loss_history``.

    ``average``: EUR a year; ``years``: over which; ``counted``, ``small``, ``older`` and ``not_booked``:
    numbers of events that enter, lie under ``least_loss``, were booked before the ten years, or not by the
    last day.
    """

    average: float
    years: float
    least_loss: float
    counted: int
    small: int
    older: int
    not_booked: int

    @property
    def long_enough(self) -> bool:
        """Whether the record reaches the five years from which losses may enter at all."""
        return self.years >= FEWEST_LOSS_YEARS


def loss_history(
    net_losses: ArrayLike,
    booked_on: ArrayLike,
    *,
    as_of: date,
    years: float,
    least_loss: float = LEAST_LOSS_EUR,
    bucket: int = 2,
) -> LossHistory:
    """Average annual loss that enters Basel's loss component.

    Parameters
    ----------
    net_losses : array-like, shape (events,), EUR, after recoveries, insurance's included; all operational
        losses of the bank, whatever the channel: those of one business alone are no loss component
    booked_on : array-like of dates, of accounting; missing for a loss not yet booked, which stays out
    as_of : last day of the record
    years : float > 0, length of the record; the average is over these or ten, whichever is shorter
    least_loss : EUR, 20,000 up to the 100,000 that a supervisor may allow in buckets 2 and 3
    bucket : 1, 2 or 3, of the business indicator; in bucket 1 the least loss is 20,000 whatever is asked

    Raises
    ------
    ValueError: as many dates as losses are not given, a missing or negative loss, an argument out of range

    References
    ----------
    Basel Framework, OPE25.9 to 25.11 (ten years, five at least, bucket 1) and the minimum standards for
    loss data that follow (threshold of EUR 20,000, up to 100,000 at national discretion; net of recoveries;
    date of accounting).
    """
    amounts = np.asarray(net_losses, dtype=np.float64)
    days = pd.to_datetime(pd.Series(np.asarray(booked_on).ravel()))
    if amounts.ndim != 1 or amounts.size != days.size:
        raise ValueError(
            f"net_losses has {amounts.size} amounts and booked_on {days.size} dates; as many are needed"
        )
    if not (np.isfinite(amounts).all() and (amounts >= 0).all()):
        raise ValueError(
            "net_losses holds a missing or negative amount; leave out what was recovered in full"
        )
    if not (np.isfinite(years) and years > 0):
        raise ValueError(f"years is {years}; it must be more than 0")
    if not LEAST_LOSS_EUR <= least_loss <= HIGHEST_LEAST_LOSS_EUR:
        raise ValueError(
            f"least_loss is {least_loss}; it must lie between {LEAST_LOSS_EUR:,.0f} and "
            f"{HIGHEST_LEAST_LOSS_EUR:,.0f}"
        )
    if bucket not in (1, 2, 3):
        raise ValueError(f"bucket is {bucket}; it must be 1, 2 or 3")
    least = LEAST_LOSS_EUR if bucket == 1 else float(least_loss)
    end = pd.Timestamp(as_of)
    booked = (days.notna() & (days <= end)).to_numpy()
    recent = booked & (days > end - pd.DateOffset(years=LOSS_YEARS)).to_numpy()
    enters = recent & (amounts >= least)
    length = min(float(years), float(LOSS_YEARS))
    return LossHistory(
        average=float(amounts[enters].sum()) / length,
        years=length,
        least_loss=least,
        counted=int(enters.sum()),
        small=int((recent & ~enters).sum()),
        older=int((booked & ~recent).sum()),
        not_booked=int((~booked).sum()),
    )
