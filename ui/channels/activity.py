"""What the activity page says: what customers do, where, how often it fails, and at which step."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Final, Literal

import pandas as pd

from analytics.scenario import assumption
from studies import core
from studies.channels import activity as reads
from studies.channels import costs as channels
from ui import events
from ui.channels import words
from ui.channels.staffing import day_names
from ui.charts import channels_activity as charts
from ui.charts import channels_week
from ui.content import Answer, Chart, Content, Detail, Method, Metric, Note, Open, Part, Table
from ui.reader import Reader, kept, page_content
from ui.refusal import Refused
from ui.rows import row_of
from ui.words import _, clauses, interval, listing, month_of, ngettext, number, percent, signed

DIMENSIONS: Final = assumption("activity_by").names
_LINES: Final = 5
# Operations an hour from which no decimal is written.
_MANY: Final = 10
_MILLION: Final = 1_000_000
_THOUSAND: Final = 1_000
_ROWS_SEEN, _TALL = 12, 420


@dataclass(frozen=True)
class Activity:
    """A bank's operations under the session's scenario, with the names of what they are told apart by."""

    reader: Reader
    bank: str
    subject: str
    month: str
    by: str
    channel: str
    service: str
    year: reads.Year
    drop: reads.DropOff
    week: pd.DataFrame
    names: dict[str, str]
    kinds: tuple[str, ...]


def months_of(reader: Reader) -> list[str]:
    """The months of the bank's cube, the latest first. Raises ``Refused`` where there are none."""
    found = reads.months(reader.snapshot, reader.bank().code)
    if not found:
        raise Refused(
            _("This bank has no channel activity yet. Make cubes from its channel log and load them."),
            "channel_activity",
        )
    return list(found)


def channel_names() -> dict[str, str]:
    """Code → name of the channels, all of them first."""
    return {reads.ALL: _("All channels")} | {
        code: words.name_of(words.CHANNELS, code) for code in words.CHANNELS
    }


def service_names(reader: Reader) -> dict[str, str]:
    """Code → name of the services, all of them first."""
    return {reads.ALL: _("All services")} | words.service_names(reader.snapshot)


def dimension_name(code: str) -> str:
    """What operations are told apart by, in words."""
    return _(DIMENSIONS[code])


def activity(reader: Reader) -> Activity:
    """The operations that the scenario asks for. Raises ``Refused`` where there are none."""
    snapshot, by, (bank, name) = reader.snapshot, reader.display.activity_by, reader.bank()
    month = reader.chosen("month", months_of(reader))
    channel = reader.chosen("activity_channel", list(channel_names()))
    service = reader.chosen("activity_service", list(service_names(reader)))
    found = reads.year(snapshot, bank, month, by, channel, service)
    subject = [name]
    if channel != reads.ALL:
        subject.append(words.name_of(words.CHANNELS, channel))
    if service != reads.ALL and by != "region":
        subject.append(words.service_names(snapshot)[service])
    if not found.count:
        raise Refused(
            _("{subject}: no operation in the twelve months to {month}.").format(
                subject=" · ".join(subject), month=month_of(month)
            )
        )
    names = {code: _group_name(reader, by, code) for code in found.monthly["code"].unique()}
    kinds = tuple(reads.cube(snapshot, bank)["kind"].drop_duplicates())
    return Activity(
        reader=reader,
        bank=bank,
        subject=" · ".join(subject),
        month=month,
        by=by,
        channel=channel,
        service=service,
        year=found,
        drop=reads.drop_off(snapshot, bank, month, channel, service),
        week=reads.week(snapshot, bank, month, channel),
        names=names,
        kinds=kinds,
    )


def _group_name(reader: Reader, by: str, code: str) -> str:
    if by == "service":
        return words.service_names(reader.snapshot).get(code, code)
    if by == "region":
        return words.region_name(code)
    return words.name_of(
        {"channel": words.CHANNELS, "tier": words.TIERS, "segment": words.SEGMENTS}[by], code
    )


def _operations(count: float) -> str:
    if count >= _MILLION:
        return _("{count} million operations").format(count=number(count / _MILLION, 1))
    return ngettext("{count} operation", "{count} operations", int(count)).format(count=number(count, 0))


def sentence(view: Activity) -> str:
    """How much is asked for, the change, the share online, what fails, and why most of it does."""
    found, reason = view.year, _reason(view)
    stated = _("{subject}: {operations} in {months} months to {month}").format(
        subject=view.subject,
        operations=_operations(found.count),
        months=len(found.by_month),
        month=month_of(view.month),
    )
    grown = _growth(view)
    if grown is not None:
        stated += _(" ({change} year on year)").format(change=signed(grown, 1, "%"))
    if view.channel == reads.ALL:
        stated += _(", {share} by Internet or mobile").format(share=percent(found.online))
    failed = percent(found.failures / found.count, 1)
    why = _("{share} fail, most often: {reason}.").format(share=failed, reason=reason.lower())
    return f"{stated}. " + (why if reason else _("{share} fail.").format(share=failed))


def _growth(view: Activity) -> float | None:
    found = view.year
    known = pd.notna(found.before) and found.before
    return 100.0 * (found.count / found.before - 1.0) if known else None


def _reason(view: Activity) -> str:
    """Why most operations that fail do."""
    by_reason = view.drop.losses.groupby("reason")["count"].sum()
    return words.name_of(words.REASONS, str(by_reason.idxmax())) if len(by_reason) else ""


def metrics(view: Activity) -> tuple[Metric, ...]:
    """Operations, their growth, the share online, and what fails."""
    found = view.year
    scale, unit = (_MILLION, _("million")) if found.count >= _MILLION else (1.0, "")
    digits = 1 if unit else 0
    by_month = found.by_month / scale
    whole = view.reader.months_stand_in("channel_activity", view.bank)
    month = _("{range} a month").format(range=interval(by_month.min(), by_month.max(), digits, unit))
    counted = _("typed or assumed, without interval") if whole else _("counted, without interval")
    reason = _reason(view)
    since = _("on the year before")
    online, failing = ([100 * float(each) for each in found.shares[name]] for name in ("online", "failed"))
    before = _("{count} in the twelve months before").format(count=number(found.before / scale, digits, unit))
    shown = [
        Metric(
            "operations",
            _of_months(len(by_month)),
            found.count / scale,
            unit,
            digits,
            spark=tuple(float(value) for value in by_month),
            months_of=("channel_activity",),
            why=_("of a year; its months are not known") if whole else month,
        ),
    ]
    grown = _growth(view)
    if grown is not None:
        # A tile without a figure would say so at the size of one.
        shown.append(Metric("growth", _("Growth on the year before"), grown, "%", 1, why=before))
    if view.channel == reads.ALL:
        name = _("By Internet or mobile")
        shown.append(
            Metric(
                "online",
                name,
                100 * found.online,
                "%",
                1,
                better="higher",
                change=_points(found.online, found.online_before),
                since=since,
                spark=tuple(online),
                months_of=("channel_activity",),
                why=counted,
            )
        )
    failed = _("most often: {reason}").format(reason=reason.lower()) if reason else counted
    share = found.failures / found.count
    return *shown, Metric(
        "failures",
        _("Operations that fail"),
        100 * share,
        "%",
        2,
        better="lower",
        change=_points(share, found.failed_before),
        since=since,
        spark=tuple(failing),
        months_of=("channel_activity",),
        why=failed,
    )


def _of_months(known: int) -> str:
    """What the operations are called, by how many months of the year are known."""
    if known == reads.YEAR:
        return _("Operations in twelve months")
    return ngettext("Operations in {count} month", "Operations in {count} months", known).format(
        count=number(known, 0)
    )


def _points(now: float, before: float) -> float | None:
    return None if pd.isna(before) else 100 * (now - before)


def finding(view: Activity) -> str:
    """The largest group and its share, now and a year before, as the title of the picture."""
    first = row_of(view.year.groups, 0)
    name, share = view.names[str(first["code"])], percent(first["count"] / view.year.count)
    if pd.notna(first["before"]) and view.year.before > 0:
        return _("{name}: {share} of operations, {earlier} a year before").format(
            name=name, share=share, earlier=percent(first["before"] / view.year.before)
        )
    return _("{name}: {share} of operations").format(name=name, share=share)


def _narrowed(view: Activity, code: str) -> Open | None:
    """The page for one group alone, where the page can be narrowed to it."""
    field = {"channel": "activity_channel", "service": "activity_service"}.get(view.by)
    if field is None or getattr(view, view.by) == code:
        return None
    by = "service" if view.by == "channel" else "channel"
    return Open("channels-activity", {field: code, "activity_by": by})


def caution(view: Activity) -> str:
    """That regions are those of all services."""
    if view.by == "region" and view.service != reads.ALL:
        return _("Regions are not known by service: all services are shown")
    return ""


def shown_names(view: Activity) -> list[str]:
    """The largest groups, and the others together where there are more."""
    ranked = [view.names[code] for code in view.year.groups["code"]]
    return ranked if len(ranked) <= _LINES + 1 else [*ranked[:_LINES], _("Others")]


def monthly(view: Activity) -> pd.DataFrame:
    """Operations by month for the chart: month, name, value (thousands)."""
    kept = shown_names(view)
    rows = view.year.monthly.assign(name=view.year.monthly["code"].map(view.names))
    rows["name"] = rows["name"].where(rows["name"].isin(kept), _("Others"))
    rows = rows.groupby(["month", "name"], as_index=False)[["count"]].sum()
    return rows.assign(value=rows["count"] / _THOUSAND).drop(columns="count")


def monthly_described(view: Activity) -> str:
    """The chart by month in words: the share of each group."""
    groups = view.year.groups.head(_LINES)
    return _("{subject}, twelve months to {month}: {parts}.").format(
        subject=view.subject,
        month=month_of(view.month),
        parts=listing(
            [
                f"{view.names[code]} {percent(count / view.year.count)}"
                for code, count in zip(groups["code"], groups["count"], strict=True)
            ]
        ),
    )


def table_height(frame: pd.DataFrame) -> int | Literal["auto"]:
    """Room for the largest groups; the rest scrolls."""
    return _TALL if len(frame) > _ROWS_SEEN else "auto"


def week_cells(view: Activity) -> pd.DataFrame:
    """Operations an hour by day and hour, for the timetable."""
    names, unit = day_names(), week_unit(view)
    frame = view.week.assign(
        day=[names[place // 24] for place in view.week["place"]], hour=view.week["place"] % 24
    )
    opened = frame.groupby("hour")["value"].transform("sum") > 0
    days = frame.groupby("day")["value"].transform("sum") > 0
    frame = frame[opened & days]
    scaled, digits = (frame["value"] / _THOUSAND, 1) if unit == _THOUSAND else (frame["value"], 0)
    return frame.assign(text=[number(value, digits) for value in scaled], scaled=scaled)


def week_unit(view: Activity) -> int:
    """Whether hours are written in ones or in thousands."""
    return _THOUSAND if view.week["value"].max() >= 10 * _THOUSAND else 1


def week_title(view: Activity) -> str:
    """What the cells of the timetable are."""
    return _("Thousand operations an hour") if week_unit(view) == _THOUSAND else _("Operations an hour")


def week_described(view: Activity) -> str:
    """The week in words: its busiest and quietest hours."""
    frame = week_cells(view)
    top, low = row_of(frame, frame["value"].idxmax()), row_of(frame, frame["value"].idxmin())
    return _(
        "{unit}: most on {day} at {hour} h, {most}; fewest on {other} at {early} h, {fewest}. All services."
    ).format(
        unit=week_title(view),
        day=top["day"],
        hour=top["hour"],
        most=top["text"],
        other=low["day"],
        early=low["hour"],
        fewest=low["text"],
    )


def week_table(view: Activity) -> pd.DataFrame:
    """The figures of the week: a row an hour, a column a day."""
    frame = week_cells(view)
    rows = frame.pivot_table(index="hour", columns="day", values="scaled", aggfunc="first")
    named = [day for day in day_names() if day in rows]
    return rows[named].rename_axis(columns=None).rename_axis(_("Hour")).reset_index()


def _busiest(view: Activity) -> str:
    frame = week_cells(view)
    top = row_of(frame, frame["value"].idxmax())
    return _("Busiest: {day} at {hour} h, {count}").format(
        day=top["day"], hour=top["hour"], count=_operations_an_hour(float(top["value"]))
    )


def _operations_an_hour(count: float) -> str:
    return _("{count} operations an hour").format(count=number(count, 0 if count >= _MANY else 1))


def losses(view: Activity) -> pd.DataFrame:
    """Operations lost per thousand asked for, by last step and reason: label, value, text."""
    rows = view.drop.losses.sort_values("count", ascending=False, kind="stable")
    value = _THOUSAND * rows["count"] / view.drop.total
    return pd.DataFrame(
        {
            "label": [
                f"{words.name_of(words.STEPS, step)} · {words.name_of(words.REASONS, reason)}"
                for step, reason in zip(rows["step"], rows["reason"], strict=True)
            ],
            "value": value,
            "text": [number(one, 2) for one in value],
        }
    )


def drop_sentence(view: Activity) -> str:
    """How many are carried out, and where most are lost."""
    done = view.drop.steps["reached"].iloc[-1] / view.drop.total
    worst = row_of(view.drop.steps, view.drop.steps["lost"].idxmax())
    return _("{done} are carried out; most losses come after “{step}”: {lost} of a thousand.").format(
        done=percent(done, 1),
        step=words.name_of(words.STEPS, str(worst["step"])),
        lost=number(_THOUSAND * worst["lost"] / view.drop.total, 1),
    )


def drop_note(view: Activity) -> str:
    """What the drop-off says, and over how many months."""
    known = ngettext("{count} month is known by step.", "{count} months are known by step.", view.drop.months)
    return f"{drop_sentence(view)} {known.format(count=view.drop.months)}"


def groups_table(view: Activity) -> pd.DataFrame:
    """Operations by what they are told apart by: share, change, failures, money."""
    rows = view.year.groups
    before = rows["before"].where(rows["before"] > 0)
    table = pd.DataFrame(
        {
            dimension_name(view.by): [view.names[code] for code in rows["code"]],
            _("Operations"): rows["count"].astype("int64"),
            _("Share (%)"): 100.0 * rows["count"] / view.year.count,
            _("Change on the year before (%)"): 100.0 * (rows["count"] / before - 1.0),
            _("Failed (%)"): 100.0 * rows["failures"] / rows["count"],
        }
    )
    if "amount_mad" in rows.columns:
        table[_("Amount (MAD million)")] = rows["amount_mad"] / _MILLION
    return table


def steps_table(view: Activity) -> pd.DataFrame:
    """How many reach each step, and how many end there."""
    rows = view.drop.steps
    return pd.DataFrame(
        {
            _("Step"): [words.name_of(words.STEPS, step) for step in rows["step"]],
            _("Reached by"): rows["reached"].astype("int64"),
            _("Reached (%)"): 100.0 * rows["reached"] / view.drop.total,
            _("Lost there"): rows["lost"].astype("int64"),
        }
    )


def reasons_table(view: Activity) -> pd.DataFrame:
    """Why operations fail, most frequent first."""
    rows = view.drop.losses.groupby("reason", as_index=False)[["count"]].sum()
    rows = rows.sort_values("count", ascending=False)
    total = rows["count"].sum()
    return pd.DataFrame(
        {
            _("Reason"): [words.name_of(words.REASONS, reason) for reason in rows["reason"]],
            _("Operations"): rows["count"].astype("int64"),
            _("Share of failures (%)"): 100.0 * rows["count"] / total,
            _("Per thousand asked for"): 1000.0 * rows["count"] / view.drop.total,
        }
    ).reset_index(drop=True)


def costs_table(view: Activity) -> pd.DataFrame:
    """What a channel costs over the year, the minutes it supplies and works, and what one operation costs."""
    rows = channels.unit_costs(view.reader.snapshot, view.bank, view.month)
    return pd.DataFrame(
        {
            _("Channel"): [words.name_of(words.CHANNELS, code) for code in rows["channel"]],
            _("Resources (MAD million)"): rows["cost"] / _MILLION,
            _("Purchases (MAD million)"): rows["purchases"] / _MILLION,
            _("Operations"): rows["transactions"].astype("int64"),
            _("Full (MAD)"): rows["full"],
            _("Minutes each"): rows["minutes"],
            _("Cost of a minute supplied (MAD)"): rows["rate"],
            _("Minutes used (%)"): 100.0 * rows["utilisation"],
            _("Source"): rows["source"].map(core.source_names(view.reader.snapshot)),
        }
    )


def losses_described(view: Activity) -> str:
    """The losses in words."""
    frame = losses(view)
    return clauses(f"{label} {text}" for label, text in zip(frame["label"], frame["text"], strict=True))


def method() -> Method:
    """How operations are counted, for the foot of the page."""
    return Method.of(
        formula=r"\text{change}=\frac{N_{t-11..t}}{N_{t-23..t-12}}-1,\qquad "
        r"\text{reached}_k=\sum_{j\ge k}\text{ended}_j,\qquad c=\frac{C+V}{N}",
        words=[
            _(
                "One row of the channel log is one operation asked for, carried out or not. The page reads "
                "the cubes made from the log, never the log: their counts sum to its rows."
            ),
            _(
                "The change compares twelve whole months with the twelve before; where one of them is "
                "missing it is not stated. The range is the quietest and the busiest month."
            ),
            _(
                "Whoever ended at a step has reached all those before it. An operation in which the customer "
                "gave up counts as failed."
            ),
            _(
                "Hours of the week are means: the counts of a month over how often each hour occurred in it. "
                "They are those of all services."
            ),
            _(
                "The full cost of an operation is that of the costs page: the channel’s resources and "
                "purchases over its operations. Minutes not used are paid for too; the costs page sets them "
                "apart."
            ),
            _(
                "By Internet or mobile: their operations, carried out or not, of all operations of the "
                "twelve months. All pages take this share, the macro pages too; the services page leaves "
                "cash out."
            ),
            _(
                "Users and non-users of a channel differ before they use it: a comparison of the two says "
                "little of what the channel does (Hitt and Frei, 2002)."
            ),
        ],
        proof=_(
            "A log of 200,000 rows gives the same cubes on DuckDB and on Polars, cell by cell, and every "
            "cube sums to 200,000; in the demonstration, hours, steps and regions sum to the activity. The "
            "tests hold the data to all three."
        ),
    )


@kept
@page_content
def content(reader: Reader) -> Content:
    """The page "Activity"."""
    view = activity(reader)
    groups, told = groups_table(view), monthly_described(view)
    title = _("Operations by month: {dimension}").format(dimension=dimension_name(view.by).lower())
    drawn = monthly(view)
    there = {code: found for code in view.year.groups["code"] if (found := _narrowed(view, code))}
    happened = events.within(
        events.of_trade(reader, reader.bank().code), drawn["month"].min(), drawn["month"].max()
    )
    return Content(
        slug="channels-activity",
        answer=Answer(sentence(view), caution(view)),
        metrics=metrics(view),
        month=view.month,
        picture=Chart(
            "months",
            finding(view),
            charts.monthly_lines(
                drawn,
                order=shown_names(view),
                title=_("Thousand operations a month"),
                events=happened,
            ),
            " ".join(filter(None, (told, events.in_words(happened)))),
            view.kinds,
            note=told,
            figures=(
                Table(
                    "groups",
                    title,
                    groups,
                    told,
                    view.kinds,
                    {_("Failed (%)"): partial(number, digits=2)},
                    height=table_height(groups),
                    opens=tuple(there.get(code) for code in view.year.groups["code"]) if there else (),
                ),
                *events.table(reader.bank().code, happened, view.kinds, name="events"),
            ),
            opened_by="name",
            opens={view.names[code]: found for code, found in there.items()},
        ),
        details=(
            Detail("week", _("Busiest hours"), partial(_when, view)),
            Detail("losses", _("Where operations fail"), partial(_lost, view)),
            Detail("costs", _("Cost of an operation"), partial(_cost, view)),
        ),
        method=method(),
    )


def _when(view: Activity) -> tuple[Part, ...]:
    if view.week.empty:
        return (Note(_("The hours of the week are not known for these months."), "empty"),)
    told = week_described(view)
    return (
        Chart(
            "week",
            _busiest(view),
            channels_week.week_by_hour(
                week_cells(view).assign(value=lambda cells: cells["scaled"]),
                days=day_names(),
                title=week_title(view),
                every=False,
            ),
            told,
            view.kinds,
            note=told,
            figures=(Table("week", week_title(view), week_table(view), told, view.kinds),),
        ),
    )


def _lost(view: Activity) -> tuple[Part, ...]:
    if view.drop.losses.empty:
        return (Note(_("The steps are not known for these months, or nothing failed."), "empty"),)
    told, lost = losses_described(view), losses(view)
    return (
        Chart(
            "losses",
            _("Lost most often: {step}").format(step=row_of(lost, lost["value"].idxmax())["label"]),
            charts.losses(lost, title=_("Lost of a thousand asked for")),
            told,
            view.kinds,
            note=drop_note(view),
        ),
        Table("steps", "", steps_table(view), drop_sentence(view), view.kinds),
        Table("reasons", "", reasons_table(view), told, view.kinds),
    )


def _cost(view: Activity) -> tuple[Part, ...]:
    return (
        Table(
            "costs",
            _("Where the cost of an operation comes from"),
            costs_table(view),
            _("Cost, operations and minutes by channel, over twelve months"),
            view.kinds,
            {_("Full (MAD)"): partial(number, digits=2)},
        ),
    )
