"""A plan that moves shares of a channel's transactions elsewhere, and what it gives back, month by month.

What leaves is saved late and in whole people and sites; what it costs elsewhere, the budget and the exits are
paid at once. What customers move by themselves is nobody's plan: only what comes on top of it counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analytics.channels._checks import FloatArray, fit, number, numbers, whole
from analytics.channels.assumptions import Uncertain

YEAR: Final = 12
_MAXIMUM_DRAWS: Final = 20_000


@dataclass(frozen=True)
class Capacity:
    """What a channel can do without once a share of its transactions has left.

    Attributes
    ----------
    shares : shape (steps,), from 0 upwards, share of the channel's transactions that left
    people, sites : shape (steps,), whole people and sites (branches, machines, seats) no longer needed
    """

    shares: FloatArray
    people: FloatArray
    sites: FloatArray

    def __post_init__(self) -> None:
        shares = numbers("shares", self.shares, 0, 1)
        if shares.ndim != 1 or shares.size < 2 or shares[0] != 0 or (np.diff(shares) <= 0).any():
            raise ValueError("shares must begin with 0 and rise, with two steps at least")
        for name in ("people", "sites"):
            fit(name, numbers(name, getattr(self, name)), shares.shape)

    def at(self, share: ArrayLike) -> tuple[FloatArray, FloatArray]:
        """People and sites not needed at a share, in whole numbers; between two steps, on a straight line."""
        left = numbers("share", share, 0, 1)
        people, sites = (
            # The last digits of a product must not lose a person.
            np.floor(np.round(np.interp(left, self.shares, given), 9))
            for given in (self.people, self.sites)
        )
        return people, sites


@dataclass(frozen=True)
class Doubt:
    """What is not known for sure about a plan.

    Attributes
    ----------
    variable_share : in (0, 1], part of the unit cost that goes with the transaction
    cost_ratio : > 0, cost of the transaction where it goes / where it came from
    augmentation : >= -1, growth in use of what moved
    given_back : in [0, 1], share of the people and sites not needed that the bank really gives back
    lag_months : >= 0, months from the move to the saving
    overrun : >= 0, final budget / budget
    reached : >= 0, share of the planned move that is reached
    """

    variable_share: Uncertain
    cost_ratio: Uncertain
    augmentation: Uncertain
    given_back: Uncertain
    lag_months: Uncertain
    overrun: Uncertain
    reached: Uncertain

    def items(self) -> tuple[tuple[str, Uncertain], ...]:
        """Each assumption with its name, in the order in which they are declared."""
        return tuple((item.name, getattr(self, item.name)) for item in fields(self))


@dataclass(frozen=True)
class PlanCase:
    """A plan to value. Money in one currency; the months begin with the plan.

    Attributes
    ----------
    volume : >= 0, transactions a month of the channel that they leave
    unit_cost : >= 0, full cost there of a transaction that can move
    planned : shape (months,), in [0, 1], share of ``volume`` gone by the plan's target
    alone : shape (months,), in [0, 1], share of ``volume`` that leaves without any plan
    movable : in [0, 1], share of ``volume`` that can leave at all
    capacity : Capacity
    person_cost, site_cost : >= 0, a month, of one person and of one site without its people
    budget : shape (months,), >= 0
    exit_person, exit_site : >= 0, paid once for each given back
    doubt : Doubt
    discount_rate : > -1, a year

    Raises
    ------
    ValueError: a figure outside its range, or shapes that do not fit
    """

    volume: float
    unit_cost: float
    planned: ArrayLike
    alone: ArrayLike
    movable: float
    capacity: Capacity
    person_cost: float
    site_cost: float
    budget: ArrayLike
    exit_person: float
    exit_site: float
    doubt: Doubt
    discount_rate: float = 0.1

    def __post_init__(self) -> None:
        for name in ("volume", "unit_cost", "person_cost", "site_cost", "exit_person", "exit_site"):
            number(name, getattr(self, name), 0)
        number("movable", self.movable, 0, 1)
        number("discount_rate", self.discount_rate, -1, bounds="(]")
        planned = numbers("planned", self.planned, 0, 1)
        if planned.ndim != 1 or planned.size % YEAR or not planned.size:
            raise ValueError(f"planned must have whole years of months, got shape {planned.shape}")
        for name, high in (("alone", 1.0), ("budget", np.inf)):
            fit(name, numbers(name, getattr(self, name), 0, high), planned.shape)


@dataclass(frozen=True)
class Flows:
    """What happens in each month: shape (draws, months) each, in currency or whole numbers.

    Attributes
    ----------
    moved : transactions that the plan moves
    people, sites : given back to date
    variable, capacity : saved
    elsewhere, budget, exits : paid
    """

    moved: FloatArray
    people: FloatArray
    sites: FloatArray
    variable: FloatArray
    capacity: FloatArray
    elsewhere: FloatArray
    budget: FloatArray
    exits: FloatArray

    @property
    def running(self) -> FloatArray:
        """Saved less what the transactions cost where they went."""
        return self.variable + self.capacity - self.elsewhere

    @property
    def net(self) -> FloatArray:
        """Everything saved less everything paid."""
        return self.running - self.budget - self.exits


def flows(case: PlanCase, values: Mapping[str, FloatArray], alone: ArrayLike | None = None) -> Flows:
    """What a plan saves and pays each month, draws × months.

    Parameters
    ----------
    values : the fields of :class:`Doubt`, shape (draws, 1) each
    alone : shape (months,) or (draws, months), in place of ``case.alone``
    """
    planned = np.minimum(numbers("planned", case.planned) * values["reached"], case.movable)
    base = numbers("alone", case.alone if alone is None else alone, 0, 1)
    base = np.minimum(np.broadcast_to(base, planned.shape), case.movable)
    gone = np.maximum(planned, base)
    moved = (gone - base) * case.volume
    # What the plan gives back is what the share gone frees beyond what would be free without it.
    people, sites = (
        np.floor(np.round(values["given_back"] * np.maximum(after - before, 0), 9))
        for after, before in zip(case.capacity.at(gone), case.capacity.at(base), strict=True)
    )
    people, sites, left = (_delayed(part, values["lag_months"]) for part in (people, sites, moved))
    return Flows(
        moved=moved,
        people=people,
        sites=sites,
        variable=values["variable_share"] * case.unit_cost * left,
        capacity=people * case.person_cost + sites * case.site_cost,
        elsewhere=(1 + values["augmentation"]) * values["cost_ratio"] * case.unit_cost * moved,
        budget=np.broadcast_to(values["overrun"] * numbers("budget", case.budget), moved.shape),
        exits=_first_time(people) * case.exit_person + _first_time(sites) * case.exit_site,
    )


def _delayed(flow: FloatArray, lag: FloatArray) -> FloatArray:
    """Each row moved to the right by its own whole number of months."""
    shifts = np.rint(lag[:, 0]).astype(int)
    rows = max(flow.shape[0], shifts.size)
    places = np.arange(flow.shape[1]) - np.broadcast_to(shifts, rows)[:, np.newaxis]
    shifted = np.take_along_axis(np.broadcast_to(flow, (rows, flow.shape[1])), np.maximum(places, 0), axis=1)
    return np.where(places >= 0, shifted, 0.0)


def _first_time(count: FloatArray) -> FloatArray:
    """What is given back in each month beyond all that was before: an exit is paid once."""
    most = np.maximum.accumulate(count, axis=1)
    return np.diff(most, axis=1, prepend=0.0)


def likeliest(case: PlanCase, **changed: float) -> Flows:
    """The flows at the likeliest assumptions, one row; ``changed`` puts others in their place."""
    return flows(case, _likely(case.doubt) | {name: np.array([[value]]) for name, value in changed.items()})


def _likely(doubt: Doubt) -> dict[str, FloatArray]:
    return {
        name: np.atleast_2d(np.asarray(uncertain.likely, dtype=np.float64))
        for name, uncertain in doubt.items()
    }


def discounted(case: PlanCase, net: FloatArray) -> FloatArray:
    """Discounted to the plan's beginning and summed to date; months along the last axis."""
    months = np.arange(net.shape[-1])
    summed: FloatArray = np.cumsum(net * (1 + case.discount_rate) ** (-months / YEAR), axis=-1)
    return summed


def payback(to_date: ArrayLike) -> FloatArray:
    """Months after which what was spent is back for good; infinite where it is not within the months given.

    Parameters
    ----------
    to_date : shape (..., months), cash flow summed to date

    Returns
    -------
    shape (...), >= 0; 0 where the sum is never below zero
    """
    summed = numbers("to_date", to_date)
    # A currency unit or two of rounding is no debt.
    below = summed < -1e-6 * np.abs(summed).max(initial=1.0)
    months = summed.shape[-1]
    last = months - np.argmax(below[..., ::-1], axis=-1)
    found = np.where(below.any(axis=-1), last.astype(np.float64), 0.0)
    return np.where(found >= months, np.inf, found)


@dataclass(frozen=True)
class Spread:
    """The middle and the ends of an interval."""

    low: float
    middle: float
    high: float


def spread(values: FloatArray, level: float) -> Spread:
    """The median of draws, infinite ones too, and the interval of probability ``level``."""
    rest = (1 - number("level", level, 0, 1, bounds="()")) / 2
    # Interpolating between a number and infinity gives none: a draw is taken as it is.
    ends = np.quantile(np.asarray(values, np.float64), [rest, 0.5, 1 - rest], method="inverted_cdf")
    return Spread(*(float(end) for end in ends))


@dataclass(frozen=True)
class PlanValue:
    """A plan valued under all its doubts.

    Attributes
    ----------
    worth : Spread, net present value over the months of the case
    payback : Spread, months; infinite where it is not paid back within them
    paid_back : share of the draws that are paid back
    running : list of Spread by year, saved less paid elsewhere in the year
    net : list of Spread by year, everything
    people, sites, moved : list of Spread by year, at its end (moved: in the year)
    to_date : DataFrame month, low, middle, high: discounted cash flow to date
    draws, seed : how the figures were made
    """

    worth: Spread
    payback: Spread
    paid_back: float
    running: tuple[Spread, ...]
    net: tuple[Spread, ...]
    people: tuple[Spread, ...]
    sites: tuple[Spread, ...]
    moved: tuple[Spread, ...]
    to_date: pd.DataFrame
    draws: int
    seed: int


def value_plan(
    case: PlanCase,
    *,
    level: float = 0.8,
    draws: int = 4_000,
    seed: int = 0,
    courses: ArrayLike | None = None,
    reached: float | None = None,
) -> PlanValue:
    """Value a plan under every doubt at once (Monte Carlo).

    Parameters
    ----------
    level : in (0, 1), probability that an interval holds the outcome
    draws : int in 1..20,000
    courses : shape (courses, months), equally likely courses of ``alone``; the draws are dealt among them
    reached : the share of the planned move that is reached, where it is to be held still

    Raises
    ------
    ValueError: a number of draws or a seed outside its range
    """
    count = whole("draws", draws, 1)
    if count > _MAXIMUM_DRAWS:
        raise ValueError(f"draws must be at most {_MAXIMUM_DRAWS:,}, got {count:,}")
    generator = np.random.default_rng(whole("seed", seed, 0))
    # Every doubt has its own numbers whether or not it is held still: cases differ by what they state.
    values = {
        name: uncertain.quantile(generator.random((count, 1))) for name, uncertain in case.doubt.items()
    }
    if reached is not None:
        values["reached"] = np.full((count, 1), number("reached", reached, 0))
    alone = None
    if courses is not None:
        given = np.atleast_2d(numbers("courses", courses, 0, 1))
        alone = given[np.arange(count) % len(given)]
    found = flows(case, values, alone)
    to_date = discounted(case, found.net)
    rest = (1 - level) / 2
    low, middle, high = np.quantile(to_date, [rest, 0.5, 1 - rest], axis=0)
    back = payback(to_date)
    return PlanValue(
        worth=spread(to_date[:, -1], level),
        payback=spread(back, level),
        paid_back=float(np.isfinite(back).mean()),
        running=_by_year(_yearly(found.running), level),
        net=_by_year(_yearly(found.net), level),
        people=_by_year(found.people[:, YEAR - 1 :: YEAR], level),
        sites=_by_year(found.sites[:, YEAR - 1 :: YEAR], level),
        moved=_by_year(_yearly(found.moved), level),
        to_date=pd.DataFrame({"month": np.arange(low.size), "low": low, "middle": middle, "high": high}),
        draws=count,
        seed=seed,
    )


def _yearly(flow: FloatArray) -> FloatArray:
    summed: FloatArray = flow.reshape(flow.shape[0], -1, YEAR).sum(axis=2)
    return summed


def _by_year(values: FloatArray, level: float) -> tuple[Spread, ...]:
    return tuple(spread(values[:, year], level) for year in range(values.shape[1]))


def swings(case: PlanCase, *, level: float = 0.8) -> pd.DataFrame:
    """Worth with each doubt alone at the ends of its interval, the others at their likeliest.

    Returns
    -------
    DataFrame, widest first: assumption, low, high, value_at_low, value_at_high, likely, swing
    """
    rest = (1 - number("level", level, 0, 1, bounds="()")) / 2

    def worth(**changed: float) -> float:
        return float(discounted(case, likeliest(case, **changed).net)[0, -1])

    base, rows = worth(), []
    for name, uncertain in case.doubt.items():
        low, high = (float(uncertain.quantile(place)[0]) for place in (rest, 1 - rest))
        if low < high:
            at_low, at_high = worth(**{name: low}), worth(**{name: high})
            rows.append((name, low, high, at_low, at_high, base, abs(at_high - at_low)))
    columns = ["assumption", "low", "high", "value_at_low", "value_at_high", "likely", "swing"]
    table = pd.DataFrame(rows, columns=columns)
    return table.sort_values("swing", ascending=False, kind="stable", ignore_index=True)


def to_targets(now: float, targets: ArrayLike, *, months: int) -> FloatArray:
    """A share month by month that reaches each year's target at its end, and stays at the last one.

    Parameters
    ----------
    now : in [0, 1], the share when the plan begins
    targets : shape (years,), in [0, 1]
    months : >= 12 * years
    """
    ends = np.concatenate([[number("now", now, 0, 1)], numbers("targets", targets, 0, 1)])
    count = whole("months", months, YEAR * (len(ends) - 1))
    path: FloatArray = np.interp(np.arange(1, count + 1) / YEAR, np.arange(ends.size), ends)
    return path
