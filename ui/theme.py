"""Colours and type of charts, the same tokens as in ``.streamlit/config.toml`` and docs/DESIGN.md."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

from babel import Locale

from ui.words import Language, language, of_no_session

Mode = Literal["light", "dark"]
CONFIG: Final = Path(__file__).resolve().parent.parent / ".streamlit" / "config.toml"

# Readable on white and on the dark background alike (3:1 or better); each has a shape of its own as well.
GRADE_COLOURS: Final = {1: "#14876A", 2: "#A97B00", 3: "#D3560B", 4: "#C93A3A"}
GRADE_SHAPES: Final = {1: "circle", 2: "square", 3: "triangle-up", 4: "diamond"}
UNGRADED_COLOUR: Final = "#757D88"
ACCENT_AND_GREYS: Final = ("#0072B2", "#5C6672", "#9AA3AE", "#C9CFD6")
"""One series that is asked for among others that it is made of; light greys want an edge."""
STEP_GREY: Final = "#8A929D"
"""Of a step between two sums, which are darker: readable on both grounds."""
NIGHT: Final = {"#0072B2": "#5AB0F0", "#5C6672": "#C3CAD3"}
"""The accent, and the grey of a sum, as they are worn on the dark ground, where they would be dim."""
UNGRADED_SHAPE: Final = "cross"
_SIZE: Final = 12
_LARGE: Final = 17
GRADE_MARKS: Final = {1: "●", 2: "■", 3: "▲", 4: "◆"}


@cache
def _number_form(spoken: Language) -> dict[str, Any]:
    symbols = Locale(spoken).number_symbols["latn"]
    return {
        "decimal": symbols["decimal"],
        "thousands": symbols["group"],
        "grouping": [3],
        "currency": ["", "\u00a0MAD"],
    }


@cache
def _date_form(spoken: Language) -> dict[str, Any]:
    locale = Locale(spoken)
    # Babel counts days from Monday, the chart's language from Sunday.
    from_sunday = (6, 0, 1, 2, 3, 4, 5)
    return {
        "dateTime": "%A %e %B %Y, %X",
        "date": "%d/%m/%Y",
        "time": "%H:%M:%S",
        "periods": ["AM", "PM"],
        "days": [locale.days["stand-alone"]["wide"][day] for day in from_sunday],
        "shortDays": [locale.days["stand-alone"]["abbreviated"][day] for day in from_sunday],
        "months": [locale.months["stand-alone"]["wide"][month] for month in range(1, 13)],
        "shortMonths": [locale.months["stand-alone"]["abbreviated"][month] for month in range(1, 13)],
    }


@cache
def tokens(mode: Mode) -> dict[str, Any]:
    """The colours of ``mode`` as config.toml declares them."""
    with CONFIG.open("rb") as source:
        colours: dict[str, Any] = tomllib.load(source)["theme"][mode]
    return colours


_VISITOR: Final[dict[str, Callable[[], Mode]]] = {"sees": lambda: "light"}
"""Whom to ask for the mode: the session, once there is one."""


def ask_of(visitor: Callable[[], Mode]) -> None:
    """Let ``visitor`` say whether pages are light or dark: whoever keeps sessions gives it."""
    _VISITOR["sees"] = visitor


def mode() -> Mode:
    """Light or dark, as the visitor's browser shows the page; light where no session asks."""
    if of_no_session():
        return "light"
    return _VISITOR["sees"]()


def at_night(specification: dict[str, Any]) -> dict[str, Any]:
    """A chart in the colours of the dark ground, its data left as they are."""
    worn: dict[str, Any] = _recoloured(specification, NIGHT)
    return worn


def by_day(specification: dict[str, Any]) -> dict[str, Any]:
    """A chart of the dark ground as the light one has it."""
    worn: dict[str, Any] = _recoloured(specification, {night: day for day, night in NIGHT.items()})
    return worn


def _recoloured(part: Any, colours: Mapping[str, str]) -> Any:
    if isinstance(part, dict):
        return {
            name: inner if name in ("data", "datasets", "config") else _recoloured(inner, colours)
            for name, inner in part.items()
        }
    if isinstance(part, list):
        return [_recoloured(inner, colours) for inner in part]
    return colours.get(part, part) if isinstance(part, str) else part


def larger() -> float:
    """How much larger the type of a presentation is."""
    return _LARGE / _SIZE


def chart_config(shown: Mode, *, large: bool = False) -> dict[str, Any]:
    """Vega-Lite's ``config`` in the session's language, in ``large`` type where presented."""
    colours = tokens(shown)
    size = _LARGE if large else _SIZE
    text, grid = colours["textColor"], colours["borderColor"]
    family = "Inter, sans-serif"
    plain = {"labelColor": text, "titleColor": text, "labelFont": family, "titleFont": family}
    return {
        "background": colours["backgroundColor"],
        "font": family,
        "locale": {"number": _number_form(language()), "time": _date_form(language())},
        "axis": {
            **plain,
            "gridColor": grid,
            "gridOpacity": 0.6,
            "domainColor": grid,
            "tickColor": grid,
            "labelFontSize": size,
            "titleFontSize": size,
            "titleFontWeight": 500,
            "labelLimit": 260 * size / _SIZE,
            "labelFlush": False,
        },
        # Every category keeps its name, however close the rows.
        "axisY": {"labelOverlap": False},
        # Beside long names of rows the middle of what is left is no middle of the picture.
        "axisX": {"titleAnchor": {"expr": "room < 480 ? 'end' : 'middle'"}},
        "legend": {
            **plain,
            "labelFontSize": size,
            "titleFontSize": size,
            "symbolSize": 90,
            "labelLimit": 260 * size / _SIZE,
        },
        "header": plain,
        "title": {
            "color": text,
            "subtitleColor": text,
            "font": family,
            "fontSize": 14,
            "anchor": "start",
            "subtitleFontSize": 12,
            "fontWeight": 600,
            "offset": 10,
        },
        "view": {"stroke": None},
        "text": {"color": text, "font": family, "fontSize": size},
        "rule": {"color": text},
        # What has no series of its own is drawn in the first of the palette, on paper as on the screen.
        "mark": {"color": colours["chartCategoricalColors"][0]},
        # A bar fills its band, as on paper: in the framework's narrower ones figures stand above the middle.
        "bar": {"discreteBandSize": {"band": 1.0}},
        # Named styles, so that a chart on paper takes the colours of paper.
        "style": {
            "rim": {"fill": colours["backgroundColor"], "stroke": colours["backgroundColor"]},
            "outline": {"stroke": text},
            "parted": {"stroke": colours["backgroundColor"]},
        },
        "range": {
            "category": colours["chartCategoricalColors"],
            "ordinal": colours["chartSequentialColors"],
            "ramp": colours["chartSequentialColors"],
            "heatmap": colours["chartSequentialColors"],
            "diverging": colours["chartDivergingColors"],
        },
    }
