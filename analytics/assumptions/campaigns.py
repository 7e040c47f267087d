"""Assumptions of the campaigns pages."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.assumptions.kinds import assume


@dataclass(frozen=True)
class CampaignsAssumptions:
    """Assumptions of the campaigns pages."""

    search_engine: str = assume("all", "text", "engine", most=40, source="all engines of the workspace")
    keyword_move: str = assume(
        "first_page", "choice", "move", choices=("one_up", "first_page", "first"), source="the page threshold"
    )
    click_worth: float = assume(
        5.0,
        "number",
        "click",
        unit="MAD",
        low=0.0,
        high=50.0,
        source="assumed: the reader’s own, share of visits that become adopters × value of an adopter",
    )
    campaign_test: str = assume("", "text", "test", most=60, source="the test shown; empty for the first")
    test_level: float = assume(
        0.95, "number", "tlevel", low=0.8, high=0.99, source="convention: intervals of 95 %"
    )
    wanted_lift: float = assume(
        1.0, "number", "lift", unit="points", low=0.1, high=10.0, source="assumed: the reader’s own"
    )
    email_sends: int = assume(
        12, "integer", "sends", low=1, high=60, source="convention: a letter a month for a year"
    )
    contact_drivers: tuple[str, ...] = assume(
        (), "codes", "asked", most=12, source="every column of the file that holds anything"
    )
