"""Tables and chart frames of the costs page."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final

import pandas as pd

from analytics.channels.customer_time import customer_time
from studies.channels import costs as reads
from ui import link
from ui.views.channels_costs import (
    COST_NAMES,
    Costs,
    channel_name,
    kind_name,
    segment_name,
)
from ui.views.channels_words import PUBLISHED_CHANNELS, SEGMENTS
from ui.words import N_, _, language, listing, number, percent

LEAVING: Final = 0.1
_MILLION: Final = 1e6
_MOVED: Final = (0.1, 0.25, 0.5, 1.0)
_STATUSES: Final = {
    "verified": N_("Read in the source"),
    "secondary": N_("As quoted elsewhere"),
    "unverified": N_("Not found again"),
}
_POSITIONS: Final = {
    "below": N_("Below all"),
    "inside": N_("Inside"),
    "above": N_("Above all"),
    "alone": N_("No figure"),
}


def digits(frame: pd.DataFrame, count: int) -> dict[str, Callable[[Any], str]]:
    """How the figures of a table are written: with more digits than most tables need."""
    return dict.fromkeys(frame.select_dtypes("float"), partial(number, digits=count))


def channel_table(view: Costs) -> pd.DataFrame:
    """Three costs, unused capacity and what they are made of, by channel."""
    rows = view.channels
    return pd.DataFrame(
        {
            _("Channel"): [channel_name(name) for name in rows["channel"]],
            _("Full (MAD)"): rows["full"].round(2),
            _("Used (MAD)"): rows["used"].round(2),
            _("Avoidable (MAD)"): rows["avoidable"].round(2),
            _("Handled (million)"): (rows["transactions"] / _MILLION).round(2),
            _("Resources (MAD million)"): (rows["cost"] / _MILLION).round(2),
            _("Unused (MAD million)"): (rows["unused"] / _MILLION).round(2),
            _("Capacity used (%)"): (100 * rows["utilisation"]).round(1),
            _("Cost of a minute (MAD)"): rows["rate"].round(2),
        }
    )


def _service_names() -> dict[str, str]:
    rows = reads.services(link.shown())
    return dict(zip(rows["service"], rows[f"label_{language()}"], strict=True))


def _details(view: Costs) -> tuple[pd.DataFrame, str]:
    """Rows of the cut chosen, with their label, in the order of the catalogue, and the cost chosen."""
    cut, cost = link.scenario().cost_detail.split("_")
    if cut == "service":
        rows, names = view.costs.by_service, _service_names()
    else:
        rows, names = view.costs.by_segment, {code: segment_name(code) for code in SEGMENTS}
    order = list(names)
    rows = rows.assign(
        label=rows[cut].map(names),
        row=rows[cut].map(order.index),
        column=rows["channel"].map(list(PUBLISHED_CHANNELS).index),
    )
    return rows.sort_values(["row", "column"]), cost


def detail_points(view: Costs) -> tuple[pd.DataFrame, list[str]]:
    """Points of the chart by service or segment, and the channels in their order."""
    rows, cost = _details(view)
    frame = pd.DataFrame(
        {
            "label": rows["label"],
            "channel": [channel_name(name) for name in rows["channel"]],
            "value": rows[cost],
            "text": [number(value, 2, "MAD") for value in rows[cost]],
        }
    )
    present = set(rows["channel"])
    return frame, [channel_name(name) for name in PUBLISHED_CHANNELS if name in present]


def detail_table(view: Costs) -> pd.DataFrame:
    """Three costs of every service or segment on every channel."""
    rows, _cost = _details(view)
    by_service = "service" in rows.columns
    table = {
        _("Service") if by_service else _("Segment"): rows["label"],
        _("Channel"): [channel_name(name) for name in rows["channel"]],
    }
    table |= {f"{_(name)} (MAD)": rows[cost].round(2) for cost, name in COST_NAMES.items()}
    if by_service:
        table[_("Minutes")] = rows["minutes"].round(1)
    return pd.DataFrame(table | {_("Transactions"): rows["transactions"].round().astype("int64")})


def described_details(view: Costs) -> str:
    """The cheapest and the dearest cell of the cut chosen."""
    rows, cost = _details(view)
    low, high = rows.loc[rows[cost].idxmin()], rows.loc[rows[cost].idxmax()]
    said = _("{cost} cost from {low} ({label_low}, {channel_low}) to {high} ({label_high}, {channel_high}).")
    return said.format(
        cost=_(COST_NAMES[cost]),
        low=number(low[cost], 2, "MAD"),
        label_low=low["label"],
        channel_low=channel_name(low["channel"]),
        high=number(high[cost], 2, "MAD"),
        label_high=high["label"],
        channel_high=channel_name(high["channel"]),
    )


def release_table(view: Costs) -> pd.DataFrame:
    """Whole units that a tenth fewer transactions would release, and the saving per transaction gone."""
    rows = reads.release(link.shown(), view.bank, LEAVING)
    return pd.DataFrame(
        {
            _("Channel"): [channel_name(name) for name in rows["channel"]],
            _("Units in service"): rows["units"],
            _("Units needed now"): rows["needed"],
            _("Needed after"): rows["needed_after"],
            _("Saving a month (MAD)"): rows["saving"].round(),
            _("Per transaction gone (MAD)"): rows["unit_saving"].round(2),
        }
    )


def release_note(view: Costs) -> str:
    """What the table of released units says."""
    rows = reads.release(link.shown(), view.bank, LEAVING)
    rows = rows.assign(freed=rows["needed"] - rows["needed_after"])
    freed = [
        _("{channel} {count}").format(channel=channel_name(row.channel), count=number(row.freed, 0))
        for row in rows[rows["freed"] > 0].itertuples()
    ]
    return _(
        "Units that would no longer be needed if {share} of the latest month’s transactions left every "
        "channel: {list}. The saving is real only once they close; units not needed even now come on top."
    ).format(share=percent(LEAVING), list=listing(freed) or _("none"))


def envelope_frames(view: Costs) -> tuple[pd.DataFrame, pd.DataFrame, list[str]]:
    """Range by channel, points of the chart, and what the points are, in order."""
    course, own = _("Course text"), _("{name}, full cost").format(name=view.name)
    points = view.envelope.points[view.envelope.points["channel"] != "branch"]
    frames = [
        pd.DataFrame(
            {
                "channel": points["channel"],
                "ratio": points["ratio"],
                "what": [kind_name(kind) for kind in points["cost_kind"]],
                "study": points["study"] + ", " + points["edition"],
                "published": [_published(row) for row in points.itertuples()],
                "status": [_(_STATUSES[status]) for status in points["status"]],
                "source": points["publisher"] + ", " + points["title"],
            }
        )
    ]
    stated = view.envelope.by_channel.dropna(subset="compared")
    frames.append(_placed(stated["channel"], stated["compared"], course))
    full = view.channels.set_index("channel")["full"].dropna()
    if "branch" in full.index and full["branch"] > 0:
        ratios = (full / full["branch"]).drop("branch")
        frames.append(_placed(ratios.index.to_series(), ratios, own))
    joined = pd.concat(frames, ignore_index=True)
    order = [name for name in PUBLISHED_CHANNELS if name in set(joined["channel"])]
    spans = view.envelope.by_channel.set_index("channel").reindex(order)[["low", "high"]].reset_index()
    kinds = [kind for kind in dict.fromkeys(joined["what"]) if kind not in (course, own)]
    rank = joined["channel"].map(order.index)
    joined = joined.assign(channel=joined["channel"].map(channel_name)).iloc[rank.argsort(kind="stable")]
    return spans.assign(channel=spans["channel"].map(channel_name)), joined, [*kinds, course, own]


def _placed(channels: pd.Series, ratios: pd.Series, what: str) -> pd.DataFrame:
    return pd.DataFrame({"channel": channels.to_numpy(), "ratio": ratios.to_numpy()}).assign(
        what=what, study=what, published=None, status=None, source=what
    )


def _published(row: Any) -> str:
    unit = "" if row.currency == "ratio" else f"{row.currency}"
    return number(row.unit_cost, 3 if row.unit_cost < 0.1 else 2, unit)


def envelope_table(view: Costs) -> pd.DataFrame:
    """Range of the published ratios by channel, and where the course's ratio stands."""
    rows = view.envelope.by_channel
    rows = rows.iloc[rows["channel"].map(list(PUBLISHED_CHANNELS).index).argsort(kind="stable")]
    return pd.DataFrame(
        {
            _("Channel"): [channel_name(name) for name in rows["channel"]],
            _("Course text"): rows["compared"].round(3),
            _("Lowest"): rows["low"].round(3),
            _("Median"): rows["median"].round(3),
            _("Highest"): rows["high"].round(3),
            _("Published tables"): rows["tables"],
            _("The course’s ratio is"): [
                _(_POSITIONS[place]) if isinstance(place, str) else None for place in rows["position"]
            ],
        }
    )


def published_table(view: Costs) -> pd.DataFrame:
    """Every published figure with currency, year, status and source, and restated to today's prices."""
    rows = reads.restated(link.shown(), link.scenario().published_inflation)
    if view.published_kinds:
        rows = rows[rows["cost_kind"].isin(view.published_kinds)]
    branch = rows[rows["channel"] == "branch"].set_index(["study", "edition", "cost_kind"])["unit_cost"]
    keys = pd.MultiIndex.from_frame(rows[["study", "edition", "cost_kind"]])
    year = link.shown().as_of.year
    return pd.DataFrame(
        {
            _("Study"): rows["study"],
            _("Edition"): rows["edition"],
            _("Country"): rows["country"],
            _("Channel"): [channel_name(name) for name in rows["channel"]],
            _("What it covers"): [kind_name(kind) for kind in rows["cost_kind"]],
            _("As published"): rows["unit_cost"],
            _("Currency"): rows["currency"].where(rows["currency"] != "ratio", _("ratio")),
            _("At {year} prices").format(year=year): rows["restated"].round(2),
            _("Ratio to its branch"): (rows["unit_cost"].to_numpy() / branch.reindex(keys).to_numpy()).round(
                3
            ),
            _("Status"): [_(_STATUSES[status]) for status in rows["status"]],
            _("Remark"): rows[f"note_{language()}"],
            _("Source"): rows["publisher"] + ", " + rows["title"],
            _("Address"): rows["address"],
        }
    )


def time_table(view: Costs) -> pd.DataFrame:
    """Hours that customers save in a year when part of the counter's transactions goes online."""
    volume = 12 * float(view.like.volume.sum()) if view.like else 0.0
    growth = link.scenario().augmentation
    rows = []
    for share in _MOVED:
        same = customer_time(volume, share)
        grown = customer_time(volume, share, augmentation=growth)
        rows.append((percent(share), same.hours_before, same.hours_saved, grown.hours_saved))
    columns = [
        _("Moved"),
        _("Hours at the counter now"),
        _("Hours saved, same use"),
        _("Hours saved, use + {growth}").format(growth=percent(growth)),
    ]
    return pd.DataFrame(rows, columns=columns).round().astype(dict.fromkeys(columns[1:], "int64"))
