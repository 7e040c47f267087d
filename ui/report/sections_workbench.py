"""The section of the board pack that sets the named scenarios side by side."""

from __future__ import annotations

from functools import partial
from typing import Final

from ui import shelf
from ui.charts import scenarios as charts
from ui.content import Plot
from ui.report.board import Section, figure, section, table
from ui.report.chosen import Asked
from ui.views import scenarios as view
from ui.words import _, number

SCENARIO_SECTION: Final = "scenarios"


def state() -> str:
    """The named scenarios, the baseline and the result drawn, as one text for the order."""
    return str(sorted(shelf.shelf().to_query().items()))


def compared(_asked: Asked) -> Section:
    """How the scenarios compare: the page "Scenarios", with all that this session keeps under a name."""
    found = view.comparison()
    drawn = view.points(found)
    base = found.baseline.results.figures.get(found.measure)
    numbers = view.figures(found)
    figures = []
    if base is not None:
        figures.append(
            figure(
                charts.compared(
                    drawn, order=list(drawn["name"]), baseline=base.value, title=view.axis(found)
                ),
                name="compared",
                title=view.measures()[found.measure],
                note=_(
                    "Dashed: the baseline. Lines: the interval of each scenario; none where the result has "
                    "none."
                ),
                alt_text=view.described(found),
                kinds=found.kinds,
                plot=Plot(
                    "bar",
                    drawn[["name", "value"]].set_axis([_("Scenario"), _("Value")], axis="columns"),
                    view.axis(found),
                ),
            )
        )
    return section(
        SCENARIO_SECTION,
        sentence=view.sentence(found),
        caution=view.caution(found),
        notes=[view.touched_sentence(found)],
        method=view.method(),
        figures=figures,
        tables=[
            table(
                view.table(found),
                name="scenarios",
                title=_("Settings, results and differences; ◆ marks the baseline"),
                kinds=found.kinds,
            ),
            table(
                numbers,
                name="figures",
                title=_("The same as numbers"),
                kinds=found.kinds,
                formats=dict.fromkeys(numbers.columns[3:], partial(number, digits=3)),
            ),
        ],
    )
