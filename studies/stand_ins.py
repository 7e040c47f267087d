"""How much of what a result rests on was typed or assumed, and not observed by the bank."""

from __future__ import annotations

from dataclasses import astuple, dataclass

from data.codes import ASSUMED_FROM_PEERS, FROM_LEDGER, TYPED
from data.connection import tables_of
from data.queries import sources_of_bank
from data.reading import Read
from data.snapshots import Snapshot
from studies.core import cached, sources


@dataclass(frozen=True)
class StandIns:
    """Tables of a bank by where its rows come from; each stands in one place.

    Parameters
    ----------
    assumed : every row of the bank stands in for one that it has not given
    typed : some rows rest on typed figures, or some are loaded and others stand in
    costed : loaded from the bank's cost accounting, which leaves minutes and capacity to be estimated
    loaded : from the bank's files alone
    """

    assumed: tuple[str, ...]
    typed: tuple[str, ...]
    costed: tuple[str, ...]
    loaded: tuple[str, ...]


@cached
def any_in(snapshot: Snapshot) -> bool:
    """Whether any bank of the workspace was begun from typed figures."""
    return bool(sources(snapshot)["source"].eq(ASSUMED_FROM_PEERS).any())


@cached
def of_bank(snapshot: Snapshot, bank: str) -> StandIns:
    """Every table in which the bank has rows."""
    rows = sources_of_bank(snapshot, bank)
    places: dict[str, list[str]] = {"assumed": [], "typed": [], "costed": [], "loaded": []}
    for table, part in rows.groupby("table"):
        places[_place(set(part["source"]))].append(str(table))
    return StandIns(*map(tuple, places.values()))


def _place(named: set[str]) -> str:
    if named == {ASSUMED_FROM_PEERS}:
        return "assumed"
    if named & {ASSUMED_FROM_PEERS, TYPED}:
        return "typed"
    return "costed" if FROM_LEDGER in named else "loaded"


def has(snapshot: Snapshot, bank: str, table: str) -> bool:
    """Whether the bank has any row in a table, be it assumed."""
    return any(table in part for part in astuple(of_bank(snapshot, bank)))


def stands_in(snapshot: Snapshot, bank: str, table: str) -> bool:
    """Whether every row of the bank in a table stands in for one that it has not given."""
    return table in of_bank(snapshot, bank).assumed


def months_stand_in(snapshot: Snapshot, bank: str, table: str) -> bool:
    """Whether the bank has not given the months of a table: some are assumed, or spread over a typed year."""
    held = of_bank(snapshot, bank)
    return table in held.assumed or table in held.typed


def behind(snapshot: Snapshot, bank: str, read: Read) -> StandIns:
    """Those tables of the bank that a result was read from."""
    seen = frozenset().union(*map(tables_of, read.statements))
    known = of_bank(snapshot, bank)
    parts = (known.assumed, known.typed, known.costed, known.loaded)
    kept = (tuple(name for name in part if name in seen) for part in parts)
    return StandIns(*kept)
