"""What the probability of a grade is made of: each source of doubt drawn alone, and all of them at once."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd

from analytics.risk.draws import Spread
from analytics.risk.measured import NOT_GRADABLE
from analytics.risk.position import RiskPosition, only_measured
from analytics.risk.scoring import KNOT_COUNT, WORST
from analytics.risk.uncertainty import score_uncertainty

SOURCES: Final = ("data", "thresholds", "weights", "power", "missing", "all")
# A power mean of power 0 is the limit of small powers; the draws raise to 1 / p.
_LEAST_POWER: Final = 0.01


def doubt_by_source(
    position: RiskPosition,
    bank: str,
    *,
    risk: str = "overall",
    spread: Spread | None = None,
    draws: int = 1_000,
    level: float = 0.8,
    seed: int = 0,
) -> pd.DataFrame:
    """How often the published grade holds while one thing alone is uncertain, and while all are.

    Drawn alone: the error of the data, the thresholds, the weights, the power of the mean, and what is not
    reported; everything else as published. The sources do not add up: a grade may survive each and not all.

    Parameters
    ----------
    position : RiskPosition
    bank, risk : whose grade
    spread : Spread, its defaults unless given
    draws, level, seed : as in :func:`analytics.risk.uncertainty.score_uncertainty`

    Returns
    -------
    DataFrame source ("data", "thresholds", "weights", "power", "missing", "all"), low, high (interval of the
    score), probability (of the published grade; NaN where there is none)

    Raises
    ------
    ValueError: an unknown bank or risk, settings that cannot be used
    """
    extent = spread or Spread()
    row, group = position.bank_row(bank), position.group_column(risk)
    grade = int(position.risk_grades[row, group])
    chosen = max(float(position.p), _LEAST_POWER)
    still = Spread(data_error=0.0, thresholds=0.0, weights=0.0, power=(chosen, chosen))
    alone = {
        "data": replace(still, data_error=extent.data_error),
        "thresholds": replace(still, thresholds=extent.thresholds),
        "weights": replace(still, weights=extent.weights),
        "power": replace(still, power=extent.power),
        "missing": still,
        "all": extent,
    }
    settled = _as_published(position, bank)
    rows = []
    for source in SOURCES:
        here = position if source in ("missing", "all") else settled
        found = _drawn(here, bank, risk, alone[source], draws, level, seed, grade)
        low, high, probability = (np.nan, np.nan, np.nan) if found is None else found
        rows.append({"source": source, "low": low, "high": high, "probability": probability})
    return pd.DataFrame(rows)


def _as_published(position: RiskPosition, bank: str) -> RiskPosition:
    """The bank alone, on what has a score, each at the value that gives its published score."""
    if not position.measured[position.bank_row(bank)].any():
        return position
    here = only_measured(position, [bank])
    row = here.bank_row(bank)
    values = here.values.copy()
    for at in np.flatnonzero(~here.observed[row]):
        places = np.linspace(0.0, WORST, KNOT_COUNT)
        values[row, at] = np.interp(here.scores[row, at], places, here.catalogue.knots[at])
    observed = here.observed.copy()
    observed[row] = True
    return replace(here, values=values, observed=observed)


def _drawn(
    position: RiskPosition,
    bank: str,
    risk: str,
    spread: Spread,
    draws: int,
    level: float,
    seed: int,
    grade: int,
) -> tuple[float, float, float] | None:
    """Interval of the score and probability of ``grade``; None where nothing of the risk is measured."""
    if risk not in position.groups:
        return None
    table = score_uncertainty(
        position, banks=(bank,), spread=spread, draws=draws, level=level, seed=seed
    ).table
    row = table[table["risk"] == risk].iloc[0]
    known = grade != NOT_GRADABLE
    return row["low"], row["high"], row[f"probability_{grade}"] if known else np.nan
