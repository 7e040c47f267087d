"""Reference cases of levers, experiments and customer value."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import partial
from typing import Final

import numpy as np

from analytics.marketing import epidemic, experiment, levers, lifetime, search
from ui.proofs.case import Case
from ui.words import N_

# Newcombe (1998), table II, method 10: counts of the two arms, then the limits of the difference.
_NEWCOMBE: Final = (
    ((56, 70), (48, 80), 0.0524, 0.3339),
    ((9, 10), (3, 10), 0.1705, 0.8090),
    ((6, 7), (2, 7), 0.0582, 0.8062),
    ((5, 56), (0, 29), -0.0381, 0.1926),
    ((0, 10), (0, 20), -0.1611, 0.2775),
    ((10, 10), (0, 20), 0.6791, 1.0),
)
_SISTRIX: Final = (0.285, 0.157, 0.110, 0.080, 0.072, 0.051, 0.040, 0.032, 0.028, 0.025)


def _newcombe(treated: tuple[int, int], control: tuple[int, int]) -> list[float]:
    outcomes = np.concatenate([[1] * hits + [0] * (people - hits) for hits, people in (treated, control)])
    arms = np.repeat(["treated", "control"], [treated[1], control[1]])
    found = experiment.lift(outcomes, arms, control="control")["treated"]
    return [found.low / 100, found.high / 100]


def _cdnow() -> list[float]:
    model = lifetime.BgNbd(
        r=0.24259, alpha=4.41353, a=0.79289, b=2.42575, log_likelihood=-9582.4256, customers=2357
    )
    return [model.expected_transactions(39, 2, 30.43, 38.86), model.expected_from_start(52)]


def _elasticities() -> list[float]:
    plan = levers.Plan(market=1e6, initial_adopters=5e4, p0=0.002, q0=0.03)
    louder = replace(plan, word_of_mouth=levers.WordOfMouth(volume_change=0.01))
    better = replace(plan, word_of_mouth=levers.WordOfMouth(valence_change=0.01))
    spoken = [levers.adopters(each, periods=1).path["word_of_mouth"][0] / 0.01 for each in (louder, better)]
    told = levers.adopters(replace(plan, advertising=levers.Advertising(change=0.01)), periods=40)
    seen = [math.log1p(told.path["advertising"][place]) / math.log(1.01) for place in (0, 39)]
    return [float(value) for value in (*spoken, *seen)]


def cases() -> tuple[Case, ...]:
    """Every reference case of the subject."""
    return (
        *(
            Case(
                "marketing",
                N_("Difference of two rates, with interval"),
                "Newcombe (1998), table II",
                f"{treated[0]}/{treated[1]} − {control[0]}/{control[1]}",
                {N_("low"): low, N_("high"): high},
                partial(_newcombe, treated, control),
                6e-5,
                outside=True,
            )
            for treated, control, low, high in _NEWCOMBE
        ),
        Case(
            "marketing",
            N_("Sample size per arm"),
            "Standard tables of two proportions",
            "50 % + 25, 1 − β = 0.9; 10 % + 2, 1 − β = 0.8",
            {"n (50 %)": 77.0, "n (10 %)": 3841.0},
            lambda: [experiment.sample_size(0.50, 25, power=0.90), experiment.sample_size(0.10, 2)],
            outside=True,
        ),
        Case(
            "marketing",
            N_("Expected purchases of a customer (BG/NBD)"),
            "Fader, Hardie, Lee (2005), CDNOW",
            "x = 2, t = 30.43, T = 38.86, +39; T = 52",
            {"E[Y | x, t, T]": 1.226, "E[X(52)]": 1.444},
            _cdnow,
            5e-4,
            outside=True,
        ),
        Case(
            "marketing",
            N_("Customer lifetime value"),
            "m r / (1 + d − r)",
            "m = 100, r = 0.8, d = 0.1",
            {"CLV": 266.667},
            lambda: [lifetime.customer_lifetime_value(100, 0.8, 0.1)],
            5e-4,
        ),
        Case(
            "marketing",
            N_("Elasticity of adoption to word of mouth and advertising"),
            "You, Vadakkepatt, Joshi (2015); Sethuraman, Tellis, Briesch (2011)",
            "+1 %",
            {
                N_("word of mouth, volume"): 0.236,
                N_("word of mouth, valence"): 0.417,
                N_("advertising, short run"): 0.12,
                N_("advertising, long run"): 0.24,
            },
            _elasticities,
            2e-3,
        ),
        Case(
            "marketing",
            N_("Final size of a viral campaign"),
            "Kermack, McKendrick (1927)",
            "R₀ = 2",
            {"z": 0.79681},
            lambda: [epidemic.final_size(2.0)],
            5e-6,
        ),
        Case(
            "marketing",
            N_("Adopters of a chain of invitations"),
            "1 / (1 − r)",
            "r = 0.5",
            {"Σ": 2.0},
            lambda: [epidemic.viral_total(1.0, 0.5)],
            1e-12,
        ),
        Case(
            "marketing",
            N_("Share of clicks by rank"),
            "SISTRIX (2020)",
            "80 M",
            {f"{rank + 1}": share for rank, share in enumerate(_SISTRIX)},
            lambda: list(search.click_through(range(1, 11))),
        ),
    )
