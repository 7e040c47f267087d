"""Reference cases of levers, experiments and customer value."""

from __future__ import annotations

from functools import partial
from typing import Final

import numpy as np

from analytics.marketing import epidemic, experiment, lifetime, search
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
        ),
        Case(
            "marketing",
            N_("Expected purchases of a customer (BG/NBD)"),
            "Fader, Hardie, Lee (2005), CDNOW",
            "x = 2, t = 30.43, T = 38.86, +39; T = 52",
            {"E[Y | x, t, T]": 1.226, "E[X(52)]": 1.444},
            _cdnow,
            5e-4,
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
