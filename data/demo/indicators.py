"""The 37 risk indicators of the demonstration banks, month by month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from data.demo.adoption import Adoption
from data.demo.factors import Factors
from data.demo.incidents import Incidents
from data.demo.world import (
    BANKS,
    HISTORY,
    INDEX,
    MONTHS,
    SHOWN,
    Floats,
    autoregressive,
    chance,
    month_index,
    with_source,
)
from data.shipped import risk_indicators

_SCORES: Final = np.array([0.0, 25.0, 50.0, 75.0, 100.0])
_UNSEEN: Final = 0.012
_REASONS: Final = (
    "Not sent in time / Non transmis à temps",
    "Figure under correction / Chiffre en cours de correction",
    "Source system being replaced / Système source en cours de remplacement",
)

_NOTHING_DUE: Final = "No notice was due in twelve months / Aucune notification n'était due en douze mois"


@dataclass(frozen=True)
class _Recipe:
    """A score as a sum of drivers, turned into the indicator's unit through its knots.

    ``level`` is the score of a middling bank; the others are points of score for one unit of low
    discipline, low compliance, digital share (per 0.5), season and incident impact. ``every`` is the
    number of months between two measurements.
    """

    level: float
    discipline: float = 0.0
    compliance: float = 0.0
    digital: float = 0.0
    season: float = 0.0
    impact: float = 0.0
    noise: float = 6.0
    every: int = 1
    decimals: int = 1
    trend: float = 0.0


_RECIPES: Final = {
    "O3": _Recipe(46.0, discipline=19.0, noise=5.0, every=6),
    "O4": _Recipe(44.0, discipline=14.0, digital=9.0, season=1.5, decimals=3),
    "O5": _Recipe(40.0, discipline=13.0, digital=7.0, decimals=4),
    "O7": _Recipe(48.0, discipline=12.0, compliance=9.0, every=3, noise=5.0),
    "O8": _Recipe(48.0, discipline=20.0, noise=7.0, decimals=2),
    "O9": _Recipe(56.0, discipline=6.0, digital=8.0, noise=8.0, every=12, decimals=2),
    "R2": _Recipe(42.0, compliance=22.0, noise=9.0, every=3, decimals=0),
    "R4": _Recipe(46.0, compliance=13.0, noise=6.0, every=3),
    "R6": _Recipe(54.0, compliance=17.0, discipline=8.0, noise=6.0, every=6, decimals=0),
    "R7": _Recipe(46.0, compliance=18.0, noise=8.0, every=3, decimals=0),
    "L1": _Recipe(64.0, compliance=12.0, noise=4.0, trend=-26.0),
    "L2": _Recipe(44.0, compliance=16.0, noise=8.0, every=6, decimals=0),
    "L8": _Recipe(54.0, compliance=11.0, discipline=6.0, impact=7.0, season=2.0),
    "L9": _Recipe(50.0, compliance=12.0, discipline=8.0, noise=7.0, every=3, decimals=2),
    "P2": _Recipe(36.0, discipline=12.0, impact=13.0, season=4.0, digital=3.0, decimals=1),
    "P5": _Recipe(46.0, discipline=15.0, impact=7.0, noise=4.0, decimals=2),
}
# Open and closed breaches of the law: indicator, bank, first and last month, value. One is open still.
_BREACHES: Final = (
    ("R1", "detroit", "2024-05", "2024-11", 0.12),
    ("R1", "detroit", "2026-03", "2026-10", 0.38),
    ("R5", "safran", "2023-02", "2023-09", 1.0),
    ("L3", "oliviers", "2021-11", "2022-06", 96.0),
    ("L3", "caravane", "2022-01", "2022-10", 97.5),
    ("L4", "safran", "2022-05", "2022-12", 1.0),
    ("L5", "cedre", "2021-11", "2023-03", 1.0),
    ("L6", "caravane", "2022-01", "2023-06", 92.0),
)
_LAWFUL: Final = {"R1": 0.0, "R5": 0.0, "L3": 100.0, "L4": 0.0, "L5": 0.0, "L6": 100.0}
_DISCLOSURES: Final = 6
_STALE: Final = ("cedre", ("L1", "L2", "L3", "L7", "L8", "L9"), "2026-05")
# Caravane's vendor holds most of its critical functions, on a platform too small for them.
_HANDOVER: Final = ("caravane", "2025-11", 0.72, 0.25)
_WIDER_COMPLAINTS: Final = ("noria", "P2", "2024-07", 1.6)


def simulate(
    factors: Factors,
    incidents: Incidents,
    adoption: Adoption,
    remote_share: Floats,
    headroom: Floats,
    loss_ratio: Floats,
    links: pd.DataFrame,
) -> pd.DataFrame:
    """One row for each bank, indicator and month shown.

    Parameters
    ----------
    factors, incidents, adoption : what the indicators measure
    remote_share : share of transactions on the Internet and mobile, %
    headroom : capacity left at the peak, %
    loss_ratio : internal loss ratio
    links : links between banks, for contagion
    """
    rng = chance("indicators")
    catalogue = risk_indicators().set_index("indicator")
    knots = catalogue[[f"knot{i}" for i in range(5)]]
    values = {
        name: _from_recipe(rng, recipe, knots.loc[name].to_numpy(dtype=np.float64), factors, incidents)
        for name, recipe in _RECIPES.items()
    }
    values |= _from_incidents(factors, incidents, adoption)
    values |= {name: np.full((len(BANKS), len(MONTHS)), lawful) for name, lawful in _LAWFUL.items()}
    for indicator, bank, first, last, value in _BREACHES:
        values[indicator][INDEX[bank], month_index(first) : month_index(last) + 1] = value
    values |= {
        "O10": headroom.copy(),
        "O11": np.round(loss_ratio, 2),
        "P1": np.round(remote_share, 1),
        "P8": np.round(_contagion(incidents, links), 3),
        "R8": _since_inspection(rng),
        "R9": _supervisors(),
        "L7": _disclosures(rng, factors),
    }
    bank, month, concentration, capacity = _HANDOVER
    values["O9"][INDEX[bank], month_index(month) :] = concentration
    values["O10"][INDEX[bank], month_index(month) :] *= capacity
    values["O10"] = np.round(values["O10"], 1)
    bank, indicator, month, times = _WIDER_COMPLAINTS
    values[indicator][INDEX[bank], month_index(month) :] *= times
    values[indicator] = np.round(values[indicator], 1)
    return _table(rng, {name: values[name] for name in catalogue.index})


def _from_recipe(
    rng: np.random.Generator, recipe: _Recipe, knots: Floats, factors: Factors, incidents: Incidents
) -> Floats:
    shape = (len(BANKS), len(MONTHS))
    elapsed = np.linspace(-0.5, 0.5, len(MONTHS))[None, :]
    score = (
        recipe.level
        - recipe.discipline * factors.discipline
        - recipe.compliance * factors.compliance
        + recipe.digital * (factors.digital - 0.4) / 0.5
        + recipe.season * factors.season
        + recipe.impact * incidents.stress
        + recipe.trend * elapsed
        + 0.7 * recipe.noise * rng.standard_normal((len(BANKS), 1))
        + autoregressive(rng, shape, 0.8, 0.7 * recipe.noise)
    )
    measured = np.arange(len(MONTHS)) // recipe.every * recipe.every
    value = np.interp(np.clip(score[:, measured], 0.0, 100.0), _SCORES, knots)
    rounded: Floats = np.round(value, recipe.decimals)
    return rounded


def _rolling(values: Floats, months: int, how: str) -> Floats:
    frame = pd.DataFrame(values.T).rolling(months, min_periods=1)
    result = frame.max() if how == "max" else frame.sum()
    return result.to_numpy(dtype=np.float64).T


def _from_incidents(factors: Factors, incidents: Incidents, adoption: Adoption) -> dict[str, Floats]:
    """Counts, sums and maxima over the incidents themselves, so that the tables agree."""
    return {
        "O1": np.round(_rolling(incidents.downtime, 12, "sum"), 2),
        "O2": np.round(_rolling(incidents.longest, 3, "max"), 2),
        "O6": _rolling(incidents.major, 12, "sum"),
        "P3": _rolling(incidents.media, 12, "sum"),
        "P4": np.round(_rolling(incidents.worst_clients, 12, "max"), 2),
        "P6": np.round(_rolling(adoption.extra_loss, 3, "sum"), 2),
        "R3": _notices_in_time(incidents),
        "P7": _minutes_to_notice(factors, incidents),
    }


def _notices_in_time(incidents: Incidents) -> Floats:
    """Share of the notices due in twelve months that came in time; missing where none was due."""
    table = incidents.table
    due = table["major"].to_numpy()
    hour = pd.Timedelta(hours=1)
    timely = (
        (table["notified_at"] - table["classified_at"] <= 4 * hour)
        & (table["notified_at"] - table["aware_at"] <= 24 * hour)
    ).to_numpy()
    place = (table["bank"].map(INDEX).to_numpy(), table["month_index"].to_numpy())
    counts = np.zeros((2, len(BANKS), len(MONTHS)))
    np.add.at(counts[0], place, due.astype(float))
    np.add.at(counts[1], place, (due & timely).astype(float))
    all_due, in_time = _rolling(counts[0], 12, "sum"), _rolling(counts[1], 12, "sum")
    share: Floats = np.where(all_due > 0, 100.0 * in_time / np.maximum(all_due, 1.0), np.nan)
    return np.round(share, 1)


def _minutes_to_notice(factors: Factors, incidents: Incidents) -> Floats:
    """Median of twelve months; where nothing had to be announced, the time of the last drill."""
    drill = np.round(45.0 * np.exp(-0.35 * factors.compliance) / 5.0) * 5.0
    table = incidents.table
    bank = table["bank"].map(INDEX).to_numpy()
    month, minutes = table["month_index"].to_numpy(), table["public_notice_minutes"].to_numpy()
    out = drill.copy()
    for position in range(len(BANKS)):
        for step in range(len(MONTHS)):
            recent = (bank == position) & (month <= step) & (month > step - 12) & ~np.isnan(minutes)
            if recent.any():
                out[position, step] = np.median(minutes[recent])
    return np.round(out)


def _contagion(incidents: Incidents, links: pd.DataFrame) -> Floats:
    """Largest stress of three months passed on by peers: the strength of the link times their impact."""
    strength = np.zeros((len(BANKS), len(BANKS)))
    place = (links["bank"].map(INDEX).to_numpy(), links["counterpart"].map(INDEX).to_numpy())
    np.add.at(strength, place, links["strength"].to_numpy())
    felt = np.clip(strength @ (incidents.impact / 2.0), 0.0, 1.0)
    return _rolling(felt, 3, "max")


def _since_inspection(rng: np.random.Generator) -> Floats:
    """Months since the last inspection: a saw whose teeth differ from bank to bank."""
    cycle = rng.integers(20, 42, len(BANKS))[:, None]
    offset = rng.integers(0, 30, len(BANKS))[:, None]
    return ((np.arange(len(MONTHS))[None, :] + offset) % cycle + 1).astype(np.float64)


def _supervisors() -> Floats:
    """The same for every bank: the supervisor's own staff, slowly growing."""
    path = np.round(2.4 + 1.1 * np.arange(len(MONTHS)) / len(MONTHS), 1)
    return np.broadcast_to(path, (len(BANKS), len(MONTHS))).copy()


def _disclosures(rng: np.random.Generator, factors: Factors) -> Floats:
    """Of six disclosures, those on the site; one more of them with each half unit of compliance."""
    present = np.round(5.2 + 0.7 * factors.compliance + 0.3 * rng.standard_normal((len(BANKS), 1)))
    held = present[:, np.arange(len(MONTHS)) // 6 * 6]
    return np.round(100.0 * np.clip(held, 2.0, _DISCLOSURES) / _DISCLOSURES, 1)


def _table(rng: np.random.Generator, values: dict[str, Floats]) -> pd.DataFrame:
    names = list(values)
    cube = np.stack([values[name][:, HISTORY:] for name in names], axis=1)
    missing = rng.random(cube.shape) < _UNSEEN
    # The last month is complete but for the stale bank, so that the first page a visitor sees is.
    missing[..., -1] = False
    reason = rng.integers(0, 2, cube.shape)
    bank, indicators, month = _STALE
    legal = np.array([names.index(name) for name in indicators])
    stale = np.ix_(np.array([INDEX[bank]]), legal, np.arange(len(SHOWN)))
    silent = np.arange(len(SHOWN)) >= month_index(month) - HISTORY
    missing[stale] |= silent
    reason[stale] = np.where(silent, len(_REASONS) - 1, reason[stale])
    place = tuple(axis.ravel() for axis in np.indices(cube.shape))
    nothing = np.isnan(cube[place])
    gone = missing[place] | nothing
    why = pd.Series(np.array(_REASONS)[reason[place]]).mask(nothing, _NOTHING_DUE)
    frame = pd.DataFrame(
        {
            "bank": np.array(BANKS)[place[0]],
            "indicator": np.array(names)[place[1]],
            "month": SHOWN[place[2]],
            "value": np.where(gone, np.nan, cube[place]),
            "missing_reason": why.where(gone),
            "not_applicable": nothing,
        }
    )
    return with_source(frame)


def definition_breaks() -> pd.DataFrame:
    """Noria counts complaints made in branches about e-channels from July 2024."""
    bank, indicator, month, _ = _WIDER_COMPLAINTS
    frame = pd.DataFrame(
        {
            "subject": [bank],
            "indicator": [indicator],
            "first_period": [f"{month}-01"],
            "note_en": ["Complaints made in branches about e-channels are counted from here on"],
            "note_fr": [
                "Les réclamations faites en agence sur les canaux électroniques sont comptées à partir d'ici"
            ],
        }
    )
    return with_source(frame)
