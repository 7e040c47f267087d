"""How far a migration's assumptions may lie from where they are set, when nothing better is known.

Every width here is a convention of this product. No study gives a distribution for them; the tornado shows
which of them matter, and those are the ones to measure in one's own bank.
"""

from __future__ import annotations

from typing import Final

from analytics.channels._checks import number
from analytics.channels.assumptions import MigrationAssumptions, Uncertain

_RELATIVE: Final = 0.3
_MIGRATED: Final = 0.2
_LAG_MONTHS: Final = 6.0
_LEARNING: Final = 0.1
_OVERRUN: Final = Uncertain(0.9, 1.0, 1.5)


def usual_doubt(
    variable_share: float,
    cost_ratio: float,
    migrated_share: float,
    *,
    augmentation: float = 0.0,
    branch_halo: float = 0.0,
    phone_halo: float = 0.0,
    lag_months: float = 18.0,
    released_share: float = 0.0,
    progress_ratio: float = 1.0,
    retention_gain: float = 0.0,
) -> MigrationAssumptions:
    """Assumptions around their settings, with the widths that this product uses.

    Variable share and cost ratio: 30 % either way. Migrated share: 20 points. Augmentation, halo, release and
    retention: from nothing to twice the setting. Lag: 6 months. Progress ratio: 0.1. Investment: 10 % under
    to 50 % over budget. None leaves the range that it can have.

    Parameters
    ----------
    variable_share, cost_ratio, migrated_share, augmentation, branch_halo, phone_halo, lag_months,
    released_share, progress_ratio, retention_gain : as :class:`MigrationAssumptions`, the likeliest value

    Raises
    ------
    ValueError: a setting outside its range
    """
    share = number("variable_share", variable_share, 0, 1, bounds="(]")
    ratio = number("cost_ratio", cost_ratio, 0, 1, bounds="(]")
    moved = number("migrated_share", migrated_share, 0, 1)
    lag = number("lag_months", lag_months, 0)
    progress = number("progress_ratio", progress_ratio, 0, 1, bounds="(]")
    return MigrationAssumptions(
        variable_share=_about(share, 1.0),
        cost_ratio=_about(ratio, 1.0),
        migrated_share=Uncertain(max(0.0, moved - _MIGRATED), moved, min(1.0, moved + _MIGRATED)),
        augmentation=_from_nothing("augmentation", augmentation),
        branch_halo=_from_nothing("branch_halo", branch_halo),
        phone_halo=_from_nothing("phone_halo", phone_halo),
        lag_months=Uncertain(max(0.0, lag - _LAG_MONTHS), lag, lag + _LAG_MONTHS),
        released_share=_from_nothing("released_share", released_share, 1.0),
        # Without learning there is nothing to be unsure about.
        progress_ratio=Uncertain.certain(1.0)
        if progress == 1
        else Uncertain(max(0.5 * progress, progress - _LEARNING), progress, min(1.0, progress + _LEARNING)),
        retention_gain=_from_nothing("retention_gain", retention_gain, 1.0),
        investment_factor=_OVERRUN,
    )


def _about(likely: float, most: float) -> Uncertain:
    return Uncertain((1 - _RELATIVE) * likely, likely, min(most, (1 + _RELATIVE) * likely))


def _from_nothing(name: str, likely: float, most: float = float("inf")) -> Uncertain:
    value = number(name, likely, 0, most)
    return Uncertain(0.0, value, min(most, 2 * value))
