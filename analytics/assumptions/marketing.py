"""Assumptions of the levers page: budgets, trust, the sum to split, the worth of an adopter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from analytics.assumptions.kinds import assume


def _budget(query: str, label: str) -> Any:
    return assume(
        0.0,
        "number",
        query,
        unit="MAD",
        low=0.0,
        high=5.0,
        source="the bank’s decision, a year and customer; 0 leaves the forecast as it is",
        label=label,
    )


@dataclass(frozen=True)
class MarketingAssumptions:
    """Assumptions of the levers page. Budgets are MAD a year for each customer of the bank."""

    budget_email: float = _budget("memail", "Budget for e-mail")
    budget_search: float = _budget("msearch", "Budget for search")
    budget_affiliation: float = _budget("mpartner", "Budget for partners")
    budget_viral: float = _budget("minvite", "Budget for invitations")
    budget_word_of_mouth: float = _budget("mword", "Budget for word of mouth")
    budget_advertising: float = _budget("mads", "Budget for advertising")
    budget_one_to_one: float = _budget("mperson", "Budget for one to one")
    trust_case: str = assume(
        "today",
        "choice",
        "mtrust",
        choices=("today", "year_ago", "best", "incident", "site"),
        source="the reputational score of the risk pages, or the incident shown there, once more",
        label="Trust",
    )
    trust_sensitivity: float = assume(
        1.0,
        "number",
        "mbend",
        low=0.0,
        high=4.0,
        source="assumed: no published coefficient links trust to the speed of adoption",
        label="Strength of trust",
    )
    budget_total: float = assume(
        1.0,
        "number",
        "mtotal",
        unit="MAD",
        low=0.2,
        high=10.0,
        source="convention: a sum a year and customer to split",
        label="Sum a year",
    )
    budget_most: float = assume(
        0.4,
        "number",
        "mmost",
        unit="share",
        low=0.15,
        high=1.0,
        source="convention: no lever takes more than this share of the sum",
        label="Most for one lever",
    )
    budget_aim: str = assume(
        "adopters", "choice", "maim", choices=("adopters", "npv"), source="convention", label="Aim"
    )
    adopter_margin: float = assume(
        300.0,
        "number",
        "mmargin",
        unit="MAD",
        low=0.0,
        high=3000.0,
        source="assumed: to be replaced by the bank’s own yearly margin on an active customer",
        label="Margin a year",
    )
