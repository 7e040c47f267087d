"""Assumptions of the campaigns pages."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.assumptions.kinds import assume


@dataclass(frozen=True)
class CampaignsAssumptions:
    """Assumptions of the campaigns pages."""

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
        source="convention: intervals of 95 %",
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
