"""The few numbers of the method that no series of its own can tell: chosen over families of series."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Settings:
    """What weights and widths are estimated with.

    Parameters
    ----------
    sharpness : power of the errors in the weights; at 20 a candidate whose errors are 10 % larger counts for
        0.15 of one that has been right for long
    error_kept : what an error counts for in the weights after each year
    other_stage : what a year known at the other stage counts for; alone where this stage has no record
    width_kept : what an error counts for in the width after each year: growth is not the same in every decade
    nearest : errors, made from the nearest levels, that make a width
    answer, patience : how strongly, and after how many intervals, the share that held moves the next ones
    shared : years of errors that the course common to all horizons counts for in the width at each of them
    straight : how strongly that course is held to grow in proportion to the horizon, as years of errors at
        horizons whose logarithms lie one apart
    """

    sharpness: float = 20.0
    error_kept: float = 0.95
    other_stage: float = 0.5
    width_kept: float = 0.9
    nearest: int = 60
    answer: float = 25.0
    patience: float = 50.0
    shared: float = 30.0
    straight: float = 40.0


IN_FORCE: Final = Settings()
