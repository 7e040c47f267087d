"""Sections of the board pack on the economy."""

from __future__ import annotations

from functools import partial

from ui.charts import macro as macro_charts
from ui.content import Plot
from ui.refusal import Refused
from ui.report.board import Section, figure, section, table
from ui.report.chosen import Asked
from ui.views import macro_tobin_tables as tobin_tables
from ui.views import macro_tobin_tax as tobin
from ui.words import _, number


def tobin_tax(_asked: Asked) -> Section:
    """What a tax on capital movements would do: the page "Tobin tax".

    Raises
    ------
    Refused: the scenario's figures allow no result
    """
    view = tobin.tobin_tax()
    if view is None:
        raise Refused(tobin.refusal())
    results, unit = tobin_tables.results(view), _("Revenue, MAD billion a year")
    x_title, three = _("Tax on each transaction, %"), partial(number, digits=3)
    along = view.curve[["x", "value", "low", "high"]]
    along.columns = [x_title, _("Revenue"), _("Low"), _("High")]
    return section(
        "macro-tobin-tax",
        sentence=tobin.sentence(view),
        caution=tobin.caution(view),
        method=tobin_tables.method(),
        notes=[tobin.base_sentence(view), *tobin.evidence()],
        figures=[
            figure(
                macro_charts.curves(
                    view.curve, x_title=x_title, y_title=unit, marks=tobin.curve_marks(view), zero=True
                ),
                name="revenue",
                title=_("Revenue by tax"),
                note=tobin.peak_sentence(view) + " " + tobin.friction_sentence(view),
                alt_text=tobin.sentence(view) + " " + tobin.peak_sentence(view),
                kinds=tobin.KINDS,
                plot=Plot("scatter", along, unit),
            )
        ],
        tables=[
            table(
                results,
                name="results",
                title=_("Results"),
                kinds=tobin.KINDS,
                formats=dict.fromkeys([_("Value"), _("Low"), _("High")], three),
            )
        ],
    )
