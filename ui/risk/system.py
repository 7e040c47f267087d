"""All banks in one month, and what a shock to one of them does to the others."""

from __future__ import annotations

import math
from dataclasses import dataclass
from textwrap import wrap
from typing import Final

import numpy as np
import pandas as pd

from analytics.risk.measured import NOT_GRADABLE
from studies import core
from studies.risk import scores as risk_reads
from studies.risk import supervision as reads
from studies.risk.supervision import Network
from ui.reader import Reader
from ui.refusal import Refused
from ui.risk.measured import described
from ui.risk.rules import rules
from ui.risk.words import IN_SENTENCE, brief
from ui.rows import each_row, row_of
from ui.words import (
    N_,
    _,
    clauses,
    in_series,
    interval,
    labelled,
    month_name,
    ngettext,
    number,
    percent,
    signed,
)

LINK_NAMES: Final = {
    "vendor": N_("V · shared vendor"),
    "group": N_("G · same group or brand"),
    "channel_mix": N_("C · same mix of channels"),
    "exposure": N_("E · claim on the other bank"),
}
CONTROLS: Final = ("month", "risk", "never_reported", "shocked_bank", "shock_size", "trust_links")
_ASIDE: Final = 0.035
_CAPTION_WIDTH: Final = 11
_LEAST_SHARE: Final = 0.0005


@dataclass(frozen=True)
class System:
    """All banks in one month, and a shock to one of them.

    ``scores`` : DataFrame bank, name, score, low, high, grade, graded (bool), probabilities, robust, rank,
    rank_low, rank_high, red_flag, n_observed, n_measured, n_indicators, worst first, the gradable before the
    others; ``summary`` : each risk over all banks; ``network`` : what a shock to each bank does; ``names`` :
    code → name.
    """

    reader: Reader
    month: pd.Timestamp
    risk: str
    scores: pd.DataFrame
    summary: pd.DataFrame
    network: Network
    shocked: str
    names: dict[str, str]
    kinds: tuple[str, ...]

    @property
    def spread(self) -> pd.Series:
        """What the shock to the bank chosen does to the system."""
        return row_of(self.network.spread.set_index("bank"), self.shocked)

    @property
    def code(self) -> str:
        """The month as links have it: 2026-10."""
        return f"{self.month:%Y-%m}"

    @property
    def reached(self) -> pd.Series:
        """Stress of each bank beyond the shock."""
        return row_of(self.network.infection, self.shocked)


def months(reader: Reader) -> list[str]:
    """The months for which any bank has scores, the latest first.

    Raises
    ------
    Refused: there are none
    """
    reader.banks()
    found = reads.months(reader.snapshot, reader.scenario.power, rules(reader.scenario))
    if not found:
        raise Refused(_("No bank has an indicator yet. Load a file on the import page."), "risk_observation")
    return list(found)


def spreaders(reader: Reader) -> list[str]:
    """The banks, the one whose trouble spreads most first."""
    return by_spread(network(reader))


def network(reader: Reader) -> Network:
    """What a shock to each bank does under the reader's scenario."""
    chosen = reader.scenario
    return reads.network(reader.snapshot, chosen.trust_links, chosen.shock_size)


def by_spread(found: Network) -> list[str]:
    """The banks, the one whose trouble spreads most first."""
    ordered = found.spread.sort_values("additional", ascending=False, kind="stable")
    return list(ordered["bank"])


def system(reader: Reader, month: str, risk: str, shocked: str) -> System:
    """All banks under the reader's scenario."""
    snapshot, chosen = reader.snapshot, reader.scenario
    history = risk_reads.risk_history(snapshot, chosen.power, rules(reader.scenario))
    when = pd.Timestamp(f"{month}-01")
    doubt = risk_reads.risk_uncertainty(
        snapshot, month, chosen.power, chosen.level, chosen.seed, rules(reader.scenario)
    )
    doubt = doubt[doubt["risk"] == risk].drop(columns=["risk"])
    now = history.risks[(history.risks["month"] == when) & (history.risks["risk"] == risk)]
    counts = ["bank", "red_flag", "n_observed", "n_measured", "n_indicators"]
    scores = doubt.merge(now[counts], on="bank")
    scores = scores.assign(graded=scores["grade"] != NOT_GRADABLE)
    names = reader.banks()
    return System(
        reader=reader,
        month=when,
        risk=risk,
        scores=scores.assign(name=scores["bank"].map(names)).sort_values(
            ["graded", "score", "bank"], ascending=[False, False, True], ignore_index=True
        ),
        summary=reads.summary(snapshot, month, chosen.power, rules(reader.scenario)),
        network=network(reader),
        shocked=shocked,
        names=names,
        kinds=reads.kinds(snapshot),
    )


def first_reached(view: System) -> str:
    """The bank through which the shock weighs most on the system; empty where nothing passes on."""
    effect = view.reached * view.network.shares
    effect = effect.drop(view.shocked)
    return str(effect.idxmax()) if len(effect) and effect.max() >= _LEAST_SHARE else ""


def linked(view: System) -> bool:
    """Whether any link between banks is known: without one, what would pass on is not known either."""
    return len(reads.links(view.reader.snapshot)) > 0


def sentence(view: System) -> str:
    """How many banks are at grade 3 or 4, and what the shock does to others, in two other settings too."""
    spread, driver = view.spread, first_reached(view)
    count, graded = int((view.scores["grade"] >= 3).sum()), int(view.scores["graded"].sum())
    words = {
        "bank": view.names[view.shocked],
        "size": percent(view.reader.scenario.shock_size),
        "additional": number(100 * spread["additional"], 1),
        "low": number(100 * spread["low"], 1),
        "high": number(100 * spread["high"], 1),
        "driver": view.names.get(driver, ""),
    }
    head = _("Lost trust in {bank} would pass nothing on to other banks.")
    if not linked(view):
        head = _("What lost trust in {bank} would pass on is not known: no link between banks is loaded.")
    elif driver:
        head = _(
            "Lost trust in {bank} would bring others {additional} points of stress ({low} to {high}), most "
            "through {driver}."
        )
    tail = ngettext(
        "{count} of {all} banks is at grade 3 or 4.", "{count} of {all} banks are at grade 3 or 4.", count
    ).format(count=count, all=graded)
    said = head.format(**words)
    return brief(f"{tail} {said}", said)


def more(view: System) -> str:
    """The whole stress under the shock with what drives it, and the banks at grade 3 or 4 for the risk."""
    spread, driver = view.spread, first_reached(view)
    words = {
        "bank": view.names[view.shocked],
        "size": percent(view.reader.scenario.shock_size),
        "total": percent(spread["own"] + spread["additional"], 1),
    }
    if driver:
        head = _(
            "If {bank} lost {size} of its customers’ trust, the mean stress of the system, its own included, "
            "would be {total}: {additional} points of it at other banks, most of all {driver} ({low} with "
            "every link a quarter weaker, {high} with every link a quarter stronger)"
        ).format(
            additional=number(100 * spread["additional"], 1),
            low=number(100 * spread["low"], 1),
            high=number(100 * spread["high"], 1),
            driver=view.names[driver],
            **words,
        )
    elif linked(view):
        head = _(
            "If {bank} lost {size} of its customers’ trust, the mean stress of the system, its own included, "
            "would be {total}; nothing would pass on to other banks"
        ).format(**words)
    else:
        head = _("Links between banks make a shock at {bank} one for others; load them to see it").format(
            **words
        )
    count, graded = int((view.scores["grade"] >= 3).sum()), int(view.scores["graded"].sum())
    tail = ngettext(
        "{count} of {all} banks is at grade 3 or 4 for {risk} in {month}",
        "{count} of {all} banks are at grade 3 or 4 for {risk} in {month}",
        count,
    ).format(count=count, all=graded, risk=_(IN_SENTENCE[view.risk]), month=month_name(view.month))
    if graded == len(view.scores):
        return f"{head}. {tail}."
    aside = ngettext(
        "{count} more reports too little for a grade",
        "{count} more report too little for a grade",
        len(view.scores) - graded,
    ).format(count=len(view.scores) - graded)
    return f"{head}. {clauses([tail, aside])}."


def caution(view: System) -> str:
    """What is missing under the figures; empty where nothing is."""
    missing = int((view.scores["n_indicators"] - view.scores["n_observed"]).sum())
    if not missing:
        return ""
    said = ngettext(
        "{count} indicator was not reported: see the gaps in the evidence",
        "{count} indicators were not reported: see the gaps in the evidence",
        missing,
    ).format(count=missing)
    never = int((view.scores["n_indicators"] - view.scores["n_measured"]).sum())
    if not never:
        return said
    rule = (
        _("of these, {count} never were and count as worst")
        if rules(view.reader.scenario).never_reported == "worst"
        else _("of these, {count} never were and are not measured")
    )
    return clauses([said, rule.format(count=never)])


def network_note(view: System) -> str:
    """How the network is read."""
    weight = (
        _("Size: customers; the system is weighted by customers.")
        if view.network.by_customers
        else _("Some banks’ customers are not known: every bank weighs the same.")
    )
    return weight + " " + _("A link runs thick from the bank whose trouble starts to the bank it reaches.")


def nodes(view: System) -> pd.DataFrame:
    """The banks on a circle, as the chart wants them."""
    count = len(view.network.banks)
    # Half a step from the top, so that no caption stands across the links of its neighbour.
    angles = [math.pi / 2 - math.pi * (2 * at + 1) / count for at in range(count)]
    stress = 100 * np.minimum(
        view.reached.to_numpy() + view.reader.scenario.shock_size * (view.reached.index == view.shocked), 1.0
    )
    customers = core.banks(view.reader.snapshot).set_index("bank")["customers"].astype(float)
    named = [view.names[bank] for bank in view.network.banks]
    return pd.DataFrame(
        {
            "bank": view.network.banks,
            "name": named,
            "x": [math.cos(angle) for angle in angles],
            "y": [math.sin(angle) for angle in angles],
            "size": customers.reindex(view.network.banks).fillna(0.0).to_numpy(),
            "stress": stress,
            "caption": [
                "\n".join([*wrap(name, _CAPTION_WIDTH), number(value, 1, "%")])
                for name, value in zip(named, stress, strict=True)
            ],
            "shocked": [bank == view.shocked for bank in view.network.banks],
        }
    )


def edges(view: System) -> pd.DataFrame:
    """The links between the banks, two rows each, set aside a little so that opposite ones stand apart."""
    placed = nodes(view).set_index("bank")
    rows, trust = [], view.reader.scenario.trust_links
    for at, found in enumerate(each_row(reads.links(view.reader.snapshot))):
        strength = min(trust * found.strength, 1.0)
        if strength <= 0:
            continue
        start, end = row_of(placed, found.counterpart), row_of(placed, found.bank)
        across = np.array([end["y"] - start["y"], start["x"] - end["x"]])
        aside = _ASIDE * across / max(float(np.hypot(*across)), 1e-9)
        kind = _(LINK_NAMES[found.link])
        for last, place in enumerate((start, end)):
            rows.append(
                {
                    "link": at,
                    "x": place["x"] + aside[0],
                    "y": place["y"] + aside[1],
                    "width": 0.04 if last else strength,
                    "end": last,
                    "kind": kind,
                    "letter": kind[0],
                    "source": start["name"],
                    "target": end["name"],
                    "strength": 100 * strength,
                }
            )
    return pd.DataFrame(rows)


def link_kinds(shown: pd.DataFrame) -> list[str]:
    """The kinds of links shown, in the order of the legend."""
    present = set(shown["kind"])
    return [_(name) for name in LINK_NAMES.values() if _(name) in present]


def described_network(view: System) -> str:
    """The network in words."""
    table = nodes(view).sort_values("stress", ascending=False)
    reached = [
        f"{name} {number(stress, 1, '%')}"
        for name, stress in zip(table["name"], table["stress"], strict=True)
    ]
    return _("Stress after the shock to {bank}: {list}.").format(
        bank=view.names[view.shocked], list=", ".join(reached)
    )


def stress_told(view: System) -> list[str]:
    """Of each bank of the picture, the stress that the shock brings it; nothing where no link is known."""
    if not linked(view):
        return []
    return [
        _("shocked")
        if bank == view.shocked
        else _("stress {percent}").format(percent=signed(100 * view.reached.get(bank, 0.0), 1, "%"))
        for bank in view.scores["bank"]
    ]


def stress_said(view: System) -> str:
    """The same in words, after the scores."""
    told = stress_told(view)
    return "" if not told else " " + in_series(list(map(labelled, view.scores["name"], told))) + "."


def described_scores(view: System) -> str:
    """The chart of the banks in words."""
    return " ".join(
        _("{bank}: {score}, {interval}, grade {grade}, rank {low} to {high}.").format(
            bank=row["name"],
            score=number(row["score"], 0),
            interval=interval(row["low"], row["high"], 0),
            grade=row["grade"],
            low=row["rank_low"],
            high=row["rank_high"],
        )
        if row["graded"]
        else described(row["name"], row)
        for _at, row in view.scores.iterrows()
    )
