"""What the costs page shows: three costs of a transaction, the published ratios, the customer's time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from analytics.channels.breakdown import ChannelCosts, LikeForLike, like_for_like
from analytics.channels.customer_time import COUNTER_MINUTES, INTERNET_MINUTES, minute_cost_ratio
from analytics.channels.published import Envelope
from studies.channels import costs as reads
from ui import link
from ui.refusal import Refused
from ui.views.channels_words import PUBLISHED_CHANNELS, SEGMENTS
from ui.words import N_, _, interval, listing, month_name, number, percent

COST_NAMES: Final = {"full": N_("Full"), "used": N_("Used"), "avoidable": N_("Avoidable")}
DETAILS: Final = {
    "service_full": N_("By service, full cost"),
    "service_used": N_("By service, used cost"),
    "service_avoidable": N_("By service, avoidable cost"),
    "segment_full": N_("By segment, full cost"),
    "segment_used": N_("By segment, used cost"),
    "segment_avoidable": N_("By segment, avoidable cost"),
}
KINDS_OF_COST: Final = {
    "average": N_("Average, all charges"),
    "variable": N_("Variable cost"),
    "labour": N_("Labour only"),
    "per_deposit": N_("One deposit"),
    "magnitude": N_("Order of magnitude"),
    "ratio": N_("Stated as a ratio"),
}
CONTROLS: Final = (
    *("bank", "cost_detail", "practical_share", "given_back", "published_kinds", "published_inflation"),
)


@dataclass(frozen=True)
class Costs:
    """One bank's costs beside the published ones, ready to be shown.

    ``like`` is None where no service is done both at the branch and online.
    """

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


def channel_name(channel: str) -> str:
    """The name of a channel, in the reader's language."""
    return _(PUBLISHED_CHANNELS[channel])


def segment_name(segment: str) -> str:
    """The name of a customer segment, in the reader's language."""
    return _(SEGMENTS[segment])


def detail_name(detail: str) -> str:
    """The name of a cut with its cost, in the reader's language."""
    return _(DETAILS[detail])


def kind_name(kind: str) -> str:
    """What a published cost covers, in the reader's language."""
    return _(KINDS_OF_COST[kind])


def tenths(share: float) -> str:
    """A share as a percentage with one digit."""
    return percent(share, 1)


def in_series(parts: Sequence[str]) -> str:
    """Statements one after the other, parted as the language does it."""
    return _("; ").join(parts)


def costs(bank: str, name: str) -> Costs:
    """The costs of a bank under the session's scenario. Raises ``Refused`` where there are none."""
    snapshot, scenario = link.shown(), link.scenario()
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
        bank, name, found, like, reads.envelope(snapshot, chosen), chosen, (*tables.kinds, "derived")
    )


def _ends(view: Costs) -> tuple[pd.Series, pd.Series] | None:
    """The channel spoken of first (the branch where there is one) and the one with the lowest full cost."""
    rows = view.channels.dropna(subset="full").set_index("channel")
    if rows.empty:
        return None
    first = "branch" if "branch" in rows.index else rows["full"].idxmax()
    return rows.loc[first], rows.loc[rows["full"].idxmin()]


def sentence(view: Costs) -> str:
    """What a transaction costs, at the branch and on the cheapest channel, in one sentence."""
    ends = _ends(view)
    if ends is None:
        return _("{name}: no transaction was handled, so none has a cost.").format(name=view.name)
    dear, cheap = ends
    months = view.costs.by_month
    seen = months.loc[months["channel"] == dear.name, "full"].dropna()
    return _(
        "{name}: a transaction costs {full} in full on the channel “{dear}” ({interval} from month to "
        "month); {used} for the minutes it takes, and {avoidable} goes away with it. On “{cheap}” it costs "
        "{cheapest}. Unused capacity takes {unused} of all resources."
    ).format(
        name=view.name,
        full=number(dear["full"], 2, "MAD"),
        dear=channel_name(str(dear.name)),
        interval=interval(seen.min(), seen.max(), 2, "MAD"),
        used=number(dear["used"], 2, "MAD"),
        avoidable=number(dear["avoidable"], 2, "MAD"),
        cheap=channel_name(str(cheap.name)),
        cheapest=number(cheap["full"], 2, "MAD"),
        unused=percent(view.channels["unused"].sum() / max(view.channels["cost"].sum(), 1e-9)),
    )


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
    return _(
        "From {start} to {end}. Full: all the channel costs, idle minutes included. Used: the minutes that "
        "the transaction takes. Avoidable: purchases, and the share of minutes given back ({share})."
    ).format(
        start=month_name(view.costs.months[0]),
        end=month_name(view.costs.months[-1]),
        share=percent(link.scenario().given_back),
    )


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


def described_bars(view: Costs) -> str:
    """The first chart in words."""
    parts = [
        _("{channel}: full {full}, used {used}, avoidable {avoidable}").format(
            channel=channel_name(row.channel),
            full=number(row.full, 2),
            used=number(row.used, 2),
            avoidable=number(row.avoidable, 2),
        )
        for row in view.channels.dropna(subset="full").itertuples()
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
    for row in view.envelope.by_channel.dropna(subset="compared").itertuples():
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
    studies = listing(sorted({f"{row.study} ({row.edition})" for row in left.itertuples()}))
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


def method() -> dict[str, object]:
    """How the costs are computed, for the foot of the page."""
    return {
        "formula": r"\rho_k=\frac{C_k}{\text{minutes}_k\,p},\qquad c_{ks}=\tau_{ks}\rho_k+v_{ks},\qquad "
        r"\text{unused}_k=C_k-\sum_s n_{ks}\tau_{ks}\rho_k",
        "words": [
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
        "proof": _(
            "Department of Kaplan and Anderson (Harvard Business Review, 2004): 560,000 for 700,000 minutes, "
            "49,000 orders of 8 minutes, 1,400 inquiries of 44, 2,500 credit checks of 50: rate 0.80, unit "
            "costs 6.40, 35.20 and 40.00, used 462,880, unused 97,120."
        ),
    }
