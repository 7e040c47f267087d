"""Results of the driver models on survey answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from analytics.adoption.drivers import (
    LogitFit,
    Reliability,
    WhatIf,
    build_constructs,
    cronbach_alpha,
    fit_logit,
    items_by_construct,
)
from data import queries
from data.codes import SURVEY_ITEMS
from data.snapshots import Snapshot
from studies.core import cached

SCALE: Final = (1.0, 7.0)
ITEMS: Final = SURVEY_ITEMS
PROFILE: Final = ("age", "female", "urban", "education")
REFERENCES: Final = {"education": "none"}
CONSTRUCT_OF_OUTCOME: Final = {"adopter": "", "risk_3": "risk", "trust_3": "trust"}
AGREES: Final = "agree"
_AGREEMENT: Final = ("disagree", "neutral", AGREES)
_NEUTRAL: Final = 4.0


def _answers(snapshot: Snapshot, survey: str) -> pd.DataFrame:
    rows = queries.survey_responses(snapshot)
    return rows[rows["survey"] == survey].reset_index(drop=True)


@cached
def surveys(snapshot: Snapshot) -> pd.DataFrame:
    """Surveys with their size: survey, respondents, banks, kind, source."""
    rows = queries.survey_responses(snapshot)
    return rows.groupby("survey", sort=True, as_index=False).agg(
        respondents=("respondent", "size"),
        banks=("bank", "nunique"),
        kind=("kind", "first"),
        source=("source", "first"),
    )


def mapping(items: tuple[str, ...]) -> dict[str, list[str]]:
    """Items by the construct that they measure."""
    return items_by_construct(list(items))


def _answered(rows: pd.DataFrame, items: tuple[str, ...]) -> dict[str, list[str]]:
    present = tuple(item for item in items if rows[item].notna().any())
    return mapping(present)


@cached
def reliabilities(snapshot: Snapshot, survey: str, items: tuple[str, ...]) -> dict[str, Reliability | None]:
    """Cronbach's alpha of every construct; None where it has one item or too few answers."""
    rows = _answers(snapshot, survey)
    found: dict[str, Reliability | None] = {}
    for construct, own in _answered(rows, items).items():
        try:
            found[construct] = cronbach_alpha(rows[own])
        except ValueError:
            found[construct] = None
    return found


@cached
def driver_model(
    snapshot: Snapshot, survey: str, outcome: str, items: tuple[str, ...], level: float
) -> LogitFit:
    """Logit of using e-banking, or ordered logit of agreeing with an item, on constructs and profile.

    A construct is not among the drivers of its own item, and a profile column that nobody answered, or
    all answered alike, is left out.

    Raises
    ------
    ValueError: too few answers, or drivers that cannot be told apart
    """
    rows = _answers(snapshot, survey)
    constructs = _answered(rows, items)
    constructs.pop(CONSTRUCT_OF_OUTCOME[outcome], None)
    data = rows.join(build_constructs(rows, constructs, scale=SCALE)) if constructs else rows
    profile = [
        name for name in PROFILE if len(rows[name].value_counts()) > 1 and rows[name].notna().mean() > 0.5
    ]
    if outcome != "adopter":
        agreement = np.sign(rows[outcome] - _NEUTRAL).map(
            dict(zip((-1.0, 0.0, 1.0), _AGREEMENT, strict=True))
        )
        data = data.assign(**{outcome: pd.Categorical(agreement, _AGREEMENT, ordered=True)})
    references = {name: value for name, value in REFERENCES.items() if (rows[name] == value).any()}
    references = {name: value for name, value in references.items() if name in profile}
    return fit_logit(
        data, outcome, [*constructs, *profile], weights="weight", references=references, level=level
    )


@cached
def attitude_effects(
    snapshot: Snapshot, survey: str, items: tuple[str, ...], level: float
) -> tuple[tuple[str, float], ...]:
    """Size of each attitude's effect on using e-banking; empty where the survey allows no estimate."""
    try:
        fit = driver_model(snapshot, survey, "adopter", items, level)
    except ValueError:
        return ()
    sizes = fit.marginal_effects["estimate"].abs()
    return tuple(
        (str(name), float(size)) for name, size in sizes.items() if name in items_by_construct(ITEMS)
    )


@dataclass(frozen=True)
class TrustChange:
    """Adoption at changes of trust: the change asked, and ``path``: x, value, low, high (%), chosen."""

    asked: WhatIf
    path: pd.DataFrame


@cached
def trust_change(
    snapshot: Snapshot, survey: str, items: tuple[str, ...], level: float, change: float
) -> TrustChange | None:
    """What a change of everyone's trust would go with; None where the survey has no item on trust."""
    fit = driver_model(snapshot, survey, "adopter", items, level)
    if "trust" not in fit.design.variables:
        return None
    steps = sorted({*np.arange(-2.0, 2.01, 0.5).round(1).tolist(), change})
    moves = [fit.what_if("trust", step, bounds=SCALE) for step in steps]
    path = pd.DataFrame(
        {
            "x": steps,
            "value": [100.0 * move.after for move in moves],
            "low": [100.0 * (move.before + move.low) for move in moves],
            "high": [100.0 * (move.before + move.high) for move in moves],
            "chosen": [step == change for step in steps],
        }
    )
    return TrustChange(moves[steps.index(change)], path)
