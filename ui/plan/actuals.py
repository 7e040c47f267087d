"""The months of a plan that have arrived, in words: what volume, mix and cost moved away from it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Final

import pandas as pd

from analytics.plan.actuals import FACTORS
from studies.plan import actuals as reads
from ui.charts import plan as charts
from ui.content import Chart, Note, Part, Plot, Table, finer
from ui.plan.moves import LEAVING, PlanView, place_name
from ui.rows import each_row
from ui.words import N_, _, clauses, elided, labelled, month_of, percent, signed

_MILLION: Final = 1e6
NAMES: Final[Mapping[str, str]] = {
    "volume": N_("Number of transactions"),
    "mix": N_("Mix of channels"),
    "cost": N_("Unit cost"),
}


def actuals(view: PlanView) -> reads.Actuals | None:
    """What arrived since the plan began; None where no month can be compared."""
    snapshot, asked = view.reader.snapshot, view.reader.scenario.plan_began
    began = asked if asked in reads.began_months(snapshot, view.bank) else ""
    began = began or reads.usual_beginning(snapshot, view.bank)
    return reads.actuals(snapshot, view.bank, view.settings, began) if began else None


def sentence(view: PlanView, found: reads.Actuals) -> str:
    """How far the cost is from the plan, and why."""
    paid = _(
        "{first} to {last}: transactions cost {amount} against plan: volume {volume}, mix {mix}, cost {cost}."
    ).format(
        first=month_of(f"{found.began:%Y-%m}"),
        last=month_of(f"{found.last:%Y-%m}"),
        amount=signed(found.found.total / _MILLION, 1, _("million MAD")),
        **{name: signed(found.found.part(name) / _MILLION, 1) for name in FACTORS},
    )
    gone = _("Planned to be gone {leaving}: {planned}; gone: {actual}.").format(
        leaving=_(LEAVING[view.settings.origin]),
        planned=percent(found.planned_gone, 1),
        actual=percent(found.actual_gone, 1),
    )
    return elided(f"{paid} {gone}")


def step_frame(found: reads.Actuals) -> pd.DataFrame:
    """Steps from the plan to what was paid, MAD million; what costs more goes to the right."""
    values = [found.found.part(name) / _MILLION for name in FACTORS]
    ends = pd.Series(values).cumsum()
    total = found.found.total / _MILLION
    # Counted and booked: an interval would be its own end.
    return pd.DataFrame(
        {
            "label": [*(_(NAMES[name]) for name in FACTORS), _("Deviation from plan")],
            "start": [*(ends - values), 0.0],
            "end": [*ends, total],
            "part": [*("step" for _value in values), "total"],
            "text": [signed(value, 1) for value in [*values, total]],
        }
    )


def finding(found: reads.Actuals) -> tuple[str, str]:
    """What moved the cost most: as rows are called, and as the title of the picture."""
    name = max(FACTORS, key=lambda each: abs(found.found.part(each)))
    amount = signed(found.found.part(name) / _MILLION, 1, _("million MAD"))
    return _(NAMES[name]), _("{factor}: {amount} against plan, the largest part").format(
        factor=_(NAMES[name]), amount=amount
    )


def channel_table(found: reads.Actuals) -> pd.DataFrame:
    """Plan and actuals by channel, with each part of the deviation."""
    rows = found.channels
    shares = {name: 100 * rows[name] / rows[name].sum() for name in ("planned", "actual")}
    table = pd.DataFrame(
        {
            _("Channel"): [place_name(name) for name in rows["channel"]],
            _("Planned transactions"): rows["planned"].round().astype("int64"),
            _("Actual transactions"): rows["actual"].round().astype("int64"),
            _("Planned share (%)"): shares["planned"].round(2),
            _("Actual share (%)"): shares["actual"].round(2),
            _("Planned cost (MAD)"): rows["planned_cost"].round(2),
            _("Cost (MAD)"): rows["actual_cost"].round(2),
            _("Volume (MAD million)"): (rows["volume"] / _MILLION).round(2),
            _("Mix (MAD million)"): (rows["mix"] / _MILLION).round(2),
            _("Unit cost (MAD million)"): (rows["cost"] / _MILLION).round(2),
        }
    )
    return table.sort_values(_("Unit cost (MAD million)"), ascending=False, key=abs, ignore_index=True)


def _plot(found: reads.Actuals) -> Plot:
    unit = _("MAD million")
    return Plot.waterfall(step_frame(found), unit, lead=finding(found)[:1])


def parts(view: PlanView) -> tuple[Part, ...]:
    """The detail "Actuals against plan"."""
    found = actuals(view)
    if found is None:
        return (
            Note(
                _("Actuals against plan want a month after twelve months of costs and transactions."), "empty"
            ),
        )
    told, rows = sentence(view, found), channel_table(found)
    (moved, title), named = finding(found), _("Plan and actuals by channel")
    steps = clauses(labelled(row.label, row.text) for row in each_row(step_frame(found)))
    return (
        Chart(
            "actuals",
            title,
            charts.steps(
                step_frame(found), title=_("MAD million, above zero: dearer than planned"), lead=(moved,)
            ),
            f"{told} {steps}",
            found.kinds,
            note=told,
            figures=(Table("actuals", named, rows, told, found.kinds, finer(rows, 2)),),
            plot=partial(_plot, found),
        ),
        Note(
            _(
                "As if the targets had begun in {month}. Plan: the same months a year before, moved by the "
                "targets, at the unit costs of the twelve months before."
            ).format(month=month_of(f"{found.began:%Y-%m}")),
            "aside",
        ),
        Note(
            _("No interval: transactions are counted and costs are booked, not estimated."),
            "aside",
        ),
    )
