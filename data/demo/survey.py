"""Survey answers whose logit is known, so that an estimate can be held against the truth."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from data.demo.adoption import Adoption
from data.demo.factors import Factors
from data.demo.world import BANKS, Floats, Integers, chance, with_source

RESPONDENTS_PER_BANK: Final = 110
SURVEY: Final = "demo_2026"

# attitude: items, loading, effect of one standard deviation on the log-odds of adoption
ATTITUDES: Final = {
    "usefulness": (3, 0.85, 0.70),
    "ease": (3, 0.80, 0.35),
    "trust": (3, 0.85, 0.60),
    "risk": (3, 0.82, -0.55),
    "social": (2, 0.80, 0.25),
    "cost": (2, 0.78, -0.30),
    "convenience": (2, 0.80, 0.45),
}
AGE_EFFECT: Final = -0.35
TERTIARY_EFFECT: Final = 0.80
SECONDARY_EFFECT: Final = 0.35
URBAN_EFFECT: Final = 0.40
FEMALE_EFFECT: Final = -0.10
_TRUST_AGAINST_RISK: Final = -0.45
_USEFULNESS_WITH_EASE: Final = 0.40
_MISSING: Final = 0.02


def simulate(factors: Factors, adoption: Adoption) -> pd.DataFrame:
    """Customers of every bank: trust is higher where discipline is, adoption where the bank's own is."""
    rng = chance("survey")
    bank = np.repeat(np.arange(len(BANKS)), RESPONDENTS_PER_BANK)
    size = len(bank)
    age = np.clip(np.round(rng.gamma(7.0, 5.6, size)), 18, 84)
    education = np.digitize(rng.random(size) + 0.004 * (38.0 - age), (0.14, 0.38, 0.72))
    urban = rng.random(size) < 0.68
    female = rng.random(size) < 0.47
    quintile = np.clip(np.round(2.2 + 0.6 * education + 0.5 * urban + rng.standard_normal(size)), 1, 5)
    attitudes = _attitudes(rng, bank, factors)
    level = np.log(adoption.share[:, -1] / (1.0 - adoption.share[:, -1]))
    odds = level[bank] - 0.6 + AGE_EFFECT * (age - 38.0) / 14.0
    odds += TERTIARY_EFFECT * (education == 3) + SECONDARY_EFFECT * (education == 2)
    odds += URBAN_EFFECT * urban + FEMALE_EFFECT * female
    for name, (_, _, effect) in ATTITUDES.items():
        odds += effect * attitudes[name]
    frame = pd.DataFrame(
        {
            "survey": SURVEY,
            "respondent": [f"r{number:04d}" for number in range(1, size + 1)],
            "bank": np.array(BANKS)[bank],
            "weight": np.round(rng.lognormal(-0.045, 0.3, size), 3),
            "adopter": rng.random(size) < 1.0 / (1.0 + np.exp(-odds)),
            "age": age.astype(np.int64),
            "female": female,
            "urban": urban,
            "education": np.array(("none", "primary", "secondary", "tertiary"))[education],
            "income_quintile": quintile.astype(np.int64),
        }
    )
    items = {
        f"{name}_{item}": _item(rng, attitudes[name], loading)
        for name, (count, loading, _) in ATTITUDES.items()
        for item in range(1, count + 1)
    }
    return with_source(frame.assign(**items))


def _attitudes(rng: np.random.Generator, bank: Integers, factors: Factors) -> dict[str, Floats]:
    drawn = {name: rng.standard_normal(len(bank)) for name in ATTITUDES}
    run = 0.25 * factors.discipline[bank, -1]
    drawn["trust"] = 0.95 * drawn["trust"] + run
    drawn["risk"] = _mixed(drawn["risk"], drawn["trust"], _TRUST_AGAINST_RISK)
    drawn["usefulness"] = _mixed(drawn["usefulness"], drawn["ease"], _USEFULNESS_WITH_EASE)
    return drawn


def _mixed(own: Floats, other: Floats, correlation: float) -> Floats:
    mixed: Floats = correlation * other + np.sqrt(1.0 - correlation**2) * own
    return mixed


def _item(rng: np.random.Generator, attitude: Floats, loading: float) -> Floats:
    """A 1 to 7 answer; one in fifty is left blank."""
    felt = loading * attitude + np.sqrt(1.0 - loading**2) * rng.standard_normal(len(attitude))
    answer = np.clip(np.round(4.2 + 1.4 * felt), 1.0, 7.0)
    return np.where(rng.random(len(attitude)) < _MISSING, np.nan, answer)
