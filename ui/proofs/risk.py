"""Reference cases of scoring, capital, losses, contagion and the rules of law."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial
from typing import Any, Final

import numpy as np
import pandas as pd
from scipy import stats
from scipy.stats import qmc

from analytics.risk import (
    capital,
    composite,
    contagion,
    drivers,
    frequency,
    incidents,
    losses,
    scoring,
    shortcuts,
)
from ui.proofs.case import Case
from ui.words import N_

_KNOTS: Final = (0, 1, 2, 4, 8)
_SCORES: Final = dict(
    zip((0, 0.5, 1, 1.5, 2, 3, 4, 6, 8, 20), (0, 12.5, 25, 37.5, 50, 62.5, 75, 87.5, 100, 100), strict=True)
)
_POWERS: Final = {1: 55.0, 2: 60.8276253029822, 4: 67.82329983125268, math.inf: 80.0}
_COMPONENT: Final = {0.5: 0.06, 1: 0.12, 2: 0.27, 30: 4.47, 50: 8.07}
# The one example that the framework itself works out.
_COMPONENT_IN_PRINT: Final = {35: 5.37}
_MULTIPLIER: Final = dict(
    zip(
        (0, 0.1, 0.25, 0.5, 1, 2, 4),
        (0.541325, 0.629553, 0.716941, 0.8297, 1.0, 1.24109, 1.558085),
        strict=True,
    )
)
_ACCOUNTS: Final = {
    "int_inc": [900, 950, 1000],
    "int_exp": [400, 420, 450],
    "iea": [20000, 21000, 22000],
    "div": [10, 12, 14],
    "ooi": [30, 20, 25],
    "ooe": [40, 35, 60],
    "fee_inc": [300, 320, 340],
    "fee_exp": [80, 85, 90],
    "tb": [50, -20, 30],
    "bb": [-5, 10, 15],
}
_BANK: Final = {
    "ILDC": 484.5,
    "SC": 365.0,
    "FC": 43.333333333333336,
    "BI": 892.8333333333334,
    "BIC": 107.14,
    "LC": 180.0,
    "ILM": 1.173329435803231,
    "ORC": 125.71051575195816,
    "RWA": 1571.381446899477,
    "CRR3": 107.14,
}
_LINKS: Final = ((0, 2, 1, 0), (0, 0, 3, 1), (4, 0, 0, 0), (1, 1, 0, 0))
_BUFFERS, _WEIGHTS = (10.0, 5.0, 6.0, 4.0), (40.0, 30.0, 20.0, 10.0)
_STRESS: Final = {"A": 0.312261458333, "B": 0.144607407407, "C": 0.306335, "D": 0.0904170666667}
_ONE_HOP: Final = {"A": 0.158333333333, "B": 0.105, "C": 0.22, "D": 0.06}
_PERTS: Final = (
    ((5, 20, 50, 2), (23.75, 5 / 3, 7 / 3)),
    ((20, 100, 900, 4), (220.0, 15 / 11, 51 / 11)),
)
_MALICIOUS: Final = "malicious_unauthorised_access_data_loss_possible"
_INCIDENTS: Final[tuple[tuple[dict[str, Any], str], ...]] = (
    ({"critical": True, "clients_pct": 12, "downtime_h": 3}, "yes"),
    ({"critical": True, "cost_eur": 150_000}, "no"),
    ({"critical": True, _MALICIOUS: True}, "yes"),
    ({"critical": False, "clients_pct": 50, "downtime_h": 9}, "no"),
    ({"critical": True, "clients_pct": 10, "downtime_h": 2, "duration_h": 24}, "no"),
    ({"critical": True, "clients_n": 100_001, "duration_h": 25}, "yes"),
    ({"critical": True, "tx_pct": 11, "member_states": 2}, "yes"),
)
_PILLARS: Final = {
    "Physical": (63.41, 64.87, 50.52, 58.18),
    "ConEcFin": (32.87, 46.62, 30.43, 25.70),
    "Political": (74.78, 84.55, 78.13, 80.03),
    "Instit": (85.94, 71.74, 75.35, 89.46),
    "P2P": (56.93, 41.92, 51.04, 33.80),
    "Environ": (77.21, 58.73, 69.83, 70.90),
    "Social": (87.85, 86.58, 86.40, 87.00),
    "SusEcFin": (56.88, 57.78, 61.29, 56.59),
}
_INDEX: Final = {
    "Conn": (62.79, 61.94, 57.10, 57.44),
    "Sust": (73.98, 67.70, 72.51, 71.50),
    "Index": (68.38, 64.82, 64.80, 64.47),
}
# Society of Actuaries, sample questions: policies by number of accidents or claims, 0 first.
_FEW_POLICIES: Final = (32, 26, 12, 7, 4, 2, 1)
_MANY_POLICIES: Final = (1282, 2218, 1856, 801, 235, 81, 7)
_SOBOL_POINTS: Final = 2**14
_COUNTRIES: Final = ("CHE", "NLD", "DNK", "NOR")


def _bank() -> list[float]:
    found = capital.business_indicator(_ACCOUNTS)
    basel = capital.standardised_approach(found.bi, 12, losses_in_bucket_1=True)
    return [
        *(found.ildc, found.sc, found.fc, found.bi, basel.bic, basel.lc, basel.ilm),
        *(basel.capital, basel.rwa, float(capital.eu_crr3(found))),
    ]


def _component(billions: Sequence[float]) -> list[float]:
    return [capital.business_indicator_component(1000.0 * bi) / 1000.0 for bi in billions]


def _panjer() -> list[float]:
    found = losses.compound_pmf(losses.Poisson(2.0), {"1": 0.5, "2": 0.3, "3": 0.2})
    return [
        *map(float, found.pmf[:6]),
        float(found.mean),
        float(found.quantile(0.95)),
        float(found.expected_shortfall(0.95)),
    ]


def _pert(case: tuple[float, float, float, float]) -> list[float]:
    law = losses.pert(*case[:3], gamma=case[3])
    return [law.mean, law.alpha, law.beta]


def _lognormal() -> list[float]:
    law = losses.lognormal_from_interval(10_000, 1_000_000)
    return [law.mu, law.sigma]


def _stress(method: contagion.Method) -> list[float]:
    network = np.array(_LINKS, dtype=float)
    return [
        float(
            np.asarray(
                contagion.debtrank(
                    network,
                    _BUFFERS,
                    np.eye(4)[node],
                    weights=_WEIGHTS,
                    method=method,
                    tolerance=contagion.PUBLISHED_CHANGE,
                ).additional
            )
        )
        for node in range(4)
    ]


def _partial_shocks() -> list[float]:
    network = np.array(_LINKS, dtype=float)
    shocks = ([0.2] * 4, [0.0, 0.5, 0.0, 0.0])
    # The published implementation ends at a fixed change of stress, ours at a share of the shock.
    ends = [contagion.PUBLISHED_CHANGE / float(np.linalg.norm(shock)) for shock in shocks]
    return [
        float(
            np.asarray(
                contagion.debtrank(network, _BUFFERS, shock, weights=_WEIGHTS, tolerance=end).additional
            )
        )
        for shock, end in zip(shocks, ends, strict=True)
    ]


def _counted(policies: Sequence[int]) -> frequency.FrequencyFit:
    return frequency.fit_frequency(np.repeat(np.arange(len(policies)), policies))


def _few_policies() -> list[object]:
    found = _counted(_FEW_POLICIES)
    mean = found.poisson.rate
    # In print the squares are divided by the number of policies, in the index by one less.
    spread = float(found.dispersion_index or 0.0) * mean * (found.years - 1.0) / found.years
    return [mean, spread, "negative binomial" if found.chosen is found.negative_binomial else "Poisson"]


def _many_policies() -> list[float]:
    law = _counted(_MANY_POLICIES).poisson
    return [law.rate, *map(float, losses.compound_pmf(law, {"1": 1.0}).pmf[:6])]


def _shortcuts() -> list[float]:
    laws = (losses.Poisson(5.0), losses.Poisson(0.1))
    return [
        float(
            shortcuts.wrong_shortcuts(losses.compound_loss(law, stats.lognorm(1.2)), [0.999]).iloc[0][
                "frequency_times_severity_error"
            ]
        )
        for law in laws
    ]


def _incidents() -> list[str]:
    return ["yes" if incidents.classify(facts).major else "no" for facts, _expected in _INCIDENTS]


def _levels() -> list[float]:
    rows = [(name, "Conn" if at < 5 else "Sust", 1.0, "up") for at, name in enumerate(_PILLARS)]
    rows += [("Conn", "Index", 1.0, "up"), ("Sust", "Index", 1.0, "up")]
    tree = pd.DataFrame(rows, columns=["name", "parent", "weight", "direction"])
    found = composite.composite(
        pd.DataFrame(_PILLARS, index=list(_COUNTRIES)),
        tree.assign(**{f"knot{place}": 25.0 * place for place in range(5)}),
        normalise="knots",
    ).scores
    return [float(found[level].loc[country]) for level in _INDEX for country in _COUNTRIES]


def _bounds() -> list[float]:
    return [
        *scoring.aggregate_bounds([20, math.nan, 80], [1, 1, 2]),
        *scoring.aggregate_bounds([20, 40, math.nan], [1, 1, 2]),
    ]


def cases() -> tuple[Case, ...]:
    """Every reference case of the subject but those of licensing."""
    case = partial(Case, "risk")
    return (
        case(
            N_("Score of an indicator between five knots"),
            "0, 25, 50, 75, 100",
            "0 / 1 / 2 / 4 / 8",
            {f"x = {value:g}": float(score) for value, score in _SCORES.items()},
            lambda: [float(scoring.score_indicator(value, _KNOTS)) for value in _SCORES],
        ),
        case(
            N_("Power mean of three scores"),
            "(Σ w xᵖ / Σ w)^(1/p)",
            "20, 40, 80; 1, 1, 2",
            {f"p = {'∞' if math.isinf(p) else p}": value for p, value in _POWERS.items()},
            lambda: [float(scoring.aggregate([20, 40, 80], [1, 1, 2], p=p)) for p in _POWERS],
            1e-9,
        ),
        case(
            N_("Bounds of a score with a missing indicator"),
            "0 ≤ x ≤ 100",
            "20, –, 80; 20, 40, –",
            {
                "2, min": 57.445626465380286,
                "2, max": 76.15773105863909,
                "3, min": 22.360679774997898,
                "3, max": 74.16198487095663,
            },
            _bounds,
            1e-9,
        ),
        case(
            N_("Levels of a composite indicator"),
            "Becker and others (2022), COINr, Journal of Open Source Software 7; ASEM index",
            ", ".join(_COUNTRIES),
            {
                f"{level}, {country}": value
                for level, row in _INDEX.items()
                for country, value in zip(_COUNTRIES, row, strict=True)
            },
            _levels,
            0.0101,
            outside=True,
            why=N_("Inputs are printed to two places"),
        ),
        case(
            N_("Shares of variance (Sobol) of Ishigami’s function"),
            "Ishigami, Homma (1990)",
            "a = 7, b = 0.1",
            {"S₁": 0.3139, "S₂": 0.4424, "S₃": 0.0, "T₁": 0.5576, "T₂": 0.4424, "T₃": 0.2437},
            _variance,
            0.005,
            outside=True,
            why=N_("Chance of 16,384 quasi-random points"),
        ),
        case(
            N_("Weight of each score in a power mean"),
            "∂A/∂s",
            "20, 40, 80; 1, 1, 2; p = 2",
            {"s₁": 0.08219949365267865, "s₂": 0.1643989873053573, "s₃": 0.6575959492214292},
            lambda: list(map(float, scoring.gradient([20, 40, 80], [1, 1, 2], p=2))),
            1e-12,
        ),
        *(
            case(
                N_("Business indicator component, EUR billion"),
                source,
                f"12 %, 15 %, 18 %; {', '.join(f'{billion:g}' for billion in figures)}",
                {f"BI = {billion:g}": value for billion, value in figures.items()},
                partial(_component, tuple(figures)),
                1e-9,
                outside=outside,
            )
            for source, figures, outside in (
                ("Basel Committee (2020), OPE25.7", _COMPONENT_IN_PRINT, True),
                ("12 %, 15 %, 18 % of three buckets", _COMPONENT, False),
            )
        ),
        case(
            N_("Internal loss multiplier"),
            "Basel Committee, OPE25",
            "ln(e − 1 + (LC/BIC)^0.8)",
            {f"LC/BIC = {ratio:g}": value for ratio, value in _MULTIPLIER.items()},
            lambda: [capital.internal_loss_multiplier(80.0 * ratio, 80.0) for ratio in _MULTIPLIER],
            5e-7,
        ),
        case(
            N_("Capital of a bank from its accounts, EUR million"),
            "Basel Committee, OPE25; CRR 3",
            "2023–2025; 12",
            _BANK,
            _bank,
            1e-9,
            relative=True,
        ),
        case(
            N_("Which law of counts, from 84 policies"),
            "Society of Actuaries, exam C, sample question",
            ", ".join(map(str, _FEW_POLICIES)),
            {N_("mean"): 1.2262, N_("variance"): 1.9131, N_("law"): "negative binomial"},
            _few_policies,
            5e-5,
            outside=True,
        ),
        case(
            N_("Poisson law of claims, from 6,480 policies"),
            "Society of Actuaries, exam C, sample question",
            ", ".join(map(str, _MANY_POLICIES)),
            {N_("mean"): 1.5}
            | {
                f"P(N = {count})": chance
                for count, chance in enumerate((0.2231, 0.3347, 0.2510, 0.1255, 0.0471, 0.0141))
            },
            _many_policies,
            5e-5,
            outside=True,
        ),
        case(
            N_("Compound loss by Panjer’s recursion"),
            "R actuar 3.3-2, aggregateDist",
            "Poisson(2); 0.5, 0.3, 0.2",
            dict(
                zip(
                    (*(f"P({count})" for count in range(6)), "E", "VaR 95 %", "TVaR 95 %"),
                    (
                        *(0.1353352832, 0.1353352832, 0.1488688116, 0.1578911638, 0.1247340194, 0.098569198),
                        *(3.4, 8.0, 10.2260298519),
                    ),
                    strict=True,
                )
            ),
            _panjer,
            5e-5,
            relative=True,
            outside=True,
        ),
        *(
            case(
                N_("Experts’ distribution (PERT)"),
                "Vose (2008)",
                f"{low}, {mode}, {high}; γ = {gamma}",
                dict(zip(("E", "α", "β"), expected, strict=True)),
                partial(_pert, (low, mode, high, gamma)),
                1e-9,
            )
            for (low, mode, high, gamma), expected in _PERTS
        ),
        case(
            N_("Lognormal law from a 90% interval"),
            "Φ⁻¹(0.95)",
            "10 000 – 1 000 000",
            {"μ": 11.512925464970229, "σ": 1.399872338343926},
            _lognormal,
            1e-9,
        ),
        case(
            N_("Error of multiplying frequency by severity"),
            "Compound law, σ = 1.2, 99.9 %",
            "λ = 5; λ = 0.1",
            {"λ = 5": 1.46, "λ = 0.1": -0.75},
            _shortcuts,
            0.005,
        ),
        case(
            N_("Stress added by a shock to one bank (DebtRank)"),
            "R NetworkRiskMeasures 0.1.4",
            "4 × 4",
            _STRESS,
            partial(_stress, "debtrank"),
            1e-11,
            outside=True,
        ),
        case(
            N_("Stress added, threshold variant"),
            "R NetworkRiskMeasures 0.1.4",
            "4 × 4",
            _ONE_HOP,
            partial(_stress, "threshold"),
            1e-11,
            outside=True,
        ),
        case(
            N_("Stress added by partial shocks"),
            "R NetworkRiskMeasures 0.1.4",
            "4 × 4",
            {"4 × 0.2": 0.234017158461, "B = 0.5": 0.110112851273},
            _partial_shocks,
            1e-11,
            outside=True,
        ),
        case(
            N_("Major incident or not"),
            "(EU) 2024/1772",
            "1–7",
            {_facts(facts): verdict for facts, verdict in _INCIDENTS},
            _incidents,
        ),
    )


def _ishigami(inputs: np.ndarray) -> np.ndarray:
    first, second, third = (2.0 * np.pi * inputs - np.pi).T
    return np.asarray(np.sin(first) + 7.0 * np.sin(second) ** 2 + 0.1 * third**4 * np.sin(first))


def _variance() -> list[float]:
    both = qmc.Sobol(6, rng=np.random.default_rng(1)).random(_SOBOL_POINTS)
    first, second = both[:, :3], both[:, 3:]
    swapped = [np.where(np.arange(3) == column, second, first) for column in range(3)]
    shares = drivers.split_variance(
        _ishigami(first), _ishigami(second), np.stack([_ishigami(inputs) for inputs in swapped])
    )
    return [float(value) for part in shares for value in part]


def _facts(facts: dict[str, Any]) -> str:
    shown = {"clients_pct": "%", "clients_n": "n", "downtime_h": "h↓", "duration_h": "h", "cost_eur": "EUR"}
    parts = ["C" if facts["critical"] else "¬C"]
    parts += [
        f"{shown.get(name, name[:9])} {value:g}" if not isinstance(value, bool) else "M"
        for name, value in facts.items()
        if name != "critical"
    ]
    return ", ".join(parts)
