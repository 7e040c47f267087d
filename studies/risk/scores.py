"""Results of the risk models on a snapshot."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import pandas as pd

from analytics.breaks import segments
from analytics.risk.catalogue import OVERALL, of_banks
from analytics.risk.measured import NOT_GRADABLE
from analytics.risk.missing import NeverReported
from analytics.risk.position import RiskPosition, risk_position
from analytics.risk.profile import RiskHistory, since_first_report
from analytics.risk.profile import risk_history as score
from analytics.risk.thresholds import scale_thresholds
from analytics.risk.uncertainty import doubt_by_source, score_bands, score_uncertainty
from data import queries
from data.codes import ASSUMED_FROM_PEERS
from data.snapshots import Snapshot
from studies.core import cached

RISKS: Final = ("operational", "regulatory", "legal", "reputational")
DRAWS: Final = 1_000
HISTORY_DRAWS: Final = 200


@dataclass(frozen=True)
class Rules:
    """How scores are made beside the power of the mean: published unless the scenario says otherwise.

    Parameters
    ----------
    weights : of the four risks in the overall score, in the order of ``RISKS``
    conventional, sourced : scales of the thresholds that are a convention, and of those that have a source
    never_reported : what stands for an indicator that a bank has never reported: "unmeasured" or "worst"
    """

    weights: tuple[float, ...] = (1.0, 1.0, 1.0, 1.0)
    conventional: float = 1.0
    sourced: float = 1.0
    never_reported: NeverReported = "unmeasured"


PUBLISHED: Final = Rules()
_OBSERVED: Final = ["bank", "indicator", "month", "value", "withdrawn", "not_applicable"]


@cached
def whole_catalogue(snapshot: Snapshot, rules: Rules = PUBLISHED) -> pd.DataFrame:
    """All indicators, those of the system included, with the thresholds that the rules ask for."""
    return scale_thresholds(
        queries.risk_catalogue(snapshot), conventional=rules.conventional, sourced=rules.sourced
    )


@cached
def catalogue(snapshot: Snapshot, rules: Rules = PUBLISHED) -> pd.DataFrame:
    """The indicators of the banks' own scores, with the thresholds that the rules ask for."""
    return of_banks(whole_catalogue(snapshot, rules))


@cached
def _every_observation(snapshot: Snapshot) -> pd.DataFrame:
    return queries.risk_observations(snapshot)[_OBSERVED]


@cached
def assumed(snapshot: Snapshot, bank: str, month: str, risk: str) -> int:
    """How many indicators of a risk, or of all, stand in with an assumed value in a month (``2026-10``)."""
    rows = queries.risk_observations(snapshot, [bank], date.fromisoformat(f"{month}-01"))
    known = catalogue(snapshot)
    wanted = known if risk == OVERALL else known[known["risk"] == risk]
    then = rows["month"].dt.strftime("%Y-%m") == month
    stand_in = rows["source"] == ASSUMED_FROM_PEERS
    return int((then & stand_in & rows["indicator"].isin(wanted["indicator"])).sum())


@cached
def _observations(snapshot: Snapshot) -> pd.DataFrame:
    rows = _every_observation(snapshot)
    return rows[rows["indicator"].isin(catalogue(snapshot)["indicator"])].reset_index(drop=True)


def observed(snapshot: Snapshot) -> bool:
    """Whether any bank has reported any indicator: without one there are no scores."""
    return not _observations(snapshot).empty


@cached
def risk_history(snapshot: Snapshot, power: float, rules: Rules = PUBLISHED) -> RiskHistory:
    """Scores of every bank, risk and indicator, in the months since the bank's first report.

    ``risks`` has a further column, segment: it goes up by one at each break of definition of an indicator of
    the risk. Scores of two segments are not compared, and no line joins them.

    Raises
    ------
    ValueError: nothing is :func:`observed`
    """
    found = _scored(_observations(snapshot), catalogue(snapshot, rules), power, rules)
    return replace(found, risks=found.risks.assign(segment=_segments(snapshot, found.risks)))


@cached
def breaks(snapshot: Snapshot) -> pd.DataFrame:
    """Declared breaks of banks' indicators: subject (a bank, or "*" for all), indicator, risk, month."""
    declared = queries.definition_breaks(snapshot)
    found = declared.merge(catalogue(snapshot)[["indicator", "risk"]], on="indicator")
    return found.assign(month=pd.to_datetime(found["first_period"]).dt.to_period("M").dt.to_timestamp())[
        ["subject", "indicator", "risk", "month"]
    ]


def _segments(snapshot: Snapshot, risks: pd.DataFrame) -> pd.Series:
    """Breaks passed, for each row of a bank, a risk and a month."""
    declared, passed = breaks(snapshot), pd.Series(0, index=risks.index)
    if declared.empty:
        return passed
    for (bank, risk), rows in risks.groupby(["bank", "risk"], sort=False):
        own = declared[declared["subject"].isin([bank, "*"])]
        months = own["month"] if risk == OVERALL else own.loc[own["risk"] == risk, "month"]
        passed[rows.index] = segments(rows["month"], months.unique())
    return passed


def alike(rows: pd.DataFrame, other: pd.Series | pd.DataFrame) -> pd.Series:
    """Which rows measure what ``other`` does: the same indicators, each by the same definition.

    ``rows`` and ``other`` : of ``RiskHistory.risks``, of one bank; ``other`` is one row, or as many in the
    order of ``rows``
    """
    return (rows["n_measured"] == other["n_measured"]) & (rows["segment"] == other["segment"])


def _scored(observations: pd.DataFrame, known: pd.DataFrame, power: float, rules: Rules) -> RiskHistory:
    weights = dict(zip(RISKS, rules.weights, strict=True))
    present = {risk: weights[risk] for risk in known["risk"].unique()}
    found = score(observations, known, p=power, weights=present, never_reported=rules.never_reported)
    return since_first_report(found)


@cached
def _whole_history(snapshot: Snapshot, power: float, rules: Rules = PUBLISHED) -> RiskHistory:
    return _scored(_every_observation(snapshot), whole_catalogue(snapshot, rules), power, rules)


@cached
def system_position(snapshot: Snapshot, month: str, power: float, rules: Rules = PUBLISHED) -> RiskPosition:
    """Every indicator of every bank in one month, the supervisor's and the peers' doing included.

    For the view of the system alone: its indicators are read one by one, its scores are no bank's.
    """
    return risk_position(_whole_history(snapshot, power, rules), month=f"{month}-01")


def comparable_scores(rows: pd.DataFrame) -> pd.Series:
    """Scores by month, of the months that measure what the latest does: others tell no change.

    ``rows`` : of ``RiskHistory.risks``, one bank and one risk
    """
    scored = rows[rows["score"].notna()].set_index("month").sort_index()
    scores: pd.Series = scored["score"]
    return scores[alike(scored, scored.iloc[-1])] if len(scores) else scores


def graded(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of ``RiskHistory.risks`` that have a grade: those that may be ranked."""
    return rows[rows["grade"] != NOT_GRADABLE]


@cached
def position(snapshot: Snapshot, month: str, power: float, rules: Rules = PUBLISHED) -> RiskPosition:
    """Where every bank stands in one month."""
    return risk_position(risk_history(snapshot, power, rules), month=f"{month}-01")


@cached
def risk_uncertainty(
    snapshot: Snapshot, month: str, power: float, level: float, seed: int, rules: Rules = PUBLISHED
) -> pd.DataFrame:
    """Interval, probability of each grade and rank of every bank and risk in one month."""
    here = position(snapshot, month, power, rules)
    return score_uncertainty(here, draws=DRAWS, level=level, seed=seed).table


@cached
def grade_doubt(
    snapshot: Snapshot,
    month: str,
    bank: str,
    risk: str,
    power: float,
    level: float,
    seed: int,
    rules: Rules = PUBLISHED,
) -> pd.DataFrame:
    """How often the published grade holds while one source of doubt alone is drawn, and while all are."""
    here = position(snapshot, month, power, rules)
    return doubt_by_source(here, bank, risk=risk, draws=DRAWS, level=level, seed=seed)


@cached
def risk_bands(
    snapshot: Snapshot, bank: str, power: float, level: float, seed: int, rules: Rules = PUBLISHED
) -> pd.DataFrame:
    """Scores of one bank in every month with their interval: month, risk, score, low, high."""
    history = risk_history(snapshot, power, rules)
    return score_bands(history, bank, draws=HISTORY_DRAWS, level=level, seed=seed)


@cached
def risk_kinds(snapshot: Snapshot, bank: str | None = None) -> tuple[str, ...]:
    """The kinds of data that a bank's scores are made of, or those of all banks."""
    asked = None if bank is None else (bank,)
    return tuple(sorted(queries.risk_observations(snapshot, banks=asked)["kind"].unique()))
