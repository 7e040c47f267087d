"""Results of the loss models on a bank's own events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import pandas as pd

from analytics.risk import frequency
from analytics.risk.event_types import EventType, fit_event_type, severity_origin
from analytics.risk.frequency import FrequencyFit
from analytics.risk.loss_envelope import LawLosses
from analytics.risk.losses import compound_loss
from analytics.risk.severity import Lognormal, Spliced
from analytics.risk.severity_fit import (
    MINIMUM_EXCEEDANCES,
    SeverityFit,
    fit_lognormal,
    fit_severity,
    threshold_diagnostics,
)
from analytics.risk.shortcuts import wrong_shortcuts
from data import queries
from data.snapshots import Snapshot
from studies.core import cached

ALL: Final = "all"
CURVE_LEVELS: Final = tuple(1.0 - np.geomspace(0.5, 1e-4, 41))
RARE: Final = 0.999
TABLE_LEVELS: Final = (0.5, 0.9, 0.95, 0.99, 0.995, RARE)
LEVELS: Final = np.unique([*CURVE_LEVELS, *TABLE_LEVELS])
_FEWEST_FOR_A_TAIL: Final = 2 * MINIMUM_EXCEEDANCES
_CELLS: Final = 2**15


@dataclass(frozen=True)
class LossRecord:
    """A bank's loss events in dirhams, after recoveries, from the month of the first to the snapshot's last.

    ``events``: event_type, month, amount, all above 0, and booked_on, missing where it is not known.
    ``months``: the months observed. ``recovered``, ``future`` and ``unpriced`` count the events left out:
    recovered in full, dated after the snapshot, in a currency without a rate.
    """

    events: pd.DataFrame
    months: pd.PeriodIndex
    recovered: int
    future: int
    unpriced: int
    kinds: tuple[str, ...]

    @property
    def years(self) -> float:
        """Length of the record."""
        return len(self.months) / 12.0

    def amounts(self, loss_type: str) -> Any:
        """Losses of one event type, or of all."""
        rows = self.events if loss_type == ALL else self.events[self.events["event_type"] == loss_type]
        return rows["amount"].to_numpy(dtype=np.float64)

    def monthly_counts(self, loss_type: str) -> Any:
        """Events in each month of the record."""
        rows = self.events if loss_type == ALL else self.events[self.events["event_type"] == loss_type]
        return rows["month"].value_counts().reindex(self.months, fill_value=0).to_numpy(dtype=np.int64)


@dataclass(frozen=True)
class LossModel:
    """Frequency, severity and annual loss of the events chosen, without the grids it was computed on.

    ``fit`` is None where the events are too few for a tail and one lognormal describes them all;
    ``tail_kept_automatic`` tells that the start asked for left too few losses above it. ``levels``: level,
    annual_loss, the shortcuts with their errors, and shortfall, at ``LEVELS``.
    """

    frequency: FrequencyFit
    severity: Spliced | Lognormal
    law: Any
    fit: SeverityFit | None
    diagnostics: pd.DataFrame
    tail_kept_automatic: bool
    mean: float
    levels: pd.DataFrame
    n_events: int

    def at(self, levels: Sequence[float]) -> pd.DataFrame:
        """The rows of some of ``LEVELS``, in their order."""
        return self.levels.iloc[[int(np.abs(LEVELS - level).argmin()) for level in levels]]

    def quantile(self, level: float) -> float:
        """Annual loss at one of ``LEVELS``."""
        return float(self.at((level,))["annual_loss"].iloc[0])


@dataclass(frozen=True)
class TypeResults:
    """Event types modelled each on its own, and together; amounts in dirhams.

    ``table`` as ``EventTypes.table``, at the return period that the record carries; ``mean`` of the total;
    ``laws``: the total with the types independent, tied by a copula, and bad in the same years; ``saved``:
    sum of the types' own quantiles less the tied total's, at that return period.
    """

    table: pd.DataFrame
    mean: float
    laws: tuple[LawLosses, ...]
    saved: float


@cached
def loss_record(snapshot: Snapshot, bank: str, mad_per_euro: float) -> LossRecord:
    """The bank's loss events, net of recoveries and in dirhams."""
    rows = queries.loss_events(snapshot, bank)
    last = pd.Period(snapshot.as_of, "M")
    rates = rows["currency"].map({"MAD": 1.0, "EUR": mad_per_euro, "USD": _mad_per_dollar(snapshot)})
    net = (rows["gross_amount"].astype("float64") - rows["recovery_amount"].astype("float64")) * rates
    events = pd.DataFrame(
        {
            "event_type": rows["event_type"],
            "month": rows["occurred_on"].dt.to_period("M"),
            "amount": net,
            "booked_on": rows["booked_on"],
        }
    )
    future = events["month"] > last
    unpriced = rates.isna() & ~future
    recovered = (events["amount"] <= 0.0) & ~future
    kept = events[~(future | unpriced | recovered)].reset_index(drop=True)
    first = kept["month"].min() if len(kept) else last
    return LossRecord(
        events=kept,
        months=pd.period_range(first, last, freq="M"),
        recovered=int(recovered.sum()),
        future=int(future.sum()),
        unpriced=int(unpriced.sum()),
        kinds=tuple(sorted(rows["kind"].unique())),
    )


@cached
def rate_interval(events: int, months: int, level: float) -> tuple[float, float]:
    """Events a year that a record allows, however few it holds."""
    return frequency.rate_interval(events, months / 12.0, level=level)


def _mad_per_dollar(snapshot: Snapshot) -> float:
    try:
        series = queries.macro_series(snapshot, "mad_per_usd")
    except ValueError:
        return float("nan")
    return float(series["value"].iloc[-1])


@cached
def loss_model(
    snapshot: Snapshot, bank: str, loss_type: str, tail_start: str, mad_per_euro: float
) -> LossModel:
    """Laws fitted to the events chosen, and the annual loss that follows from them.

    Raises
    ------
    ValueError: one event or none, losses that no law can be fitted to
    """
    amounts = loss_record(snapshot, bank, mad_per_euro).amounts(loss_type)
    counts = frequency_fit(snapshot, bank, loss_type, mad_per_euro)
    if amounts.size < _FEWEST_FOR_A_TAIL:
        lognormal = fit_lognormal(amounts)
        return _modelled(counts, lognormal, lognormal.distribution, int(amounts.size))
    diagnostics = _diagnostics(snapshot, bank, loss_type, mad_per_euro)
    threshold = None if tail_start == "auto" else float(np.quantile(amounts, float(tail_start)))
    too_few = threshold is not None and (amounts > threshold).sum() < MINIMUM_EXCEEDANCES
    fit = fit_severity(amounts, threshold=None if too_few else threshold)
    return replace(
        _modelled(counts, fit.severity, fit.severity, int(amounts.size)),
        fit=fit,
        diagnostics=diagnostics,
        tail_kept_automatic=too_few,
    )


@cached
def frequency_fit(snapshot: Snapshot, bank: str, loss_type: str, mad_per_euro: float) -> FrequencyFit:
    """Law of the yearly number of the events chosen."""
    counts = loss_record(snapshot, bank, mad_per_euro).monthly_counts(loss_type)
    return frequency.fit_frequency(counts, periods_per_year=12.0)


@cached
def _diagnostics(snapshot: Snapshot, bank: str, loss_type: str, mad_per_euro: float) -> pd.DataFrame:
    return threshold_diagnostics(loss_record(snapshot, bank, mad_per_euro).amounts(loss_type))


def _modelled(counts: FrequencyFit, severity: Spliced | Lognormal, law: Any, n_events: int) -> LossModel:
    loss = compound_loss(counts.chosen, law, cells=_CELLS)
    levels = wrong_shortcuts(loss, LEVELS.tolist()).assign(shortfall=loss.expected_shortfall(LEVELS))
    return LossModel(counts, severity, law, None, pd.DataFrame(), False, loss.mean, levels, n_events)


def event_type(snapshot: Snapshot, bank: str, name: str, tail_start: str, mad_per_euro: float) -> EventType:
    """One type's laws, its own as far as its events carry them."""
    own = severity_origin(loss_record(snapshot, bank, mad_per_euro).amounts(name)) != "all_types"
    return _fitted_type(snapshot, bank, name, "" if own else tail_start, mad_per_euro)


@cached
def _fitted_type(snapshot: Snapshot, bank: str, name: str, tail_start: str, mad_per_euro: float) -> EventType:
    """One type's laws; ``tail_start``, of all losses together, only where their severity stands in."""
    record = loss_record(snapshot, bank, mad_per_euro)
    whole = loss_model(snapshot, bank, ALL, tail_start, mad_per_euro).law if tail_start else None
    return fit_event_type(name, record.amounts(name), record.monthly_counts(name), all_types=whole)
