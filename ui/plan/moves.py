"""What is asked of the plan of three years, and its result, ready to be put into words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from analytics.plan.shares import YEAR
from analytics.scenario import Scenario, assumption
from studies.channels.costs import bank_tables
from studies.plan import actuals
from studies.plan import shares as reads
from ui.adoption import led
from ui.channels import costs, staffing
from ui.channels.words import CHANNELS
from ui.reader import Reader
from ui.refusal import Refused
from ui.words import N_, _

_MILLION: Final = 1e6
_THOUSAND: Final = 1e3
CONTROLS: Final = (
    *("bank", "plan_from", "plan_to", "plan_first", "plan_second", "plan_third"),
    *("plan_budget", "released_share"),
)
OTHERS: Final = (
    *("plan_spent_first", "plan_floor", "plan_stretch", "plan_people_share", "plan_exit_person"),
    *("plan_exit_site", "augmentation", "saving_lag", "discount_rate", "migrated_share"),
    "plan_began",
)
PLACES: Final[Mapping[str, str]] = {**CHANNELS, **assumption("plan_to").names}
# As the sentence takes them: what leaves, and where it goes.
LEAVING: Final[Mapping[str, str]] = {
    "branch": N_("of branch transactions"),
    "adviser": N_("of advisers’ calls"),
    "atm": N_("of cash machine transactions"),
    "agent": N_("of agents’ transactions"),
    "ivr": N_("of voice server calls"),
    "internet": N_("of Internet transactions"),
}
GOING: Final[Mapping[str, str]] = {
    "online": N_("online"),
    "internet": N_("to the Internet"),
    "mobile": N_("to the mobile"),
    "ivr": N_("to the voice server"),
    "adviser": N_("to advisers"),
    "atm": N_("to cash machines"),
    "agent": N_("to agents"),
}


@dataclass(frozen=True)
class PlanView:
    """One plan, ready to be shown."""

    reader: Reader
    bank: str
    name: str
    settings: reads.Settings
    plan: reads.Plan
    kinds: tuple[str, ...]

    @property
    def last_year(self) -> int:
        """The last year of the plan."""
        return self.plan.first_year + reads.YEARS - 1

    @property
    def full_year(self) -> int:
        """The calendar year in which all that moved is saved."""
        return self.plan.first_year + self.plan.full_year

    @property
    def horizon(self) -> int:
        """The last year that is valued."""
        return self.plan.first_year + reads.HORIZON - 1

    @property
    def share(self) -> float:
        """The share that the last target moves, cut to what can move."""
        return min(self.settings.shares[-1], self.plan.case.movable)

    def year_of(self, months: float) -> str:
        """The year in which so many months of the plan end; after the horizon where they never do."""
        if not np.isfinite(months):
            return _("after {year}").format(year=self.horizon)
        return str(self.plan.first_year + max(0, int(np.ceil(months)) - 1) // YEAR)


def place_name(code: str) -> str:
    """A channel, or the two online ones together."""
    return _(PLACES[code])


def means(scenario: Scenario) -> reads.Means:
    """What a scenario assumes of how freed capacity becomes money."""
    return reads.Means(
        promise=staffing.promise(scenario, "counter"),
        shrinkage=scenario.shrinkage,
        people_share=scenario.plan_people_share,
        given_back=scenario.released_share,
        augmentation=scenario.augmentation,
        level=scenario.level,
        seed=scenario.seed,
    )


def settings(scenario: Scenario) -> reads.Settings:
    """What a scenario plans."""
    later = (1.0 - scenario.plan_spent_first) / 2
    return reads.Settings(
        origin=scenario.plan_from,
        target=scenario.plan_to,
        shares=(scenario.plan_first, scenario.plan_second, scenario.plan_third),
        floor=scenario.plan_floor,
        stretch=scenario.plan_stretch,
        budget=_MILLION * float(scenario.plan_budget) if scenario.plan_budget else None,
        spent=(scenario.plan_spent_first, later, later),
        exit_person=_THOUSAND * scenario.plan_exit_person,
        exit_site=_THOUSAND * scenario.plan_exit_site,
        lag_months=scenario.saving_lag,
        discount_rate=scenario.discount_rate,
        migrated_share=scenario.migrated_share,
        investment_per_adopter=scenario.investment_per_adopter,
        adoption_years=scenario.adoption_years,
        means=means(scenario),
        levers=led.settings(scenario),
    )


def origins(reader: Reader) -> list[str]:
    """Channels of the bank that transactions can leave; empty where its costs are not known."""
    try:
        known = set(reads.handled(reader.snapshot, reader.bank().code).index)
    except (ValueError, Refused):
        return []
    return [name for name in reads.ORIGINS if name in known]


def targets(reader: Reader) -> list[str]:
    """Where transactions of the channel chosen can go."""
    try:
        known = set(reads.handled(reader.snapshot, reader.bank().code).index)
    except (ValueError, Refused):
        return []
    origin = reader.scenario.plan_from
    return [name for name, parts in reads.TARGETS.items() if origin not in parts and set(parts) <= known]


def beginnings(reader: Reader) -> tuple[tuple[str, ...], str]:
    """Months with which the plan can have begun, the latest first, and the one taken unless one is chosen."""
    try:
        bank = reader.bank().code
    except Refused:
        return (), ""
    return actuals.began_months(reader.snapshot, bank), actuals.usual_beginning(reader.snapshot, bank)


def plan(reader: Reader) -> PlanView:
    """The plan of the bank asked about. Raises ``Refused`` where it cannot be valued."""
    snapshot, (bank, name), asked = reader.snapshot, reader.bank(), settings(reader.scenario)
    # Says itself what is missing where there are no costs.
    costs.costs(reader)
    known = set(reads.handled(snapshot, bank).index)
    wanted = (asked.origin, *reads.TARGETS[asked.target])
    if absent := [place for place in wanted if place not in known]:
        raise Refused(
            _("{name} has no transactions with their cost on this channel: {channel}.").format(
                name=name, channel=place_name(absent[0])
            ),
            "channel_resource",
            "channel_activity",
        )
    try:
        if asked.origin in reads.TARGETS[asked.target]:
            raise ValueError(asked.origin)
        reads.pair(snapshot, bank, asked.origin, asked.target)
    except ValueError:
        raise Refused(
            _("{name} does no service on both channels: nothing can move from {origin} to {target}.").format(
                name=name, origin=place_name(asked.origin), target=place_name(asked.target)
            ),
            "channel_activity",
        ) from None
    try:
        found = reads.plan(snapshot, bank, asked)
    except ValueError:
        raise Refused(
            _("{name}: what would move costs no less on the other channel; there is nothing to plan.").format(
                name=name
            ),
            "channel_resource",
            "service_time",
        ) from None
    kinds = tuple(dict.fromkeys((*bank_tables(snapshot, bank).kinds, "derived", "assumed")))
    return PlanView(reader, bank, name, asked, found, kinds)
