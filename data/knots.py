"""The five knots between which a risk indicator is scored, from its three cuts.

The cuts are the boundaries between grades; the catalogue has them from the documents it names. The
two outer knots, and the way out where cuts coincide, are conventions of this product (tag C):

* knots 1 to 3 are the cuts, scored 25, 50 and 75, so that a grade starts exactly at its boundary;
* knot 0, scored 0, is the natural bound on the good side (0 where higher is worse, 100 for a falling
  percentage, 5 for a rating); without one, the first cut moved by the distance between the first two;
* knot 4, scored 100, lies twice the distance between the last two cuts beyond the third, never past
  the natural bound on the bad side and always strictly beyond knot 3;
* a cut ``c`` of a whole-number indicator moves half a unit in the worse direction: "0/1/2" reads 0 for
  grade 1, 1 for grade 2, 2 for grade 3, 3 for grade 4. Where two coincide the later moves 0.01 more:
  "0/0/1" reads 0 for grade 1, 1 for grade 3, 2 for grade 4;
* a cut of a continuous indicator that equals the natural best, or the cut before it, moves in the
  worse direction by one hundredth of the distance between the best and the third cut, so that exactly
  the best value is grade 1.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

_CONTINUOUS_TIE_SHARE = 0.01
_COUNT_TIE = 0.01
_HALF = 0.5

Knots = tuple[float, float, float, float, float]


def knots(
    cuts: Sequence[float],
    direction: str,
    *,
    count: bool = False,
    minimum: float | None = None,
    maximum: float | None = None,
) -> Knots:
    """Five strictly monotone knots, scored 0, 25, 50, 75 and 100.

    Parameters
    ----------
    cuts : three boundaries between grades, from best to worst, in the indicator's unit
    direction : "up" when a higher value is worse, "down" when a lower one is
    count : the indicator takes whole numbers only
    minimum, maximum : natural bounds of the indicator, where it has them

    Raises
    ------
    ValueError: a direction other than up or down; cuts not three, not from best to worst, or without
        room within the bounds
    """
    if direction not in ("up", "down"):
        raise ValueError(f"direction: {direction!r}; allowed are up and down")
    if len(cuts) != 3:
        raise ValueError(f"cuts: {len(cuts)} given; exactly 3 are needed")
    # With the sign turned, worse is always higher and one rule serves both directions.
    sign = 1.0 if direction == "up" else -1.0
    good, bad = (minimum, maximum) if direction == "up" else (maximum, minimum)
    best = None if good is None else sign * good
    worst = None if bad is None else sign * bad
    first, second, third = (sign * cut for cut in cuts)
    if not first <= second <= third:
        raise ValueError(f"cuts: {tuple(cuts)} do not run from best to worst for direction {direction!r}")

    if count:
        inner = _separate((first + _HALF, second + _HALF, third + _HALF), best, _COUNT_TIE)
    else:
        step = _CONTINUOUS_TIE_SHARE * (third - (first if best is None else best))
        inner = _separate((first, second, third), best, step)
    zero = 2.0 * inner[0] - inner[1] if best is None else best
    hundred = inner[2] + 2.0 * (inner[2] - inner[1])
    if worst is not None:
        hundred = min(hundred, worst)
    ordered = (zero, *inner, hundred)
    if any(later <= earlier for earlier, later in itertools.pairwise(ordered)):
        raise ValueError(f"cuts: {tuple(cuts)} leave no room between minimum {minimum} and maximum {maximum}")
    k0, k1, k2, k3, k4 = (round(sign * value, 12) + 0.0 for value in ordered)
    return k0, k1, k2, k3, k4


def _separate(
    cuts: tuple[float, float, float], best: float | None, step: float
) -> tuple[float, float, float]:
    """Move each cut that coincides with the value before it one step further."""
    moved: list[float] = []
    previous = best
    for cut in cuts:
        place = previous + step if previous is not None and cut <= previous else cut
        moved.append(place)
        previous = place
    return moved[0], moved[1], moved[2]
