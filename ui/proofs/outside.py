"""Reference cases from outside: textbooks, tables and papers whose figures others computed.

Data that go in stand in the table ``model_figure``; what stands here is what the publication prints.
"""

from __future__ import annotations

from functools import partial
from typing import Final

import pandas as pd

from analytics.adoption import drivers as adoption_drivers
from analytics.channels import migration, staffing
from analytics.macro import regimes, reserves
from analytics.marketing import lifetime
from analytics.risk import frequency, severity_fit
from data import published
from ui.proofs import macro
from ui.proofs.case import Case
from ui.words import N_

_LAST_PLACE: Final = N_("Half of the last place in print")
_OTHERS: Final = N_("Replications by others differ from the print by as much")
_DANISH_START: Final = 20.0
# Garwood (1936), two-sided limits at 95 % of the mean of a Poisson count.
_GARWOOD: Final = {
    0: (0.0, 3.69),
    1: (0.0253, 5.57),
    5: (1.62, 11.67),
    10: (4.80, 18.39),
    20: (12.22, 30.89),
    50: (37.11, 65.92),
    100: (81.36, 121.63),
}
# Erlang's loss table: lines → traffic in erlangs at which one call in a hundred is lost.
_ERLANG_LOSS: Final = {1: 0.0101, 5: 1.36, 10: 4.46, 20: 12.03, 50: 37.9, 100: 84.1}
_LOST: Final = 0.01
# Gupta and Lehmann (2003): worth of a customer over one year's margin, by retention and discount.
_DISCOUNTS: Final = (0.10, 0.12, 0.14, 0.16)
_MULTIPLES: Final = {
    0.6: (1.20, 1.15, 1.11, 1.07),
    0.7: (1.75, 1.67, 1.59, 1.52),
    0.8: (2.67, 2.50, 2.35, 2.22),
    0.9: (4.50, 4.09, 3.75, 3.46),
}
_REGIMES: Final = ("DIT", "CITR")
# By markup: 1.2 is the calibration (ε = 6), 1.1 another (ε = 11).
_MARKUPS: Final = (1.2, 1.1)
_RULES: Final = ("DITR", "CITR", "PEG")


def _danish() -> list[float]:
    excesses = published.listed("danish_fire_loss") - _DANISH_START
    shapes, scales = severity_fit.fit_tails(excesses[None])
    return [float(excesses.size), float(shapes[0]), float(scales[0])]


def _hospital() -> list[float]:
    counts = published.listed("hospital_claims").astype(int)
    law = frequency.fit_frequency(counts).negative_binomial
    if law is None:
        raise ValueError("the claims allow no negative binomial law")
    return [law.mean, 1.0 / law.dispersion, law.mean * law.dispersion]


def _compensation() -> list[float]:
    law = severity_fit.fit_lognormal(published.listed("workers_compensation"))
    return [law.mu, law.sigma]


def _garwood() -> list[float]:
    return [end for count in _GARWOOD for end in frequency.rate_interval(count, 1.0, level=0.95)]


def _lost() -> list[float]:
    return [staffing.erlang_b(traffic, lines) for lines, traffic in _ERLANG_LOSS.items()]


def _clinic() -> list[float]:
    # An hour of service in twenty minutes each: six patients an hour, three doctors.
    found = staffing.erlang_c(6, 1200, 3)
    return [found.waiting_probability, found.average_queue, found.average_speed_of_answer / 3600]


def _emergency() -> list[float]:
    found = staffing.erlang_c(2, 1200, 2)
    return [found.average_queue, found.average_speed_of_answer / 3600, found.occupancy]


def _multiples() -> list[float]:
    return [
        lifetime.customer_lifetime_value(1.0, retention, discount)
        for retention in _MULTIPLES
        for discount in _DISCOUNTS
    ]


def _welfare(markup: float) -> list[float]:
    epsilon = markup / (markup - 1.0)
    return [100.0 * float(regimes.solve_regime(rule, epsilon=epsilon).welfare_loss or 0.0) for rule in _RULES]


def _grades() -> list[float]:
    names = ("GPA", "TUCE", "PSI", "GRADE")
    pupils = pd.DataFrame({name: published.listed(f"spector_{name.lower()}") for name in names})
    fit = adoption_drivers.fit_logit(pupils, "GRADE", names[:3])
    return [*map(float, fit.coefficients["estimate"]), fit.pseudo_r2]


def cases() -> tuple[Case, ...]:
    """The cases, subject by subject."""
    case = partial(Case, outside=True)
    return (
        case(
            "risk",
            N_("Tail of the Danish fire losses (generalised Pareto)"),
            "McNeil (1997), ASTIN Bulletin 27, pp. 117–138",
            "36 x > 20",
            {"n": 36.0, "ξ": 0.684, "β": 9.63},
            _danish,
            0.006,
            why=_LAST_PLACE,
        ),
        case(
            "risk",
            N_("Hospital liability claims (negative binomial)"),
            "Klugman, Panjer, Willmot (2008), Loss Models",
            "6, 2, 3, 0, 2, 1, 2, 5, 1, 3",
            {N_("mean"): 2.5, "r": 10.9650, "β": 0.227998},
            _hospital,
            5e-5,
            why=_LAST_PLACE,
        ),
        case(
            "risk",
            N_("Losses of workers’ compensation (lognormal)"),
            "Klugman, Panjer, Willmot (2008), Loss Models, data set B",
            "27 … 15 743, n = 20",
            {"μ": 6.1379, "σ": 1.3894},
            _compensation,
            5e-5,
            why=_LAST_PLACE,
        ),
        case(
            "risk",
            N_("Exact limits of a count of events"),
            "Garwood (1936), Biometrika 28, pp. 437–442",
            "95 %",
            {
                f"n = {count}, {end}": value
                for count, pair in _GARWOOD.items()
                for end, value in zip(("min", "max"), pair, strict=True)
            },
            _garwood,
            0.0051,
            why=_LAST_PLACE,
        ),
        case(
            "channels",
            N_("Calls lost, by lines and traffic (Erlang B)"),
            "Erlang (1917); loss table, B = 1 %",
            ", ".join(f"{lines}: {traffic:g}" for lines, traffic in _ERLANG_LOSS.items()),
            {f"n = {lines}": _LOST for lines in _ERLANG_LOSS},
            _lost,
            2e-4,
            why=N_("Half of the last place of the traffic in print moves the loss by as much"),
        ),
        case(
            "channels",
            N_("Eye clinic with three doctors"),
            "Gross, Harris (1998), Fundamentals of Queueing Theory, chapter 2",
            "λ = 6 /h, μ = 3 /h, c = 3",
            {"Pw": 0.444, "Lq": 0.889, "Wq (h)": 0.148},
            _clinic,
            5e-4,
            why=_LAST_PLACE,
        ),
        case(
            "channels",
            N_("Emergency room with two doctors"),
            "Hillier, Lieberman (2010), Introduction to Operations Research, chapter 17",
            "λ = 2 /h, μ = 3 /h, s = 2",
            {"Lq": 1 / 12, "Wq (h)": 1 / 24, "ρ": 1 / 3},
            _emergency,
            1e-9,
            why=N_("Printed as exact fractions"),
        ),
        case(
            "channels",
            N_("Option on a project (Black and Scholes)"),
            "Hull (2009), Options, Futures, and Other Derivatives, example 13.6",
            "S = 42, K = 40, r = 10 %, σ = 20 %, T = 0.5",
            {"c": 4.76},
            lambda: [migration.option_to_wait(42, 40, 0.5, 0.10, 0.20)],
            0.005,
            why=_LAST_PLACE,
        ),
        case(
            "marketing",
            N_("Worth of a customer over one year’s margin"),
            "Gupta, Lehmann (2003), Journal of Interactive Marketing 17(1), pp. 9–24",
            "m = 1",
            {
                f"r = {retention:g}, i = {discount:g}": value
                for retention, row in _MULTIPLES.items()
                for discount, value in zip(_DISCOUNTS, row, strict=True)
            },
            _multiples,
            0.0051,
            why=_LAST_PLACE,
        ),
        case(
            "macro",
            N_("Optimal reserves, % of GDP"),
            "Jeanne, Rancière (2011), Economic Journal 121, pp. 905–930",
            "λ = 10 %, γ = 6.5 %, π = 10 %, δ = 1.5 %, r = 5 %, g = 3.3 %, σ = 2",
            {"ρ": 9.1},
            lambda: [100.0 * reserves.optimal_reserves(sudden_stop=0.10, output_loss=0.065)],
            0.05,
            why=_LAST_PLACE,
        ),
        *(
            case(
                "macro",
                N_("Standard deviations under a regime, %"),
                "Galí, Monacelli (2005), Review of Economic Studies 72, table 1",
                f"{rule}; σ = η = γ = 1, α = 0.4",
                macro.moments_printed(rule),
                partial(macro.regime, rule),
                0.04,
                why=_OTHERS,
            )
            for rule in _REGIMES
        ),
        *(
            case(
                "macro",
                N_("Welfare lost under a regime, % of consumption"),
                "Galí, Monacelli (2005), Review of Economic Studies 72, table 2",
                f"μ = {markup:g}, φ = 3",
                {rule: published.figure("regime_welfare_loss", f"{rule} at {markup:g}") for rule in _RULES},
                partial(_welfare, markup),
                0.0015,
                why=_OTHERS,
            )
            for markup in _MARKUPS
        ),
        case(
            "adoption",
            N_("Logit of better grades on three drivers"),
            "Spector, Mazzeo (1980), as in Greene (2012), Econometric Analysis, table 17.1",
            "n = 32",
            {"c": -13.021, "GPA": 2.826, "TUCE": 0.095, "PSI": 2.379, "R² (McFadden)": 0.374},
            _grades,
            6e-4,
            why=_LAST_PLACE,
        ),
    )
