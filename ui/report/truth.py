"""Which charts an office program draws as they are, and how it is told of intervals.

It draws bars from zero, bars that stand on one that is not seen, lines over rising numbers or named steps,
and whiskers. It knows neither other bars that float, nor bands around a line, nor our logarithms, nor curves
that turn back: there a slide shows the picture that the page shows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from ui import theme
from ui.content import Plot
from ui.report.board import Figure
from ui.words import _

_WITH_BOUNDS: Final = 3
_LOGARITHMS: Final = ("log", "symlog", "sqrt", "pow")


@dataclass(frozen=True)
class Series:
    """A series as it is drawn: ``minus`` and ``plus`` are the whisker's arms, None where it has none."""

    name: str
    column: int
    minus: tuple[float, ...] | None = None
    plus: tuple[float, ...] | None = None


def native(figure: Figure) -> bool:
    """Whether the figures can be drawn by an office program without saying anything else than the page."""
    plot = figure.plot
    floats = plot.shape == "waterfall"
    if not plot.native or any(_distorts(part, floats=floats) for part in _walk(figure.specification)):
        return False
    values = plot.frame[plot.series]
    bounds = {_("Low"), _("High")} & set(plot.series)
    if bounds and (plot.shape != "bar" or len(plot.series) != _WITH_BOUNDS):
        # A band is no two lines, and a range without a figure of its own no bar.
        return False
    if not all(pd.api.types.is_numeric_dtype(kind) for kind in values.dtypes):
        return False
    if np.isinf(values.to_numpy(dtype=float)).any():
        return False
    if plot.shape == "waterfall":
        return not values.isna().to_numpy().any(axis=None)
    if plot.shape == "line" and values.isna().to_numpy().any(axis=None):
        # A hole in a line is joined by some programs: lines with holes are left to the picture.
        return not any(_interrupted(values[name]) for name in values)
    if plot.shape == "scatter":
        along = plot.frame.iloc[:, 0].to_numpy(dtype=float)
        return bool((np.diff(along) > 0).all())
    return True


def _interrupted(column: pd.Series) -> bool:
    known = np.flatnonzero(column.notna())
    return bool(len(known)) and known[-1] - known[0] + 1 != len(known)


def _distorts(part: dict[str, Any], *, floats: bool) -> bool:
    scale = part.get("scale")
    if isinstance(scale, dict) and scale.get("type") in _LOGARITHMS:
        return True
    mark = part.get("mark")
    kind = mark.get("type") if isinstance(mark, dict) else mark
    encoding = part.get("encoding", {})
    # A bar between two figures of its own floats, and needs another to stand on.
    between = any(isinstance(encoding.get(end), dict) and "field" in encoding[end] for end in ("x2", "y2"))
    return kind == "bar" and between and not floats


def _walk(part: Any) -> Iterator[dict[str, Any]]:
    if isinstance(part, dict):
        yield part
        for name, inner in part.items():
            if name not in ("datasets", "data", "config"):
                yield from _walk(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _walk(inner)


def series(plot: Plot) -> list[Series]:
    """The series to draw: bounds are the whiskers of the bars that they belong to, and no bars."""
    frame = shown(plot)
    names = [str(name) for name in frame.columns[1:]]
    if plot.shape != "waterfall":
        # What nobody measured is no series.
        names = [name for name in names if frame[name].notna().any()] or names
    low, high = _("Low"), _("High")
    measured = [name for name in names if name not in (low, high)]
    bounded = plot.shape == "bar" and low in names and high in names and len(measured) == 1
    if not bounded:
        return [Series(name, list(frame.columns).index(name)) for name in names]
    value = frame[measured[0]].astype(float)
    arms = [
        tuple(float(arm) if np.isfinite(arm) and arm > 0 else 0.0 for arm in ends)
        for ends in (value - frame[low].astype(float), frame[high].astype(float) - value)
    ]
    return [Series(measured[0], list(frame.columns).index(measured[0]), *arms)]


def ends(plot: Plot) -> tuple[float | None, float | None]:
    """What a scale of bars must begin and end with, so that their lengths are the figures: zero."""
    if not plot.lies:
        return None, None
    values = plot.frame[plot.series].to_numpy(dtype=float)
    known = values[np.isfinite(values)]
    if known.size == 0:
        return 0.0, None
    return (0.0 if known.min() >= 0 else None, 0.0 if known.max() <= 0 else None)


def carrier() -> str:
    """The name of the series that a waterfall's bars stand on, which is not drawn."""
    return _("Stands on")


def shown(plot: Plot) -> pd.DataFrame:
    """The figures that an office program is given: a waterfall's bars as what they stand on, and their parts.

    A bar across zero has a part above and one below, for bars are stacked to either side.
    """
    if plot.shape != "waterfall":
        return plot.frame
    label, ends_of = plot.frame.iloc[:, 0], plot.frame.iloc[:, 1:3].astype(float)
    low, high = ends_of.min(axis=1), ends_of.max(axis=1)
    above, below = high.clip(lower=0) - low.clip(lower=0), low.clip(upper=0) - high.clip(upper=0)
    stands = low.clip(lower=0) + high.clip(upper=0)
    parts = {carrier(): stands, _("Above zero"): above, _("Below zero"): below}
    return pd.DataFrame({str(plot.frame.columns[0]): label, **parts})


def colours(plot: Plot) -> list[str]:
    """The colour of each bar of a waterfall, as on the page: of a sum, of a step, of what the title says."""
    accent, total = theme.ACCENT_AND_GREYS[:2]
    worn = {"lead": accent, "total": total, "step": theme.STEP_GREY}
    return [worn[look].lstrip("#") for look in plot.looks]
