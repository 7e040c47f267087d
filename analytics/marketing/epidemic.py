"""Word that spreads like an illness: viral totals and the SIR epidemic, shown as such."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.integrate import solve_ivp
from scipy.optimize import brentq

from analytics.marketing._checks import number, whole


def viral_total(seeds: float, per_adopter: float) -> float:
    """People reached in all when each brings ``per_adopter`` others: seeds / (1 - K).

    Parameters
    ----------
    seeds : float >= 0, people at the start, counted in the total
    per_adopter : float in [0, 1), K = invitations × conversion over an adopter's life

    Raises
    ------
    ValueError: K of 1 or more, at which the chain never ends and only the market stops it
    """
    start = number("seeds", seeds, 0.0)
    factor = number("per_adopter", per_adopter, 0.0)
    if factor >= 1:
        raise ValueError(f"per_adopter must be in [0, 1): at {factor:g} the chain never ends")
    return start / (1 - factor)


def viral_generations(seeds: float, per_adopter: float, *, generations: int) -> pd.DataFrame:
    """New and cumulated people generation by generation; K of 1 or more is allowed here.

    Returns
    -------
    DataFrame generation (0 are the seeds), new, total
    """
    start = number("seeds", seeds, 0.0)
    factor = number("per_adopter", per_adopter, 0.0, 1e3)
    steps = np.arange(whole("generations", generations, 0, 100) + 1)
    new = start * factor**steps
    return pd.DataFrame({"generation": steps, "new": new, "total": np.cumsum(new)})


def final_size(reproduction: float) -> float:
    """Share of people that an SIR epidemic reaches in the end: the root of z = 1 - exp(-R0 z).

    Parameters
    ----------
    reproduction : float >= 0, R0: people whom the first adopter reaches

    Returns
    -------
    float in [0, 1); 0 for R0 <= 1

    References
    ----------
    Kermack and McKendrick 1927, Proceedings of the Royal Society A 115.
    """
    r0 = number("reproduction", reproduction, 0.0)
    if r0 <= 1:
        return 0.0
    # Divided by z, the trivial root at 0 is gone; below the bracket the function is positive for R0 > 1.
    smallest = (1 - 1 / r0) / r0
    return float(brentq(lambda z: -np.expm1(-r0 * z) / z - 1, smallest, 1.0, xtol=1e-15, rtol=1e-14))


def epidemic(
    reproduction: float, *, seeds: float, duration: float, periods: int, market: float = 1.0
) -> pd.DataFrame:
    """SIR epidemic: who has not heard, who passes it on, who has stopped.

    Parameters
    ----------
    reproduction : float >= 0, R0
    seeds : float in [0, market], people who pass it on at the start
    duration : float > 0, mean periods during which one passes it on
    periods : int >= 1
    market : float > 0, people in all

    Returns
    -------
    DataFrame period (0 to periods), susceptible, infectious, recovered, reached (infectious + recovered), in
    people; the three add up to the market
    """
    r0 = number("reproduction", reproduction, 0.0)
    size = number("market", market, 1e-12)
    start = number("seeds", seeds, 0.0, size) / size
    recovery = 1 / number("duration", duration, 1e-6)
    ends = np.arange(whole("periods", periods, 1, 10_000) + 1, dtype=np.float64)

    def slopes(_: float, state: np.ndarray) -> list[float]:
        caught = r0 * recovery * state[0] * state[1]
        return [-caught, caught - recovery * state[1]]

    solved = solve_ivp(
        slopes, (0.0, ends[-1]), [1 - start, start], t_eval=ends, method="LSODA", rtol=1e-9, atol=1e-12
    )
    susceptible, infectious = np.clip(solved.y, 0.0, 1.0) * size
    return pd.DataFrame(
        {
            "period": ends.astype(int),
            "susceptible": susceptible,
            "infectious": infectious,
            "recovered": size - susceptible - infectious,
            "reached": size - susceptible,
        }
    )
