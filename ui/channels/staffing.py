"""What the staffing page says: people at the counters and on the phone, and what a move releases."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
import pandas as pd
from babel import Locale

from analytics.channels.network import NetworkRelease
from analytics.channels.staffing import QueueService, erlang_b, required_agents
from analytics.scenario import Scenario, assumption
from studies.channels import staffing as reads
from ui.assumed import written
from ui.channels.words import region_name
from ui.charts import channels_week as charts
from ui.content import Answer, Chart, Content, Detail, Method, Metric, Part, Table
from ui.reader import Reader, kept, page_content
from ui.refusal import Refused
from ui.rows import row_of
from ui.words import _, clauses, interval, language, listing, ngettext, number, percent

QUEUES: Final = assumption("queue").names
CHANNEL_OF: Final = {"counter": "branch", "phone": "adviser"}
PROMISE_FIELD: Final = {"counter": "counter_promise", "phone": "phone_promise"}
PATIENCE_FIELD: Final = {"counter": "counter_patience", "phone": "phone_patience"}
FIELDS: Final = (*PROMISE_FIELD.values(), *PATIENCE_FIELD.values(), "shrinkage", "counter_moved")
_MINUTE: Final = 60
_NEEDED: Final = ("channel_arrival", "branch_activity", "channel_activity", "service_time")
_AROUND: Final = 4
_TALL: Final = 320


@dataclass(frozen=True)
class Staffing:
    """A bank's queues under the session's scenario; a queue of which nothing is known is None.

    ``ladder``: moved, released, theory, branches, needed; ``rate`` and ``handling``: arrivals an hour and
    seconds each, in the busiest hour of the queue shown (of the median branch at the counters).
    """

    reader: Reader
    bank: str
    name: str
    queue: str
    promises: dict[str, reads.Promise]
    counter: reads.CounterStaffing | None
    phone: reads.CallStaffing | None
    moved: float
    release: NetworkRelease | None
    ladder: pd.DataFrame
    rate: float
    handling: float
    kinds: tuple[str, ...]


def promise(scenario: Scenario, queue: str) -> reads.Promise:
    """What the scenario promises at a queue."""
    level, target = getattr(scenario, PROMISE_FIELD[queue]).split("_")
    patience = getattr(scenario, PATIENCE_FIELD[queue]) * (_MINUTE if queue == "counter" else 1)
    return reads.Promise(int(level) / 100.0, float(target), float(patience))


def usual_promise(queue: str) -> str:
    """The promise of a queue unless the reader makes another."""
    return str(getattr(Scenario(), PROMISE_FIELD[queue]))


def staffing(reader: Reader) -> Staffing:
    """People for a bank's queues. Raises ``Refused`` where neither arrivals nor branches are known."""
    snapshot, scenario, (bank, name) = reader.snapshot, reader.scenario, reader.bank()
    promises = {queue: promise(scenario, queue) for queue in QUEUES}
    known = {
        queue: not reads.weeks(snapshot, bank, channel).empty
        and not reads.service_mix(snapshot, bank, channel).empty
        for queue, channel in CHANNEL_OF.items()
    }
    known["counter"] &= not reads.sites(snapshot, bank).empty
    if not known[reader.display.queue]:
        raise Refused(
            _(
                "Nothing is known of the arrivals of {name} here, or of how long a transaction takes. Make "
                "cubes from its channel log and load them, with the minutes by service."
            ).format(name=name),
            *_NEEDED,
        )
    away, moved = scenario.shrinkage, scenario.counter_moved
    counter = reads.counters(snapshot, bank, promises["counter"], away) if known["counter"] else None
    released, ladder = None, pd.DataFrame()
    if counter:
        released = reads.release(snapshot, bank, promises["counter"], away, moved)
        ladder = _ladder(reader, promises["counter"], counter)
    rate, handling = reads.peak(snapshot, bank, reader.display.queue)
    return Staffing(
        reader=reader,
        bank=bank,
        name=name,
        queue=reader.display.queue,
        promises=promises,
        counter=counter,
        phone=reads.phone(snapshot, bank, promises["phone"], away) if known["phone"] else None,
        moved=moved,
        release=released,
        ladder=ladder,
        rate=rate,
        handling=handling,
        kinds=(*reads.kinds(snapshot, bank), "assumed"),
    )


def _ladder(reader: Reader, promised: reads.Promise, counter: reads.CounterStaffing) -> pd.DataFrame:
    rows, scenario, bank = [], reader.scenario, reader.bank().code
    for share in sorted({*reads.STEPS, scenario.counter_moved}):
        found = reads.release(reader.snapshot, bank, promised, scenario.shrinkage, share)
        rows.append(
            {
                "moved": share,
                "released": found.people,
                "theory": found.people_in_theory,
                "branches": found.sites,
                "needed": counter.network.people - found.people,
            }
        )
    return pd.DataFrame(rows)


def _people(count: int) -> str:
    return ngettext("{count} person", "{count} people", count).format(count=number(count, 0))


def sentence(view: Staffing) -> str:
    """How many people each queue needs."""
    parts = []
    if view.counter:
        parts.append(
            _("{people} at the counters of {branches} branches ({range} over the year)").format(
                people=_people(view.counter.network.people),
                branches=number(view.counter.network.sized.sites_open, 0),
                range=interval(view.counter.low, view.counter.high, 0),
            )
        )
    if view.phone:
        parts.append(
            _("{people} on the phone ({range})").format(
                people=_people(view.phone.schedule.people),
                range=interval(view.phone.low, view.phone.high, 0),
            )
        )
    return _("{name} needs {needs}.").format(name=view.name, needs=listing(parts))


def metrics(view: Staffing) -> tuple[Metric, ...]:
    """People at the counters and on the phone, and what the move releases."""
    shown = []
    months = _("from the quietest month to the busiest")
    if view.counter:
        people, low, high = view.counter.network.people, view.counter.low, view.counter.high
        shown.append(
            Metric("counter_people", _("People at the counters"), people, "", 0, low, high, why=months)
        )
    if view.phone:
        people, low, high = view.phone.schedule.people, view.phone.low, view.phone.high
        shown.append(Metric("phone_people", _("People on the phone"), people, "", 0, low, high, why=months))
    if view.release:
        moved = _("if {share} of what can leave moves").format(share=percent(view.moved))
        theory = _("an average promises {theory}").format(theory=number(view.release.people_in_theory, 0))
        shown += [
            Metric("released_people", _("People released"), view.release.people, "", 0, why=theory),
            Metric("closed_branches", _("Branches that close"), view.release.sites, "", 0, why=moved),
        ]
    return tuple(shown)


def release_sentence(view: Staffing) -> str:
    """What a move releases, in whole people and branches, beside what an average promises."""
    if view.release is None:
        return ""
    closed = ngettext("closes {count} branch", "closes {count} branches", view.release.sites).format(
        count=number(view.release.sites, 0)
    )
    return _(
        "Moving {share} of what can leave the counter releases {people} and {closed}; an average promises "
        "{theory}."
    ).format(
        share=percent(view.moved),
        people=_people(view.release.people),
        closed=closed,
        theory=number(view.release.people_in_theory, 0),
    )


def caution(view: Staffing) -> str:
    """That fewer are employed than the promise needs, where the bank says how many are."""
    snapshot = view.reader.snapshot
    short = []
    for queue, needed in (
        ("counter", view.counter.network.full_time_equivalents if view.counter else 0.0),
        ("phone", view.phone.schedule.full_time_equivalents if view.phone else 0.0),
    ):
        today = reads.employed(snapshot, view.bank, CHANNEL_OF[queue])
        if today is not None and today < needed:
            short.append(
                _("{queue}: {today} FTE employed, {needed} needed").format(
                    queue=_(QUEUES[queue]), today=number(today, 0), needed=number(needed, 0)
                )
            )
    return " · ".join(short)


def day_names() -> list[str]:
    """Short names of the days from Monday."""
    names = Locale(language()).days["stand-alone"]["abbreviated"]
    return [names[day] for day in range(7)]


def week(view: Staffing) -> pd.DataFrame:
    """People at the desks by day and hour, in the hours in which the queue is open."""
    if view.queue == "counter" and view.counter:
        agents = view.counter.network.sized.agents
    elif view.phone:
        agents = view.phone.schedule.table["agents"].to_numpy()
    hours = np.arange(agents.size)
    frame = pd.DataFrame({"place": hours // 24, "hour": hours % 24, "value": agents.astype(float)})
    frame = frame[frame["value"] > 0]
    names = day_names()
    return frame.assign(
        day=[names[place] for place in frame["place"]], text=[number(value, 0) for value in frame["value"]]
    )


def week_described(view: Staffing) -> str:
    """The week in words: where it peaks and where it is lowest."""
    frame = week(view)
    top, low = row_of(frame, frame["value"].idxmax()), row_of(frame, frame["value"].idxmin())
    return _(
        "{queue} of {name}: most on {day} at {hour} h, {most} people; fewest on {other} at {early} h, "
        "{fewest}."
    ).format(
        queue=written("queue", view.queue),
        name=view.name,
        day=top["day"],
        hour=top["hour"],
        most=top["text"],
        other=low["day"],
        early=low["hour"],
        fewest=low["text"],
    )


def needed_at_peak(view: Staffing, model: str | None = None) -> int:
    """People whom the busiest hour of the queue shown needs, under Erlang C, A or the scenario's own."""
    promised = view.promises[view.queue]
    patience = None if model == "C" else promised.patience_or_none
    return required_agents(
        view.rate, view.handling, promised.level, target_seconds=promised.target, patience_seconds=patience
    )


def curve(view: Staffing) -> pd.DataFrame:
    """Service at the busiest hour by number of people, for the chart: name, x, value (%)."""
    needed = needed_at_peak(view)
    agents = tuple(range(max(1, needed - _AROUND), needed + _AROUND + 1))
    found = reads.service_curve(view.rate, view.handling, view.promises[view.queue], agents)
    names = {
        "C": _("Served in time, nobody leaves (Erlang C)"),
        "A": _("Served in time, some leave (Erlang A)"),
    }
    served = pd.DataFrame(
        {"name": found["model"].map(names), "x": found["agents"], "value": 100.0 * found["service_level"]}
    )
    leaving = found[found["model"] == "A"]
    left = pd.DataFrame(
        {
            "name": _("Leave before they are served (Erlang A)"),
            "x": leaving["agents"],
            "value": 100.0 * leaving["abandonment"],
        }
    )
    return pd.concat([served, left], ignore_index=True)


def curve_described(view: Staffing) -> str:
    """The curve in words."""
    needed, frame = needed_at_peak(view), curve(view)
    parts = [
        f"{label} {number(value, 0, '%')}"
        for label, value in frame.loc[frame["x"] == needed, ["name", "value"]].itertuples(index=False)
    ]
    return _("With {people} at the busiest hour: {parts}.").format(
        people=_people(needed), parts=clauses(parts)
    )


def curve_title(view: Staffing) -> str:
    """What the curve is of."""
    if view.queue == "phone":
        return _("What one person more buys: the phone at its busiest hour")
    return _("What one person more buys: the median branch at its busiest hour")


def peak_note(view: Staffing) -> str:
    """Load of the busiest hour."""
    return _("{rate} customers an hour, {minutes} each: {load} Erlangs. The promise: {promise}.").format(
        rate=number(view.rate, 0 if view.rate > 100 else 1),
        minutes=number(view.handling / _MINUTE, 1, "min"),
        load=number(view.rate * view.handling / 3600, 1),
        promise=written(PROMISE_FIELD[view.queue], view.reader.value(PROMISE_FIELD[view.queue])),
    )


def ladder_lines(view: Staffing) -> pd.DataFrame:
    """People released by share moved, for the chart: name, x (%), value."""
    real = pd.DataFrame(
        {
            "name": _("Whole people in whole branches"),
            "x": 100.0 * view.ladder["moved"],
            "value": view.ladder["released"].astype(float),
        }
    )
    promised = real.assign(name=_("What an average promises"), value=view.ladder["theory"])
    return pd.concat([real, promised], ignore_index=True)


def needs_table(view: Staffing) -> pd.DataFrame:
    """The two queues side by side."""
    snapshot, bank = view.reader.snapshot, view.bank
    rows = []
    if view.counter:
        network = view.counter.network
        rows.append(
            {
                _("Queue"): written("queue", "counter"),
                _("Customers a week"): round(network.sized.table["arrivals"].sum(), 0),
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
                _("Queue"): written("queue", "phone"),
                _("Customers a week"): round(schedule.table["arrivals"].sum(), 0),
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


def region_table(view: Staffing) -> pd.DataFrame:
    """Branches and people by region, before and after the move."""
    if view.counter is None:
        return pd.DataFrame()
    snapshot, bank = view.reader.snapshot, view.bank
    after = reads.moved_counters(
        snapshot, bank, view.promises["counter"], view.reader.scenario.shrinkage, view.moved
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


def method() -> Method:
    """How people are counted, for the foot of the page."""
    return Method.of(
        formula=r"B_n=\frac{a\,B_{n-1}}{n+a\,B_{n-1}},\quad C=\frac{n\,B}{n-a(1-B)},\quad "
        r"SL=1-C\,e^{-(n-a)T/h},\quad FTE=\frac{\sum_t n_t}{H(1-s)}",
        words=[
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
            ).format(hours=number(reads.hours_paid(), 0)),
            _(
                "Cash stays at the counter; the rest can move. A branch that kept one person busy before the "
                "move and does not after it closes, and its customers go to the others. More use of the "
                "phone or of the branch because of the move is the subject of the migration page."
            ),
        ],
        proof=_(
            "100 calls in half an hour, 180 s each, 14 people, 20 s: 88.835% answered in time, 7.84 s of "
            "mean wait, 71.4% occupancy. With patience equal to the handling time, the chance of waiting is "
            "that of a Poisson count of 10 reaching 14: 13.554%."
        ),
    )


@kept
@page_content
def content(reader: Reader) -> Content:
    """The page "Staffing"."""
    view = staffing(reader)
    told = week_described(view)
    return Content(
        slug="channels-staffing",
        answer=Answer(sentence(view), caution(view), release_sentence(view)),
        metrics=metrics(view),
        picture=Chart(
            "week",
            _("People at the desks by hour: {queue}").format(queue=written("queue", view.queue)),
            charts.week_by_hour(week(view), days=day_names(), title=_("People at the desks")),
            told,
            view.kinds,
            note=told,
            figures=(
                Table(
                    "needs",
                    _("People needed"),
                    needs_table(view),
                    sentence(view),
                    view.kinds,
                    whole_columns(),
                ),
            ),
        ),
        details=(
            Detail("service", _("Service at the busiest hour"), partial(_service, view)),
            Detail("release", _("What the move releases"), partial(_release, view)),
        ),
        method=method(),
    )


def _service(view: Staffing) -> tuple[Part, ...]:
    told = curve_described(view)
    return (
        Chart(
            "service",
            curve_title(view),
            charts.curves(
                curve(view),
                x_title=_("People at the busiest hour"),
                y_title="%",
                chosen=needed_at_peak(view),
                chosen_label=_("needed"),
                level=100.0 * view.promises[view.queue].level,
            ),
            told,
            view.kinds,
            note=peak_note(view),
            figures=(Table("models", curve_title(view), models_table(view), told, view.kinds),),
        ),
    )


def _release(view: Staffing) -> tuple[Part, ...]:
    if view.release is None:
        return ()
    told, title = release_sentence(view), _("What the move releases")
    return (
        Chart(
            "release",
            title,
            charts.curves(
                ladder_lines(view),
                x_title=_("Moved (% of what can leave the counter)"),
                y_title=_("People released"),
                chosen=100.0 * view.moved,
                chosen_label=percent(view.moved),
            ),
            told,
            view.kinds,
            note=_("The gap is made of people whom no branch can give back in part."),
            figures=(Table("ladder", title, ladder_table(view), told, view.kinds, whole_columns()),),
        ),
        Table("regions", _("By region"), region_table(view), told, view.kinds, height=_TALL),
    )
