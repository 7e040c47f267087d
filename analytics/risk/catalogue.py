"""The catalogue of risk indicators as arrays: knots, weights, limits, and which thresholds may move."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.risk.scoring import Floats, check_knots, grade, weights_as_shares

Booleans = NDArray[np.bool_]
Integers = NDArray[np.int64]

OVERALL: Final = "overall"
KNOT_COLUMNS: Final = ("knot0", "knot1", "knot2", "knot3", "knot4")
_REQUIRED: Final = ("indicator", "risk", "direction", *KNOT_COLUMNS, "weight", "red_flag")
_CONVENTION: Final = "C"
OF_BANKS: Final = "bank"
_BY_INDICATOR: Final = (
    "knots",
    "weights",
    "red_flag",
    "limit",
    "whole",
    "actionable",
    "conditional",
    "lowest",
    "highest",
    "conventional_knots",
)


@dataclass(frozen=True)
class Catalogue:
    """Indicators in the order of the catalogue; risks in the order in which they first appear.

    Parameters
    ----------
    indicators, risks : names
    risk_of : ndarray (indicators,), position in ``risks``
    knots : ndarray (indicators, 5), in each indicator's unit
    weights : ndarray (indicators,), within the indicator's risk
    risk_weights : ndarray (risks,), within the overall score
    red_flag : ndarray (indicators,) of bool
    limit : ndarray (indicators,): a value strictly worse breaks the law; NaN where the first knot decides
    whole : ndarray (indicators,) of bool, whole numbers only
    actionable : ndarray (indicators,) of bool, the bank itself can change it
    conditional : ndarray (indicators,) of bool, there may be nothing to measure
    lowest, highest : ndarray (indicators,), possible values; ±inf where there is no bound
    conventional_knots : ndarray (indicators, 5) of bool, thresholds that are a convention: no source (tag
        C), or a source that sets them for another purpose (use C)
    """

    indicators: tuple[str, ...]
    risks: tuple[str, ...]
    risk_of: Integers
    knots: Floats
    weights: Floats
    risk_weights: Floats
    red_flag: Booleans
    limit: Floats
    whole: Booleans
    actionable: Booleans
    conditional: Booleans
    lowest: Floats
    highest: Floats
    conventional_knots: Booleans

    @property
    def rising(self) -> Booleans:
        """Where a higher value is worse: ndarray (indicators,) of bool."""
        return np.asarray(self.knots[:, -1] > self.knots[:, 0])

    def members(self, risk: str) -> Integers:
        """Positions of the indicators of ``risk``; of all of them for "overall".

        Raises
        ------
        ValueError: a risk that the catalogue does not hold
        """
        if risk == OVERALL:
            return np.arange(len(self.indicators))
        if risk not in self.risks:
            raise ValueError(f"risk must be one of {', '.join((*self.risks, OVERALL))}; got {risk!r}")
        return np.flatnonzero(self.risk_of == self.risks.index(risk))

    def shares(self, risk: str) -> Floats:
        """Share of each indicator's weight in the score of ``risk``: ndarray (indicators,) that sums to 1.

        Because every level uses the same power of the mean, the overall score is one power mean of all
        indicators with these shares.

        Raises
        ------
        ValueError: an unknown risk, weights that sum to zero
        """
        of_risks = weights_as_shares(self.risk_weights)
        shares = np.zeros(len(self.indicators))
        for group, name in enumerate(self.risks):
            if risk in (OVERALL, name):
                members = self.members(name)
                factor = of_risks[group] if risk == OVERALL else 1.0
                shares[members] = factor * weights_as_shares(self.weights[members])
        if risk != OVERALL:
            self.members(risk)
        return shares

    def only(self, columns: Integers) -> Catalogue:
        """The catalogue of some of the indicators, in their order; a risk without any is left out.

        Parameters
        ----------
        columns : ndarray (some,), rising positions of the indicators kept
        """
        present, risk_of = np.unique(self.risk_of[columns], return_inverse=True)
        return replace(
            self,
            indicators=tuple(self.indicators[at] for at in columns),
            risks=tuple(self.risks[at] for at in present),
            risk_of=risk_of.astype(np.int64),
            risk_weights=self.risk_weights[present],
            **{name: getattr(self, name)[columns] for name in _BY_INDICATOR},
        )

    def breaches(self, values: Floats, scores: Floats) -> Booleans:
        """Where a red-flag indicator's value breaks the law.

        The value is strictly worse than the indicator's limit or, where the catalogue states no limit, has
        left grade 1. A missing value is no observed breach.

        Parameters
        ----------
        values, scores : ndarray (..., indicators), NaN where missing
        """
        beyond = np.where(self.rising, values > self.limit, values < self.limit)
        known = ~np.isnan(scores)
        left_first_grade = known & (grade(np.where(known, scores, 0.0)) > 1)
        return np.asarray(self.red_flag & known & np.where(np.isnan(self.limit), left_first_grade, beyond))


def read_catalogue(frame: pd.DataFrame, *, weights: Mapping[str, float] | None = None) -> Catalogue:
    """The catalogue that a table states, once it is known to be consistent.

    Parameters
    ----------
    frame : DataFrame indicator, risk, direction ("up" or "down"), knot0..knot4, weight, red_flag; used where
        present: red_flag_limit, count, movable, conditional, minimum, maximum, tag_1..tag_3 (provenance of
        knot1..knot3; else ``provenance`` stands for all three), use_1..use_3 ("C" where the source of a cut
        sets it for another purpose than a limit of risk)
    weights : other weights by name: of an indicator within its risk, or of a risk within the overall score
        (1 unless given)

    Raises
    ------
    ValueError: a missing column, no rows, an indicator twice, a direction that the knots contradict, knots
        that are not strictly monotone, a weight that is negative or not finite or whose name is unknown
    """
    require_columns(frame, _REQUIRED, "catalogue")
    names = tuple(frame["indicator"].astype(str))
    if not names:
        raise ValueError("catalogue must hold at least one indicator")
    if len(set(names)) < len(names):
        raise ValueError(f"catalogue must name each indicator once, got {_repeated(names)} more than once")
    knots = _catalogue_knots(frame, names)
    risk_of, risks = pd.factorize(frame["risk"].astype(str))
    if OVERALL in risks:
        raise ValueError(f"catalogue: {OVERALL!r} is the name of the aggregate and cannot name a risk")
    own, of_risks = _catalogue_weights(frame, names, tuple(risks), weights or {})
    return Catalogue(
        indicators=names,
        risks=tuple(risks),
        risk_of=risk_of.astype(np.int64),
        knots=knots,
        weights=own,
        risk_weights=of_risks,
        red_flag=_flags(frame, "red_flag", default=False),
        limit=_numbers(frame, "red_flag_limit", np.nan),
        whole=_flags(frame, "count", default=False),
        actionable=_flags(frame, "movable", default=True),
        conditional=_flags(frame, "conditional", default=False),
        lowest=_numbers(frame, "minimum", -np.inf),
        highest=_numbers(frame, "maximum", np.inf),
        conventional_knots=_conventional(frame),
    )


def of_banks(frame: pd.DataFrame) -> pd.DataFrame:
    """The indicators that are a bank's own doing; all where the table states no scope.

    What the supervisor or the peers do belongs to the view of the system: it tells nothing of this bank.

    Parameters
    ----------
    frame : DataFrame, see :func:`read_catalogue`, with ``scope`` ("bank" or "system") where known
    """
    if "scope" not in frame.columns:
        return frame
    return frame[(frame["scope"] == OF_BANKS).to_numpy(dtype=bool)].reset_index(drop=True)


def require_columns(frame: pd.DataFrame, columns: tuple[str, ...], name: str) -> None:
    """Refuse a table without one of the columns.

    Raises
    ------
    ValueError: a column is missing
    """
    if missing := [column for column in columns if column not in frame.columns]:
        raise ValueError(f"{name} must have the columns {', '.join(columns)}; missing: {', '.join(missing)}")


def _catalogue_knots(frame: pd.DataFrame, names: tuple[str, ...]) -> Floats:
    knots = frame[list(KNOT_COLUMNS)].to_numpy(dtype=float)
    for name, row, direction in zip(names, knots, frame["direction"], strict=True):
        if direction not in ("up", "down"):
            raise ValueError(f"catalogue: direction of {name} must be up or down, got {direction!r}")
        try:
            check_knots(row)
        except ValueError as error:
            raise ValueError(f"catalogue: {name}: {error}") from None
        if (row[-1] > row[0]) != (direction == "up"):
            raise ValueError(f"catalogue: knots of {name} must run {direction}, got {row.tolist()}")
    return np.asarray(knots)


def _catalogue_weights(
    frame: pd.DataFrame, names: tuple[str, ...], risks: tuple[str, ...], others: Mapping[str, float]
) -> tuple[Floats, Floats]:
    if unknown := sorted(set(others) - set(names) - set(risks)):
        raise ValueError(
            f"weights must name indicators or risks of the catalogue; unknown: {', '.join(unknown)}"
        )
    stated = frame["weight"].to_numpy(dtype=float)
    own = np.array([float(others.get(name, weight)) for name, weight in zip(names, stated, strict=True)])
    of_risks = np.array([float(others.get(risk, 1.0)) for risk in risks])
    for name, weight in zip((*names, *risks), (*own, *of_risks), strict=True):
        if not (np.isfinite(weight) and weight >= 0):
            raise ValueError(f"weights: weight of {name} must be finite and 0 or more, got {weight!r}")
    return own, of_risks


def _conventional(frame: pd.DataFrame) -> Booleans:
    """The outer knots are always a convention; the inner ones carry the tags of the three cuts.

    A trigger of a notice or an exemption is law where it stands; as a limit of risk it is our choice.
    """
    conventional = np.ones((len(frame), len(KNOT_COLUMNS)), dtype=bool)
    for knot in (1, 2, 3):
        tag = next((name for name in (f"tag_{knot}", "provenance") if name in frame.columns), None)
        if tag is not None:
            conventional[:, knot] = (frame[tag] == _CONVENTION).to_numpy(dtype=bool)
        if (use := f"use_{knot}") in frame.columns:
            conventional[:, knot] |= (frame[use] == _CONVENTION).to_numpy(dtype=bool)
    return conventional


def _flags(frame: pd.DataFrame, column: str, *, default: bool) -> Booleans:
    if column not in frame.columns:
        return np.full(len(frame), default)
    return frame[column].fillna(default).to_numpy(dtype=bool)


def _numbers(frame: pd.DataFrame, column: str, absent: float) -> Floats:
    if column not in frame.columns:
        return np.full(len(frame), absent)
    return pd.to_numeric(frame[column]).fillna(absent).to_numpy(dtype=float)


def _repeated(names: tuple[str, ...]) -> str:
    return ", ".join(sorted({name for name in names if names.count(name) > 1}))
