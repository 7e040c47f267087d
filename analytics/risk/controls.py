"""The controls of each bank, and the formula of a residual score.

The formula takes controls off a score that they have not acted on. Observed outcomes have them in already:
which indicators a control may be credited on, and on what evidence, stands in :mod:`analytics.risk.residual`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analytics.risk.catalogue import Catalogue, Integers, require_columns
from analytics.risk.measured import aggregate_measured
from analytics.risk.scoring import Floats

# Size of a beta law that is 0 or 1 in all but name; at exactly 0 there would be no law.
_ALL_OR_NOTHING: Final = 1e-6
_COLUMNS: Final = ("bank", "control", "risk", "coverage", "effectiveness_mean", "effectiveness_sd")


@dataclass(frozen=True)
class BankControls:
    """The controls of one bank, in the order of their names.

    Parameters
    ----------
    risk_of : ndarray (controls,), position of the risk that each reduces
    coverage : ndarray (controls,) in [0, 1], share of the risk that the control applies to
    mean, sd : ndarray (controls,), of the share of the covered risk that it removes
    """

    risk_of: Integers
    coverage: Floats
    mean: Floats
    sd: Floats

    def factors(self, risks: int) -> Floats:
        """Expected share of each risk that remains: ndarray (risks,). Controls act independently."""
        return self._product(self.mean[:, None], risks)[:, 0]

    def draw_factors(self, risks: int, draws: int, rng: np.random.Generator) -> Floats:
        """Random shares that remain: ndarray (risks, draws), effectiveness drawn from beta laws."""
        return self._product(self.draw_effectiveness(draws, rng), risks)

    def draw_effectiveness(self, draws: int, rng: np.random.Generator) -> Floats:
        """Random shares of what they cover that the controls remove: ndarray (controls, draws), beta laws."""
        alpha, beta = beta_parameters(self.mean, self.sd)
        certain = np.isinf(alpha)
        drawn = rng.beta(
            np.where(certain, 1.0, alpha)[:, None], np.where(certain, 1.0, beta)[:, None], (len(alpha), draws)
        )
        return np.asarray(np.where(certain[:, None], self.mean[:, None], drawn))

    def _product(self, effectiveness: Floats, risks: int) -> Floats:
        remaining = np.ones((risks, effectiveness.shape[1]))
        np.multiply.at(remaining, self.risk_of, 1 - self.coverage[:, None] * effectiveness)
        return remaining


def residual(inherent: ArrayLike, coverage: ArrayLike, effectiveness: ArrayLike) -> Any:
    """Score that controls leave: ``S Π(1 - c_k e_k)``, never above the inherent score.

    Parameters
    ----------
    inherent : array-like (...) in [0, 100]
    coverage : array-like (..., controls) in [0, 1], share of the risk that each control applies to
    effectiveness : array-like (..., controls) in [0, 1], share of the covered risk that it removes

    Returns
    -------
    float for one score, else ndarray (...)

    Raises
    ------
    ValueError: a score outside [0, 100], a coverage or effectiveness outside [0, 1]
    """
    score = np.asarray(inherent, dtype=float)
    if not ((score >= 0) & (score <= 100)).all():
        raise ValueError(f"inherent must lie in [0, 100], got {inherent!r}")
    shares = [_shares(coverage, "coverage"), _shares(effectiveness, "effectiveness")]
    remaining: Floats = np.prod(1 - shares[0] * shares[1], axis=-1)
    left: Any = score * remaining
    return left[()]


def residual_risks(inherent: Floats, factors: Floats, catalogue: Catalogue, *, p: float) -> Floats:
    """Residual scores of the risks, then overall.

    Parameters
    ----------
    inherent : ndarray (..., risks + 1), the overall score last
    factors : ndarray (..., risks), share of each risk that controls leave
    catalogue : weights of the risks in the overall score
    p : power of the mean

    Returns
    -------
    ndarray (..., risks + 1), nowhere above ``inherent``
    """
    by_risk = inherent[..., :-1] * factors
    overall = np.asarray(aggregate_measured(by_risk, catalogue.risk_weights, p=p))[..., None]
    return np.asarray(np.minimum(np.concatenate([by_risk, overall], axis=-1), inherent))


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
    return {bank: _bank_controls(ordered[ordered["bank"] == bank], catalogue) for bank in banks}


def _bank_controls(rows: pd.DataFrame, catalogue: Catalogue) -> BankControls:
    mean, sd = (rows[f"effectiveness_{name}"].to_numpy(dtype=float) for name in ("mean", "sd"))
    beta_parameters(mean, sd)
    return BankControls(
        risk_of=np.array([catalogue.risks.index(risk) for risk in rows["risk"]], dtype=np.int64),
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
