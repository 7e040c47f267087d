"""Assumptions of the supervisor's view."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.assumptions.kinds import assume


@dataclass(frozen=True)
class SupervisionAssumptions:
    """Assumptions of the supervisor's view."""

    shocked_bank: str = assume(
        "",
        "code",
        "shocked",
        source="the bank shocked; empty for the one whose trouble spreads most",
        label="Bank shocked",
    )
    shock_size: float = assume(
        1.0,
        "number",
        "shock",
        unit="share",
        low=0.1,
        high=1.0,
        source="convention: all trust in one bank is lost",
        label="Trust lost",
    )
    trust_links: float = assume(
        1.0,
        "number",
        "links",
        low=0.0,
        high=4.0,
        source="convention: links between banks as recorded",
        label="Trust links ×",
    )
    spill_operational_reputational: float = assume(
        0.3,
        "number",
        "sor",
        unit="share",
        low=0.0,
        high=1.0,
        source="convention: share of one risk added to another",
        label="Operational risk added to reputational",
    )
    spill_legal_reputational: float = assume(
        0.2,
        "number",
        "slr",
        unit="share",
        low=0.0,
        high=1.0,
        source="convention: share of one risk added to another",
        label="Legal risk added to reputational",
    )
    spill_regulatory_legal: float = assume(
        0.2,
        "number",
        "srl",
        unit="share",
        low=0.0,
        high=1.0,
        source="convention: share of one risk added to another",
        label="Regulatory risk added to legal",
    )
    spill_operational_regulatory: float = assume(
        0.1,
        "number",
        "sog",
        unit="share",
        low=0.0,
        high=1.0,
        source="convention: share of one risk added to another",
        label="Operational risk added to regulatory",
    )
    rules_age: str = assume(
        "",
        "amount",
        "age",
        unit="years",
        low=0.0,
        high=50.0,
        source="the supervisor",
        label="Age of the rules",
    )
    legal_definitions: str = assume(
        "",
        "amount",
        "defined",
        unit="%",
        low=0.0,
        high=100.0,
        source="the supervisor",
        label="Legal terms defined",
    )
    home_host_agreements: str = assume(
        "",
        "amount",
        "agreements",
        low=0.0,
        high=200.0,
        source="the supervisor",
        label="Agreements with other supervisors",
    )
    it_inspections: str = assume(
        "",
        "amount",
        "inspections",
        unit="%",
        low=0.0,
        high=100.0,
        source="the supervisor",
        label="Inspections of IT",
    )
