"""Sections of the board pack on adoption, channels and the economy."""

from __future__ import annotations

from functools import partial

import pandas as pd

from ui.charts import adoption as adoption_charts
from ui.charts import macro as macro_charts
from ui.content import Plot
from ui.refusal import Refused
from ui.report.board import Section, figure, section, table
from ui.report.chosen import Asked, chosen
from ui.views import adoption_ceilings as limits
from ui.views import adoption_forecast as forecasts
from ui.views import adoption_forecast_method as foot
from ui.views import macro_tobin_tables as tobin_tables
from ui.views import macro_tobin_tax as tobin
from ui.views.adoption_subjects import subjects
from ui.words import _, number


def adoption(asked: Asked) -> Section:
    """How many will use e-banking: the page "Forecast"."""
    series = chosen("adoption", list(forecasts.SERIES_NAMES))
    subject, name = asked.bank, asked.name
    if series != "customers":
        names = subjects(series)
        subject = chosen("country", list(names))
        name = names[subject]
    view = forecasts.forecast(series, subject, name)
    along = pd.concat([view.history[["year", "value"]], view.path.iloc[1:]], ignore_index=True)
    along = along.assign(year=along["year"].astype(str))
    along.columns = [_("Year"), name, _("Low"), _("High")]
    return section(
        "adoption-forecast",
        sentence=limits.answered(view),
        caution=forecasts.caution(view),
        method=foot.method(),
        figures=[
            figure(
                adoption_charts.forecast_band(view.history, view.path, view.breaks, unit=view.unit),
                name="forecast",
                title=_("{name}: observed and forecast").format(name=name),
                note=forecasts.coverage_note(view),
                alt_text=forecasts.described(view),
                kinds=view.kinds,
                plot=Plot("line", along, view.unit),
            )
        ],
        tables=[
            table(forecasts.forecast_table(view), name="forecast", title=_("Forecast"), kinds=view.kinds),
            table(
                forecasts.milestone_table(view),
                name="milestones",
                title=_("When each level is passed"),
                kinds=view.kinds,
            ),
        ],
    )


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
