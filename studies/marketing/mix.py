"""The audit of banks' sites over 2P + 2C + 3S, on a snapshot."""

from __future__ import annotations

from typing import Final

import pandas as pd

from analytics.marketing.audit import MixAudit, audit, trust_from_audit
from analytics.marketing.checklist import DIMENSIONS
from data import queries_campaigns
from data.snapshots import Snapshot
from studies.core import cached

TRUSTED: Final = ("privacy", "security")
"""Dimensions that feed trust."""

REFERENCE: Final = 0.6
"""Trust at a mean score of 50 (convention)."""

answers = cached(queries_campaigns.mix_answers)


@cached
def audited(snapshot: Snapshot, banks: tuple[str, ...], weight: float) -> MixAudit | None:
    """Scores of some banks; None where none of them has an answer.

    Parameters
    ----------
    weight : of privacy and of security in the overall score, where every other dimension weighs 1

    Raises
    ------
    ValueError: an answer outside 0 to 1
    """
    rows = answers(snapshot)
    rows = rows[rows["bank"].isin(banks)]
    if rows.empty:
        return None
    weights = {one.code: weight if one.code in TRUSTED else 1.0 for one in DIMENSIONS}
    return audit(rows[["bank", "item", "answer", "evidence"]], weights=weights)


@cached
def trust(snapshot: Snapshot, bank: str, slope: float) -> tuple[float, float, float] | None:
    """Trust that the bank's privacy and security suggest: value, low, high; None without an answer.

    The levers page takes what is left to gain as one of its cases of trust.
    """
    found = audited(snapshot, (bank,), 1.0)
    return None if found is None else trust_from_audit(found, bank, reference=REFERENCE, slope=slope)


@cached
def trust_to_gain(snapshot: Snapshot, bank: str, slope: float) -> float:
    """Trust that the bank would gain by meeting every item of privacy and security; 0 where none was seen."""
    now = trust(snapshot, bank, slope)
    return 0.0 if now is None else max(0.0, min(1.0, REFERENCE + slope / 2) - now[0])


@cached
def trusts(snapshot: Snapshot, banks: tuple[str, ...], slope: float) -> pd.DataFrame:
    """Trust of every bank that was audited: bank, value, low, high."""
    found = {bank: trust(snapshot, bank, slope) for bank in banks}
    rows = [(bank, *values) for bank, values in found.items() if values is not None]
    return pd.DataFrame(rows, columns=["bank", "value", "low", "high"])
