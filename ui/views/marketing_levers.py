"""What the levers page shows: what budgets bring a bank, what an adopter costs, where a sum does most."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import pandas as pd
import streamlit as st

from analytics.marketing.parts import LEVERS
from studies import chain as joint
from studies import core
from studies.adoption import forecast as adoption
from studies.marketing import levers as reads
from ui import controls, link
from ui.adoption import led
from ui.refusal import Refused
from ui.words import N_, Language, _, interval, language, listing, number, percent, signed

LEVER_NAMES: Final = {
    "email": N_("E-mail"),
    "search": N_("Search engines"),
    "affiliation": N_("Affiliation"),
    "viral": N_("Invitations (viral)"),
    "word_of_mouth": N_("Word of mouth"),
    "advertising": N_("Advertising"),
    "one_to_one": N_("One-to-one"),
}
TRUST_CASES: Final = {
    "today": N_("As today"),
    "year_ago": N_("As a year ago"),
    "best": N_("As at the best bank"),
    "incident": N_("After one more incident"),
    "site": N_("With the site’s checklist met"),
}
AIMS: Final = {"adopters": N_("Most adopters"), "npv": N_("Most value (NPV)")}
# Where the effect of each lever comes from; in full in the table of benchmarks.
_BENCHMARKS: Final = {
    "email": N_("Benchmark: Mailchimp, 2019, all countries; conversion assumed"),
    "search": N_("Benchmark: SISTRIX, 2020, several countries; conversion assumed"),
    "affiliation": N_("No published benchmark: assumed"),
    "viral": N_("No published benchmark: assumed"),
    "word_of_mouth": N_("Benchmark: You et al., 2015, several countries"),
    "advertising": N_("Benchmark: Sethuraman et al., 2011, several countries"),
    "one_to_one": N_("No published benchmark: assumed"),
}
_ABOUT: Final = {
    "email": N_(
        "Newsletters to customers who agreed to them (Law 09-08); unsubscribing wears the list down."
    ),
    "search": N_("Paid and earned places in the search engines."),
    "affiliation": N_("Partners who send visitors, paid per new user."),
    "viral": N_("Active customers invite others, with a reward per new user."),
    "word_of_mouth": N_("More and better talk about the bank."),
    "advertising": N_("Campaigns in the media; the effect builds up and fades."),
    "one_to_one": N_("E-mails written for one customer: it only works through the e-mails."),
}
BUDGETS: Final = {lever: f"budget_{lever}" for lever in LEVERS}
SETTINGS: Final = (
    *("bank", "adoption_years", "level", "trust_case", "trust_sensitivity", "adopter_margin"),
    *("budget_total", "budget_most", "budget_aim"),
)
MILLION: Final = 1e6
_MOST_SEEN: Final = 12.0


@dataclass(frozen=True)
class LeverView:
    """One bank's levers, ready to be shown.

    ``adoption``: the bank's path under the scenario; ``shown``: the settings looked at (the scenario's, or
    the best split where no lever has money); ``proposed``: the path under them.
    """

    name: str
    adoption: joint.AdoptionPath
    shown: joint.LeverSettings
    proposed: joint.AdoptionPath
    results: reads.LeverResults
    split: reads.Split
    funded: bool
    kinds: tuple[str, ...]

    @property
    def year(self) -> int:
        """The last year of the horizon."""
        return int(self.adoption.path["year"].iloc[-1])

    @property
    def money(self) -> float:
        """What the settings looked at cost, MAD million a year."""
        return sum(self.shown.budgets.values()) * self.adoption.customers / MILLION


def lever_name(lever: str) -> str:
    """The name of a lever in the reader's language."""
    return _(LEVER_NAMES[lever])


def trust_name(case: str) -> str:
    """The name of a trust case in the reader's language."""
    return _(TRUST_CASES[case])


def aim_name(aim: str) -> str:
    """The name of an aim of the allocator in the reader's language."""
    return _(AIMS[aim])


def ask_levers() -> None:
    """The seven budgets, each with where its benchmark comes from."""
    with st.container(border=True):
        st.markdown("**" + _("Levers: MAD a year for each customer of the bank") + "**")
        places = [*st.columns(4, vertical_alignment="top"), *st.columns(4, vertical_alignment="top")]
        for lever, place in zip(LEVERS, places, strict=False):
            with place:
                controls.slide(BUDGETS[lever], lever_name(lever), 0.1, shown=money, about=_(_ABOUT[lever]))
                st.caption(_(_BENCHMARKS[lever]))
        with places[-1]:
            controls.reset(*BUDGETS.values())


def money(value: float) -> str:
    """A sum a year and customer."""
    return _written(value, language())


@lru_cache(maxsize=1024)
def _written(value: float, _spoken: Language) -> str:
    # Seven sliders of fifty steps each: writing every step anew would take longer than the models.
    return number(value, 2, "MAD")


def refused(name: str) -> Refused:
    """That a bank has no figures from which levers could be judged."""
    return Refused(
        _("{name} has no figures of active customers from which levers could be judged yet.").format(
            name=name
        ),
        "adoption_series",
    )


def levers(bank: str, name: str) -> LeverView:
    """A bank's levers under the session's scenario. Raises ``Refused`` where there is nothing to build on."""
    snapshot, scenario, settings = link.shown(), link.scenario(), led.settings(link.scenario())
    horizon = (scenario.adoption_years, scenario.level)
    try:
        adopted = joint.adoption_path(snapshot, bank, *horizon, settings)
        split = reads.best_split(
            snapshot,
            bank,
            *horizon,
            settings.without_levers(),
            scenario.adopter_margin,
            scenario.budget_total,
            scenario.budget_most,
            scenario.budget_aim,
            scenario.seed,
        )
        shown = settings if settings.funded else _spending(settings, split.budgets)
        results = reads.lever_results(snapshot, bank, *horizon, shown, scenario.adopter_margin, scenario.seed)
        proposed = joint.adoption_path(snapshot, bank, *horizon, shown)
    except ValueError:
        raise refused(name) from None
    kinds = adoption.own_series(snapshot, "customers", bank)["kind"].unique()
    return LeverView(
        name,
        adopted,
        shown,
        proposed,
        results,
        split,
        settings.funded,
        tuple(dict.fromkeys([*kinds, "assumed", "derived"])),
    )


def _spending(settings: joint.LeverSettings, budgets: dict[str, float]) -> joint.LeverSettings:
    return joint.LeverSettings(**(settings.without_levers().__dict__ | budgets))


def sentence(view: LeverView) -> str:
    """Which levers bring how many adopters, at what cost, in one sentence."""
    doubt = view.results.doubt.incremental
    figures = {
        "name": view.name,
        "money": number(view.money, 2),
        "extra": number(view.results.result.incremental, 0),
        "interval": interval(doubt.low, doubt.high, 0),
        "level": percent(link.scenario().level),
        "year": view.year,
        "lever": _first_lever(view),
    }
    if not view.funded:
        return _(
            "No lever is funded yet. MAD {money} million a year, split best, would bring {name} {extra} "
            "more active customers by {year} ({interval}, {level} interval)"
        ).format(**figures) + _cost(view)
    return _(
        "MAD {money} million a year in levers bring {name} {extra} more active customers by {year} "
        "({interval}, {level} interval), most of them through {lever}"
    ).format(**figures) + _cost(view)


def _cost(view: LeverView) -> str:
    found = view.results.doubt.cost_per_adopter
    if found.value is None:
        return _("; nobody is won, so that there is no cost per adopter.")
    return _("; each costs MAD {cost} ({interval}).").format(
        cost=number(found.value, 0), interval=interval(found.low, found.high, 0)
    )


def _first_lever(view: LeverView) -> str:
    parts = view.results.parts
    return lever_name(str(parts["lever"].iloc[0])) if len(parts) else _("none of them")


def caution(view: LeverView) -> str:
    """What weakens the answer; empty when nothing does."""
    told = []
    if not view.funded:
        told.append(_("A proposal, not yet in the forecast"))
    ratio = view.results.result.value_over_cost
    if ratio is not None and ratio < 1:
        told.append(_("An adopter costs more than he or she is worth"))
    stretched = [lever_name(lever) for lever, times in view.results.efforts.items() if times > reads.TRIED]
    if stretched:
        told.append(
            _("Beyond {times} times the reference programme, where benchmarks say nothing: {levers}").format(
                times=number(reads.TRIED, 0), levers=listing(stretched)
            )
        )
    return " · ".join(told)


def trust_sentence(view: LeverView) -> str:
    """How trust stands, and what the scenario's trust alone changes."""
    return trust_words(view.adoption, link.scenario().trust_case)


def trust_words(adopted: joint.AdoptionPath, case: str) -> str:
    """How trust stands, and what a case of trust changes in a path that was made for it."""
    trust = adopted.trust
    if not trust.known and case == "year_ago":
        return _("No score of a year ago measures what today’s does: trust is left as it is.")
    if not trust.known:
        return _("No reputational score says how trust stands: it changes nothing here.")
    if case == "today":
        return _(
            "Trust today: {today} of 1 (one less the reputational score over 100). The forecast holds it."
        ).format(today=number(trust.today, 2))
    changed = adopted.without_levers["value"].iloc[-1] - adopted.baseline["value"].iloc[-1]
    extra = changed / 100 * adopted.customers
    figures = {
        "today": number(trust.today, 2),
        "then": number(trust.months[0], 2),
        "times": number(trust.first_multiplier, 2),
        "people": signed(extra, 0),
        "year": int(adopted.path["year"].iloc[-1]),
        "subject": _bank_name(trust.subject),
    }
    told = {
        "year_ago": _(
            "With trust as a year ago, {then} instead of {today}, adoption runs at {times} times its speed: "
            "{people} active customers in {year} by trust alone."
        ),
        "best": _(
            "With trust as at {subject}, {then} instead of {today}, adoption runs at {times} times its "
            "speed: {people} active customers in {year} by trust alone."
        ),
        "incident": _(
            "If {subject} happened once more, the customers it hit would lose trust: {then} instead of "
            "{today}, half of it healed in six months; {people} active customers in {year} by trust alone."
        ),
        "site": _(
            "With every item of privacy and security met on the site, trust is {then} instead of {today} and "
            "adoption runs at {times} times its speed: {people} active customers in {year} by trust alone."
        ),
    }
    return told[case].format(**figures)


def _bank_name(code: str) -> str:
    names = core.banks(link.shown()).set_index("bank")["name"]
    return str(names.get(code, code)) or _("an incident")


def paths(view: LeverView) -> pd.DataFrame:
    """The forecast and the path with levers: path, year, value, low, high; both from the last observation."""
    seen = 100.0 * view.adoption.active / view.adoption.customers
    start = pd.DataFrame({"year": [view.adoption.origin], "value": seen, "low": seen, "high": seen})
    led = _("With the levers") if view.funded else _("With the best split")
    named = {_("Forecast"): view.adoption.baseline, led: view.proposed.path}
    parts = [pd.concat([start, rows]).assign(path=label) for label, rows in named.items()]
    return pd.concat(parts, ignore_index=True)


def described(view: LeverView) -> str:
    """The chart of the paths in words."""
    base, led = view.adoption.baseline.iloc[-1], view.proposed.path.iloc[-1]
    return _("{name} in {year}: {base} of customers as forecast, {led} with the levers ({interval}).").format(
        name=view.name,
        year=view.year,
        base=number(base["value"], 1, "%"),
        led=number(led["value"], 1, "%"),
        interval=interval(led["low"], led["high"], 1, "%"),
    )


def robustness(view: LeverView) -> str:
    """What the best split gains over plain ones, and how far it can be trusted."""
    found = view.split.allocation
    people = found.objective == "adopters"

    def gain(value: float) -> str:
        return number(value, 0) if people else number(value / MILLION, 1)

    told = (
        _("{gain} adopters instead of {equal} with equal parts")
        if people
        else _("MAD {gain} million of value instead of {equal} with equal parts")
    ).format(gain=gain(_split_gain(view)), equal=gain(found.gain_equal))
    told += "; " + _("at least as good in {share} of {draws} draws over the benchmarks").format(
        share=percent(found.beats_equal), draws=reads.ALLOCATION_DRAWS
    )
    if found.regret is None:
        return told + "."
    if found.regret > 1:
        return told + "; " + _("where the benchmarks are wrong, it can lose more than the best would gain.")
    return (
        told
        + "; "
        + _("not knowing the benchmarks costs {regret} of the best gain on average.").format(
            regret=percent(found.regret, 1)
        )
    )


def _split_gain(view: LeverView) -> float:
    """What the best split gains: in whole cents and as the answer counts it, where the answer is about it."""
    result, people = view.results.result, view.split.allocation.objective == "adopters"
    worth = result.incremental if people else result.net_present_value
    return view.split.allocation.gain if view.funded else worth


def offer_split(view: LeverView) -> None:
    """A button that takes the best split over into the seven budgets."""
    controls.take_over(
        _("Take over this split"),
        {BUDGETS[lever]: value for lever, value in view.split.budgets.items()},
        about=_("Sets the seven budgets; the forecast, channels and macro pages follow."),
    )


def viral(view: LeverView) -> reads.ViralView:
    """The viral lever of the settings looked at."""
    scenario = link.scenario()
    return reads.viral_view(
        link.shown(),
        view.adoption.bank,
        scenario.adoption_years,
        scenario.level,
        view.shown,
        scenario.adopter_margin,
    )


def viral_sentence(found: reads.ViralView) -> str:
    """Whether word spreads by itself, and how far."""
    figures = {
        "k": number(found.reproduction, 2),
        "months": number(reads.SHARING_MONTHS, 0),
        "total": number(None if found.total is None else 100 * found.total, 0),
        "reached": percent(found.reached),
    }
    if found.total is not None:
        return _(
            "In {months} months an active customer’s invitations bring {k} others: below 1, so that 100 "
            "first senders end as {total} people in all; it does not spread by itself."
        ).format(**figures)
    return _(
        "In {months} months an active customer’s invitations bring {k} others: above 1, so that it spreads "
        "by itself until {reached} of those who had not adopted are reached."
    ).format(**figures)


def viral_states(found: reads.ViralView) -> pd.DataFrame:
    """Who invites and who has stopped, in long form: state, period, people (thousands)."""
    names = {
        "infectious": _("Inviting others"),
        "recovered": _("No longer inviting"),
    }
    parts = [
        pd.DataFrame({"state": label, "period": found.path["period"], "people": found.path[state] / 1e3})
        for state, label in names.items()
    ]
    return pd.concat(parts, ignore_index=True)
