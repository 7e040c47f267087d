"""A map of equal tiles, one a country: nothing is fetched, and small countries are seen like large ones."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

import altair as alt
import pandas as pd

from ui.charts.common import drawing, layered
from ui.words import _

_ROW_HEIGHT: Final = 44
# Pixels of what stands around the tiles: taken from their rows, it would crush the codes into each other.
_LEGEND_TITLE, _LEGEND_LINE, _LEGEND_OF_DOTS = 56, 18, 50
# Column and row of each country, roughly where it lies: Europe and the Mediterranean in the middle.
PLACES: Final[Mapping[str, tuple[int, int]]] = {
    "ISL": (2, 0),
    "NOR": (5, 0),
    "SWE": (6, 0),
    "FIN": (7, 0),
    "DNK": (5, 1),
    "EST": (7, 1),
    "IRL": (2, 2),
    "GBR": (3, 2),
    "NLD": (4, 2),
    "DEU": (5, 2),
    "POL": (6, 2),
    "LVA": (7, 2),
    "USA": (0, 3),
    "BEL": (3, 3),
    "LUX": (4, 3),
    "CZE": (5, 3),
    "SVK": (6, 3),
    "LTU": (7, 3),
    "FRA": (3, 4),
    "CHE": (4, 4),
    "LIE": (5, 4),
    "AUT": (6, 4),
    "HUN": (7, 4),
    "ROU": (8, 4),
    "PRT": (1, 5),
    "ESP": (2, 5),
    "ITA": (4, 5),
    "SVN": (5, 5),
    "HRV": (6, 5),
    "SRB": (7, 5),
    "BGR": (8, 5),
    "BIH": (6, 6),
    "MNE": (7, 6),
    "XKX": (8, 6),
    "TUR": (9, 6),
    "MLT": (4, 7),
    "ALB": (6, 7),
    "MKD": (7, 7),
    "GRC": (8, 7),
    "CYP": (9, 7),
    "MAR": (1, 8),
    "DZA": (2, 8),
    "TUN": (3, 8),
    "EGY": (7, 8),
    "JOR": (8, 8),
    "SAU": (9, 8),
    "ARE": (10, 8),
    "IND": (11, 8),
    "KOR": (12, 7),
    "BRA": (0, 9),
    "SEN": (1, 9),
    "CIV": (2, 9),
    "KEN": (8, 9),
    "ZAF": (7, 10),
}


@drawing
def tile_map(frame: pd.DataFrame, *, order: Mapping[str, int], title: str) -> alt.LayerChart:
    """Countries as tiles, coloured and lettered by category; a dot by the letter is larger with its count.

    Parameters
    ----------
    frame : columns country (three letters), name, category (as in ``order``), letter, detail, chosen (bool),
        customers (0 or missing for no dot); countries without a place on the map are left to the table
    order : category → the place of its colour in the palette, as the legend lists them
    title : of the legend
    """
    shown = frame[frame["country"].isin(list(PLACES))]
    shown = shown.assign(
        column=[PLACES[code][0] for code in shown["country"]],
        row=[PLACES[code][1] for code in shown["country"]],
    )
    columns = list(range(min(x for x, _y in PLACES.values()), 1 + max(x for x, _y in PLACES.values())))
    rows = list(range(1 + max(y for _x, y in PLACES.values())))
    base = alt.Chart(shown).encode(
        x=alt.X("column:O", axis=None, scale=alt.Scale(domain=columns, paddingInner=0.08)),
        y=alt.Y("row:O", axis=None, scale=alt.Scale(domain=rows, paddingInner=0.08)),
        tooltip=[
            alt.Tooltip("name:N", title=" "),
            alt.Tooltip("category:N", title=title),
            alt.Tooltip("detail:N", title=_("Decisive rules")),
            alt.Tooltip("customers:Q", title=_("Customers"), format=",.0f"),
        ],
    )
    key = alt.Legend(orient="top", title=title, labelLimit=260, symbolType="square", values=list(order))
    # A name for each place of the palette, so that the screen's own palette paints it: light, dark or paper.
    at = {place: name for name, place in order.items()}
    colours = alt.Scale(domain=[at.get(place, " " * (place + 1)) for place in range(max(at, default=0) + 1)])
    tiles = base.mark_rect(cornerRadius=3, fillOpacity=0.22, strokeOpacity=1).encode(
        color=alt.Color("category:N", scale=colours, legend=key),
        stroke=alt.Stroke("category:N", scale=colours, legend=None),
        strokeWidth=alt.condition("datum.chosen", alt.value(4), alt.value(1.2)),
    )
    codes = base.mark_text(dy=-7, fontSize=10).encode(text="country:N")
    letters = base.mark_text(dx=-6, dy=8, fontSize=12, fontWeight=700).encode(text="letter:N")
    layers = [tiles, codes, letters]
    if (shown["customers"] > 0).any():
        layers.append(_dots(base, colours))
    dotted = len(layers) > len([tiles, codes, letters])
    around = _LEGEND_TITLE + _LEGEND_LINE * math.ceil(len(order) / 2) + (_LEGEND_OF_DOTS if dotted else 0)
    return layered(*layers).properties(height=_ROW_HEIGHT * len(rows) + around)


def _dots(base: alt.Chart, colours: alt.Scale) -> alt.Chart:
    dots: alt.Chart = (
        base.transform_filter("datum.customers > 0")
        .mark_point(style="outline", filled=True, opacity=0.9, xOffset=9, yOffset=8)
        .encode(
            fill=alt.Fill("category:N", scale=colours, legend=None),
            size=alt.Size(
                "customers:Q",
                scale=alt.Scale(domainMin=0, range=[0, 190]),
                legend=alt.Legend(orient="bottom", title=_("Customers abroad"), format=",d", tickCount=3),
            ),
        )
    )
    return dots
