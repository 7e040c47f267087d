"""Assumptions of the levers page: budgets, trust, the sum to split, the worth of an adopter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from analytics.assumptions.kinds import assume


def _budget(query: str, label: str, short: str, explanation: str) -> Any:
    return assume(
        0.0,
        "number",
        query,
        unit="MAD",
        low=0.0,
        high=5.0,
        source="the bank’s decision, a year and customer; 0 leaves the forecast as it is",
        label=label,
        short=short,
        explanation=explanation,
        step=0.1,
    )


@dataclass(frozen=True)
class MarketingAssumptions:
    """Assumptions of the levers page. Budgets are MAD a year for each customer of the bank."""

    budget_email: float = _budget(
        "memail",
        "Budget for e-mail",
        "E-mail",
        "Newsletters to customers who agreed to them (Law 09-08); unsubscribing wears the list down.",
    )
    budget_search: float = _budget(
        "msearch", "Budget for search", "Search engines", "Paid and earned places in the search engines."
    )
    budget_affiliation: float = _budget(
        "mpartner", "Budget for partners", "Affiliation", "Partners who send visitors, paid per new user."
    )
    budget_viral: float = _budget(
        "minvite",
        "Budget for invitations",
        "Invitations (viral)",
        "Active customers invite others, with a reward per new user.",
    )
    budget_word_of_mouth: float = _budget(
        "mword", "Budget for word of mouth", "Word of mouth", "More and better talk about the bank."
    )
    budget_advertising: float = _budget(
        "mads",
        "Budget for advertising",
        "Advertising",
        "Campaigns in the media; the effect builds up and fades.",
    )
    budget_one_to_one: float = _budget(
        "mperson",
        "Budget for one to one",
        "One-to-one",
        "E-mails written for one customer: it only works through the e-mails.",
    )
    trust_case: str = assume(
        "today",
        "choice",
        "mtrust",
        source="the reputational score of the risk pages, or the incident shown there, once more",
        label="Trust",
        explanation="The trust under which customers decide.",
        names={
            "today": "As today",
            "year_ago": "As a year ago",
            "best": "As at the best bank",
            "incident": "After one more incident",
            "site": "With the site’s checklist met",
        },
    )
    trust_sensitivity: float = assume(
        1.0,
        "number",
        "mbend",
        low=0.0,
        high=4.0,
        source="assumed: no published coefficient links trust to the speed of adoption",
        label="Strength of trust",
        explanation="How much a change of trust speeds adoption up or slows it down; 0: not at all.",
        step=0.25,
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
        explanation="The sum for all levers together, for each customer of the bank, which the page splits.",
        step=0.2,
    )
    budget_million: str = assume(
        "",
        "amount",
        "mmad",
        unit="MAD million",
        low=0.01,
        high=1_000.0,
        source="the reader’s own case; empty for the sum for each customer",
        label="Budget a year",
        explanation="All levers together, a year. Empty: the sum for each customer counts.",
        example="10",
    )
    budget_unproven: float = assume(
        0.1,
        "number",
        "munpr",
        unit="share",
        low=0.0,
        high=1.0,
        source="convention: little on what nobody has published a figure of; own tests lift it",
        label="Most for a lever without evidence",
        explanation=(
            "Of the sum, for each lever without a published benchmark or a test of the bank with a control "
            "group that shows an effect."
        ),
        step=0.05,
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
        explanation="No lever gets more of the sum than this.",
        step=0.05,
    )
    budget_aim: str = assume(
        "adopters",
        "choice",
        "maim",
        source="convention",
        label="Aim",
        explanation="What the split of the sum should make most of.",
        names={"adopters": "Most adopters", "npv": "Most value (NPV)"},
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
        explanation="What an active customer earns the bank in a year, cost taken off.",
        step=50.0,
    )
