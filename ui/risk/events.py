"""Events beside the histories of risk, in the reader's language."""

from __future__ import annotations

import pandas as pd

from analytics.risk.catalogue import OVERALL
from studies.risk import events as study
from ui import events
from ui.reader import Reader
from ui.risk.rules import rules


def of_bank(reader: Reader, bank: str) -> pd.DataFrame:
    """Everything dated of one bank: on, kind, code, risk, name, when, text, in order of date."""
    chosen = reader.scenario
    found = study.of_bank(reader.snapshot, bank, chosen.mad_per_euro, chosen.power, rules(chosen))
    return events.with_notes(events.said(found), reader, bank)


def of_risk(reader: Reader, bank: str, risk: str) -> pd.DataFrame:
    """What may have moved one of a bank's risks: incidents, and flags, breaks and methods of that risk."""
    found = of_bank(reader, bank)
    wider = found["kind"].isin(["incident", "note"])
    if risk == OVERALL:
        return found[wider | (found["kind"] != "method") | (found["risk"] == OVERALL)].reset_index(drop=True)
    return found[wider | (found["risk"] == risk)].reset_index(drop=True)


def of_indicator(reader: Reader, bank: str, indicator: str) -> pd.DataFrame:
    """What may have moved one of a bank's indicators: incidents, and its own flags and breaks."""
    found = of_bank(reader, bank)
    wider = found["kind"].isin(["incident", "note"])
    return found[wider | (found["code"] == indicator)].reset_index(drop=True)
