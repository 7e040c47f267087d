"""Customers, active users, the ones who come and the ones who leave."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.demo.factors import Factors
from data.demo.incidents import Incidents
from data.demo.world import BANKS, HISTORY, MONTHS, SHOWN, Floats, chance, column, with_source

_USUAL_CHURN = 0.006
_MOBILE_SHIFT = (0.55, 0.9)


@dataclass(frozen=True)
class Adoption:
    """Bank × month: customers, active users, their share, and the points lost to incidents."""

    customers: Floats
    active: Floats
    extra_loss: Floats
    table: pd.DataFrame

    @property
    def share(self) -> Floats:
        """Active users among customers."""
        return self.active / self.customers


def simulate(factors: Factors, incidents: Incidents, brought: Floats) -> Adoption:
    """New users follow the bank's diffusion path and its campaigns; incidents drive users away.

    Parameters
    ----------
    factors, incidents : the drivers and the incidents
    brought : new users brought by campaigns, bank × month
    """
    rng = chance("adoption")
    months = len(MONTHS)
    years = (np.arange(months) - (months - 1)) / 12.0
    noise = np.exp(0.002 * rng.standard_normal((len(BANKS), months)))
    customers = column("customers")[:, None] * np.exp(column("growth")[:, None] * years) * noise
    path = factors.digital * customers
    # The trend carries its own usual churn, so that the path is met when nothing happens.
    trend = np.diff(path, axis=1, prepend=path[:, :1])
    extra = incidents.stress / 100.0
    active = np.empty_like(path)
    new, lost = np.zeros_like(path), np.zeros_like(path)
    active[:, 0] = path[:, 0]
    jitter = np.exp(0.10 * rng.standard_normal(path.shape))
    for month in range(1, months):
        before = active[:, month - 1]
        lost[:, month] = before * (_USUAL_CHURN * jitter[:, month] + extra[:, month])
        # Those who left over an incident come back in part: a tenth of the gap to the path each month.
        pull = 0.10 * np.maximum(path[:, month - 1] - before, 0.0)
        seasonal = 1.0 + 0.15 * factors.season[month]
        arriving = np.maximum(trend[:, month], 0.0) + _USUAL_CHURN * before
        new[:, month] = arriving * seasonal * jitter[:, month] + pull + brought[:, month]
        active[:, month] = np.minimum(before + new[:, month] - lost[:, month], 0.97 * customers[:, month])
        new[:, month] = active[:, month] - before + lost[:, month]
    return Adoption(customers, active, extra * 100.0, _table(rng, customers, active, new, lost))


def _table(
    rng: np.random.Generator, customers: Floats, active: Floats, new: Floats, lost: Floats
) -> pd.DataFrame:
    elapsed = np.linspace(0.0, 1.0, len(MONTHS))
    low, high = _MOBILE_SHIFT
    mobile = np.clip(low + (high - low) * elapsed + 0.01 * rng.standard_normal(active.shape), 0.0, 1.0)
    internet = np.clip(0.72 - 0.34 * elapsed + 0.01 * rng.standard_normal(active.shape), 0.0, 1.0)
    # Every active user is on at least one of the two.
    internet = np.maximum(internet, 1.0 - mobile)
    series = {
        "customers": customers,
        "enrolled": np.minimum(active * (1.65 - 0.25 * elapsed), customers),
        "active": active,
        "active_internet": active * internet,
        "active_mobile": active * mobile,
        "new": new,
        "lost": lost,
    }
    bank, month = (axis.ravel() for axis in np.indices((len(BANKS), len(SHOWN))))
    parts = [
        pd.DataFrame(
            {
                "bank": np.array(BANKS)[bank],
                "measure": measure,
                "month": SHOWN[month],
                "value": np.round(values[:, HISTORY:]).ravel(),
            }
        )
        for measure, values in series.items()
    ]
    return with_source(pd.concat(parts, ignore_index=True))
