"""Reference cases of the diffusion models, on the series of the literature."""

from __future__ import annotations

from functools import partial
from typing import Final

import numpy as np

from analytics.adoption import curves
from ui.proofs.case import Case
from ui.words import N_

SERIES: Final = {
    "room_ac": (96, 195, 238, 380, 1045, 1230, 1267, 1828, 1586, 1673, 1800, 1580, 1500),
    "color_tv": (747, 1480, 2646, 5118, 5777, 5982, 5962, 4631),
    "ultrasound": (5, 3, 2, 5, 7, 12, 6, 16, 16, 28, 28, 21, 13, 6),
    "vcr": (840, 1470, 2110, 4000, 7590, 10950, 10530, 9470, 7790, 5890),
    "durable": (0.517, 1.169, 1.604, 2.044, 2.286),
}
_GLOBAL: Final = (
    ("room_ac", "bass", 26266.800961063782, (18712.7, 0.00944208, 0.374763)),
    ("room_ac", "gompertz", 14504.422714179776, (22819.8, 7.0291, 0.209989)),
    ("room_ac", "gsgompertz", 14488.283695177253, ()),
    ("room_ac", "weibull", 16383.041993610379, (18999.8, 11.398, 2.67552)),
    ("room_ac", "logistic", 40335.07963476475, (17635.9, 59.755, 0.431615)),
    ("color_tv", "bass", 119474.00396830059, (39658.6, 0.0184664, 0.615863)),
    ("color_tv", "gompertz", 65650.78972333005, (47105.8, 6.54239, 0.355617)),
    ("color_tv", "gsgompertz", 62742.50216021348, (43862.0, 3.1067, 0.434909, 3.01391)),
    ("color_tv", "weibull", 84914.18417252385, (39504.4, 6.57247, 2.5914)),
    ("color_tv", "logistic", 249977.05034466382, (38019.9, 48.3468, 0.704111)),
)
_TEXTBOOK: Final = (
    ("room_ac", "ols", (17091.252594, 0.016992, 0.404946)),
    ("room_ac", "nls", (18712.7416075, 0.0094421, 0.3747628)),
    ("room_ac", "mle", (17636.676977, 0.007170, 0.423479)),
    ("color_tv", "ols", (35494.644683, 0.035693, 0.671931)),
    ("color_tv", "nls", (39658.6245215, 0.0184664, 0.6158633)),
    ("color_tv", "mle", (38626.316161, 0.016043, 0.656271)),
    ("ultrasound", "ols", (178.891425, -0.001432, 0.539751)),
    ("ultrasound", "nls", (167.3775696, 0.0013179, 0.6206044)),
    ("ultrasound", "mle", (191.287134, 0.005975, 0.442185)),
)
_BASS: Final = ("m", "p", "q")


def _global(series: str, curve: str, parameters: int) -> list[float]:
    fit = curves.fit_curve(SERIES[series], curve=curve, method="nls")
    return [fit.sse / fit.observed.size, *list(fit.parameters.values())[:parameters]]


def _textbook(series: str, method: str) -> list[float]:
    fit = curves.fit_curve(SERIES[series], method=method)
    return [fit.parameters[name] for name in _BASS]


def _recorders() -> list[float]:
    fit = curves.fit_curve(SERIES["vcr"], convention="density", method="nls")
    return [*(fit.parameters[name] for name in _BASS), float(np.sqrt(fit.sse / 7))]


def _durable() -> list[float]:
    fit = curves.fit_curve(SERIES["durable"], method="ols")
    return [*(fit.parameters[name] for name in _BASS), *map(float, fit.predict(3))]


def cases() -> tuple[Case, ...]:
    """Every reference case of the subject."""
    return (
        Case(
            "adoption",
            N_("Bass model by least squares"),
            "Cowpertwait, Metcalfe (2009), pp. 52–53",
            "VCR, 1980–1989, m f(t)",
            {"m": 68_000.0, "p": 0.00659, "q": 0.638, "σ": 727.0},
            _recorders,
            1e-3,
            relative=True,
            outside=True,
            why=N_("Printed to three figures"),
        ),
        Case(
            "adoption",
            N_("Bass model by regression, and its forecasts"),
            "MIT 2.555A, module 1",
            "N(t) = a + b A + c A², n = 5",
            {
                "p": 0.0626032,
                "q": 0.73766359,
                "m": 10.5036768,
                "t + 1": 1.723714402,
                "t + 2": 0.833785284,
                "t + 3": 0.253556965,
            },
            _durable_in_print,
            1e-6,
            relative=True,
            outside=True,
        ),
        *(
            Case(
                "adoption",
                N_("Bass model by the textbook’s methods"),
                "Bass (1969); Srinivasan, Mason (1986); Schmittlein, Mahajan (1982)",
                f"{series}, {method.upper()}",
                dict(zip(_BASS, parameters, strict=True)),
                partial(_textbook, series, method),
                1e-4,
                relative=True,
                rounding=5e-7,
            )
            for series, method, parameters in _TEXTBOOK
        ),
        *(
            Case(
                "adoption",
                N_("Diffusion curve at its global optimum"),
                "Global optimum, searched apart; series of Bass (1969)",
                f"{series}, {curve}",
                {"MSE": error} | {f"θ{place + 1}": value for place, value in enumerate(parameters)},
                partial(_global, series, curve, len(parameters)),
                1e-4,
                relative=True,
            )
            for series, curve, error, parameters in _GLOBAL
        ),
    )


def _durable_in_print() -> list[float]:
    ceiling, innovation, imitation, *ahead = _durable()
    return [innovation, imitation, ceiling, *ahead]
