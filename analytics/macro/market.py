"""Two currency markets where traders choose each period between rules of thumb, or stay out.

In each market a trader can follow the trend or bet on a return to the fundamental; with staying out that
makes five choices. A rule gains followers through its past profits, from which the tax is taken: the tax
never touches the price itself. Prices are in logarithms, taxes per unit (0.001 = 0.1 %).

References
----------
Westerhoff, F. and Dieci, R. (2006). The effectiveness of Keynes-Tobin transaction taxes when heterogeneous
agents can trade in different markets. Journal of Economic Dynamics and Control 30.
Westerhoff, F. (2009). Parameter set W.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from analytics.macro._checks import FloatArray, array, integer, number

BLOCK: Final = 50


@dataclass(frozen=True)
class MarketParameters:
    """Behaviour of traders and size of the noise, the same in both markets.

    Parameters
    ----------
    impact : float, > 0, log price moved by one unit of orders
    chartist : float, >= 0, orders per unit of the last return
    fundamentalist : float, >= 0, orders per unit of misalignment
    memory : float in [0, 1), weight of past fitness
    intensity : float, >= 0, how fast traders run to the better rule
    price_noise, chartist_noise, fundamentalist_noise : float, >= 0, standard deviations
    fundamental : log fundamental value of each market

    Raises
    ------
    ValueError: an argument outside its range
    """

    impact: float = 1.0
    chartist: float = 0.05
    fundamentalist: float = 0.02
    memory: float = 0.95
    intensity: float = 450.0
    price_noise: float = 0.0025
    chartist_noise: float = 0.025
    fundamentalist_noise: float = 0.0025
    fundamental: tuple[float, float] = (0.0, 0.0)

    def __post_init__(self) -> None:
        number("impact", self.impact, above=0.0)
        number("memory", self.memory, low=0.0, high=1.0 - 1e-9)
        for name in ("chartist", "fundamentalist", "intensity"):
            number(name, getattr(self, name), low=0.0)
        for name in ("price_noise", "chartist_noise", "fundamentalist_noise"):
            number(name, getattr(self, name), low=0.0)
        if array("fundamental", self.fundamental, low=-100.0, high=100.0).shape != (2,):
            raise ValueError(f"fundamental must hold one number per market; got {self.fundamental!r}")


PARAMETERS: Final[dict[str, MarketParameters]] = {
    "W": MarketParameters(),
    "M": MarketParameters(
        chartist=0.04,
        fundamentalist=0.04,
        memory=0.975,
        intensity=300.0,
        chartist_noise=0.05,
        fundamentalist_noise=0.01,
    ),
}


@dataclass(frozen=True)
class MarketOutcome:
    """What the two markets did, averaged over time and runs; element 0 is the first market.

    Attributes
    ----------
    tax : (2,) tax per unit in each market
    volatility : (2,) mean absolute log return per period
    distortion : (2,) mean absolute log distance from the fundamental
    kurtosis : (2,) of returns, mean over runs; 3 is normal
    chartist_share, fundamentalist_share : (2,) share of all traders with that rule in that market
    inactive_share : share of all traders who stay out
    turnover : (2,) mean absolute orders executed per period, in units of the market's orders
    volatility_by_run, distortion_by_run : (runs, 2), for paired comparison of taxes under the same noise
    """

    tax: FloatArray
    volatility: FloatArray
    distortion: FloatArray
    kurtosis: FloatArray
    chartist_share: FloatArray
    fundamentalist_share: FloatArray
    inactive_share: float
    turnover: FloatArray
    volatility_by_run: FloatArray
    distortion_by_run: FloatArray


def simulate_market(
    tax: Sequence[float] = (0.0, 0.0),
    *,
    parameters: str | MarketParameters = "W",
    runs: int = 200,
    steps: int = 5000,
    seed: int = 0,
) -> MarketOutcome:
    """Simulate both markets under one pair of taxes.

    The noise depends on seed, runs and steps only: two calls that differ in the tax meet the same shocks.

    Parameters
    ----------
    tax : (2,) in [0, 1], tax per unit in each market
    parameters : "W", "M" or MarketParameters
    runs : int in [1, 100000], independent histories
    steps : int in [3, 1000000], periods of each; every history starts at the fundamental
    seed : int, >= 0

    Raises
    ------
    ValueError: an argument outside its range, an unknown set, or prices that leave all bounds
    """
    return sweep_market([tax], parameters=parameters, runs=runs, steps=steps, seed=seed)[0]


def sweep_market(
    taxes: Sequence[Sequence[float]] | FloatArray,
    *,
    parameters: str | MarketParameters = "W",
    runs: int = 200,
    steps: int = 5000,
    seed: int = 0,
) -> tuple[MarketOutcome, ...]:
    """Simulate several pairs of taxes side by side, all under the noise of :func:`simulate_market`.

    Parameters
    ----------
    taxes : (n, 2) in [0, 1]
    parameters, runs, steps, seed : as for :func:`simulate_market`

    Returns
    -------
    One outcome per pair, equal to that of :func:`simulate_market` for the pair alone

    Raises
    ------
    ValueError: as for :func:`simulate_market`
    """
    rates = array("tax", taxes, low=0.0, high=1.0)
    if rates.ndim != 2 or rates.shape[1] != 2:
        raise ValueError(f"tax must hold one rate per market, two in all; got shape {rates.shape[1:]}")
    behaviour = _behaviour(parameters)
    histories = integer("runs", runs, low=1, high=100_000)
    periods = integer("steps", steps, low=3, high=1_000_000)
    integer("seed", seed, low=0, high=2**63 - 1)
    markets = _Markets(rates, behaviour, histories)
    rng = np.random.default_rng(seed)
    # A divergent parameter set overflows on its way out; it is reported as such below.
    with np.errstate(over="ignore", invalid="ignore"):
        for start in range(0, periods, BLOCK):
            markets.advance(rng.standard_normal((min(BLOCK, periods - start), 3, 2, 1, histories)))
    return markets.outcomes(periods)


def _behaviour(parameters: str | MarketParameters) -> MarketParameters:
    if isinstance(parameters, MarketParameters):
        return parameters
    if parameters not in PARAMETERS:
        raise ValueError(f"parameters must be one of {', '.join(PARAMETERS)}; got {parameters!r}")
    return PARAMETERS[parameters]


class _Markets:
    """State of all histories: the last axes are market, tax and run; a rule axis stands before them.

    Rules are 0 chartist and 1 fundamentalist. Buffers are reused because the work per step is a few
    thousand numbers, where allocation would cost more than arithmetic.
    """

    def __init__(self, rates: FloatArray, behaviour: MarketParameters, runs: int) -> None:
        shape = (2, len(rates), runs)
        self.rates = rates
        self.tax = np.ascontiguousarray(rates.T)[:, :, None]
        self.behaviour = behaviour
        noise = (behaviour.price_noise, behaviour.chartist_noise, behaviour.fundamentalist_noise)
        self.noise = np.array(noise).reshape(1, 3, 1, 1, 1)
        self.fundamental = np.asarray(behaviour.fundamental, dtype=np.float64)[:, None, None]
        self.log_price = np.broadcast_to(self.fundamental, shape).copy()
        self.last_log_price = self.log_price.copy()
        self.last_price = np.exp(self.log_price)
        self.fitness = np.zeros((2, *shape))
        # Orders of the last two periods and of this one: fitness looks two periods back.
        self.orders = [np.zeros((2, *shape)) for _ in range(3)]
        self.sizes = [np.zeros((2, *shape)) for _ in range(3)]
        self.path = np.empty((BLOCK + 1, *shape))
        self.weights = np.empty((BLOCK, 2, *shape))
        self.traded = np.empty((BLOCK, 2, *shape))
        self.scratch = np.empty((2, *shape))
        self.sums = {
            name: np.zeros(shape) for name in ("absolute", "distortion", "square", "fourth", "turnover")
        }
        self.shares = np.zeros((2, *shape))

    def advance(self, noise: FloatArray) -> None:
        """Play one block of periods and add its figures to the sums."""
        noise *= self.noise
        self.path[0] = self.log_price
        for step in range(len(noise)):
            self._place_orders(noise[step])
            self._judge_rules()
            self._choose_rules(self.weights[step])
            self._move_price(noise[step, 0], self.weights[step], self.path[step + 1])
            self.traded[step] = self.sizes[0]
            self.orders = [self.orders[2], self.orders[0], self.orders[1]]
            self.sizes = [self.sizes[2], self.sizes[0], self.sizes[1]]
        self._add_up(len(noise))
        # The path is overwritten by the next block: the state must not be a view of it.
        self.log_price, self.last_log_price = self.log_price.copy(), self.last_log_price.copy()

    def _place_orders(self, noise: FloatArray) -> None:
        orders = self.orders[0]
        np.subtract(self.log_price, self.last_log_price, out=orders[0])
        orders[0] *= self.behaviour.chartist
        np.subtract(self.fundamental, self.log_price, out=orders[1])
        orders[1] *= self.behaviour.fundamentalist
        orders += noise[1:]
        np.abs(orders, out=self.sizes[0])

    def _judge_rules(self) -> None:
        """Profit of the order placed two periods ago, less the tax on buying and on selling it."""
        price = np.exp(self.log_price)
        self.fitness *= self.behaviour.memory
        np.multiply(self.orders[2], price - self.last_price, out=self.scratch)
        self.fitness += self.scratch
        self.last_price += price
        self.last_price *= self.tax
        np.multiply(self.sizes[2], self.last_price, out=self.scratch)
        self.fitness -= self.scratch
        self.last_price = price

    def _choose_rules(self, weights: FloatArray) -> None:
        """Shares by softmax over four rules and staying out, whose fitness is zero."""
        np.multiply(self.fitness, self.behaviour.intensity, out=weights)
        highest = np.maximum(weights.max(axis=(0, 1)), 0.0)
        weights -= highest
        np.exp(weights, out=weights)
        total = np.exp(-highest)
        total += weights.sum(axis=(0, 1))
        weights /= total

    def _move_price(self, noise: FloatArray, weights: FloatArray, log_price: FloatArray) -> None:
        np.multiply(weights, self.orders[0], out=self.scratch)
        np.add(self.scratch[0], self.scratch[1], out=log_price)
        log_price *= self.behaviour.impact
        log_price += self.log_price
        log_price += noise
        self.last_log_price, self.log_price = self.log_price, log_price

    def _add_up(self, steps: int) -> None:
        returns = np.diff(self.path[: steps + 1], axis=0)
        if not np.isfinite(returns).all():
            raise ValueError(
                "parameters make prices leave all bounds: lower impact, chartist or fundamentalist"
            )
        self.sums["absolute"] += np.abs(returns).sum(axis=0)
        self.sums["distortion"] += np.abs(self.path[1 : steps + 1] - self.fundamental).sum(axis=0)
        returns *= returns
        self.sums["square"] += returns.sum(axis=0)
        returns *= returns
        self.sums["fourth"] += returns.sum(axis=0)
        self.shares += self.weights[:steps].sum(axis=0)
        self.traded[:steps] *= self.weights[:steps]
        self.sums["turnover"] += self.traded[:steps].sum(axis=(0, 1))

    def outcomes(self, steps: int) -> tuple[MarketOutcome, ...]:
        means = {name: total / steps for name, total in self.sums.items()}
        # Without any noise nothing moves, and a constant has no tails: it is given the normal's.
        still = means["square"] == 0.0
        kurtosis = np.where(still, 3.0, means["fourth"] / np.where(still, 1.0, means["square"]) ** 2)
        shares = self.shares.mean(axis=-1) / steps
        return tuple(
            MarketOutcome(
                tax=self.rates[index],
                volatility=means["absolute"][:, index].mean(axis=-1),
                distortion=means["distortion"][:, index].mean(axis=-1),
                kurtosis=kurtosis[:, index].mean(axis=-1),
                chartist_share=shares[0, :, index],
                fundamentalist_share=shares[1, :, index],
                inactive_share=max(0.0, 1.0 - float(shares[:, :, index].sum())),
                turnover=means["turnover"][:, index].mean(axis=-1),
                volatility_by_run=means["absolute"][:, index].T,
                distortion_by_run=means["distortion"][:, index].T,
            )
            for index in range(len(self.rates))
        )
