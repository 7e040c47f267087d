"""What the services page shows: how complete a bank's offer is, and which gap to close first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from analytics.adoption.services import TIERS
from studies import core
from studies.adoption import services as reads
from studies.adoption.drivers import surveys
from studies.channels.activity import ONLINE
from ui import link
from ui.refusal import Refused
from ui.views.adoption_drivers import construct_name
from ui.words import N_, _, interval, language, listing, month_name, percent

TIER_NAMES: Final = {
    "informational": N_("Informational: see"),
    "communicative": N_("Communicative: ask"),
    "transactional": N_("Transactional: do"),
    "total": N_("Whole offer"),
}
CHANNELS: Final = {
    "either": N_("Internet or mobile"),
    "internet": N_("Internet"),
    "mobile": N_("Mobile"),
}
PEERS: Final = {"all": N_("All other banks"), "size": N_("Banks of the same size")}
RANKINGS: Final = {"survey": N_("By the survey’s drivers"), "equal": N_("All drivers equal")}


@dataclass(frozen=True)
class Offer:
    """One bank's offer beside its peers', ready to be shown.

    ``tiers`` and ``use``: tier, label, value, peer_low, peer_median, peer_high (%); ``gaps``: rows of the
    engine with labels; ``peers``: codes of the banks compared.
    """

    bank: str
    name: str
    tiers: pd.DataFrame
    use: pd.DataFrame
    gaps: pd.DataFrame
    peers: tuple[str, ...]
    ranked_by_survey: bool
    kinds: tuple[str, ...]


def offer(bank: str, name: str) -> Offer:
    """The offer of a bank under the session's scenario. Raises ``Refused`` where none is known."""
    snapshot, scenario = link.shown(), link.scenario()
    peers = peers_of(bank)
    table = reads.coverage(snapshot, scenario.offer_channel, (bank, *peers))
    if bank not in table.index:
        raise Refused(
            _("{name} has no service online yet. Load its offer on the import page.").format(name=name),
            "service_offer",
        )
    strengths = _strengths() if scenario.gap_ranking == "survey" else ()
    found = reads.gaps(snapshot, scenario.offer_channel, (bank, *peers), bank, strengths)
    shares = {code: reads.online_share(snapshot, code).set_index("tier")["share"] for code in (bank, *peers)}
    use = pd.DataFrame({code: share for code, share in shares.items() if len(share)}).T
    rows = reads.service_offers(snapshot)
    kinds = rows.loc[rows["bank"].isin([bank, *peers]), "kind"].drop_duplicates()
    return Offer(
        bank,
        name,
        _beside(100.0 * table, bank, [*TIERS, "total"]),
        _beside(100.0 * use, bank, [tier for tier in TIERS if tier in use.columns]),
        found.assign(label=found["service"].map(service_names())),
        peers,
        bool(strengths),
        (*kinds, "assumed"),
    )


def peers_of(bank: str) -> tuple[str, ...]:
    """Codes of the banks that the session's scenario compares ``bank`` with."""
    banks = core.banks(link.shown())
    if link.scenario().offer_peers == "size":
        banks = banks[banks["size"] == banks.set_index("bank").loc[bank, "size"]]
    return tuple(sorted(banks.loc[banks["bank"] != bank, "bank"]))


def _strengths() -> tuple[tuple[str, float], ...]:
    snapshot, scenario = link.shown(), link.scenario()
    known = list(surveys(snapshot)["survey"])
    if not known:
        return ()
    survey = scenario.survey if scenario.survey in known else known[0]
    return reads.driver_strengths(snapshot, survey, scenario.survey_items, scenario.level)


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


def service_names() -> dict[str, str]:
    """Code → name of every service of the catalogue, in the reader's language."""
    rows = reads.services(link.shown())
    return dict(zip(rows["service"], rows[f"label_{language()}"], strict=True))


def option_name(options: dict[str, str], option: str) -> str:
    """The name of an option in the reader's language."""
    return _(options[option])


def _share(value: float) -> str:
    return percent(value / 100.0)


def sentence(view: Offer) -> str:
    """How complete the offer is, beside the peers, and what to add first."""
    row = view.tiers.set_index("tier").loc["total"]
    stated = _("{name} offers {total} of the catalogue online, by weight ({tiers})").format(
        name=view.name,
        total=_share(row["value"]),
        tiers=listing(
            [
                f"{_(TIER_NAMES[one['tier']]).split(':')[0].strip().lower()} {_share(one['value'])}"
                for _index, one in view.tiers.iterrows()
                if one["tier"] != "total"
            ]
        ),
    )
    if view.peers:
        stated += _("; its peers {median} ({range})").format(
            median=_share(row["peer_median"]), range=interval(row["peer_low"], row["peer_high"], 0, "%")
        )
    if view.gaps.empty:
        return stated + "."
    first = view.gaps.iloc[0]
    offered = pd.notna(first["peers"])
    added = _("; first to add: {service}.").format(service=first["label"])
    if offered:
        added = _("; first to add: {service}, which {share} of peers offer.").format(
            service=first["label"], share=percent(first["peers"])
        )
    return stated + added


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
    rows = reads.service_offers(link.shown())
    own = rows[rows["bank"] == view.bank].pivot_table(
        index="service", columns="channel", values="since", aggfunc="min"
    )
    others = rows[rows["bank"].isin(view.peers) & rows["channel"].isin(ONLINE)]
    share = others.groupby("service")["bank"].nunique() / max(1, len(view.peers))
    catalogue, names = reads.catalogue(), service_names()

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


def method() -> dict[str, object]:
    """How the offer is judged, for the foot of the page."""
    return {
        "formula": r"C_t=\frac{\sum_{s\in t}w_s\,o_s}{\sum_{s\in t}w_s},\qquad C=\frac13\sum_t C_t,\qquad "
        r"\text{priority}_s=w_s\Big(\sum_{d\in D_s}|\Delta_d|\Big)(1+\text{peers}_s)",
        "words": [
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
        "proof": _(
            "A bank that offers every service has 100 % in every tier, one that offers none 0 %; adding a "
            "service never lowers coverage. The tests hold the page to both."
        ),
    }
