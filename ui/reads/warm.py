"""What is read before the first visitor comes."""

from __future__ import annotations

import re
from importlib import import_module
from typing import Final

from analytics.scenario import Scenario
from data.snapshots import Snapshot, current
from ui.reads import core, risk
from ui.registry import PAGES_FOLDER

_VIEW: Final = re.compile(r"^from ui\.views import (\w+)", re.MULTILINE)


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


def warm_further() -> None:
    """Import what the other pages stand on, and compute what the one that takes longest opens with."""
    for page in PAGES_FOLDER.glob("*.py"):
        for name in _VIEW.findall(page.read_text(encoding="utf-8")):
            import_module(f"ui.views.{name}")
    _losses(current(), Scenario())


def _losses(shown: Snapshot, usual: Scenario) -> None:
    from ui.reads import risk_capital, risk_losses

    bank, start, rate = str(core.banks(shown)["bank"].iloc[0]), usual.tail_start, usual.mad_per_euro
    risk_losses.loss_interval(shown, bank, usual.loss_type, start, rate, usual.level, usual.seed)
    risk_losses.control_returns(shown, bank, usual.loss_type, start, rate, usual.seed)
    risk_losses.event_types(shown, bank, start, rate, usual.dependence, usual.seed)
    risk_capital.capital(shown, bank, rate)
