"""The scores of every bank, month by month: each indicator, each of the risks, and overall."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from analytics.risk.catalogue import OVERALL, Booleans, Catalogue, Integers, read_catalogue, require_columns
from analytics.risk.measured import aggregate_measured, grades_of, is_gradable, measured_shares
from analytics.risk.missing import (
    MONTHS_TO_WORST,
    NeverReported,
    PublishedScores,
    keep_last,
    publish,
    without,
)
from analytics.risk.scoring import Floats, score_indicator

# Where a figure of this month stands, or the last one without penalty.
REPORTED: Final = ("observed", "kept")
_OBSERVATION: Final = ("bank", "indicator", "month", "value")


@dataclass(frozen=True)
class RiskHistory:
    """Scores 0 (best) to 100 (worst) of every bank and month, and where each stands.

    Parameters
    ----------
    indicators : DataFrame bank, indicator, risk, month, value (last known), value_month, score (published;
        NaN where not measured), score_low, score_high, status ("observed", "carried" or "never"; "kept": not
        applicable, the last figure stands; "idle": not applicable and never was),
        months_without, breach (bool, a limit of law is broken)
    risks : DataFrame bank, risk (each of the catalogue's, then "overall"), month, score (of what is measured;
        NaN where nothing is), low, high, grade (0 where not gradable), red_flag (bool), n_observed (reported
        in the month), n_measured (reported then or before), n_indicators, coverage (share of the weight that
        is measured), silence (points of the score that are there only because indicators stopped being
        reported, or never were where that counts as worst), held (the score without these: as last reported),
        held_grade (its grade, 0 where there is none), observed_share (share of the weight reported in the
        month; under two thirds nothing is gradable on what is observed, and the grade as last reported holds
        or worse); ``low`` and ``high`` are certain bounds: they
        hold the score whatever the missing values are
    catalogue : the indicators that were scored, with the weights that were used
    p : power of the mean
    """

    indicators: pd.DataFrame
    risks: pd.DataFrame
    catalogue: Catalogue
    p: float


@dataclass(frozen=True)
class _Panel:
    """Observations as arrays: banks × months × indicators."""

    banks: tuple[str, ...]
    first_month: int
    values: Floats
    withdrawn: Booleans
    idle: Booleans
    kept: Booleans

    @property
    def months(self) -> Integers:
        return np.asarray(self.first_month + np.arange(self.values.shape[1]))


def risk_history(
    observations: pd.DataFrame,
    catalogue: pd.DataFrame,
    *,
    months: int | None = None,
    as_of: date | str | None = None,
    p: float = 2.0,
    weights: Mapping[str, float] | None = None,
    never_reported: NeverReported = "worst",
) -> RiskHistory:
    """Score every indicator, risk and bank in every month.

    A missing indicator is published by the rule of :func:`analytics.risk.missing.publish`. A breach of a
    red-flag indicator's limit holds the grade of its risk, and of the overall score, at 3 or worse until
    a later value closes it; a value that stops being reported closes nothing.

    Parameters
    ----------
    observations : DataFrame bank, indicator, month (datetime64, first of the month), value (NaN where
        missing); ``withdrawn`` (bool), where present, marks a value that was published and then taken back;
        ``not_applicable`` (bool) a month in which there was nothing to measure, for indicators that the
        catalogue calls conditional: the last figure stands without penalty, and where there never was one the
        indicator carries no weight
    catalogue : DataFrame, see :func:`analytics.risk.catalogue.read_catalogue`
    months : how many months to report, ending with ``as_of``; all unless given. The months before still count
        as history
    as_of : date in the last month to report; later observations are not used. The last month observed
        unless given
    p : power of the mean of indicators within a risk and of the risks overall
    weights : other weights, by name of an indicator or of a risk
    never_reported : "worst": what was never reported counts as the peers' upper quartile and drifts to 100;
        "unmeasured": it has no score, and a risk is the mean of what is measured, with a grade only where
        enough of its weight is (:data:`analytics.risk.measured.MOST_UNMEASURED`)

    Returns
    -------
    RiskHistory, rows ordered by bank, month and the order of the catalogue

    Raises
    ------
    ValueError: a missing column, no observations, an indicator that the catalogue does not hold, a value
        twice, a month that is not a first of month, an ``as_of`` before the first month or more than twelve
        months after the last one, ``months`` below 1, weights or knots that cannot
        be used
    """
    known = read_catalogue(catalogue, weights=weights)
    panel = _read_panel(observations, known, as_of)
    scores = np.asarray(score_indicator(panel.values, known.knots))
    published = without(publish(scores, panel.withdrawn, never_reported), panel.idle)
    last_value = _last_known(panel.values, published.last_known)
    breach = known.breaches(last_value, _last_known(scores, published.last_known))
    reported = _reported_months(panel, months)
    indicators = _indicator_rows(panel, known, published, last_value, breach, reported)
    risks = _risk_rows(panel, known, published, breach, reported, p)
    return RiskHistory(indicators=indicators, risks=risks, catalogue=known, p=float(p))


def since_first_report(history: RiskHistory) -> RiskHistory:
    """The history without the months of a bank before it first reported anything: nobody observed them.

    Parameters
    ----------
    history : RiskHistory

    Returns
    -------
    RiskHistory; a bank that never reported anything has no row
    """
    overall = history.risks[(history.risks["risk"] == OVERALL) & (history.risks["n_measured"] > 0)]
    first = overall.groupby("bank")["month"].min()
    tables = (
        table[(table["month"] >= table["bank"].map(first)).to_numpy(dtype=bool)].reset_index(drop=True)
        for table in (history.indicators, history.risks)
    )
    indicators, risks = tables
    return replace(history, indicators=indicators, risks=risks)


def aggregate_risks(scores: Floats, catalogue: Catalogue, *, p: float) -> Floats:
    """Scores of the risks, then overall, from scores of the indicators.

    Parameters
    ----------
    scores : ndarray (..., indicators) in [0, 100], NaN where not measured
    catalogue : weights and membership
    p : power of the mean, at both levels

    Returns
    -------
    ndarray (..., risks + 1), the overall score last, each the mean of what is measured; NaN where nothing is

    Raises
    ------
    ValueError: as :func:`analytics.risk.scoring.aggregate`
    """
    of_risks = [
        aggregate_measured(scores[..., members], catalogue.weights[members], p=p)
        for members in map(catalogue.members, catalogue.risks)
    ]
    by_risk = np.stack(of_risks, axis=-1)
    overall = aggregate_measured(by_risk, catalogue.risk_weights, p=p)
    return np.concatenate([by_risk, np.asarray(overall)[..., None]], axis=-1)


def flag_risks(flags: Booleans, catalogue: Catalogue) -> Booleans:
    """Red flags of the risks, then overall: up where any indicator's flag is up.

    Parameters
    ----------
    flags : ndarray (..., indicators) of bool

    Returns
    -------
    ndarray (..., risks + 1) of bool
    """
    groups = (*catalogue.risks, OVERALL)
    return np.stack([flags[..., catalogue.members(risk)].any(axis=-1) for risk in groups], axis=-1)


def _read_panel(observations: pd.DataFrame, catalogue: Catalogue, as_of: date | str | None) -> _Panel:
    require_columns(observations, _OBSERVATION, "observations")
    if observations.empty:
        raise ValueError("observations must hold at least one row")
    at = pd.Index(catalogue.indicators).get_indexer(pd.Index(observations["indicator"]))
    if (at < 0).any():
        strangers = sorted(set(observations["indicator"].astype(str)[at < 0]))[:5]
        raise ValueError(f"observations: indicators not in the catalogue: {', '.join(strangers)}")
    month = _month_numbers(observations["month"])
    first, last = int(month.min()), _last_month(month, as_of)
    bank, banks = pd.factorize(observations["bank"], sort=True)
    if (bank < 0).any():
        raise ValueError("observations: bank must not be missing")
    used = month <= last
    cell = np.ravel_multi_index(
        (bank[used], month[used] - first, at[used]),
        shape := (len(banks), last - first + 1, len(catalogue.indicators)),
    )
    _refuse_repeats(observations[used], cell)
    values = np.full(shape, np.nan)
    values.flat[cell] = observations["value"].to_numpy(dtype=float, na_value=np.nan)[used]
    withdrawn = np.zeros(shape, dtype=bool)
    if "withdrawn" in observations.columns:
        withdrawn.flat[cell] = observations["withdrawn"].fillna(False).to_numpy(dtype=bool)[used]
    nothing = np.zeros(shape, dtype=bool)
    if "not_applicable" in observations.columns:
        said = observations["not_applicable"].fillna(False).to_numpy(dtype=bool)[used]
        nothing.flat[cell] = said & catalogue.conditional[at[used]]
    # A figure taken back because there was nothing to measure stands: no relief, and no penalty either.
    taken_back = nothing & withdrawn & ~np.isnan(values)
    withdrawn &= ~taken_back
    nothing &= np.isnan(values)
    filled = keep_last(values, nothing)
    return _Panel(
        banks=tuple(str(name) for name in banks),
        first_month=first,
        values=filled,
        withdrawn=withdrawn,
        idle=nothing & np.isnan(filled),
        kept=(nothing & ~np.isnan(filled)) | taken_back,
    )


def _month_numbers(column: pd.Series) -> Integers:
    """Months since January 1970."""
    days = pd.to_datetime(column).to_numpy().astype("datetime64[D]")
    if np.isnat(days).any():
        raise ValueError("observations: month must not be missing")
    months = days.astype("datetime64[M]")
    if (wrong := days != months.astype("datetime64[D]")).any():
        raise ValueError(f"observations: month must be the first of a month, got {days[wrong][0]}")
    return np.asarray(months.astype(np.int64))


def _last_month(month: Integers, as_of: date | str | None) -> int:
    first, last = int(month.min()), int(month.max())
    if as_of is None:
        return last
    wanted = int(np.datetime64(pd.Timestamp(as_of).date(), "M").astype(np.int64))
    if not first <= wanted <= last + MONTHS_TO_WORST:
        ends = (np.datetime64(first, "M"), np.datetime64(last + MONTHS_TO_WORST, "M"))
        raise ValueError(f"as_of must lie between {ends[0]} and {ends[1]}, got {as_of}")
    return wanted


def _refuse_repeats(rows: pd.DataFrame, cell: Integers) -> None:
    repeated = pd.Series(cell).duplicated().to_numpy()
    if repeated.any():
        row = rows[repeated].iloc[0]
        raise ValueError(
            f"observations: more than one value for {row['bank']}, {row['indicator']}, {row['month']:%Y-%m}"
        )


def _reported_months(panel: _Panel, months: int | None) -> slice:
    if months is None:
        return slice(None)
    if months < 1:
        raise ValueError(f"months must be 1 or more, got {months}")
    return slice(max(panel.values.shape[1] - int(months), 0), None)


def _last_known(array: Floats, last_known: Integers) -> Floats:
    held = np.take_along_axis(array, np.maximum(last_known, 0), axis=1)
    return np.where(last_known >= 0, held, np.nan)


def _month_number(day: pd.Timestamp) -> int:
    return int(np.datetime64(day.date(), "M").astype(np.int64))


def _indicator_rows(
    panel: _Panel,
    catalogue: Catalogue,
    published: PublishedScores,
    last_value: Floats,
    breach: Booleans,
    reported: slice,
) -> pd.DataFrame:
    stands = [panel.idle, panel.kept, published.observed, published.last_known >= 0]
    status = np.select(stands, [4, 3, 0, 1], default=2)
    value_month = np.where(published.last_known >= 0, panel.first_month + published.last_known, _NAT_MONTH)
    indicators = np.array(catalogue.indicators, dtype=object)
    columns = {
        "value": last_value,
        "value_month": value_month,
        "score": published.score,
        "score_low": published.low,
        "score_high": published.high,
        "status": status,
        "months_without": published.months_without,
        "breach": breach,
    }
    flat = {name: array[:, reported].ravel() for name, array in columns.items()}
    flat["value_month"] = _timestamps(flat["value_month"])
    flat["status"] = np.array(_STATUSES, dtype=object)[flat["status"]]
    risks = np.array(catalogue.risks, dtype=object)[catalogue.risk_of]
    keys = _keys(panel, reported, {"indicator": indicators, "risk": risks})
    frame = pd.DataFrame({**keys, **flat})
    return frame[["bank", "indicator", "risk", "month", *columns]]


_STATUSES: Final = ("observed", "carried", "never", "kept", "idle")
_NAT_MONTH: Final = np.iinfo(np.int64).min


def _timestamps(months: Integers) -> np.ndarray:
    return months.astype("datetime64[M]").astype("datetime64[s]")


def _keys(panel: _Panel, reported: slice, last_axis: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    months = _timestamps(panel.months[reported])
    size = len(next(iter(last_axis.values())))
    keys = {
        "bank": np.repeat(np.array(panel.banks, dtype=object), len(months) * size),
        "month": np.tile(np.repeat(months, size), len(panel.banks)),
    }
    tiled = {name: np.tile(names, len(panel.banks) * len(months)) for name, names in last_axis.items()}
    return {**keys, **tiled}


def _risk_rows(
    panel: _Panel,
    catalogue: Catalogue,
    published: PublishedScores,
    flags: Booleans,
    reported: slice,
    p: float,
) -> pd.DataFrame:
    score, held, low, high = (
        aggregate_risks(part[:, reported], catalogue, p=p)
        for part in (published.score, published.held, published.low, published.high)
    )
    red_flag = flag_risks(flags[:, reported], catalogue)
    groups = (*catalogue.risks, OVERALL)
    observed, measured = published.observed[:, reported], published.last_known[:, reported] >= 0
    members = [catalogue.members(risk) for risk in groups]
    n_observed, n_measured = (
        np.stack([part[..., member].sum(axis=-1) for member in members], axis=-1)
        for part in (observed, measured)
    )
    applicable = ~panel.idle[:, reported]
    scored = measured_shares(~np.isnan(published.score[:, reported]), catalogue, applicable)
    n_indicators = np.stack([applicable[..., member].sum(axis=-1) for member in members], axis=-1)
    columns = {
        "score": score,
        "low": low,
        "high": high,
        "grade": grades_of(score, red_flag, is_gradable(scored)),
        "red_flag": red_flag,
        "n_observed": n_observed,
        "n_measured": n_measured,
        "n_indicators": n_indicators,
        "coverage": measured_shares(measured, catalogue, applicable),
        "silence": score - held,
        "held": held,
        "held_grade": grades_of(held, red_flag, is_gradable(scored) & ~np.isnan(held)),
        "observed_share": measured_shares(observed, catalogue, applicable),
    }
    keys = _keys(panel, reported, {"risk": np.array(groups, dtype=object)})
    frame = pd.DataFrame({**keys, **{name: array.ravel() for name, array in columns.items()}})
    return frame[["bank", "risk", "month", *columns]]
