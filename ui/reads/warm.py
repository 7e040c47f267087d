"""What is read before the first visitor comes."""

from __future__ import annotations

from analytics.scenario import Scenario
from data.snapshots import Snapshot, current
from ui.reads import core, risk, risk_capital, risk_losses


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
    _losses(shown, usual)


def _losses(shown: Snapshot, usual: Scenario) -> None:
    """What the losses page opens with: of all pages the one that takes longest."""
    bank, start, rate = str(core.banks(shown)["bank"].iloc[0]), usual.tail_start, usual.mad_per_euro
    risk_losses.loss_interval(shown, bank, usual.loss_type, start, rate, usual.level, usual.seed)
    risk_losses.control_returns(shown, bank, usual.loss_type, start, rate, usual.seed)
    risk_losses.event_types(shown, bank, start, rate, usual.dependence, usual.seed)
    risk_capital.capital(shown, bank, rate)
