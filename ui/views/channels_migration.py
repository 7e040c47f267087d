"""What the migration page shows: the break-even augmentation, the claim and the truth, the risk."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Final

import streamlit as st

from analytics.scenario import Scenario
from studies.channels import costs as channels
from studies.channels import migration as reads
from ui import controls, link
from ui.refusal import Refused
from ui.views import chain
from ui.views import channels_costs as costs
from ui.words import _, interval, ngettext, number, percent

_MILLION: Final = 1e6
CONTROLS: Final = (
    *("bank", "adoption_years", "augmentation", "released_share", "saving_lag", "discount_rate"),
)
_OTHERS: Final = (
    *("stated_variable_share", "stated_cost_ratio", "migrated_share", "investment_per_adopter"),
    *("branch_halo", "phone_halo", "retention_gain", "learning_ratio", "option_years", "option_volatility"),
)


@dataclass(frozen=True)
class MigrationView:
    """One migration, ready to be shown."""

    bank: str
    name: str
    settings: reads.Settings
    result: reads.Migration
    first_year: int
    kinds: tuple[str, ...]

    @property
    def last_year(self) -> int:
        """The year in which the horizon ends."""
        return self.first_year + int(self.result.by_year["year"].iloc[-1])


def millions(amount: float, digits: int = 1) -> str:
    """A sum in millions of dirhams."""
    return number(amount / _MILLION, digits, _("million MAD"))


def months(count: float) -> str:
    """A number of months in words."""
    return ngettext("{count} month", "{count} months", int(count)).format(count=int(count))


def ask(bank: str) -> None:
    """The drawer with the assumptions that change the answer less."""
    known = _own(bank)
    touched = bool(set(_OTHERS) & set(link.scenario().touched()))
    with st.expander(_("Other assumptions"), icon=":material/tune:", expanded=touched):
        first, second, third, fourth = st.columns(4, vertical_alignment="bottom")
        with first:
            controls.enter(
                "stated_variable_share",
                _("Variable share at the branch, %"),
                example="30",
                otherwise=known[0],
                about=_(
                    "Part of the branch cost that goes with the transaction. The bank’s own unless changed."
                ),
            )
        with second:
            controls.enter(
                "stated_cost_ratio",
                _("Cost online, % of the branch"),
                example="14.3",
                otherwise=known[1],
                about=_("The bank’s own for the same services unless changed. The course’s seventh is 14.3."),
            )
        with third:
            controls.slide("migrated_share", _("Moved by those who adopt"), 0.05, shown=percent)
        with fourth:
            controls.slide(
                "investment_per_adopter", _("Investment per new user"), 5, shown=partial(number, digits=0)
            )
        first, second, third, fourth = st.columns(4, vertical_alignment="bottom")
        with first:
            controls.slide("branch_halo", _("Added at the branch"), 0.01, shown=percent)
        with second:
            controls.slide("phone_halo", _("Added on the phone"), 0.01, shown=percent)
        with third:
            controls.slide("retention_gain", _("Kept because they adopted"), 0.001, shown=costs.tenths)
        with fourth:
            controls.slide("learning_ratio", _("Cost after a doubling"), 0.05, shown=percent)
        first, second, _third, _fourth = st.columns(4, vertical_alignment="bottom")
        with first:
            controls.slide("option_years", _("One may wait"), 0.5)
        with second:
            controls.slide("option_volatility", _("Volatility of the worth"), 0.05, shown=percent)
        controls.reset(*_OTHERS)


def _own(bank: str) -> tuple[str, str]:
    """The bank's own variable share and cost ratio, as the fields show them; empty where unknown."""
    try:
        like = channels.bank_like_for_like(link.shown(), bank)
    except ValueError:
        return "", ""
    return tuple(f"{100 * share:.1f}" for share in (like.variable_share, like.cost_ratio))


def _share(text: str) -> float | None:
    return float(text) / 100 if text else None


def settings(scenario: Scenario | None = None) -> reads.Settings:
    """The reader's assumptions, from a scenario, the session's unless given."""
    scenario = scenario or link.scenario()
    return reads.Settings(
        years=scenario.adoption_years,
        level=scenario.level,
        augmentation=scenario.augmentation,
        released_share=scenario.released_share,
        lag_months=scenario.saving_lag,
        discount_rate=scenario.discount_rate,
        variable_share=_share(scenario.stated_variable_share),
        cost_ratio=_share(scenario.stated_cost_ratio),
        migrated_share=scenario.migrated_share,
        investment_per_adopter=scenario.investment_per_adopter,
        branch_halo=scenario.branch_halo,
        phone_halo=scenario.phone_halo,
        retention_gain=scenario.retention_gain,
        learning_ratio=scenario.learning_ratio,
        option_years=scenario.option_years,
        option_volatility=scenario.option_volatility,
        seed=scenario.seed,
        levers=chain.settings(scenario),
    )


def migration(bank: str, name: str) -> MigrationView:
    """The migration of a bank under the session's scenario. Raises ``Refused`` where it cannot be valued."""
    snapshot, asked = link.shown(), settings()
    costs.costs(bank, name)
    try:
        channels.bank_like_for_like(snapshot, bank)
    except ValueError:
        raise Refused(
            _("{name} does no service both at the branch and online: nothing can move.").format(name=name),
            "channel_activity",
        ) from None
    try:
        channels.adoption_path(snapshot, bank, asked.years, asked.level, asked.levers)
    except ValueError:
        raise Refused(
            _("{name} has no figures of active customers to forecast. Load them on the import page.").format(
                name=name
            ),
            "adoption_series",
        ) from None
    try:
        found = reads.migration(snapshot, bank, asked)
    except ValueError:
        raise Refused(
            _(
                "{name}: a transaction does not cost less online than at the branch; moving saves nothing."
            ).format(name=name),
            "service_time",
            "channel_activity",
        ) from None
    kinds = (*channels.bank_tables(snapshot, bank).kinds, "derived", "assumed")
    return MigrationView(bank, name, asked, found, snapshot.as_of.year, kinds)


def sentence(view: MigrationView) -> str:
    """At what growth in use moving stops paying, what is really saved, and what the whole is worth."""
    result, found = view.result, view.result.break_even
    if found.likely > 0:
        start = _(
            "{name}: moving a transaction stops saving once use grows by {break_even} ({interval}, {level} "
            "interval); {assumed} is assumed."
        )
    else:
        start = _(
            "{name}: moving a transaction loses money even if use does not grow (break-even augmentation "
            "{break_even}, {interval}, {level} interval); {assumed} is assumed."
        )
    told = start.format(
        name=view.name,
        break_even=percent(found.likely),
        interval=interval(100 * found.low, 100 * found.high, 0, "%"),
        level=percent(found.level),
        assumed=percent(view.settings.augmentation),
    )
    worth = _(
        "In {year}, {real} of the {naive} claimed are really saved. Net present value over {years}: median "
        "{p50} ({spread}), below zero with probability {loss}."
    ).format(
        year=view.last_year,
        real=millions(result.released.real),
        naive=millions(result.claim.naive),
        years=ngettext("{count} year", "{count} years", view.settings.years).format(
            count=view.settings.years
        ),
        p50=millions(result.simulation.p50),
        spread=interval(
            result.simulation.p10 / _MILLION, result.simulation.p90 / _MILLION, 1, _("million MAD")
        ),
        loss=percent(result.simulation.probability_of_loss),
    )
    return f"{told} {worth}"


def caution(view: MigrationView) -> str:
    """What weakens the answer; empty when nothing does."""
    parts = []
    if view.result.moved == 0:
        parts.append(_("No new user is forecast: nothing moves"))
    share = view.result.claim.share_to_release
    if share is not None and view.result.moved > 0 and share > 1:
        parts.append(_("The claim cannot come true, whatever fixed cost is released"))
    if view.result.monthly_margin == 0:
        parts.append(_("No accounts: those who stay are worth nothing here"))
    if view.result.case.release_step == 0:
        parts.append(_("The cost of one branch is not known: fractions of branches count as released"))
    return " · ".join(parts)


def selection_warning() -> str:
    """Why users and non-users are not compared."""
    return _(
        "Those who use e-banking were better customers before they began: most of the gap in profit between "
        "them and the others was there already (Hitt and Frei, 2002). A comparison of users with non-users "
        "overstates what moving customers brings; take the retention above from customers who were alike "
        "before."
    )


def path_note(view: MigrationView) -> str:
    """Where the adoption comes from and how the risk was drawn."""
    path, result = view.result.path, view.result
    last = path.iloc[-1]
    said = _(
        "Adoption from the forecast of active customers: {now} now, {then} in {year} ({interval}, {level} "
        "interval). {draws} draws over {paths} equally likely courses of adoption and every assumption at "
        "once; seed {seed}."
    ).format(
        now=percent(path["value"].iloc[0], 1),
        then=percent(last["value"], 1),
        year=view.last_year,
        interval=interval(100 * last["low"], 100 * last["high"], 1, "%"),
        level=percent(view.settings.level),
        draws=number(result.simulation.draws, 0),
        paths=reads.PATHS,
        seed=f"{view.settings.seed}",
    )
    led = chain.sentence(view.bank)
    if not led:
        return said
    return " ".join(
        [said, led, _("What the levers cost stands on the marketing page and is not deducted here.")]
    )


def two_values(view: MigrationView) -> str:
    """Why the median of the answer and the value at the end of the steps are not one figure."""
    return _(
        "Two net present values: {likely} at the likeliest assumptions, where the steps end and from which "
        "the bars and the option start; {median} is the median when all assumptions vary at once. Doubt is "
        "lopsided (a budget is overrun by more than it is undercut), so that the middle of all courses is "
        "not the course of the likeliest."
    ).format(
        likely=millions(float(view.result.steps["value"].iloc[-1]), 2),
        median=millions(view.result.simulation.p50, 2),
    )


def release_sentence(view: MigrationView) -> str:
    """The share of fixed cost that the claim needs released."""
    share = view.result.claim.share_to_release
    if share is None or view.result.moved == 0:
        return _("No fixed cost stands behind what moves: the claim needs no release.")
    told = _(
        "For the claim of {naive} to come true, {share} of the fixed branch cost behind the moved "
        "transactions ({fixed} a year) would have to be released; {assumed} is assumed."
    ).format(
        naive=millions(view.result.claim.naive),
        share=percent(share, 1),
        fixed=millions(view.result.claim.fixed_cost_behind),
        assumed=percent(view.settings.released_share),
    )
    if share > 1:
        told += " " + _("More than all of it: with growing use, the claim cannot come true.")
    return told


def option_sentence(view: MigrationView) -> str:
    """Whether to invest now or to wait."""
    option = view.result.option
    if option is None:
        return _(
            "Option to wait: at the likeliest assumptions the savings are worth nothing today, or nothing is "
            "invested; there is no decision to put off."
        )
    better = option.at_any_time > max(option.now, 0) + 0.5
    verdict = _("Waiting is worth more.") if better else _("Investing now is worth as much.")
    return (
        _(
            "Option to wait, at the likeliest assumptions: savings worth {value} for an investment of "
            "{cost}. Now: {now}. The right to decide within {years}: {later}."
        ).format(
            value=millions(option.value, 2),
            cost=millions(option.cost, 2),
            now=millions(option.now, 2),
            years=number(view.settings.option_years, 1, _("years")),
            later=millions(option.at_any_time, 2),
        )
        + " "
        + verdict
    )


def method() -> dict[str, object]:
    """How the value is computed, for the foot of the page."""
    return {
        "formula": r"\alpha^*=\frac{v+f(1-v)}{r}-1,\qquad "
        r"\varphi=\frac{\text{claim}-\text{real}}{(1-v)\,c\,Q},\qquad "
        r"\text{NPV}=\sum_t\frac{s_{t-L}-p_t+k_t-I_t}{(1+i)^{t/12}}",
        "words": [
            _(
                "v is the part of the branch cost that goes with a transaction, r the cost online over the "
                "branch, f the fixed cost released. Both costs are full costs of the same services, at the "
                "branch’s mix."
            ),
            _(
                "Each month, what leaves the branch is saved L months after the customers moved; online "
                "transactions, the halo on branch and phone and the investment are paid at once. Fixed cost "
                "is released in whole branches."
            ),
            _(
                "Adoption adds transactions, and branch and phone use as well (Campbell and Frei, 2010); "
                "savings came a year and a half late in Spanish banks, where the Internet stood beside the "
                "branch (Hernando and Nieto, 2007). Adopters are counted since now, as a share of all "
                "customers."
            ),
            _(
                "Every assumption is a triangle around its setting, with widths that are conventions: 30 % "
                "for v and r, 20 points for what moves, nothing to double for augmentation, halo, release "
                "and retention, 6 months, 10 % under to 50 % over budget. The tornado says which of them to "
                "measure first."
            ),
            _(
                "Option to wait: Black and Scholes when the decision falls at the end, a binomial tree (Cox, "
                "Ross and Rubinstein) when it may fall at any time; riskless rate {rate}, and waiting loses "
                "the discount rate on the savings."
            ).format(rate=percent(reads.RISKLESS_RATE)),
        ],
        "proof": _(
            "At r = 1/7, the break-even augmentation is 6 for v = 1, 2.5 for one half, 1.1 for 0.3 and 0 for "
            "1/7. Paying 10 and receiving 3 in each of five years is worth 1.372 at 10 %. With an 80 % "
            "learning curve the eighth unit takes 51.2 hours when the first took 100."
        ),
    }
