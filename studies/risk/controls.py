"""What the controls of a bank return on the losses of the event types that they act on."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, Final

import numpy as np
import pandas as pd

from analytics.risk.control_return import effect_interval, return_by_type
from data import queries
from data.codes import EVENT_TYPES
from data.snapshots import Snapshot
from studies.core import cached
from studies.risk.losses import ALL, event_type, loss_record

_YEARS: Final = 5_000
_COLUMNS: Final = (
    "name_en",
    "name_fr",
    "event_types",
    "reduction",
    "expected",
    "cost",
    "saving",
    "saving_low",
    "saving_high",
    "return_on_cost",
    "probability_pays",
    "tested_on",
    "tester",
)


@cached
def control_returns(
    snapshot: Snapshot,
    bank: str,
    loss_type: str,
    tail_start: str,
    mad_per_euro: float,
    level: float,
    seed: int,
) -> pd.DataFrame:
    """What each control saves a year, of the types it acts on, against what it costs, in MAD.

    Returns
    -------
    DataFrame: name_en, name_fr, event_types (tuple of those among the losses asked for; empty where the
        control names none), reduction (share of their events prevented), expected (their loss a year, types
        apart), cost, saving, saving_low and saving_high (interval of the effectiveness), return_on_cost,
        probability_pays, tested_on, tester; the best return first. Missing where the control names no type
        or the mean loss of one is infinite

    Raises
    ------
    ValueError: too few events to fit the severity of all types
    """
    record = loss_record(snapshot, bank, mad_per_euro)
    asked = EVENT_TYPES if loss_type == ALL else (loss_type,)
    laws = {}
    for name in (name for name in asked if record.amounts(name).size):
        fitted = event_type(snapshot, bank, name, tail_start, mad_per_euro)
        laws[name] = (fitted.frequency.chosen, fitted.severity)
    rows = [
        _row(control, laws, asked, level, seed)
        for control in queries.controls(snapshot, bank).to_dict("records")
    ]
    # A control that names types, but none of those asked for, is no part of the answer.
    table = pd.DataFrame([row for row in rows if row is not None], columns=list(_COLUMNS))
    return table.sort_values("return_on_cost", ascending=False, ignore_index=True)


def _row(
    control: dict[Hashable, Any], laws: dict[str, Any], asked: tuple[str, ...], level: float, seed: int
) -> dict[str, Any] | None:
    named = str(control["event_types"]).split() if pd.notna(control["event_types"]) else []
    types = tuple(name for name in asked if name in named)
    if named and not types:
        return None
    coverage, mean = float(control["coverage"]), float(control["effectiveness_mean"])
    cost, name = float(control["annual_cost_mad"]), control["name"]
    row = dict.fromkeys(_COLUMNS, np.nan) | {
        "name_en": name,
        "name_fr": control["name_fr"] if pd.notna(control["name_fr"]) else name,
        "event_types": types,
        "reduction": coverage * mean,
        "cost": cost,
        "tested_on": control["tested_on"],
        "tester": control["tester"],
    }
    if not types or any(not np.isfinite(float(laws[name][1].mean())) for name in types if name in laws):
        return row
    found = return_by_type(
        laws, types, coverage=coverage, effectiveness=mean, annual_cost=cost, years=_YEARS, seed=seed
    )
    low, high = effect_interval(coverage, mean, float(control["effectiveness_sd"]), level=level)
    return row | {
        "expected": found.expected_without,
        "saving": found.expected_saving,
        "saving_low": low * found.expected_without,
        "saving_high": high * found.expected_without,
        "return_on_cost": found.return_on_cost,
        "probability_pays": found.probability_pays,
    }
