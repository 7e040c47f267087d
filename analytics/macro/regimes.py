"""Exchange-rate regimes in a small open economy: what each steadies, and what each lets swing.

All variables are log deviations from the steady state, per quarter and per unit (0.01 = 1 %).

References
----------
Galí, J. and Monacelli, T. (2005). Monetary policy and exchange rate volatility in a small open economy.
Review of Economic Studies 72: equations 22 to 37, table 1 (cyclical properties), table 2 (welfare).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Final

import numpy as np

from analytics.macro._checks import FloatArray, number
from analytics.macro.rational_expectations import solve_linear, unconditional_covariance

RULES: Final = ("DIT", "DITR", "CITR", "PEG", "hybrid")
MOMENTS: Final = ("output", "domestic_inflation", "cpi_inflation", "interest_rate", "terms_of_trade")
_STATES: Final = ("productivity", "world_output", "last_terms_of_trade", "last_exchange_rate")
_OTHERS: Final = (
    "output_gap",
    "domestic_inflation",
    "interest_rate",
    "terms_of_trade",
    "exchange_rate",
    "cpi_inflation",
    "output",
)
_NAMES: Final = _STATES + _OTHERS
_AT: Final = {name: index for index, name in enumerate(_NAMES)}


@dataclass(frozen=True)
class RegimeParameters:
    """Structure of the economy; defaults are the published calibration, per quarter.

    Parameters
    ----------
    sigma : float, > 0, inverse of the intertemporal elasticity of substitution
    eta : float, > 0, substitution between home and foreign goods
    gamma : float, > 0, substitution between goods of different foreign countries
    phi : float, >= 0, inverse of the elasticity of labour supply
    epsilon : float, > 1, substitution between goods of one country
    theta : float in (0, 1), share of prices left unchanged each quarter
    beta : float in (0, 1), discount factor
    alpha : float in [0, 1), openness: share of imports in consumption
    phi_pi : float, >= 0, response of the interest rate to inflation
    phi_e : float, >= 0 or infinite, response to the exchange rate, read by the hybrid rule only
    rho_a, rho_y : float in [0, 1), persistence of productivity and of world output
    sd_a, sd_y : float, >= 0, standard deviations of their innovations
    corr : float in [-1, 1], correlation of the innovations

    Raises
    ------
    ValueError: an argument outside its range
    """

    sigma: float = 1.0
    eta: float = 1.0
    gamma: float = 1.0
    phi: float = 3.0
    epsilon: float = 6.0
    theta: float = 0.75
    beta: float = 0.99
    alpha: float = 0.4
    phi_pi: float = 1.5
    phi_e: float = 0.0
    rho_a: float = 0.66
    rho_y: float = 0.86
    sd_a: float = 0.0071
    sd_y: float = 0.0078
    corr: float = 0.3

    def __post_init__(self) -> None:
        for name in ("sigma", "eta", "gamma"):
            number(name, getattr(self, name), above=0.0)
        for name in ("phi", "phi_pi", "sd_a", "sd_y"):
            number(name, getattr(self, name), low=0.0)
        if self.phi_e != math.inf:
            number("phi_e", self.phi_e, low=0.0)
        number("epsilon", self.epsilon, above=1.0)
        for name in ("theta", "beta"):
            number(name, getattr(self, name), high=1.0 - 1e-9, above=0.0)
        for name in ("alpha", "rho_a", "rho_y"):
            number(name, getattr(self, name), low=0.0, high=1.0 - 1e-9)
        number("corr", self.corr, low=-1.0, high=1.0)
        if self.openness_ratio <= 0.0:
            raise ValueError(
                "sigma, eta, gamma and alpha must give 1 - alpha + alpha omega above 0; "
                f"got {self.openness_ratio:g}"
            )

    @property
    def omega(self) -> float:
        """Response of world demand for home goods to the terms of trade, net of income."""
        return self.sigma * self.gamma + (1.0 - self.alpha) * (self.sigma * self.eta - 1.0)

    @property
    def openness_ratio(self) -> float:
        return 1.0 - self.alpha + self.alpha * self.omega

    @property
    def sigma_alpha(self) -> float:
        """Inverse of the response of output to the terms of trade."""
        return self.sigma / self.openness_ratio

    @property
    def price_slope(self) -> float:
        """Response of domestic inflation to marginal cost, lambda."""
        return (1.0 - self.beta * self.theta) * (1.0 - self.theta) / self.theta


@dataclass(frozen=True)
class RegimeSolution:
    """One solved regime.

    Attributes
    ----------
    rule : as asked for
    parameters : as solved
    transition, policy, roots : the law of motion (:class:`LinearSolution`)
    moments : name → standard deviation, per unit: the five of the published table
    depreciation : standard deviation of the change of the exchange rate
    output_gap : standard deviation of output from its natural level
    welfare_loss : per unit of steady-state consumption, with logarithmic utility; the published table 2 has
        it in percent. None where sigma, eta or gamma differ from 1: the formula does not hold there
    """

    rule: str
    parameters: RegimeParameters
    transition: FloatArray
    policy: FloatArray
    roots: FloatArray
    moments: dict[str, float]
    depreciation: float
    output_gap: float
    welfare_loss: float | None


def regime_moments(rule: str, **parameters: float) -> dict[str, float]:
    """Standard deviations under one rule.

    Parameters
    ----------
    rule : "DIT" (domestic inflation held at zero), "DITR" and "CITR" (Taylor rules on domestic and consumer
        inflation), "PEG" (exchange rate held), "hybrid" (DITR plus ``phi_e`` times the exchange rate)
    parameters : fields of :class:`RegimeParameters`

    Returns
    -------
    output, domestic_inflation, cpi_inflation, interest_rate, terms_of_trade → standard deviation per unit

    Raises
    ------
    ValueError: an unknown rule or parameter, one outside its range, or a rule that leaves the economy
        indeterminate or without a stable path
    """
    return solve_regime(rule, **parameters).moments


def solve_regime(rule: str, **parameters: float) -> RegimeSolution:
    """Solve one regime and its moments. Parameters and errors are those of :func:`regime_moments`."""
    if rule not in RULES:
        raise ValueError(f"rule must be one of {', '.join(RULES)}; got {rule!r}")
    known = [item.name for item in fields(RegimeParameters)]
    if unknown := sorted(set(parameters) - set(known)):
        raise ValueError(f"unknown parameters: {', '.join(unknown)}; known: {', '.join(known)}")
    economy = RegimeParameters(**parameters)
    ahead, now = _equations(_effective(rule, economy), economy)
    solved = solve_linear(ahead, now, len(_STATES))
    deviations = _deviations(solved.transition, solved.policy, economy)
    return RegimeSolution(
        rule=rule,
        parameters=economy,
        transition=solved.transition,
        policy=solved.policy,
        roots=solved.roots,
        moments={name: deviations[name] for name in MOMENTS},
        depreciation=deviations["depreciation"],
        output_gap=deviations["output_gap"],
        welfare_loss=_welfare_loss(deviations, economy),
    )


def _effective(rule: str, economy: RegimeParameters) -> str:
    """The hybrid's two ends are rules of their own."""
    if rule == "hybrid" and economy.phi_e == 0.0:
        return "DITR"
    return "PEG" if rule == "hybrid" and economy.phi_e == math.inf else rule


class _System:
    """``ahead E[z(t+1)] = now z(t)``, filled one named equation at a time."""

    def __init__(self) -> None:
        self.ahead = np.zeros((len(_NAMES), len(_NAMES)))
        self.now = np.zeros((len(_NAMES), len(_NAMES)))
        self.row = 0

    def equation(self, ahead: dict[str, float], now: dict[str, float]) -> None:
        for name, value in ahead.items():
            self.ahead[self.row, _AT[name]] = value
        for name, value in now.items():
            self.now[self.row, _AT[name]] = value
        self.row += 1


def _equations(rule: str, economy: RegimeParameters) -> tuple[FloatArray, FloatArray]:
    p = economy
    slope, weight = p.sigma_alpha, p.alpha
    theta_open = p.omega - 1.0
    gamma_natural = (1.0 + p.phi) / (slope + p.phi)
    psi = -theta_open * slope / (slope + p.phi)
    rate_on_productivity = -slope * gamma_natural * (1.0 - p.rho_a)
    rate_on_world = weight * slope * (theta_open + psi) * (p.rho_y - 1.0)
    marginal_cost = p.price_slope * (slope + p.phi)
    system = _System()
    add = system.equation
    add({"productivity": 1.0}, {"productivity": p.rho_a})
    add({"world_output": 1.0}, {"world_output": p.rho_y})
    add({"last_terms_of_trade": 1.0}, {"terms_of_trade": 1.0})
    add({"last_exchange_rate": 1.0}, {"exchange_rate": 1.0})
    add(
        {"output_gap": slope, "domestic_inflation": 1.0},
        {
            "output_gap": slope,
            "interest_rate": 1.0,
            "productivity": -rate_on_productivity,
            "world_output": -rate_on_world,
        },
    )
    add({"domestic_inflation": p.beta}, {"domestic_inflation": 1.0, "output_gap": -marginal_cost})
    add(
        {},
        {"output": 1.0, "output_gap": -1.0, "productivity": -gamma_natural, "world_output": -weight * psi},
    )
    add({}, {"output": slope, "world_output": -slope, "terms_of_trade": -1.0})
    add(
        {},
        {
            "cpi_inflation": 1.0,
            "domestic_inflation": -1.0,
            "terms_of_trade": -weight,
            "last_terms_of_trade": weight,
        },
    )
    add(
        {},
        {
            "terms_of_trade": 1.0,
            "last_terms_of_trade": -1.0,
            "exchange_rate": -1.0,
            "last_exchange_rate": 1.0,
            "domestic_inflation": 1.0,
        },
    )
    add({}, _rule(rule, p))
    return system.ahead, system.now


def _rule(rule: str, economy: RegimeParameters) -> dict[str, float]:
    if rule == "DIT":
        return {"domestic_inflation": 1.0}
    if rule == "PEG":
        return {"exchange_rate": 1.0}
    if rule == "CITR":
        return {"interest_rate": 1.0, "cpi_inflation": -economy.phi_pi}
    answer = {"interest_rate": 1.0, "domestic_inflation": -economy.phi_pi}
    if rule == "hybrid":
        # Divided by its size, the equation stays well scaled as the rule nears the peg.
        scale = max(1.0, economy.phi_e)
        return {name: value / scale for name, value in answer.items()} | {
            "exchange_rate": -economy.phi_e / scale
        }
    return answer


def _deviations(transition: FloatArray, policy: FloatArray, economy: RegimeParameters) -> dict[str, float]:
    """Standard deviations of the stationary variables.

    Without an answer to the exchange rate its level wanders, and no other variable depends on it: it is left
    out of the states, and only its change has a variance.
    """
    wanders = bool(np.all(np.abs(np.delete(transition, 3, axis=0)[:, 3]) < 1e-12)) and (
        abs(transition[3, 3] - 1.0) < 1e-6
    )
    keep = 3 if wanders else 4
    innovations = np.zeros((keep, keep))
    covariance = economy.corr * economy.sd_a * economy.sd_y
    innovations[:2, :2] = [[economy.sd_a**2, covariance], [covariance, economy.sd_y**2]]
    states = unconditional_covariance(transition[:keep, :keep], innovations)
    rows = {name: policy[index, :keep] for index, name in enumerate(_OTHERS) if name != "exchange_rate"}
    change = policy[_OTHERS.index("exchange_rate")].copy()
    change[3] -= 1.0
    rows["depreciation"] = change[:keep]
    return {name: math.sqrt(max(0.0, float(row @ states @ row))) for name, row in rows.items()}


def _welfare_loss(deviations: dict[str, float], economy: RegimeParameters) -> float | None:
    if (economy.sigma, economy.eta, economy.gamma) != (1.0, 1.0, 1.0):
        return None
    inflation = economy.epsilon / economy.price_slope * deviations["domestic_inflation"] ** 2
    gap = (1.0 + economy.phi) * deviations["output_gap"] ** 2
    return (1.0 - economy.alpha) / 2.0 * (inflation + gap)


@dataclass(frozen=True)
class HybridCurve:
    """Moments along the hybrid rule, from a Taylor rule (``phi_e`` 0) to a peg.

    Attributes
    ----------
    phi_e : (n,)
    moments : name → (n,) standard deviation per unit; the five of the published table and depreciation
    """

    phi_e: FloatArray
    moments: dict[str, FloatArray]


def hybrid_curve(phi_e: Sequence[float] | FloatArray, **parameters: float) -> HybridCurve:
    """Moments for each response to the exchange rate.

    Parameters
    ----------
    phi_e : (n,) >= 0; infinity is the peg
    parameters : other fields of :class:`RegimeParameters`

    Raises
    ------
    ValueError: as for :func:`regime_moments`
    """
    if len(phi_e) == 0:
        raise ValueError("phi_e must hold at least one number; got none")
    solved = [solve_regime("hybrid", **{**parameters, "phi_e": float(value)}) for value in phi_e]
    moments = {name: np.array([item.moments[name] for item in solved]) for name in MOMENTS}
    moments["depreciation"] = np.array([item.depreciation for item in solved])
    return HybridCurve(np.asarray(phi_e, dtype=np.float64), moments)
