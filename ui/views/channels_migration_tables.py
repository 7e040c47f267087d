"""Tables and chart frames of the migration page."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from analytics.channels.migration import break_even_augmentation, saving
from studies.channels import costs as reads
from ui import link
from ui.views.channels_costs import in_series, segment_name
from ui.views.channels_migration import MigrationView, millions, months
from ui.words import N_, _, number, percent, signed

_MILLION: Final = 1e6
_POINTS: Final = 41
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
    span = reads.envelope(link.shown(), ()).by_channel.set_index("channel").loc["internet"]
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
        number(row.end, 2) if row.part == "total" else signed(row.change, 2) for row in rows.itertuples()
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
    return _("MAD million.") + " " + in_series([f"{row.label} {row.text}" for row in rows.itertuples()]) + "."


def _stated(assumption: str, value: float) -> str:
    return months(round(value)) if assumption == "lag_months" else percent(value, 1)


def tornado_frame(view: MigrationView) -> tuple[pd.DataFrame, list[str]]:
    """Bars of the tornado and the names of their ends; assumptions without effect are left out."""
    rows = view.result.tornado
    rows = rows[rows["swing"] >= 500]
    ends = {"low": _("At its low end (1 in 10)"), "high": _("At its high end (1 in 10)")}
    parts = [
        pd.DataFrame(
            {
                "label": [_(ASSUMPTIONS[name]) for name in rows["assumption"]],
                "end": shown,
                "value": rows[f"value_at_{end}"] / _MILLION,
                "likely": rows["likely"] / _MILLION,
                "text": [_stated(row.assumption, getattr(row, end)) for row in rows.itertuples()],
            }
        )
        for end, shown in ends.items()
    ]
    return pd.concat(parts).sort_index(kind="stable"), list(ends.values())


def tornado_table(view: MigrationView) -> pd.DataFrame:
    """The tornado in figures."""
    rows = view.result.tornado
    return pd.DataFrame(
        {
            _("Assumption"): [_(ASSUMPTIONS[name]) for name in rows["assumption"]],
            _("Low end"): [_stated(row.assumption, row.low) for row in rows.itertuples()],
            _("High end"): [_stated(row.assumption, row.high) for row in rows.itertuples()],
            _("Value at the low end (MAD million)"): (rows["value_at_low"] / _MILLION).round(2),
            _("Value at the high end (MAD million)"): (rows["value_at_high"] / _MILLION).round(2),
        }
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
        for row in rows.itertuples()
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
            _("Active customers (%)"): (100 * rows["adopters"]).round(1),
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
