"""What tested controls leave of a risk, on its indicators of exposure alone.

An indicator of outcome (fraud, downtime, complaints) is observed with the controls in place: taking the
controls off it again would count them twice. An indicator of exposure (how much hangs on one provider, how
much runs through electronic channels) is there whatever the controls do: on it a control may be credited,
where it names the indicator and a test by somebody shows that it works.

How controls depend on each other is not known. Two cases bound the usual ones: independent of each other,
they leave ``Π(1 - c_k e_k)`` of the score; where each stops only what the strongest stops too, they leave
``1 - max c_k e_k``. The published residual is the second, which credits one control and not the sum.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from analytics.risk.catalogue import Booleans, Catalogue
from analytics.risk.controls import BankControls, read_controls
from analytics.risk.draws import (
    CONTROLS,
    DATA,
    SHARED,
    Spread,
    aggregate_draws,
    draw_common,
    draw_ratios,
    stream,
)
from analytics.risk.measured import grades_of
from analytics.risk.position import RiskPosition
from analytics.risk.profile import aggregate_risks
from analytics.risk.scoring import BEST, WORST, Floats

# A test counts for two years. A convention of this product: no rule that we know says how long one lasts.
TEST_MONTHS: Final = 24
STATED: Final = "stated"
NO_EVIDENCE: Final = "no_evidence"
NOT_ACTED_ON: Final = "not_acted_on"
NO_INDICATORS: Final = "no_indicators"
NO_CONTROLS: Final = "no_controls"
NO_EXPOSURE: Final = "no_exposure"
NOT_MEASURED: Final = "not_measured"
# Of the whole, the first of these that any risk has: what the bank can do something about comes first.
_OF_THE_WHOLE: Final = (
    STATED,
    NO_EVIDENCE,
    NO_INDICATORS,
    NO_CONTROLS,
    NOT_ACTED_ON,
    NO_EXPOSURE,
    NOT_MEASURED,
)


@dataclass(frozen=True)
class ResidualScores:
    """What the tested controls of one bank leave.

    Parameters
    ----------
    table : DataFrame risk (the risks, then "overall"), status ("stated", or why there is none: "no_controls"
        recorded, "no_indicators" named by any, "no_exposure" in the risk, "not_acted_on" by any control,
        "no_evidence" of a test, "not_measured"), score (the strongest control alone), independent (all of
        them, independent of each other), low, high (interval of both and of what is uncertain in the score),
        grade (0 where not gradable); NaN and 0 where not stated
    controls : DataFrame control, exposure and outcome (tuples of the indicators named), tested (bool)
    """

    table: pd.DataFrame
    controls: pd.DataFrame


def residual_scores(
    position: RiskPosition,
    bank: str,
    controls: pd.DataFrame,
    exposure: Collection[str],
    *,
    spread: Spread | None = None,
    draws: int = 1_000,
    level: float = 0.8,
    seed: int = 0,
) -> ResidualScores:
    """Residual scores of one bank, where its controls can be credited.

    Parameters
    ----------
    position : RiskPosition; tests count that were made in the ``TEST_MONTHS`` months to the end of its month
    bank : its name
    controls : DataFrame as :func:`analytics.risk.controls.read_controls` has it; read where present:
        indicators (codes with spaces between), tested_on (datetime64), tester. A control without them is
        not credited
    exposure : the indicators of exposure; all others are observed with the controls in place and stay as
        they are
    spread : Spread, its defaults unless given
    draws, level, seed : as in :func:`analytics.risk.uncertainty.score_uncertainty`, whose draws these are

    Returns
    -------
    ResidualScores

    Raises
    ------
    ValueError: an unknown bank, controls that cannot be used
    """
    row, catalogue = position.bank_row(bank), position.catalogue
    known = read_controls(controls, position.banks, catalogue)[bank]
    rows = controls[controls["bank"] == bank].sort_values("control")
    named, tested = _named(rows, catalogue), _tested(rows, position.month)
    exposed = np.isin(catalogue.indicators, list(exposure))
    acting = named & exposed & tested[:, None]
    together, strongest = _left(acting, (known.coverage * known.mean)[:, None])
    scores, missing = position.scores[row], _missing(position, row)
    lowest, highest = (
        np.asarray(aggregate_risks(np.where(missing, end, scores) * left[:, 0], catalogue, p=position.p))
        for end, left in ((BEST, together), (WORST, strongest))
    )
    independent, alone = (
        np.asarray(aggregate_risks(scores * left[:, 0], catalogue, p=position.p))
        for left in (together, strongest)
    )
    low, high = _interval(position, row, known, acting, spread or Spread(), draws, level, seed)
    status = _statuses(position, row, named, acting, exposed)
    stated = np.array([found == STATED for found in status])
    grades = grades_of(alone[None], position.risk_flags[[row]], position.gradable[[row]])[0]
    table = pd.DataFrame(
        {
            "risk": position.groups,
            "status": status,
            "score": np.where(stated, alone, np.nan),
            "independent": np.where(stated, independent, np.nan),
            "low": np.where(stated, np.minimum(low, lowest), np.nan),
            "high": np.where(stated, np.maximum(high, highest), np.nan),
            "grade": np.where(stated, grades, 0),
        }
    )
    names = np.array(catalogue.indicators, dtype=object)
    credited = pd.DataFrame(
        {
            "control": rows["control"].to_numpy(),
            "exposure": [tuple(names[mask & exposed]) for mask in named],
            "outcome": [tuple(names[mask & ~exposed]) for mask in named],
            "tested": tested,
        }
    )
    return ResidualScores(table=table, controls=credited)


def _named(rows: pd.DataFrame, catalogue: Catalogue) -> Booleans:
    """Which control names which indicator: ndarray (controls, indicators)."""
    if "indicators" not in rows.columns:
        return np.zeros((len(rows), len(catalogue.indicators)), dtype=bool)
    listed = [set(text.split()) if isinstance(text, str) else set() for text in rows["indicators"]]
    return np.array(
        [[name in codes for name in catalogue.indicators] for codes in listed], dtype=bool
    ).reshape(len(rows), len(catalogue.indicators))


def _tested(rows: pd.DataFrame, month: pd.Timestamp) -> Booleans:
    """Which control has evidence at the end of the month: a recent day, and somebody who tested."""
    if not {"tested_on", "tester"} <= set(rows.columns):
        return np.zeros(len(rows), dtype=bool)
    end = month + pd.offsets.MonthEnd(0)
    day = pd.to_datetime(rows["tested_on"])
    somebody = rows["tester"].fillna("").astype(str).str.strip() != ""
    recent = day.between(end - pd.DateOffset(months=TEST_MONTHS), end)
    return (recent & somebody).to_numpy(dtype=bool)


def _missing(position: RiskPosition, row: int) -> Booleans:
    """What one bank does not report this month, of what applies to it: ndarray (indicators,)."""
    return np.asarray(position.applicable[row] & ~position.observed[row])


def _left(acting: Booleans, effect: Floats) -> tuple[Floats, Floats]:
    """Share of each indicator that stays: controls independent, and the strongest alone.

    Parameters
    ----------
    acting : ndarray (controls, indicators) of bool
    effect : ndarray (controls, draws) in [0, 1]

    Returns
    -------
    two ndarray (indicators, draws), the first nowhere above the second
    """
    together = np.ones((acting.shape[1], effect.shape[1]))
    strongest = np.ones_like(together)
    for at in np.flatnonzero(acting.any(axis=0)):
        reached = effect[acting[:, at]]
        together[at] = np.prod(1.0 - reached, axis=0)
        strongest[at] = 1.0 - reached.max(axis=0)
    return together, strongest


def _interval(
    position: RiskPosition,
    row: int,
    known: BankControls,
    acting: Booleans,
    spread: Spread,
    draws: int,
    level: float,
    seed: int,
) -> tuple[Floats, Floats]:
    """Ends of the interval of each risk, then overall: the doubt of the score, of the controls' effect and of
    how they depend on each other."""
    bank, catalogue = position.banks[row], position.catalogue
    common = draw_common(catalogue, spread, draws, stream(seed, "", SHARED))
    ratios = draw_ratios(position, row, common, spread.data_error, stream(seed, bank, DATA))
    effect = known.coverage[:, None] * known.draw_effectiveness(draws, stream(seed, bank, CONTROLS))
    missing, counted = _missing(position, row)[common.order], position.applicable[row, common.order]
    ends = []
    for share, left in zip((BEST / WORST, 1.0), _left(acting, effect), strict=True):
        whole = np.where(missing[:, None], share, ratios)
        ends.append(aggregate_draws(whole * left[common.order], common, counted))
    tail = (1.0 - level) / 2.0
    return np.quantile(ends[0], tail, axis=-1), np.quantile(ends[1], 1.0 - tail, axis=-1)


def _statuses(
    position: RiskPosition, row: int, named: Booleans, acting: Booleans, exposed: Booleans
) -> list[str]:
    catalogue, measured = position.catalogue, position.measured[row]
    statuses = []
    for risk in catalogue.risks:
        members = np.zeros(len(catalogue.indicators), dtype=bool)
        members[catalogue.members(risk)] = True
        open_to_controls = members & exposed & measured
        if not (members & measured).any():
            statuses.append(NOT_MEASURED)
        elif acting[:, open_to_controls].any():
            statuses.append(STATED)
        elif not open_to_controls.any():
            statuses.append(NO_EXPOSURE)
        elif not len(named):
            statuses.append(NO_CONTROLS)
        elif not named.any():
            statuses.append(NO_INDICATORS)
        elif named[:, open_to_controls].any():
            statuses.append(NO_EVIDENCE)
        else:
            statuses.append(NOT_ACTED_ON)
    return [*statuses, min(statuses, key=_OF_THE_WHOLE.index)]
