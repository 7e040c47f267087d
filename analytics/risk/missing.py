"""What is published for an indicator that was not reported: silence is never rewarded."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np

from analytics.risk.catalogue import Booleans, Integers
from analytics.risk.scoring import BEST, WORST, Floats

MONTHS_TO_WORST: Final = 12

NeverReported = Literal["worst", "unmeasured"]


@dataclass(frozen=True)
class PublishedScores:
    """Scores of a panel with every gap filled by the rule; arrays are banks × months × indicators.

    Parameters
    ----------
    score : published point; equal to the observed score where there is one; NaN where nothing was ever
        reported and that counts as not measured
    held : last known score, NaN before the first: what the point would be if silence added nothing
    low, high : bounds that hold whatever the missing value is (0 and 100); equal to the score where observed
    observed : bool, reported in that month
    last_known : position of the month of the last known value, -1 where there never was one
    months_without : whole months since the last report, 0 where observed; since the first month of the
        panel where there never was one
    """

    score: Floats
    held: Floats
    low: Floats
    high: Floats
    observed: Booleans
    last_known: Integers
    months_without: Integers


def publish(scores: Floats, withdrawn: Booleans, never_reported: NeverReported = "worst") -> PublishedScores:
    """Apply the missing-value rule to a panel of scores.

    A missing score is published as ``B + (100 - B) m / 12``, at most 100, after ``m`` months without report.
    ``B`` is the highest value, since the last report, of max(last known score, upper quartile of the last
    known scores of the other banks). Taking the highest since then keeps the drift a straight line upwards
    while the peers improve, so a gap never closes by itself.

    What the rule guarantees, for any set of blanked cells of any banks: a value that was published and is
    taken back (``withdrawn``) never lowers a published score; a value that is not reported never gives
    a lower score than repeating the last known value; and the bounds always hold the score that would have
    been published. No rule short of 100 could know that an unreported value is worse than all the last
    known ones: there the upper bound is the answer.

    Parameters
    ----------
    scores : ndarray (banks, months, indicators), NaN where missing
    withdrawn : bool, same shape: a score that was published once and has been taken back; it still counts as
        known, never as observed
    never_reported : what stands where an indicator was never reported: "worst", the rule above, which starts
        from the peers; or "unmeasured", no score at all (NaN) until the first report

    Returns
    -------
    PublishedScores
    """
    months = scores.shape[1]
    known = ~np.isnan(scores)
    observed = known & ~withdrawn
    last_known = _last_position(known)
    position = np.arange(months)[None, :, None]
    months_without = np.where(observed, 0, position - _last_position(observed))
    held = np.take_along_axis(scores, np.maximum(last_known, 0), axis=1)
    held = np.where(last_known >= 0, held, np.nan)
    base = np.where(observed, scores, np.fmax(held, _upper_quartile_of_others(held)))
    floor = _highest_since_report(base, observed)
    drift = np.minimum(months_without / MONTHS_TO_WORST, 1.0)
    score = np.where(observed, scores, floor + (WORST - floor) * drift)
    if never_reported == "unmeasured":
        score = np.where(last_known >= 0, score, np.nan)
    return PublishedScores(
        score=score,
        held=held,
        low=np.where(observed, scores, BEST),
        high=np.where(observed, scores, WORST),
        observed=observed,
        last_known=last_known,
        months_without=months_without,
    )


def _last_position(present: Booleans) -> Integers:
    """Position along the months of the last cell that is present, -1 before the first."""
    positions = np.arange(present.shape[1])[None, :, None]
    return np.maximum.accumulate(np.where(present, positions, -1), axis=1)


def _highest_since_report(base: Floats, observed: Booleans) -> Floats:
    highest = base.copy()
    for month in range(1, base.shape[1]):
        silent = ~observed[:, month]
        rose = np.maximum(highest[:, month - 1], base[:, month])
        highest[:, month] = np.where(silent, rose, base[:, month])
    return highest


def _upper_quartile_of_others(known: Floats) -> Floats:
    """Third quartile over axis 0 without the bank's own score; 100 where no other bank has one.

    Quantile by linear interpolation between order statistics (Hyndman and Fan 1996, type 7). Each bank's
    own rank says which order statistics move up by one when it is left out, so one sort serves all banks.
    """
    ordered = np.argsort(known, axis=0)
    rank = np.argsort(ordered, axis=0)
    ranked = np.take_along_axis(known, ordered, axis=0)
    present = ~np.isnan(known)
    others = present.sum(axis=0) - present
    place = 0.75 * np.maximum(others - 1, 0)
    below = np.floor(place).astype(np.int64)
    above = np.minimum(below + 1, np.maximum(others - 1, 0))
    last = known.shape[0] - 1
    low, high = (
        np.take_along_axis(ranked, np.minimum(at + (present & (at >= rank)), last), axis=0)
        for at in (below, above)
    )
    return np.where(others > 0, low + (place - below) * (high - low), WORST)


def keep_last(values: Floats, nothing: Booleans) -> Floats:
    """Values with the last figure standing in the months in which there was nothing to measure.

    Parameters
    ----------
    values : ndarray (banks, months, indicators), NaN where missing
    nothing : bool, same shape: reported as not applicable

    Returns
    -------
    ndarray, same shape: neither an improvement nor a penalty; NaN where there never was a figure
    """
    filled = values.copy()
    last = np.full(values[:, 0].shape, np.nan)
    for month in range(values.shape[1]):
        filled[:, month] = np.where(nothing[:, month], last, values[:, month])
        last = np.where(np.isnan(values[:, month]), last, values[:, month])
    return filled


def without(published: PublishedScores, idle: Booleans) -> PublishedScores:
    """No score, and no bounds, where there never was anything to measure.

    Parameters
    ----------
    published : PublishedScores
    idle : bool, banks × months × indicators
    """
    if not idle.any():
        return published
    names = ("score", "held", "low", "high")
    return replace(published, **{name: np.where(idle, np.nan, getattr(published, name)) for name in names})
