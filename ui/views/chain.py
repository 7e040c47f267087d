"""What the scenario's levers and trust make of a bank's adoption, said where other pages need it."""

from __future__ import annotations

from analytics.scenario import Scenario
from studies import chain
from ui import link
from ui.reader import Reader
from ui.views.risk_rules import rules
from ui.words import _, interval, number, signed


def settings(scenario: Scenario | None = None) -> chain.LeverSettings:
    """Levers and trust of a scenario, the session's unless given."""
    return chain.LeverSettings.of(scenario or link.scenario(), rules(scenario))


def path(bank: str, reader: Reader | None = None) -> chain.AdoptionPath | None:
    """The bank's adoption with levers and trust; None where neither differs from what the forecast holds."""
    reader = reader or link.reader()
    scenario, chosen = reader.scenario, settings(reader.scenario)
    if not chosen.touched:
        return None
    return chain.adoption_path(reader.snapshot, bank, scenario.adoption_years, scenario.level, chosen)


def sentence(bank: str, reader: Reader | None = None) -> str:
    """What levers and trust change by the end of the horizon; empty where they change nothing."""
    found = path(bank, reader)
    if found is None:
        return ""
    led, year = found.path.iloc[-1], int(found.path["year"].iloc[-1])
    return _(
        "With the scenario’s levers and trust: {value} in {year} ({interval}), {extra} active customers."
    ).format(
        value=number(led["value"], 1, "%"),
        year=year,
        interval=interval(led["low"], led["high"], 1, "%"),
        extra=signed(found.extra_adopters.iloc[-1], 0),
    )
