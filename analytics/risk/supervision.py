"""The supervisor's view: the system as a whole, the regulators' four tools, and what nobody reported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analytics.risk.measured import NOT_GRADABLE, aggregate_measured, is_gradable
from analytics.risk.position import RiskPosition
from analytics.risk.profile import REPORTED, RiskHistory, aggregate_risks
from analytics.risk.scoring import (
    BEST,
    WORST,
    Floats,
    grade,
    score_indicator,
    weights_as_shares,
)

# Indicators of the banks that tell how far each tool reaches.
TOOL_INDICATORS: Final[dict[str, tuple[str, ...]]] = {
    "adaptation": ("R8", "R9"),
    "legalisation": ("L1", "L3"),
    "harmonisation": ("R1", "R4"),
    "integration": ("R6", "O7", "O9"),
}
# Measures of the supervisor itself: tool and knots, all conventions of this product.
TOOL_MEASURES: Final[dict[str, tuple[str, tuple[float, ...]]]] = {
    "age_of_rules_years": ("adaptation", (0.0, 3.0, 5.0, 8.0, 12.0)),
    "instruments_with_legal_definition_percent": ("legalisation", (100.0, 90.0, 75.0, 50.0, 0.0)),
    "home_host_agreements": ("harmonisation", (12.0, 8.0, 4.0, 2.0, 0.0)),
    "inspections_covering_it_percent": ("integration", (100.0, 80.0, 60.0, 40.0, 0.0)),
}


@dataclass(frozen=True)
class ToolsScoreboard:
    """How well the regulators' four tools hold: 0 (best) to 100 (worst).

    Parameters
    ----------
    tools : DataFrame tool, score (over the measures known; NaN where more than a third of the tool is not
        known), low, high (certain bounds, whatever the missing values are), grade (0 without a score),
        n_known (measures fully known), n_scored (measures with a score), n_measures, known (share of the
        tool's weight that has a score)
    measures : DataFrame tool, measure, origin ("banks" or "supervisor"), score (NaN where nothing is known),
        low, high, n_reported, n_expected, known (share of the measure's weight that has a score)
    """

    tools: pd.DataFrame
    measures: pd.DataFrame


def tools_scoreboard(
    position: RiskPosition,
    *,
    bank_weights: ArrayLike | None = None,
    measures: Mapping[str, float | None] | None = None,
    indicators: Mapping[str, tuple[str, ...]] | None = None,
) -> ToolsScoreboard:
    """Score adaptation, legalisation, harmonisation and integration.

    An indicator of the banks counts with the weighted mean of their published scores, over the banks that
    have one. A measure of the supervisor that is not supplied is not known: it enters no figure, and the
    bounds hold whatever it is. A tool has a score where at least two thirds of its weight is known, by the
    rule that holds for the banks (:data:`analytics.risk.measured.MOST_UNMEASURED`).

    Parameters
    ----------
    position : RiskPosition
    bank_weights : array-like (banks,), 0 or more, such as customers; equal unless given
    measures : values of the supervisor's own measures by name (see ``TOOL_MEASURES``); None where unknown
    indicators : indicators of each tool; those of the catalogue's convention unless given

    Returns
    -------
    ToolsScoreboard

    Raises
    ------
    ValueError: an unknown measure, tool or indicator, weights that do not fit
    """
    chosen = TOOL_INDICATORS if indicators is None else indicators
    known = dict(measures or {})
    if unknown := sorted(set(known) - set(TOOL_MEASURES)):
        raise ValueError(f"measures: unknown {', '.join(unknown)}; known: {', '.join(TOOL_MEASURES)}")
    shares = _bank_shares(position, bank_weights)
    rows = [_bank_measure(position, shares, tool, name) for tool, names in chosen.items() for name in names]
    rows += [
        _own_measure(name, known.get(name)) for name, (tool, _) in TOOL_MEASURES.items() if tool in chosen
    ]
    table = pd.DataFrame(rows)
    return ToolsScoreboard(
        tools=pd.DataFrame([_tool_row(tool, table[table["tool"] == tool], position.p) for tool in chosen]),
        measures=table,
    )


def system_summary(position: RiskPosition, *, bank_weights: ArrayLike | None = None) -> pd.DataFrame:
    """Each risk over all banks.

    Parameters
    ----------
    position : RiskPosition
    bank_weights : array-like (banks,), 0 or more; equal unless given

    Returns
    -------
    DataFrame risk (then "overall"), mean (weighted), best, worst, worst_bank, grade_1..grade_4 (banks in
    each), not_gradable (banks without a grade), red_flags (banks with one), share_at_3_or_worse (of the
    weight of the gradable banks). Mean, best and worst are of the gradable banks; NaN and "" where none is

    Raises
    ------
    ValueError: weights that do not fit
    """
    shares = _bank_shares(position, bank_weights)
    grades, gradable = position.risk_grades, position.gradable
    some = gradable.any(axis=0)
    scores = np.where(gradable, position.risk_scores, 0.0)
    counted = np.where(gradable, shares[:, None], 0.0)
    # Where no bank is gradable any divisor does: the figure is set aside.
    counted = counted / np.where(some, counted.sum(axis=0), 1.0)
    best, worst = np.where(gradable, scores, np.inf), np.where(gradable, scores, -np.inf)
    names = np.array([*position.banks, ""], dtype=object)
    return pd.DataFrame(
        {
            "risk": position.groups,
            "mean": np.where(some, (counted * scores).sum(axis=0), np.nan),
            "best": np.where(some, best.min(axis=0), np.nan),
            "worst": np.where(some, worst.max(axis=0), np.nan),
            "worst_bank": names[np.where(some, worst.argmax(axis=0), -1)],
            **{f"grade_{mark}": (grades == mark).sum(axis=0) for mark in (1, 2, 3, 4)},
            "not_gradable": (~gradable).sum(axis=0),
            "red_flags": position.risk_flags.sum(axis=0),
            "share_at_3_or_worse": np.where(some, (counted * (grades >= 3)).sum(axis=0), np.nan),
        }
    )


def evidence_gaps(history: RiskHistory, position: RiskPosition) -> pd.DataFrame:
    """Indicators that were not reported, by what they leave open.

    Parameters
    ----------
    history : RiskHistory that reports the position's month
    position : RiskPosition

    Returns
    -------
    DataFrame bank, indicator, risk, months_without, value_month (last report, NaT if never), score
    (published; NaN where not measured), share (of the weight of the overall score), open_points (width of
    the overall score between the missing value at its best and at its worst, all else as published); widest
    first
    """
    rows = history.indicators
    missing = rows[(rows["month"] == position.month) & ~rows["status"].isin((*REPORTED, "idle"))]
    catalogue = position.catalogue
    bank = pd.Index(position.banks).get_indexer(pd.Index(missing["bank"]))
    at = pd.Index(catalogue.indicators).get_indexer(pd.Index(missing["indicator"]))
    ends = np.repeat(position.scores[bank][:, None, :], 2, axis=1)
    ends[np.arange(len(bank)), 0, at] = BEST
    ends[np.arange(len(bank)), 1, at] = WORST
    overall = aggregate_risks(ends, catalogue, p=position.p)[..., -1]
    gaps = missing[["bank", "indicator", "risk", "months_without", "value_month", "score"]].assign(
        share=catalogue.shares("overall")[at], open_points=overall[:, 1] - overall[:, 0]
    )
    return gaps.sort_values(
        ["open_points", "bank", "indicator"], ascending=[False, True, True], ignore_index=True
    )


def _bank_shares(position: RiskPosition, weights: ArrayLike | None) -> Floats:
    shares = weights_as_shares(np.ones(len(position.banks)) if weights is None else weights)
    if shares.shape != (len(position.banks),):
        raise ValueError(f"bank_weights must be one for each bank: {len(position.banks)}, got {shares.shape}")
    return shares


def _bank_measure(position: RiskPosition, shares: Floats, tool: str, name: str) -> dict[str, object]:
    if name not in position.catalogue.indicators:
        raise ValueError(f"indicators: {name} of {tool} is not in the catalogue")
    at = position.catalogue.indicators.index(name)
    scores, observed = position.scores[:, at], position.observed[:, at]
    # What stopped being reported keeps a score that only worsens: silence must not improve a tool.
    known = ~np.isnan(scores)
    return {
        "tool": tool,
        "measure": name,
        "origin": "banks",
        "score": float(aggregate_measured(scores, shares, p=1.0)),
        "low": float(shares @ np.where(observed, scores, BEST)),
        "high": float(shares @ np.where(observed, scores, WORST)),
        "n_reported": int(observed.sum()),
        "n_expected": len(observed),
        "known": float(shares @ known),
    }


def _own_measure(name: str, value: float | None) -> dict[str, object]:
    tool, knots = TOOL_MEASURES[name]
    given = np.nan if value is None else float(value)
    known = not np.isnan(given)
    score = float(score_indicator(given, knots)) if known else np.nan
    return {
        "tool": tool,
        "measure": name,
        "origin": "supervisor",
        "score": score,
        "low": score if known else BEST,
        "high": score if known else WORST,
        "n_reported": int(known),
        "n_expected": 1,
        "known": float(known),
    }


def _tool_row(tool: str, rows: pd.DataFrame, p: float) -> dict[str, object]:
    known = float(rows["known"].mean())
    score, low, high = (
        float(aggregate_measured(rows[column].to_numpy(dtype=float), np.ones(len(rows)), p=p))
        for column in ("score", "low", "high")
    )
    enough = bool(is_gradable(known)) and not np.isnan(score)
    return {
        "tool": tool,
        "score": score if enough else np.nan,
        "low": low,
        "high": high,
        "grade": grade(score) if enough else NOT_GRADABLE,
        "n_known": int((rows["n_reported"] == rows["n_expected"]).sum()),
        "n_scored": int(rows["score"].notna().sum()),
        "n_measures": len(rows),
        "known": known,
    }
