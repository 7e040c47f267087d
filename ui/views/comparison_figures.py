"""The figures by which a page sets one bank beside another, or today beside a year earlier."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pandas as pd

from analytics.adoption.services import service_coverage
from analytics.risk.measured import NOT_GRADABLE
from analytics.scenario import Scenario
from data.snapshots import Snapshot
from studies import core
from studies.adoption import forecast as adoption
from studies.adoption import services
from studies.channels import activity as channels_activity
from studies.macro import country as macro
from studies.marketing import campaigns, mix, search
from studies.risk import incidents, losses
from studies.risk import scores as risk
from ui.refusal import Refused
from ui.risk.rules import rules
from ui.views.scenario_results import (
    Figure,
    Measure,
    adoption_figures,
    costs,
    friction_figures,
    migration_figures,
    risk_rows,
    shown_month,
)
from ui.words import N_

YEAR: Final = 12
LOWER: Final = "lower"
HIGHER: Final = "higher"
_HOME: Final = "MAR"
_MILLION: Final = 1e6

MEASURES: Final = {
    "overall": Measure(N_("Risk"), N_("overall risk score"), "", 1),
    "operational": Measure(N_("Risk"), N_("operational risk score"), "", 1),
    "regulatory": Measure(N_("Risk"), N_("regulatory risk score"), "", 1),
    "legal": Measure(N_("Risk"), N_("legal risk score"), "", 1),
    "reputational": Measure(N_("Risk"), N_("reputational risk score"), "", 1),
    "loss_events": Measure(N_("Risk"), N_("loss events in twelve months"), "", 0),
    "loss_amount": Measure(N_("Risk"), N_("losses of twelve months after recoveries"), N_("million MAD"), 2),
    "incidents": Measure(N_("Risk"), N_("incidents in twelve months"), "", 0),
    "major": Measure(N_("Risk"), N_("of them major on their own"), "", 0),
    "active": Measure(N_("Adoption"), N_("active e-banking customers"), "%", 1),
    "ahead": Measure(N_("Adoption"), N_("active customers at the horizon"), "%", 1),
    "offer": Measure(N_("Adoption"), N_("share of the service catalogue offered"), "%", 0),
    "reached": Measure(N_("Adoption"), N_("people reached by campaigns in twelve months"), "", 0),
    "converted": Measure(N_("Adoption"), N_("of whom converted"), "%", 1),
    "visibility": Measure(N_("Adoption"), N_("visibility in search engines"), "%", 1),
    "mix": Measure(N_("Adoption"), N_("e-marketing mix score"), "", 1),
    "online": Measure(N_("Channels"), N_("share of operations online"), "%", 1),
    "branch": Measure(N_("Channels"), N_("operations at the branch a month"), "", 0),
    "adviser": Measure(N_("Channels"), N_("operations with a phone adviser a month"), "", 0),
    "online_cost": Measure(N_("Channels"), N_("used cost of an online transaction"), N_("MAD"), 2),
    "branch_cost": Measure(N_("Channels"), N_("used cost of a branch transaction"), N_("MAD"), 2),
    "worth": Measure(
        N_("Channels"), N_("net present value of moving customers, median"), N_("million MAD"), 1
    ),
    "break_even": Measure(N_("Channels"), N_("growth in use at which moving stops saving"), "%", 0),
    "friction": Measure(N_("Macro"), N_("cost of moving money abroad at the horizon"), "%", 3),
    "months_of_imports": Measure(N_("Macro"), N_("official reserves"), N_("months of imports"), 1),
    "reserves": Measure(N_("Macro"), N_("official reserves"), N_("USD billion"), 1),
    "dollar": Measure(N_("Macro"), N_("dirhams a dollar"), "", 2),
    "openness": Measure(N_("Macro"), N_("openness of the capital account, Chinn-Ito"), "", 2),
}
"""What is compared, named as a sentence has it."""

BETTER: Final = {
    **dict.fromkeys(("overall", "operational", "regulatory", "legal", "reputational"), LOWER),
    **dict.fromkeys(("loss_events", "loss_amount", "incidents", "major"), LOWER),
    **dict.fromkeys(("online_cost", "branch_cost"), LOWER),
    **dict.fromkeys(("active", "ahead", "offer", "converted", "visibility", "mix", "worth"), HIGHER),
    "break_even": HIGHER,
}
"""Which side of a difference is the better one for the bank; what is not named is neither."""

OF_THE_COUNTRY: Final = frozenset({"months_of_imports", "reserves", "openness", "dollar"})
"""What is the same for every bank, and observed."""

Part = Callable[[Snapshot, str, Scenario, int], dict[str, Figure]]

SCORES: Final = ("overall", "operational", "regulatory", "legal", "reputational")


def _back(code: str, months: int) -> str:
    return f"{pd.Timestamp(f'{code}-01') - pd.DateOffset(months=months):%Y-%m}"


def _scores(snapshot: Snapshot, bank: str, scenario: Scenario, back: int) -> dict[str, Figure]:
    rows = risk_rows(snapshot, bank, scenario, back)
    rows = rows[rows["grade"] != NOT_GRADABLE]
    if rows.empty:
        return {}
    known = risk.risk_history(snapshot, scenario.power, rules(scenario)).risks
    own = known[known["bank"] == bank]
    month = shown_month(own, scenario)
    alike = _measured_alike(own, _back(month, back), month)
    return {
        code: Figure(*(float(rows.loc[code, name]) for name in ("score", "low", "high")))
        for code in SCORES
        if code in rows.index and code in alike
    }


def _measured_alike(scores: pd.DataFrame, month: str, other: str) -> set[str]:
    """The risks of which two months measure the same: no other scores can be compared."""
    first, second = (
        scores[scores["month"] == pd.Timestamp(f"{code}-01")].set_index("risk") for code in (month, other)
    )
    both = first.index.intersection(second.index)
    same = risk.alike(second.loc[both], first.loc[both])
    return set(map(str, both[same]))


def _in_the_year(days: pd.Series, snapshot: Snapshot, back: int) -> pd.Series:
    end = pd.Timestamp(snapshot.as_of) - pd.DateOffset(months=back)
    return (days <= end) & (days > end - pd.DateOffset(months=YEAR))


def _reach(back: int) -> int:
    """Months before the latest to which a record must go back: through the whole of an earlier year.

    Before its first entry nobody knows whether nothing happened or nothing was recorded.
    """
    return back + YEAR if back else 0


def _losses(snapshot: Snapshot, bank: str, scenario: Scenario, back: int) -> dict[str, Figure]:
    record = losses.loss_record(snapshot, bank, scenario.mad_per_euro)
    if len(record.months) < YEAR + back:
        return {}
    rows = record.events[_in_the_year(record.events["month"].dt.to_timestamp("M"), snapshot, back)]
    return {
        "loss_events": Figure(len(rows), *losses.rate_interval(len(rows), YEAR, scenario.level)),
        "loss_amount": Figure(float(rows["amount"].sum()) / _MILLION),
    }


def _incidents(snapshot: Snapshot, bank: str, scenario: Scenario, back: int) -> dict[str, Figure]:
    entries = incidents.register(snapshot, bank, scenario.mad_per_euro)
    if not entries:
        return {}
    began = pd.Series([pd.Timestamp(entry.began).tz_convert("UTC").tz_localize(None) for entry in entries])
    if began.min() > pd.Timestamp(snapshot.as_of) - pd.DateOffset(months=_reach(back)):
        return {}
    inside = _in_the_year(began, snapshot, back)
    recent = [entry for entry, counts in zip(entries, inside, strict=True) if counts]
    major = sum(bool(entry.classification and entry.classification.major) for entry in recent)
    return {
        name: Figure(count, *losses.rate_interval(count, YEAR, scenario.level))
        for name, count in (("incidents", len(recent)), ("major", major))
    }


def _active(snapshot: Snapshot, bank: str, _scenario: Scenario, back: int) -> dict[str, Figure]:
    shares = adoption.bank_share(snapshot, bank)
    if shares.empty:
        return {}
    then = shares.loc[shares["month"] == shares["month"].max() - pd.DateOffset(months=back), "value"]
    return {"active": Figure(float(then.iloc[0]))} if len(then) else {}


def _ahead(snapshot: Snapshot, bank: str, scenario: Scenario, back: int) -> dict[str, Figure]:
    return {} if back else {"ahead": adoption_figures(snapshot, bank, scenario)["adoption"]}


def _offer(snapshot: Snapshot, bank: str, _scenario: Scenario, back: int) -> dict[str, Figure]:
    catalogue, rows = services.catalogue(), services.service_offers(snapshot)
    rows = rows[(rows["bank"] == bank) & rows["service"].isin(catalogue["service"])]
    if rows.empty:
        return {}
    begun = rows["since"] <= pd.Timestamp(snapshot.as_of) - pd.DateOffset(months=back)
    share = service_coverage(rows[begun], catalogue)["total"].iloc[0] if begun.any() else 0.0
    return {"offer": Figure(100.0 * float(share))}


def _campaigns(snapshot: Snapshot, bank: str, _scenario: Scenario, back: int) -> dict[str, Figure]:
    rows = campaigns.campaigns(snapshot, bank)
    began = pd.to_datetime(rows["start_on"]).min()
    if back and not began <= pd.Timestamp(snapshot.as_of) - pd.DateOffset(months=_reach(back)):
        return {}
    rows = rows[_in_the_year(pd.to_datetime(rows["start_on"]), snapshot, back)]
    reached = float(rows["reached"].sum())
    if not reached:
        return {}
    return {
        "reached": Figure(reached),
        "converted": Figure(100.0 * float(rows["converted"].sum()) / reached),
    }


def _visibility(snapshot: Snapshot, bank: str, _scenario: Scenario, back: int) -> dict[str, Figure]:
    known = search.months(snapshot, bank)
    month = _back(known[0], back) if known else ""
    if month not in known:
        return {}
    seen = search.totals(snapshot, month, search.ALL)
    return {"visibility": Figure(100.0 * float(seen[bank]))} if bank in seen.index else {}


def _mix(snapshot: Snapshot, bank: str, scenario: Scenario, back: int) -> dict[str, Figure]:
    found = None if back else mix.audited(snapshot, (bank,), scenario.mix_weight)
    if found is None:
        return {}
    row = found.overall.iloc[0]
    return {"mix": Figure(*(float(row[name]) for name in ("score", "low", "high")))}


def _activity(snapshot: Snapshot, bank: str, _scenario: Scenario, back: int) -> dict[str, Figure]:
    known = channels_activity.months(snapshot, bank)
    month = _back(known[0], back) if known else ""
    rows = channels_activity.year_to(channels_activity.cube(snapshot, bank), month)
    if rows["month"].nunique() < YEAR:
        return {}
    counts = rows.groupby("channel")["count"].sum()
    monthly = {name: Figure(float(counts[name]) / YEAR) for name in ("branch", "adviser") if name in counts}
    return {"online": Figure(100.0 * channels_activity.online_share(snapshot, bank, month))} | monthly


def _costs(snapshot: Snapshot, bank: str, scenario: Scenario, back: int) -> dict[str, Figure]:
    return {} if back else costs(snapshot, bank, scenario)


def _migration(snapshot: Snapshot, bank: str, scenario: Scenario, back: int) -> dict[str, Figure]:
    return {} if back else migration_figures(snapshot, bank, scenario)


def _friction(snapshot: Snapshot, bank: str, scenario: Scenario, back: int) -> dict[str, Figure]:
    found = {} if back else friction_figures(snapshot, bank, scenario)
    return {code: found[code] for code in ("friction",) if code in found}


_FACTS: Final = {
    "reserves": ("reserves", 1e-9),
    "months_of_imports": ("reserves_months_of_imports", 1.0),
    "openness": ("capital_account_openness", 1.0),
}


def _fact(code: str) -> Part:
    """A published figure of the country: the last one, or the one of the year before it."""
    indicator, scale = _FACTS[code]

    def read(snapshot: Snapshot, _bank: str, _scenario: Scenario, back: int) -> dict[str, Figure]:
        rows = macro.series(snapshot, indicator, _HOME).dropna(subset=["value"]).set_index("period")
        if rows.empty:
            return {}
        year = rows.index.max() - back // YEAR
        return {code: Figure(scale * float(rows.loc[year, "value"]))} if year in rows.index else {}

    return read


def _dollar(snapshot: Snapshot, _bank: str, _scenario: Scenario, back: int) -> dict[str, Figure]:
    rates = macro.monthly(snapshot, "mad_per_usd").set_index("month")["value"]
    month = rates.index.max() - pd.DateOffset(months=back) if len(rates) else None
    return {"dollar": Figure(float(rates[month]))} if month in rates.index else {}


_MACRO: Final[tuple[Part, ...]] = (*(_fact(code) for code in _FACTS), _dollar)
_BROAD: Final[tuple[Part, ...]] = (_scores, _active, _activity)
PARTS: Final[dict[str, tuple[Part, ...]]] = {
    "overview": (_scores, _active, _activity),
    "risk-losses": (_losses, _scores),
    "risk-incidents": (_incidents, _scores),
    "adoption-forecast": (_active, _ahead),
    "adoption-services": (_offer, _active),
    "marketing-levers": (_ahead, _active, _campaigns),
    "marketing-search": (_visibility, _active),
    "marketing-experiments": (_campaigns, _active),
    "marketing-mix": (_mix, _active),
    "channels-costs": (_costs, _activity),
    "channels-migration": (_migration, _ahead, _activity),
    "macro-tobin-tax": (_friction, *_MACRO),
}
BY_GROUP: Final[dict[str, tuple[Part, ...]]] = {
    "Risk": (_scores,),
    "Adoption": (_active, _ahead),
    "Marketing": (_active, _ahead),
    "Channels": (_activity, _costs),
    "Macro": _MACRO,
    "Plan": (_costs, _activity),
}
"""What the pages of a group show where :data:`PARTS` has nothing of their own."""


@core.cached
def figures(
    snapshot: Snapshot, scenario: Scenario, slug: str, group: str, bank: str, back: int
) -> dict[str, Figure]:
    """Figures of a page for one bank, ``back`` months before the month shown, the page's own subject first.

    What is not known is absent.
    """
    found: dict[str, Figure] = {}
    for part in PARTS.get(slug, BY_GROUP.get(group, _BROAD)):
        try:
            found |= part(snapshot, bank, scenario, back)
        except (ValueError, Refused):
            # The page says why; here the figure is not compared.
            continue
    return found
