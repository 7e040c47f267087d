"""What one risk adds to another, on the supervision page."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from studies.risk import supervision as reads
from studies.risk.supervision import Spilled
from ui import controls, link
from ui.risk.words import grade_mark
from ui.views.risk import RISK_NAMES, risk_name
from ui.views.risk_rules import rules
from ui.views.risk_supervision import System
from ui.words import _, listing, number, percent

SPILLS: Final = {
    "spill_operational_reputational": ("operational", "reputational"),
    "spill_legal_reputational": ("legal", "reputational"),
    "spill_regulatory_legal": ("regulatory", "legal"),
    "spill_operational_regulatory": ("operational", "regulatory"),
}


def ask() -> None:
    """The sliders of the spill-over between risks."""
    places = st.columns(len(SPILLS) + 1, vertical_alignment="bottom")
    for place, (name, pair) in zip(places, SPILLS.items(), strict=False):
        with place:
            controls.slide(name, _pair(*pair), 0.05, shown=percent)
    with places[-1]:
        controls.reset(*SPILLS)


def _pair(source: str, target: str) -> str:
    return f"{_(RISK_NAMES[source])} → {_(RISK_NAMES[target])}"


def spilled(view: System) -> Spilled:
    """Scores with what each risk adds to the others, under the session's scenario."""
    chosen = link.scenario()
    present = set(view.summary["risk"])
    shares = tuple(
        (*pair, float(getattr(chosen, name))) for name, pair in SPILLS.items() if present.issuperset(pair)
    )
    return reads.spilled(link.shown(), f"{view.month:%Y-%m}", chosen.power, shares, rules())


def sentence(view: System, found: Spilled) -> str:
    """What the spill-over does to the overall scores."""
    rows = found.overall
    if rows.empty:
        return _("No bank is gradable on all four risks: spill-over cannot be stated.")
    added = rows["after"] - rows["before"]
    worse = rows[rows["grade_after"] > rows["grade_before"]]
    top = rows.loc[added.idxmax()]
    words = _(
        "With spill-over, overall scores rise by {least} to {most} points, most at {bank} "
        "({before} to {after})"
    ).format(
        least=number(added.min(), 1),
        most=number(added.max(), 1),
        bank=view.names[top["bank"]],
        before=number(top["before"], 0),
        after=number(top["after"], 0),
    )
    if worse.empty:
        return words + _("; no grade changes.")
    names = listing([view.names[bank] for bank in worse["bank"]])
    return words + _("; a worse grade for {banks}.").format(banks=names)


def pair_table(view: System, found: Spilled) -> pd.DataFrame:
    """Each share of the matrix, and what it adds."""
    if found.overall.empty:
        return pd.DataFrame()
    order = list(found.risks.before.columns)
    banks = list(found.risks.before.index)
    rows = []
    for name, (source, target) in SPILLS.items():
        if source not in order or target not in order:
            continue
        added = found.risks.added[:, order.index(source), order.index(target)]
        rows.append(
            {
                _("From"): risk_name(source),
                _("To"): risk_name(target),
                _("Share added (%), convention C"): 100 * float(getattr(link.scenario(), name)),
                _("Adds on average (points)"): float(added.mean()),
                _("Adds at most (points)"): float(added.max()),
                _("Most at"): view.names[banks[int(added.argmax())]],
            }
        )
    return pd.DataFrame(rows)


def bank_table(view: System, found: Spilled) -> pd.DataFrame:
    """Each bank's risks with what the others add to them."""
    rows, after = found.overall, found.risks.after
    frame = pd.DataFrame(
        {
            _("Bank"): rows["bank"].map(view.names),
            _("Overall before"): rows["before"],
            _("Overall with spill-over"): rows["after"],
            _("Grade before"): [grade_mark(grade) for grade in rows["grade_before"]],
            _("Grade with spill-over"): [grade_mark(grade) for grade in rows["grade_after"]],
        }
    )
    for risk in after.columns:
        frame[_("{risk}, with spill-over").format(risk=risk_name(risk))] = after.loc[
            rows["bank"], risk
        ].to_numpy()
    return frame.sort_values(_("Overall with spill-over"), ascending=False, ignore_index=True)
