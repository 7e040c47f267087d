"""What is published beside the Tobin tax: EPI's table, Spahn's tiers, estimates of elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from analytics.macro.tax import implied_cost, spahn_tax, tax_outcome
from data import published
from data.snapshots import Snapshot
from studies.macro import country as macro
from ui.content import Note, Part, Table
from ui.macro.words import rate, shown_table
from ui.words import N_, _, number, percent

EPI_ASSETS: Final = {"equities": N_("Equities"), "bonds": N_("Bonds"), "options": N_("Options")}
EPI_ELASTICITIES: Final = (0.75, 1.0, 1.25, 1.5)
_KINDS: Final = ("observed", "assumed", "derived")
SURCHARGES: Final = (0.25, 0.5, 1.0)
DEVIATIONS: Final = (0.0, 0.03, 0.05, 0.06, 0.075, 0.10, 0.15)


def epi_table() -> pd.DataFrame:
    """The published table of the Economic Policy Institute, and the same cells from this page's functions.

    The trading cost is solved from the cell at an elasticity of 1, since the published cost is rounded.
    """
    rows = []
    for asset, name in EPI_ASSETS.items():
        volume, tax = published.figure("epi_volume", asset), published.figure("epi_tax", asset)
        cost = implied_cost(volume, tax, published.figure("epi_revenue", f"{asset} at 1"))
        for slope in EPI_ELASTICITIES:
            raised, saved = (
                published.figure(figure, f"{asset} at {slope:g}")
                for figure in ("epi_revenue", "epi_cost_saved")
            )
            ours = tax_outcome(volume, tax, cost, slope)
            rows.append((_(name), slope, raised, ours.revenue, saved, ours.cost_saved))
    return pd.DataFrame(
        rows,
        columns=[
            _("Asset"),
            _("Elasticity"),
            _("Revenue published (USD billion)"),
            _("Revenue here (USD billion)"),
            _("Cost saved published (USD billion)"),
            _("Cost saved here (USD billion)"),
        ],
    )


def epi_sentence() -> str:
    """How close the page comes to the published table."""
    table = epi_table().to_numpy()[:, 2:].astype(float)
    gap = max(np.abs(table[:, 1] - table[:, 0]).max(), np.abs(table[:, 3] - table[:, 2]).max())
    return _(
        "Largest difference over the 24 published cells: USD {gap} billion; the published figures are "
        "rounded to 0.1 and 0.01."
    ).format(gap=number(gap, 2))


def spahn_table(tax: float) -> pd.DataFrame:
    """Spahn's two tiers: the tax, in %, by how far the exchange rate is from the middle of its band."""
    frame = pd.DataFrame({_("Distance from the centre"): [rate(gap) for gap in DEVIATIONS]})
    for surcharge in SURCHARGES:
        levied = spahn_tax(
            1.0 + np.array(DEVIATIONS),
            1.0,
            base=tax,
            surcharge=surcharge,
            band=published.figure("dirham_band"),
        )
        frame[_("Tax (%), surcharge {share} of the excess").format(share=percent(surcharge))] = (
            100 * np.asarray(levied)
        )
    return frame


def spahn_sentence(snapshot: Snapshot) -> str:
    """How often the second tier would have been levied on the loaded exchange rate."""
    rates = macro.monthly(snapshot, "mad_per_usd")
    said = _(
        "The second tier begins outside the dirham’s band of ±{band} (since 6 March 2020, around a basket of "
        "60% euro and 40% dollar)."
    ).format(band=percent(published.figure("dirham_band")))
    if len(rates) < 13:
        return said
    centre = rates["value"].rolling(12).mean().shift(1)
    gap = ((rates["value"] - centre).abs() / centre).dropna()
    return (
        said
        + " "
        + _(
            "The basket is not loaded; against the mean of the twelve months before, the dollar alone stood "
            "outside in {outside} of {months} months from {first} to {last}: an upper indication."
        ).format(
            outside=int((gap > published.figure("dirham_band")).sum()),
            months=len(gap),
            first=int(rates["month"].iloc[12].year),
            last=int(rates["month"].iloc[-1].year),
        )
    )


def anchors() -> pd.DataFrame:
    """Published estimates of elsewhere, to compare orders of magnitude; read, not computed here."""
    european = published.figure("ftt_revenue", "European Commission 2011")
    wide, narrow = (published.figure("ftt_revenue", f"WIFO {rule}") for rule in ("wide", "narrow"))
    cbo, world = (
        [published.figure(name, end) for end in ends]
        for name, ends in (("cbo_revenue", ("low", "high")), ("world_fx_revenue", ("P10", "P90")))
    )
    rows = [
        (
            _("European Commission 2011"),
            _("0.1% on securities, 0.01% on derivatives"),
            _("EUR {amount} billion a year").format(amount=number(european, 0)),
        ),
        (
            _("WIFO 2013"),
            _("the same, by the wide and by the narrow rule of residence"),
            _("EUR {wide} or {narrow} billion a year").format(wide=number(wide, 1), narrow=number(narrow, 1)),
        ),
        (
            _("Congressional Budget Office"),
            _("0.1% on securities; estimates of 2016 and of 2018"),
            _("USD {low} or {high} billion over ten years").format(
                low=number(cbo[0], 0), high=number(cbo[1], 0)
            ),
        ),
        (
            _("28 elasticities published"),
            _("0.05% on world currency turnover, P10 to P90"),
            _("USD {low} to {high} billion a year").format(low=number(world[0], 0), high=number(world[1], 0)),
        ),
    ]
    return pd.DataFrame(rows, columns=[_("Estimate"), _("Tax"), _("Revenue")])


def world_turnover(snapshot: Snapshot) -> pd.DataFrame:
    """World currency turnover as surveyed by the BIS, USD billion a day."""
    rows = macro.series(snapshot, "fx_turnover_daily", "WLD")
    return pd.DataFrame({_("Year"): rows["period"].astype(int), _("USD billion a day"): rows["value"]})


def epi() -> tuple[Part, ...]:
    """The published table beside ours."""
    words, kinds = epi_sentence(), ("observed", "derived")
    return (
        _table("epi", _("EPI’s table, computed here"), epi_table(), words, 2, kinds),
        Note(words, "aside"),
    )


def spahn(snapshot: Snapshot, tax: float) -> tuple[Part, ...]:
    """Spahn's two tiers, and how often the second would have been levied."""
    words = spahn_sentence(snapshot)
    return (
        _table(
            "spahn", _("Spahn’s two tiers"), spahn_table(tax), words, 2, ("observed", "assumed", "derived")
        ),
        Note(words, "aside"),
    )


def elsewhere(snapshot: Snapshot) -> tuple[Part, ...]:
    """Published estimates of elsewhere, and the world's turnover."""
    said = _("Read in the publications named, not computed here.")
    world = _("Average of a day in April, all instruments, as surveyed by the BIS; a context, not the base.")
    turnover = world_turnover(snapshot)
    return (
        _table("anchors", _("Estimates of elsewhere"), anchors(), said, 1, ("observed",)),
        Note(said, "aside"),
        _table("world", _("World turnover"), turnover, world, 0, ("observed",)),
        Note(world, "aside"),
    )


def _table(
    name: str, title: str, frame: pd.DataFrame, words: str, digits: int, kinds: Sequence[str]
) -> Table:
    return shown_table(frame, name=name, title=title, words=words, kinds=kinds, digits=digits)
