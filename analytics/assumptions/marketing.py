"""Assumptions of the levers page: budgets, trust, the sum to split, the worth of an adopter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from analytics.assumptions.kinds import assume


def _budget(query: str) -> Any:
    return assume(
        0.0,
        "number",
        query,
        unit="MAD",
        low=0.0,
        high=5.0,
        source="the bank’s decision, a year and customer; 0 leaves the forecast as it is",
    )


@dataclass(frozen=True)
class MarketingAssumptions:
    """Assumptions of the levers page. Budgets are MAD a year for each customer of the bank."""

    budget_email: float = _budget("memail")
    budget_search: float = _budget("msearch")
    budget_affiliation: float = _budget("mpartner")
    budget_viral: float = _budget("minvite")
    budget_word_of_mouth: float = _budget("mword")
    budget_advertising: float = _budget("mads")
    budget_one_to_one: float = _budget("mperson")
    trust_case: str = assume(
        "today",
        "choice",
        "mtrust",
        choices=("today", "year_ago", "best", "incident", "site"),
        source="the reputational score of the risk pages, or the incident shown there, once more",
    )
    trust_sensitivity: float = assume(
        1.0,
        "number",
        "mbend",
        low=0.0,
        high=4.0,
        source="assumed: no published coefficient links trust to the speed of adoption",
    )
    budget_total: float = assume(
        1.0,
        "number",
        "mtotal",
        unit="MAD",
        low=0.2,
        high=10.0,
        source="convention: a sum a year and customer to split",
    )
    budget_most: float = assume(
        0.4,
        "number",
        "mmost",
        unit="share",
        low=0.15,
        high=1.0,
        source="convention: no lever takes more than this share of the sum",
    )
    budget_aim: str = assume("adopters", "choice", "maim", choices=("adopters", "npv"), source="convention")
    adopter_margin: float = assume(
        300.0,
        "number",
        "mmargin",
        unit="MAD",
        low=0.0,
        high=3000.0,
        source="assumed: to be replaced by the bank’s own yearly margin on an active customer",
    )
