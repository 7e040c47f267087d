"""What every chart shares. Builders take a tidy frame, build a chart and return it; none of them draws.

Colour is never the only sign: series differ by dash, grades by shape, changes by their written sign.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import altair as alt

from ui import theme
from ui.words import _

HEIGHT: Final = 320
_PAPER_WIDTH: Final = 900


def finish(chart: Any, *, kinds: Sequence[str] = ()) -> dict[str, Any]:
    """The specification of a chart, with language, palette and, where invented data are shown, their mark.

    Altair's own check of every part takes longer than all else on a page together; the tests run it on every
    chart instead (``tests/ui/test_charts.py``).
    """
    specification: dict[str, Any] = chart.to_dict(validate=False)
    if "synthetic" in kinds:
        mark = {"text": _("Synthetic data"), "fontSize": 11, "fontWeight": "normal", "anchor": "end"}
        specification["title"] = mark
    return specification | {"config": theme.chart_config(theme.mode())}


def on_paper(specification: dict[str, Any], *, title: str, subtitle: str) -> dict[str, Any]:
    """A finished chart as a picture has it: titled, of a fixed width, light whatever the screen shows."""
    heading = {"text": title, "subtitle": subtitle, "anchor": "start"}
    return specification | {
        "title": heading,
        "width": _PAPER_WIDTH,
        "background": "#FFFFFF",
        "config": theme.chart_config("light"),
    }


def grade_scale(field: str = "grade") -> tuple[alt.Color, alt.Shape]:
    """Grades 1 to 4 by colour and by shape."""
    grades = [1, 2, 3, 4]
    colours = alt.Scale(domain=grades, range=[theme.GRADE_COLOURS[grade] for grade in grades])
    shapes = alt.Scale(domain=grades, range=[theme.GRADE_SHAPES[grade] for grade in grades])
    title = _("Grade")
    return (
        alt.Color(f"{field}:N", scale=colours, title=title),
        alt.Shape(f"{field}:N", scale=shapes, title=title),
    )
