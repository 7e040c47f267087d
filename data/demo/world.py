"""The eight fictional banks, the months they live through and the streams of chance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.integer[Any]]

SEED: Final = 20_261_031
AS_OF: Final = date(2026, 10, 31)
HISTORY: Final = 12
"""Months simulated before the first one shown, so that twelve-month counts start with a full year."""

MONTHS: Final = pd.date_range("2020-11-01", "2026-10-01", freq="MS")
SHOWN: Final = MONTHS[HISTORY:]
SOURCE: Final = {"source": "demo_generator", "kind": "synthetic"}

SEGMENTS: Final = ("young", "mass", "affluent", "abroad", "business")
SEGMENT_DIGITAL: Final = np.array([1.35, 0.82, 1.2, 1.25, 1.15])
MAD_PER_EUR: Final = 10.8
"""Rate at which costs in dirhams are also stated in euros; an assumption of the demonstration."""


@dataclass(frozen=True)
class Profile:
    """What does not change about a bank, and where it starts and heads."""

    bank: str
    name: str
    size: str
    customers: int
    assets: float
    branches: int
    employees: int
    digital_start: float
    digital_ceiling: float
    imitation: float
    discipline: float
    compliance: float
    growth: float
    segments: tuple[float, float, float, float, float]
    profile_en: str
    profile_fr: str


PROFILES: Final = (
    Profile(
        "zellige",
        "Banque Zellige",
        "large",
        2_140_000,
        342_000.0,
        612,
        7_450,
        0.17,
        0.78,
        0.042,
        0.5,
        0.4,
        0.028,
        (0.20, 0.52, 0.10, 0.08, 0.10),
        "Universal bank with a national network, steady in all four risks",
        "Banque universelle à réseau national, régulière sur les quatre risques",
    ),
    Profile(
        "oliviers",
        "Crédit des Oliviers",
        "large",
        1_720_000,
        208_000.0,
        548,
        5_980,
        0.07,
        0.55,
        0.038,
        -0.1,
        0.1,
        0.021,
        (0.14, 0.66, 0.04, 0.06, 0.10),
        "Rural and small-town network, late to e-banking",
        "Réseau rural et de petites villes, venu tard à la banque en ligne",
    ),
    Profile(
        "detroit",
        "Banque du Détroit",
        "medium",
        760_000,
        91_500.0,
        203,
        2_640,
        0.16,
        0.72,
        0.044,
        0.1,
        -0.6,
        0.034,
        (0.16, 0.42, 0.10, 0.24, 0.08),
        "Bank of the North and of Moroccans abroad; serves customers across borders",
        "Banque du Nord et des Marocains du monde ; sert des clients à l'étranger",
    ),
    Profile(
        "amandier",
        "Banque Amandier",
        "medium",
        618_000,
        62_300.0,
        187,
        2_010,
        0.10,
        0.60,
        0.040,
        0.9,
        1.0,
        0.019,
        (0.15, 0.61, 0.08, 0.05, 0.11),
        "Mutual bank of the Souss, prudent and well run",
        "Banque mutualiste du Souss, prudente et bien tenue",
    ),
    Profile(
        "noria",
        "Banque Noria",
        "medium",
        542_000,
        73_800.0,
        168,
        2_120,
        0.14,
        0.74,
        0.043,
        -0.7,
        -0.2,
        0.025,
        (0.19, 0.50, 0.11, 0.07, 0.13),
        "Changed its core banking system in 2024, suffered for it, and has improved since",
        "A changé de système central en 2024, en a souffert, et progresse depuis",
    ),
    Profile(
        "caravane",
        "Banque Caravane",
        "medium",
        381_000,
        96_200.0,
        121,
        1_780,
        0.15,
        0.70,
        0.041,
        -0.2,
        0.0,
        0.022,
        (0.12, 0.40, 0.12, 0.06, 0.30),
        "Bank of trade and of firms; an outsourcing gone wrong has dragged it down since last winter",
        "Banque du négoce et des entreprises ; une externalisation manquée la dégrade depuis l'hiver dernier",
    ),
    Profile(
        "safran",
        "Safran Banque",
        "small",
        214_000,
        9_400.0,
        9,
        420,
        0.62,
        0.95,
        0.050,
        -0.3,
        -0.4,
        0.115,
        (0.44, 0.34, 0.10, 0.08, 0.04),
        "Young bank on the mobile phone, growing fast, hit when its platform is",
        "Jeune banque sur mobile, en forte croissance, touchée dès que sa plateforme l'est",
    ),
    Profile(
        "cedre",
        "Crédit Cèdre",
        "small",
        127_000,
        14_600.0,
        46,
        610,
        0.08,
        0.58,
        0.036,
        0.2,
        0.8,
        0.031,
        (0.13, 0.58, 0.12, 0.05, 0.12),
        "Small bank of the Middle Atlas, strict on the law, slow in its reports of late",
        "Petite banque du Moyen Atlas, stricte sur le droit, en retard dans ses déclarations",
    ),
)

BANKS: Final = tuple(profile.bank for profile in PROFILES)
INDEX: Final = {bank: position for position, bank in enumerate(BANKS)}

_SUBJECTS: Final = (
    "factors",
    "campaigns",
    "incidents",
    "adoption",
    "activity",
    "resources",
    "indicators",
    "losses",
    "controls",
    "survey",
    "search",
    "offers",
    "accounts",
    "branches",
    "contacts",
    "customers",
    "holdings",
    "mix",
    "regions",
    "tests of controls",
    "positions",
)


def chance(subject: str) -> np.random.Generator:
    """A stream of its own for each subject: a change in one leaves the others as they were."""
    return np.random.default_rng([SEED, _SUBJECTS.index(subject)])


def column(attribute: str) -> Floats:
    """One number of every profile, in the order of the banks."""
    return np.array([getattr(profile, attribute) for profile in PROFILES], dtype=np.float64)


def month_index(text: str) -> int:
    """Position of a month, given as ``2024-03``, among the months simulated."""
    return list(MONTHS).index(pd.Timestamp(f"{text}-01"))


def autoregressive(
    rng: np.random.Generator, shape: tuple[int, ...], persistence: float, spread: float
) -> Floats:
    """Stationary AR(1) paths along the last axis, with standard deviation ``spread``."""
    steps = rng.standard_normal(shape) * spread * np.sqrt(1.0 - persistence**2)
    paths = np.empty(shape)
    paths[..., 0] = rng.standard_normal(shape[:-1]) * spread
    for step in range(1, shape[-1]):
        paths[..., step] = persistence * paths[..., step - 1] + steps[..., step]
    return paths


def with_source(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows marked as what they are: made up by this generator."""
    return frame.assign(**SOURCE)
