"""A bank’s levers under a scenario: their names, their results, and what trust does, in words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from analytics.marketing.allocation import OBJECTIVES
from analytics.marketing.parts import LEVERS
from studies import chain as joint
from studies import core
from studies.adoption.observed import bank_people, own_series
from studies.marketing import levers as reads
from studies.marketing.own_tests import OwnTest, own_tests
from ui.adoption import led
from ui.reader import Reader
from ui.refusal import Refused
from ui.words import N_, Language, _, language, number, signed

LEVER_NAMES: Final = {
    "email": N_("E-mail"),
    "search": N_("Search engines"),
    "affiliation": N_("Affiliation"),
    "viral": N_("Invitations (viral)"),
    "word_of_mouth": N_("Word of mouth"),
    "advertising": N_("Advertising"),
    "one_to_one": N_("One-to-one"),
}
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
BUDGETS: Final = {lever: f"budget_{lever}" for lever in LEVERS}
SETTINGS: Final = (
    *("bank", "adoption_years", "level", "trust_case", "trust_sensitivity", "adopter_margin"),
    *("budget_million", "budget_total", "budget_most", "budget_unproven", "budget_aim", "own_tests"),
)
MILLION: Final = 1e6


@dataclass(frozen=True)
class LeverView:
    """One bank's levers, ready to be shown.

    ``adoption``: the bank's path under the scenario; ``shown``: the settings looked at (the scenario's, or
    the best split where no lever has money); ``proposed``: the path under them; ``asked``: the sum to split,
    MAD a year and customer; ``evidence``: lever → what tells of it; ``tests``: the
    bank's own, whether they are used or not.
    """

    reader: Reader
    name: str
    adoption: joint.AdoptionPath
    shown: joint.LeverSettings
    proposed: joint.AdoptionPath
    results: reads.LeverResults
    split: reads.Split
    asked: float
    evidence: dict[str, str]
    tests: tuple[OwnTest, ...]
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


def benchmark(reader: Reader, lever: str) -> str:
    """Where the effect of a lever comes from."""
    scenario, told = reader.scenario, _(_BENCHMARKS[lever])
    used = scenario.own_tests == "used"
    tests = reads.entering(reader.snapshot, reader.bank().code, scenario.level, used)
    entering = {each.lever: each for each in tests if each.enters}
    if lever not in entering:
        return told
    if entering[lever].combined:
        return _("{benchmark}; weighed with own tests").format(benchmark=told)
    if lever == "search":
        return _("Benchmark: SISTRIX, 2020, several countries; conversion by own tests")
    return _("No published benchmark: by own tests")


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


def levers(reader: Reader) -> LeverView:
    """The levers of the bank asked about. Raises ``Refused`` where there is nothing to build on."""
    snapshot, scenario, (bank, name) = reader.snapshot, reader.scenario, reader.bank()
    settings = led.settings(scenario)
    horizon = (scenario.adoption_years, scenario.level)
    try:
        adopted = joint.adoption_path(snapshot, bank, *horizon, settings)
        split = best_split(reader, bank)
        shown = settings if settings.funded else _spending(settings, split.budgets)
        results = reads.lever_results(snapshot, bank, *horizon, shown, scenario.adopter_margin, scenario.seed)
        proposed = joint.adoption_path(snapshot, bank, *horizon, shown)
    except ValueError:
        raise refused(name) from None
    kinds = own_series(snapshot, "customers", bank)["kind"].unique()
    own = own_tests(snapshot, bank, scenario.level)
    of_tests = [kind for each in own if each.enters and settings.own_tests for kind in each.kinds]
    return LeverView(
        reader,
        name,
        adopted,
        shown,
        proposed,
        results,
        split,
        sum_of(reader, bank),
        reads.evidence(snapshot, bank, scenario.level, settings.own_tests),
        own,
        settings.funded,
        tuple(dict.fromkeys([*kinds, *of_tests, "assumed", "derived"])),
    )


def sum_of(reader: Reader, bank: str) -> float:
    """The sum to split, MAD a year and customer; ValueError where the bank's customers are not known."""
    stated = reader.scenario.budget_million
    if not stated:
        return reader.scenario.budget_total
    customers, _active = bank_people(reader.snapshot, bank)
    return MILLION * float(stated) / customers


def sum_for_each(reader: Reader) -> str:
    """MAD million a year that the sum for each customer makes; empty where the customers are not known."""
    bank, _name = reader.bank()
    try:
        customers, _active = bank_people(reader.snapshot, bank)
    except ValueError:
        return ""
    return number(reader.scenario.budget_total * customers / MILLION, 2)


def best_split(reader: Reader, bank: str) -> reads.Split:
    """The split of the scenario’s sum that does most; ValueError without figures to forecast from."""
    scenario = reader.scenario
    return reads.best_split(
        reader.snapshot,
        bank,
        scenario.adoption_years,
        scenario.level,
        led.settings(scenario).without_levers(),
        scenario.adopter_margin,
        sum_of(reader, bank),
        scenario.budget_most,
        scenario.budget_unproven,
        next(aim for aim in OBJECTIVES if aim == scenario.budget_aim),
        scenario.seed,
    )


def proposed(reader: Reader) -> dict[str, float]:
    """Field of each budget → what the best split gives it. Raises ``Refused`` where there is none."""
    bank, name = reader.bank()
    try:
        return {BUDGETS[lever]: value for lever, value in best_split(reader, bank).budgets.items()}
    except ValueError:
        raise refused(name) from None


def _spending(settings: joint.LeverSettings, budgets: dict[str, float]) -> joint.LeverSettings:
    return joint.LeverSettings(**(settings.without_levers().__dict__ | budgets))


def trust_sentence(view: LeverView) -> str:
    """How trust stands, and what the scenario's trust alone changes."""
    return trust_words(view.reader, view.adoption, view.reader.scenario.trust_case)


def trust_words(reader: Reader, adopted: joint.AdoptionPath, case: str) -> str:
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
        "subject": _bank_name(reader, trust.subject),
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


def _bank_name(reader: Reader, code: str) -> str:
    names = core.banks(reader.snapshot).set_index("bank")["name"]
    return str(names.get(code, code)) or _("an incident")
