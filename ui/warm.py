"""What is read before the first visitor comes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib import import_module
from typing import Final

from analytics.display import Display
from analytics.scenario import Scenario
from data.snapshots import current
from studies import catalogue, core
from studies.risk import scores as risk
from ui.registry import PageEntry

_WORDS: Final = re.compile(r"^from (ui(?:\.\w+)+) import (\w+)", re.MULTILINE)


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
        catalogue.tables,
    ):
        read(shown)
    months = risk.risk_history(shown, usual.power).risks["month"]
    risk.risk_uncertainty(shown, f"{months.max():%Y-%m}", usual.power, usual.level, usual.seed)


def import_pages(pages: Sequence[PageEntry]) -> None:
    """Import what some pages stand on, so that their first visitor does not wait for it."""
    for page in pages:
        for package, name in _WORDS.findall(page.path.read_text(encoding="utf-8")):
            module = import_module(package)
            # A module of the package, or something in a module.
            if not hasattr(module, name):
                import_module(f"{package}.{name}")


def warm_losses() -> None:
    """Compute what the losses page opens with: of all pages the one that takes longest."""
    from studies.risk import capital as risk_capital
    from studies.risk import controls as risk_controls
    from studies.risk import loss_laws
    from studies.risk import losses as risk_losses

    shown, usual, loss_type = current(), Scenario(), Display().loss_type
    bank, start, rate = str(core.banks(shown)["bank"].iloc[0]), usual.tail_start, usual.mad_per_euro
    risk_losses.loss_model(shown, bank, loss_type, start, rate)
    loss_laws.envelope_draws(shown, bank, loss_type, rate, usual.seed)
    risk_controls.control_returns(shown, bank, loss_type, start, rate, usual.level, usual.seed)
    loss_laws.event_types(shown, bank, start, rate, usual.dependence, usual.seed)
    risk_capital.capital(shown, bank, rate, usual.least_loss, usual.loss_scope)


def warm_desk() -> None:
    """Play the history of the review desk, which its first visitor would wait for."""
    from ui.review import desk, ground

    ground.lay()
    desk.prepare()
