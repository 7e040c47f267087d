"""What drives everything else: how well each bank is run, month by month, and the sector's weather."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from data.demo.world import BANKS, INDEX, MONTHS, Floats, autoregressive, chance, column, month_index

_SEASON: Final = np.array([-0.4, -0.5, 0.0, 0.1, 0.0, 0.3, 1.0, 1.1, 0.1, -0.2, 0.0, 0.9])
"""Load by calendar month: Moroccans abroad come home in July and August, December closes the year."""


@dataclass(frozen=True)
class Factors:
    """Standardised drivers, bank × month except the two of the sector."""

    discipline: Floats
    compliance: Floats
    season: Floats
    sector: Floats
    digital: Floats


def simulate() -> Factors:
    """Draw the drivers.

    Discipline is the quality of operations, compliance that of dealings with the law and the
    supervisor; both wander slowly around a level of the bank's own, and three banks have a story.
    """
    rng = chance("factors")
    shape = (len(BANKS), len(MONTHS))
    discipline = column("discipline")[:, None] + autoregressive(rng, shape, 0.92, 0.28)
    compliance = column("compliance")[:, None] + autoregressive(rng, shape, 0.94, 0.22)
    elapsed = np.arange(len(MONTHS), dtype=np.float64)

    # Noria changes its core banking system in March 2024: a step down, then two years of repair.
    migration, repaired = month_index("2024-03"), month_index("2024-10")
    discipline[INDEX["noria"], migration:repaired] -= 1.0
    repair = np.clip((elapsed - repaired) / 24.0, 0.0, 1.0)
    discipline[INDEX["noria"]] += 1.9 * repair
    compliance[INDEX["noria"]] += 1.3 * repair

    # Caravane hands its operations to a vendor in the winter of 2025-26.
    handover = month_index("2025-11")
    slide = np.clip((elapsed - handover) / 8.0, 0.0, 1.0)
    discipline[INDEX["caravane"]] -= 2.6 * slide
    compliance[INDEX["caravane"]] -= 1.1 * slide

    season = _SEASON[MONTHS.month.to_numpy() - 1]
    sector = autoregressive(rng, (len(MONTHS),), 0.7, 0.5)
    return Factors(discipline, compliance, season, sector, _digital(elapsed))


def _digital(elapsed: Floats) -> Floats:
    """The path that active users, of all customers, would follow without noise or shocks."""
    start, ceiling = column("digital_start")[:, None], column("digital_ceiling")[:, None]
    odds = ceiling / start - 1.0
    return ceiling / (1.0 + odds * np.exp(-column("imitation")[:, None] * elapsed))
