"""What is published beside the Tobin tax: EPI's table, Spahn's tiers, estimates of elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from analytics.macro.tax import DIRHAM_BAND, implied_cost, spahn_tax, tax_outcome
from data.snapshots import Snapshot
from studies.macro import country as macro
from ui.content import Note, Part, Table
from ui.macro.words import rate, shown_table
from ui.words import N_, _, number, percent

# Economic Policy Institute (2016), table 1: volume in USD billion, tax, revenue and cost saved by elasticity.
EPI: Final = {
    N_("Equities"): (45_969.0, 0.005, (74.3, 51.0, 35.0, 24.0), (44.32, 50.96, 55.51, 58.64)),
    N_("Bonds"): (183_639.0, 0.005, (215.4, 132.8, 81.9, 50.5), (118.87, 132.83, 141.44, 146.75)),
    N_("Options"): (22_860.0, 0.005, (53.4, 41.5, 32.2, 25.0), (34.67, 41.48, 46.77, 50.88)),
}
EPI_ELASTICITIES: Final = (0.75, 1.0, 1.25, 1.5)
_KINDS: Final = ("observed", "assumed", "derived")
SURCHARGES: Final = (0.25, 0.5, 1.0)
DEVIATIONS: Final = (0.0, 0.03, 0.05, 0.06, 0.075, 0.10, 0.15)


def epi_table() -> pd.DataFrame:
    """The published table of the Economic Policy Institute, and the same cells from this page's functions.

    The trading cost is solved from the cell at an elasticity of 1, since the published cost is rounded.
    """
    rows = []
    for asset, (volume, tax, revenues, savings) in EPI.items():
        cost = implied_cost(volume, tax, revenues[1])
        for slope, raised, saved in zip(EPI_ELASTICITIES, revenues, savings, strict=True):
            ours = tax_outcome(volume, tax, cost, slope)
            rows.append((_(asset), slope, raised, ours.revenue, saved, ours.cost_saved))
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
        levied = spahn_tax(1.0 + np.array(DEVIATIONS), 1.0, base=tax, surcharge=surcharge, band=DIRHAM_BAND)
        frame[_("Tax (%), surcharge {share} of the excess").format(share=percent(surcharge))] = (
            100 * np.asarray(levied)
        )
    return frame


def spahn_sentence(snapshot: Snapshot) -> str:
    """How often the second tier would have been levied on the loaded exchange rate."""
    rates = macro.monthly(snapshot, "mad_per_usd")
    said = _(
        "The second tier begins outside the dirham’s band of ±{band} (since 6 March 2020, around a basket of "
        "60 % euro and 40 % dollar)."
    ).format(band=percent(DIRHAM_BAND))
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
            outside=int((gap > DIRHAM_BAND).sum()),
            months=len(gap),
            first=int(rates["month"].iloc[12].year),
            last=int(rates["month"].iloc[-1].year),
        )
    )


def anchors() -> pd.DataFrame:
    """Published estimates of elsewhere, to compare orders of magnitude; read, not computed here."""
    rows = [
        (
            _("European Commission 2011"),
            _("0.1 % on securities, 0.01 % on derivatives"),
            _("EUR 57 billion a year"),
        ),
        (
            _("WIFO 2013"),
            _("the same, by the wide and by the narrow rule of residence"),
            _("EUR 65.8 or 28.3 billion a year"),
        ),
        (
            _("Congressional Budget Office"),
            _("0.1 % on securities"),
            _("USD 707 to 777 billion over ten years"),
        ),
        (
            _("28 elasticities published"),
            _("0.05 % on world currency turnover, P10 to P90"),
            _("USD 2 to 110 billion a year"),
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
