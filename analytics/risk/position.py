"""Where every bank stands in one month: the arrays behind intervals, drivers and moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analytics.risk.catalogue import OVERALL, Booleans, Catalogue, Integers
from analytics.risk.measured import grades_of, is_gradable, measured_shares
from analytics.risk.profile import REPORTED, RiskHistory, aggregate_risks, flag_risks
from analytics.risk.scoring import BEST, WORST, Floats


@dataclass(frozen=True)
class RiskPosition:
    """Scores of every bank in one month.

    Parameters
    ----------
    banks : names, in the order of the rows
    month : first day of the month
    catalogue : the indicators, in the order of the columns
    p : power of the mean
    values : ndarray (banks, indicators), last known value; NaN where there never was one
    scores : ndarray (banks, indicators), published scores; NaN where not measured
    observed : ndarray (banks, indicators) of bool
    flags : ndarray (banks, indicators) of bool: breaches of law that no value has closed
    idle : ndarray (banks, indicators) of bool: there never was anything to measure; such an indicator carries
        no weight. None where that is said of none
    """

    banks: tuple[str, ...]
    month: pd.Timestamp
    catalogue: Catalogue
    p: float
    values: Floats
    scores: Floats
    observed: Booleans
    flags: Booleans
    idle: Booleans | None = None

    @property
    def applicable(self) -> Booleans:
        """ndarray (banks, indicators) of bool: there is something to measure."""
        return np.ones(self.scores.shape, dtype=bool) if self.idle is None else ~self.idle

    @property
    def groups(self) -> tuple[str, ...]:
        """The risks, then "overall"."""
        return (*self.catalogue.risks, OVERALL)

    @property
    def risk_scores(self) -> Floats:
        """ndarray (banks, risks + 1), the overall score last; NaN where nothing is measured."""
        return aggregate_risks(self.scores, self.catalogue, p=self.p)

    @property
    def risk_flags(self) -> Booleans:
        """ndarray (banks, risks + 1) of bool."""
        return flag_risks(self.flags, self.catalogue)

    @property
    def risk_grades(self) -> Integers:
        """ndarray (banks, risks + 1): 1 to 4, at least 3 where a red flag is up; 0 where not gradable."""
        return grades_of(self.risk_scores, self.risk_flags, self.gradable)

    @property
    def measured(self) -> Booleans:
        """ndarray (banks, indicators) of bool: has a score."""
        return ~np.isnan(self.scores)

    @property
    def gradable(self) -> Booleans:
        """ndarray (banks, risks + 1) of bool: enough of the weight is measured for a grade."""
        return np.asarray(is_gradable(measured_shares(self.measured, self.catalogue, self.applicable)))

    @property
    def gradable_on_observed(self) -> Booleans:
        """ndarray (banks, risks + 1) of bool: what is reported this month is enough for a grade."""
        return np.asarray(is_gradable(measured_shares(self.observed, self.catalogue, self.applicable)))

    @property
    def risk_bounds(self) -> tuple[Floats, Floats]:
        """Scores with all that is not reported this month at 0, and at 100: two ndarray (banks, risks + 1).

        They are certain: whatever the missing values are, the score on them lies between.
        """
        low, high = (
            aggregate_risks(
                np.where(self.applicable & ~self.observed, end, self.scores), self.catalogue, p=self.p
            )
            for end in (BEST, WORST)
        )
        return low, high

    def bank_row(self, bank: str) -> int:
        """Row of ``bank``.

        Raises
        ------
        ValueError: an unknown bank
        """
        if bank not in self.banks:
            raise ValueError(f"bank must be one of {', '.join(self.banks)}; got {bank!r}")
        return self.banks.index(bank)

    def group_column(self, risk: str) -> int:
        """Column of ``risk`` among the risks and "overall".

        Raises
        ------
        ValueError: an unknown risk
        """
        if risk not in self.groups:
            raise ValueError(f"risk must be one of {', '.join(self.groups)}; got {risk!r}")
        return self.groups.index(risk)


def only_measured(position: RiskPosition, banks: Sequence[str]) -> RiskPosition:
    """The position on the indicators that each of some banks has a score for; itself where that is all.

    Parameters
    ----------
    position : RiskPosition
    banks : the banks asked about; the position returned holds these alone where anything is left out

    Raises
    ------
    ValueError: an unknown bank, no indicator that is measured at all of them
    """
    rows = [position.bank_row(bank) for bank in banks]
    common = position.measured[rows].all(axis=0)
    if common.all():
        return position
    if not common.any():
        raise ValueError(f"no indicator is measured at {', '.join(banks)}")
    columns = np.flatnonzero(common)
    kept = ("values", "scores", "observed", "flags")
    # What is not applicable has no score, so that none of it is left.
    return replace(
        position,
        banks=tuple(banks),
        catalogue=position.catalogue.only(columns),
        idle=None,
        **{name: getattr(position, name)[np.ix_(np.array(rows), columns)] for name in kept},
    )


def risk_position(history: RiskHistory, *, month: pd.Timestamp | str | None = None) -> RiskPosition:
    """The position in ``month``, the last one of the history unless given.

    Parameters
    ----------
    history : RiskHistory
    month : any day of the month

    Raises
    ------
    ValueError: a month that the history does not report
    """
    rows = history.indicators
    reported = rows["month"].drop_duplicates().sort_values()
    wanted = reported.iloc[-1] if month is None else pd.Timestamp(month).to_period("M").to_timestamp()
    at = rows[rows["month"] == wanted]
    if at.empty:
        raise ValueError(
            f"month must lie between {reported.iloc[0]:%Y-%m} and {reported.iloc[-1]:%Y-%m}, got {month}"
        )
    banks = tuple(at["bank"].drop_duplicates())
    shape = (len(banks), len(history.catalogue.indicators))
    return RiskPosition(
        banks=banks,
        month=wanted,
        catalogue=history.catalogue,
        p=history.p,
        values=at["value"].to_numpy(dtype=float).reshape(shape),
        scores=at["score"].to_numpy(dtype=float).reshape(shape),
        observed=at["status"].isin(REPORTED).to_numpy(dtype=bool).reshape(shape),
        idle=(at["status"] == "idle").to_numpy(dtype=bool).reshape(shape),
        flags=at["breach"].to_numpy(dtype=bool).reshape(shape),
    )
