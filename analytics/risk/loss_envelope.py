"""What a year of losses may cost over all the laws that the record allows, and how rare a year it carries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from analytics.estimate import central_ends
from analytics.risk.annual_loss import Law, check_frequency
from analytics.risk.loss_uncertainty import drawn_frequencies, drawn_quantiles
from analytics.risk.losses import compound_loss
from analytics.risk.severity_laws import CandidateLaw

Floats = NDArray[np.float64]

_CELLS: Final = 2**13
_HIGHEST_LEVEL: Final = 0.9999
FEWEST_YEARS: Final = 2
"""A record that carries no rarer year than this carries none."""


@dataclass(frozen=True)
class LawLosses:
    """The annual loss under one law, or one view of dependence.

    ``values``, ``low`` and ``high``: shape (levels,), the quantiles with what the events leave open of them.
    ``kept`` False: the test contradicts the law, and the envelope leaves it out. ``p_value`` and ``aic`` are
    missing where there is no test. ``mean`` may be infinite.
    """

    name: str
    kept: bool
    p_value: float
    aic: float
    tested: str
    mean: float
    values: Floats = field(repr=False)
    low: Floats = field(repr=False)
    high: Floats = field(repr=False)


@dataclass(frozen=True)
class Range:
    """From where to where an annual loss may lie, and the laws at its ends.

    ``low`` and ``high`` hold every law's value and interval, ``lowest`` and ``highest`` the values alone.
    """

    return_period: float
    low: float
    high: float
    lowest: float
    highest: float
    lowest_law: str
    highest_law: str
    illustration: bool


@dataclass(frozen=True)
class LossEnvelope:
    """Annual losses over every law, see ``loss_envelope``.

    ``none_fits``: every law is contradicted, so that all stand in the envelope, none of them a good one.
    """

    levels: Floats
    laws: tuple[LawLosses, ...]
    years: float
    n_events: int
    level: float

    @property
    def none_fits(self) -> bool:
        """Whether the test contradicts every law that was tested."""
        return not any(law.kept for law in self.laws if np.isfinite(law.aic))

    @property
    def inside(self) -> tuple[LawLosses, ...]:
        """The laws that make the envelope."""
        return self.laws if self.none_fits else tuple(law for law in self.laws if law.kept)

    @property
    def carried(self) -> int:
        """Return period in years that the record carries, see ``carried_return_period``."""
        return carried_return_period(self.years, self.n_events)

    @property
    def curve(self) -> pd.DataFrame:
        """One row per level: level, return_period, low, high, illustration."""
        periods = 1.0 / (1.0 - self.levels)
        return pd.DataFrame(
            {
                "level": self.levels,
                "return_period": periods,
                "low": np.min([law.low for law in self.inside], axis=0),
                "high": np.max([law.high for law in self.inside], axis=0),
                "illustration": periods > self.carried * (1.0 + 1e-9),
            }
        )

    def at(self, level: float) -> Range:
        """The envelope at one of ``levels``.

        Raises
        ------
        ValueError: a level that was not computed
        """
        place = int(np.abs(self.levels - level).argmin())
        if abs(self.levels[place] - level) > 1e-9:
            raise ValueError(f"level is {level}; it is none of those computed")
        values = np.array([law.values[place] for law in self.inside])
        period = 1.0 / (1.0 - level)
        return Range(
            return_period=period,
            low=float(min(law.low[place] for law in self.inside)),
            high=float(max(law.high[place] for law in self.inside)),
            lowest=float(values.min()),
            highest=float(values.max()),
            lowest_law=self.inside[int(values.argmin())].name,
            highest_law=self.inside[int(values.argmax())].name,
            illustration=period > self.carried * (1.0 + 1e-9),
        )

    def joined(self, laws: Sequence[LawLosses]) -> LossEnvelope:
        """The envelope with more laws in it: it never becomes narrower.

        Raises
        ------
        ValueError: a law at other levels
        """
        if any(law.values.shape != self.levels.shape for law in laws):
            raise ValueError(f"laws: each needs values at the {self.levels.size} levels of the envelope")
        return replace(self, laws=(*self.laws, *laws))


@dataclass(frozen=True)
class EnvelopeDraws:
    """Annual losses under each law and under the laws drawn beside it, see ``draw_envelope``.

    ``laws``: each with its values in place of an interval. ``drawn``: a table (draws, levels) for each, None
    where drawn laws spread beyond any grid.
    """

    levels: Floats
    laws: tuple[LawLosses, ...]
    drawn: tuple[Floats | None, ...] = field(repr=False)
    years: float
    n_events: int

    def envelope(self, level: float) -> LossEnvelope:
        """The envelope whose laws have intervals that hold the share ``level`` of the draws.

        Raises
        ------
        ValueError: a level outside (0, 1)
        """
        ends = central_ends(level)
        rows = []
        for law, drawn in zip(self.laws, self.drawn, strict=True):
            low, high = law.values, np.full(self.levels.shape, np.inf)
            if drawn is not None:
                low, high = np.quantile(drawn, ends, axis=0)
            rows.append(replace(law, low=np.minimum(low, law.values), high=np.maximum(high, law.values)))
        return LossEnvelope(self.levels, tuple(rows), self.years, self.n_events, float(level))


def carried_return_period(years: float, n_events: int) -> int:
    """Return period, in whole years, of the rarest year that a record speaks of; 0 where it carries none.

    In a year that comes once in T years the total is about the loss that one event in ``rate * T`` exceeds
    (single-loss approximation). A record of n years holds ``rate * n`` events: up to ``T = n`` a recorded
    loss stands there, beyond it none does, and the figure is the law's alone. Where events are rarer than
    years, they are what counts: ``T = min(n, events)``, rounded down. Under 2 years nothing is carried.

    Parameters
    ----------
    years : float, 0 or more, length of the record
    n_events : int, 0 or more

    Raises
    ------
    ValueError: a negative length or number

    References
    ----------
    Böcker, Klüppelberg (2005), Operational VaR: a closed-form approximation, Risk 18(12).
    """
    if not (np.isfinite(years) and years >= 0.0) or n_events < 0:
        raise ValueError(f"years is {years} and n_events {n_events}; both must be 0 or more")
    carried = int(np.floor(min(years + 1e-9, n_events)))
    return carried if carried >= FEWEST_YEARS else 0


def loss_envelope(
    frequency: Law,
    laws: Sequence[CandidateLaw],
    *,
    years: float,
    n_events: int,
    quantiles: ArrayLike,
    level: float = 0.80,
    draws: int = 100,
    seed: int = 0,
) -> LossEnvelope:
    """Annual losses under each law of severity, with what the events leave open, and the range over all.

    Parameters
    ----------
    level : float in (0, 1), of each law's interval
    frequency, laws, years, n_events, quantiles, draws, seed : as in ``draw_envelope``

    Returns
    -------
    LossEnvelope, amounts in the currency of the severities

    Raises
    ------
    ValueError: an argument outside its range
    """
    found = draw_envelope(
        frequency, laws, years=years, n_events=n_events, quantiles=quantiles, draws=draws, seed=seed
    )
    return found.envelope(level)


def draw_envelope(
    frequency: Law,
    laws: Sequence[CandidateLaw],
    *,
    years: float,
    n_events: int,
    quantiles: ArrayLike,
    draws: int = 100,
    seed: int = 0,
) -> EnvelopeDraws:
    """Annual losses under each law of severity and under laws that the same events would have allowed.

    Parameters
    ----------
    frequency : Poisson or NegativeBinomial, with a mean of more than 0, as fitted
    laws : of ``candidate_laws``, at least one
    years, n_events : of the record
    quantiles : levels in (0, 0.9999], of the annual loss
    draws : int >= 20, laws drawn beside each
    seed : int; the same seed gives the same draws

    Raises
    ------
    ValueError: an argument outside its range
    """
    check_frequency(frequency)
    levels = np.atleast_1d(np.asarray(quantiles, dtype=np.float64))
    if not laws:
        raise ValueError("laws is empty; give at least one")
    if frequency.mean == 0.0:
        raise ValueError("frequency has a mean of 0; without events there is no annual loss")
    if not ((levels > 0.0) & (levels <= _HIGHEST_LEVEL)).all():
        raise ValueError(f"quantiles is {quantiles!r}; levels must lie between 0 and {_HIGHEST_LEVEL}")
    if draws < 20:
        raise ValueError(f"draws is {draws}; it must be 20 or more")
    if not (np.isfinite(years) and years > 0.0):
        raise ValueError(f"years is {years}; it must be more than 0")
    rng = np.random.default_rng(seed)
    counts = drawn_frequencies(frequency, years, draws, rng)
    rows: list[LawLosses] = []
    tables: list[Floats | None] = []
    for law in laws:
        loss = compound_loss(frequency, law.severity, cells=_CELLS)
        values = np.asarray(loss.quantile(levels), dtype=np.float64)
        try:
            tables.append(drawn_quantiles(counts, law.sample(draws, rng), levels))
        except ValueError:
            # The laws drawn spread beyond any grid: their upper end is not known.
            tables.append(None)
        rows.append(
            LawLosses(law.name, law.kept, law.p_value, law.aic, law.tested, loss.mean, values, values, values)
        )
    return EnvelopeDraws(levels, tuple(rows), tuple(tables), float(years), int(n_events))
