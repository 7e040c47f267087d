"""An annual loss read off a table: a hundredth of the memory of its grids, and fast to look up."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from analytics.risk.annual_loss import CompoundLoss, Law, levels_of, like

Floats = NDArray[np.float64]

_POINTS = 2049
_LOWEST_LEVEL = 1e-6
_HIGHEST_LEVEL = 1.0 - 1e-6


class AnnualLoss(Protocol):
    """What a joint model needs of a type's annual loss; ``CompoundLoss`` and ``TabulatedLoss`` have it."""

    @property
    def frequency(self) -> Law: ...

    @property
    def mean(self) -> float: ...

    def quantile(self, q: ArrayLike) -> Any: ...

    def expected_shortfall(self, q: ArrayLike) -> Any: ...


@dataclass(frozen=True)
class TabulatedLoss:
    """Quantiles and expected shortfalls of an annual loss at fixed levels, see ``tabulate``.

    Between two levels both are read off a straight line in the logit of the level: within 0.01 % of the
    law itself. A level above 0.999999 is read as that one: a simulation of fewer than a million years does
    not tell them apart. ``quiet`` is the probability of a year without events.
    """

    frequency: Law
    mean: float
    quiet: float
    _logits: Floats = field(repr=False)
    _losses: Floats = field(repr=False)
    _shortfalls: Floats = field(repr=False)

    def quantile(self, q: ArrayLike) -> Any:
        """As ``CompoundLoss.quantile``.

        Raises
        ------
        ValueError: a level outside [0, 0.99999999]
        """
        levels = levels_of(q)
        inside = np.interp(special.logit(levels), self._logits, self._losses)
        return like(np.where(levels <= self.quiet, 0.0, inside), q)

    def expected_shortfall(self, q: ArrayLike) -> Any:
        """As ``CompoundLoss.expected_shortfall``.

        Raises
        ------
        ValueError: a level outside [0, 0.99999999]
        """
        levels = levels_of(q)
        above = np.interp(special.logit(levels), self._logits, self._shortfalls)
        return like(np.where(levels <= self.quiet, self.mean / (1.0 - levels), above), q)


def tabulate(loss: CompoundLoss) -> TabulatedLoss:
    """Read a law once at the levels of a table.

    The lowest level of the table lies a millionth above the quiet years; nothing below it is told apart.

    Parameters
    ----------
    loss : a ``compound_loss``

    Returns
    -------
    TabulatedLoss
    """
    quiet = quiet_year(loss.frequency)
    lowest = min(quiet + _LOWEST_LEVEL * (1.0 - quiet), _HIGHEST_LEVEL)
    low, high = (float(special.logit(level)) for level in (lowest, _HIGHEST_LEVEL))
    levels = np.clip(special.expit(np.linspace(low, high, _POINTS)), lowest, _HIGHEST_LEVEL)
    return TabulatedLoss(
        frequency=loss.frequency,
        mean=loss.mean,
        quiet=quiet,
        _logits=np.asarray(special.logit(levels), dtype=np.float64),
        _losses=np.asarray(loss.quantile(levels), dtype=np.float64),
        _shortfalls=np.asarray(loss.expected_shortfall(levels), dtype=np.float64),
    )


def quiet_year(frequency: Law) -> float:
    """Probability of a year without events."""
    return float(np.exp(frequency.log_pgf(np.zeros(1, dtype=np.complex128))[0].real))
