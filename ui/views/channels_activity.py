"""What the activity page says: what customers do, where, how often it fails, and at which step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import pandas as pd

from studies.channels import activity as reads
from ui import controls, link
from ui.refusal import Refused
from ui.views import channels_words as words
from ui.views.channels_staffing import day_names
from ui.views.choices import month_of
from ui.words import N_, _, interval, listing, ngettext, number, percent, signed

DIMENSIONS: Final = {
    "channel": N_("Channel"),
    "service": N_("Service"),
    "tier": N_("Tier of service"),
    "segment": N_("Customer segment"),
    "region": N_("Region"),
}
_LINES: Final = 5
_MILLION: Final = 1_000_000
_THOUSAND: Final = 1_000
_ROWS_SEEN, _TALL = 12, 420


@dataclass(frozen=True)
class Activity:
    """A bank's operations under the session's scenario, with the names of what they are told apart by."""

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


def pick_month(bank: str) -> str:
    """A menu of the months of the bank's cube. Raises ``Refused`` where there are none."""
    found = reads.months(link.shown(), bank)
    if not found:
        raise Refused(
            _("This bank has no channel activity yet. Make cubes from its channel log and load them."),
            "channel_activity",
        )
    return controls.choose("month", _("Twelve months to"), list(found), shown=month_of)


def pick_channel() -> str:
    """A menu of the channels, all of them first."""
    names = {reads.ALL: _("All channels")} | {
        code: words.name_of(words.CHANNELS, code) for code in words.CHANNELS
    }
    return controls.choose("activity_channel", _("On"), list(names), shown=names.__getitem__)


def pick_service() -> str:
    """A menu of the services, all of them first."""
    names = {reads.ALL: _("All services")} | words.service_names()
    return controls.choose("activity_service", _("Service"), list(names), shown=names.__getitem__)


def dimension_name(code: str) -> str:
    """What operations are told apart by, in words."""
    return _(DIMENSIONS[code])


def activity(bank: str, name: str, month: str, channel: str, service: str) -> Activity:
    """The operations that the scenario asks for. Raises ``Refused`` where there are none."""
    snapshot, by = link.shown(), link.scenario().activity_by
    found = reads.year(snapshot, bank, month, by, channel, service)
    subject = [name]
    if channel != reads.ALL:
        subject.append(words.name_of(words.CHANNELS, channel))
    if service != reads.ALL and by != "region":
        subject.append(words.service_names()[service])
    if not found.count:
        raise Refused(
            _("{subject}: no operation in the twelve months to {month}.").format(
                subject=" · ".join(subject), month=month_of(month)
            )
        )
    names = {code: _group_name(by, code) for code in found.monthly["code"].unique()}
    kinds = tuple(reads.cube(snapshot, bank)["kind"].drop_duplicates())
    return Activity(
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


def _group_name(by: str, code: str) -> str:
    if by == "service":
        return words.service_names().get(code, code)
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
    """How much is asked for, the change, the share online, and what fails."""
    found = view.year
    scale, unit = (_MILLION, _("million")) if found.by_month.max() >= _MILLION else (1.0, "")
    stated = _("{subject}: {operations} in the {months} months to {month} ({range} a month)").format(
        subject=view.subject,
        operations=_operations(found.count),
        months=len(found.by_month),
        month=month_of(view.month),
        range=interval(
            found.by_month.min() / scale, found.by_month.max() / scale, 1 if scale > 1 else 0, unit
        ),
    )
    if pd.notna(found.before) and found.before:
        stated += _(", {change} on the year before").format(
            change=signed(100.0 * (found.count / found.before - 1.0), 1, "%")
        )
    if view.channel == reads.ALL:
        stated += _("; {share} by Internet or mobile").format(share=percent(found.online))
    stated += _("; {share} fail").format(share=percent(found.failures / found.count, 1))
    by_reason = view.drop.losses.groupby("reason")["count"].sum()
    if len(by_reason):
        stated += _(", most often: {reason}").format(
            reason=words.name_of(words.REASONS, str(by_reason.idxmax())).lower()
        )
    return stated + "."


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
    rows = rows.groupby(["month", "name"], as_index=False)["count"].sum()
    return rows.assign(value=rows["count"] / _THOUSAND).drop(columns="count")


def monthly_described(view: Activity) -> str:
    """The chart by month in words: the share of each group."""
    groups = view.year.groups.head(_LINES)
    return _("{subject}, {month}: {parts}.").format(
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
    return frame.assign(text=[number(value, digits) for value in scaled])


def week_unit(view: Activity) -> int:
    """Whether hours are written in ones or in thousands."""
    return _THOUSAND if view.week["value"].max() >= 10 * _THOUSAND else 1


def week_title(view: Activity) -> str:
    """What the cells of the timetable are."""
    return _("Thousand operations an hour") if week_unit(view) == _THOUSAND else _("Operations an hour")


def week_described(view: Activity) -> str:
    """The week in words: its busiest and quietest hours."""
    frame = week_cells(view)
    top, low = frame.loc[frame["value"].idxmax()], frame.loc[frame["value"].idxmin()]
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


def losses(view: Activity) -> pd.DataFrame:
    """Operations lost per thousand asked for, by last step and reason: label, value, text."""
    rows = view.drop.losses
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
    worst = view.drop.steps.loc[view.drop.steps["lost"].idxmax()]
    return _("{done} are carried out; most losses come after “{step}”: {lost} of a thousand.").format(
        done=percent(done, 1),
        step=words.name_of(words.STEPS, str(worst["step"])),
        lost=number(_THOUSAND * worst["lost"] / view.drop.total, 1),
    )


def drop_note(view: Activity) -> str:
    """What the drop-off says, and over how many months."""
    known = ngettext("{count} month is known by step.", "{count} months are known by step.", view.drop.months)
    return f"{drop_sentence(view)} {known.format(count=view.drop.months)}"
