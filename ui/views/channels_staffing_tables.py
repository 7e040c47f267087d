"""The tables of the staffing page, and how its figures are computed."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

import pandas as pd

from analytics.channels.staffing import QueueService, erlang_b
from studies.channels import staffing as reads
from ui import link
from ui.views.channels_staffing import QUEUES, Staffing, name_of, needed_at_peak
from ui.views.channels_words import region_name
from ui.words import _, number, percent


def needs_table(view: Staffing, bank: str) -> pd.DataFrame:
    """The two queues side by side."""
    snapshot = link.shown()
    rows = []
    if view.counter:
        network = view.counter.network
        rows.append(
            {
                _("Queue"): name_of(QUEUES, "counter"),
                _("Customers a week"): network.sized.table["arrivals"].sum().round(0),
                _("Minutes each"): view.counter.handling / 60,
                _("People at the desks, busiest hour"): int(network.sized.agents.max()),
                _("Occupancy (%)"): 100.0
                * network.sized.table["work_hours"].sum()
                / network.sized.table["desk_hours"].sum(),
                _("Leave unserved (%)"): float("nan"),
                _("Full-time equivalents"): network.full_time_equivalents,
                _("People needed"): network.people,
                _("Quietest month"): view.counter.low,
                _("Busiest month"): view.counter.high,
                _("Employed today (FTE)"): reads.employed(snapshot, bank, "branch"),
            }
        )
    if view.phone:
        schedule = view.phone.schedule
        rows.append(
            {
                _("Queue"): name_of(QUEUES, "phone"),
                _("Customers a week"): schedule.table["arrivals"].sum().round(0),
                _("Minutes each"): view.phone.handling / 60,
                _("People at the desks, busiest hour"): int(schedule.table["agents"].max()),
                _("Occupancy (%)"): 100.0 * schedule.occupancy,
                _("Leave unserved (%)"): 100.0 * schedule.abandonment,
                _("Full-time equivalents"): schedule.full_time_equivalents,
                _("People needed"): schedule.people,
                _("Quietest month"): view.phone.low,
                _("Busiest month"): view.phone.high,
                _("Employed today (FTE)"): reads.employed(snapshot, bank, "adviser"),
            }
        )
    return pd.DataFrame(rows)


def models_table(view: Staffing) -> pd.DataFrame:
    """Erlang B, C and A in the busiest hour, with the people who keep the promise under the scenario."""
    promised, agents = view.promises[view.queue], needed_at_peak(view)
    load = view.rate * view.handling / 3600
    lost = erlang_b(load, agents)
    rows = [
        {
            _("Model"): _("Erlang B: whoever finds all busy is lost"),
            _("People needed"): _lines(load, 1.0 - promised.level),
            _("Served in time"): percent(1.0 - lost),
            _("Find all busy"): percent(lost),
            _("Mean wait"): number(0, 0, "s"),
            _("Leave unserved"): percent(lost),
            _("Occupancy"): percent(load * (1.0 - lost) / agents),
        }
    ]
    names = {"C": _("Erlang C: nobody leaves"), "A": _("Erlang A: people lose patience")}
    for model, name in names.items():
        if model == "A" and not promised.patience:
            continue
        found = reads.at_peak(view.rate, view.handling, promised, agents, model)
        rows.append({_("Model"): name, **_served(found, needed_at_peak(view, model))})
    return pd.DataFrame(rows)


def _served(found: QueueService, needed: int) -> dict[str, object]:
    wait = found.average_speed_of_answer
    return {
        _("People needed"): needed,
        _("Served in time"): percent(found.service_level),
        _("Find all busy"): percent(found.waiting_probability),
        _("Mean wait"): number(wait, 0, "s") if math.isfinite(wait) else _("without end"),
        _("Leave unserved"): percent(found.abandonment),
        _("Occupancy"): percent(found.occupancy),
    }


def _lines(load: float, lost: float) -> int:
    agents = 1
    while erlang_b(load, agents) > lost:
        agents += 1
    return agents


def whole_columns() -> dict[str, Callable[[float], str]]:
    """How the columns that hold whole figures as fractions are written."""
    whole = partial(number, digits=0)
    return dict.fromkeys(
        (
            _("Customers a week"),
            _("Moved (% of what can move)"),
            _("Promised by an average"),
            _("Really released (% of the promise)"),
        ),
        whole,
    )


def ladder_table(view: Staffing) -> pd.DataFrame:
    """What each share moved releases."""
    return pd.DataFrame(
        {
            _("Moved (% of what can move)"): (100.0 * view.ladder["moved"]).round(0),
            _("People still needed"): view.ladder["needed"],
            _("People released"): view.ladder["released"],
            _("Branches closed"): view.ladder["branches"],
            _("Promised by an average"): view.ladder["theory"].round(0),
            _("Really released (% of the promise)"): (
                100.0 * view.ladder["released"] / view.ladder["theory"].where(view.ladder["theory"] > 0)
            ).round(0),
        }
    )


def region_table(view: Staffing, bank: str) -> pd.DataFrame:
    """Branches and people by region, before and after the move."""
    if view.counter is None:
        return pd.DataFrame()
    snapshot = link.shown()
    after = reads.moved_counters(
        snapshot, bank, view.promises["counter"], link.scenario().shrinkage, view.moved
    )
    both = reads.sites(snapshot, bank).assign(
        before=view.counter.network.by_site,
        after=after.by_site,
        closed=~after.sized.table["open"].to_numpy(),
    )
    found = both.groupby("region", as_index=False).agg(
        branches=("branch", "size"),
        closed=("closed", "sum"),
        before=("before", "sum"),
        after=("after", "sum"),
    )
    found = found.assign(released=found["before"] - found["after"]).sort_values("released", ascending=False)
    return pd.DataFrame(
        {
            _("Region"): [region_name(code) for code in found["region"]],
            _("Branches"): found["branches"],
            _("Branches closed"): found["closed"],
            _("People needed"): found["before"],
            _("After the move"): found["after"],
            _("People released"): found["released"],
        }
    ).reset_index(drop=True)


def method() -> dict[str, object]:
    """How people are counted, for the foot of the page."""
    return {
        "formula": r"B_n=\frac{a\,B_{n-1}}{n+a\,B_{n-1}},\quad C=\frac{n\,B}{n-a(1-B)},\quad "
        r"SL=1-C\,e^{-(n-a)T/h},\quad FTE=\frac{\sum_t n_t}{H(1-s)}",
        "words": [
            _(
                "Arrivals by hour of the week come from the cube of the channel log, over the last twelve "
                "months; the range shows the same need in the quietest and the busiest month."
            ),
            _(
                "Erlang C lets nobody leave and asks for more people than a real queue; Erlang A lets people "
                "lose patience after an exponential time. A patience of zero means Erlang C."
            ),
            _(
                "Every branch is a queue of its own, with two people at least while it is open: counters of "
                "different branches cannot help one another. The phone is one queue."
            ),
            _(
                "A person is paid {hours} hours a week, a convention; the share away from the desk is yours "
                "to set. People are whole ones, branch by branch."
            ).format(hours=number(reads.HOURS_PAID, 0)),
            _(
                "Cash stays at the counter; the rest can move. A branch that kept one person busy before the "
                "move and does not after it closes, and its customers go to the others. More use of the "
                "phone or of the branch because of the move is the subject of the migration page."
            ),
        ],
        "proof": _(
            "100 calls in half an hour, 180 s each, 14 people, 20 s: 88.835 % answered in time, 7.84 s of "
            "mean wait, 71.4 % occupancy. With patience equal to the handling time, the chance of waiting is "
            "that of a Poisson count of 10 reaching 14: 13.554 %."
        ),
    }
