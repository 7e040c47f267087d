"""Reading a randomised test: what each arm adds to the control, and how many people it takes to see it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.optimize import brentq
from statsmodels.stats.proportion import (
    confint_proportions_2indep,
    power_proportions_2indep,
    proportion_confint,
    samplesize_proportions_2indep_onetail,
    test_proportions_2indep,
)

from analytics.marketing._checks import FloatArray, number, share_inside

Method = Literal["newcombe", "wald"]

_METHODS: Final = {"newcombe": "newcomb", "wald": "wald"}
_POINTS: Final = 100.0


@dataclass(frozen=True)
class ArmLift:
    """One arm against the control; ``points``, ``low`` and ``high`` in percentage points."""

    arm: str
    people: int
    rate: float
    points: float
    low: float
    high: float
    p_value: float


@dataclass(frozen=True)
class LiftResult:
    """Lift of every arm over the control.

    Parameters
    ----------
    table : DataFrame by arm (index), control left out: people, converted, rate, rate_low, rate_high (in
        shares), points, low, high (percentage points over the control), p_value
    control : str; control_people : int; control_rate : float, share
    control_low, control_high : float, Wilson interval of the control's rate
    level : float, of each interval; method : newcombe or wald
    warnings : tuple of str
    """

    table: pd.DataFrame
    control: str
    control_people: int
    control_rate: float
    control_low: float
    control_high: float
    level: float
    method: Method
    warnings: tuple[str, ...]

    @property
    def points(self) -> pd.Series:
        """Lift in percentage points, by arm."""
        return self.table["points"]

    @property
    def low(self) -> pd.Series:
        """Low end in percentage points, by arm."""
        return self.table["low"]

    @property
    def high(self) -> pd.Series:
        """High end in percentage points, by arm."""
        return self.table["high"]

    def __getitem__(self, arm: str) -> ArmLift:
        """One arm; KeyError when it was not in the test."""
        row = {name: float(column[arm]) for name, column in self.table.items()}
        return ArmLift(
            arm, round(row["people"]), row["rate"], row["points"], row["low"], row["high"], row["p_value"]
        )


def lift(
    outcomes: ArrayLike,
    arms: ArrayLike,
    *,
    control: str,
    level: float = 0.95,
    method: Method = "newcombe",
    simultaneous: bool = False,
) -> LiftResult:
    """Lift of every arm over the control, in percentage points, with its interval.

    Parameters
    ----------
    outcomes : array-like of 0/1 or bool, one per person drawn into the test
    arms : array-like of str, the arm that each was drawn into, whatever happened afterwards
    control : str, the arm that got nothing
    level : float in (0, 1), of the interval
    method : "newcombe" (hybrid score interval: holds its level in small arms and near 0 or 1) or "wald"
    simultaneous : bool, widen the intervals so that all of them hold together (Bonferroni)

    Returns
    -------
    LiftResult

    Raises
    ------
    ValueError: lengths that differ, outcomes other than 0 and 1 or missing, a missing arm, an unknown
        control, or no other arm

    References
    ----------
    Newcombe 1998, "Interval estimation for the difference between independent proportions", Statistics in
    Medicine 17, 873-890, method 10.
    """
    if method not in _METHODS:
        raise ValueError(f"method must be newcombe or wald, got {method!r}")
    counts = _counts(outcomes, arms, control)
    others = counts.drop(index=control)
    inside = share_inside("level", level)
    error = (1 - inside) / (len(others) if simultaneous else 1)
    base_hits, base_people = int(counts["sum"][control]), int(counts["size"][control])
    rows = []
    for arm, hits, people in zip(others.index, others["sum"], others["size"], strict=True):
        low, high = confint_proportions_2indep(
            hits, people, base_hits, base_people, method=_METHODS[method], compare="diff", alpha=error
        )
        rate_low, rate_high = proportion_confint(hits, people, alpha=1 - inside, method="wilson")
        rows.append(
            {
                "arm": arm,
                "people": people,
                "converted": hits,
                "rate": hits / people,
                "rate_low": rate_low,
                "rate_high": rate_high,
                "points": _POINTS * (hits / people - base_hits / base_people),
                "low": _POINTS * low,
                "high": _POINTS * high,
                "p_value": _p_value(hits, people, base_hits, base_people),
            }
        )
    control_low, control_high = proportion_confint(base_hits, base_people, alpha=1 - inside, method="wilson")
    return LiftResult(
        table=pd.DataFrame(rows).set_index("arm"),
        control=control,
        control_people=base_people,
        control_rate=base_hits / base_people,
        control_low=float(control_low),
        control_high=float(control_high),
        level=inside,
        method=method,
        warnings=_warnings(counts, method, simultaneous),
    )


def _counts(outcomes: ArrayLike, arms: ArrayLike, control: str) -> pd.DataFrame:
    labels = pd.Series(np.asarray(arms, dtype=object).ravel())
    hits = _binary(outcomes)
    if len(labels) != hits.size:
        raise ValueError(f"outcomes and arms must be equally long, got {hits.size} and {len(labels)}")
    if labels.isna().any():
        raise ValueError(f"arms must be given for everybody, missing for {int(labels.isna().sum())}")
    counts = pd.DataFrame({"arm": labels, "hit": hits}).groupby("arm")["hit"].agg(["sum", "size"]).astype(int)
    if control not in counts.index:
        raise ValueError(f"control must be one of {', '.join(map(str, counts.index))}, got {control!r}")
    if len(counts) < 2:
        raise ValueError(f"arms must hold at least one arm beside the control, got {control!r} only")
    return counts


def _binary(outcomes: ArrayLike) -> FloatArray:
    given = pd.Series(np.asarray(outcomes).ravel())
    if given.empty:
        raise ValueError("outcomes must hold at least one person, got none")
    if given.isna().any():
        raise ValueError(
            f"outcomes must be known for everybody, missing for {int(given.isna().sum())}: "
            "who is left out is not drawn at random"
        )
    numeric = pd.to_numeric(given, errors="coerce").astype("float64")
    if not numeric.isin([0.0, 1.0]).all():
        wrong = given[~numeric.isin([0.0, 1.0])].tolist()[0]
        raise ValueError(f"outcomes must be 0 or 1, got {wrong!r}")
    return np.asarray(numeric, dtype=np.float64)


def _p_value(hits: int, people: int, base_hits: int, base_people: int) -> float:
    if hits + base_hits in (0, people + base_people):
        return 1.0
    # The library also works out ratios that nobody asked for, and divides by a rate of 0.
    with np.errstate(divide="ignore", invalid="ignore"):
        test = test_proportions_2indep(hits, people, base_hits, base_people, method="score", compare="diff")
    return float(test.pvalue)


def _warnings(counts: pd.DataFrame, method: Method, simultaneous: bool) -> tuple[str, ...]:
    found = []
    fewest = np.minimum(counts["sum"], counts["size"] - counts["sum"])
    if method == "wald" and (fewest < 5).any():
        found.append("an arm has under five successes or failures: the Wald interval is too narrow there")
    if len(counts) > 2 and not simultaneous:
        found.append(f"{len(counts) - 1} arms are compared one by one: chance alone favours one of them")
    return tuple(found)


def sample_size(
    baseline: float, lift_points: float, *, power: float = 0.8, level: float = 0.95, ratio: float = 1.0
) -> int:
    """People needed in the control to see a lift with the wanted power (two-sided test).

    Parameters
    ----------
    baseline : float in (0, 1), rate of the control
    lift_points : float, percentage points, not 0; the treated rate must stay in (0, 1)
    power : float in (0, 1), chance to see a lift of this size
    level : float in (0, 1), 1 - chance to see one where there is none
    ratio : float > 0, people in the treated arm for one in the control

    Returns
    -------
    int, people in the control; the treated arm takes ``ratio`` times as many

    References
    ----------
    Fleiss, Levin and Paik 2003, Statistical Methods for Rates and Proportions, chapter 4 (the formula
    without continuity correction).
    """
    base, treated = _rates(baseline, lift_points)
    people = samplesize_proportions_2indep_onetail(
        treated - base,
        base,
        share_inside("power", power),
        ratio=number("ratio", ratio, 1e-6),
        alpha=(1 - share_inside("level", level)) / 2,
        alternative="larger" if treated > base else "smaller",
    )
    return math.ceil(float(people))


def power(
    baseline: float, lift_points: float, people: float, *, level: float = 0.95, ratio: float = 1.0
) -> float:
    """Chance that a two-sided test sees a lift.

    Parameters
    ----------
    people : float >= 2, in the control; the treated arm has ``ratio`` times as many
    baseline, lift_points, level, ratio : as in :func:`sample_size`

    Returns
    -------
    float in (0, 1)
    """
    return _chance(baseline, lift_points, people, level=level, ratio=ratio)


def _chance(baseline: float, lift_points: float, people: float, *, level: float, ratio: float) -> float:
    base, treated = _rates(baseline, lift_points)
    found = power_proportions_2indep(
        treated - base,
        base,
        number("people", people, 2.0),
        ratio=number("ratio", ratio, 1e-6),
        alpha=1 - share_inside("level", level),
        return_results=False,
    )
    return float(found)


def smallest_visible_lift(
    baseline: float, people: float, *, power: float = 0.8, level: float = 0.95, ratio: float = 1.0
) -> float | None:
    """Smallest rise, in percentage points, that a test of this size sees with the wanted power.

    Returns
    -------
    float, or None when not even a rise to nearly everybody would be seen
    """
    wanted = share_inside("power", power)
    base = share_inside("baseline", baseline)
    smallest, largest = 1e-6, _POINTS * (1 - base) - 1e-6

    def short(points: float) -> float:
        return _chance(base, points, people, level=level, ratio=ratio) - wanted

    if largest <= smallest or short(largest) < 0:
        return None
    return float(brentq(short, smallest, largest, xtol=1e-9))


def _rates(baseline: float, lift_points: float) -> tuple[float, float]:
    base = share_inside("baseline", baseline)
    move = number("lift_points", lift_points)
    treated = base + move / _POINTS
    if move == 0 or not 0 < treated < 1:
        raise ValueError(
            f"lift_points must lie in ({-_POINTS * base:g}, {_POINTS * (1 - base):g}) without 0, got {move:g}"
        )
    return base, treated
