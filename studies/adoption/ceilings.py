"""What a series says of its own ceiling, and what curves under different ceilings tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from analytics.adoption.curves import CeilingProfile, Priors, fit_curve
from data import queries
from data.snapshots import Snapshot
from studies.adoption.observed import own_series
from studies.core import cached

FEWEST_FOR_CURVE: Final = 6
PAYMENTS_ORIGIN: Final = 2007
PAYMENT_CEILINGS: Final = (60.0, 100.0, 200.0, 400.0)
_HELD: Final = Priors(ceiling_sd=1e-4)


@cached
def ceiling_profile(snapshot: Snapshot, series: str, subject: str) -> CeilingProfile | None:
    """What the series alone says of its ceiling; None where it is too short or does not grow."""
    rows = own_series(snapshot, series, subject)
    rows = rows[rows["segment"] == rows["segment"].max()]
    rows = rows[rows["value"] > 0]
    if len(rows) < FEWEST_FOR_CURVE or rows["value"].iloc[-1] <= rows["value"].iloc[0]:
        return None
    times = (rows["year"] - rows["year"].iloc[0] + 1).to_numpy(dtype=float)
    try:
        fit = fit_curve(rows["value"], curve="logistic", convention="level", times=times)
    except ValueError:
        return None
    return fit.profile


@dataclass(frozen=True)
class PaymentCeilings:
    """Curves through the same payments under different ceilings, in million operations a year.

    ``observed``, ``later``: year, value; ``curves``: ceiling, year, value; ``fits``: ceiling, error (root
    mean square), forecast (2025); ``profile``: what the data alone say.
    """

    observed: pd.DataFrame
    later: pd.DataFrame
    curves: pd.DataFrame
    fits: pd.DataFrame
    profile: CeilingProfile


@cached
def payment_ceilings(snapshot: Snapshot, last: int = 2025) -> PaymentCeilings:
    """The Moroccan online payments of 2010 to 2022: every ceiling fits, and each tells another future."""
    observed, later = (
        queries.country_series(snapshot, name, ["MAR"]).rename(columns={"period": "year"})
        for name in ("online_payments", "ecommerce_payments")
    )
    values = observed["value"].to_numpy(dtype=float)
    times = observed["year"].to_numpy(dtype=float) - PAYMENTS_ORIGIN
    years = np.arange(int(observed["year"].min()), last + 1)
    curves, fits = [], []
    for ceiling in PAYMENT_CEILINGS:
        fit = fit_curve(values, convention="cumulative", times=times, ceiling=ceiling, priors=_HELD)
        path = fit.fitted(years - PAYMENTS_ORIGIN)
        curves.append(pd.DataFrame({"ceiling": ceiling, "year": years, "value": path}))
        fits.append(
            {"ceiling": ceiling, "error": float(np.sqrt(fit.sse / len(values))), "forecast": float(path[-1])}
        )
    free = fit_curve(values, convention="cumulative", times=times)
    if free.profile is None:
        raise ValueError("the payments were fitted without a profile of the ceiling")
    return PaymentCeilings(observed, later, pd.concat(curves), pd.DataFrame(fits), free.profile)
