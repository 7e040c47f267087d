"""What the costs page shows: three costs of a transaction, the published ratios, the customer's time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import pandas as pd

from analytics.channels.breakdown import ChannelCosts, LikeForLike, like_for_like
from analytics.channels.customer_time import (
    COUNTER_MINUTES,
    INTERNET_MINUTES,
    customer_time,
    minute_cost_ratio,
)
from analytics.channels.published import Envelope
from analytics.scenario import assumption
from studies.channels import costs as reads
from studies.channels.activity import ONLINE
from ui.channels.words import PUBLISHED_CHANNELS, SEGMENTS, channel_name, segment_name, service_names
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
from ui.words import N_, _, elided, in_series, interval, listing, month_name, number, percent, worded

_MILLION: Final = 1e6
COST_NAMES: Final = {"full": N_("Full"), "used": N_("Used"), "avoidable": N_("Avoidable")}
DETAILS: Final = assumption("cost_detail").names
KINDS_OF_COST: Final = assumption("published_kinds").names
CONTROLS: Final = (
    *("bank", "cost_detail", "practical_share", "given_back", "published_kinds", "published_inflation"),
)
_TALL: Final = 320


@dataclass(frozen=True)
class Costs:
    """One bank's costs beside the published ones, ready to be shown.

    ``like`` is None where no service is done both at the branch and online.
    """

    reader: Reader
    bank: str
    name: str
    costs: ChannelCosts
    like: LikeForLike | None
    envelope: Envelope
    published_kinds: tuple[str, ...]
    kinds: tuple[str, ...]

    @property
    def channels(self) -> pd.DataFrame:
        """``by_channel`` in the order in which the pages list channels."""
        order = list(PUBLISHED_CHANNELS)
        table = self.costs.by_channel
        return table.iloc[table["channel"].map(order.index).argsort(kind="stable")]


def detail_name(detail: str) -> str:
    """The name of a cut with its cost, in the reader's language."""
    return _(DETAILS[detail])


def kind_name(kind: str) -> str:
    """What a published cost covers, in the reader's language."""
    return _(KINDS_OF_COST[kind])


def costs(reader: Reader) -> Costs:
    """The costs of the bank asked about. Raises ``Refused`` where there are none."""
    snapshot, scenario, (bank, name) = reader.snapshot, reader.scenario, reader.bank()
    try:
        found = reads.bank_costs(snapshot, bank, scenario.practical_share, scenario.given_back)
    except ValueError:
        raise Refused(
            _(
                "{name} has no month with both resources and activity. Load the tables of channel resources "
                "and channel activity on the import page."
            ).format(name=name),
            "channel_resource",
            "channel_activity",
        ) from None
    tables = reads.bank_tables(snapshot, bank)
    try:
        like = like_for_like(found, tables.activity)
    except ValueError:
        like = None
    chosen = tuple(kind for kind in scenario.published_kinds if kind in KINDS_OF_COST)
    return Costs(
        reader, bank, name, found, like, reads.envelope(snapshot, chosen), chosen, (*tables.kinds, "derived")
    )


def _ends(view: Costs) -> tuple[pd.Series, pd.Series] | None:
    """The channel spoken of first (the branch where there is one) and the one with the lowest full cost."""
    rows = view.channels.dropna(subset="full").set_index("channel")
    if rows.empty:
        return None
    first = "branch" if "branch" in rows.index else rows["full"].idxmax()
    return row_of(rows, first), row_of(rows, rows["full"].idxmin())


def sentence(view: Costs) -> str:
    """What a transaction costs, at the branch and on the cheapest channel, in one sentence."""
    ends = _ends(view)
    if ends is None:
        return _("{name}: no transaction was handled, so none has a cost.").format(name=view.name)
    dear, cheap = ends
    months = view.costs.by_month
    seen = months.loc[months["channel"] == dear.name, "full"].dropna()
    told = (
        _(
            "{name}: on the channel “{dear}” a transaction costs {full} in full over the year, on “{cheap}” "
            "{cheapest}. {unused} of its resources stand idle."
        )
        if _of_a_year(view)
        else _(
            "{name}: on the channel “{dear}” a transaction costs {full} in full ({interval} from month to "
            "month), on “{cheap}” {cheapest}. {unused} of its resources stand idle."
        )
    )
    return told.format(
        name=view.name,
        full=number(dear["full"], 2, "MAD"),
        dear=channel_name(str(dear.name)),
        interval=interval(seen.min(), seen.max(), 2, "MAD"),
        cheap=channel_name(str(cheap.name)),
        cheapest=number(cheap["full"], 2, "MAD"),
        unused=percent(_idle(view)),
    )


def _of_a_year(view: Costs) -> bool:
    """Whether the months are those of fictional banks: a year was typed, or nothing."""
    return view.reader.months_stand_in("channel_activity", view.bank)


def _idle(view: Costs) -> float:
    return float(view.channels["unused"].sum() / max(view.channels["cost"].sum(), 1e-9))


def parts_sentence(view: Costs) -> str:
    """What of the dear channel's cost a transaction takes, and what goes away with it."""
    ends = _ends(view)
    if ends is None:
        return ""
    dear, _cheap = ends
    return _(
        "On the channel “{dear}” {used} pay for the minutes that a transaction takes, and {avoidable} goes "
        "away with it."
    ).format(
        dear=channel_name(str(dear.name)),
        used=number(dear["used"], 2, "MAD"),
        avoidable=number(dear["avoidable"], 2, "MAD"),
    )


def metrics(view: Costs) -> tuple[Metric, ...]:
    """Full cost on the two ends, how far apart they are, and what stands idle."""
    ends = _ends(view)
    if ends is None:
        return ()
    dear, cheap = ends
    whole = _of_a_year(view)
    by_month = view.costs.by_month.dropna(subset="full")
    shown = []
    for code, row in (("full_cost_branch", dear), ("full_cost_cheapest", cheap)):
        seen = by_month.loc[by_month["channel"] == row.name].sort_values("month")["full"]
        shown.append(
            Metric(
                code,
                _("Full cost, {channel}").format(channel=channel_name(str(row.name))),
                float(row["full"]),
                "MAD",
                2,
                None if whole else float(seen.min()),
                None if whole else float(seen.max()),
                better="lower",
                spark=tuple(float(value) for value in seen),
                months_of=("channel_activity",),
                why=_("of a year; its months are not known") if whole else _("from month to month"),
            )
        )
    ratio = 100 * cheap["full"] / dear["full"] if dear["full"] > 0 else None
    part = _("of the cost on the channel “{dear}”").format(dear=channel_name(str(dear.name)))
    name = _("{channel}, relative cost").format(channel=channel_name(str(cheap.name)))
    resources = _("of twelve months of resources; a sum, without interval")
    return (
        *shown,
        Metric("relative_cost", name, ratio, "%", 1, why=part),
        Metric("idle", _("Resources that stand idle"), 100 * _idle(view), "%", 0, why=resources),
    )


_SIDES: Final = {
    "online_cost": (N_("Used cost of an online transaction"), ONLINE),
    "branch_cost": (N_("Used cost of a branch transaction"), ("branch",)),
}


def used_costs(bank: str, table: pd.DataFrame) -> tuple[Metric, ...]:
    """What a transaction uses up online and at the branch, in MAD, of a bank's costs by channel.

    A side on which there is no transaction is left out.
    """
    found = []
    for code, (label, among) in _SIDES.items():
        rows = table[table["channel"].isin(among) & table["used"].notna() & (table["transactions"] > 0)]
        if rows.empty:
            continue
        spent = float((rows["used"] * rows["transactions"]).sum() / rows["transactions"].sum())
        opens, why = Open("channels-costs", {"bank": bank}), _("used cost, no interval")
        found.append(Metric(code, _(label), spent, "MAD", 2, better="lower", opens=opens, why=why))
    return tuple(found)


def used_costs_of(reader: Reader) -> tuple[Metric, ...]:
    """The same of the bank asked about; ValueError as the costing raises it."""
    scenario, bank = reader.scenario, reader.bank().code
    found = reads.bank_costs(reader.snapshot, bank, scenario.practical_share, scenario.given_back)
    return used_costs(bank, found.by_channel)


def caution(view: Costs) -> str:
    """What weakens the figures; empty when nothing does."""
    parts = []
    over = view.channels.loc[view.channels["unused"] < 0, "channel"]
    if len(over):
        parts.append(
            _("Beyond its practical capacity: {channels}").format(
                channels=listing([channel_name(name) for name in over])
            )
        )
    if view.costs.averaged:
        parts.append(
            _("Some minutes are the channel’s average: {channels}").format(
                channels=listing([channel_name(name) for name in view.costs.averaged])
            )
        )
    if view.costs.uncosted:
        parts.append(
            _("{count} transactions are on channels without stated resources").format(
                count=number(view.costs.uncosted, 0)
            )
        )
    if len(view.costs.months) < reads.MONTHS:
        parts.append(_("Fewer than twelve months: {count}").format(count=len(view.costs.months)))
    return " · ".join(parts)


def period_note(view: Costs) -> str:
    """Which months, and what the three costs are."""
    told = _(
        "From {start} to {end}. Full: all the channel costs, idle minutes included. Used: the minutes that "
        "the transaction takes. Avoidable: purchases, and the share of minutes given back ({share})."
    ).format(
        start=month_name(view.costs.months[0]),
        end=month_name(view.costs.months[-1]),
        share=percent(view.reader.scenario.given_back),
    )
    return elided(told)


def bars(view: Costs) -> tuple[pd.DataFrame, list[str]]:
    """Bars of the first chart, and the names of the costs in their order."""
    shown = {
        "full": _("Full cost"),
        "used": _("Used cost"),
        "avoidable": _("Avoidable cost"),
        "unused_per_transaction": _("Unused capacity"),
    }
    rows = view.channels.melt(id_vars="channel", value_vars=list(shown), var_name="cost").dropna()
    rows = rows.set_index("channel").loc[list(dict.fromkeys(rows["channel"]))].reset_index()
    return (
        pd.DataFrame(
            {
                "channel": [channel_name(name) for name in rows["channel"]],
                "cost": rows["cost"].map(shown),
                "value": rows["value"],
                "text": [number(value, 2) for value in rows["value"]],
            }
        ),
        list(shown.values()),
    )


def parts_of(view: Costs) -> pd.DataFrame:
    """The channels as the first chart draws them, the dearest first: parts of the full cost, written out."""
    shown = view.channels.sort_values("full", ascending=False, kind="stable")
    rows = []
    for row in shown.to_dict("records"):
        figures = {
            "channel": channel_name(row["channel"]),
            "full": number(row["full"], 2),
            "used": number(row["used"], 2),
            "avoidable": number(row["avoidable"], 2),
        }
        rows.append(
            {
                "channel": figures["channel"],
                "used": row["used"],
                "unused": row["unused_per_transaction"],
                "avoidable": row["avoidable"],
                "said": _("{channel}: {full} in full, {used} used, {avoidable} avoidable").format(**figures),
                "brief": _("{channel}: {full}, used {used}").format(**figures),
            }
        )
    return pd.DataFrame(rows)


def dearest(view: Costs) -> str:
    """The finding of the first chart: how many times the cheapest channel the dearest costs."""
    full = view.channels.set_index("channel")["full"].dropna()
    full = full[full > 0]
    if len(full) < 2:
        return _("Three costs of a transaction, and the capacity that nobody uses")
    return _("“{dear}” costs {times} times as much as “{cheap}”").format(
        dear=channel_name(str(full.idxmax())),
        times=number(full.max() / full.min(), 0 if full.max() >= 10 * full.min() else 1),
        cheap=channel_name(str(full.idxmin())),
    )


def described_bars(view: Costs) -> str:
    """The first chart in words."""
    parts = [
        _("{channel}: full {full}, used {used}, avoidable {avoidable}").format(
            channel=channel_name(row.channel),
            full=number(row.full, 2),
            used=number(row.used, 2),
            avoidable=number(row.avoidable, 2),
        )
        for row in each_row(view.channels.dropna(subset="full"))
    ]
    return _("MAD per transaction.") + " " + in_series(parts) + "."


def course_sentence(view: Costs) -> str:
    """Where the ratios of the course stand among the published ones."""
    words = {
        "below": _("below all published figures"),
        "inside": _("inside the published range"),
        "above": _("above all published figures"),
        "alone": _("without a published figure of this kind"),
    }
    told = []
    for row in each_row(view.envelope.by_channel.dropna(subset="compared")):
        span = f" ({interval(row.low, row.high, 2)})" if row.tables > 1 else ""
        if row.tables == 1:
            span = f" ({number(row.low, 2)})"
        told.append(
            _("{channel} {ratio}, {position}{range}").format(
                channel=channel_name(row.channel),
                ratio=number(row.compared, 2),
                position=words[row.position],
                range=span,
            )
        )
    return _("The course’s ratios to the branch: {ratios}.").format(ratios=in_series(told))


def published_note(view: Costs) -> str:
    """What is compared, and which tables have no ratio."""
    left = view.envelope.left_out
    studies = listing(sorted({f"{row.study} ({row.edition})" for row in each_row(left)}))
    said = _(
        "Each cost over the branch cost of its own table, so neither currency nor year matters. No unit cost "
        "of a Moroccan bank was found in print: none is shown; the bank’s own come from its resources."
    )
    if left.empty:
        return said
    return said + " " + _("Without a ratio, in the table only: {studies}.").format(studies=studies)


def time_sentence(view: Costs) -> str:
    """The customer's minutes, which are not the bank's."""
    per_minute = minute_cost_ratio(1 / 7, INTERNET_MINUTES / COUNTER_MINUTES)
    stated = _(
        "A transaction takes the customer {online} minutes online and {counter} at the counter: customer’s "
        "time, never staff time. With the course’s cost of one seventh, an online minute then costs {ratio} "
        "of a counter minute."
    ).format(
        online=number(INTERNET_MINUTES, 0),
        counter=number(COUNTER_MINUTES, 0),
        ratio=percent(per_minute),
    )
    rates = view.channels.set_index("channel")["rate"]
    if {"branch", "internet"} <= set(rates.index) and rates["branch"] > 0:
        stated += " " + _(
            "In this bank’s own figures, an online minute costs {ratio} of a counter minute."
        ).format(ratio=percent(rates["internet"] / rates["branch"]))
    return stated


def method() -> Method:
    """How the costs are computed, for the foot of the page."""
    return Method.of(
        formula=r"\rho_k=\frac{C_k}{\text{minutes}_k\,p},\qquad c_{ks}=\tau_{ks}\rho_k+v_{ks},\qquad "
        r"\text{unused}_k=C_k-\sum_s n_{ks}\tau_{ks}\rho_k",
        words=[
            _(
                "Time-driven costing (Kaplan and Anderson, 2004): a channel’s cost a minute of practical "
                "capacity, times the minutes of a transaction, plus its purchases. Used and unused cost "
                "always add up to what the channel costs."
            ),
            _(
                "Full cost spreads the idle minutes over what was handled; it falls when volumes rise and is "
                "no guide to what a move saves. Avoidable cost counts purchases and the part of freed "
                "minutes that the bank gives back, by its own decision."
            ),
            _(
                "The table of released units counts in whole branches, machines and seats on the network’s "
                "total; branch by branch less is released."
            ),
            _(
                "Published figures are compared by their ratio to the branch cost of the same table. Prices "
                "of another year are restated in the study’s own currency at the rise of prices assumed, "
                "never in dirhams. The course says “phone” without saying which: its third is set beside "
                "each kind."
            ),
        ],
        proof=_(
            "Department of Kaplan and Anderson (Harvard Business Review, 2004): 560,000 for 700,000 minutes, "
            "49,000 orders of 8 minutes, 1,400 inquiries of 44, 2,500 credit checks of 50: rate 0.80, unit "
            "costs 6.40, 35.20 and 40.00, used 462,880, unused 97,120."
        ),
    )


LEAVING: Final = 0.1
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


def _details(view: Costs) -> tuple[pd.DataFrame, str]:
    """Rows of the cut chosen, with their label, in the order of the catalogue, and the cost chosen."""
    cut, cost = view.reader.display.cost_detail.split("_")
    if cut == "service":
        rows, names = view.costs.by_service, service_names(view.reader.snapshot)
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
    low, high = row_of(rows, rows[cost].idxmin()), row_of(rows, rows[cost].idxmax())
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
    rows = reads.release(view.reader.snapshot, view.bank, LEAVING)
    return pd.DataFrame(
        {
            _("Channel"): [channel_name(name) for name in rows["channel"]],
            _("Units in service"): rows["units"],
            _("Units needed now"): rows["needed"],
            _("Needed after"): rows["needed_after"],
            _("Saving a month (MAD)"): rows["saving"].round().astype("int64"),
            _("Per transaction gone (MAD)"): rows["unit_saving"].round(2),
        }
    )


def release_note(view: Costs) -> str:
    """What the table of released units says."""
    rows = reads.release(view.reader.snapshot, view.bank, LEAVING)
    rows = rows.assign(freed=rows["needed"] - rows["needed_after"])
    freed = [
        _("{channel} {count}").format(channel=channel_name(row.channel), count=number(row.freed, 0))
        for row in each_row(rows[rows["freed"] > 0])
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
                "published": [_published(row) for row in each_row(points)],
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
    rows = reads.restated(view.reader.snapshot, view.reader.scenario.published_inflation)
    if view.published_kinds:
        rows = rows[rows["cost_kind"].isin(view.published_kinds)]
    branch = rows[rows["channel"] == "branch"].set_index(["study", "edition", "cost_kind"])["unit_cost"]
    keys = pd.MultiIndex.from_frame(rows[["study", "edition", "cost_kind"]])
    year = view.reader.snapshot.as_of.year
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
            _("Remark"): rows[worded("note")],
            _("Source"): rows["publisher"] + ", " + rows["title"],
            _("Address"): rows["address"],
        }
    )


def time_table(view: Costs) -> pd.DataFrame:
    """Hours that customers save in a year when part of the counter's transactions goes online."""
    volume = 12 * float(view.like.volume.sum()) if view.like else 0.0
    growth = view.reader.scenario.augmentation
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


def _plot(view: Costs) -> Plot:
    rows, names = bars(view)
    figures = wide(rows, along="channel", by="cost", value="value", order=names)
    return Plot("bar", figures, _("MAD per transaction"))


@kept
@page_content
def content(reader: Reader) -> Content:
    """The page "Costs"."""
    view = costs(reader)
    by_channel = channel_table(view)
    return Content(
        slug="channels-costs",
        answer=Answer(sentence(view), caution(view), parts_sentence(view)),
        metrics=metrics(view),
        figures=used_costs(view.bank, view.costs.by_channel),
        picture=Chart(
            "costs",
            dearest(view),
            charts.cost_bars(
                parts_of(view),
                parts=(_("Used cost"), _("Unused capacity")),
                avoidable=_("Avoidable cost"),
                title=_("MAD per transaction"),
            ),
            described_bars(view),
            view.kinds,
            note=period_note(view),
            figures=(
                Table(
                    "channels",
                    _("Cost of each channel"),
                    by_channel,
                    described_bars(view),
                    view.kinds,
                    finer(by_channel, 2),
                ),
            ),
            plot=partial(_plot, view),
        ),
        details=(
            Detail("released", _("What would be released"), partial(_released, view)),
            Detail("detail", detail_name(reader.display.cost_detail), partial(_in_detail, view)),
            Detail("published", _("Published costs"), partial(_beside_print, view)),
            Detail("time", _("Customer’s time"), partial(_customers_time, view)),
        ),
        method=method(),
        board=Slide(("costs",), ("channels", "released")),
        story=Telling("costs", (period_note(view), course_sentence(view), time_sentence(view))),
    )


def _released(view: Costs) -> tuple[Part, ...]:
    rows = release_table(view)
    title = _("What a tenth fewer transactions would release, in whole units")
    return (
        Table("released", title, rows, release_note(view), view.kinds, finer(rows, 2)),
        Note(release_note(view), "aside"),
    )


def _in_detail(view: Costs) -> tuple[Part, ...]:
    points, channels = detail_points(view)
    rows, name = detail_table(view), detail_name(view.reader.display.cost_detail)
    told = described_details(view)
    return (
        Chart(
            "detail",
            name,
            charts.cost_points(points, channels=channels, title=_("MAD per transaction, logarithmic scale")),
            told,
            view.kinds,
            figures=(Table("detail", name, rows, told, view.kinds, finer(rows, 2), height=_TALL),),
        ),
    )


def _beside_print(view: Costs) -> tuple[Part, ...]:
    spans, marks, kinds = envelope_frames(view)
    envelope, studies = envelope_table(view), published_table(view)
    title = _("Published ratios to the branch, beside those of the course")
    course, note = course_sentence(view), published_note(view)
    return (
        Chart(
            "published",
            title,
            charts.ratio_envelope(spans, marks, kinds=kinds, title=_("Cost of a transaction, branch = 1")),
            course,
            ("observed", *view.kinds),
            note=note,
            figures=(Table("envelope", title, envelope, course, ("observed",), finer(envelope, 3)),),
        ),
        Note(course, "aside"),
        Table(
            "studies",
            _("Every published figure, with its source"),
            studies,
            note,
            ("observed", "assumed"),
            finer(studies, 3),
            height=_TALL,
        ),
    )


def _customers_time(view: Costs) -> tuple[Part, ...]:
    told = time_sentence(view)
    return (
        Note(told, title=_("Customer’s time: seven minutes or three")),
        Table("time", "", time_table(view), told, ("observed", *view.kinds)),
    )
