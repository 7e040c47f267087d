"""Assumptions of the adoption pages."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.assumptions.kinds import assume


@dataclass(frozen=True)
class AdoptionAssumptions:
    """Assumptions of the adoption pages."""

    adoption_years: int = assume(
        5,
        "integer",
        "ahead",
        unit="years",
        low=1,
        high=10,
        label="Horizon",
        explanation="How many years ahead the forecast looks.",
        step=1,
    )
    adoption_ceiling: float = assume(
        80.0,
        "number",
        "cap",
        unit="%",
        low=5.0,
        high=100.0,
        source="the reader's own ceiling",
        label="Ceiling",
        explanation="Your own, beside the candidates below.",
        step=5.0,
    )
    growth_with_trust: float = assume(
        0.8,
        "number",
        "tgrowth",
        low=0.0,
        high=2.0,
        source="assumed: no published coefficient links trust to the speed of adoption",
        label="Growth if trust changes",
        explanation="Speed relative to today’s: 0.8 is a fifth slower. It bends one line of the fan.",
        step=0.1,
    )
    survey_items: tuple[str, ...] = assume(
        (
            *("usefulness_1", "usefulness_2", "usefulness_3", "ease_1", "ease_2", "ease_3"),
            *("trust_1", "trust_2", "trust_3", "risk_1", "risk_2", "risk_3"),
            *("social_1", "social_2", "cost_1", "cost_2", "convenience_1", "convenience_2"),
        ),
        "codes",
        "items",
        most=18,
        source="all items of the questionnaire, each in the construct it is named after",
        label="Items",
        explanation="The answers that stand for the drivers; fewer make a shorter questionnaire.",
    )
    trust_change: float = assume(
        1.0,
        "number",
        "trust",
        low=-2.0,
        high=2.0,
        source="assumed: the reader’s own, in points of the 1 to 7 scale",
        label="If trust changed by",
        explanation="By how many points of the scale every answer on trust is moved.",
        step=0.5,
        signed=True,
    )
