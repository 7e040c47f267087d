"""What the services page shows: how complete a bank's offer is, and which gap to close first."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import pandas as pd

from analytics.adoption.services import TIERS
from studies.adoption import services as reads
from studies.adoption.drivers import attitude_effects, surveys
from studies.channels.activity import ONLINE
from ui.adoption.words import construct_name
from ui.channels.words import TIERS as ONLINE_TIERS
from ui.channels.words import service_names
from ui.charts import adoption as charts
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
)
from ui.reader import Reader, kept, page_content
from ui.refusal import Refused
from ui.rows import row_of
from ui.words import N_, _, interval, listing, month_name, number, percent

TIER_NAMES: Final = {**ONLINE_TIERS, "total": N_("Whole offer")}


@dataclass(frozen=True)
class Offer:
    """One bank's offer beside its peers', ready to be shown.

    ``tiers`` and ``use``: tier, label, value, peer_low, peer_median, peer_high (%); ``gaps``: rows of the
    engine with labels; ``peers``: codes of the banks compared.
    """

    reader: Reader
    bank: str
    name: str
    tiers: pd.DataFrame
    use: pd.DataFrame
    gaps: pd.DataFrame
    peers: tuple[str, ...]
    ranked_by_survey: bool
    kinds: tuple[str, ...]


def offer(reader: Reader) -> Offer:
    """The offer of the bank asked about. Raises ``Refused`` where none is known."""
    snapshot, shown, (bank, name) = reader.snapshot, reader.display, reader.bank()
    peers = reader.peers(bank)
    table = reads.coverage(snapshot, shown.offer_channel, (bank, *peers))
    if bank not in table.index:
        raise Refused(
            _("{name} has no service online yet. Load its offer on the import page.").format(name=name),
            "service_offer",
        )
    strengths = _strengths(reader) if shown.gap_ranking == "survey" else ()
    found = reads.gaps(snapshot, shown.offer_channel, (bank, *peers), bank, strengths)
    shares = {code: reads.online_share(snapshot, code).set_index("tier")["share"] for code in (bank, *peers)}
    use = pd.DataFrame({code: share for code, share in shares.items() if len(share)}).T
    rows = reads.service_offers(snapshot)
    kinds = rows.loc[rows["bank"].isin([bank, *peers]), "kind"].drop_duplicates()
    return Offer(
        reader,
        bank,
        name,
        _beside(100.0 * table, bank, [*TIERS, "total"]),
        _beside(100.0 * use, bank, [tier for tier in TIERS if tier in use.columns]),
        found.assign(label=found["service"].map(service_names(snapshot))),
        peers,
        bool(strengths),
        (*kinds, "assumed"),
    )


def _strengths(reader: Reader) -> tuple[tuple[str, float], ...]:
    snapshot, scenario = reader.snapshot, reader.scenario
    known = list(surveys(snapshot)["survey"])
    if not known:
        return ()
    survey = reader.chosen("survey", known)
    return reads.served(attitude_effects(snapshot, survey, scenario.survey_items, scenario.level))


def _beside(table: pd.DataFrame, bank: str, tiers: list[str]) -> pd.DataFrame:
    if bank not in table.index:
        return pd.DataFrame(columns=["tier", "label", "value", "peer_low", "peer_median", "peer_high"])
    others = table.drop(index=bank)
    return pd.DataFrame(
        {
            "tier": tiers,
            "label": [_(TIER_NAMES[tier]) for tier in tiers],
            "value": table.loc[bank, tiers].to_numpy(dtype=float),
            "peer_low": others[tiers].min().to_numpy(dtype=float),
            "peer_median": others[tiers].median().to_numpy(dtype=float),
            "peer_high": others[tiers].max().to_numpy(dtype=float),
        }
    )


def _share(value: float) -> str:
    return percent(value / 100.0)


def sentence(view: Offer) -> str:
    """How complete the offer is, beside the peers, and what to add first."""
    row = row_of(view.tiers.set_index("tier"), "total")
    told = (
        _("{name} offers {total} of the catalogue online, by weight; its peers {median} ({range}).")
        if view.peers
        else _("{name} offers {total} of the catalogue online, by weight.")
    ).format(
        name=view.name,
        total=_share(row["value"]),
        median=_share(row["peer_median"]),
        range=interval(row["peer_low"], row["peer_high"], 0, "%"),
    )
    if view.gaps.empty:
        return told
    return f"{told} " + _("First to add: {service}.").format(service=view.gaps.iloc[0]["label"])


def finding(view: Offer) -> str:
    """The tier that lags the peers most, as the title of the picture."""
    rows = view.tiers[view.tiers["tier"] != "total"]
    behind = (rows["peer_median"] - rows["value"]).dropna()
    if behind.empty:
        return _("What is offered online, by tier")
    if behind.max() <= 0:
        return _("No tier is behind the peers")
    row = row_of(rows, behind.idxmax())
    return _("Furthest behind the peers: {tier}, {value} against {median}").format(
        tier=tier_name(row["tier"]), value=_share(row["value"]), median=_share(row["peer_median"])
    )


def tier_name(tier: str) -> str:
    """A tier within a sentence, without what it is for."""
    return _(TIER_NAMES[tier]).split(":")[0].strip().lower()


def more(view: Offer) -> str:
    """The tiers one by one, and how many peers offer what is first to add."""
    tiers = view.tiers[view.tiers["tier"] != "total"]
    told = [
        _("By tier: {tiers}.").format(
            tiers=listing(
                [f"{tier_name(row['tier'])} {_share(row['value'])}" for _index, row in tiers.iterrows()]
            )
        )
    ]
    if len(view.gaps) and pd.notna(view.gaps.iloc[0]["peers"]):
        told.append(
            _("What is first to add is offered by {share} of the peers.").format(
                share=percent(view.gaps.iloc[0]["peers"])
            )
        )
    return " ".join(told)


def use_sentence(view: Offer) -> str:
    """How much of each tier customers do online."""
    if view.use.empty:
        return _("{name} has no channel activity yet.").format(name=view.name)
    parts = [f"{row['label']} {_share(row['value'])}" for _index, row in view.use.iterrows()]
    return _(
        "Done online in the last twelve months, of the operations that do not hand over cash: {tiers}."
    ).format(tiers=listing(parts))


def tier_table(view: Offer) -> pd.DataFrame:
    """Coverage and use by tier, beside the peers."""
    both = view.tiers.merge(
        view.use[["tier", "value", "peer_median"]], on="tier", how="left", suffixes=("", "_use")
    )
    return pd.DataFrame(
        {
            _("Tier"): both["label"],
            _("Offered (% of the catalogue)"): both["value"].round(0),
            _("Peers: lowest"): both["peer_low"].round(0),
            _("Peers: median"): both["peer_median"].round(0),
            _("Peers: highest"): both["peer_high"].round(0),
            _("Done online (% of operations without cash)"): both["value_use"].round(0),
            _("Done online, peers’ median"): both["peer_median_use"].round(0),
        }
    )


def gap_table(view: Offer) -> pd.DataFrame:
    """What the bank does not offer, the most promising first."""
    rows = view.gaps
    best = rows["priority"].max() if len(rows) and rows["priority"].max() > 0 else 1.0
    return pd.DataFrame(
        {
            _("Service"): rows["label"],
            _("Tier"): [_(TIER_NAMES[tier]) for tier in rows["tier"]],
            _("Works through"): [
                listing([construct_name(driver) for driver in drivers]) for drivers in rows["drivers"]
            ],
            _("Offered by peers"): [
                percent(share) if pd.notna(share) else _("no peers") for share in rows["peers"]
            ],
            _("Weight"): rows["weight"],
            _("Priority (100: first)"): (100.0 * rows["priority"] / best).round(0),
        }
    )


def gap_sentence(view: Offer) -> str:
    """What the gaps are ranked by."""
    if view.gaps.empty:
        return _("Nothing of the catalogue is missing.")
    if view.ranked_by_survey:
        return _(
            "Ranked by weight, by the effect of the attitudes that the service works through (survey of the "
            "drivers page), and by how many peers offer it. It ranks; it promises no adopters."
        )
    return _("Ranked by weight and by how many peers offer it. It ranks; it promises no adopters.")


def service_table(view: Offer) -> pd.DataFrame:
    """Every service of the catalogue: where the bank offers it and since when, and who else does."""
    rows = reads.service_offers(view.reader.snapshot)
    own = rows[rows["bank"] == view.bank].pivot_table(
        index="service", columns="channel", values="since", aggfunc="min"
    )
    others = rows[rows["bank"].isin(view.peers) & rows["channel"].isin(ONLINE)]
    share = others.groupby("service")["bank"].nunique() / max(1, len(view.peers))
    catalogue, names = reads.catalogue(), service_names(view.reader.snapshot)

    def since(service: str, channel: str) -> str:
        found = own[channel].get(service) if channel in own.columns else None
        return _("no") if found is None or pd.isna(found) else month_name(found, "short")

    return pd.DataFrame(
        {
            _("Service"): [names.get(service, service) for service in catalogue["service"]],
            _("Tier"): [_(TIER_NAMES[tier]) for tier in catalogue["tier"]],
            _("Internet, since"): [since(service, "internet") for service in catalogue["service"]],
            _("Mobile, since"): [since(service, "mobile") for service in catalogue["service"]],
            _("Offered by peers"): [
                percent(share.get(service, 0.0)) if view.peers else _("no peers")
                for service in catalogue["service"]
            ],
        }
    )


def described(frame: pd.DataFrame) -> str:
    """A chart of a bank beside its peers in words."""
    return ". ".join(
        _("{tier}: {value}, peers {median} ({range})").format(
            tier=row["label"],
            value=_share(row["value"]),
            median=_share(row["peer_median"]),
            range=interval(row["peer_low"], row["peer_high"], 0, "%"),
        )
        for _index, row in frame.iterrows()
    )


def method() -> Method:
    """How the offer is judged, for the foot of the page."""
    return Method.of(
        formula=r"C_t=\frac{\sum_{s\in t}w_s\,o_s}{\sum_{s\in t}w_s},\qquad C=\frac13\sum_t C_t,\qquad "
        r"\text{priority}_s=w_s\Big(\sum_{d\in D_s}|\Delta_d|\Big)(1+\text{peers}_s)",
        words=[
            _(
                "Three tiers: informational (the customer sees), communicative (the customer asks and is "
                "answered), transactional (money moves). Each opens an opportunity: vehicle of information, "
                "tool of the relationship, channel of transactions."
            ),
            _(
                "Coverage is the weight of the services offered over the weight of all, tier by tier; the "
                "whole is the mean of the three. Cash in hand cannot be had online and is left out. Weights "
                "and the attitudes a service works through are a stated judgement."
            ),
            _(
                "Done online: operations by Internet and mobile over operations on all channels, last twelve "
                "months. A service offered and little used is a question for the drivers, not for the offer."
            ),
            _(
                "Coverage is counted, not estimated: it has no interval. The range is that of the peers, "
                "from the lowest to the highest."
            ),
        ],
        proof=_(
            "A bank that offers every service has 100% in every tier, one that offers none 0%; adding a "
            "service never lowers coverage. The tests hold the page to both."
        ),
    )


def metrics(view: Offer) -> tuple[Metric, ...]:
    """How much is offered and done online, and how much is missing."""
    row = row_of(view.tiers.set_index("tier"), "total")
    grown = reads.growth(view.reader.snapshot, view.reader.display.offer_channel, view.bank)
    offered = Metric(
        "offer",
        _("Offered online, of the catalogue"),
        float(row["value"]),
        "%",
        digits=0,
        better="higher",
        change=100 * float(grown["total"].iloc[-1] - grown["total"].iloc[0]),
        since=_("since {month}").format(month=month_name(grown["month"].iloc[0], "short")),
        spark=tuple(100 * grown["total"]),
        months_of=("service_offer",),
        why=_("Counted: what is offered today, by the day it began"),
    )
    done = [
        Metric(
            f"use_{one['tier']}",
            _("Transactions without cash, done online"),
            float(one["value"]),
            "%",
            digits=0,
            better="higher",
            opens=Open("channels-activity"),
            why=_("peers {median} ({range})").format(
                median=_share(one["peer_median"]),
                range=interval(one["peer_low"], one["peer_high"], 0, "%"),
            )
            if view.peers
            else _("Counted over twelve months"),
        )
        for _index, one in view.use.iterrows()
        if one["tier"] == "transactional"
    ]
    missing = Metric(
        "gaps",
        _("Services missing online"),
        float(len(view.gaps)),
        digits=0,
        better="lower",
        why=_("of {count} in the catalogue").format(count=len(reads.catalogue())),
    )
    return (offered, *done, missing)


def _against(view: Offer, frame: pd.DataFrame) -> Any:
    peers = _("Peers: median and range")
    return charts.against_peers(
        frame,
        label="label",
        own=view.name,
        peers=peers,
        title=_("% of the catalogue, by weight")
        if frame is view.tiers
        else _("% of operations without cash"),
    )


def _plot(view: Offer) -> Plot:
    names = {"label": _("Tier"), "value": view.name, "peer_median": _("Peers: median")}
    return Plot("bar", view.tiers[list(names)].rename(columns=names), "%")


@kept
@page_content
def content(reader: Reader) -> Content:
    """The page "Services"."""
    view = offer(reader)
    told, title = described(view.tiers), finding(view)
    return Content(
        slug="adoption-services",
        answer=Answer(sentence(view), more=more(view)),
        metrics=metrics(view),
        picture=Chart(
            "coverage",
            title,
            _against(view, view.tiers),
            told,
            view.kinds,
            note=_(
                "Share of the catalogue by weight; the bar spans the peers from the lowest to the highest."
            ),
            figures=(Table("tiers", title, tier_table(view), told, view.kinds),),
            plot=partial(_plot, view),
        ),
        details=(
            Detail("gaps", _("Which gap to close first?"), partial(_missing, view)),
            Detail("use", _("What is done online, by tier"), partial(_used, view)),
            Detail("services", _("The catalogue, service by service"), partial(_catalogue, view)),
        ),
        method=method(),
        board=Slide(("coverage",), ("tiers", "gaps"), (use_sentence(view), gap_sentence(view))),
        story=Telling(
            "coverage",
            (
                _(
                    "E-banking is the bank’s services over the Internet or the mobile: first see "
                    "(information), then ask (communication), then do (transaction). The "
                    "catalogue counts {count} tiers."
                ).format(count=len(TIERS)),
                more(view),
                told,
                use_sentence(view),
                gap_sentence(view),
            ),
        ),
    )


def _missing(view: Offer) -> tuple[Part, ...]:
    figures = (_("Weight"), _("Priority (100: first)"))
    return (
        Table(
            "gaps",
            _("Which gap to close first?"),
            gap_table(view),
            sentence(view),
            view.kinds,
            dict.fromkeys(figures, partial(number, digits=0)),
        ),
        Note(gap_sentence(view), "aside"),
    )


def _used(view: Offer) -> tuple[Part, ...]:
    told = use_sentence(view)
    if view.use.empty:
        return (Note(told, "empty"),)
    title = _("What is done online, by tier")
    return (Chart("use", title, _against(view, view.use), described(view.use), view.kinds, note=told),)


def _catalogue(view: Offer) -> tuple[Part, ...]:
    title = _("The catalogue, service by service")
    return (Table("services", title, service_table(view), sentence(view), view.kinds, height=420),)
