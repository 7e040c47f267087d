"""Assumptions of the marketing pages: budgets, trust, the worth of an adopter, tests, offers, the site."""

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
    """Assumptions of the marketing pages. Budgets are MAD a year for each customer of the bank."""

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
    own_tests: str = assume(
        "used",
        "choice",
        "mtests",
        source="convention: what the bank has measured itself counts where it has",
        label="Own tests",
        explanation="Whether the bank’s own campaign tests with a control enter the levers’ effect.",
        names={"used": "Used where there are any", "left": "Left out"},
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
    click_worth: float = assume(
        5.0,
        "number",
        "click",
        unit="MAD",
        low=0.0,
        high=50.0,
        source="assumed: the reader’s own, share of visits that become adopters × value of an adopter",
        label="Worth of a click",
        explanation="What a visit from a search engine earns the bank on average.",
        step=0.5,
    )
    test_level: float = assume(
        0.95,
        "number",
        "tlevel",
        unit="share",
        low=0.8,
        high=0.99,
        source="convention: intervals of 95%",
        label="Confidence level",
        explanation="How sure a test must be before a difference counts.",
        step=0.01,
    )
    wanted_lift: float = assume(
        1.0,
        "number",
        "lift",
        unit="points",
        low=0.1,
        high=10.0,
        source="assumed: the reader’s own",
        label="Lift wanted",
        explanation="The smallest difference that the next test should find, in points of the response rate.",
        step=0.1,
    )
    email_sends: int = assume(
        12,
        "integer",
        "sends",
        low=1,
        high=60,
        source="convention: a letter a month for a year",
        label="E-mails sent",
        explanation="Letters to the same customers, one after the other; each wears the list down.",
        step=1,
    )
    contact_drivers: tuple[str, ...] = assume(
        (),
        "codes",
        "asked",
        most=12,
        source="every column of the file that holds anything",
        label="Drivers asked for",
        explanation="Columns of the test’s file whose effect on the response is asked for.",
    )
    customer_weeks: int = assume(
        52,
        "integer",
        "weeks",
        unit="weeks",
        low=13,
        high=260,
        source="convention: a year",
        label="Weeks ahead",
        explanation="How far ahead the worth of a customer is counted.",
        step=13,
    )
    operation_margin: float = assume(
        25.0,
        "number",
        "opmargin",
        unit="MAD",
        low=0.0,
        high=200.0,
        source="assumed: the reader’s own",
        label="Margin of an operation",
        explanation="What one operation of a customer earns the bank.",
        step=1.0,
    )
    offer_uplift: float = assume(
        0.2,
        "number",
        "uplift",
        unit="share",
        low=0.0,
        high=1.0,
        source="assumed: best taken from a randomised test",
        label="Operations added",
        explanation="Operations that a customer adds because of an offer, of those without it.",
        step=0.05,
    )
    offer_cost: float = assume(
        15.0,
        "number",
        "offercost",
        unit="MAD",
        low=0.0,
        high=200.0,
        source="assumed: the reader’s own",
        label="Cost of an offer",
        explanation="What an offer to one customer costs the bank.",
        step=1.0,
    )
    mix_weight: float = assume(
        1.0,
        "number",
        "mixw",
        low=0.0,
        high=5.0,
        source="convention: the seven dimensions weigh the same",
        label="Weight of privacy and security",
        explanation="How much privacy and security count beside the five other dimensions, which count 1.",
        step=0.5,
    )
    trust_slope: float = assume(
        0.4,
        "number",
        "slope",
        low=0.0,
        high=1.0,
        source="assumed: no study that could be read gives one",
        label="Slope of trust",
        explanation="Points of trust won for each point of the site’s checklist.",
        step=0.05,
    )
