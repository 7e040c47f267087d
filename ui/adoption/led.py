"""What the scenario's levers and trust make of a bank's adoption, said where other pages need it."""

from __future__ import annotations

from analytics.scenario import Scenario
from studies import chain
from studies.marketing.own_tests import own_tests
from ui.content import Metric, Open
from ui.reader import Reader
from ui.risk.rules import rules
from ui.words import _, interval, number, signed


def settings(scenario: Scenario) -> chain.LeverSettings:
    """Levers and trust of a scenario."""
    return chain.LeverSettings.of(scenario, rules(scenario))


def path(reader: Reader, bank: str) -> chain.AdoptionPath | None:
    """The bank's adoption with levers and trust; None where neither differs from what the forecast holds."""
    scenario, chosen = reader.scenario, settings(reader.scenario)
    if not chosen.touched:
        return None
    return chain.adoption_path(reader.snapshot, bank, scenario.adoption_years, scenario.level, chosen)


def sentence(reader: Reader, bank: str) -> str:
    """What levers and trust change by the end of the horizon; empty where they change nothing."""
    found = path(reader, bank)
    if found is None:
        return ""
    led, year = found.path.iloc[-1], int(found.path["year"].iloc[-1])
    told = _(
        "With the scenario’s levers and trust: {value} in {year} ({interval}), {extra} active customers."
    ).format(
        value=number(led["value"], 1, "%"),
        year=year,
        interval=interval(led["low"], led["high"], 1, "%"),
        extra=signed(found.extra_adopters.iloc[-1], 0),
    )
    return f"{told} {of_tests(reader, bank)}".rstrip()


def of_tests(reader: Reader, bank: str) -> str:
    """Whether levers that the scenario funds act as the bank's own tests found; empty where it has none."""
    chosen = settings(reader.scenario)
    found = own_tests(reader.snapshot, bank, reader.scenario.level)
    if not any(each.enters and chosen.budgets[each.lever] > 0 for each in found):
        return ""
    if not chosen.own_tests:
        return _("The bank’s own tests of these levers are left out by choice.")
    return _("Levers that the bank has tested itself act as its tests found.")


def figures(reader: Reader, bank: str) -> tuple[Metric, ...]:
    """Active customers at the horizon, in % of customers, and how many more than forecast.

    Raises
    ------
    ValueError: there is nothing to forecast from
    """
    scenario = reader.scenario
    found = chain.adoption_path(
        reader.snapshot, bank, scenario.adoption_years, scenario.level, settings(scenario)
    )
    last, levers = found.path.iloc[-1], Open("marketing-levers", {"bank": bank})
    return (
        Metric(
            "active_led",
            _("Active customers at the horizon"),
            float(last["value"]),
            "%",
            low=float(last["low"]),
            high=float(last["high"]),
            better="higher",
            opens=levers,
            why=_("with the scenario’s levers and trust"),
        ),
        Metric(
            "extra_led",
            _("Active customers beyond the forecast"),
            float(found.extra_adopters.iloc[-1]),
            digits=0,
            better="higher",
            opens=levers,
            why=_("what the scenario’s levers and trust add"),
        ),
    )
