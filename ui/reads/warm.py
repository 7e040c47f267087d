"""What is read before the first visitor comes."""

from __future__ import annotations

from analytics.scenario import Scenario
from data.snapshots import current
from ui.reads import core, risk


def warm() -> None:
    """Read once what every first visit needs."""
    shown, usual = current(), Scenario()
    for read in (
        core.banks,
        core.countries,
        core.indicators,
        core.sources,
        core.definition_breaks,
        core.risk_catalogue,
        core.tables,
    ):
        read(shown)
    months = risk.risk_history(shown, usual.power).risks["month"]
    risk.risk_uncertainty(shown, f"{months.max():%Y-%m}", usual.power, usual.level, usual.seed)
