"""Other thresholds than the catalogue's: one scale for all conventions, one for all that have a source."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from analytics.risk.catalogue import KNOT_COLUMNS, read_catalogue
from analytics.risk.scoring import Floats

SCALES: Final = (0.5, 1.5)
_CUTS: Final = ("cut_1", "cut_2", "cut_3")
# A knot stops short of the next one: a step between two cuts never shrinks below this share of itself.
_STEP_KEPT: Final = 0.1


def scale_thresholds(
    catalogue: pd.DataFrame, *, conventional: float = 1.0, sourced: float = 1.0
) -> pd.DataFrame:
    """The catalogue with its thresholds moved away from the best value, or towards it.

    A scale of 1.2 sets each threshold 20 % farther from the value that scores 0, so that the same data score
    better; below 1 it is stricter. Where knots of one indicator move and others do not, all stop before they
    would change their order. Limits of law (red flags) never move.

    Parameters
    ----------
    catalogue : DataFrame, see :func:`analytics.risk.catalogue.read_catalogue`
    conventional : scale of the thresholds that are a convention (tag C), in [0.5, 1.5]
    sourced : scale of all others

    Returns
    -------
    DataFrame as ``catalogue``, with other knots and, where it has them, other cuts

    Raises
    ------
    ValueError: a scale outside [0.5, 1.5], a catalogue that cannot be used
    """
    for name, scale in (("conventional", conventional), ("sourced", sourced)):
        if not SCALES[0] <= scale <= SCALES[1]:
            raise ValueError(f"{name} must lie in [{SCALES[0]:g}, {SCALES[1]:g}], got {scale}")
    known = read_catalogue(catalogue)
    if conventional == sourced == 1.0:
        return catalogue
    scales = np.where(known.conventional_knots, conventional, sourced)
    moved = _in_order(known.knots, known.knots[:, :1] + scales * (known.knots - known.knots[:, :1]))
    changed = dict(zip(KNOT_COLUMNS, moved.T, strict=True))
    if set(_CUTS) <= set(catalogue.columns):
        shift = moved - known.knots
        for knot, name in enumerate(_CUTS, start=1):
            changed[name] = catalogue[name].to_numpy(dtype=float) + shift[:, knot]
    return catalogue.assign(**changed)


def _in_order(knots: Floats, wanted: Floats) -> Floats:
    """``wanted``, or as much of the way there as keeps the order of each indicator's knots."""
    steps = np.diff(knots, axis=1)
    shrinking = -(np.diff(wanted, axis=1) - steps) / steps
    room = np.divide(1.0 - _STEP_KEPT, shrinking, out=np.ones_like(steps), where=shrinking > 0)
    way = np.minimum(room.min(axis=1, keepdims=True), 1.0)
    return np.asarray(knots + way * (wanted - knots))
