"""What a return is checked for: bounds, other tables, and the month before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Final

import pandas as pd

from data import queries
from data.snapshots import Snapshot
from reviews.returns import Fault, Figures, Rules
from studies import core
from studies.risk import scores as reads
from ui.review import figures
from ui.words import N_

# More than three times, or less than a third, of the month before. A convention of ours.
_JUMP: Final = Decimal(3)
RULES: Final[Mapping[str, str]] = {
    "bounds": N_("A figure lies outside what its indicator can be."),
    "media": N_("Incidents reflected in the media (P3) differ from the register of incidents."),
    "outage": N_("The longest downtime of the quarter (O2) exceeds that of the year (O1)."),
    "notices": N_("Major incidents (O6) are reported, and no share of notices in time (R3)."),
    "jump": N_("A figure is more than three times, or less than a third, of the month before."),
}


def rules_of(bank: str, month: str) -> Rules:
    """The rules for a bank's return of a month, with what its other tables say."""
    catalogue = reads.catalogue(figures.snapshot(), reads.PUBLISHED)
    rows = zip(catalogue["indicator"], catalogue["minimum"], catalogue["maximum"], strict=True)
    bounds = {code: (_bound(low), _bound(high)) for code, low, high in rows}
    return partial(check, bounds=bounds, media=_in_media(bank, month))


def _bound(value: float) -> Decimal | None:
    return None if pd.isna(value) else Decimal(str(value))


@core.cached
def _incidents(data: Snapshot, bank: str) -> pd.DataFrame:
    return queries.incidents(data, bank)[["occurred_at", "media"]]


def _in_media(bank: str, month: str) -> int:
    """How many incidents of the twelve months to a month the register says were in the media."""
    known = _incidents(figures.snapshot(), bank)
    end = pd.Timestamp(f"{month}-01") + pd.DateOffset(months=1)
    within = known["occurred_at"].between(end - pd.DateOffset(years=1), end, inclusive="left")
    return int((known["media"].fillna(False).astype(bool) & within).sum())


def check(
    now: Figures,
    before: Figures | None,
    *,
    bounds: Mapping[str, tuple[Decimal | None, Decimal | None]],
    media: int,
) -> Sequence[Fault]:
    """What is wrong with the figures of a return; ``media`` : incidents in the media by their register."""
    found = []
    outside = [code for code, value in now.items() if value is not None and _outside(value, bounds.get(code))]
    if outside:
        found.append(Fault("bounds", "error", tuple(outside)))
    told = now.get("P3")
    if told is not None and told != media:
        found.append(Fault("media", "warning", ("P3",)))
    longest, whole = now.get("O2"), now.get("O1")
    if longest is not None and whole is not None and longest > whole:
        found.append(Fault("outage", "warning", ("O1", "O2")))
    if now.get("R3") is None and now.get("O6"):
        found.append(Fault("notices", "warning", ("O6", "R3")))
    jumps = [code for code, value in now.items() if _jumps(value, (before or {}).get(code))]
    if jumps:
        found.append(Fault("jump", "warning", tuple(jumps)))
    return found


def _outside(value: Decimal, bounds: tuple[Decimal | None, Decimal | None] | None) -> bool:
    low, high = bounds or (None, None)
    return (low is not None and value < low) or (high is not None and value > high)


def _jumps(now: Decimal | None, before: Decimal | None) -> bool:
    if now is None or before is None or not now or not before:
        return False
    return now > before * _JUMP or now * _JUMP < before
