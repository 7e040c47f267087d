"""What happened at a bank or to its risk indicators, by date."""

from __future__ import annotations

import pandas as pd

from data import queries
from data.snapshots import Snapshot
from studies.core import cached
from studies.events import in_frame, incidents
from studies.risk import scores
from studies.risk.scores import PUBLISHED, Rules


@cached
def of_bank(
    snapshot: Snapshot, bank: str, mad_per_euro: float, power: float, rules: Rules = PUBLISHED
) -> pd.DataFrame:
    """Events of one bank, in order of date.

    Returns
    -------
    DataFrame: on (datetime: day of an incident, first day of the month of all else), kind (of ``KINDS``),
        code (of the incident or the indicator; of the risk for a method), risk (empty where of none),
        note_en, note_fr (title of the incident, name of the indicator, or what the source says of the break)
    """
    parts = [incidents(snapshot, bank, mad_per_euro)]
    if scores.observed(snapshot):
        history = scores.risk_history(snapshot, power, rules)
        parts += [
            _flags(history.indicators[history.indicators["bank"] == bank], scores.catalogue(snapshot)),
            _breaks(snapshot, bank),
            _methods(history.risks[history.risks["bank"] == bank]),
        ]
    found = pd.concat([part for part in parts if not part.empty] or parts[:1], ignore_index=True)
    return found.sort_values(["on", "kind", "code"], ignore_index=True)


def _flags(rows: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Months in which an indicator passes the limit of a law, and comes back within it."""
    ordered = rows.sort_values(["indicator", "month"])
    beyond = ordered["breach"].astype(bool)
    # Beyond the limit in its first month, it was raised nobody knows when.
    before = beyond.groupby(ordered["indicator"]).shift().fillna(beyond).astype(bool)
    turned = ordered[beyond != before].merge(
        known[["indicator", "label_en", "label_fr", "red_flag_rule", "red_flag_rule_fr"]], on="indicator"
    )
    return in_frame(
        {
            "on": row.month,
            "kind": "raised" if row.breach else "cleared",
            "code": row.indicator,
            "risk": row.risk,
            "note_en": f"{row.indicator} {row.label_en}",
            "note_fr": f"{row.indicator} {row.label_fr}",
        }
        for row in turned.itertuples()
    )


def _breaks(snapshot: Snapshot, bank: str) -> pd.DataFrame:
    declared = queries.definition_breaks(snapshot)
    known = scores.catalogue(snapshot)[["indicator", "risk"]]
    rows = declared[declared["subject"].isin([bank, "*"])].merge(known, on="indicator")
    months = pd.to_datetime(rows["first_period"]).dt.to_period("M").dt.to_timestamp()
    return in_frame(
        {
            "on": month,
            "kind": "break",
            "code": row.indicator,
            "risk": row.risk,
            "note_en": f"{row.indicator}: {row.note_en}",
            "note_fr": f"{row.indicator} : {row.note_fr}",
        }
        for month, row in zip(months, rows.itertuples(), strict=True)
    )


def _methods(risks: pd.DataFrame) -> pd.DataFrame:
    """Months in which a score is made of more indicators than before, or of fewer."""
    rows = []
    for risk, own in risks.sort_values("month").groupby("risk", sort=False):
        changed = own[own["n_measured"].diff().fillna(0) != 0]
        rows += [
            {
                "on": row.month,
                "kind": "method",
                "code": risk,
                "risk": risk,
                "note_en": f"{row.n_measured} / {row.n_indicators}",
                "note_fr": f"{row.n_measured} / {row.n_indicators}",
            }
            for row in changed.itertuples()
        ]
    return in_frame(rows)
