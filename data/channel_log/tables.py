"""From the cubes to the tables that pages read, saying what could not be carried over."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from types import MappingProxyType
from typing import Final

import pandas as pd

from data.channel_log.activity import activity_rows
from data.channel_log.building import read_cube
from data.channel_log.contract import STEPS, UNKNOWN
from data.codes import OWN_FILE, TIERS
from data.contracts import contract
from data.contracts.channels import NO_REASON
from data.frames import conform

TABLES: Final = MappingProxyType(
    {
        "activity": "channel_activity",
        "arrivals": "channel_arrival",
        "outcomes": "channel_outcome",
        "regions": "channel_region",
        "branches": "branch_activity",
    }
)
"""The table that each cube fills."""


def table_rows(
    folder: Path, cube: str, bank: str, *, services: Collection[str], source: str = OWN_FILE
) -> tuple[pd.DataFrame, int]:
    """The rows of a cube's table, and how many transactions it has no place for.

    Left out are transactions without a month, with an undeclared channel, and those without what the table
    tells apart: a declared service, a step, a tier, a branch. They stay in the cube.

    Parameters
    ----------
    folder : where the cubes are
    cube : name of a cube
    bank : code of the bank that the log belongs to
    services : codes of the table of services
    source : code of the source of the log

    Raises
    ------
    ValueError: a cube that there is not, or that is not built
    """
    if cube not in TABLES:
        raise ValueError(f"cube must be one of {', '.join(TABLES)}, got {cube!r}")
    read = read_cube(folder, cube)
    if cube == "activity":
        found = activity_rows(read, bank, services=services, source=source)
        return found.rows, int(found.left_out["transactions"].sum())
    total = int(read["transactions"].sum())
    read = read[read["month"].notna() & (read["channel"] != UNKNOWN)]
    if cube == "branches":
        # The other channels do nothing at a counter: they are not missing from this table.
        total = int(read.loc[read["channel"] == "branch", "transactions"].sum())
    rows = _SHAPES[cube](read, services)
    rows = rows.rename(columns={"transactions": "count"}).assign(bank=bank, source=source)
    names = [column.name for column in contract(TABLES[cube]).columns]
    kept = conform(contract(TABLES[cube]), rows[names])
    return kept, total - int(kept["count"].sum())


def _arrivals(cube: pd.DataFrame, _services: Collection[str]) -> pd.DataFrame:
    return cube[cube["hour_of_week"].notna()]


def _outcomes(cube: pd.DataFrame, services: Collection[str]) -> pd.DataFrame:
    known = cube[cube["service"].isin(list(services)) & cube["step"].isin(STEPS)]
    known = known.assign(reason=known["failure_reason"].fillna(NO_REASON))
    keys = ["month", "channel", "service", "step", "reason", "kind"]
    return known.groupby(keys, as_index=False)[["transactions"]].sum()


def _regions(cube: pd.DataFrame, _services: Collection[str]) -> pd.DataFrame:
    return cube[cube["tier"].isin(TIERS)]


def _branches(cube: pd.DataFrame, _services: Collection[str]) -> pd.DataFrame:
    counter = cube[(cube["channel"] == "branch") & (cube["branch"] != UNKNOWN)]
    # A branch that the log places in several regions lies where most of its transactions do.
    counter = counter.sort_values("transactions", ascending=False, kind="stable")
    return counter.groupby(["month", "branch", "kind"], as_index=False).agg(
        region=("region", "first"), transactions=("transactions", "sum")
    )


_SHAPES: Final[dict[str, Callable[[pd.DataFrame, Collection[str]], pd.DataFrame]]] = {
    "arrivals": _arrivals,
    "outcomes": _outcomes,
    "regions": _regions,
    "branches": _branches,
}
