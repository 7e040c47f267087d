"""Indicators of the system: what the supervisor and the peers do to each bank, outside every bank's score."""

from __future__ import annotations

import pandas as pd

from analytics.risk.scoring import grade
from studies import core
from studies.risk import supervision as reads
from ui import link
from ui.risk.words import grade_mark
from ui.views.risk_rules import rules
from ui.views.risk_supervision import System
from ui.words import MISSING, _, language, number


def table(view: System) -> pd.DataFrame:
    """Value and grade of each indicator of the system, bank by bank."""
    found = reads.beyond_the_bank(link.shown(), f"{view.month:%Y-%m}", link.scenario().power, rules())
    known = core.risk_catalogue(link.shown()).set_index("indicator")
    labels, units = known[f"label_{language()}"], known["unit_fr" if language() == "fr" else "unit"]
    return pd.DataFrame(
        {
            _("Bank"): found["bank"].map(view.names),
            _("Indicator"): [f"{name} · {labels[name]}" for name in found["indicator"]],
            _("Value"): [number(value, 1 if value >= 1 else 3) for value in found["value"]],
            _("Unit"): [units[name] for name in found["indicator"]],
            _("Grade (1–4)"): [
                MISSING if pd.isna(score) else grade_mark(int(grade(float(score))))
                for score in found["score"]
            ],
            _("Reported this month"): [_("yes") if seen else _("no") for seen in found["observed"]],
        }
    )


def sentence() -> str:
    """Why these stand apart."""
    return _(
        "Inspections, the supervisor’s staff and stress received from peers are not the bank’s own doing: "
        "they enter no bank’s score."
    )
