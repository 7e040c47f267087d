"""What one scenario gives on every subject, each result from the function that its page calls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import pandas as pd

from analytics.macro.friction import CHANNEL_WEIGHTS, friction, friction_tax
from analytics.macro.tax import relocation, revenue_interval, tax_outcome
from analytics.risk.measured import NOT_GRADABLE
from analytics.scenario import Scenario
from data.snapshots import Snapshot
from studies import chain, core
from studies.channels import costs as channels
from studies.channels import migration as channels_migration
from studies.channels.activity import ONLINE
from studies.macro import country as macro
from studies.risk import scores as risk
from ui.adoption import led
from ui.channels import migration as migration_view
from ui.macro.reserves import reserves
from ui.reader import Reader
from ui.refusal import Refused
from ui.risk.rules import rules
from ui.words import N_

_MILLION: Final = 1e6
_LEAST_COST: Final = 1e-6


@dataclass(frozen=True)
class Figure:
    """A result and its interval; ``low`` and ``high`` are None where it has none."""

    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Measure:
    """A result that scenarios are compared by."""

    subject: str
    label: str
    unit: str
    digits: int


MEASURES: Final = {
    "risk": Measure(N_("Risk"), N_("Overall risk score, 0 best to 100 worst"), "", 1),
    "grade": Measure(N_("Risk"), N_("Grade, 1 best to 4 worst"), "", 0),
    "adoption": Measure(N_("Adoption"), N_("Active customers at the horizon"), "%", 1),
    "extra": Measure(N_("Adoption"), N_("Active customers beyond the forecast"), "", 0),
    "online_cost": Measure(N_("Channels"), N_("Used cost of an online transaction"), N_("MAD"), 2),
    "branch_cost": Measure(N_("Channels"), N_("Used cost of a branch transaction"), N_("MAD"), 2),
    "worth": Measure(
        N_("Channels"), N_("Net present value of moving customers, median (P10 to P90)"), N_("million MAD"), 1
    ),
    "break_even": Measure(N_("Channels"), N_("Growth in use at which moving stops saving"), "%", 0),
    "friction": Measure(N_("Macro"), N_("Cost of moving money abroad at the horizon"), "%", 3),
    "restoring": Measure(
        N_("Macro"), N_("Tax that restores the friction, along the bank’s adoption"), "%", 3
    ),
    "revenue": Measure(N_("Macro"), N_("Revenue of the Tobin tax"), N_("MAD billion a year"), 2),
    "rules_met": Measure(N_("Macro"), N_("Reserve rules met for certain"), "", 0),
    "optimal": Measure(N_("Macro"), N_("Optimal reserves, of GDP"), "%", 1),
}


@dataclass(frozen=True)
class Results:
    """What one scenario gives, for one bank; what cannot be computed is not in ``figures``."""

    bank: str
    figures: dict[str, Figure]
    kinds: tuple[str, ...]


@core.cached
def results(snapshot: Snapshot, scenario: Scenario) -> Results:
    """Every result of a scenario; a part that its data or assumptions do not allow is left out."""
    banks = list(core.banks(snapshot)["bank"])
    bank = scenario.bank if scenario.bank in banks else (banks[0] if banks else "")
    parts: list[Callable[[Snapshot, str, Scenario], dict[str, Figure]]] = [_tax, _reserves]
    if bank:
        parts = [_risk, adoption_figures, costs, migration_figures, friction_figures, *parts]
    figures: dict[str, Figure] = {}
    for part in parts:
        try:
            figures |= part(snapshot, bank, scenario)
        except (ValueError, Refused):
            # The pages say why; here the cell stays empty.
            continue
    kinds = risk.risk_kinds(snapshot, bank) if bank else ()
    ordered = {code: figures[code] for code in MEASURES if code in figures}
    return Results(bank, ordered, tuple(dict.fromkeys((*kinds, "derived", "assumed"))))


def risk_rows(snapshot: Snapshot, bank: str, scenario: Scenario, back: int = 0) -> pd.DataFrame:
    """The risks of a bank that have a score, ``back`` months before the month shown: score, low, high, grade,
    indexed by risk; empty where that month is not known."""
    asked = rules(scenario)
    known = risk.risk_history(snapshot, scenario.power, asked).risks
    own = known[known["bank"] == bank]
    month = shown_month(own, scenario)
    if back and month:
        month = f"{pd.Timestamp(f'{month}-01') - pd.DateOffset(months=back):%Y-%m}"
    if month not in _months(own):
        return pd.DataFrame(columns=["score", "low", "high", "grade"])
    doubt = risk.risk_uncertainty(snapshot, month, scenario.power, scenario.level, scenario.seed, asked)
    return doubt[(doubt["bank"] == bank) & doubt["score"].notna()].set_index("risk")


def _months(scores: pd.DataFrame) -> set[str]:
    return {f"{month:%Y-%m}" for month in scores["month"]}


def shown_month(scores: pd.DataFrame, scenario: Scenario) -> str:
    """The scenario's month where a bank's ``scores`` have it, else their last; empty where there is none."""
    months = _months(scores)
    return scenario.month if scenario.month in months else max(months, default="")


def _risk(snapshot: Snapshot, bank: str, scenario: Scenario) -> dict[str, Figure]:
    rows = risk_rows(snapshot, bank, scenario)
    if "overall" not in rows.index:
        return {}
    row = rows.loc["overall"]
    found = {"risk": Figure(float(row["score"]), float(row["low"]), float(row["high"]))}
    return found if row["grade"] == NOT_GRADABLE else found | {"grade": Figure(float(row["grade"]))}


def adoption_figures(snapshot: Snapshot, bank: str, scenario: Scenario) -> dict[str, Figure]:
    """Active customers at the horizon, and how many more than forecast; ValueError without a forecast."""
    settings = led.settings(scenario)
    found = chain.adoption_path(snapshot, bank, scenario.adoption_years, scenario.level, settings)
    return {
        "adoption": last(found.path, 1.0),
        "extra": Figure(float(found.extra_adopters.iloc[-1])),
    }


def last(path: pd.DataFrame, scale: float) -> Figure:
    """The last row of a path with columns value, low and high, times ``scale``."""
    last = path.iloc[-1]
    return Figure(*(scale * float(last[name]) for name in ("value", "low", "high")))


def costs(snapshot: Snapshot, bank: str, scenario: Scenario) -> dict[str, Figure]:
    """Used cost of a transaction online and at the branch; ValueError as the costing raises it."""
    table = channels.bank_costs(snapshot, bank, scenario.practical_share, scenario.given_back).by_channel
    found = {}
    for code, among in {"online_cost": ONLINE, "branch_cost": ("branch",)}.items():
        rows = table[table["channel"].isin(among) & table["used"].notna() & (table["transactions"] > 0)]
        if not rows.empty:
            spent = (rows["used"] * rows["transactions"]).sum()
            found[code] = Figure(float(spent / rows["transactions"].sum()))
    return found


def migration_figures(snapshot: Snapshot, bank: str, scenario: Scenario) -> dict[str, Figure]:
    """Median net present value of a migration and its break-even growth; ValueError as it raises it."""
    found = channels_migration.migration(snapshot, bank, migration_view.settings(scenario))
    worth, even = found.simulation, found.break_even
    return {
        "worth": Figure(*(each / _MILLION for each in (worth.p50, worth.p10, worth.p90))),
        "break_even": Figure(*(100.0 * float(each) for each in (even.likely, even.low, even.high))),
    }


def friction_figures(snapshot: Snapshot, bank: str, scenario: Scenario) -> dict[str, Figure]:
    """Friction at the horizon and the tax that restores it; empty without a bank's forecast."""
    settings = led.settings(scenario)
    asked = (bank, scenario.adoption_years, scenario.level, settings)
    # What is done online costs this bank what the page on the tax says it does.
    mix = macro.channel_mix(snapshot, bank)
    weight = CHANNEL_WEIGHTS["internet"] if mix is None else min(mix.online_weight, 1.0)
    course = chain.friction_path(snapshot, *asked, scenario.transfer_cost, weight)
    if course.empty:
        return {}
    shares = chain.online_shares(snapshot, *asked).iloc[-1]
    taxes = (
        float(friction_tax(scenario.transfer_cost, shares[name], online_weight=weight))
        for name in ("value", "low", "high")
    )
    return {"friction": last(course, 100.0), "restoring": Figure(*(100.0 * tax for tax in taxes))}


def _tax(_snapshot: Snapshot, _bank: str, scenario: Scenario) -> dict[str, Figure]:
    cost = float(
        friction(scenario.transfer_cost, scenario.online_share, online_weight=scenario.online_cost_ratio)
    )
    if cost < _LEAST_COST:
        return {}
    evasion = float(relocation(scenario.cooperation))
    given = scenario.fx_volume, scenario.tobin_tax, cost
    raised = tax_outcome(*given, scenario.cost_elasticity, evasion=evasion).revenue
    span = revenue_interval(*given, evasion=evasion, level=scenario.level)
    return {"revenue": Figure(float(raised), float(span.low), float(span.high))}


def _reserves(snapshot: Snapshot, _bank: str, scenario: Scenario) -> dict[str, Figure]:
    try:
        found = reserves(Reader(snapshot, scenario))
    except Refused:
        return {}
    met = sum(item.verdict == "adequate" for item in found.rules)
    return {"rules_met": Figure(float(met)), "optimal": Figure(*(100.0 * share for share in found.optimal))}


def difference(results: Results, baseline: Results, measure: str) -> float | None:
    """How much a result exceeds the baseline's; None where either is missing."""
    here, there = results.figures.get(measure), baseline.figures.get(measure)
    return None if here is None or there is None else here.value - there.value
