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
        explanation="The bank whose trouble is followed through the others.",
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
        explanation="The part of customers’ trust in one bank that is lost at once.",
        step=0.1,
    )
    trust_links: float = assume(
        1.0,
        "number",
        "links",
        low=0.0,
        high=4.0,
        source="convention: links between banks as recorded",
        label="Trust links ×",
        explanation=(
            "0: customers tell banks apart. 1: links as recorded. More: trouble passes on more easily."
        ),
        step=0.25,
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
        explanation="Share of the operational score that is added to the reputational one.",
        step=0.05,
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
        explanation="Share of the legal score that is added to the reputational one.",
        step=0.05,
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
        explanation="Share of the regulatory score that is added to the legal one.",
        step=0.05,
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
        explanation="Share of the operational score that is added to the regulatory one.",
        step=0.05,
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
        explanation=(
            "Years since the rules on electronic banking were last revised, on average. Empty: not known."
        ),
        example="4",
    )
    legal_definitions: str = assume(
        "",
        "amount",
        "defined",
        unit="%",
        low=0.0,
        high=100.0,
        source="the supervisor",
        label="Instruments with a legal definition",
        explanation="Electronic instruments that the law defines, of all in use. Empty: not known.",
        example="80",
    )
    home_host_agreements: str = assume(
        "",
        "amount",
        "agreements",
        low=0.0,
        high=200.0,
        source="the supervisor",
        label="Home-host agreements",
        explanation="Agreements by which supervisors share what they know of a bank. Empty: not known.",
        example="6",
    )
    it_inspections: str = assume(
        "",
        "amount",
        "inspections",
        unit="%",
        low=0.0,
        high=100.0,
        source="the supervisor",
        label="Inspections covering IT",
        explanation="Inspections of information systems, of all inspections in a year. Empty: not known.",
        example="70",
    )
