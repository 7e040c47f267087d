"""Assumptions of the pages of the plan."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.assumptions.kinds import assume


@dataclass(frozen=True)
class PlanAssumptions:
    """Assumptions of the pages of the plan."""

    plan_from: str = assume(
        "branch",
        "choice",
        "pfrom",
        choices=("branch", "adviser", "atm", "agent", "ivr", "internet"),
        source="the channel that transactions are to leave",
        label="Plan: from",
    )
    plan_to: str = assume(
        "online",
        "choice",
        "pto",
        choices=("online", "internet", "mobile", "ivr", "adviser", "atm", "agent"),
        source="the channel that they are to go to",
        label="Plan: to",
    )
    plan_first: float = assume(
        0.05,
        "number",
        "pone",
        unit="share",
        low=0.0,
        high=1.0,
        source="the reader’s own target, of the transactions of the last twelve months",
        label="Plan: gone by the first year’s end",
    )
    plan_second: float = assume(
        0.12,
        "number",
        "ptwo",
        unit="share",
        low=0.0,
        high=1.0,
        source="the reader’s own target, of the transactions of the last twelve months",
        label="Plan: gone by the second year’s end",
    )
    plan_third: float = assume(
        0.2,
        "number",
        "pthree",
        unit="share",
        low=0.0,
        high=1.0,
        source="the reader’s own target, of the transactions of the last twelve months",
        label="Plan: gone by the third year’s end",
    )
    plan_budget: str = assume(
        "",
        "amount",
        "pbudget",
        unit="MAD million",
        low=0.0,
        high=10_000.0,
        source="empty for the investment of each customer who must change",
        label="Plan: budget",
    )
    plan_spent_first: float = assume(
        0.5,
        "number",
        "pspent",
        unit="share",
        low=0.0,
        high=1.0,
        source="convention: money before moves",
        label="Spent in the first year",
    )
    plan_floor: float = assume(
        0.6,
        "number",
        "pfloor",
        unit="share",
        low=0.0,
        high=1.0,
        source="assumed: the part of the target that the bank commits to",
        label="Floor, of the target",
    )
    plan_stretch: float = assume(
        1.25,
        "number",
        "pstretch",
        low=1.0,
        high=2.0,
        source="assumed: what a good course would reach",
        label="Stretch, of the target",
    )
    plan_people_share: float = assume(
        0.6,
        "number",
        "ppeople",
        unit="share",
        low=0.0,
        high=1.0,
        source="convention: the bank’s accounts tell people from premises",
        label="People’s part of branch cost",
    )
    plan_exit_person: float = assume(
        150.0,
        "number",
        "pexit",
        unit="MAD thousand",
        low=0.0,
        high=1_000.0,
        source="assumed: training, transfer or leave of one person",
        label="Exit of a person, MAD thousand",
    )
    plan_exit_site: float = assume(
        800.0,
        "number",
        "pclose",
        unit="MAD thousand",
        low=0.0,
        high=10_000.0,
        source="assumed: lease, works and notice of one site",
        label="Exit of a site, MAD thousand",
    )
    outage_channel: str = assume(
        "mobile",
        "choice",
        "ochannel",
        choices=("mobile", "internet", "online"),
        source="the channel that is down",
        label="Outage: what is down",
    )
    outage_hours: float = assume(
        6.0,
        "number",
        "ohours",
        unit="h",
        low=0.25,
        high=72.0,
        source="the reader’s own case",
        label="Outage: hours",
    )
    outage_share: float = assume(
        0.3,
        "number",
        "oshare",
        unit="share",
        low=0.01,
        high=1.0,
        source="the reader’s own case",
        label="Outage: users hit",
    )
    outage_month: int = assume(
        0,
        "integer",
        "omonth",
        low=0,
        high=12,
        source="the reader’s own case; 0 for an average month",
        label="Outage: month",
    )
    outage_unmade: float = assume(
        0.4,
        "number",
        "ounmade",
        unit="share",
        low=0.0,
        high=1.0,
        source="assumed: the rest is done later or elsewhere",
        label="Outage: never made up",
    )
    outage_callers: float = assume(
        0.3,
        "number",
        "ocallers",
        unit="share",
        low=0.0,
        high=1.0,
        source="assumed: no Moroccan measure",
        label="Outage: call, of those who try",
    )
    outage_visitors: float = assume(
        0.05,
        "number",
        "ovisit",
        unit="share",
        low=0.0,
        high=1.0,
        source="assumed: no Moroccan measure",
        label="Outage: come to the branch",
    )
    outage_claims: float = assume(
        0.05,
        "number",
        "oclaims",
        unit="share",
        low=0.0,
        high=1.0,
        source="assumed: no Moroccan measure",
        label="Outage: claim compensation",
    )
    outage_claim: float = assume(
        100.0,
        "number",
        "oclaim",
        unit="MAD",
        low=0.0,
        high=5000.0,
        source="assumed: what the bank grants on a claim",
        label="Outage: granted on a claim",
    )
    outage_fraud: float = assume(
        0.5,
        "number",
        "ofraud",
        unit="share",
        low=0.0,
        high=5.0,
        source="assumed: false messages follow an outage; no published rate",
        label="Outage: rise of fraud in the days after",
    )
    outage_repair: float = assume(
        200.0,
        "number",
        "orepair",
        unit="MAD thousand",
        low=0.0,
        high=20000.0,
        source="assumed where the bank’s register holds too few costs",
        label="Outage: repair where not known",
    )
