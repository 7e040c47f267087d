"""What is known and what is not about moving customers to a cheaper channel."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from analytics.channels._checks import FloatArray, fit, number, numbers


@dataclass(frozen=True)
class Uncertain:
    """A figure known by its lowest, likeliest and highest value (triangular distribution).

    Each may be a number or one figure per segment; segments are then drawn independently.
    """

    low: ArrayLike
    likely: ArrayLike
    high: ArrayLike

    def __post_init__(self) -> None:
        low, likely, high = (numbers(name, getattr(self, name)) for name in ("low", "likely", "high"))
        try:
            ordered = np.broadcast_arrays(low, likely, high)
        except ValueError:
            raise ValueError("low, likely and high must have one figure per segment each") from None
        if ordered[0].ndim > 1:
            raise ValueError(f"low, likely and high must be numbers or rows, got shape {ordered[0].shape}")
        if not ((ordered[0] <= ordered[1]) & (ordered[1] <= ordered[2])).all():
            raise ValueError(
                "low, likely and high must be in this order, got "
                + ", ".join(str(end.tolist()) for end in (low, likely, high))
            )

    @classmethod
    def certain(cls, value: ArrayLike) -> Uncertain:
        """A figure without doubt."""
        return cls(value, value, value)

    @property
    def width(self) -> int:
        """Figures it holds: 1, or one per segment."""
        return int(np.broadcast(self.low, self.likely, self.high).size)

    def quantile(self, probability: ArrayLike) -> FloatArray:
        """Value not exceeded with ``probability``, shape (..., width) or broadcast to it."""
        low, likely, high = (
            np.atleast_1d(np.asarray(value, dtype=np.float64)) for value in (self.low, self.likely, self.high)
        )
        share = numbers("probability", probability, 0, 1)
        span = high - low
        peak = np.divide(likely - low, span, out=np.zeros_like(span), where=span > 0)
        rising = low + np.sqrt(share * span * (likely - low))
        falling = high - np.sqrt((1 - share) * span * (high - likely))
        return np.asarray(np.where(share < peak, rising, falling), dtype=np.float64)


_NONE: Final = Uncertain.certain(0.0)
_AS_IS: Final = Uncertain.certain(1.0)
# Savings appeared a year and a half after adoption in Spanish banks.
_LAG: Final = Uncertain(12.0, 18.0, 24.0)
_BY_SEGMENT: Final = ("migrated_share", "augmentation", "branch_halo", "phone_halo")
_LIMITS: Final[dict[str, tuple[float, float, str]]] = {
    "variable_share": (0, 1, "(]"),
    "cost_ratio": (0, 1, "(]"),
    "migrated_share": (0, 1, "[]"),
    "augmentation": (-1, math.inf, "[]"),
    "branch_halo": (0, math.inf, "[]"),
    "phone_halo": (0, math.inf, "[]"),
    "lag_months": (0, 600, "[]"),
    "released_share": (0, 1, "[]"),
    "progress_ratio": (0, 1, "(]"),
    "retention_gain": (-1, 1, "[]"),
    "investment_factor": (0, math.inf, "[]"),
}


@dataclass(frozen=True)
class MigrationAssumptions:
    """What is not known for sure about a migration. Those marked * may differ by segment.

    Attributes
    ----------
    variable_share : in (0, 1], part of the branch cost that goes with the transaction
    cost_ratio : in (0, 1], online / branch cost per transaction at the start
    migrated_share* : in [0, 1], share of an adopter's branch transactions that goes online
    augmentation* : >= -1, growth in use of what moved
    branch_halo*, phone_halo* : >= 0, transactions that an adopter adds there, as a share of the former
        branch transactions
    lag_months : in [0, 600], months from the move to the saving; fractions are rounded
    released_share : in [0, 1], share of the fixed branch cost behind the moved transactions that the
        bank really gives back
    progress_ratio : in (0, 1], online unit cost after each doubling of the online volume to date
    retention_gain : in [-1, 1], share of adopters who stay because they adopted. Adopters were better
        customers before they adopted: comparing them with the others overstates it
    investment_factor : >= 0, final investment / budget

    References
    ----------
    Hernando and Nieto (2007), Is the Internet delivery channel changing banks' performance?, Journal of
    Banking and Finance 31(4), for the lag. Campbell and Frei (2010), Management Science 56(1), for
    augmentation and halo. Hitt and Frei (2002), Management Science 48(6), for the selection of adopters.
    """

    variable_share: Uncertain
    cost_ratio: Uncertain
    migrated_share: Uncertain
    augmentation: Uncertain = _NONE
    branch_halo: Uncertain = _NONE
    phone_halo: Uncertain = _NONE
    lag_months: Uncertain = _LAG
    released_share: Uncertain = _NONE
    progress_ratio: Uncertain = _AS_IS
    retention_gain: Uncertain = _NONE
    investment_factor: Uncertain = _AS_IS

    def __post_init__(self) -> None:
        for name, (low, high, bounds) in _LIMITS.items():
            given: Uncertain = getattr(self, name)
            for end in ("low", "high"):
                numbers(f"{name}.{end}", getattr(given, end), low, high, bounds=bounds)
            if given.width > 1 and name not in _BY_SEGMENT:
                raise ValueError(f"{name} must be the same for all segments, got {given.width} figures")

    def items(self) -> tuple[tuple[str, Uncertain], ...]:
        """Each assumption with its name, in the order in which they are declared."""
        return tuple((item.name, getattr(self, item.name)) for item in fields(self))


@dataclass(frozen=True)
class MigrationCase:
    """A migration to value: what is known, and the assumptions.

    Attributes
    ----------
    volume : shape (segments,), >= 0, branch transactions a month before the migration
    adoption : shape (months,) or (months, segments), in [0, 1], share of customers who have adopted since
        the start, as the adoption forecast has it; month 0 is now
    branch_cost : >= 0, full cost of a branch transaction
    investment : float (paid now) or shape (months,), >= 0, budgeted
    assumptions : MigrationAssumptions
    phone_cost : >= 0, cost of a telephone transaction
    customers : shape (segments,), >= 0
    monthly_margin : >= 0, margin on one retained customer a month
    discount_rate : > -1, a year
    release_step : >= 0, monthly cost of the smallest thing that can be given back (a branch, a team);
        only whole ones count; 0 counts every fraction
    online_to_date : >= 0, online transactions handled before month 0; learning counts on from there
    programme : >= 0, paid each month for what brings the adopters (marketing), as it is budgeted

    Raises
    ------
    ValueError: a figure outside its range or shapes that do not fit
    """

    volume: ArrayLike
    adoption: ArrayLike
    branch_cost: float
    investment: ArrayLike
    assumptions: MigrationAssumptions
    phone_cost: float = 0.0
    customers: ArrayLike = 0.0
    monthly_margin: float = 0.0
    discount_rate: float = 0.1
    release_step: float = 0.0
    online_to_date: float = 0.0
    programme: float = 0.0

    def __post_init__(self) -> None:
        adopted, segments = self.adopted, self.volumes.size
        if not adopted.shape[0]:
            raise ValueError("adoption must have at least one month, got none")
        number("branch_cost", self.branch_cost, 0)
        number("phone_cost", self.phone_cost, 0)
        number("monthly_margin", self.monthly_margin, 0)
        number("discount_rate", self.discount_rate, -1, bounds="(]")
        number("release_step", self.release_step, 0)
        number("online_to_date", self.online_to_date, 0)
        number("programme", self.programme, 0)
        fit("customers", numbers("customers", self.customers, 0), (segments,))
        if self.outlay.shape != adopted.shape[:1]:
            raise ValueError(f"investment must be one sum or one per month, got {self.outlay.shape}")
        for name, uncertain in self.assumptions.items():
            if uncertain.width not in (1, segments):
                raise ValueError(f"{name} must have 1 or {segments} figures, got {uncertain.width}")

    @property
    def volumes(self) -> FloatArray:
        """Branch transactions a month by segment."""
        volume = np.atleast_1d(numbers("volume", self.volume, 0))
        if volume.ndim != 1 or volume.size == 0:
            raise ValueError(f"volume must have one figure per segment, got shape {volume.shape}")
        return volume

    @property
    def adopted(self) -> FloatArray:
        """Share of adopters, months × segments."""
        adoption = numbers("adoption", self.adoption, 0, 1)
        if adoption.ndim == 1:
            adoption = adoption[:, np.newaxis]
        if adoption.ndim != 2:
            raise ValueError(f"adoption must be (months,) or (months, segments), got {adoption.shape}")
        return fit("adoption", adoption, (adoption.shape[0], self.volumes.size))

    @property
    def outlay(self) -> FloatArray:
        """Budgeted investment by month."""
        given = numbers("investment", self.investment, 0)
        if given.ndim:
            return given
        paid = np.zeros(self.adopted.shape[0])
        paid[0] = given
        return paid
