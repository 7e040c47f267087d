"""Shortcuts that other tools take for the annual loss, kept to show how far off they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from analytics.risk.annual_loss import CompoundLoss, Law, like
from analytics.risk.severity import Severity

Floats = NDArray[np.float64]


def single_loss_approximation(
    frequency: Law, severity: Severity, q: ArrayLike, *, mean_correction: bool = True
) -> Any:
    """High quantile of the annual loss as if one loss made it: a check line, not the answer.

    ``F^-1(1 - (1 - q) / E[N])``, with ``(E[N] - 1) E[X]`` added for the other losses.

    Parameters
    ----------
    frequency, severity : as in ``compound_loss``
    q : float or array in (0, 1)
    mean_correction : bool; without it the classical first-order form

    Returns
    -------
    float or array of the shape of ``q``; 0 where a year with any loss is rarer than ``1 - q``

    Raises
    ------
    ValueError: a level outside (0, 1)

    References
    ----------
    Böcker, Klüppelberg (2005), Operational VaR: a closed-form approximation, Risk 18(12).
    Böcker, Sprittulla (2006), Operational VaR: meaningful means, Risk 19(12).
    """
    levels = _open_levels(q)
    if frequency.mean == 0.0:
        return like(np.zeros(levels.shape), q)
    exceeded = (1.0 - levels) / frequency.mean
    result = np.asarray(severity.isf(np.minimum(exceeded, 1.0)), dtype=np.float64)
    if mean_correction and np.isfinite(float(severity.mean())):
        result = result + (frequency.mean - 1.0) * float(severity.mean())
    return like(np.where(exceeded < 1.0, np.maximum(result, 0.0), 0.0), q)


def wrong_shortcuts(loss: CompoundLoss, levels: Sequence[float] = (0.90, 0.95, 0.99, 0.999)) -> pd.DataFrame:
    """The annual loss beside what shortcuts make of it.

    ``frequency_times_severity`` multiplies the mean number of events by the quantile of one loss: it
    makes all losses of a year equally bad. ``one_event_a_year`` lets a year hold one event at most.
    ``single_loss_approximation`` is an asymptotic check line.

    Parameters
    ----------
    loss : a ``compound_loss``
    levels : floats in (0, 1)

    Returns
    -------
    DataFrame, one row per level: level, annual_loss, and for each shortcut its amount and, as
    ``<shortcut>_error``, its relative error (missing where the annual loss is 0)

    Raises
    ------
    ValueError: a level outside (0, 1)
    """
    q = _open_levels(np.asarray(levels, dtype=np.float64))
    right = np.asarray(loss.quantile(q), dtype=np.float64)
    any_event = 1.0 - float(np.exp(loss.frequency.log_pgf(np.zeros(1, dtype=np.complex128))[0].real))
    one_event = np.zeros(q.shape)
    if any_event > 0.0:
        reached = (1.0 - q) < any_event
        one_event[reached] = loss.severity.isf((1.0 - q[reached]) / any_event)
    amounts = {
        "frequency_times_severity": loss.frequency.mean * np.asarray(loss.severity.isf(1.0 - q)),
        "one_event_a_year": one_event,
        "single_loss_approximation": single_loss_approximation(loss.frequency, loss.severity, q),
    }
    table = pd.DataFrame({"level": q, "annual_loss": right})
    for name, amount in amounts.items():
        table[name] = amount
        table[f"{name}_error"] = np.where(right > 0, amount / np.where(right > 0, right, 1.0) - 1.0, np.nan)
    return table


def _open_levels(q: ArrayLike) -> Floats:
    levels = np.asarray(q, dtype=np.float64)
    if not ((levels > 0.0) & (levels < 1.0)).all():
        raise ValueError(f"q is {q!r}; a level must lie between 0 and 1")
    return levels
