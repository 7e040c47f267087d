"""What happened at a bank or to its figures, by date, for every history that may have been moved by it."""

from __future__ import annotations

from typing import Final

import pandas as pd

from analytics.breaks import segments
from data import queries
from data.snapshots import Snapshot
from studies.core import cached
from studies.risk import scores
from studies.risk.incidents import register
from studies.risk.scores import PUBLISHED, Rules
from studies.stand_ins import stands_in

KINDS: Final = ("incident", "raised", "cleared", "break", "method")
"""A major incident; a red flag raised, and cleared; a series defined anew; a score over other indicators."""
COLUMNS: Final = ("on", "kind", "code", "risk", "note_en", "note_fr")


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
    parts = [_incidents(snapshot, bank, mad_per_euro)]
    if scores.observed(snapshot):
        history = scores.risk_history(snapshot, power, rules)
        parts += [
            _flags(history.indicators[history.indicators["bank"] == bank], scores.catalogue(snapshot)),
            _breaks(snapshot, bank),
            _methods(history.risks[history.risks["bank"] == bank]),
        ]
    found = pd.concat([part for part in parts if not part.empty] or parts[:1], ignore_index=True)
    return found.sort_values(["on", "kind", "code"], ignore_index=True)


@cached
def of_trade(snapshot: Snapshot, bank: str, mad_per_euro: float) -> pd.DataFrame:
    """What customers of a bank may have felt, its major incidents, in the columns of :func:`of_bank`.

    Nothing of the risk indicators is read: a history of customers rests on no limit of law.
    """
    return _incidents(snapshot, bank, mad_per_euro).sort_values(["on", "code"], ignore_index=True)


@cached
def of_series(snapshot: Snapshot, subject: str, series: str) -> pd.DataFrame:
    """Breaks of a series' definition, of a country or a bank, in the columns of :func:`of_bank`."""
    declared = queries.definition_breaks(snapshot)
    rows = declared[declared["subject"].isin([subject, "*"]) & (declared["indicator"] == series)]
    return _frame(
        {"on": on, "kind": "break", "code": series, "risk": "", "note_en": english, "note_fr": french}
        for on, english, french in zip(rows["first_period"], rows["note_en"], rows["note_fr"], strict=True)
    )


def _frame(rows: object) -> pd.DataFrame:
    found = pd.DataFrame(list(rows), columns=list(COLUMNS))  # type: ignore[call-overload]
    return found.assign(on=pd.to_datetime(found["on"]))


def _incidents(snapshot: Snapshot, bank: str, mad_per_euro: float) -> pd.DataFrame:
    if stands_in(snapshot, bank, "incident"):
        # What fictional banks went through has moved nothing here.
        return _frame([])
    return _frame(
        {
            "on": entry.began.replace(tzinfo=None),
            "kind": "incident",
            "code": entry.code,
            "risk": "operational",
            "note_en": f"{entry.number}: {entry.title_en}",
            "note_fr": f"{entry.number} : {entry.title_fr}",
        }
        for entry in register(snapshot, bank, mad_per_euro)
        if entry.classification is not None and entry.classification.major
    )


def _flags(rows: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Months in which an indicator passes the limit of a law, and comes back within it."""
    ordered = rows.sort_values(["indicator", "month"])
    beyond = ordered["breach"].astype(bool)
    # Beyond the limit in its first month, it was raised nobody knows when.
    before = beyond.groupby(ordered["indicator"]).shift().fillna(beyond).astype(bool)
    turned = ordered[beyond != before].merge(
        known[["indicator", "label_en", "label_fr", "red_flag_rule", "red_flag_rule_fr"]], on="indicator"
    )
    return _frame(
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
    return _frame(
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
    return _frame(rows)


def passed(periods: pd.Series, breaks: pd.DataFrame) -> pd.Series:
    """Number of breaks passed at each month, so that a line joins figures of one definition only."""
    return pd.Series(segments(periods, breaks["on"].unique()), index=periods.index)
