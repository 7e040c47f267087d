"""Sections of the board pack on what the bank offers, and what brings customers to it."""

from __future__ import annotations

from ui.charts import marketing as marketing_charts
from ui.content import Plot, wide
from ui.report.board import Section, figure, section, table
from ui.report.chosen import Asked
from ui.views import marketing_levers as lever_views
from ui.views import marketing_levers_tables as lever_tables
from ui.words import _


def levers(asked: Asked) -> Section:
    """Which levers bring users, and at what price: the page "Levers"."""
    view = lever_views.levers(asked.bank, asked.name)
    paths = lever_views.paths(view)
    along = wide(paths.assign(year=paths["year"].astype(str)), along="year", by="path", value="value").rename(
        columns={"year": _("Year")}
    )
    return section(
        "adoption-marketing",
        sentence=lever_views.sentence(view),
        caution=lever_views.caution(view),
        method=lever_tables.method(),
        notes=[lever_views.trust_sentence(view), lever_views.robustness(view)],
        figures=[
            figure(
                marketing_charts.adoption_paths(paths, unit=_("% of customers")),
                name="paths",
                title=_("{name}: active customers, as forecast and with the levers").format(name=asked.name),
                alt_text=lever_views.described(view),
                kinds=view.kinds,
                plot=Plot("line", along, _("% of customers")),
            )
        ],
        tables=[
            table(
                lever_tables.lever_table(view),
                name="levers",
                title=_("What each lever brings"),
                kinds=view.kinds,
                formats=lever_tables.lever_formats(),
            ),
            table(
                lever_tables.economics_table(view),
                name="economics",
                title=_("What an adopter costs and is worth"),
                kinds=view.kinds,
            ),
        ],
    )
