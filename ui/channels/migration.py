"""What the migration page shows: the break-even augmentation, the claim and the truth, the risk."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
import pandas as pd

from analytics.channels.migration import break_even_augmentation, saving
from analytics.scenario import Scenario
from studies import chain
from studies.channels import costs as channels
from studies.channels import migration as reads
from ui.adoption import led
from ui.channels import costs, migration_year, tornado
from ui.channels.words import segment_name
from ui.charts import channels as charts
from ui.content import (
    Answer,
    Chart,
    Content,
    Detail,
    Method,
    Metric,
    Note,
    Open,
    Part,
    Plot,
    Slide,
    Table,
    Telling,
    finer,
    wide,
)
from ui.reader import Reader, kept, page_content
from ui.refusal import Refused
from ui.rows import each_row, row_of
from ui.words import N_, _, in_series, interval, measured, ngettext, number, percent, signed

_MILLION: Final = 1e6
CONTROLS: Final = (
    *("bank", "adoption_years", "augmentation", "released_share", "saving_lag", "discount_rate"),
)
OTHERS: Final = (
    *("stated_variable_share", "stated_cost_ratio", "migrated_share", "investment_per_adopter"),
    *("branch_halo", "phone_halo", "retention_gain", "learning_ratio", "option_years", "option_volatility"),
)


@dataclass(frozen=True)
class MigrationView:
    """One migration, ready to be shown."""

    reader: Reader
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


def own(reader: Reader) -> tuple[str, str]:
    """The bank's own variable share and cost ratio, as the fields show them; empty where unknown."""
    try:
        like = channels.bank_like_for_like(reader.snapshot, reader.bank().code)
    except ValueError:
        return "", ""
    return f"{100 * like.variable_share:.1f}", f"{100 * like.cost_ratio:.1f}"


def _share(text: str) -> float | None:
    return float(text) / 100 if text else None


def settings(scenario: Scenario) -> reads.Settings:
    """What a scenario assumes of a migration."""
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
        levers=led.settings(scenario),
    )


def migration(reader: Reader) -> MigrationView:
    """The migration of the bank asked about. Raises ``Refused`` where it cannot be valued."""
    snapshot, asked, (bank, name) = reader.snapshot, settings(reader.scenario), reader.bank()
    costs.costs(reader)
    try:
        channels.bank_like_for_like(snapshot, bank)
    except ValueError:
        raise Refused(
            _("{name} does no service both at the branch and online: nothing can move.").format(name=name),
            "channel_activity",
        ) from None
    try:
        chain.monthly_shares(snapshot, bank, asked.years, asked.level, asked.levers)
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
    return MigrationView(reader, bank, name, asked, found, snapshot.as_of.year, kinds)


def sentence(view: MigrationView) -> str:
    """What is really saved of what is claimed, and what the whole is worth."""
    result = view.result
    return _(
        "{name}: in {year}, {real} of {naive} claimed are really saved. Net present value over {years}: "
        "{p50} ({spread}), below zero with probability {loss}."
    ).format(
        name=view.name,
        year=view.last_year,
        real=millions(result.released.real),
        naive=number(result.claim.naive / _MILLION, 1),
        years=_years(view),
        p50=millions(result.simulation.p50),
        spread=interval(result.simulation.p10 / _MILLION, result.simulation.p90 / _MILLION, 1),
        loss=percent(result.simulation.probability_of_loss),
    )


def _years(view: MigrationView) -> str:
    count = view.settings.years
    return ngettext("{count} year", "{count} years", count).format(count=count)


def break_even_sentence(view: MigrationView) -> str:
    """At what growth in use moving stops paying."""
    found = view.result.break_even
    if found.likely > 0:
        start = _(
            "Moving a transaction stops saving once use grows by {break_even} ({interval}, {level} "
            "interval); {assumed} is assumed."
        )
    else:
        start = _(
            "Moving a transaction loses money even if use does not grow (break-even augmentation "
            "{break_even}, {interval}, {level} interval); {assumed} is assumed."
        )
    return start.format(
        break_even=percent(found.likely),
        interval=interval(100 * found.low, 100 * found.high, 0, "%"),
        level=percent(found.level),
        assumed=percent(view.settings.augmentation),
    )


def metrics(view: MigrationView) -> tuple[Metric, ...]:
    """What is saved, what it is worth, how likely a loss is, and at what growth in use it stops paying."""
    result, found = view.result, view.result.break_even
    worth, unit = result.simulation, _("million MAD")
    return (
        Metric(
            "real_saving",
            _("Really saved in {year}").format(year=view.last_year),
            result.released.real / _MILLION,
            unit,
            better="higher",
            why=_("of {naive} claimed; at the likeliest assumptions, without interval").format(
                naive=millions(result.claim.naive)
            ),
        ),
        Metric(
            "worth",
            _("Net present value, {years}").format(years=_years(view)),
            worth.p50 / _MILLION,
            unit,
            low=worth.p10 / _MILLION,
            high=worth.p90 / _MILLION,
            better="higher",
            why=_("median, 80% interval"),
            name=_("Net present value of moving customers, median (P10 to P90)"),
        ),
        Metric(
            "loss_probability",
            _("Probability of a loss"),
            100 * worth.probability_of_loss,
            "%",
            0,
            better="lower",
            why=_("share of the runs whose value is below zero"),
        ),
        Metric(
            "break_even",
            _("Growth in use at which it stops paying"),
            100 * found.likely,
            "%",
            0,
            100 * found.low,
            100 * found.high,
            better="higher",
            why=_("{assumed} is assumed").format(assumed=percent(view.settings.augmentation)),
            name=_("Growth in use at which moving stops saving"),
        ),
    )


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
    with_levers = led.sentence(view.reader, view.bank)
    if not with_levers:
        return said
    cost = _YEAR * view.result.case.programme
    if cost == 0:
        return f"{said} {with_levers}"
    deducted = _("Their cost is deducted: {cost} a year.").format(cost=millions(cost, 2))
    return " ".join([said, with_levers, deducted])


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


def method() -> Method:
    """How the value is computed, for the foot of the page."""
    return Method.of(
        formula=r"\alpha^*=\frac{v+f(1-v)}{r}-1,\qquad "
        r"\varphi=\frac{\text{claim}-\text{real}}{(1-v)\,c\,Q},\qquad "
        r"\text{NPV}=\sum_t\frac{s_{t-L}-p_t+k_t-I_t}{(1+i)^{t/12}}",
        words=[
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
                "Every assumption is a triangle around its setting, with widths that are conventions: 30% "
                "for v and r, 20 points for what moves, nothing to double for augmentation, halo, release "
                "and retention, 6 months, 10% under to 50% over budget. The tornado says which of them to "
                "measure first."
            ),
            _(
                "Option to wait: Black and Scholes when the decision falls at the end, a binomial tree (Cox, "
                "Ross and Rubinstein) when it may fall at any time; riskless rate {rate}, and waiting loses "
                "the discount rate on the savings."
            ).format(rate=percent(reads.riskless_rate())),
        ],
        proof=_(
            "At r = 1/7, the break-even augmentation is 6 for v = 1, 2.5 for one half, 1.1 for 0.3 and 0 for "
            "1/7. Paying 10 and receiving 3 in each of five years is worth 1.372 at 10%. With an 80% "
            "learning curve the eighth unit takes 51.2 hours when the first took 100."
        ),
    )


_POINTS: Final = 41
_YEAR: Final = 12
STEPS: Final = {
    "claim": N_("The claim: all branch cost goes at once"),
    "investment": N_("Investment"),
    "fixed_cost_kept": N_("Fixed cost that stays"),
    "augmentation": N_("Use that grows (augmentation)"),
    "halo": N_("More branch and phone use (halo)"),
    "lag": N_("Savings come later (lag)"),
    "learning": N_("Learning online"),
    "retention": N_("Customers who stay (retention)"),
    "overrun": N_("Overrun of the budget"),
    "programme": N_("Cost of the levers"),
    "value": N_("Net present value at the likeliest assumptions"),
}
ASSUMPTIONS: Final = {
    "variable_share": N_("Variable share at the branch"),
    "cost_ratio": N_("Cost online over branch"),
    "migrated_share": N_("Moved by those who adopt"),
    "augmentation": N_("Growth in use"),
    "branch_halo": N_("Added at the branch"),
    "phone_halo": N_("Added on the phone"),
    "lag_months": N_("Lag of the savings"),
    "released_share": N_("Fixed cost released"),
    "progress_ratio": N_("Cost after a doubling"),
    "retention_gain": N_("Kept because they adopted"),
    "investment_factor": N_("Final investment over budget"),
    "adoption": N_("New users at the horizon"),
}


def growth_frames(view: MigrationView) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Saving over augmentation as lines, and the points to read off: the setting and the break-even."""
    result, set_at = view.result, view.settings.augmentation
    turn = result.break_even.likely
    reach = max(1.2 * turn, 1.5 * set_at, 1.0)
    at = np.linspace(0, reach, _POINTS)
    freed = result.variable_share + view.settings.released_share * (1 - result.variable_share)
    names = {
        _("Claim: the difference of the average costs"): None,
        _("Real, {share} of fixed cost released").format(share=percent(view.settings.released_share)): freed,
        _("Real, nothing released"): result.variable_share,
    }
    cost, ratio, moved = result.like.branch_cost, result.cost_ratio, result.moved
    parts = [
        pd.DataFrame(
            {
                "what": name,
                "growth": 100 * at,
                "saving": [
                    (
                        result.claim.naive
                        if share is None
                        else saving(moved, cost, share, ratio, augmentation=value).real
                    )
                    / _MILLION
                    for value in at
                ],
            }
        )
        for name, share in names.items()
    ]
    marks = [
        (100 * set_at, result.released.real / _MILLION, _("assumed: {growth}").format(growth=percent(set_at)))
    ]
    if turn > 0:
        marks.append((100 * turn, 0.0, _("break-even: {growth}").format(growth=percent(turn))))
    return pd.concat(parts, ignore_index=True), pd.DataFrame(marks, columns=["growth", "saving", "text"])


def saving_table(view: MigrationView) -> pd.DataFrame:
    """The claim and the truth, figure by figure, with units."""
    result, claim = view.result, view.result.claim
    share = claim.share_to_release
    million, cent, count = _("MAD million a year"), "%", _("transactions a year")
    rows = [
        (_("Break-even augmentation"), 100 * result.break_even.likely, cent),
        (_("Chance that use grows beyond it"), 100 * result.break_even.probability_beyond, cent),
        (_("Transactions that move"), result.moved, count),
        (_("Claimed saving"), claim.naive / _MILLION, million),
        (_("Real saving, nothing released"), claim.real / _MILLION, million),
        (_("Real saving with the release assumed"), result.released.real / _MILLION, million),
        (_("Fixed branch cost behind what moves"), claim.fixed_cost_behind / _MILLION, million),
        (_("Share of it to release for the claim"), np.nan if share is None else 100 * share, cent),
        (_("Moves that pay for the online channels"), _finite(result.pays_from), count),
        (_("Cost of a branch transaction, same services"), result.like.branch_cost, "MAD"),
        (_("Variable share at the branch"), 100 * result.variable_share, cent),
        (_("Cost online over branch"), 100 * result.cost_ratio, cent),
        (_("Investment"), result.investment / _MILLION, _("MAD million")),
        (_("Net present value, median"), result.simulation.p50 / _MILLION, _("MAD million")),
        (_(STEPS["value"]), float(result.steps["value"].iloc[-1]) / _MILLION, _("MAD million")),
        (_("Probability that the value is below zero"), 100 * result.simulation.probability_of_loss, cent),
    ]
    return pd.DataFrame(rows, columns=[_("Figure"), _("Value"), _("Unit")])


def _finite(value: float) -> float:
    return value if np.isfinite(value) else np.nan


def dial_table(view: MigrationView) -> pd.DataFrame:
    """Break-even augmentation for each cost ratio that someone states, by variable share."""
    result = view.result
    span = row_of(channels.envelope(view.reader.snapshot, ()).by_channel.set_index("channel"), "internet")
    ratios = {
        _("Course text, 1/7"): 1 / 7,
        _("Published, lowest"): float(span["low"]),
        _("Published, median"): float(span["median"]),
        _("Published, highest"): float(span["high"]),
        _("In force on this page"): result.cost_ratio,
    }
    freed = result.variable_share + view.settings.released_share * (1 - result.variable_share)
    shares = {
        _("All of it variable (%)"): 1.0,
        _("Half (%)"): 0.5,
        _("0.3 (%)"): 0.3,
        _("v in force, {share} (%)").format(share=percent(result.variable_share, 1)): result.variable_share,
        _("with the release, {share} (%)").format(share=percent(freed, 1)): freed,
    }
    table: dict[str, list[str] | list[float]] = {
        _("Cost online over branch"): list(ratios),
        _("Ratio (%)"): [round(100 * ratio, 1) for ratio in ratios.values()],
    }
    for name, share in shares.items():
        table[name] = [round(100 * break_even_augmentation(share, ratio), 1) for ratio in ratios.values()]
    return pd.DataFrame(table)


def step_frame(view: MigrationView) -> pd.DataFrame:
    """Steps of the second chart, from the claim to the value; those that change nothing are left out."""
    steps = view.result.steps
    steps = steps[(steps["change"].abs() >= 500) | (steps["step"] == "claim")]
    total = steps["step"] == "claim"
    end = float(view.result.steps["value"].iloc[-1])
    rows = pd.DataFrame(
        {
            "label": [_(STEPS[step]) for step in steps["step"]],
            "start": ((steps["value"] - steps["change"]).where(~total, 0.0)) / _MILLION,
            "end": steps["value"] / _MILLION,
            "change": steps["change"] / _MILLION,
            "part": np.where(total, "total", "step"),
        }
    )
    last = pd.DataFrame(
        {"label": [_(STEPS["value"])], "start": 0.0, "end": end / _MILLION, "change": 0.0, "part": "total"}
    )
    rows = pd.concat([rows, last], ignore_index=True)
    rows["text"] = [
        number(row.end, 2) if row.part == "total" else signed(row.change, 2) for row in each_row(rows)
    ]
    return rows


def step_table(view: MigrationView) -> pd.DataFrame:
    """The steps with the running total."""
    rows = step_frame(view)
    return pd.DataFrame(
        {
            _("Step"): rows["label"],
            _("Change (MAD million)"): rows["change"].where(rows["part"] == "step").round(2),
            _("Value so far (MAD million)"): rows["end"].round(2),
        }
    )


def described_steps(view: MigrationView) -> str:
    """The second chart in words."""
    rows = step_frame(view)
    return _("MAD million.") + " " + in_series([f"{row.label} {row.text}" for row in each_row(rows)]) + "."


def _stated(assumption: str, value: float) -> str:
    return months(round(value)) if assumption == "lag_months" else percent(value, 1)


def tornado_frame(view: MigrationView) -> tuple[pd.DataFrame, list[str]]:
    """Bars of the tornado and the names of their ends; assumptions without effect are left out."""
    rows = view.result.tornado
    rows = rows[rows["swing"] >= 500]
    ends = {"low": _("At its low end (1 in 10)"), "high": _("At its high end (1 in 10)")}
    return tornado.bars(rows, names=ASSUMPTIONS, stated=_stated, ends=ends)


def tornado_table(view: MigrationView) -> pd.DataFrame:
    """The tornado in figures."""
    return tornado.figures(
        view.result.tornado,
        names=ASSUMPTIONS,
        stated=_stated,
        at_low=_("Value at the low end (MAD million)"),
        at_high=_("Value at the high end (MAD million)"),
    )


def described_tornado(view: MigrationView) -> str:
    """What matters most."""
    rows = view.result.tornado.head(3)
    told = [
        _("{assumption}: {low} to {high}").format(
            assumption=_(ASSUMPTIONS[row.assumption]),
            low=millions(min(row.value_at_low, row.value_at_high), 2),
            high=millions(max(row.value_at_low, row.value_at_high), 2),
        )
        for row in each_row(rows)
    ]
    return _("Net present value, all but one at the likeliest, by what matters most: {list}.").format(
        list=in_series(told)
    )


def year_table(view: MigrationView) -> pd.DataFrame:
    """Adoption, transactions, what the average one costs, and the value to date, year by year."""
    rows = view.result.by_year
    return pd.DataFrame(
        {
            _("Year"): view.first_year + rows["year"],
            _("Share of customers active (%)"): (100 * rows["adopters"]).round(1),
            _("At the branch, a month"): rows["branch"].round().astype("int64"),
            _("Online, a month"): rows["online"].round().astype("int64"),
            _("On the phone, a month"): rows["phone"].round().astype("int64"),
            _("Cost of the average transaction (MAD)"): rows["average_cost"].round(2),
            _("P10 to date (MAD million)"): (rows["p10"] / _MILLION).round(2),
            _("P50 to date (MAD million)"): (rows["p50"] / _MILLION).round(2),
            _("P90 to date (MAD million)"): (rows["p90"] / _MILLION).round(2),
        }
    )


def segment_table(view: MigrationView) -> pd.DataFrame:
    """What moves and what it saves by segment, at the horizon."""
    volume = view.result.like.volume.sort_values(ascending=False)
    part = volume / volume.sum()
    return pd.DataFrame(
        {
            _("Segment"): [segment_name(str(code)) for code in volume.index],
            _("Branch transactions a month that could move"): volume.round().astype("int64").to_numpy(),
            _("Moved a year"): (part * view.result.moved).round().astype("int64").to_numpy(),
            _("Claimed (MAD million a year)"): (part * view.result.claim.naive / _MILLION)
            .round(2)
            .to_numpy(),
            _("Real (MAD million a year)"): (part * view.result.released.real / _MILLION).round(2).to_numpy(),
        }
    )


def option_table(view: MigrationView) -> pd.DataFrame:
    """Investing now, deciding at the end, deciding at any time."""
    option = view.result.option
    if option is None:
        return pd.DataFrame()
    rows = [
        (_("Invest now: net present value at the likeliest assumptions"), option.now),
        (_("Wait, decide at the end (Black and Scholes)"), option.at_the_end),
        (_("Wait, decide at any time (binomial)"), option.at_any_time),
    ]
    return pd.DataFrame(rows, columns=[_("Decision"), _("Worth (MAD million)")]).assign(
        **{_("Worth (MAD million)"): [round(value / _MILLION, 2) for _name, value in rows]}
    )


def _growth_plot(view: MigrationView) -> Plot:
    lines, _marks = growth_frames(view)
    figures = wide(lines, along="growth", by="what", value="saving")
    return Plot("scatter", figures.rename(columns={"growth": _("Growth in use, %")}), _("MAD million a year"))


def _step_plot(view: MigrationView) -> Plot:
    return Plot.waterfall(step_frame(view), _("MAD million of today"), lead=(_(STEPS["value"]),))


@kept
@page_content
def content(reader: Reader) -> Content:
    """The page "Migration"."""
    view = migration(reader)
    lines, marks = growth_frames(view)
    said, released, table = sentence(view), release_sentence(view), saving_table(view)
    return Content(
        slug="channels-migration",
        answer=Answer(said, caution(view), break_even_sentence(view)),
        metrics=metrics(view),
        before=(Note(selection_warning(), "warning"),),
        picture=Chart(
            "growth",
            _("What is claimed, and what is saved as use grows"),
            charts.saving_by_growth(
                lines, marks, x_title=_("Growth in use, %"), y_title=_("MAD million a year")
            ),
            f"{said} {released}",
            view.kinds,
            note=released,
            figures=(Table("saving", _("The saving"), table, released, view.kinds, {_("Value"): measured}),),
            plot=partial(_growth_plot, view),
        ),
        details=(
            Detail("break-even", _("Break-even augmentation"), partial(_break_even, view)),
            Detail("worth", _("From the claim to what it is worth"), partial(_worth, view)),
            Detail("tornado", _("What the value hangs on"), partial(_hangs_on, view)),
            Detail("option", _("Invest now, or wait"), partial(_or_wait, view)),
        ),
        method=method(),
        board=Slide(
            ("growth", "steps"),
            ("saving", "steps", "years"),
            (selection_warning(), option_sentence(view)),
        ),
        story=Telling("growth", (released, selection_warning(), option_sentence(view))),
    )


def _break_even(view: MigrationView) -> tuple[Part, ...]:
    return (
        Table(
            "dial",
            _("Break-even augmentation, by who states the costs"),
            dial_table(view),
            sentence(view),
            ("observed", *view.kinds),
        ),
        Table(
            "segments",
            _("By segment, at the horizon"),
            segment_table(view),
            release_sentence(view),
            view.kinds,
        ),
    )


def claim_finding(view: MigrationView) -> str:
    """What is left of the claim, as the title of its picture."""
    rows = step_frame(view)
    claimed, left = (float(rows["end"].iloc[place]) for place in (0, -1))
    return _("Claimed {claimed}, worth {left}").format(
        claimed=number(claimed, 1), left=number(left, 1, _("million MAD"))
    )


def _worth(view: MigrationView) -> tuple[Part, ...]:
    steps, by_year, told = step_table(view), year_table(view), described_steps(view)
    known = [str(each) for each in by_year[_("Year")].astype(int)]
    chosen = int(view.reader.chosen("year", known, otherwise=known[-1]))
    title = _("From the claim to what it is worth")
    return (
        Chart(
            "steps",
            claim_finding(view),
            charts.value_steps(step_frame(view), title=_("MAD million of today"), lead=(_(STEPS["value"]),)),
            told,
            view.kinds,
            note=path_note(view),
            figures=(Table("steps", title, steps, told, view.kinds, finer(steps, 2)),),
            plot=partial(_step_plot, view),
        ),
        Note(two_values(view), "aside"),
        migration_year.picture(view.first_year, view.result.by_year, chosen, view.kinds),
        Table(
            "years",
            _("Year by year"),
            by_year,
            path_note(view),
            view.kinds,
            finer(by_year, 2),
            opens=tuple(
                Open("channels-migration", {"bank": view.bank, "year": each}, "worth") for each in known
            ),
        ),
    )


def _hangs_on(view: MigrationView) -> tuple[Part, ...]:
    bars, ends = tornado_frame(view)
    swings, told = tornado_table(view), described_tornado(view)
    title = _("What the value hangs on")
    return (
        Chart(
            "tornado",
            title,
            charts.tornado(
                bars, ends=ends, title=_("Net present value, all but one at the likeliest, MAD million")
            ),
            told,
            view.kinds,
            figures=(Table("tornado", title, swings, told, view.kinds, finer(swings, 2)),),
        ),
    )


def _or_wait(view: MigrationView) -> tuple[Part, ...]:
    options, told = option_table(view), option_sentence(view)
    said = Note(told, title=_("Invest now, or wait"))
    if options.empty:
        return (said,)
    return said, Table("option", "", options, told, view.kinds, finer(options, 2))
