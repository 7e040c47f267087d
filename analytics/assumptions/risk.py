"""Assumptions of the risk pages."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.assumptions.kinds import assume


@dataclass(frozen=True)
class RiskAssumptions:
    """Assumptions of the risk pages."""

    effort: float = assume(
        50.0,
        "number",
        "effort",
        unit="points",
        low=0.0,
        high=500.0,
        source="convention: a point of effort lowers one indicator's score by one point",
        label="Budget (points of effort)",
    )
    weight_operational: float = assume(
        1.0,
        "number",
        "wo",
        low=0.0,
        high=5.0,
        source="convention: the four risks weigh the same",
        label="Weight of operational risk",
    )
    weight_regulatory: float = assume(
        1.0,
        "number",
        "wr",
        low=0.0,
        high=5.0,
        source="convention: the four risks weigh the same",
        label="Weight of regulatory risk",
    )
    weight_legal: float = assume(
        1.0,
        "number",
        "wl",
        low=0.0,
        high=5.0,
        source="convention: the four risks weigh the same",
        label="Weight of legal risk",
    )
    weight_reputational: float = assume(
        1.0,
        "number",
        "wp",
        low=0.0,
        high=5.0,
        source="convention: the four risks weigh the same",
        label="Weight of reputational risk",
    )
    conventional_scale: float = assume(
        1.0,
        "number",
        "cscale",
        low=0.5,
        high=1.5,
        source="conventional thresholds (tag C), as catalogued",
        label="Conventional thresholds ×",
    )
    sourced_scale: float = assume(
        1.0,
        "number",
        "sscale",
        low=0.5,
        high=1.5,
        source="thresholds with a source (V, V2, M), as published",
        label="Thresholds with a source ×",
    )
    sourced_reason: str = assume(
        "",
        "text",
        "reason",
        most=200,
        source="why thresholds with a source are moved, in writing",
        label="Written reason for moving thresholds that have a source",
    )
    never_reported: str = assume(
        "unmeasured",
        "choice",
        "unreported",
        choices=("unmeasured", "worst"),
        source="convention: what was never reported is not measured; worst counts it against the bank",
        label="What was never reported",
    )
    tail_start: str = assume(
        "auto",
        "choice",
        "tail",
        choices=("auto", "0.5", "0.6", "0.7", "0.8", "0.9"),
        source="Clauset, Shalizi, Newman (2009): where the fitted tail lies closest to the losses",
        label="Start of the tail",
    )
    dependence: float = assume(
        0.3,
        "number",
        "rho",
        unit="share",
        low=0.0,
        high=0.9,
        source="convention: event types are bad in the same years, in part",
        label="Correlation of types",
    )
    capital_approach: str = assume(
        "basic_indicator",
        "choice",
        "capital",
        choices=(
            "basic_indicator",
            "standardised_lines",
            "alternative_standardised",
            "basel_standardised",
            "basel_standardised_bucket_1",
            "eu_business_indicator",
        ),
        source="Bank Al-Maghrib, circular 26/G/2006",
        label="Capital in force",
    )
    least_loss: float = assume(
        20_000.0,
        "number",
        "lossmin",
        unit="EUR",
        low=20_000.0,
        high=100_000.0,
        source="Basel OPE25: EUR 20,000; up to 100,000 where the supervisor allows, in buckets 2 and 3",
        label="Smallest loss counted for capital (EUR)",
    )
    loss_scope: str = assume(
        "all",
        "choice",
        "lossscope",
        choices=("all", "e_banking"),
        source="the table of loss events asks for all operational losses of the bank",
        label="Losses the record holds",
    )
    mad_per_euro: float = assume(
        10.8,
        "number",
        "mad",
        unit="MAD",
        low=5.0,
        high=20.0,
        source="convention: 10.8 dirhams a euro",
        label="Dirhams a euro",
    )
    incident: str = assume(
        "", "code", "incident", source="the incident shown; empty for the latest major one", label="Incident"
    )
