"""The controls of each bank: what they cover, and how surely they work.

Observed outcomes have the controls in them already: which indicators a control may be credited on, and on
what evidence, stands in :mod:`analytics.risk.residual`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analytics.risk.catalogue import Catalogue, require_columns
from analytics.risk.scoring import Floats

# Size of a beta law that is 0 or 1 in all but name; at exactly 0 there would be no law.
_ALL_OR_NOTHING: Final = 1e-6
_COLUMNS: Final = ("bank", "control", "risk", "coverage", "effectiveness_mean", "effectiveness_sd")


@dataclass(frozen=True)
class BankControls:
    """The controls of one bank, in the order of their names.

    Parameters
    ----------
    coverage : ndarray (controls,) in [0, 1], share of the risk that the control applies to
    mean, sd : ndarray (controls,), of the share of the covered risk that it removes
    """

    coverage: Floats
    mean: Floats
    sd: Floats

    def draw_effectiveness(self, draws: int, rng: np.random.Generator) -> Floats:
        """Random shares of what they cover that the controls remove: ndarray (controls, draws), beta laws."""
        alpha, beta = beta_parameters(self.mean, self.sd)
        certain = np.isinf(alpha)
        drawn = rng.beta(
            np.where(certain, 1.0, alpha)[:, None], np.where(certain, 1.0, beta)[:, None], (len(alpha), draws)
        )
        return np.asarray(np.where(certain[:, None], self.mean[:, None], drawn))


def beta_parameters(mean: Floats, sd: Floats) -> tuple[Floats, Floats]:
    """Parameters of the beta law with this mean and standard deviation; infinite where it is certain.

    Parameters
    ----------
    mean, sd : ndarray; ``sd² <= mean (1 - mean)``, with equality where all or nothing is removed

    Raises
    ------
    ValueError: a mean outside [0, 1], a standard deviation that no share with this mean can have
    """
    _shares(mean, "effectiveness_mean")
    room = mean * (1 - mean)
    wrong = ~((sd >= 0) & (sd**2 <= room * (1 + 1e-9)))
    if wrong.any():
        at = int(np.argmax(wrong))
        raise ValueError(
            f"effectiveness_sd must lie in [0, {np.sqrt(room[at]):.3g}] "
            f"for a mean of {mean[at]:g}, got {sd[at]:g}"
        )
    certain = sd == 0
    size = np.divide(room, sd**2, out=np.ones(len(mean)), where=~certain) - 1
    size = np.maximum(size, _ALL_OR_NOTHING)
    return np.where(certain, np.inf, mean * size), np.where(certain, np.inf, (1 - mean) * size)


def read_controls(
    frame: pd.DataFrame, banks: tuple[str, ...], catalogue: Catalogue
) -> dict[str, BankControls]:
    """The controls of each bank; a bank without a row has none.

    Parameters
    ----------
    frame : DataFrame bank, control, risk, coverage, effectiveness_mean, effectiveness_sd
    banks : the banks that may appear; rows of others are refused
    catalogue : names the risks

    Raises
    ------
    ValueError: a missing column, an unknown bank or risk, a control twice, shares outside [0, 1], a standard
        deviation that no share with this mean can have
    """
    require_columns(frame, _COLUMNS, "controls")
    if strangers := sorted(set(frame["bank"]) - set(banks)):
        raise ValueError(f"controls: unknown bank {', '.join(strangers)}; known: {', '.join(banks)}")
    if strangers := sorted(set(frame["risk"]) - set(catalogue.risks)):
        raise ValueError(
            f"controls: unknown risk {', '.join(strangers)}; known: {', '.join(catalogue.risks)}"
        )
    if (twice := frame.duplicated(["bank", "control"])).any():
        row = frame[twice].iloc[0]
        raise ValueError(f"controls: {row['control']} of {row['bank']} appears more than once")
    ordered = frame.sort_values(["bank", "control"])
    return {bank: _bank_controls(ordered[ordered["bank"] == bank]) for bank in banks}


def _bank_controls(rows: pd.DataFrame) -> BankControls:
    mean, sd = (rows[f"effectiveness_{name}"].to_numpy(dtype=float) for name in ("mean", "sd"))
    beta_parameters(mean, sd)
    return BankControls(
        coverage=_shares(rows["coverage"].to_numpy(dtype=float), "coverage"),
        mean=mean,
        sd=sd,
    )


def _shares(numbers: ArrayLike, name: str) -> Floats:
    shares = np.asarray(numbers, dtype=float)
    if not ((shares >= 0) & (shares <= 1)).all():
        wrong = shares[~((shares >= 0) & (shares <= 1))].ravel()[0]
        raise ValueError(f"{name} must lie in [0, 1], got {wrong:g}")
    return shares
