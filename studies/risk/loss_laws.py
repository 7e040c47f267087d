"""What a year of losses may cost over every law that a bank's events allow, and over views of dependence."""

from __future__ import annotations

from typing import Final

import numpy as np

from analytics.risk.annual_loss import HIGHEST_LEVEL
from analytics.risk.dependence import JointLoss
from analytics.risk.event_types import join_event_types, severity_origin
from analytics.risk.loss_envelope import EnvelopeDraws, LawLosses, carried_return_period, draw_envelope
from analytics.risk.severity_laws import candidate_laws
from data.codes import EVENT_TYPES
from data.snapshots import Snapshot
from studies.core import cached
from studies.risk.losses import (
    ALL,
    TypeResults,
    event_type,
    frequency_fit,
    loss_record,
)

PERIODS: Final = (2, 5, 10, 20, 50, 100, 200, 1000)
"""Return periods of the tables, beside the one that the record carries."""
RAREST: Final = 1000
_CURVE: Final = tuple(1.0 - np.geomspace(0.5, 1.0 / RAREST, 28))
_DRAWS: Final = 200
_TYPE_YEARS: Final = 50_000


def level_of(period: float) -> float:
    """Share of years that are no worse than one in ``period``."""
    return 1.0 - 1.0 / period


@cached
def carried(snapshot: Snapshot, bank: str, loss_type: str, mad_per_euro: float) -> int:
    """Return period in years that the record carries; 0 where it carries none."""
    record = loss_record(snapshot, bank, mad_per_euro)
    return carried_return_period(record.years, int(record.amounts(loss_type).size))


def shown_period(carried_years: int) -> int:
    """The return period that tables and charts of laws stand at: the one carried, or two years."""
    return carried_years or PERIODS[0]


@cached
def levels(snapshot: Snapshot, bank: str, loss_type: str, mad_per_euro: float) -> tuple[float, ...]:
    """Levels of the curve and of the tables, rising."""
    own = carried(snapshot, bank, loss_type, mad_per_euro)
    periods = [*PERIODS, *([own] if own else [])]
    return tuple(np.unique(np.round([*_CURVE, *(level_of(period) for period in periods)], 12)))


@cached
def envelope_draws(
    snapshot: Snapshot, bank: str, loss_type: str, mad_per_euro: float, seed: int
) -> EnvelopeDraws:
    """The events chosen under every law of their size.

    Raises
    ------
    ValueError: one event or none, losses that no law can be fitted to
    """
    record = loss_record(snapshot, bank, mad_per_euro)
    amounts = record.amounts(loss_type)
    return draw_envelope(
        frequency_fit(snapshot, bank, loss_type, mad_per_euro).chosen,
        # The tests have a seed of their own: which laws stand must not hang on that of the scenario.
        candidate_laws(amounts),
        years=record.years,
        n_events=int(amounts.size),
        quantiles=levels(snapshot, bank, loss_type, mad_per_euro),
        draws=_DRAWS,
        seed=seed,
    )


def event_types(
    snapshot: Snapshot, bank: str, tail_start: str, mad_per_euro: float, dependence: float, seed: int
) -> TypeResults:
    """Every event type with laws of its own, apart, tied by a t copula, and bad in the same years.

    Raises
    ------
    ValueError: too few events to fit the severity of all types
    """
    record = loss_record(snapshot, bank, mad_per_euro)
    present = {name: severity_origin(record.amounts(name)) for name in EVENT_TYPES}
    own = "all_types" not in [origin for name, origin in present.items() if record.amounts(name).size]
    return _joined_types(snapshot, bank, "" if own else tail_start, mad_per_euro, dependence, seed)


@cached
def _joined_types(
    snapshot: Snapshot, bank: str, tail_start: str, mad_per_euro: float, dependence: float, seed: int
) -> TypeResults:
    """``tail_start`` is empty where no type needs the severity of all losses together."""
    record = loss_record(snapshot, bank, mad_per_euro)
    types = [
        event_type(snapshot, bank, name, tail_start, mad_per_euro)
        for name in EVENT_TYPES
        if record.amounts(name).size
    ]
    shown = level_of(shown_period(carried(snapshot, bank, ALL, mad_per_euro)))
    at = np.array(levels(snapshot, bank, ALL, mad_per_euro))
    tied = join_event_types(types, correlation=dependence, years=_TYPE_YEARS, seed=seed)
    apart = join_event_types(types, correlation=0.0, copula="gaussian", years=_TYPE_YEARS, seed=seed)
    # All types at the same level in the same year: the total's quantile is the sum of theirs, exactly.
    together = sum(np.asarray(kind.loss.quantile(np.minimum(at, HIGHEST_LEVEL))) for kind in types)
    mean = tied.joint.mean
    # The simulated years are not kept: megabytes for each correlation.
    return TypeResults(
        table=tied.table(shown),
        mean=mean,
        laws=(
            _view("apart_independent", apart.joint, at),
            _view("apart_tied", tied.joint, at),
            _law("apart_together", mean, np.asarray(together), np.asarray(together), np.asarray(together)),
        ),
        saved=tied.joint.diversification(shown),
    )


def _view(name: str, joint: JointLoss, at: np.ndarray) -> LawLosses:
    low, high = joint.quantile_interval(at)
    return _law(name, joint.mean, np.asarray(joint.quantile(at)), low, high)


def _law(name: str, mean: float, values: np.ndarray, low: np.ndarray, high: np.ndarray) -> LawLosses:
    """A view of dependence: a few years of record cannot test it, so that it always stands in the range."""
    return LawLosses(
        name, True, np.nan, np.nan, "", mean, values, np.minimum(low, values), np.maximum(high, values)
    )
