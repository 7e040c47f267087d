"""Campaigns and search positions."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from data.demo.factors import Factors
from data.demo.world import (
    AS_OF,
    BANKS,
    HISTORY,
    MONTHS,
    SHOWN,
    Floats,
    autoregressive,
    chance,
    column,
    with_source,
)

_LEVERS: Final = ("email", "search", "affiliation", "viral", "advertising", "one_to_one", "branch")
_CONVERSION: Final = {
    "email": 0.0045,
    "search": 0.021,
    "affiliation": 0.028,
    "viral": 0.035,
    "advertising": 0.0015,
    "one_to_one": 0.024,
    "branch": 0.062,
}
_COST_PER_PERSON: Final = {
    "email": 0.35,
    "search": 4.2,
    "affiliation": 5.5,
    "viral": 2.4,
    "advertising": 0.9,
    "one_to_one": 3.1,
    "branch": 14.0,
}
_CAMPAIGNS_PER_BANK: Final = 14
_TESTED: Final = ("email", "one_to_one")
_ARMS: Final = (("control", 0.5), ("message", 1.0), ("message_and_gift", 1.35))
_KEYWORDS: Final = (
    ("banque en ligne maroc", 9_900, 0.95, 3),
    ("ouvrir un compte bancaire en ligne", 6_600, 0.9, 5),
    ("application mobile banque", 4_400, 0.8, 4),
    ("virement vers le maroc", 8_100, 0.6, 9),
    ("crédit immobilier maroc", 12_100, 0.35, 8),
    ("bank account morocco", 1_900, 0.5, 12),
    ("compte bancaire étudiant", 3_600, 0.7, 6),
    ("tarif carte bancaire", 2_900, 0.65, 11),
    ("payer une facture en ligne", 5_400, 0.75, 13),
    ("envoyer de l’argent en ligne", 4_900, 0.7, 14),
    ("opposition carte bancaire", 2_400, 0.55, 2),
    ("simulation crédit", 9_100, 0.4, 17),
)
_ENGINES: Final = (("google", 1.0, 0.0), ("bing", 0.045, 0.25))
"""Engine, searches for one on Google, and how much further down the same page stands (in logarithms)."""


def campaigns(factors: Factors) -> tuple[pd.DataFrame, Floats]:
    """The campaigns, and the new active users they bring by bank and month."""
    rng = chance("campaigns")
    customers = column("customers")
    rows: list[dict[str, object]] = []
    brought = np.zeros((len(BANKS), len(MONTHS)))
    for position, bank in enumerate(BANKS):
        months = np.sort(rng.choice(np.arange(HISTORY, len(MONTHS) - 1), _CAMPAIGNS_PER_BANK, replace=False))
        for month in months:
            lever = str(rng.choice(_LEVERS))
            start = MONTHS[month] + pd.Timedelta(days=int(rng.integers(1, 12)))
            end = min(start + pd.Timedelta(days=int(rng.integers(10, 40))), pd.Timestamp(AS_OF))
            tested = lever in _TESTED and bool(rng.random() < 0.6)
            target = int(customers[position] * rng.uniform(0.01, 0.05)) // 3 * 3
            arms = _ARMS if tested else (("all", 1.0),)
            # Non-users are fewer where adoption is high: the same effort brings less.
            left = 1.0 - factors.digital[position, month]
            for arm, strength in arms:
                reached = target // len(arms)
                row = _funnel(rng, lever, reached, strength * left / 0.6, control=arm == "control")
                rows.append(
                    {
                        "bank": bank,
                        "campaign": f"{lever}_{start:%Y_%m_%d}",
                        "arm": arm,
                        "lever": lever,
                        "start_on": start,
                        "end_on": end,
                        "randomised": tested,
                        **row,
                    }
                )
                if arm != "control":
                    brought[position, month] += float(row["converted"] or 0)
    return with_source(pd.DataFrame(rows)), brought


def _funnel(
    rng: np.random.Generator, lever: str, reached: int, strength: float, *, control: bool
) -> dict[str, int | float | None]:
    """How many of the people aimed at go each step; a control arm receives nothing and converts by itself."""
    rate = min(_CONVERSION[lever] * strength, 0.5)
    converted = int(rng.binomial(reached, rate))
    cost = (
        0.0
        if control
        else round(2_500.0 + _COST_PER_PERSON[lever] * reached * float(rng.uniform(0.8, 1.2)), 2)
    )
    steps: dict[str, int | float | None] = dict.fromkeys(("delivered", "opened", "clicked", "unsubscribed"))
    if lever == "email" and not control:
        delivered = int(rng.binomial(reached, 0.9899))
        steps["delivered"] = delivered
        steps["opened"] = int(rng.binomial(delivered, 0.2271))
        steps["clicked"] = int(rng.binomial(delivered, 0.0291))
        steps["unsubscribed"] = int(rng.binomial(delivered, 0.0025))
    elif lever in ("search", "affiliation", "one_to_one") and not control:
        delivered = int(rng.binomial(reached, 0.9))
        steps["delivered"] = delivered
        steps["clicked"] = int(rng.binomial(delivered, 0.11))
    return {"reached": reached, **steps, "converted": converted, "cost_mad": cost}


def search_ranks(factors: Factors) -> pd.DataFrame:
    """Monthly positions by engine and keyword; digital banks stand higher; beyond rank 30 nobody looks."""
    rng = chance("search")
    shape = (len(BANKS), len(_ENGINES), len(_KEYWORDS), len(SHOWN))
    level = np.log([base for *_, base in _KEYWORDS])[:, None]
    lower = np.array([further for *_, further in _ENGINES])[:, None, None]
    pull = -1.6 * (factors.digital[:, None, None, HISTORY:] - 0.4) * 2.0
    # What makes a page good for a keyword is the same for every engine, up to a little.
    own = 0.55 * rng.standard_normal((shape[0], 1, shape[2], 1))
    apart = 0.25 * rng.standard_normal((*shape[:3], 1))
    stand = level + lower + pull + own + apart + autoregressive(rng, shape, 0.85, 0.35)
    rank = np.maximum(np.round(np.exp(stand)), 1.0)
    bank, engine, keyword, month = (axis.ravel() for axis in np.indices(shape))
    volume = np.array([count for _, count, _, _ in _KEYWORDS])[keyword] * (1.0 + 0.004 * month)
    frame = pd.DataFrame(
        {
            "bank": np.array(BANKS)[bank],
            "engine": np.array([name for name, *_ in _ENGINES])[engine],
            "keyword": np.array([word for word, *_ in _KEYWORDS])[keyword],
            "month": SHOWN[month],
            "rank": pd.array(np.where(rank > 30.0, np.nan, rank).ravel(), dtype="Int64"),
            "volume": np.round(volume * np.array([share for _, share, _ in _ENGINES])[engine], -1),
            "relevance": np.array([share for _, _, share, _ in _KEYWORDS])[keyword],
        }
    )
    return with_source(frame)
