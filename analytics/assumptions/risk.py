"""Assumptions of the risk pages, the supervisor's view among them."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.assumptions.kinds import assume


@dataclass(frozen=True)
class RiskAssumptions:
    """Assumptions of the risk pages; those of the supervisor's view stand last."""

    effort: float = assume(
        50.0,
        "number",
        "effort",
        unit="points",
        low=0.0,
        high=500.0,
        source="convention: a point of effort lowers one indicator's score by one point",
        label="Budget (points of effort)",
        explanation=(
            "What the bank can spend on better indicators: a point lowers one indicator’s score by one point."
        ),
        step=5.0,
    )
    weight_operational: float = assume(
        1.0,
        "number",
        "wo",
        low=0.0,
        high=5.0,
        source="convention: the four risks weigh the same",
        label="Weight of operational risk",
        explanation="How much operational risk counts in the overall score; 0 leaves it out.",
        step=0.25,
    )
    weight_regulatory: float = assume(
        1.0,
        "number",
        "wr",
        low=0.0,
        high=5.0,
        source="convention: the four risks weigh the same",
        label="Weight of regulatory risk",
        explanation="How much regulatory risk counts in the overall score; 0 leaves it out.",
        step=0.25,
    )
    weight_legal: float = assume(
        1.0,
        "number",
        "wl",
        low=0.0,
        high=5.0,
        source="convention: the four risks weigh the same",
        label="Weight of legal risk",
        explanation="How much legal risk counts in the overall score; 0 leaves it out.",
        step=0.25,
    )
    weight_reputational: float = assume(
        1.0,
        "number",
        "wp",
        low=0.0,
        high=5.0,
        source="convention: the four risks weigh the same",
        label="Weight of reputational risk",
        explanation="How much reputational risk counts in the overall score; 0 leaves it out.",
        step=0.25,
    )
    conventional_scale: float = assume(
        1.0,
        "number",
        "cscale",
        low=0.5,
        high=1.5,
        source="conventional thresholds (tag C), as catalogued",
        label="Conventional thresholds ×",
        explanation="Above 1: farther from the best value, so milder. Below 1: stricter.",
        step=0.05,
    )
    sourced_scale: float = assume(
        1.0,
        "number",
        "sscale",
        low=0.5,
        high=1.5,
        source="thresholds with a source (V, V2, M), as published",
        label="Thresholds with a source ×",
        explanation="Limits of law do not move, whatever is chosen here.",
        step=0.05,
    )
    sourced_reason: str = assume(
        "",
        "text",
        "reason",
        most=200,
        source="why thresholds with a source are moved, in writing",
        label="Written reason for moving thresholds that have a source",
        explanation="Stated wherever the moved thresholds show; nothing is computed with it.",
        example="For example: the supervisor’s letter of 3 March asks for stricter limits",
    )
    never_reported: str = assume(
        "unmeasured",
        "choice",
        "unreported",
        source="convention: what was never reported is not measured; worst counts it against the bank",
        label="What was never reported",
        explanation=(
            "Not measured: scores cover what is reported, with bounds for the rest. Counts as worst: "
            "silence is held against the bank, as a supervisor may. On every page, until it is set back."
        ),
        names={"unmeasured": "is not measured", "worst": "counts as worst"},
    )
    tail_start: str = assume(
        "auto",
        "choice",
        "tail",
        source="Clauset, Shalizi, Newman (2009): where the fitted tail lies closest to the losses",
        label="Start of the tail",
        explanation="The losses above it follow a law of their own.",
        names={
            "auto": "chosen by fit",
            "0.5": "quantile 50%",
            "0.6": "quantile 60%",
            "0.7": "quantile 70%",
            "0.8": "quantile 80%",
            "0.9": "quantile 90%",
        },
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
        explanation="0: each event type has bad years of its own. Higher: bad years come together.",
        step=0.1,
    )
    capital_approach: str = assume(
        "basic_indicator",
        "choice",
        "capital",
        source="Bank Al-Maghrib, circular 26/G/2006",
        label="Capital in force",
        explanation="The rule by which capital for operational risk is counted.",
        names={
            "basic_indicator": "Morocco, basic indicator",
            "standardised_lines": "Morocco, standardised",
            "alternative_standardised": "Morocco, alternative standardised",
            "basel_standardised": "Basel, where the supervisor admits losses in bucket 1",
            "basel_standardised_bucket_1": "Basel as published: losses left out in bucket 1",
            "eu_business_indicator": "European Union, CRR 3",
        },
    )
    least_loss: float = assume(
        20_000.0,
        "number",
        "lossmin",
        unit="EUR",
        low=20_000.0,
        high=100_000.0,
        source="Basel OPE25: EUR 20,000; up to 100,000 where the supervisor allows, in buckets 2 and 3",
        label="Smallest loss counted for capital",
        explanation="Losses below it are left out of the capital that the loss record asks for.",
        step=10000.0,
    )
    loss_scope: str = assume(
        "all",
        "choice",
        "lossscope",
        source="the table of loss events asks for all operational losses of the bank",
        label="Losses the record holds",
        explanation="Basel’s loss component asks for all operational losses of the bank.",
        names={"all": "All the bank’s operational losses", "e_banking": "Those of electronic channels alone"},
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
        explanation="Turns amounts in dirhams into euros and back.",
        step=0.1,
    )
    incident: str = assume(
        "",
        "code",
        "incident",
        source="the incident shown; empty for the latest major one",
        label="Incident",
        explanation="The incident that is reported.",
    )
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
