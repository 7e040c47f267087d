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


def finish(chart: alt.TopLevelMixin, *, kinds: Sequence[str] = (), mode: theme.Mode | None = None) -> Any:
    """Put language, palette and, where invented data are shown, their mark on a chart."""
    if "synthetic" in kinds:
        chart = chart.properties(
            title=alt.TitleParams(text=_("Synthetic data"), fontSize=11, fontWeight="normal", anchor="end")
        )
    return chart.configure(**theme.chart_config(mode or theme.mode()))


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
