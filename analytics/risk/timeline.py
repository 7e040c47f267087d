"""The interval of one bank's scores in every month, drawn in one go."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.risk.position import RiskPosition
from analytics.risk.profile import REPORTED, RiskHistory
from analytics.risk.uncertainty import INHERENT, Spread, score_uncertainty


def score_bands(
    history: RiskHistory,
    bank: str,
    *,
    spread: Spread | None = None,
    draws: int = 300,
    level: float = 0.8,
    seed: int = 0,
) -> pd.DataFrame:
    """Scores of a bank month by month, each with the interval of :func:`score_uncertainty`.

    All months share the draws of thresholds, weights and power, so that the band moves with the scores and
    not with the dice; errors of data are drawn month by month.

    Parameters
    ----------
    history : RiskHistory
    bank : a bank of the history
    spread, draws, level, seed : as in :func:`analytics.risk.uncertainty.score_uncertainty`

    Returns
    -------
    DataFrame month, risk (the risks, then "overall"), score, low, high, grade (0 where not gradable),
    n_measured (indicators of the risk that have been reported by then), silence (points of the score that
    silence adds), without the months in which nothing
    of the risk had been: its history starts at the first report; segment too, where the history tells it

    Raises
    ------
    ValueError: an unknown bank, or settings that cannot be used
    """
    rows = history.indicators[history.indicators["bank"] == bank]
    if rows.empty:
        known = ", ".join(history.indicators["bank"].drop_duplicates())
        raise ValueError(f"bank must be one of {known}; got {bank!r}")
    months = rows["month"].drop_duplicates()
    names = [f"{month:%Y-%m}" for month in months]
    shape = (len(names), len(history.catalogue.indicators))
    breach, waived = (rows[column].to_numpy(dtype=bool).reshape(shape) for column in ("breach", "waived"))
    # Every month stands as if it were a bank of its own.
    position = RiskPosition(
        banks=tuple(names),
        month=months.iloc[-1],
        catalogue=history.catalogue,
        p=history.p,
        values=rows["value"].to_numpy(dtype=float).reshape(shape),
        scores=rows["score"].to_numpy(dtype=float).reshape(shape),
        observed=rows["status"].isin(REPORTED).to_numpy(dtype=bool).reshape(shape),
        idle=(rows["status"] == "idle").to_numpy(dtype=bool).reshape(shape),
        flags=breach & ~waived,
        waived=np.asarray(waived),
    )
    table = score_uncertainty(position, spread=spread, draws=draws, level=level, seed=seed).table
    table = table[(table["stage"] == INHERENT) & table["score"].notna()]
    by_name = dict(zip(names, months, strict=True))
    table = table.assign(month=table["bank"].map(by_name))
    told = [name for name in ("n_measured", "silence", "segment") if name in history.risks]
    counts = history.risks.loc[history.risks["bank"] == bank, ["month", "risk", *told]]
    return table.merge(counts, on=["month", "risk"])[
        ["month", "risk", "score", "low", "high", "grade", *told]
    ]
