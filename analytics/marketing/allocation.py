"""Where a budget does most: the split over levers that wins most adopters, and how far to trust it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, Literal

import numpy as np
import pandas as pd
from scipy.optimize import LinearConstraint, linprog, minimize

from analytics.marketing._checks import FloatArray, number, share_inside, whole
from analytics.marketing.draws import NOTHING_MEASURED, drawn
from analytics.marketing.hazard import Inputs, Simulation, active, costs, inputs, simulate, without
from analytics.marketing.levers import net_present_values
from analytics.marketing.plan import Plan, as_plan

Objective = Literal["adopters", "npv"]
OBJECTIVES: Final[tuple[Objective, ...]] = ("adopters", "npv")

RETURNS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "email": 1.0,
        "search": 0.6,
        "affiliation": 0.8,
        "viral": 0.7,
        "word_of_mouth": 1.0,
        "advertising": 1.0,
        "one_to_one": 1.0,
    }
)
"""Effort grows as spending to this power; assumed. 1 where the hazard itself saturates."""

_STEP: Final = 1e-6
_NOTHING: Final = 1e-7
_REDRAWS: Final = 6
_ROUGH, _AGAIN, _FINE = 1e-4, 1e-6, 1e-8


@dataclass(frozen=True)
class Allocation:
    """The best split of a budget, and its robustness.

    Parameters
    ----------
    table : DataFrame, one row per lever: lever, spending (MAD), share, effort (1 is the plan's),
        low, high (spending when the benchmarks are drawn again), marginal (gain per extra MAD), bound
        ("lower", "upper" or "" when the lever is inside its bounds)
    objective : "adopters" or "npv"
    gain : float, adopters or MAD, over spending nothing
    gain_equal, gain_plan : float, of an equal split, and of the plan's own proportions, within the bounds
    beats_equal, beats_plan : float in [0, 1], share of draws in which the split does at least as well
    regret : float, mean share of the best gain that is lost because the benchmarks were not known;
        None where nothing can be gained
    """

    table: pd.DataFrame
    objective: Objective
    gain: float
    gain_equal: float
    gain_plan: float
    beats_equal: float
    beats_plan: float
    regret: float | None


@dataclass(frozen=True)
class _Case:
    """Inputs and what happens under them without levers, which no split changes."""

    read: Inputs
    baseline: Simulation


@dataclass(frozen=True)
class _Problem:
    plan: Plan
    central: _Case
    periods: int
    objective: Objective
    levers: tuple[str, ...]
    reference: FloatArray
    returns: FloatArray
    budget: float
    low: FloatArray
    high: FloatArray

    def effort(self, spending: FloatArray) -> FloatArray:
        return (np.maximum(spending, 0.0) / self.reference) ** self.returns

    def gain(self, case: _Case, spending: FloatArray) -> FloatArray:
        """Gain of each row of ``spending``, or of each row in its own variant of the case."""
        effort = self.effort(spending)
        changed = case.read | {f"effort.{lever}": effort[:, [k]] for k, lever in enumerate(self.levers)}
        with_levers = simulate(changed, self.periods)
        if self.objective == "adopters":
            return with_levers.adopters[:, -1] - case.baseline.adopters[:, -1]
        spent = np.repeat(spending.sum(axis=1, keepdims=True) / self.periods, self.periods, axis=1)
        return net_present_values(self.plan, changed, with_levers, case.baseline, spent)

    def value_and_slope(self, case: _Case, shares: FloatArray) -> tuple[float, FloatArray]:
        moves = np.vstack([np.zeros_like(shares), _STEP * np.eye(shares.size)])
        gains = self.gain(case, (shares + moves) * self.budget)
        return float(gains[0]), (gains[1:] - gains[0]) / _STEP


def allocate(
    plan: Plan | Mapping[str, Any],
    budget: float,
    *,
    periods: int,
    objective: Objective = "adopters",
    bounds: Mapping[str, tuple[float, float]] | None = None,
    returns: Mapping[str, float] = RETURNS,
    draws: int = 200,
    seed: int = 0,
    fixed: Collection[str] = (),
    measured: Mapping[str, tuple[float, float]] = NOTHING_MEASURED,
) -> Allocation:
    """Split a budget over the plan's active levers so that it wins most.

    What a lever costs in the plan is its reference: spending twice as much brings ``2 ** returns`` times
    the effort. The split is found by sequential quadratic programming from several deterministic
    starts; draws over the benchmarks then say how often it beats plain splits, and how far it moves.

    Parameters
    ----------
    plan : Plan or mapping; only levers that do something and cost something can be given money
    budget : float > 0, MAD over all periods; all of it may be spent, none of it must
    periods : int >= 1, months
    objective : "adopters" at the end, or "npv": net present value in MAD
    bounds : lever → (least, most) MAD; 0 to the budget otherwise
    returns : lever → power in (0, 1]
    draws : int >= 1, draws over the benchmarks' ranges
    seed : int >= 0
    fixed : names of figures that are known and not drawn, such as "market"
    measured : figure → its own range, relative to the plan, in place of its benchmark's

    Returns
    -------
    Allocation

    Raises
    ------
    ValueError: no active lever, one without cost, bounds that no split of the budget can meet, or a
        power outside (0, 1]
    """
    problem = _problem(plan, budget, periods, objective, bounds or {}, returns)
    splits = {
        "equal": _within(problem, np.ones(len(problem.levers))),
        "plan": _within(problem, problem.reference),
    }
    best = _optimum(problem, problem.central, [*splits.values(), *_corners(problem)], _FINE)
    rows = np.vstack([best, splits["equal"], splits["plan"]])
    gains = problem.gain(problem.central, rows)
    read = drawn(problem.central.read, draws=draws, seed=seed, fixed=fixed, measured=measured)
    variants = _case(read, problem.periods)
    each = [problem.gain(variants, np.broadcast_to(row, (draws, row.size))) for row in rows]
    again, regret = _again(problem, variants, best, each[0])
    return Allocation(
        table=_table(problem, best, again),
        objective=objective,
        gain=float(gains[0]),
        gain_equal=float(gains[1]),
        gain_plan=float(gains[2]),
        beats_equal=_at_least(each[0], each[1]),
        beats_plan=_at_least(each[0], each[2]),
        regret=regret,
    )


def _at_least(first: FloatArray, second: FloatArray) -> float:
    return float((first >= second - 1e-9 * np.abs(second)).mean())


def _problem(
    plan: Plan | Mapping[str, Any],
    budget: float,
    periods: int,
    objective: Objective,
    bounds: Mapping[str, tuple[float, float]],
    returns: Mapping[str, float],
) -> _Problem:
    if objective not in OBJECTIVES:
        raise ValueError(f"objective must be adopters or npv, got {objective!r}")
    chosen = as_plan(plan)
    length = whole("periods", periods, 1, 1200)
    money = number("budget", budget, 1e-9)
    read = inputs(chosen, length)
    levers = active(read)
    if not levers:
        raise ValueError("plan must have at least one lever that does something, got none")
    if unknown := sorted(set(bounds) - set(levers)):
        raise ValueError(f"bounds must name active levers ({', '.join(levers)}), got {', '.join(unknown)}")
    spent = costs(read, simulate(read, length))
    reference = np.array([spent[lever].sum() for lever in levers])
    if free := [lever for lever, cost in zip(levers, reference, strict=True) if cost <= 0]:
        raise ValueError(f"plan must give a cost to every active lever, got none for {', '.join(free)}")
    powers = np.array([_power(f"returns of {lever}", returns.get(lever, 1.0)) for lever in levers])
    low, high = _limits(levers, bounds, money)
    ceiling = reference * _most_effort(read, levers) ** (1 / powers)
    return _Problem(
        chosen,
        _case(read, length),
        length,
        objective,
        levers,
        reference,
        powers,
        money,
        low,
        np.maximum(low, np.minimum(high, ceiling)),
    )


def _limits(
    levers: tuple[str, ...], bounds: Mapping[str, tuple[float, float]], budget: float
) -> tuple[FloatArray, FloatArray]:
    limits = [bounds.get(lever, (0.0, budget)) for lever in levers]
    names = [f"bounds of {lever}" for lever in levers]
    low = np.array([number(name, pair[0], 0.0, budget) for name, pair in zip(names, limits, strict=True)])
    high = np.array([number(name, pair[1], 0.0) for name, pair in zip(names, limits, strict=True)])
    if (low > high).any() or low.sum() > budget * (1 + 1e-12):
        raise ValueError(
            f"bounds must have least <= most, and least together within the budget of {budget:g}"
        )
    return low, np.minimum(high, budget)


def _most_effort(read: Inputs, levers: tuple[str, ...]) -> FloatArray:
    """The effort at which a lever has reached everybody: money beyond it buys nothing."""
    share = float(read["one_to_one.share"].min())
    most = {"one_to_one": 1 / share} if share > 0 else {}
    return np.array([most.get(lever, np.inf) for lever in levers])


def _case(read: Inputs, periods: int) -> _Case:
    return _Case(read, simulate(without(read), periods))


def _power(name: str, given: float) -> float:
    """A power in (0, 1]; ValueError otherwise."""
    return 1.0 if given == 1 else share_inside(name, given)


def _within(problem: _Problem, weights: FloatArray) -> FloatArray:
    """The budget by weight, clipped to the bounds, what is clipped going to the others."""
    spending = problem.low.copy()
    for _ in range(len(weights) + 1):
        room = problem.high - spending
        left = problem.budget - spending.sum()
        open_to_more = room > 1e-12 * problem.budget
        if left <= 1e-12 * problem.budget or not open_to_more.any():
            break
        part = np.where(open_to_more, weights, 0.0)
        spending = spending + np.minimum(room, left * part / part.sum())
    return spending


def _corners(problem: _Problem) -> list[FloatArray]:
    # The corner of the steepest slope at the plan's split is where a nearly linear problem ends.
    split = _within(problem, problem.reference) / problem.budget
    slope = problem.value_and_slope(problem.central, split)[1]
    corner = linprog(
        -slope,
        A_ub=np.ones((1, slope.size)),
        b_ub=[1.0],
        bounds=list(zip(problem.low / problem.budget, problem.high / problem.budget, strict=True)),
    )
    return [np.asarray(corner.x) * problem.budget] if corner.success else []


def _optimum(problem: _Problem, case: _Case, starts: list[FloatArray], tolerance: float) -> FloatArray:
    """The best split: a rough climb from every start, then a finer one from the best of them."""
    rough = [_climb(problem, case, start, _ROUGH) for start in starts] if len(starts) > 1 else []
    best = _best(problem, case, [*starts, *rough])
    return _best(problem, case, [best, _climb(problem, case, best, tolerance)])


def _best(problem: _Problem, case: _Case, candidates: list[FloatArray]) -> FloatArray:
    return candidates[int(np.argmax(problem.gain(case, np.vstack(candidates))))]


def _climb(problem: _Problem, case: _Case, start: FloatArray, tolerance: float) -> FloatArray:
    low, high = problem.low / problem.budget, problem.high / problem.budget
    scale = max(abs(float(problem.gain(case, start[None, :])[0])), 1.0)

    def loss(shares: FloatArray) -> tuple[float, FloatArray]:
        value, slope = problem.value_and_slope(case, shares)
        return -value / scale, -slope / scale

    found = minimize(
        loss,
        np.clip(start / problem.budget, low, high),
        jac=True,
        method="SLSQP",
        bounds=list(zip(low, high, strict=True)),
        constraints=[LinearConstraint(np.ones((1, low.size)), -np.inf, 1.0)],
        options={"maxiter": 60, "ftol": tolerance},
    )
    # The solver may overstep the budget by rounding: shrink what lies above the lower bounds.
    above = np.clip(found.x, low, high) - low
    above = np.where(above < _NOTHING, 0.0, above)
    room = 1.0 - low.sum()
    shrink = min(1.0, room / above.sum()) if above.sum() > 0 else 0.0
    return np.asarray((low + above * shrink) * problem.budget, dtype=np.float64)


def _again(
    problem: _Problem, variants: _Case, best: FloatArray, gains: FloatArray
) -> tuple[FloatArray, float | None]:
    """The split found again for a few draws spread over the gain's quantiles, and the mean regret."""
    order = np.argsort(gains, kind="stable")
    chosen = order[np.linspace(0, order.size - 1, min(_REDRAWS, order.size)).round().astype(int)]
    found, lost = [best], []
    for index in chosen:
        one = {name: array[[index]] if array.shape[0] > 1 else array for name, array in variants.read.items()}
        case = _case(one, problem.periods)
        again = _optimum(problem, case, [best], _AGAIN)
        here = problem.gain(case, np.vstack([again, best]))
        found.append(again)
        if here[0] > 0:
            lost.append(max(0.0, 1 - float(here[1] / here[0])))
    return np.vstack(found), float(np.mean(lost)) if lost else None


def _table(problem: _Problem, best: FloatArray, again: FloatArray) -> pd.DataFrame:
    tolerance = 1e-4 * problem.budget
    slope = problem.value_and_slope(problem.central, best / problem.budget)[1] / problem.budget
    at_low, at_high = best <= problem.low + tolerance, best >= problem.high - tolerance
    return pd.DataFrame(
        {
            "lever": problem.levers,
            "spending": best,
            "share": best / problem.budget,
            "effort": problem.effort(best),
            "low": again.min(axis=0),
            "high": again.max(axis=0),
            "marginal": slope,
            "bound": np.where(at_low, "lower", np.where(at_high, "upper", "")),
        }
    )
